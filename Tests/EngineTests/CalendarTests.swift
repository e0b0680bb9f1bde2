import Engine
import Language
import Tables
import TestSupport
import Testing

/// Returns the day of a text in the form YYYY-MM-DD.
func day(_ text: String) throws -> Day {
  let parts = text.split(separator: "-").compactMap { Int($0) }
  try #require(parts.count == 3)
  return try #require(Day(year: parts[0], month: parts[1], day: parts[2]))
}

@Suite("Working calendar")
struct CalendarTests {
  private func calendar() throws -> WorkingCalendar {
    WorkingCalendar(
      holidays: [
        Holiday(day: try day("2027-07-14"), country: "FR", name: "14 July"),
        Holiday(day: try day("2027-12-24"), country: nil, name: "Christmas Eve"),
        Holiday(day: try day("2027-12-24"), country: "DE", name: "Heiligabend"),
        Holiday(day: try day("2027-08-15"), country: "FR", name: ""),
      ],
      closures: [
        Closure(from: try day("2027-08-02"), to: try day("2027-08-13"), label: "Summer shutdown"),
        Closure(from: try day("2027-10-01"), to: try day("2027-10-01"), label: nil),
      ])
  }

  @Test(
    "what is in the way of a day",
    arguments: [
      ("2027-07-13", ["FR"], nil),
      ("2027-07-14", ["DE", "FR"], "holiday: FR 14 July"),
      ("2027-07-14", ["DE"], nil),
      ("2027-12-24", [], "holiday: Christmas Eve"),
      ("2027-12-24", ["DE"], "holiday: Christmas Eve"),
      ("2027-08-15", ["FR"], "holiday: FR"),
      ("2027-08-15", [], "weekend"),
      ("2027-07-31", ["FR"], "weekend"),
      ("2027-08-01", ["FR"], "weekend"),
      ("2027-08-02", [], "closed: Summer shutdown"),
      ("2027-08-07", [], "closed: Summer shutdown"),
      ("2027-08-13", [], "closed: Summer shutdown"),
      ("2027-08-16", [], nil),
      ("2027-10-01", [], "closed"),
    ])
  func obstacles(date: String, countries: [String], expected: String?) throws {
    let obstacle = try calendar().obstacle(on: try day(date), countries: countries)
    #expect(obstacle?.description == expected)
  }

  @Test("a working week can be any days")
  func week() throws {
    let calendar = WorkingCalendar(workingWeekdays: [6, 0, 1, 2, 3, 9, -1])
    let obstacles = try (1...7).map { number in
      calendar.obstacle(on: try day("2027-02-0\(number)"), countries: []) == nil
    }
    #expect(obstacles == [true, true, true, true, false, false, true])
    let words = try ["2027-02-05", "2027-02-06"].map { date in
      calendar.obstacle(on: try day(date), countries: [])?.description
    }
    #expect(words == ["not a working day", "weekend"])
  }

  @Test("days are written in English")
  func words() throws {
    #expect(try day("2028-02-29").words == "Tue 29 Feb 2028")
    #expect(try day("0009-12-06").words == "Sun 6 Dec 9")
  }

  @Test("holiday rows are read, and unreadable ones named")
  func holidayTable() throws {
    let table = HolidayTable(rows: [
      (date: "2027-07-14", country: "FR", name: "14 July"),
      (date: "", country: "FR", name: "x"),
      (date: "14.07.2027", country: "", name: "x"),
      (date: "2027-02-29", country: "", name: "x"),
      (date: "2027-1-+1", country: "", name: "x"),
      (date: "2027-12-24", country: "", name: "Christmas Eve"),
      (date: "2027-05-01", country: "DE", name: "May Day"),
    ])
    #expect(table.holidays.map(\.country) == ["FR", nil, "DE"])
    #expect(table.countries == ["DE", "FR"])
    #expect(table.problems.map(\.row) == [1, 2, 3, 4])
    #expect(
      table.problems.map(\.kind.message) == [
        "this holiday has no date",
        "`14.07.2027` is not a date in the form YYYY-MM-DD",
        "`2027-02-29` is not a date in the form YYYY-MM-DD",
        "`2027-1-+1` is not a date in the form YYYY-MM-DD",
      ])
  }
}

@Suite("Planned dates")
struct PlannedDatesTests {
  private func dates(
    _ start: String, _ count: Int, _ unit: Cadence.Unit, number: Int
  ) throws -> [String] {
    let dates = PlannedDates(start: try day(start), cadence: Cadence(count: count, unit: unit))
    return (0..<number).compactMap { dates[$0]?.description }
  }

  @Test("the 31st is clamped and comes back")
  func endOfMonth() throws {
    #expect(
      try dates("2027-12-31", 1, .months, number: 5)
        == ["2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"])
    #expect(
      try dates("2027-11-30", 1, .quarters, number: 3)
        == ["2027-11-30", "2028-02-29", "2028-05-30"])
  }

  @Test("a leap day comes back every four years")
  func leapDay() throws {
    #expect(
      try dates("2028-02-29", 1, .years, number: 5)
        == ["2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"])
  }

  @Test("ten years of any cadence end where the start says", arguments: Cadence.Unit.allCases)
  func noDrift(unit: Cadence.Unit) throws {
    let start = try day("2027-01-31")
    let dates = PlannedDates(start: start, cadence: Cadence(count: 2, unit: unit))
    let months = ["months": 2, "quarters": 6, "years": 24][unit.rawValue]
    for index in 0..<60 {
      let expected =
        months.map { start.adding(months: $0 * index) }
        ?? start.adding(days: (unit == .weeks ? 14 : 2) * index)
      #expect(dates[index] == expected)
    }
  }

  @Test("the first day not before another is found at once", arguments: Cadence.Unit.allCases)
  func firstIndex(unit: Cadence.Unit) throws {
    var random = SplitMix64(seed: 3)
    for _ in 0..<300 {
      let start = Day(number: Int32.random(in: 0...30_000, using: &random))
      let count = Int.random(in: 1...20, using: &random)
      let dates = PlannedDates(start: start, cadence: Cadence(count: count, unit: unit))
      let other = Day(number: start.number + Int32.random(in: -50...3000, using: &random))
      var expected = 0
      while let date = dates[expected], date < other { expected += 1 }
      #expect(dates.firstIndex(notBefore: other) == expected)
    }
  }

  @Test("no cadence leaves the calendar")
  func extremes() throws {
    let start = try day("9999-12-01")
    for unit in Cadence.Unit.allCases {
      for count in [Int.min, 0, 1, Int.max] {
        let dates = PlannedDates(start: start, cadence: Cadence(count: count, unit: unit))
        #expect(dates[0] == start)
        #expect(dates[Int.max] == nil)
        _ = dates.firstIndex(notBefore: Day.last)
      }
    }
  }
}
