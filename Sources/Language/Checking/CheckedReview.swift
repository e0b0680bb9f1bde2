import Diagnostics
import Tables

/// A series of reviews, or one on a date.
package struct CheckedReview: Sendable {
  /// When the reviews of an account are planned.
  package enum Timing: Hashable, Sendable {
    case every(Cadence)
    /// A date of the account.
    case on(TermID)
  }

  package enum Attendee: Hashable, Sendable {
    case sponsor
    case deputy
    /// A text or reference of the account, with its name as the role.
    case field(String, TermID)
    case person(String)
    case rows(Rows)
  }

  /// The people whom rows of a table name.
  package struct Rows: Hashable, Sendable {
    /// What messages call them.
    package var role: String
    package var table: TableID
    /// The way from a row to its account; nil where rows belong to no account, so that all count.
    package var account: TermID?
    /// The text that names somebody.
    package var person: TermID
    package var condition: TermID?
  }

  /// The most reviews in a period.
  package struct Limit: Hashable, Sendable {
    package enum Scope: Hashable, Sendable {
      /// All together.
      case all
      /// Each person, whatever the role.
      case person
      /// Each person who fills this role.
      case role(String)
    }
    package var count: Int
    package var period: ReviewPeriod
    package var scope: Scope

    package init(_ count: Int, a period: ReviewPeriod, per scope: Scope = .all) {
      self.count = count
      self.period = period
      self.scope = scope
    }
  }

  /// The days around a date to which reviews are bound.
  package struct Window: Hashable, Sendable {
    package var span: TimeSpan
    package var side: WindowSide
    /// A date of the account.
    package var date: TermID
    package var range: SourceRange
  }

  /// A review on a date, beside those of the cadence.
  package struct Also: Hashable, Sendable {
    package var label: String
    package var on: TermID
    /// The first and the last day on which another one makes it needless.
    package var unless: Unless?
    package var range: SourceRange
  }

  package struct Unless: Hashable, Sendable {
    package var from: TermID
    package var to: TermID
    package var range: SourceRange
  }

  package var label: String
  package var tiers: [Int]
  package var timing: Timing
  /// A date; nil for the end of the notice, or for the as-of date.
  package var starting: TermID?
  /// A date: when the account was last reviewed.
  package var lastMet: TermID?
  /// What must hold of an account that is reviewed.
  package var only: [TermID] = []
  package var also: [Also] = []
  package var window: Window?
  package var notice: TimeSpan?
  package var attendees: [Attendee] = []
  package var minutes = 60
  package var limits: [Limit] = []
  package var order: [CheckedKey] = []
  package var horizon: (count: Int, unit: DurationUnit) = (12, .months)
  package var plan: [CheckedPlanStep] = []
  package var rolling = Rolling.following
  package var range: SourceRange

  package init(label: String, tiers: [Int], timing: Timing, range: SourceRange) {
    self.label = label
    self.tiers = tiers
    self.timing = timing
    self.range = range
  }

  /// How often it takes place; nil for a review on a date.
  package var cadence: Cadence? { if case .every(let cadence) = timing { cadence } else { nil } }

  /// Everything that a run has to work out.
  package var terms: [TermID] {
    var terms = order.map(\.value) + only + [starting, lastMet, window?.date].compactMap { $0 }
    if case .on(let date) = timing { terms.append(date) }
    for also in also {
      terms += [also.on] + [also.unless?.from, also.unless?.to].compactMap { $0 }
    }
    for attendee in attendees {
      switch attendee {
      case .sponsor, .deputy, .person: break
      case .field(_, let term): terms.append(term)
      case .rows(let rows):
        terms += [rows.person] + [rows.account, rows.condition].compactMap { $0 }
      }
    }
    return terms + plan.flatMap(\.terms)
  }
}

extension CheckedReview.Attendee {
  /// The name by which a clause speaks of the attendee.
  package var role: String {
    switch self {
    case .sponsor: "sponsor"
    case .deputy: "deputy"
    case .field(let name, _): name
    case .person(let name): name
    case .rows(let rows): rows.role
    }
  }
}
