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
    // Years begin in March, four hundred years early, so that none is negative.
    let isEarly: UInt32 = month <= 2 ? 1 : 0
    let years = UInt32(truncatingIfNeeded: year &+ 400) &- isEarly
    let months = UInt32(truncatingIfNeeded: month) &+ 12 &* isEarly &- 3
    let dayOfYear = (153 &* months &+ 2) / 5 &+ UInt32(truncatingIfNeeded: day) &- 1
    let days = years &* 365 &+ years / 4 &- years / 100 &+ years / 400 &+ dayOfYear
    return Int32(bitPattern: days) &- 719_468 &- 146_097
  }

  /// The year, month and day of month, of any number of days.
  ///
  /// Neri and Schneider, "Euclidean affine functions and their application to calendar algorithms"
  /// (2022): years begin in March, and divisions are by constants.
  package var civil: (year: Int, month: Int, day: Int) {
    // Fifteen thousand times four hundred years earlier, so that no day is negative.
    let eras: UInt64 = 15_000
    let shifted = UInt64(truncatingIfNeeded: Int(number) &+ 719_468) &+ eras &* 146_097
    let quarters = 4 &* shifted &+ 3
    let (century, dayOfCentury) = (quarters / 146_097, quarters % 146_097 / 4)
    let product = 2_939_745 &* (4 &* dayOfCentury &+ 3)
    let yearOfCentury = UInt32(truncatingIfNeeded: product &>> 32)
    let dayOfYear = UInt32(truncatingIfNeeded: product) / 2_939_745 / 4
    let month = 2141 &* dayOfYear &+ 197_913
    let isNextYear: UInt32 = dayOfYear >= 306 ? 1 : 0
    return (
      (Int(truncatingIfNeeded: century) &- 4 &* Int(eras)) &* 100
        &+ Int(truncatingIfNeeded: yearOfCentury &+ isNextYear),
      Int((month &>> 16) &- 12 &* isNextYear),
      Int((month & 0xFFFF) / 2141 &+ 1)
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
