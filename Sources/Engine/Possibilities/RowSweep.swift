import Language
import Tables

/// Goes over rows of a table and tells what some registers could be in each.
struct RowSweep {
  let table: TableID
  private let context: OpenContext
  private var open: TapeMachine
  private var plain: TapeMachine
  private var rejected: TapeMachine

  init(_ targets: [RegisterID], of table: TableID, in context: OpenContext) {
    self.table = table
    self.context = context
    func machine(_ rows: Tape.Rows) -> TapeMachine {
      TapeMachine(Tape(rows, for: targets, of: table, in: context), of: table, in: context)
    }
    open = machine(.captured)
    plain = machine(.plain)
    rejected = machine(.rejected)
  }

  private var captured: CapturedRows { context.captured[table.index] }
  private var rejectedCount: Int { context.rejected[table.index].count }

  /// `true` iff rows without blanks of their own are what the run found.
  var isPlainCertain: Bool { !plain.tape.readsFar }
  /// `true` iff all rows are what the run found.
  var isCertain: Bool { isPlainCertain && captured.count == 0 && rejectedCount == 0 }

  /// Calls `body` with every row, also with those that were rejected for a cell.
  mutating func forEachRow(_ body: (Int, borrowing TapeMachine) -> Void) {
    var place = 0
    let captured = captured
    for row in 0..<context.rowCount(of: table) {
      if place < captured.count, Int(captured.rows[place]) == row {
        open.load(row, place: place)
        open.run()
        body(row, open)
        place += 1
      } else {
        plain.load(row)
        plain.run()
        body(row, plain)
      }
    }
    forEachRejectedRow(body)
  }

  /// Calls `body` with every row that was rejected for a cell.
  mutating func forEachRejectedRow(_ body: (Int, borrowing TapeMachine) -> Void) {
    let first = context.rowCount(of: table)
    for place in 0..<rejectedCount {
      rejected.load(first + place, place: place)
      rejected.run()
      body(first + place, rejected)
    }
  }

  /// Calls `body` with every row that may differ from what the run found.
  mutating func forEachOpenRow(_ body: (Int, borrowing TapeMachine) -> Void) {
    if isPlainCertain { forEachOwnOpenRow(body) } else { forEachRow(body) }
  }

  /// Calls `body` with every row that has a blank of its own, or was rejected for a cell.
  mutating func forEachOwnOpenRow(_ body: (Int, borrowing TapeMachine) -> Void) {
    let captured = captured
    for place in 0..<captured.count {
      open.load(Int(captured.rows[place]), place: place)
      open.run()
      body(Int(captured.rows[place]), open)
    }
    forEachRejectedRow(body)
  }
}
