/// Whole years from many days until one, from a table of that day's anniversaries.
///
/// PERF: a difference of days tells the years but for one; two look-ups tell which it is, where the
/// calendar takes some dozens of steps.
package struct Anniversaries: Sendable {
  /// By number of years from `first` on, the last day since which so many have passed.
  private var ends: [Int32] = []
  private let first: Int
  private let day: Int64

  /// Prepares for days between `earliest` and `latest`; nil where the table would be long, or reach
  /// beyond the calendar.
  package init?(until day: Day, from earliest: Int32, through latest: Int32) {
    self.day = Int64(day.number)
    first = Anniversaries.estimate(self.day &- Int64(latest))
    let last = Anniversaries.estimate(self.day &- Int64(earliest)) &+ 1
    guard last - first < 256 else { return nil }
    for count in first...last {
      // On a leap day that a shorter year has not, as many years have passed as on the day before.
      guard let end = day.adding(months: -12 * count),
        let next = end.adding(days: 1), let second = next.adding(days: 1),
        second.years(until: day) < count
      else { return nil }
      ends.append(next.years(until: day) >= count ? next.number : end.number)
    }
  }

  /// The years of so many days, or one more, or one less.
  @inline(__always)
  private static func estimate(_ days: Int64) -> Int {
    // 2^32 divided by the mean length of a year.
    Int(truncatingIfNeeded: (days &* 11_759_221) &>> 32)
  }

  /// Writes the years since each of `days`, the largest number n with the day + n years not after
  /// the day of the table.
  ///
  /// - Requires: the days are between those that the table was prepared for.
  package func write(yearsSince days: Span<Int32>, to years: inout MutableSpan<Int64>) {
    let ends = ends.span
    precondition(years.count >= days.count, "room for each day")
    for row in days.indices {
      let estimate = Anniversaries.estimate(day &- Int64(days[row]))
      let place = estimate &- first
      let (own, next) = (ends[place] &- days[row], ends[place &+ 1] &- days[row])
      // Below zero the years have not passed yet.
      let notYet = (own &>> 31) &+ (next &>> 31)
      years[row] = Int64(estimate &+ 1) &+ Int64(notYet)
    }
  }
}
