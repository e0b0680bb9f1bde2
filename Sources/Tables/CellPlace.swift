import Diagnostics

/// Where a cell stands in its file: 1-based, columns in Unicode scalars, `endColumn` exclusive.
package struct CellPlace: Hashable, Sendable {
  package var line: Int
  package var column: Int
  package var endColumn: Int
  /// The line, or the part of it around the cell that starts at `excerptColumn`.
  package var excerpt: String?
  package var excerptColumn = 1

  /// Returns the place as one in the file `path`.
  package func inFile(_ path: String) -> Place {
    Place(
      file: path, line: line, column: column, endLine: line, endColumn: endColumn,
      excerpt: excerpt, excerptColumn: excerptColumn)
  }
}

extension Piece {
  /// Returns where `range` stands, of a record that starts at `recordStart` on `line`.
  ///
  /// A cell that spans lines is marked to the end of its first one.
  ///
  /// - Complexity: O(length of the line and of the record).
  func place(of range: Range<Int>, recordStart: Int, line: Int) -> CellPlace {
    let lineFeed = UInt8(ascii: "\n")
    let lineStart =
      bytes[..<range.lowerBound].lastIndex(of: lineFeed).map { $0 + 1 }
      ?? min(recordStart, range.lowerBound)
    var lineEnd = bytes[range.lowerBound...].firstIndex(of: lineFeed) ?? bytes.count
    if lineEnd > lineStart, bytes[lineEnd - 1] == UInt8(ascii: "\r") { lineEnd -= 1 }
    lineEnd = max(lineEnd, range.lowerBound)
    let column = encoding.scalars(in: bytes[lineStart..<range.lowerBound]) + 1
    let end = max(range.lowerBound, min(range.upperBound, lineEnd))
    let length = encoding.scalars(in: bytes[range.lowerBound..<end])
    var place = CellPlace(
      line: line + bytes[recordStart..<range.lowerBound].count { $0 == lineFeed },
      column: column, endColumn: column + max(1, length))
    let shown = shownPart(of: lineStart..<lineEnd, around: range.lowerBound)
    place.excerpt = encoding.text(of: bytes[shown])
    if shown.upperBound < lineEnd { place.excerpt?.append("…") }
    if shown.lowerBound > lineStart {
      // The ellipsis takes the place of the character before.
      place.excerpt = "…" + (place.excerpt ?? "")
      place.excerptColumn =
        column - encoding.scalars(in: bytes[shown.lowerBound..<range.lowerBound]) - 1
    }
    return place
  }

  /// Returns as much of `line` around `offset` as a message can show.
  private func shownPart(of line: Range<Int>, around offset: Int) -> Range<Int> {
    guard line.count > TableLimits.excerptBytes else { return line }
    var low = max(line.lowerBound, min(offset, line.upperBound) - TableLimits.excerptBytes / 2)
    var high = min(line.upperBound, low + TableLimits.excerptBytes)
    while low > line.lowerBound, splitsCharacter(at: low) { low -= 1 }
    while high < line.upperBound, splitsCharacter(at: high) { high += 1 }
    return low..<high
  }

  private func splitsCharacter(at offset: Int) -> Bool {
    encoding == .utf8 && bytes[offset] & 0xC0 == 0x80
  }
}
