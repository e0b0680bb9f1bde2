/// A rule by which a day comes back every year, as files of holidays use `RRULE`.
package struct RecurrenceRule: Hashable, Sendable {
  /// A day of the week, of which only the n-th counts, or the n-th from the end.
  private struct Weekday: Hashable {
    var ordinal: Int?
    /// 0 for Monday … 6.
    var weekday: Int
  }

  private var interval = 1
  private var count: Int?
  private var until: Day?
  private var months: [Int] = []
  private var monthDays: [Int] = []
  private var weekdays: [Weekday] = []

  /// A part of a rule that has no meaning here.
  package struct Problem: Error, Hashable, Sendable {
    /// The part as it is written, such as `FREQ=MONTHLY`.
    package var part: String
  }

  /// Reads the value of an `RRULE`.
  package init(_ text: String) throws(Problem) {
    var isYearly = false
    for part in text.split(separator: ";") {
      let sides = part.split(separator: "=", omittingEmptySubsequences: false)
      guard sides.count == 2 else { throw Problem(part: String(part)) }
      let value = sides[1].uppercased()
      let isRead: Bool
      switch sides[0].uppercased() {
      case "FREQ":
        isYearly = value == "YEARLY"
        isRead = isYearly
      case "INTERVAL":
        interval = Int(value) ?? 0
        isRead = (1...10_000).contains(interval)
      case "COUNT":
        count = Int(value)
        isRead = count.map { $0 >= 1 } ?? false
      case "UNTIL":
        until = CalendarDate(value)?.day
        isRead = until != nil
      case "BYMONTH": isRead = RecurrenceRule.read(value, into: &months) { (1...12).contains($0) }
      case "BYMONTHDAY":
        isRead = RecurrenceRule.read(value, into: &monthDays) { (1...31).contains(abs($0)) }
      case "BYDAY": isRead = readWeekdays(value)
      case "WKST": isRead = true  // Only rules by weeks depend on it.
      default: isRead = false
      }
      guard isRead else { throw Problem(part: String(part)) }
    }
    guard isYearly else { throw Problem(part: text) }
  }

  private static func read(
    _ text: String, into numbers: inout [Int], where isValid: (Int) -> Bool
  ) -> Bool {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    numbers = parts.compactMap { Int($0) }.filter(isValid)
    return numbers.count == parts.count
  }

  private mutating func readWeekdays(_ text: String) -> Bool {
    let names = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    weekdays = parts.compactMap { part in
      guard let weekday = names.firstIndex(of: String(part.suffix(2))) else { return nil }
      let ordinal = part.dropLast(2)
      if ordinal.isEmpty { return Weekday(weekday: weekday) }
      guard let number = Int(ordinal), (1...53).contains(abs(number)) else { return nil }
      return Weekday(ordinal: number, weekday: weekday)
    }
    return weekdays.count == parts.count
  }

  /// Returns the days on which what first happens on `start` happens, up to `end`; `start` is
  /// always the first of them.
  ///
  /// - Complexity: O(years from `start` to `end`).
  package func days(from start: Day, through end: Day) -> [Day] {
    var days = [start]
    let last = min(until ?? end, end)
    let (first, _, _) = start.civil
    for year in stride(from: first, through: last.civil.year, by: interval) {
      for day in self.days(in: year, from: start) where day > start {
        if day > last || days.count >= count ?? .max { return days }
        days.append(day)
      }
    }
    return days
  }

  /// Returns the days of a year that the rule means, in their order.
  private func days(in year: Int, from start: Day) -> [Day] {
    let (_, startMonth, startDay) = start.civil
    let isByDay = !monthDays.isEmpty || !weekdays.isEmpty
    let chosen = months.isEmpty ? (isByDay ? Array(1...12) : [startMonth]) : months
    var days: Set<Day> = []
    for month in Set(chosen) {
      let length = Day.length(ofMonth: month, year: year)
      for number in 1...length {
        guard let day = Day(year: year, month: month, day: number) else { continue }
        let isMeant =
          isByDay
          ? isMonthDay(number, of: length) && isWeekday(day) : number == startDay
        if isMeant { days.insert(day) }
      }
    }
    return days.sorted()
  }

  private func isMonthDay(_ number: Int, of length: Int) -> Bool {
    monthDays.isEmpty || monthDays.contains(number) || monthDays.contains(number - length - 1)
  }

  /// `true` iff the day is one of the days of the week; their numbers count within the month where
  /// the rule names months, else within the year.
  private func isWeekday(_ day: Day) -> Bool {
    if weekdays.isEmpty { return true }
    let (year, month, number) = day.civil
    let inYear = Int(day.number - Day.number(year: year, month: 1, day: 1)) + 1
    let position = months.isEmpty ? inYear : number
    let length =
      months.isEmpty ? (Day.isLeap(year) ? 366 : 365) : Day.length(ofMonth: month, year: year)
    return weekdays.contains { choice in
      guard choice.weekday == day.weekday else { return false }
      guard let ordinal = choice.ordinal else { return true }
      return ordinal > 0
        ? (position + 6) / 7 == ordinal : (length - position) / 7 + 1 == -ordinal
    }
  }
}
