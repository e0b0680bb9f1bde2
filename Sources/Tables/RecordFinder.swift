import Diagnostics

/// A cell of a data record, by numbers that a reading gives.
package struct CellAddress: Hashable, Sendable {
  /// The number of the record among all data records, from 1.
  package var record: Int
  /// The index of the column in the file, from 0.
  package var column: Int

  package init(record: Int, column: Int) {
    self.record = record
    self.column = column
  }
}

/// A cell as a message shows it.
package struct FoundCell: Hashable, Sendable {
  package var place: CellPlace
  package var cell: SheetCell
  /// The cell's text, trimmed and without quotes.
  package var text: String
}

/// Reads single cells of a file again, since a reading keeps no text that only a message shows.
package enum RecordFinder {
  private static let pieceBytes = 256 << 10

  /// Returns those of the `wanted` cells that the file has.
  ///
  /// - Complexity: O(bytes up to the last wanted record).
  package static func find(
    _ wanted: some Sequence<CellAddress>, in source: any ByteSource, header: TableHeader,
    schema: TableSchema
  ) throws(ReadProblem) -> [CellAddress: FoundCell] {
    let columns = Dictionary(grouping: wanted, by: \.record)
    guard let last = columns.keys.max() else { return [:] }
    let shape = TableShape(header: header, schema: schema, path: "", fields: [])
    var reader = PieceReader(source, shape, pieceBytes: pieceBytes)
    let pieces = (max(0, source.count - header.dataOffset) + pieceBytes - 1) / pieceBytes
    let chain = PieceChain(.first(after: header), workers: 1)
    var found: [CellAddress: FoundCell] = [:]
    for number in 0..<pieces {
      let outcome = try reader.load(number, in: chain)
      let piece = reader.piece
      for row in piece.rows.indices {
        for address in columns[Int(piece.numbers[row])] ?? [] {
          found[address] = cell(address.column, ofRow: row, of: piece, schema)
        }
      }
      guard case .records = outcome, Int(piece.numbers.last ?? 0) < last else { break }
    }
    return found
  }

  private static func cell(
    _ column: Int, ofRow row: Int, of piece: Piece, _ schema: TableSchema
  ) -> FoundCell {
    let first = piece.rows[row]
    let range = piece.cell(column, after: first, cells: piece.columnCount)
    let start = piece.cell(0, after: first, cells: piece.columnCount).lowerBound
    let text = CellReader.trimmed(CellReader.unquoted(piece.bytes[range]))
    return FoundCell(
      place: piece.place(of: range, recordStart: start, line: Int(piece.lines[row])),
      cell: SheetCell(row: piece.sheetRow(after: first), column: column + 1),
      text: schema.encoding.text(of: text.prefix(TableLimits.keptBytes)))
  }
}
