import Tables

/// How many reviews of one policy each day holds, as its limits count them.
struct DailyCounts {
  /// Where a limit is full: for one of the people of a role, if it is per role.
  struct Full {
    var limit: Int
    var person: (role: Int, index: Int)?
  }

  private struct Slot: Hashable {
    var limit: Int
    /// nil: everybody.
    var person: Int?
    var day: Day
  }

  private let limits: [DailyLimit]
  private var counts: [Slot: Int] = [:]

  init(limits: [DailyLimit]) { self.limits = limits }

  /// Returns the first limit that leaves no room on `day`; `people` are the numbers of those who
  /// fill each of the `roles`.
  func firstFull(_ people: [[Int]], of roles: [Attendee], on day: Day) -> Full? {
    for (number, limit) in limits.enumerated() {
      guard let role = limit.role else {
        let slot = Slot(limit: number, person: nil, day: day)
        if counts[slot, default: 0] >= limit.max { return Full(limit: number) }
        continue
      }
      for position in roles.indices where roles[position].role == role {
        let full = people[position].firstIndex { person in
          counts[Slot(limit: number, person: person, day: day), default: 0] >= limit.max
        }
        if let full { return Full(limit: number, person: (position, full)) }
      }
    }
    return nil
  }

  /// Counts a review on `day`.
  mutating func add(_ people: [[Int]], of roles: [Attendee], on day: Day) {
    for (number, limit) in limits.enumerated() {
      guard let role = limit.role else {
        counts[Slot(limit: number, person: nil, day: day), default: 0] += 1
        continue
      }
      let counted = roles.indices.filter { roles[$0].role == role }.flatMap { people[$0] }
      for person in Set(counted) {
        counts[Slot(limit: number, person: person, day: day), default: 0] += 1
      }
    }
  }
}
