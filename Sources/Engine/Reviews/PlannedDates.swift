import Language
import Tables

/// The days start, start + cadence, start + 2 · cadence …, each counted from the start, so that
/// neither moves nor short months make them drift.
package struct PlannedDates: Hashable, Sendable {
  private let start: Day
  private let count: Int
  private let isMonths: Bool
  /// `true` iff the start is the only day.
  private let isSingle: Bool

  /// - Parameter cadence: nil for the start alone.
  package init(start: Day, cadence: Cadence?) {
    self.start = start
    isSingle = cadence == nil
    guard let cadence else {
      (count, isMonths) = (1, false)
      return
    }
    // More than the calendar's ten thousand years is as good as never again.
    let bounded = min(max(cadence.count, 1), 4_000_000)
    switch cadence.unit {
    case .days: (count, isMonths) = (bounded, false)
    case .weeks: (count, isMonths) = (bounded * 7, false)
    case .months: (count, isMonths) = (bounded, true)
    case .quarters: (count, isMonths) = (bounded * 3, true)
    case .years: (count, isMonths) = (bounded * 12, true)
    }
  }

  /// Returns start + `index` · cadence, or nil beyond the calendar.
  package subscript(_ index: Int) -> Day? {
    if isSingle { return index == 0 ? start : nil }
    let (distance, overflow) = count.multipliedReportingOverflow(by: index)
    guard !overflow, abs(distance) < 1 << 32 else { return nil }
    return isMonths ? start.adding(months: distance) : start.adding(days: distance)
  }

  /// Returns the index of the first of the days that is not before `day`.
  package func firstIndex(notBefore day: Day) -> Int {
    guard day > start else { return 0 }
    if isSingle { return 1 }
    let distance = isMonths ? start.months(until: day) : Int(day.number - start.number)
    let index = distance / count
    return self[index].map { $0 >= day } ?? true ? index : index + 1
  }

  /// Returns why the day at `index` is another one of its month than the start, such as
  /// `31 → 30 Apr: the month is shorter`, or nil.
  package func shortening(_ index: Int) -> String? {
    guard isMonths, let day = self[index] else { return nil }
    let (counted, found) = (start.civil.day, day.civil.day)
    return counted == found ? nil : "\(counted) → \(day.dayAndMonth): the month is shorter"
  }
}
