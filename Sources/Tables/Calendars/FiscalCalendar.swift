/// How the days fall into fiscal months, quarters and years.
///
/// Every day belongs to exactly one month, quarter and year; twelve months in a row, and four
/// quarters in a row, make a year.
package struct FiscalCalendar: Hashable, Sendable {
  /// How the weeks of a quarter are dealt to its months.
  package enum Pattern: String, Hashable, CaseIterable, Sendable {
    case fourFourFive = "4-4-5"
    case fourFiveFour = "4-5-4"
    case fiveFourFour = "5-4-4"

    fileprivate var weeks: [Int] {
      switch self {
      case .fourFourFive: [4, 4, 5]
      case .fourFiveFour: [4, 5, 4]
      case .fiveFourFour: [5, 4, 4]
      }
    }
  }

  /// The day with which a year of whole weeks ends.
  package enum YearEnd: Hashable, Sendable {
    /// 0 for Monday … 6; 1...12.
    case last(weekday: Int, month: Int)
    case nearest(weekday: Int, YearDay)
  }

  private enum Rule: Hashable, Sendable {
    case starts(YearDay)
    case weeks(Pattern, YearEnd)
  }

  /// A stretch of fiscal time.
  package enum Period: String, Hashable, CaseIterable, Sendable {
    case month, quarter, year
  }

  private let rule: Rule

  /// Creates a calendar whose years start on the same day of every year, and whose months start on
  /// that day of every month, or on the last one of a shorter month.
  package init(starting start: YearDay) { rule = .starts(start) }

  /// Creates a calendar of whole weeks; the 53rd week of a year that has one is the last of its
  /// last month.
  package init(_ pattern: Pattern, ending end: YearEnd) { rule = .weeks(pattern, end) }

  /// Years that start in January.
  package static let civil = FiscalCalendar(starting: .newYear)

  /// `true` iff its years are of whole weeks.
  package var isOfWeeks: Bool { if case .weeks = rule { true } else { false } }

  /// Returns the days of the period that `day` is in, as far as they belong to the years 1 to 9999.
  package func days(of period: Period, around day: Day) -> ClosedRange<Day> {
    let first: Int
    let next: Int
    switch rule {
    case .starts(let start):
      let months = period == .month ? 1 : period == .quarter ? 3 : 12
      var index = monthIndex(of: day, start)
      index -= remainder(index - (start.month - 1), months)
      first = monthStart(index, start)
      next = monthStart(index + months, start)
    case .weeks(let pattern, let end):
      let year = weekYear(around: day, end)
      let starts = FiscalCalendar.starts(pattern, period, in: year)
      let index = (starts.lastIndex { $0 <= Int(day.number) }) ?? 0
      first = starts[index]
      next = index + 1 < starts.count ? starts[index + 1] : year.upperBound
    }
    let lower = max(first, Int(Day.first.number))
    return Day(number: Int32(lower))...Day(number: Int32(min(next - 1, Int(Day.last.number))))
  }

  // MARK: Months that start on a day

  /// Returns the number of the fiscal month of `day`, counted from January of the year 0.
  private func monthIndex(of day: Day, _ start: YearDay) -> Int {
    let (year, month, _) = day.civil
    let index = year * 12 + month - 1
    return monthStart(index, start) <= Int(day.number) ? index : index - 1
  }

  /// Returns the number of the first day of a fiscal month.
  private func monthStart(_ index: Int, _ start: YearDay) -> Int {
    let month = remainder(index, 12)
    let year = (index - month) / 12
    let length = Day.length(ofMonth: month + 1, year: year)
    return Int(Day.number(year: year, month: month + 1, day: min(start.day, length)))
  }

  private func remainder(_ value: Int, _ divisor: Int) -> Int {
    let remainder = value % divisor
    return remainder < 0 ? remainder + divisor : remainder
  }

  // MARK: Years of whole weeks

  /// Returns the days of the fiscal year that `day` is in, by their numbers.
  private func weekYear(around day: Day, _ end: YearEnd) -> Range<Int> {
    var year = day.civil.year - 1
    while FiscalCalendar.end(of: year, end) < Int(day.number) { year += 1 }
    return (FiscalCalendar.end(of: year - 1, end) + 1)..<(FiscalCalendar.end(of: year, end) + 1)
  }

  /// Returns the number of the last day of the fiscal year that ends in, or nearest to, `year`.
  private static func end(of year: Int, _ end: YearEnd) -> Int {
    switch end {
    case .last(let weekday, let month):
      let length = Day.length(ofMonth: month, year: year)
      let last = Day(number: Day.number(year: year, month: month, day: length))
      return Int(last.number) - (last.weekday - weekday + 7) % 7
    case .nearest(let weekday, let near):
      let length = Day.length(ofMonth: near.month, year: year)
      let day = Day(
        number: Day.number(year: year, month: near.month, day: min(near.day, length)))
      let distance = (weekday - day.weekday + 7) % 7
      return Int(day.number) + (distance <= 3 ? distance : distance - 7)
    }
  }

  /// Returns the numbers of the first days of the periods of a year.
  private static func starts(_ pattern: Pattern, _ period: Period, in year: Range<Int>) -> [Int] {
    let quarters = [0, 13, 26, 39]
    let weeks: [Int]
    switch period {
    case .year: weeks = [0]
    case .quarter: weeks = quarters
    case .month:
      let lengths = pattern.weeks
      weeks = quarters.flatMap { [$0, $0 + lengths[0], $0 + lengths[0] + lengths[1]] }
    }
    return weeks.map { year.lowerBound + 7 * $0 }
  }
}
