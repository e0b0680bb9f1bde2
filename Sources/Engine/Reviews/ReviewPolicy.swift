import Language
import Tables

/// A kind of review with the accounts that are due for it.
package struct ReviewPolicy: Hashable, Sendable {
  /// Different from the label of every other policy of the agreement.
  package var label: String
  /// nil: once, on the day on which it starts.
  package var cadence: Cadence?
  /// How long each review lasts.
  package var minutes: Int
  package var limits: [CheckedReview.Limit]
  /// The last day on which a review is planned.
  package var horizonEnd: Day
  /// The first day that keeps the notice; nil where none was agreed.
  package var noticeEnd: Day?
  /// In the order in which they take their days.
  package var accounts: [ReviewedAccount]
  /// Where a review goes whose planned day is none.
  package var rolling = Rolling.following

  package init(
    label: String, cadence: Cadence?, minutes: Int, limits: [CheckedReview.Limit] = [],
    horizonEnd: Day, noticeEnd: Day? = nil, accounts: [ReviewedAccount]
  ) {
    self.label = label
    self.cadence = cadence
    self.minutes = minutes
    self.limits = limits
    self.horizonEnd = horizonEnd
    self.noticeEnd = noticeEnd
    self.accounts = accounts
  }
}

/// An account that is due for reviews.
package struct ReviewedAccount: Hashable, Sendable {
  /// When the account was last reviewed.
  package enum LastMet: Hashable, Sendable {
    /// Nobody asks.
    case unasked
    case unknown
    case day(Day)
  }

  package var key: String
  package var name: String
  /// The first planned day; nil where the agreement's expression has no value.
  package var starting: Day?
  package var lastMet = LastMet.unasked
  /// The days on which its reviews can be; nil: all.
  package var window: ReviewWindow?
  /// Reviews on dates, beside those of the cadence.
  package var also: [FurtherReview] = []
  /// Those who must all be there.
  package var attendees: [Attendee]
  /// The countries whose holidays count.
  package var countries: [String]

  package init(
    key: String, name: String, starting: Day?, attendees: [Attendee] = [], countries: [String] = []
  ) {
    self.key = key
    self.name = name
    self.starting = starting
    self.attendees = attendees
    self.countries = countries
  }
}

/// The days from one date to another, both included.
package struct ReviewWindow: Hashable, Sendable {
  /// nil where the agreement's expression has no value.
  package var from: Day?
  package var to: Day?
  /// The clause's words.
  package var words: String

  package init(from: Day?, to: Day?, words: String) {
    self.from = from
    self.to = to
    self.words = words
  }

  /// Its first and its last day, if both are known.
  var days: (from: Day, to: Day)? {
    guard let from, let to else { return nil }
    return (from, to)
  }

  package func contains(_ day: Day) -> Bool {
    days.map { $0.from <= day && day <= $0.to } ?? false
  }
}

/// A review on a date, beside those of a cadence.
package struct FurtherReview: Hashable, Sendable {
  package var label: String
  /// nil where the agreement's expression has no value.
  package var on: Day?
  /// The days on which another one makes it needless.
  package var unless: ReviewWindow?

  package init(label: String, on: Day?, unless: ReviewWindow? = nil) {
    self.label = label
    self.on = on
    self.unless = unless
  }
}

/// The people who fill a role in a review; a role without people cannot be filled.
package struct Attendee: Hashable, Sendable {
  package var role: String
  package var names: [String]

  package init(role: String, names: [String]) {
    self.role = role
    self.names = names
  }
}

/// What is to be known of a review beside its day.
package enum ReviewMark: String, Hashable, CaseIterable, Sendable {
  /// The last one is longer ago than the cadence.
  case overdue
  /// It is sooner than the agreed notice, and was not fixed for that day before.
  case shortNotice = "short notice"
  /// Nobody knows when the last one was.
  case unknownLast = "last meeting unknown"
}
