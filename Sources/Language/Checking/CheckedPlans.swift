import Diagnostics
import Tables

/// What follows from each review of an account.
package struct CheckedPlanStep: Hashable, Sendable {
  package var isTarget: Bool
  /// A text, at home with the accounts or the portfolio.
  package var what: TermID
  package var rhythm: PlanStep.Rhythm
  package var by: CheckedDeed.Doer?
  package var range: SourceRange

  /// The terms that a run has to work out.
  package var terms: [TermID] {
    if case .named(let person) = by { return [what, person] }
    return [what]
  }
}

/// What the meetings of a series go through.
package struct CheckedAgenda: Hashable, Sendable {
  /// The dates in a table.
  package struct Column: Hashable, Sendable {
    package var table: TableID
    package var date: TermID
    /// Which rows count; nil for all.
    package var condition: TermID?
  }
  package var label: String
  /// Empty for all tiers.
  package var tiers: [Int]
  package var dates: [Day] = []
  package var columns: [Column] = []
  /// How many accounts at most.
  package var most = 0
  package var order: [CheckedKey] = []
  package var shows: [CheckedShow] = []
  package var range: SourceRange

  /// The terms that a run has to work out.
  package var terms: [TermID] {
    order.map(\.value) + shows.map(\.term)
      + columns.flatMap { [$0.date] + [$0.condition].compactMap { $0 } }
  }
}

/// Where a table of people has their addresses: its text field called `email`.
package struct CheckedAddress: Hashable, Sendable {
  package var table: TableID
  package var email: TermID
}
