import Diagnostics

/// The first record of a file, matched with the fields that a table declares.
package struct TableHeader: Hashable, Sendable {
  /// The header cells, trimmed.
  package var cells: [String]
  /// For each declared field the index of its column, or nil where the file lacks it.
  package var columns: [Int?]
  /// The offset of the first byte after the header.
  package var dataOffset: Int
  /// The physical line that starts at `dataOffset`.
  package var dataLine: Int

  package var columnCount: Int { cells.count }
}

extension TableHeader {
  /// Reads the header of `source` and finds the column of each field of `schema`.
  ///
  /// The header can be used to read rows iff no diagnostic is an error.
  package static func read(
    source: any ByteSource, schema: TableSchema, path: String
  ) throws(ReadProblem) -> (TableHeader, [Diagnostic]) {
    var piece = Piece(schema, columnCount: 1)
    let end = try readRecord(of: source, into: &piece)
    if let problem = FileRefusal(piece.bytes, as: schema.encoding, path: path).diagnostic {
      return (.absent(for: schema, at: source.count), [problem])
    }
    if piece.index.isQuoted || !piece.index.isComplete {
      let problem: BrokenRecord = end < source.count ? .tooLong : .unclosed
      let diagnostic = problem.diagnostic(of: piece, line: 1, path: path)
      return (.absent(for: schema, at: source.count), [diagnostic])
    }
    let cells = HeaderCells(of: piece, schema: schema, path: path)
    if let problem = cells.refusal {
      return (.absent(for: schema, at: source.count), [problem])
    }
    let (columns, problems) = cells.columns
    let header = TableHeader(
      cells: cells.names, columns: columns, dataOffset: min(source.count, end),
      dataLine: 2 + piece.index.quotedNewlines.count)
    return (header, problems)
  }

  /// Reads and indexes the first record; returns the offset after it.
  private static func readRecord(
    of source: any ByteSource, into piece: inout Piece
  ) throws(ReadProblem) -> Int {
    var length = 1 << 16
    while true {
      piece.bytes.removeAll(keepingCapacity: true)
      try source.read(length, at: 0, into: &piece.bytes)
      piece.index.restart(at: piece.bytes.starts(with: FileRefusal.mark) ? 3 : 0)
      piece.index.advance(over: piece.bytes, pieceEnd: 0)
      if !piece.index.isComplete, !piece.index.isQuoted, piece.bytes.count >= source.count {
        piece.index.finish(at: piece.bytes.count)
      }
      let isWhole = piece.bytes.count >= min(source.count, TableLimits.recordBytes)
      if piece.index.isComplete || isWhole { return piece.index.nextRecordStart }
      length *= 4
    }
  }

  private static func absent(for schema: TableSchema, at end: Int) -> TableHeader {
    TableHeader(
      cells: [], columns: schema.fields.map { _ in nil }, dataOffset: end, dataLine: 1)
  }
}
