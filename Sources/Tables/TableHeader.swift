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
    var piece = Piece(separator: schema.separator, columnCount: 1)
    let end = try readRecord(of: source, into: &piece)
    if let problem = refusal(of: piece.bytes, source: source, path: path) {
      return (.absent(for: schema, at: source.count), [problem])
    }
    if piece.index.isQuoted || !piece.index.isComplete {
      let problem: BrokenRecord = end < source.count ? .tooLong : .unclosed
      let diagnostic = problem.diagnostic(of: piece, line: 1, path: path)
      return (.absent(for: schema, at: source.count), [diagnostic])
    }
    let cells = HeaderCells(of: piece, schema: schema, path: path)
    guard !cells.isBlank else {
      return (.absent(for: schema, at: source.count), [emptyFile(path)])
    }
    let (columns, problems) = cells.columns(of: schema)
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
      piece.index.restart(at: piece.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
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

  private static func emptyFile(_ path: String) -> Diagnostic {
    Diagnostic(
      .emptyFile, .error, "the file is empty, without even a header",
      at: CellPlace(line: 1, column: 1, endColumn: 2, excerpt: "").inFile(path),
      help: "check the path, or export the table again with its header")
  }

  /// Returns why the bytes cannot be CSV text at all.
  private static func refusal(
    of bytes: [UInt8], source: any ByteSource, path: String
  ) -> Diagnostic? {
    let place = CellPlace(line: 1, column: 1, endColumn: 2, excerpt: nil).inFile(path)
    if bytes.isEmpty || bytes == [0xEF, 0xBB, 0xBF] { return emptyFile(path) }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      return Diagnostic(
        .wrongEncoding, .error, "the file is UTF-16, not UTF-8", at: place,
        help: "save the file as \"CSV UTF-8\"")
    }
    guard bytes.prefix(4096).contains(0) else { return nil }
    return Diagnostic(
      .binaryFile, .error, "the file holds zero bytes, so it is not CSV text", at: place,
      help: bytes.starts(with: [0x50, 0x4B])
        ? "export the worksheet as \"CSV UTF-8\"" : "check that the path names a CSV file")
  }
}

/// The cells of a header with their places, while they are matched with fields.
private struct HeaderCells {
  let names: [String]
  private let places: [Place]
  private let separator: UInt8
  private let hasLoneReturn: Bool

  init(of piece: Piece, schema: TableSchema, path: String) {
    let reader = CellReader(FieldSchema(name: "", header: "", kind: .text), of: schema)
    let count = Int(piece.index.recordEnds.last ?? 0)
    let ranges = (0..<count).map { piece.cell($0, after: 0, cells: count) }
    let start = ranges.first?.lowerBound ?? 0
    names = ranges.map { reader.shownText(of: piece.bytes[$0]) }
    places = ranges.map { piece.place(of: $0, recordStart: start, line: 1).inFile(path) }
    separator = schema.separator
    hasLoneReturn = ranges.contains { piece.bytes[$0].contains(UInt8(ascii: "\r")) }
  }

  /// `true` iff there is nothing but one blank cell.
  var isBlank: Bool { names.allSatisfy(\.isEmpty) && names.count <= 1 }

  /// Returns the column of each field, with the problems of those that have none.
  func columns(of schema: TableSchema) -> ([Int?], [Diagnostic]) {
    var problems: [Diagnostic] = []
    let columns = schema.fields.map { field -> Int? in
      let found = names.indices.filter { names[$0] == field.header }
      if found.count > 1 { problems.append(repeated(found)) }
      if found.isEmpty { problems.append(absent(field, in: schema)) }
      return found.first
    }
    return (columns, wrongSeparator.map { [$0] } ?? problems)
  }

  /// The problem of a header of one cell that holds another usual separator.
  private var wrongSeparator: Diagnostic? {
    guard names.count == 1, !hasLoneReturn else { return nil }
    let usual: [(byte: UInt8, sign: String)] = [
      (UInt8(ascii: ";"), ";"), (UInt8(ascii: "\t"), "tab"), (UInt8(ascii: ","), ","),
      (UInt8(ascii: "|"), "|"),
    ]
    let held = usual.first { $0.byte != separator && names[0].utf8.contains($0.byte) }
    guard let held else { return nil }
    return Diagnostic(
      .absentColumn, .error, "the header has one cell only, which holds another separator",
      at: places[0], label: "one cell",
      help: "declare `separator \"\(held.sign)\"` for the table")
  }

  private func repeated(_ columns: [Int]) -> Diagnostic {
    Diagnostic(
      .repeatedHeader, .error,
      "the header \"\(Printable.escaped(names[columns[0]]))\" stands over \(columns.count) columns",
      at: places[columns[1]], label: "again here",
      help: "rename one of the columns, so that the field can tell which one it means",
      related: [RelatedPlace("first here", at: places[columns[0]])])
  }

  private func absent(_ field: FieldSchema, in schema: TableSchema) -> Diagnostic {
    let others = names.filter { name in !schema.fields.contains { $0.header == name } }
    let nearest =
      others.first { $0.lowercased() == field.header.lowercased() }
      ?? Suggestion.nearest(to: field.header, among: others.filter { !$0.isEmpty })
    let help =
      if hasLoneReturn {
        "save the file with line feeds: its lines end with lone carriage returns"
      } else if let nearest {
        "did you mean \"\(Printable.escaped(nearest))\"? "
          + "declare the field with `from` and that header"
      } else {
        "add the column to the file, or name its header with `from`"
      }
    let place = nearest.flatMap(names.firstIndex(of:)).map { places[$0] } ?? wholeLine
    return Diagnostic(
      .absentColumn, .error,
      "\(schema.name) has no column \"\(Printable.escaped(field.header))\", "
        + "which the field \(field.name) needs", at: place, help: help)
  }

  /// The header line from its first cell to its last.
  private var wholeLine: Place? {
    guard var place = places.first, let last = places.last else { return nil }
    if last.line == place.line { place.endColumn = last.endColumn }
    return place
  }
}
