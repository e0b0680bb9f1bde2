import Diagnostics
import Engine
import Tables

/// Reads a file of holidays: the columns `date`, `country` and `name`, one row for each holiday.
enum HolidayFile {
  /// Returns the readable holidays, and a diagnostic for each row that is not one.
  static func read(
    _ source: any ByteSource, path: String
  ) async throws(ReadProblem) -> (HolidayTable, [Diagnostic]) {
    let schema = TextRows.schema("holidays", headers: ["date", "country", "name"])
    let file = try await TextRows(source, schema, path: path)
    if file.hasErrors { return (HolidayTable(rows: []), file.problems) }
    let table = HolidayTable(
      rows: file.rows.map { (date: $0.cells[0], country: $0.cells[1], name: $0.cells[2]) })
    let places = file.places(ofColumn: 0, in: table.problems.map { file.rows[$0.row] })
    let unreadable = zip(table.problems, places).map { problem, place in
      Diagnostic(
        .unreadableHoliday, .warning, problem.kind.message, at: place,
        help: "write the day as 2027-12-27", series: path)
    }
    let rejected = file.rejected.map { $0.diagnostic(path: path, schema: schema) }
    return (table, file.problems + rejected + unreadable)
  }
}
