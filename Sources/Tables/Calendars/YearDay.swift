/// A day of every year, such as 24 December.
package struct YearDay: Hashable, Comparable, Sendable {
  /// 1...12.
  package var month: Int
  package var day: Int

  /// Returns a day that some year has, or nil.
  package init?(month: Int, day: Int) {
    guard (1...12).contains(month), (1...YearDay.length(ofMonth: month)).contains(day) else {
      return nil
    }
    (self.month, self.day) = (month, day)
  }

  /// The day of the year that a day is.
  package init(_ day: Day) { (_, month, self.day) = day.civil }

  /// 1 January.
  package static let newYear = YearDay(Day(number: 0))

  /// Returns the most days that a month has.
  package static func length(ofMonth month: Int) -> Int { Day.length(ofMonth: month, year: 2000) }

  package static func < (left: YearDay, right: YearDay) -> Bool {
    (left.month, left.day) < (right.month, right.day)
  }
}

/// The same days of every year, both ends included; they may run over the end of the year.
package struct YearlyDays: Hashable, Sendable {
  package var first: YearDay
  package var last: YearDay

  package init(first: YearDay, last: YearDay) { (self.first, self.last) = (first, last) }

  package func contains(_ day: Day) -> Bool {
    let day = YearDay(day)
    return first <= last ? first <= day && day <= last : first <= day || day <= last
  }
}
