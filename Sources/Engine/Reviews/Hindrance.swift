import Language
import Tables

/// Why a review does not take place on a day, or at all.
package enum Hindrance: Hashable, Sendable {
  case calendar(WorkingCalendar.Obstacle)
  /// The day, week or month is full, for `person` if the limit is for each.
  case limit(CheckedReview.Limit, person: String?)
  /// The day is outside the days that a clause, of these words, allows.
  case outside(String)
  /// These attendees have no common time left.
  case busy([String])
  /// The review does not fit between the working hours.
  case tooLong(minutes: Int, WorkingHours)
  /// Nobody fills this role.
  case unfilled(role: String)
  /// A date that a clause, of this word, reads has no value.
  case noDate(String)
  /// The days that a clause, of these words, allows end before they begin.
  case emptyWindow(String, from: Day, to: Day)
}

extension Hindrance: CustomStringConvertible {
  /// A phrase such as `weekend`, `limit: at most 2 a day` or `busy: Okafor`.
  package var description: String {
    switch self {
    case .calendar(let obstacle): return obstacle.description
    case .limit(let limit, let person):
      return "limit: \(limit)" + (person.map { ", \($0)" } ?? "")
    case .outside(let words): return "not \(words)"
    case .busy(let names): return "busy: " + names.joined(separator: ", ")
    case .tooLong(let minutes, let hours):
      return "hours: \(minutes) minutes do not fit between \(Clock.text(hours.from)) and "
        + Clock.text(hours.to)
    case .unfilled(let role):
      return role.contains(" where ")
        ? "attendees: `\(role)` names nobody" : "attendees: nobody is \(role)"
    case .noDate(let words): return "\(words): the date is missing"
    case .emptyWindow(let words, let from, let to):
      return "\(words): \(from) to \(to) ends before it begins"
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

  /// What was in the way, each stretch but the first behind the day on which it begins:
  /// `weekend; Mon 2 Aug closed: Summer`.
  ///
  /// A weekend within a stretch goes without saying.
  package var story: String {
    var told: [Stretch] = []
    for (place, stretch) in stretches.enumerated() {
      let next = place + 1 < stretches.count ? stretches[place + 1].hindrance : nil
      let isWithin = stretch.hindrance == .calendar(.weekend) && next == told.last?.hindrance
      if told.isEmpty || !isWithin, told.last?.hindrance != stretch.hindrance {
        told.append(stretch)
      }
    }
    return told.enumerated().map { place, stretch in
      place == 0 ? "\(stretch.hindrance)" : "\(stretch.first.shortWords) \(stretch.hindrance)"
    }.joined(separator: "; ")
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

extension CheckedReview.Limit: CustomStringConvertible {
  /// The clause's words, such as `at most 1 a week per sponsor`.
  package var description: String {
    let most = "at most \(count) a \(period.rawValue)"
    return switch scope {
    case .all: most
    case .person: "\(most) per person"
    case .role(let role): "\(most) per \(role)"
    }
  }
}
