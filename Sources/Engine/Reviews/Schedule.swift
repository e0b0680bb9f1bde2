import Tables

/// A review with its day and, where there are working hours, its time.
package struct ScheduledReview: Hashable, Sendable {
  /// The same in every run for the same agreement, review, account and planned day.
  package var uid: String
  /// How often the review has moved since it was first published.
  package var sequence = 0
  package var review: String
  /// The key of the account.
  package var account: String
  package var name: String
  package var planned: Day
  package var date: Day
  /// In minutes after midnight; nil for a review without a time.
  package var start: Int?
  package var end: Int?
  /// Each person once, in the order of the roles.
  package var attendees: [String]
  /// What was in the way from the planned day on; nil for a review on its planned day.
  package var moved: String?

  package init(
    uid: String, review: String, account: String, name: String, planned: Day, date: Day,
    start: Int?, end: Int?, attendees: [String], moved: String?
  ) {
    self.uid = uid
    self.review = review
    self.account = account
    self.name = name
    self.planned = planned
    self.date = date
    self.start = start
    self.end = end
    self.attendees = attendees
    self.moved = moved
  }
}

/// A review that found no day.
package struct UnplacedReview: Hashable, Sendable {
  package var review: String
  /// The key of the account.
  package var account: String
  package var name: String
  /// nil where the first planned day has no value.
  package var planned: Day?
  /// What was in the way, each with its number of days where it counts days.
  package var because: [String]
}

/// The reviews of a horizon.
package struct Schedule: Hashable, Sendable {
  /// By day and time, then in the order in which they were placed.
  package var reviews: [ScheduledReview] = []
  /// In the order of reviews, accounts and planned days.
  package var unplaced: [UnplacedReview] = []
  /// Reviews of an earlier schedule that no longer take place.
  package var cancelled: [ScheduledReview] = []

  package init() {}

  /// Continues the numbering of an earlier schedule: what has another day or time than before has
  /// the next sequence number, and what is still ahead on `asOf` and gone is cancelled.
  package mutating func continueNumbering(from earlier: [ScheduledReview], asOf: Day) {
    let previous = Dictionary(earlier.map { ($0.uid, $0) }) { first, _ in first }
    for index in reviews.indices {
      let review = reviews[index]
      guard let old = previous[review.uid] else { continue }
      let isSame =
        (old.date, old.start ?? -1, old.end ?? -1)
        == (review.date, review.start ?? -1, review.end ?? -1)
      reviews[index].sequence = old.sequence + (isSame ? 0 : 1)
    }
    let current = Set(reviews.map(\.uid))
    cancelled = earlier.filter { $0.date >= asOf && !current.contains($0.uid) }
    for index in cancelled.indices { cancelled[index].sequence += 1 }
  }
}
