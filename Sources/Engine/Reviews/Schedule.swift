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
  /// Why its day is not the one that was counted, such as `Sat 31 Jan → Mon 2 Feb: weekend`; nil
  /// where it is.
  package var moved: String?
  package var marks: Set<ReviewMark> = []

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

  package var isOverdue: Bool { marks.contains(.overdue) }

  /// The marks in words, the most pressing first.
  package var markWords: [String] {
    ReviewMark.allCases.filter { marks.contains($0) }.map(\.rawValue)
  }

  /// `true` iff `other` has the same day and time.
  package func isAtSameTime(as other: ScheduledReview) -> Bool {
    (date, start ?? -1, end ?? -1) == (other.date, other.start ?? -1, other.end ?? -1)
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
  package var isOverdue = false
}

/// What became of a review of an earlier schedule, or that there was none.
package struct ScheduleChange: Hashable, Sendable {
  package enum Kind: String, Hashable, CaseIterable, Sendable { case added, moved, cancelled }
  package var kind: Kind
  /// A cancelled one as it was.
  package var review: ScheduledReview
  /// A moved one as it was.
  package var before: ScheduledReview?
  /// Why it was moved or cancelled; nil for a review that was added.
  package var because: String?
}

/// The reviews of a horizon.
package struct Schedule: Hashable, Sendable {
  /// By day and time, then in the order in which they were placed.
  package var reviews: [ScheduledReview] = []
  /// In the order of reviews, accounts and planned days.
  package var unplaced: [UnplacedReview] = []
  /// Reviews of an earlier schedule that no longer take place.
  package var cancelled: [ScheduledReview] = []
  /// Reviews that take place without some who were to attend them, as they were, with those alone.
  package var withdrawn: [ScheduledReview] = []

  package init() {}

  /// What differs from the earlier schedule: what was added, moved and cancelled, each by day; nil
  /// where there was none.
  package var changes: [ScheduleChange]?

  /// Continues the numbering of an earlier schedule: what has another day, time or other people than
  /// before has the next sequence number, and what is still ahead on `asOf` and gone is cancelled.
  ///
  /// - Parameters:
  ///   - dropped: the reviews that were cancelled before, whose numbers go on too.
  ///   - because: by UID, why a review is not where it was.
  package mutating func continueNumbering(
    from earlier: [ScheduledReview], dropped: [ScheduledReview] = [], asOf: Day,
    because: [String: String] = [:]
  ) {
    let previous = Dictionary(earlier.map { ($0.uid, $0) }) { first, _ in first }
    let gone = Dictionary(dropped.map { ($0.uid, $0) }) { first, _ in first }
    var (added, moved): ([ScheduleChange], [ScheduleChange]) = ([], [])
    for index in reviews.indices {
      let review = reviews[index]
      guard let old = previous[review.uid] else {
        reviews[index].sequence = gone[review.uid].map { $0.sequence + 1 } ?? 0
        added.append(ScheduleChange(kind: .added, review: reviews[index]))
        continue
      }
      let isSame = old.isAtSameTime(as: review)
      let isUnchanged = isSame && old.attendees == review.attendees && old.name == review.name
      reviews[index].sequence = old.sequence + (isUnchanged ? 0 : 1)
      withdraw(old.attendees.filter { !review.attendees.contains($0) }, from: old, at: index)
      if isSame { continue }
      moved.append(
        ScheduleChange(
          kind: .moved, review: reviews[index], before: old, because: because[review.uid]))
    }
    let current = Set(reviews.map(\.uid))
    cancelled = earlier.filter { $0.date >= asOf && !current.contains($0.uid) }
    for index in cancelled.indices { cancelled[index].sequence += 1 }
    changes =
      added + moved
      + cancelled.map {
        ScheduleChange(kind: .cancelled, review: $0, because: because[$0.uid])
      }
  }

  /// Notes who no longer attends the review at `index`, which was `old`.
  private mutating func withdraw(_ people: [String], from old: ScheduledReview, at index: Int) {
    if people.isEmpty { return }
    var review = old
    review.attendees = people
    review.sequence = reviews[index].sequence
    withdrawn.append(review)
  }
}
