import Diagnostics
import Engine
import Tables

/// Reads a file of holidays: the columns `date`, `country` and `name`, one row for each holiday.
enum HolidayFile {
  private struct Collector: RowConsumer {
    var rows: [(record: UInt32, line: UInt32, cells: [String])] = []

    mutating func consume(_ batch: inout RowBatch) {
      let columns = batch.columns.map { column -> TextColumn in
        if case .texts(let texts, _) = column { texts } else { TextColumn() }
      }
      for row in 0..<batch.count {
        rows.append((batch.records[row], batch.lines[row], columns.map { $0.text(row) }))
      }
    }
  }

  /// Returns the readable holidays, and a diagnostic for each row that is not one.
  static func read(
    _ source: any ByteSource, path: String
  ) async throws(ReadProblem) -> (HolidayTable, [Diagnostic]) {
    var schema = TableSchema(name: "holidays", fields: [])
    schema.fields = ["date", "country", "name"].map {
      var field = FieldSchema(name: $0, header: $0, kind: .text)
      field.isOptional = true
      return field
    }
    let (header, problems) = try TableHeader.read(source: source, schema: schema, path: path)
    if problems.contains(where: { $0.severity == .error }) {
      return (HolidayTable(rows: []), problems)
    }
    let reading = try await TableReader.read(
      source, header: header, schema: schema, path: path, fields: [0, 1, 2], workers: 1
    ) { _ in Collector() }
    let rows = reading.consumers.flatMap(\.rows).sorted { $0.record < $1.record }
    let table = HolidayTable(
      rows: rows.map { (date: $0.cells[0], country: $0.cells[1], name: $0.cells[2]) })
    let addresses = table.problems.compactMap { problem in
      header.columns[0].map { CellAddress(record: Int(rows[problem.row].record), column: $0) }
    }
    let cells = ShownCells(
      Array(addresses.prefix(20)), in: TableInput(path: path, source: source, header: header),
      schema)
    let unreadable = table.problems.map { problem in
      let line = Int(rows[problem.row].line)
      return Diagnostic(
        .unreadableHoliday, .warning, problem.kind.message,
        at: cells.place(Int(rows[problem.row].record), 0)
          ?? Place(
            file: path, line: line, column: 1, endLine: line, endColumn: 1, excerpt: nil),
        help: "write the day as 2027-12-27", series: path)
    }
    let rejected = reading.rejected.map { $0.diagnostic(path: path, schema: schema) }
    return (table, problems + reading.diagnostics + rejected + unreadable)
  }
}
