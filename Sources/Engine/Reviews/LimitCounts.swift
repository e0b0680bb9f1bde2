import Language
import Tables

/// Those who attend a review: the numbers of the people of each role.
struct Seats {
  var roles: [Attendee]
  /// By role.
  var people: [[Int]]
  /// Each once, with the name, in the order of the roles.
  var everyone: [(person: Int, name: String)] = []

  init(roles: [Attendee], people: [[Int]]) {
    self.roles = roles
    self.people = people
    var seen: Set<Int> = []
    let all = zip(people.joined(), roles.flatMap(\.names))
    everyone = all.filter { seen.insert($0.0).inserted }.map { ($0.0, $0.1) }
  }

  /// Returns the people whose reviews a limit counts apart; nil where it counts all together.
  func counted(by scope: CheckedReview.Limit.Scope) -> [(person: Int, name: String)]? {
    switch scope {
    case .all: return nil
    case .person: return everyone
    case .role(let role):
      var seen: Set<Int> = []
      return roles.indices.filter { roles[$0].role == role }.flatMap { place in
        zip(people[place], roles[place].names).filter { seen.insert($0.0).inserted }
      }.map { ($0.0, $0.1) }
    }
  }
}

/// How many reviews each day, week and month holds, as limits count them.
struct LimitCounts {
  private struct Slot: Hashable {
    var limit: Int
    /// nil: everybody.
    var person: Int?
    /// A number that the days of one period share.
    var period: Int32
  }

  private let limits: [CheckedReview.Limit]
  private var counts: [Slot: Int] = [:]

  init(limits: [CheckedReview.Limit]) { self.limits = limits }

  /// Returns the first limit that leaves no room on `day`, with the person for whom it is full.
  func firstFull(_ seats: Seats, on day: Day) -> Hindrance? {
    for (number, limit) in limits.enumerated() {
      let period = limit.period.number(of: day)
      guard let people = seats.counted(by: limit.scope) else {
        if isFull(limit, Slot(limit: number, person: nil, period: period)) {
          return .limit(limit, person: nil)
        }
        continue
      }
      let full = people.first {
        isFull(limit, Slot(limit: number, person: $0.person, period: period))
      }
      if let full { return .limit(limit, person: full.name) }
    }
    return nil
  }

  private func isFull(_ limit: CheckedReview.Limit, _ slot: Slot) -> Bool {
    counts[slot, default: 0] >= limit.count
  }

  /// Counts a review on `day`, or one less.
  mutating func add(_ seats: Seats, on day: Day, _ count: Int = 1) {
    for (number, limit) in limits.enumerated() {
      let period = limit.period.number(of: day)
      let people = seats.counted(by: limit.scope)?.map { Optional($0.person) } ?? [nil]
      for person in people {
        counts[Slot(limit: number, person: person, period: period), default: 0] += count
      }
    }
  }
}

extension ReviewPeriod {
  /// Returns a number that exactly the days of the same period have: of a day, a week from Monday
  /// to Sunday, or a calendar month.
  func number(of day: Day) -> Int32 {
    switch self {
    case .day: return day.number
    case .week: return day.number - Int32(day.weekday)
    case .month:
      let (year, month, _) = day.civil
      return Int32(year * 12 + month)
    }
  }
}
