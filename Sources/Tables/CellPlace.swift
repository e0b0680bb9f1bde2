import Diagnostics

/// Where a cell stands in its file: 1-based, columns in Unicode scalars, `endColumn` exclusive.
package struct CellPlace: Hashable, Sendable {
  package var line: Int
  package var column: Int
  package var endColumn: Int
  /// The line, made printable, unless it is too long to show.
  package var excerpt: String?

  /// Returns the place as one in the file `path`.
  package func inFile(_ path: String) -> Place {
    Place(
      file: path, line: line, column: column, endLine: line, endColumn: endColumn,
      excerpt: excerpt)
  }
}

extension Piece {
  /// Returns where `range` stands, of a record that starts at `recordStart` on `line`.
  ///
  /// A cell that spans lines is marked to the end of its first one.
  func place(of range: Range<Int>, recordStart: Int, line: Int) -> CellPlace {
    let lineFeed = UInt8(ascii: "\n")
    let before = bytes[..<range.lowerBound]
    let lineStart =
      before.lastIndex(of: lineFeed).map { $0 + 1 } ?? min(recordStart, before.endIndex)
    var lineEnd = bytes[range.lowerBound...].firstIndex(of: lineFeed) ?? bytes.count
    if lineEnd > lineStart, bytes[lineEnd - 1] == UInt8(ascii: "\r") { lineEnd -= 1 }
    let start = Piece.scalars(in: bytes[lineStart..<range.lowerBound])
    let end = max(range.lowerBound, min(range.upperBound, lineEnd))
    let length = Piece.scalars(in: bytes[range.lowerBound..<end])
    let fits = lineEnd - lineStart <= TableLimits.excerptBytes
    let text = fits ? String(decoding: bytes[lineStart..<lineEnd], as: UTF8.self) : nil
    return CellPlace(
      line: line + bytes[recordStart..<range.lowerBound].count { $0 == lineFeed },
      column: start + 1, endColumn: start + 1 + max(1, length),
      excerpt: text.map(Printable.aligned))
  }

  /// Returns the number of Unicode scalars that `bytes` decode to, each fault being one.
  private static func scalars(in bytes: ArraySlice<UInt8>) -> Int {
    String(decoding: bytes, as: UTF8.self).unicodeScalars.count
  }
}
