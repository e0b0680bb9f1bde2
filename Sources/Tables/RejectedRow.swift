import Diagnostics

/// A row that is out of every total, with the first cell that is at fault.
package struct RejectedRow: Hashable, Sendable {
  /// The physical line where the row starts.
  package var line: Int
  /// The number of the row among all data records, from 1.
  package var record: Int
  /// The row as a spreadsheet numbers it, where the header and empty lines are rows too.
  package var sheetRow: Int
  /// The index into the schema of the field at fault; nil where the row as a whole is.
  package var field: Int?
  /// The header over the cell, or nil where the row as a whole is at fault.
  package var header: String?
  /// The number of the cell's column, from 1.
  package var columnNumber: Int?
  /// The text of the key cell, where that can be read.
  package var key: String?
  /// The cell's text without quotes around it; the record or cell as it stands in the file where
  /// its form is at fault.
  package var text: String
  package var problem: CellProblem
  package var cause: RowCause?
  package var place: CellPlace

  /// What all rows with the same kind of fault in the same column share.
  package var kind: RejectionKind { RejectionKind(column: columnNumber, code: code) }

  /// The stable code of what is wrong.
  package var code: DiagnosticCode { RejectedRow.code(problem, cause) }

  static func code(_ problem: CellProblem, _ cause: RowCause?) -> DiagnosticCode {
    switch cause {
    case .blank?: .blankRow
    case .footer?: .footerRow
    case .runawayQuote?, .cutFigure?, .otherSeparator?, .loneReturn?, .blankCellsBeyond?, nil:
      problem.code
    }
  }

  /// The cell as a spreadsheet names it.
  package var cell: SheetCell? {
    columnNumber.map { SheetCell(row: sheetRow, column: $0) }
  }
}

/// A kind of fault in one column, or of whole rows.
package struct RejectionKind: Hashable, Sendable {
  /// The number of the column, from 1; nil for the row as a whole.
  package var column: Int?
  package var code: DiagnosticCode
}
