import Language
import Tables

/// A period without reviews, both days included.
package struct Closure: Hashable, Sendable {
  package var from: Day
  package var to: Day
  package var label: String?

  package init(from: Day, to: Day, label: String?) {
    self.from = from
    self.to = to
    self.label = label
  }
}

/// The days and hours on which reviews can take place.
package struct WorkingCalendar: Sendable {
  /// Why no review can take place on a day.
  package enum Obstacle: Hashable, Sendable {
    /// A Saturday or a Sunday outside the working week.
    case weekend
    /// Another weekday outside the working week.
    case dayOff
    case holiday(country: String?, name: String)
    case closure(label: String?)
  }

  /// For 0, Monday, to 6, Sunday, whether it is a working day.
  private var isWorkingWeekday: [Bool]
  /// The holidays of a day, by country and name, those of everyone first.
  private var holidays: [Day: [Holiday]]
  private var closures: [Closure]
  private var yearlyClosures: [(days: YearlyDays, label: String?)] = []
  /// Days that are closed by their place in a month, quarter or year, with their labels.
  private var edgeDays: [Day: String?] = [:]
  /// nil: reviews have a date and no time.
  package var hours: WorkingHours?
  /// The name of the time zone of `hours`; nil: local time wherever the reader is.
  package var zone: String?
  /// What bounds all reviews together.
  package var limits: [CheckedReview.Limit] = []

  /// Creates a calendar; without a word about them, Monday to Friday are working days.
  package init(
    workingWeekdays: some Sequence<Int> = 0...4, holidays: some Sequence<Holiday> = [],
    closures: [Closure] = [], hours: WorkingHours? = nil, zone: String? = nil
  ) {
    isWorkingWeekday = [Bool](repeating: false, count: 7)
    for weekday in workingWeekdays where isWorkingWeekday.indices.contains(weekday) {
      isWorkingWeekday[weekday] = true
    }
    self.holidays = Dictionary(grouping: holidays, by: \.day).mapValues { sameDay in
      sameDay.sorted { ($0.country ?? "", $0.name) < ($1.country ?? "", $1.name) }
    }
    self.closures = closures
    self.hours = hours
    self.zone = zone
  }

  /// Returns why no review of an account in these countries can take place on `day`, or nil.
  ///
  /// A closure is named before a holiday and a holiday before the weekend, so that the reader
  /// sees what somebody decided rather than what goes without saying.
  package func obstacle(on day: Day, countries: [String]) -> Obstacle? {
    if let closure = closures.first(where: { $0.from <= day && day <= $0.to }) {
      return .closure(label: closure.label)
    }
    if let closure = yearlyClosures.first(where: { $0.days.contains(day) }) {
      return .closure(label: closure.label)
    }
    if let label = edgeDays[day] { return .closure(label: label) }
    if let holiday = holiday(on: day, countries: countries) {
      return .holiday(country: holiday.country, name: holiday.name)
    }
    if isWorkingWeekday[day.weekday] { return nil }
    return day.weekday >= 5 ? .weekend : .dayOff
  }

  private func holiday(on day: Day, countries: [String]) -> Holiday? {
    holidays[day]?.first { holiday in
      holiday.isOfEveryone || holiday.country.map { countries.contains($0) } ?? true
    }
  }

  /// Returns the first day of `span` on which accounts without a country can be reviewed.
  ///
  /// - Complexity: O(days of `span`).
  package func firstOpenDay(in span: ClosedRange<Day>) -> Day? {
    (span.lowerBound.number...span.upperBound.number).lazy.map { Day(number: $0) }
      .first { obstacle(on: $0, countries: []) == nil }
  }

  // MARK: Closures that come back

  /// Closes the same days of every year.
  package mutating func close(_ days: YearlyDays, label: String?) {
    yearlyClosures.append((days, label))
  }

  /// Closes the first or the last days of each month, quarter or year that touches `span`.
  ///
  /// From the first working day that counts, all days to the period's end are closed, and to the
  /// last that counts all days from its start. Working days are those of the week that are no
  /// holiday of everyone or of `countries`.
  package mutating func close(
    _ edge: PeriodEdge, of fiscal: FiscalCalendar, countries: [String], label: String?,
    over span: ClosedRange<Day>
  ) {
    var day: Day? = span.lowerBound
    while let start = day, start <= span.upperBound {
      let period = fiscal.days(of: edge.period, around: start)
      for number in numbers(of: edge, in: period, countries) {
        let day = Day(number: number)
        if edgeDays[day] == nil { edgeDays[day] = .some(label) }
      }
      day = period.upperBound.adding(days: 1)
    }
  }

  private func numbers(
    of edge: PeriodEdge, in period: ClosedRange<Day>, _ countries: [String]
  ) -> ClosedRange<Int32> {
    let (first, last) = (period.lowerBound.number, period.upperBound.number)
    var left = edge.count
    let inOrder = edge.isLast ? Array((first...last).reversed()) : Array(first...last)
    for number in inOrder {
      let day = Day(number: number)
      let counts =
        !edge.isWorking
        || isWorkingWeekday[day.weekday] && holiday(on: day, countries: countries) == nil
      if counts { left -= 1 }
      if left == 0 { return edge.isLast ? number...last : first...number }
    }
    return first...last
  }
}

extension WorkingCalendar.Obstacle: CustomStringConvertible {
  /// A phrase such as `weekend`, `holiday: FR 14 July` or `closed: Summer shutdown`.
  package var description: String {
    switch self {
    case .weekend: return "weekend"
    case .dayOff: return "not a working day"
    case .closure(let label): return label.map { "closed: \($0)" } ?? "closed"
    case .holiday(let country, let name):
      let words = [country ?? "", name].filter { !$0.isEmpty }.joined(separator: " ")
      return words.isEmpty ? "holiday" : "holiday: \(words)"
    }
  }
}
