extension DiagnosticRenderer {
  /// Returns `diagnostics` in their order as a JSON array, with `null` for what is missing.
  package static func json(_ diagnostics: [Diagnostic]) -> [UInt8] {
    var writer = JSONWriter(.indented)
    writer.beginArray()
    for diagnostic in diagnostics { write(diagnostic, to: &writer) }
    writer.endArray()
    return writer.bytes + [UInt8(ascii: "\n")]
  }

  private static func write(_ diagnostic: Diagnostic, to writer: inout JSONWriter) {
    let place = diagnostic.place
    writer.beginObject()
    member("code", diagnostic.code.rawValue, of: &writer)
    member("severity", diagnostic.severity.rawValue, of: &writer)
    member("message", diagnostic.message, of: &writer)
    member("file", place?.file, of: &writer)
    member("line", place?.line, of: &writer)
    member("column", place?.column, of: &writer)
    member("endLine", place?.endLine, of: &writer)
    member("endColumn", place?.endColumn, of: &writer)
    member("help", diagnostic.help, of: &writer)
    writer.key("related")
    writer.beginArray()
    for related in diagnostic.related {
      writer.beginObject()
      member("message", related.message, of: &writer)
      member("file", related.place.file, of: &writer)
      member("line", related.place.line, of: &writer)
      member("column", related.place.column, of: &writer)
      writer.endObject()
    }
    writer.endArray()
    if diagnostic.unlisted > 0 {
      writer.key("unlisted")
      writer.value(diagnostic.unlisted)
    }
    writer.endObject()
  }

  private static func member(_ key: String, _ text: String?, of writer: inout JSONWriter) {
    writer.key(key)
    if let text { writer.value(text) } else { writer.null() }
  }

  private static func member(_ key: String, _ number: Int?, of writer: inout JSONWriter) {
    writer.key(key)
    if let number { writer.value(number) } else { writer.null() }
  }
}
