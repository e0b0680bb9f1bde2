import Language
import Tables

/// A change of one cell that moves an account, as a run over the changed data has shown.
package struct ProvedChange: Sendable {
  /// Another account that gets another tier with it; -1 for none.
  package struct Moved: Hashable, Sendable {
    package var row: Int
    package var from: Int
    package var to: Int
  }
  package var cell: AccountCell
  /// What the cell holds now; nil for a blank.
  package var from: Constant?
  package var to: Constant
  /// `true` iff `to` stands for all texts with which the agreement does not compare the cell.
  package var isExample = false
  /// Of figures, what one unit of the last place is worth; one unit less leaves the account where
  /// it is.
  package var unit: Decimal?
  /// The code of the currency in which the cell is written, where it is not the agreement's; then
  /// `amount` is what would have to be written, and `amountNow` what is.
  package var currency: String?
  package var amount: Decimal?
  package var amountNow: Decimal?
  package var ending: Ending
  /// `true` iff the account gets a better tier.
  package var isUp: Bool
  /// The accounts that then get other tiers, in the order of the file.
  package var others: [Moved]
}

/// What changes of one cell can do to its account.
package struct CellProspect: Sendable {
  package var cell: AccountCell
  package var changes: [ProvedChange] = []
  /// `true` iff it is certain that no other change of the cell does what none of `changes` does.
  package var isExhaustive = true
  /// How many rows of the account in the cell's table were not looked at.
  package var skippedRows = 0
}
