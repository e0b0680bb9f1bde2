import Engine
import Language
import Tables

/// One thing in which two states of the accounts differ.
enum StateChange: Sendable {
  case cell(CellDifference)
  /// An account that only the old state has.
  case departure(DiffResult.Lone)
}

/// A cell that has another value in the new state of the accounts' file.
struct CellDifference: Sendable {
  /// The key of the row that it stands in.
  var key: String
  /// What the column is called in the file.
  var header: String
  /// The cell in the old run, with its new value.
  var change: CellChange
  /// The row of the new run.
  var newRow: Int
  var old: FoundCell?
  var new: FoundCell?
}
