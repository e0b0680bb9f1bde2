import Language
import Tables

/// A kind of review with the accounts that are due for it.
package struct ReviewPolicy: Hashable, Sendable {
  /// Different from the label of every other policy of the agreement.
  package var label: String
  package var cadence: Cadence
  /// How long each review lasts.
  package var minutes: Int
  package var limits: [DailyLimit]
  /// The last day on which a review is planned.
  package var horizonEnd: Day
  /// In the order in which they take their days.
  package var accounts: [ReviewedAccount]
  /// Where a review goes whose planned day is none.
  package var rolling = Rolling.following

  package init(
    label: String, cadence: Cadence, minutes: Int, limits: [DailyLimit] = [], horizonEnd: Day,
    accounts: [ReviewedAccount]
  ) {
    self.label = label
    self.cadence = cadence
    self.minutes = minutes
    self.limits = limits
    self.horizonEnd = horizonEnd
    self.accounts = accounts
  }
}

/// The most reviews of one policy that a day can hold, altogether or for each person in a role.
package struct DailyLimit: Hashable, Sendable {
  package var max: Int
  package var role: String?

  package init(max: Int, per role: String? = nil) {
    self.max = max
    self.role = role
  }
}

/// An account that is due for reviews.
package struct ReviewedAccount: Hashable, Sendable {
  package var key: String
  package var name: String
  /// The first planned day; nil where the agreement's expression has no value.
  package var starting: Day?
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

/// The people who fill a role in a review; a role without people cannot be filled.
package struct Attendee: Hashable, Sendable {
  package var role: String
  package var names: [String]

  package init(role: String, names: [String]) {
    self.role = role
    self.names = names
  }
}
