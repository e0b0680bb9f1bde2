/// A civil day of the proleptic Gregorian calendar, as the number of days since 1970-01-01.
package struct Day: Hashable, Comparable, Sendable {
  package var number: Int32

  package init(number: Int32) { self.number = number }

  /// Returns the day of a valid year (1...9999), month and day of month, or nil.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month),
      day >= 1, day <= Day.length(ofMonth: month, year: year)
    else { return nil }
    self.init(number: Day.number(year: year, month: month, day: day))
  }

  /// Howard Hinnant's days_from_civil.
  package static func number(year: Int, month: Int, day: Int) -> Int32 {
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int32(era * 146_097 + dayOfEra - 719_468)
  }

  /// Howard Hinnant's civil_from_days.
  package var civil: (year: Int, month: Int, day: Int) {
    let z = Int(number) + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1
    )
  }

  package static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  package static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// 0 for Monday to 6 for Sunday.
  package var weekday: Int { ((Int(number) + 3) % 7 + 7) % 7 }

  package static let first = Day(number: number(year: 1, month: 1, day: 1))
  package static let last = Day(number: number(year: 9999, month: 12, day: 31))

  /// Returns this day moved by `days`, or nil beyond the years 1 to 9999.
  package func adding(days: Int) -> Day? {
    let moved = Int(number) + days
    guard moved >= Int(Day.first.number), moved <= Int(Day.last.number) else { return nil }
    return Day(number: Int32(moved))
  }

  /// Returns this day moved by `months`, clamped to the month's last day, or nil beyond the years
  /// 1 to 9999.
  package func adding(months: Int) -> Day? {
    let (year, month, day) = civil
    guard abs(months) <= 12 * 10_000 else { return nil }
    let index = year * 12 + month - 1 + months
    guard index >= 12 else { return nil }
    let (newYear, newMonth) = (index / 12, index % 12 + 1)
    return Day(
      year: newYear, month: newMonth,
      day: min(day, newYear <= 9999 ? Day.length(ofMonth: newMonth, year: newYear) : day))
  }

  /// Returns the largest n with `self` + n months ≤ `other`; negative when `other` is earlier.
  package func months(until other: Day) -> Int {
    let (year, month, day) = civil
    let (otherYear, otherMonth, otherDay) = other.civil
    let estimate = (otherYear - year) * 12 + otherMonth - month
    // Every month has these days, so that nothing is clamped.
    if day <= 28 { return otherDay >= day ? estimate : estimate - 1 }
    guard let moved = adding(months: estimate) else { return estimate - 1 }
    return moved <= other ? estimate : estimate - 1
  }

  /// Returns the largest n with `self` + n years ≤ `other`.
  package func years(until other: Day) -> Int {
    let count = months(until: other)
    return count >= 0 ? count / 12 : -((11 - count) / 12)
  }

  package static func < (left: Day, right: Day) -> Bool { left.number < right.number }
}

extension Day: CustomStringConvertible {
  /// `YYYY-MM-DD`.
  package var description: String {
    let (year, month, day) = civil
    func padded(_ value: Int, _ width: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }
}
