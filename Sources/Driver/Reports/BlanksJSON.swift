import Diagnostics
import Engine
import Language
import Tables

/// Blank cells that could change a tier.
struct BlanksJSON {
  private let evaluation: Evaluation
  private let cells: CellNames

  init(_ run: Run) {
    evaluation = run.evaluation
    cells = CellNames(run)
  }

  /// The blanks that leave the tier of a row open.
  func of(_ row: Int) -> [AccountBlank] { evaluation.chase.blanks[row] ?? [] }

  /// Writes a blank of an account, with the values at which its tier turns.
  func write(_ blank: AccountBlank, to json: inout JSONWriter) {
    let values = blank.turns.map { cells.value($0, of: blank.cell) }
    json.object {
      writePlace(blank.cell, to: &$0)
      $0.key("turnsAt")
      $0.value(values.first ?? .missing([]))
      if values.count > 1 { $0.array("turns", values) { $0.value($1) } }
      $0.member("tiers", names(blank.endings))
    }
  }

  /// Writes a cell to be chased.
  func write(_ entry: Chase.Entry, to json: inout JSONWriter) {
    json.object {
      writePlace(entry.cell, to: &$0)
      $0.member("key", cells.key(entry.cell))
      $0.member("decisions", entry.decisions)
    }
  }

  private func writePlace(_ cell: OpenCell, to json: inout JSONWriter) {
    json.member("table", evaluation.program[cell.table].name)
    json.member("column", cells.header(cell))
    json.member("cell", cells.sheetName(cell))
    json.member("line", cell.line)
  }

  private func names(_ endings: EndingSet) -> [String] {
    evaluation.possibilities.endings(endings).compactMap {
      if case .tier(let tier) = $0 { evaluation.program.tiers[tier].name } else { nil }
    }
  }
}

/// What reports call single cells of the data.
struct CellNames {
  private let run: Run
  private let evaluation: Evaluation

  init(_ run: Run) {
    self.run = run
    evaluation = run.evaluation
  }

  func header(_ cell: OpenCell) -> String {
    evaluation.program[cell.table].schema.fields[cell.field].header
  }

  /// The cell as a spreadsheet names it, such as `D18`.
  func sheetName(_ cell: OpenCell) -> String? {
    run.inputs[cell.table.index]?.header.columns[cell.field]
      .map { "\(SheetCell(row: cell.record + 1, column: $0 + 1))" }
  }

  /// The key of the cell's row; nil for a row without one.
  func key(_ cell: OpenCell) -> String? { evaluation.key(of: cell) }

  /// A turning value as the field's values are written.
  func value(_ raw: Int128, of cell: OpenCell) -> Value {
    let type = evaluation.program[cell.table].fields[cell.field].type
    return type == .date
      ? .day(Day(number: Int32(clamping: raw))) : .number(Decimal(scaled: raw), type)
  }
}
