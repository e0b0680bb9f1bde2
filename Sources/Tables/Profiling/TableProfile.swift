import Diagnostics

/// What a file holds, column by column, found in one reading.
package struct TableProfile: Sendable {
  package private(set) var separator: UInt8
  package private(set) var encoding: TextEncoding
  package private(set) var columns: [ColumnProfile]
  /// The rows that have a cell for each column, at least one of them filled.
  package private(set) var rows: Int
  /// The rows whose cells are all blank, which the profiles of columns leave out.
  package private(set) var emptyRows: Int
  /// The rows that are malformed, so that every agreement rejects them.
  package private(set) var malformedCount: Int
  /// The first of them, in their order.
  package private(set) var malformed: [RejectedRow]
  let header: TableHeader

  /// Reads the whole of `source`; nil where an error among the diagnostics says why it is no table.
  ///
  /// - Complexity: O(bytes), in memory that does not grow with the rows.
  package static func read(
    _ source: any ByteSource, path: String
  ) async throws(ReadProblem) -> (TableProfile?, [Diagnostic]) {
    let separator = try Separator.guess(source)
    let (first, problems) = try await read(source, path, separator, .utf8)
    guard let first, try !first.isText(source) else { return (first, problems) }
    for encoding in [TextEncoding.windows1252, .latin1] {
      let (profile, problems) = try await read(source, path, separator, encoding)
      if let profile, try profile.isText(source) { return (profile, problems) }
    }
    return (first, problems)
  }

  /// `true` iff header and cells are text in the encoding.
  private func isText(_ source: any ByteSource) throws(ReadProblem) -> Bool {
    var bytes: [UInt8] = []
    try source.read(header.dataOffset, at: 0, into: &bytes)
    return encoding.utf8(of: bytes[...]) != nil && !malformed.contains { $0.problem == .notText }
  }

  private static func read(
    _ source: any ByteSource, _ path: String, _ separator: UInt8, _ encoding: TextEncoding
  ) async throws(ReadProblem) -> (TableProfile?, [Diagnostic]) {
    var schema = TableSchema(name: "file", fields: [])
    schema.separator = separator
    schema.encoding = encoding
    var (header, problems) = try TableHeader.read(source: source, schema: schema, path: path)
    if problems.contains(where: { $0.severity == .error }) { return (nil, problems) }
    schema.fields = header.cells.map { ColumnReading.field($0) }
    header.columns = Array(header.cells.indices)
    let columns = header.cells.enumerated().map {
      ColumnProfile(header: $0.element, number: $0.offset + 1)
    }
    let reading = try await TableReader.read(
      source, header: header, schema: schema, path: path, fields: Array(columns.indices),
      workers: 1
    ) { _ in Profiler(columns) }
    problems += reading.diagnostics
    if problems.contains(where: { $0.severity == .error }) { return (nil, problems) }
    let profiler = reading.consumers[0]
    let profile = TableProfile(
      separator: separator, encoding: encoding, columns: profiler.columns,
      rows: reading.accepted - profiler.emptyRows, emptyRows: profiler.emptyRows,
      malformedCount: reading.rejectedCount, malformed: reading.rejected,
      header: header)
    return (profile, problems)
  }
}

/// Gives the cells of each row to the profiles of their columns.
private struct Profiler: RowConsumer {
  private(set) var columns: [ColumnProfile]
  private(set) var emptyRows = 0

  init(_ columns: [ColumnProfile]) { self.columns = columns }

  mutating func consume(_ batch: inout RowBatch) {
    var isEmpty = [Bool](repeating: true, count: batch.count)
    for case .texts(_, let absence) in batch.columns {
      for row in isEmpty.indices where absence[row] == 0 { isEmpty[row] = false }
    }
    emptyRows += isEmpty.count { $0 }
    for index in columns.indices {
      guard case .texts(let texts, let absence) = batch.columns[index] else { continue }
      for row in isEmpty.indices where !isEmpty[row] {
        if absence[row] != 0 {
          columns[index].takeBlank()
        } else {
          columns[index].take(texts.bytes[texts.range(row)], line: Int(batch.lines[row]))
        }
      }
    }
  }
}

/// How columns are read as they stand.
enum ColumnReading {
  /// A field that takes every text.
  static func field(_ header: String) -> FieldSchema {
    var field = FieldSchema(name: header, header: header, kind: .text)
    field.isOptional = true
    return field
  }
}

/// What separates the cells of a file.
enum Separator {
  private static let usual = [",", ";", "\t", "|"].compactMap(\.utf8.first)
  private static let sampleBytes = 1 << 20

  /// Returns the separator that cuts the start of `source` into rows as long as its header.
  static func guess(_ source: any ByteSource) throws(ReadProblem) -> UInt8 {
    var bytes: [UInt8] = []
    try source.read(sampleBytes, at: 0, into: &bytes)
    var best = (separator: usual[0], columns: 1)
    for separator in usual {
      let (columns, isRegular) = shape(of: bytes, cutAt: separator)
      if isRegular, columns > best.columns { best = (separator, columns) }
    }
    return best.separator
  }

  /// Returns the columns of the header, and whether nearly all rows have as many cells.
  private static func shape(
    of bytes: [UInt8], cutAt separator: UInt8
  ) -> (columns: Int, isRegular: Bool) {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var index = RecordIndex(separator: separator)
    index.restart(at: start)
    index.advance(over: bytes, pieceEnd: bytes.count)
    if bytes.count < sampleBytes, !index.isQuoted { index.finish(at: bytes.count) }
    guard let columns = index.recordEnds.first.map(Int.init) else { return (1, false) }
    let lengths = zip(index.recordEnds.dropFirst(), index.recordEnds).map { Int($0 - $1) }
    let regular = lengths.count { $0 == columns }
    let filled = lengths.count { $0 > 1 || columns == 1 }
    return (columns, regular * 5 >= filled * 4)
  }
}
