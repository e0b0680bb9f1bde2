/// The bytes of one source file, with its name and the places where its lines start.
package struct SourceText: Sendable {
  package let name: String
  package let bytes: [UInt8]
  /// The offset of each line's first byte; lines end with LF, CRLF or a lone CR.
  private let lineStarts: [Int]

  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    var starts = [0]
    for offset in bytes.indices {
      let endsLine =
        bytes[offset] == UInt8(ascii: "\n")
        || bytes[offset] == UInt8(ascii: "\r")
          && !(offset + 1 < bytes.count && bytes[offset + 1] == UInt8(ascii: "\n"))
      if endsLine { starts.append(offset + 1) }
    }
    lineStarts = starts
  }

  /// Returns the 1-based line that holds `offset`.
  ///
  /// - Complexity: O(log lines).
  package func line(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// Returns the text of the 1-based `line`, without its line end.
  package func text(ofLine line: Int) -> String {
    let start = lineStarts[line - 1]
    var end = line < lineStarts.count ? lineStarts[line] : bytes.count
    while end > start, bytes[end - 1] == UInt8(ascii: "\n") || bytes[end - 1] == UInt8(ascii: "\r")
    { end -= 1 }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// Returns the bytes of `range` as text.
  package func text(of range: SourceRange) -> String {
    String(decoding: bytes[range.offsets], as: UTF8.self)
  }

  /// `true` iff the bytes of `range` are those of `text`, but for capitals among its ASCII letters.
  package func spells(_ text: String, at range: SourceRange) -> Bool {
    var offset = Int(range.start)
    guard text.utf8.count == Int(range.end) - offset else { return false }
    for byte in text.utf8 {
      let isCapital = bytes[offset] >= UInt8(ascii: "A") && bytes[offset] <= UInt8(ascii: "Z")
      guard byte == (isCapital ? bytes[offset] | 0x20 : bytes[offset]) else { return false }
      offset += 1
    }
    return true
  }

  /// Returns the place of `range`, with the line that it starts in.
  package func place(of range: SourceRange) -> Place {
    let first = line(at: Int(range.start))
    let last = line(at: max(Int(range.start), Int(range.end) - 1))
    let end = first < lineStarts.count ? lineStarts[first] : bytes.count
    let isShort = end - lineStarts[first - 1] <= SourceText.longestExcerpt
    return Place(
      file: name, line: first, column: column(at: Int(range.start), inLine: first), endLine: last,
      endColumn: column(at: Int(range.end), inLine: last),
      excerpt: isShort ? text(ofLine: first) : nil)
  }

  /// Lines beyond this many bytes are not shown; nobody could read them.
  private static let longestExcerpt = 1 << 17

  /// Returns the 1-based column of `offset`, counted in Unicode scalars.
  private func column(at offset: Int, inLine line: Int) -> Int {
    bytes[lineStarts[line - 1]..<min(offset, bytes.count)].reduce(1) { count, byte in
      byte & 0xC0 == 0x80 ? count : count + 1
    }
  }
}
