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
package struct WorkingCalendar: Hashable, Sendable {
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
    let holiday = holidays[day]?.first { holiday in
      holiday.country.map { countries.contains($0) } ?? true
    }
    if let holiday { return .holiday(country: holiday.country, name: holiday.name) }
    if isWorkingWeekday[day.weekday] { return nil }
    return day.weekday >= 5 ? .weekend : .dayOff
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
