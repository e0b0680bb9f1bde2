/// A line of an iCalendar file, as RFC 5545 writes it: a name, parameters, and a value.
package struct ContentLine: Hashable, Sendable {
  /// In capital letters.
  package var name: String
  /// By name in capital letters, the first value of each, without its quotes.
  package var parameters: [String: String]
  /// As it is written.
  package var value: String
  /// The 1-based line of the file that it starts on.
  package var line: Int

  /// Reads a line that has been unfolded; nil where it has no name and value.
  init?(_ bytes: [UInt8], line: Int) {
    guard let colon = ContentLine.end(of: bytes[...], at: UInt8(ascii: ":")) else { return nil }
    var parts = ContentLine.parts(of: bytes[..<colon], at: UInt8(ascii: ";"))
    let name = ContentLine.text(parts.removeFirst())
    guard !name.isEmpty else { return nil }
    self.name = name.uppercased()
    parameters = [:]
    for part in parts {
      guard let equal = ContentLine.end(of: part, at: UInt8(ascii: "=")) else { continue }
      let key = ContentLine.text(part[..<equal]).uppercased()
      let value = part[(equal + 1)...].filter { $0 != UInt8(ascii: "\"") }
      if parameters[key] == nil { parameters[key] = ContentLine.text(value[...]) }
    }
    value = String(decoding: bytes[(colon + 1)...], as: UTF8.self)
    self.line = line
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.filter { $0 != UInt8(ascii: " ") }, as: UTF8.self)
  }

  /// Returns the place of the first `sign` that stands outside of quotes.
  private static func end(of bytes: ArraySlice<UInt8>, at sign: UInt8) -> Int? {
    var isQuoted = false
    return bytes.indices.first { index in
      if bytes[index] == UInt8(ascii: "\"") { isQuoted.toggle() }
      return !isQuoted && bytes[index] == sign
    }
  }

  private static func parts(
    of bytes: ArraySlice<UInt8>, at sign: UInt8
  ) -> [ArraySlice<UInt8>] {
    var parts: [ArraySlice<UInt8>] = []
    var rest = bytes
    while let end = end(of: rest, at: sign) {
      parts.append(rest[..<end])
      rest = rest[(end + 1)...]
    }
    return parts + [rest]
  }

  /// The value as text: its escapes undone, its line ends and runs of spaces one space each.
  package var text: String {
    var result = ""
    var isEscaped = false
    for character in value {
      switch (isEscaped, character) {
      case (false, "\\"):
        isEscaped = true
        continue
      case (true, "n"), (true, "N"): result.append(" ")
      default: result.append(character)
      }
      isEscaped = false
    }
    return result.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Returns the lines of a file; a line end before a space or a tab is a fold and counts for
  /// nothing. What is no content line is left out.
  static func lines(of bytes: [UInt8]) -> [ContentLine] {
    var lines: [ContentLine] = []
    var current: [UInt8] = []
    var (first, number) = (1, 1)
    func finish() {
      if let line = ContentLine(current, line: first) { lines.append(line) }
    }
    var index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else {
        current.append(byte)
        continue
      }
      if byte == UInt8(ascii: "\r"), index < bytes.count, bytes[index] == UInt8(ascii: "\n") {
        index += 1
      }
      number += 1
      if index < bytes.count, [UInt8(ascii: " "), UInt8(ascii: "\t")].contains(bytes[index]) {
        index += 1
      } else {
        finish()
        (current, first) = ([], number)
      }
    }
    finish()
    return lines
  }
}
