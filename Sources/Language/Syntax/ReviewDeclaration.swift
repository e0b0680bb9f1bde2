import Diagnostics
import Tables

/// `review "Label" for TIERS every 90 days { … }`, or `on` a date.
package struct ReviewDeclaration: Hashable, Sendable {
  /// When the reviews of an account are planned.
  package enum Timing: Hashable, Sendable {
    /// `every 90 days`.
    case every(Cadence)
    /// `on EXPRESSION`: one review on a date.
    case on(ExpressionID)
  }

  package var label: TextLiteral
  package var tiers: [Name]
  package var timing: Timing
  package var clauses: [Clause] = []
  package var range: SourceRange

  package init(label: TextLiteral, tiers: [Name], timing: Timing, range: SourceRange) {
    self.label = label
    self.tiers = tiers
    self.timing = timing
    self.range = range
  }

  package struct Clause: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
      /// `starting EXPRESSION`: a date; may read `effective`.
      case starting(ExpressionID)
      /// `last met EXPRESSION`: a date.
      case lastMet(ExpressionID)
      /// `only CONDITION`.
      case only(ExpressionID)
      /// `also "Label" on EXPRESSION [unless one falls from EXPRESSION to EXPRESSION]`.
      case also(Also)
      /// `within 30 days of|before|after EXPRESSION`.
      case within(TimeSpan, WindowSide, of: ExpressionID)
      /// `notice 90 days`.
      case notice(TimeSpan)
      /// `attended by owner, sponsor, "Name", team.person where function = "Finance"`.
      case attendedBy([Attendee])
      /// `lasting 90 minutes`, `lasting 2 hours`.
      case lasting(minutes: Int)
      /// `at most 2 a day`, `at most 1 a week per sponsor`.
      case atMost(ReviewMost)
      /// `by KEYS`.
      case by([SortKey])
      /// `ahead 12 months`.
      case ahead(Int, DurationUnit)
      /// `then "…" in 30 days by owner`, `target "…" in 90 days`.
      case plan(PlanStep)
      /// `rolling modified following`.
      case rolling(Rolling)
      case error
    }
    package var kind: Kind
    package var range: SourceRange

    package init(_ kind: Kind, range: SourceRange) {
      self.kind = kind
      self.range = range
    }
  }

  /// A review on a date, beside those of the cadence.
  package struct Also: Hashable, Sendable {
    package var label: TextLiteral
    package var on: ExpressionID
    /// The days on which another one makes it needless.
    package var unless: Unless?
    package var range: SourceRange
  }

  /// `unless one falls from EXPRESSION to EXPRESSION`.
  package struct Unless: Hashable, Sendable {
    package var from: ExpressionID
    package var to: ExpressionID
    package var range: SourceRange
  }

  /// Who must be there.
  package struct Attendee: Hashable, Sendable {
    /// What the role is called, where that is written.
    package var label: TextLiteral?
    /// `sponsor`, `deputy`, a field, a quoted name, or a table.
    package var name: Name
    /// Of the table, the column that names people.
    package var column: Name?
    /// `where CONDITION`, about a row of the table.
    package var condition: ExpressionID?
    package var range: SourceRange
  }
}

/// `at most 2 a week per sponsor`.
package struct ReviewMost: Hashable, Sendable {
  package var count: Int
  package var period: ReviewPeriod
  package var per: Name?
  package var range: SourceRange
}

/// The days over which reviews are counted: a day, a week from Monday to Sunday, a calendar month.
package enum ReviewPeriod: String, Hashable, CaseIterable, Sendable {
  case day, week, month
}

/// On which side of a date a window of days lies.
package enum WindowSide: String, Hashable, CaseIterable, Sendable {
  /// On both.
  case of
  case before, after
}

/// `every 90 days`, `every 13 weeks`, `every 6 months`, `every quarter`, `every year`.
package struct Cadence: Hashable, Sendable {
  package enum Unit: String, Hashable, CaseIterable, Sendable {
    case days, weeks, months, quarters, years
  }
  package var count: Int
  package var unit: Unit

  package init(count: Int, unit: Unit) {
    self.count = count
    self.unit = unit
  }
}
