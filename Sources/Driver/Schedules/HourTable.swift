import Engine
import Language
import Tables

/// A month of a year.
struct Month: Hashable, Comparable, Sendable {
  var year: Int
  /// 1...12.
  var number: Int

  init(_ day: Day) { (year, number, _) = day.civil }

  static func < (left: Month, right: Month) -> Bool {
    (left.year, left.number) < (right.year, right.number)
  }

  /// Such as `2027-04`.
  var code: String { "\(year)-\(number < 10 ? "0" : "")\(number)" }

  /// Such as `April 2027`.
  var words: String { "\(CalendarWords.months[number - 1]) \(year)" }

  /// Such as `Apr`.
  var short: String { String(CalendarWords.months[number - 1].prefix(3)) }

  var next: Month {
    var next = self
    (next.year, next.number) = number == 12 ? (year + 1, 1) : (year, number + 1)
    return next
  }
}

/// How long everybody is in reviews, month by month.
struct HourTable: Sendable {
  /// Somebody's minutes.
  struct Person: Sendable {
    var name: String
    /// `true` iff the person could sponsor accounts.
    var isExecutive: Bool
    var minutes: [Month: Int]
    var total: Int { minutes.values.reduce(0, +) }
  }

  /// From the first review's month to the last one's, without a gap.
  private(set) var months: [Month] = []
  /// Those with the most time first, then by name.
  private(set) var people: [Person] = []

  init(_ reviews: [ScheduledReview], _ run: Run, of names: Set<String>) {
    let executives = run.executives
    let lengths = Dictionary(
      run.evaluation.program.reviews.flatMap { declared in
        ([declared.label] + declared.also.map(\.label)).map { ($0, declared.minutes) }
      }
    ) { first, _ in first }
    var minutes: [String: [Month: Int]] = [:]
    for review in reviews {
      let length = review.start.flatMap { start in review.end.map { $0 - start } }
      let month = Month(review.date)
      for person in review.attendees where names.isEmpty || names.contains(person) {
        minutes[person, default: [:]][month, default: 0] +=
          length ?? lengths[review.review] ?? HourTable.usualMinutes
      }
    }
    people = minutes.map { name, minutes in
      Person(name: name, isExecutive: executives.contains(name), minutes: minutes)
    }.sorted { left, right in
      left.total == right.total
        ? left.name.unicodeScalars.lexicographicallyPrecedes(right.name.unicodeScalars)
        : left.total > right.total
    }
    let used = reviews.map { Month($0.date) }
    guard let last = used.max(), var month = used.min() else { return }
    while month <= last {
      months.append(month)
      month = month.next
    }
  }

  /// How long a review lasts of which nothing says it.
  private static let usualMinutes = 60

  /// Minutes as hours with two places, so that hours stand below each other.
  static func text(_ minutes: Int) -> String {
    let hundredths = (minutes * 100 + 30) / 60
    let rest = hundredths % 100
    return "\(Count.grouped(hundredths / 100)).\(rest < 10 ? "0" : "")\(rest)"
  }

  /// Minutes as hours, exactly as far as that goes.
  static func hours(_ minutes: Int) -> Decimal {
    Decimal(minutes).divided(by: Decimal(60)) ?? .zero
  }
}
