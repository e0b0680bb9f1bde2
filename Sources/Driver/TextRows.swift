import Diagnostics
import Engine
import Tables

/// The rows of a file that no agreement declares: columns of text under fixed headers.
struct TextRows {
  /// One row, as the file numbers it.
  struct Row {
    var record: Int
    var line: Int
    /// By header, the trimmed text; empty for a blank.
    var cells: [String]
  }

  private struct Collector: RowConsumer {
    var rows: [Row] = []

    mutating func consume(_ batch: inout RowBatch) {
      let columns = batch.columns.map { column -> TextColumn in
        if case .texts(let texts, _) = column { texts } else { TextColumn() }
      }
      for row in 0..<batch.count {
        rows.append(
          Row(
            record: Int(batch.records[row]), line: Int(batch.lines[row]),
            cells: columns.map { $0.text(row) }))
      }
    }
  }

  let schema: TableSchema
  let input: TableInput
  /// In the order of the file.
  private(set) var rows: [Row] = []
  /// Rows that are malformed.
  private(set) var rejected: [RejectedRow] = []
  /// The number of all malformed rows.
  private(set) var rejectedCount = 0
  /// What is wrong with the file as a whole; with an error among them there are no rows.
  private(set) var problems: [Diagnostic]

  /// Returns the schema of a file with these columns.
  static func schema(_ name: String, headers: [String]) -> TableSchema {
    var schema = TableSchema(name: name, fields: [])
    schema.isDeclared = false
    schema.fields = headers.map {
      var field = FieldSchema(name: $0, header: $0, kind: .text)
      field.isOptional = true
      return field
    }
    return schema
  }

  /// Reads all rows.
  ///
  /// - Complexity: O(bytes) in time and memory.
  init(
    _ source: any ByteSource, _ schema: TableSchema, path: String
  ) async throws(ReadProblem) {
    self.schema = schema
    let (header, problems) = try TableHeader.read(source: source, schema: schema, path: path)
    input = TableInput(path: path, source: source, header: header)
    self.problems = problems
    if hasErrors { return }
    let reading = try await TableReader.read(
      source, header: header, schema: schema, path: path, fields: Array(schema.fields.indices),
      workers: 1
    ) { _ in Collector() }
    self.problems += reading.diagnostics
    rejected = reading.rejected
    rejectedCount = reading.rejectedCount
    if !hasErrors { rows = reading.consumers.flatMap(\.rows).sorted { $0.record < $1.record } }
  }

  /// `true` iff the file cannot be used.
  var hasErrors: Bool { problems.contains { $0.severity == .error } }

  /// Returns where the cells of a column stand in some of the rows: with their lines in the first
  /// ones, which is as many as anybody reads.
  func places(ofColumn column: Int, in rows: [Row]) -> [Place] {
    let addresses = rows.prefix(20).compactMap { row in
      input.header.columns[column].map { CellAddress(record: row.record, column: $0) }
    }
    let cells = ShownCells(addresses, in: input, schema)
    return rows.map { row in
      cells.place(row.record, column)
        ?? Place(
          file: input.path, line: row.line, column: 1, endLine: row.line, endColumn: 1,
          excerpt: nil)
    }
  }
}
