import Tables

/// Why a review does not take place on a day, or at all.
package enum Hindrance: Hashable, Sendable {
  case calendar(WorkingCalendar.Obstacle)
  /// The day is full, for `person` if the limit is per role.
  case limit(DailyLimit, person: String?)
  /// These attendees have no common time left.
  case busy([String])
  /// The review does not fit between the working hours.
  case tooLong(minutes: Int, WorkingHours)
  /// Nobody fills this role.
  case unfilled(role: String)
  /// The first planned day has no value.
  case noStart
}

extension Hindrance: CustomStringConvertible {
  /// A phrase such as `weekend`, `limit: at most 2 a day` or `busy: Okafor`.
  package var description: String {
    switch self {
    case .calendar(let obstacle): return obstacle.description
    case .limit(let limit, let person):
      let most = "limit: at most \(limit.max) a day"
      guard let role = limit.role else { return most }
      return "\(most) per \(role)" + (person.map { ", \($0)" } ?? "")
    case .busy(let names): return "busy: " + names.joined(separator: ", ")
    case .tooLong(let minutes, let hours):
      return "hours: \(minutes) minutes do not fit between \(Clock.text(hours.from)) and "
        + Clock.text(hours.to)
    case .unfilled(let role): return "attendees: nobody is \(role)"
    case .noStart: return "starting: the date is missing"
    }
  }
}

/// What was in the way on consecutive days.
package struct HindranceLog: Hashable, Sendable {
  /// Days in a row with the same hindrance.
  private struct Stretch: Hashable {
    var first: Day
    var days: Int
    var hindrance: Hindrance
  }
  private var stretches: [Stretch] = []

  package var isEmpty: Bool { stretches.isEmpty }

  /// Notes what is in the way on the day after the last one noted.
  mutating func note(_ hindrance: Hindrance, on day: Day) {
    if let last = stretches.indices.last, stretches[last].hindrance == hindrance {
      stretches[last].days += 1
    } else {
      stretches.append(Stretch(first: day, days: 1, hindrance: hindrance))
    }
  }

  /// Each stretch by its first day: `Sat 31 Jul 2027, weekend; Mon 2 Aug 2027, closed: Summer`.
  package var story: String {
    stretches.map { "\($0.first.words), \($0.hindrance)" }.joined(separator: "; ")
  }

  /// Each hindrance with its number of days, in the order of the first: `weekend (4 days)`.
  package var tally: [String] {
    var order: [Hindrance] = []
    var counts: [Hindrance: Int] = [:]
    for stretch in stretches {
      if counts[stretch.hindrance] == nil { order.append(stretch.hindrance) }
      counts[stretch.hindrance, default: 0] += stretch.days
    }
    return order.map { hindrance in
      let days = counts[hindrance] ?? 0
      return "\(hindrance) (\(days) \(days == 1 ? "day" : "days"))"
    }
  }
}
