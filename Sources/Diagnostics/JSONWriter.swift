/// Writes one JSON value into bytes, member by member, in the order of the calls.
///
/// The caller keeps the calls well formed: a value inside an object follows its `key(_:)`.
package struct JSONWriter: Sendable {
  /// How the text is laid out.
  package enum Layout: Sendable {
    /// Everything on one line, without spaces.
    case compact
    /// One member or element a line, two spaces a level.
    case indented
  }

  package private(set) var bytes: [UInt8] = []
  private let layout: Layout
  private var depth = 0
  /// `true` iff the open object or array has no member yet.
  private var isFirst = true
  private var followsKey = false

  package init(_ layout: Layout = .compact) {
    self.layout = layout
  }

  package mutating func beginObject() { open(UInt8(ascii: "{")) }

  package mutating func endObject() { close(UInt8(ascii: "}")) }

  package mutating func beginArray() { open(UInt8(ascii: "[")) }

  package mutating func endArray() { close(UInt8(ascii: "]")) }

  /// Writes the name of the member whose value the next call writes.
  package mutating func key(_ name: String) {
    separate()
    escape(name)
    bytes.append(UInt8(ascii: ":"))
    if layout == .indented { bytes.append(UInt8(ascii: " ")) }
    followsKey = true
  }

  package mutating func value(_ text: String) {
    separate()
    escape(text)
  }

  package mutating func value(_ number: Int) { raw(String(number)) }

  package mutating func value(_ flag: Bool) { raw(flag ? "true" : "false") }

  package mutating func null() { raw("null") }

  /// Writes a value that is JSON already, such as a formatted number.
  package mutating func raw(_ json: String) {
    separate()
    bytes.append(contentsOf: json.utf8)
  }

  /// Writes a value that is JSON already, as the bytes that `append` adds.
  package mutating func raw(_ append: (inout [UInt8]) -> Void) {
    separate()
    append(&bytes)
  }

  /// Appends the text at `range` of `source`, which is UTF-8, as a JSON string.
  package static func append(
    _ range: Range<Int>, of source: [UInt8], to bytes: inout [UInt8]
  ) {
    let text = source.span.extracting(range)
    var needsCare = false
    for place in text.indices where JSONWriter.needsCare(text[place]) { needsCare = true }
    if needsCare {
      var json = JSONWriter()
      json.value(String(decoding: source[range], as: UTF8.self))
      bytes.append(contentsOf: json.bytes)
      return
    }
    bytes.append(UInt8(ascii: "\""))
    for place in text.indices { bytes.append(text[place]) }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Makes room for `count` bytes more.
  package mutating func reserve(_ count: Int) { bytes.reserveCapacity(bytes.count + count) }

  private mutating func open(_ bracket: UInt8) {
    separate()
    bytes.append(bracket)
    depth += 1
    isFirst = true
  }

  private mutating func close(_ bracket: UInt8) {
    depth -= 1
    if !isFirst { breakLine() }
    bytes.append(bracket)
    isFirst = false
  }

  /// Writes what stands between the value before and the next one.
  private mutating func separate() {
    if followsKey {
      followsKey = false
      return
    }
    guard depth > 0 else { return }
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    isFirst = false
    breakLine()
  }

  private mutating func breakLine() {
    guard layout == .indented else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
  }

  private mutating func escape(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    // PERF: most texts stand for themselves; copying them whole takes a fifth of the time.
    if !JSONWriter.needsCare(text) {
      bytes.append(contentsOf: text.utf8)
    } else {
      for scalar in text.unicodeScalars { escape(scalar) }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func needsCare(_ text: String) -> Bool {
    let utf8 = text.utf8
    let span = utf8.span
    var found = false
    for place in span.indices where needsCare(span[place]) { found = true }
    return found
  }

  /// `true` iff the byte is escaped, or starts a character that can be: of those beyond ASCII, the
  /// ones that could change how the text around them is displayed.
  private static func needsCare(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == 0x7F || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
      || byte == 0xC2 || byte == 0xD8 || byte == 0xE2 || byte == 0xEF || byte >= 0xF3
  }

  private mutating func escape(_ scalar: Unicode.Scalar) {
    if scalar.isASCII {
      escape(UInt8(scalar.value))
    } else if Printable.isInvisible(scalar) {
      for unit in String(scalar).utf16 { escapeUnit(unit) }
    } else {
      bytes.append(contentsOf: String(scalar).utf8)
    }
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): bytes.append(contentsOf: #"\""#.utf8)
    case UInt8(ascii: "\\"): bytes.append(contentsOf: #"\\"#.utf8)
    case 0x08: bytes.append(contentsOf: #"\b"#.utf8)
    case 0x0C: bytes.append(contentsOf: #"\f"#.utf8)
    case 0x0A: bytes.append(contentsOf: #"\n"#.utf8)
    case 0x0D: bytes.append(contentsOf: #"\r"#.utf8)
    case 0x09: bytes.append(contentsOf: #"\t"#.utf8)
    case 0..<0x20, 0x7F: escapeUnit(UInt16(byte))
    default: bytes.append(byte)
    }
  }

  private mutating func escapeUnit(_ unit: UInt16) {
    let digits = String(unit, radix: 16)
    let zeros = String(repeating: "0", count: 4 - digits.count)
    bytes.append(contentsOf: "\\u\(zeros)\(digits)".utf8)
  }
}
