import Testing

@testable import Tables

@Suite struct DayTests {
  /// Howard Hinnant's civil_from_days, with divisions that round down.
  private func civil(_ number: Int) -> [Int] {
    let days = number + 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return [
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1,
    ]
  }

  /// Ranges of days that blanks leave open reach beyond the calendar, so that these are told too.
  @Test func civilDatesAreToldOfAnyNumber() {
    let step = 1_000_003
    let numbers =
      Array(stride(from: Int(Int32.min), through: Int(Int32.max), by: step))
      + [Int(Int32.min), Int(Int32.max), -719_469, -719_468, -719_467, -1, 0, 1]
    for number in numbers {
      let date = Day(number: Int32(number)).civil
      #expect([date.year, date.month, date.day] == civil(number), "day \(number)")
    }
  }

  @Test func everyDayOfTheCalendarIsNumberedBack() {
    for number in stride(from: Day.first.number, through: Day.last.number, by: 11) {
      let date = Day(number: number).civil
      #expect(Day.number(year: date.year, month: date.month, day: date.day) == number)
    }
  }

  /// Centuries around days of every sort, among them leap days and the ends of February.
  @Test func anniversariesTellTheYearsOfTheCalendar() throws {
    let days = [
      (2026, 1, 1), (2024, 2, 29), (2023, 2, 28), (2024, 3, 1), (2000, 2, 29), (1900, 2, 28),
      (1900, 3, 1), (2100, 2, 28), (2096, 2, 29), (2025, 12, 31),
    ]
    for (year, month, number) in days {
      let day = try #require(Day(year: year, month: month, day: number))
      let (first, last) = (day.number - 45_000, day.number + 45_000)
      let table = try #require(Anniversaries(until: day, from: first, through: last))
      let numbers = Array(first...last)
      var years = [Int64](repeating: 0, count: numbers.count)
      var span = years.mutableSpan
      table.write(yearsSince: numbers.span, to: &span)
      for (number, count) in zip(numbers, years) {
        let isRight = count == Int64(Day(number: number).years(until: day))
        if !isRight { Issue.record("\(Day(number: number)) until \(day): \(count)") }
      }
    }
  }

  @Test func anniversariesStayWithinTheCalendar() {
    let early = Day.first.number
    #expect(Anniversaries(until: .first, from: early - 1000, through: early) == nil)
    #expect(Anniversaries(until: Day.last, from: 0, through: Day.last.number) == nil)
    let late = Day.last.number
    #expect(Anniversaries(until: Day.last, from: late - 100, through: late) == nil)
  }
}
