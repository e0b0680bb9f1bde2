import Diagnostics
import Tables

/// `then "…" in 30 days by owner`, `then "…" every 30 days`, `target "…" in 90 days`: what follows
/// from a review.
package struct PlanStep: Hashable, Sendable {
  /// How often it falls due.
  package enum Rhythm: Hashable, Sendable {
    /// Once, so long after the review.
    case once(TimeSpan)
    /// Again and again, up to the next review.
    case again(TimeSpan)
  }
  /// `true` iff it is a point to reach, and not something to do.
  package var isTarget: Bool
  /// A text, or a figure of the account that holds one.
  package var what: ExpressionID
  /// nil where the mistake has been reported.
  package var rhythm: Rhythm?
  package var by: ExpressionID?

  package init(
    isTarget: Bool, what: ExpressionID, rhythm: Rhythm? = nil, by: ExpressionID? = nil
  ) {
    self.isTarget = isTarget
    self.what = what
    self.rhythm = rhythm
    self.by = by
  }
}

/// `agenda "…" [for TIERS] { on DATES; top 20 by KEYS; show FIGURES }`.
package struct AgendaDeclaration: Hashable, Sendable {
  package var label: TextLiteral
  /// Empty for all tiers.
  package var tiers: [Name]
  package var clauses: [Clause] = []
  package var range: SourceRange

  package init(label: TextLiteral, tiers: [Name], range: SourceRange) {
    self.label = label
    self.tiers = tiers
    self.range = range
  }

  package struct Clause: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
      /// `on 2027-04-20, meetings.date where board`.
      case on([Meeting])
      /// `top 20 by KEYS`.
      case top(Int, by: [SortKey])
      /// `show wallet, "Growth" = growth`.
      case show([ShowDeclaration.Item])
      case error
    }
    package var kind: Kind
    package var range: SourceRange

    package init(_ kind: Kind, range: SourceRange) {
      self.kind = kind
      self.range = range
    }
  }

  /// The days of meetings.
  package enum Meeting: Hashable, Sendable {
    case date(Day, SourceRange)
    /// The dates of a table's rows, of those that `where` keeps.
    case column(table: Name, field: Name, condition: ExpressionID?)
  }
}
