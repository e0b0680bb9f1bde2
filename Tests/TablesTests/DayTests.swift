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
}
