import Diagnostics

/// Diagnostics as the corpus expects them.
enum DiagnosticText {
  /// Returns the text of `diagnostics`, in their order; empty if there are none.
  static func text(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.map { text($0) + "\n" }.joined(separator: "\n")
  }

  private static func text(_ diagnostic: Diagnostic) -> String {
    let title = "\(diagnostic.severity.rawValue)[\(diagnostic.code.rawValue)]"
    let place = diagnostic.place.map { " \(text($0))" } ?? ""
    var lines = ["\(title)\(place): \(diagnostic.message)"]
    if let excerpt = diagnostic.place?.excerpt, excerpt.count <= 200 {
      lines.append("  | \(Printable.aligned(excerpt))")
    }
    if let label = diagnostic.label { lines.append("  label: \(label)") }
    lines += diagnostic.related.map { "  related \(text($0.place)): \($0.message)" }
    if let help = diagnostic.help { lines.append("  help: \(help)") }
    return lines.joined(separator: "\n")
  }

  private static func text(_ place: Place) -> String {
    let end = place.endLine == place.line ? "\(place.endColumn)" : "\(place.endLine):\(place.endColumn)"
    return "\(place.file):\(place.line):\(place.column)-\(end)"
  }
}
