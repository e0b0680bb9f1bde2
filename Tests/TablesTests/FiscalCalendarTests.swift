import Tables
import Testing

/// Every day has one fiscal month, quarter and year, whatever the calendar.
@Suite("Fiscal calendars")
struct FiscalCalendarTests {
  private static let years = 1900...2300

  private static let starts: [YearDay] = (1...12).flatMap { month in
    [1, 6, 29, 31].compactMap { YearDay(month: month, day: $0) }
  }

  private static let ends: [FiscalCalendar.YearEnd] = (1...12).flatMap { month in
    [.last(weekday: month % 7, month: month)]
      + [1, 29].compactMap { YearDay(month: month, day: $0) }.map {
        .nearest(weekday: (month * 3) % 7, $0)
      }
  }

  private func days(
    _ calendar: FiscalCalendar, _ period: FiscalCalendar.Period
  ) throws -> [ClosedRange<Day>] {
    var day = try #require(Day(year: Self.years.lowerBound, month: 1, day: 1))
    let end = try #require(Day(year: Self.years.upperBound, month: 12, day: 31))
    var found: [ClosedRange<Day>] = []
    while day <= end {
      let range = calendar.days(of: period, around: day)
      try #require(range.contains(day))
      if let last = found.last {
        // No gap and no overlap.
        try #require(range.lowerBound.number == last.upperBound.number + 1)
      }
      found.append(range)
      day = try #require(range.upperBound.adding(days: 1))
    }
    return found
  }

  /// Twelve months or four quarters in a row start and end with a year, and every day of a period
  /// is in it.
  private func check(_ calendar: FiscalCalendar) throws {
    let years = try days(calendar, .year)
    for (period, count) in [(FiscalCalendar.Period.month, 12), (.quarter, 4)] {
      let parts = try days(calendar, period)
      let first = try #require(
        parts.firstIndex { $0.lowerBound == years[1].lowerBound })
      for (index, year) in years.dropFirst().dropLast().enumerated() {
        let start = first + index * count
        try #require(parts[start].lowerBound == year.lowerBound)
        try #require(parts[start + count - 1].upperBound == year.upperBound)
        for part in parts[start..<start + count] {
          try #require(calendar.days(of: period, around: part.upperBound) == part)
          try #require(calendar.days(of: .year, around: part.lowerBound) == year)
        }
      }
    }
  }

  @Test("months that start on a day", arguments: starts)
  func starting(_ start: YearDay) throws {
    let calendar = FiscalCalendar(starting: start)
    try check(calendar)
    for month in try days(calendar, .month) {
      let (year, number, day) = month.lowerBound.civil
      #expect(day == min(start.day, Day.length(ofMonth: number, year: year)))
    }
    for year in try days(calendar, .year) {
      #expect(year.lowerBound.civil.month == start.month)
    }
  }

  @Test("years of whole weeks", arguments: FiscalCalendar.Pattern.allCases)
  func weeks(_ pattern: FiscalCalendar.Pattern) throws {
    let lengths = pattern.rawValue.split(separator: "-").compactMap { Int($0) }
    for end in Self.ends {
      let calendar = FiscalCalendar(pattern, ending: end)
      try check(calendar)
      var longYears = 0
      for year in try days(calendar, .year) {
        let weeks = (Int(year.upperBound.number - year.lowerBound.number) + 1) / 7
        #expect(weeks == 52 || weeks == 53)
        if weeks == 53 { longYears += 1 }
        var day = year.lowerBound
        for month in 0..<12 {
          let range = calendar.days(of: .month, around: day)
          let expected = lengths[month % 3] + (month == 11 ? weeks - 52 : 0)
          try #require(Int(range.upperBound.number - range.lowerBound.number) + 1 == 7 * expected)
          day = Day(number: range.upperBound.number + 1)
        }
      }
      // 71 of 400 years have a 53rd week.
      #expect((70...73).contains(longYears))
    }
  }

  @Test("ends of well-known fiscal years")
  func known() throws {
    // The National Retail Federation's: fiscal 2023 had 53 weeks, to 3 February 2024.
    let retail = FiscalCalendar(
      .fourFiveFour, ending: .nearest(weekday: 5, try #require(YearDay(month: 1, day: 31))))
    let year = retail.days(of: .year, around: try #require(Day(year: 2023, month: 8, day: 1)))
    #expect("\(year.lowerBound) \(year.upperBound)" == "2023-01-29 2024-02-03")
    let last = retail.days(of: .month, around: year.upperBound)
    #expect("\(last.lowerBound)" == "2023-12-31")
    // The United Kingdom's tax year.
    let tax = FiscalCalendar(starting: try #require(YearDay(month: 4, day: 6)))
    let taxYear = tax.days(of: .year, around: try #require(Day(year: 2027, month: 4, day: 5)))
    #expect("\(taxYear.lowerBound) \(taxYear.upperBound)" == "2026-04-06 2027-04-05")
  }

  @Test("the ends of time")
  func ends() {
    let calendars = [
      FiscalCalendar.civil, FiscalCalendar(starting: YearDay(Day(number: 58))),
      FiscalCalendar(.fourFourFive, ending: .last(weekday: 5, month: 1)),
      FiscalCalendar(.fourFourFive, ending: .nearest(weekday: 0, .newYear)),
    ]
    for calendar in calendars {
      for period in FiscalCalendar.Period.allCases {
        #expect(calendar.days(of: period, around: .first).lowerBound == .first)
        #expect(calendar.days(of: period, around: .last).upperBound == .last)
      }
    }
  }

  @Test("the same days of every year")
  func yearly() throws {
    func yearly(_ first: (Int, Int), _ last: (Int, Int)) throws -> YearlyDays {
      YearlyDays(
        first: try #require(YearDay(month: first.0, day: first.1)),
        last: try #require(YearDay(month: last.0, day: last.1)))
    }
    let turn = try yearly((12, 24), (1, 3))
    let leap = try yearly((2, 29), (2, 29))
    var counts = [0, 0]
    for number in try #require(Day(year: 2001, month: 1, day: 1))
      .number..<(Day(
        year: 2401, month: 1, day: 1) ?? .last).number
    {
      if turn.contains(Day(number: number)) { counts[0] += 1 }
      if leap.contains(Day(number: number)) { counts[1] += 1 }
    }
    #expect(counts == [400 * 11, 97])
    #expect(YearDay(month: 2, day: 30) == nil && YearDay(month: 6, day: 31) == nil)
  }
}
