import Diagnostics

/// A row that is out of every total, with the first cell that is at fault.
package struct RejectedRow: Hashable, Sendable {
  /// The physical line where the row starts.
  package var line: Int
  /// The number of the row among all data records, from 1.
  package var record: Int
  /// The header over the cell, or nil where the row as a whole is at fault.
  package var header: String?
  /// The number of the cell's column, from 1.
  package var columnNumber: Int?
  /// The text of the key cell, where that can be read.
  package var key: String?
  /// The cell exactly as it stands in the file.
  package var text: String
  package var problem: CellProblem
  /// What the field expects, such as `a date`.
  package var expected: String
  package var place: CellPlace

  /// Returns the problem as a diagnostic about the file `path` of `table`.
  package func diagnostic(path: String, table: String) -> Diagnostic {
    let subject = "row \(key.map { "\"\(Printable.escaped($0, limit: 40))\"" } ?? "\(record)")"
    let column = header.map { "column \"\(Printable.escaped($0, limit: 40))\"" }
    let field = column.map { ", \($0)" } ?? ""
    return Diagnostic(
      problem.code, .warning,
      "\(table) \(subject)\(field): \(problem.message(about: shownText, expecting: expected))",
      at: place.inFile(path), label: problem.label(expecting: expected), help: problem.help,
      series: column ?? path)
  }

  private var shownText: String {
    "`\(Printable.escaped(text, limit: TableLimits.shownCharacters))`"
  }
}
