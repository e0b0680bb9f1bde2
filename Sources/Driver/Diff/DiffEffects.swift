import Engine
import Language
import Tables

/// What two runs differ in beside tiers: seats, requirements, sponsors, reviews and their hours.
struct DiffEffects {
  /// A limit of both agreements, known by its tiers, or of one of them.
  struct Seats {
    var tiers: [String]
    var old: Limit?
    var new: Limit?

    struct Limit: Equatable {
      /// nil where the number of seats is missing.
      var seats: Int?
      var taken: Int
      /// The key of the account that holds the last seat.
      var lastSeat: String?
      /// Those who found no seat, in their order.
      var displaced: KeyList
    }
  }

  /// An account with another sponsor, or with one where it had none.
  struct SponsorChange: Hashable {
    var key: String
    var name: String?
    var from: String?
    var to: String?
  }

  /// A review that both schedules have, on different days or at different times.
  struct MovedReview: Hashable {
    var old: ScheduledReview
    var new: ScheduledReview
  }

  /// The minutes that somebody spends in reviews.
  struct Hours: Hashable {
    var name: String
    var old: Int
    var new: Int
  }

  private(set) var limits: [Seats] = []
  /// The labels of requirements that fail now and held, and of those that hold now.
  private(set) var failing: [String] = []
  private(set) var mended: [String] = []
  private(set) var sponsors: [SponsorChange] = []
  private(set) var added: [ScheduledReview] = []
  private(set) var moved: [MovedReview] = []
  private(set) var cancelled: [ScheduledReview] = []
  /// By person, whose minutes differ; the greatest difference first.
  private(set) var people: [Hours] = []
  /// The minutes of all meetings.
  private(set) var meetings = Hours(name: "", old: 0, new: 0)
  /// `true` iff one of the schedules has a review.
  let hasReviews: Bool
  /// `true` iff one of the agreements assigns sponsors.
  let hasSponsors: Bool

  init(_ old: Run, _ new: Run) {
    hasReviews = !old.schedule.reviews.isEmpty || !new.schedule.reviews.isEmpty
    hasSponsors = !old.sponsors.isEmpty || !new.sponsors.isEmpty
    compareLimits(old.evaluation, new.evaluation)
    compareRequirements(old, new)
    compareSponsors(old, new)
    compareReviews(old.schedule.reviews, new.schedule.reviews)
    compareHours(old, new)
  }

  // MARK: Seats and requirements

  private mutating func compareLimits(_ old: Evaluation, _ new: Evaluation) {
    var before = DiffEffects.limits(of: old)
    for (tiers, limit) in DiffEffects.limits(of: new) {
      let place = before.firstIndex { $0.tiers == tiers }
      limits.append(Seats(tiers: tiers, old: place.map { before.remove(at: $0).limit }, new: limit))
    }
    limits += before.map { Seats(tiers: $0.tiers, old: $0.limit, new: nil) }
  }

  private static func limits(
    of evaluation: Evaluation
  ) -> [(tiers: [String], limit: Seats.Limit)] {
    let keys = evaluation.tables[0].keys
    return zip(evaluation.program.limits, evaluation.decision.limits).map { limit, result in
      (
        limit.tiers.map { evaluation.program.tiers[$0].name },
        Seats.Limit(
          seats: result.seats, taken: result.taken, lastSeat: result.lastSeat.map { keys.text($0) },
          displaced: KeyList(result.displaced, keys))
      )
    }
  }

  private mutating func compareRequirements(_ old: Run, _ new: Run) {
    let (before, now) = (DiffEffects.failing(in: old), DiffEffects.failing(in: new))
    failing = now.filter { !before.contains($0) }
    mended = before.filter { !now.contains($0) }
  }

  private static func failing(in run: Run) -> [String] {
    let findings = run.evaluation.program.findings
    return run.findings.filter { findings[$0.index].isRequirement && !$0.holds }
      .map { findings[$0.index].label }
  }

  // MARK: Sponsors

  private mutating func compareSponsors(_ old: Run, _ new: Run) {
    let before = DiffEffects.sponsors(of: old)
    let now = DiffEffects.sponsors(of: new)
    for key in Set(before.keys).union(now.keys) {
      let (one, other) = (before[key], now[key])
      guard one?.sponsor != other?.sponsor else { continue }
      sponsors.append(
        SponsorChange(
          key: key, name: other?.name ?? one?.name, from: one?.sponsor, to: other?.sponsor))
    }
    sponsors.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }

  private static func sponsors(of run: Run) -> [String: (sponsor: String, name: String?)] {
    var sponsors: [String: (sponsor: String, name: String?)] = [:]
    for (row, name) in run.sponsors.namesByAccount {
      sponsors[run.evaluation.tables[0].key(row)] = (name, run.evaluation.accountName(row))
    }
    return sponsors
  }

  // MARK: Reviews

  /// What makes two reviews the same one.
  private struct Occasion: Hashable {
    var review: String
    var account: String
    var planned: Day

    init(_ review: ScheduledReview) {
      (self.review, account, planned) = (review.review, review.account, review.planned)
    }
  }

  private mutating func compareReviews(_ old: [ScheduledReview], _ new: [ScheduledReview]) {
    let before = Dictionary(old.map { (Occasion($0), $0) }) { first, _ in first }
    let now = Set(new.map { Occasion($0) })
    for review in new {
      guard let same = before[Occasion(review)] else {
        added.append(review)
        continue
      }
      if (same.date, same.start ?? -1) != (review.date, review.start ?? -1) {
        moved.append(MovedReview(old: same, new: review))
      }
    }
    cancelled = old.filter { !now.contains(Occasion($0)) }
  }

  private mutating func compareHours(_ old: Run, _ new: Run) {
    let (before, now) = (DiffEffects.minutes(of: old), DiffEffects.minutes(of: new))
    meetings = Hours(name: "", old: before.total, new: now.total)
    for name in Set(before.people.keys).union(now.people.keys) {
      let hours = Hours(name: name, old: before.people[name] ?? 0, new: now.people[name] ?? 0)
      if hours.old != hours.new { people.append(hours) }
    }
    people.sort { left, right in
      let (one, other) = (abs(left.new - left.old), abs(right.new - right.old))
      return one == other ? left.name.utf8.lexicographicallyPrecedes(right.name.utf8) : one > other
    }
  }

  private static func minutes(of run: Run) -> (people: [String: Int], total: Int) {
    let reviews = run.evaluation.program.reviews.map { ($0.label, $0.minutes) }
    let lengths = Dictionary(reviews) { first, _ in first }
    var people: [String: Int] = [:]
    var total = 0
    for review in run.schedule.reviews {
      let times = review.start.flatMap { start in review.end.map { $0 - start } }
      let minutes = times ?? lengths[review.review] ?? 0
      total += minutes
      for name in review.attendees { people[name, default: 0] += minutes }
    }
    return (people, total)
  }
}

/// Accounts in an order, known by their keys, of which texts are made only where they are shown.
struct KeyList: Equatable {
  private let rows: [Int]
  private let keys: TextColumn

  /// - Parameter rows: of `keys`.
  init(_ rows: [Int], _ keys: TextColumn) {
    self.rows = rows
    self.keys = keys
  }

  var count: Int { rows.count }

  var texts: [String] { rows.map { keys.text($0) } }

  subscript(place: Int) -> String { keys.text(rows[place]) }

  static func == (left: KeyList, right: KeyList) -> Bool {
    guard left.count == right.count else { return false }
    // The same rows of the same keys need not be looked up.
    if left.rows == right.rows, left.keys == right.keys { return true }
    return zip(left.rows, right.rows).allSatisfy { one, other in
      left.keys.bytes[left.keys.range(one)] == right.keys.bytes[right.keys.range(other)]
    }
  }
}
