import Language
import Tables

/// The days that a review planned on one of them can take, in the order in which it tries them.
package struct RollingDays: Sequence, IteratorProtocol {
  /// Days since 1970 that have yet to be tried, the planned one first among the later ones.
  private var later: ClosedRange<Int>?
  private var earlier: ClosedRange<Int>?
  private let alternates: Bool
  private var isEarlierNext = false
  private var hasStarted = false

  fileprivate init(later: ClosedRange<Int>?, earlier: ClosedRange<Int>?, alternates: Bool) {
    self.later = later
    self.earlier = earlier
    self.alternates = alternates
  }

  /// Returns the next day to try, or nil where none is left.
  package mutating func next() -> Day? {
    let goesBack = later == nil || alternates && isEarlierNext && earlier != nil
    isEarlierNext = hasStarted && !goesBack
    hasStarted = true
    let range = goesBack ? earlier : later
    guard let range else { return nil }
    let (low, high) = (range.lowerBound, range.upperBound)
    if goesBack {
      earlier = low < high ? low...(high - 1) : nil
      return Day(number: Int32(high))
    }
    later = low < high ? (low + 1)...high : nil
    return Day(number: Int32(low))
  }
}

extension Rolling {
  /// Returns the days of `window` that a review planned on `planned` tries.
  ///
  /// - Requires: `window` contains `planned`.
  package func days(from planned: Day, within window: ClosedRange<Day>) -> RollingDays {
    let day = Int(planned.number)
    let (low, high) = (Int(window.lowerBound.number), Int(window.upperBound.number))
    let before = low < day ? low...(day - 1) : nil
    switch self {
    case .following: return RollingDays(later: day...high, earlier: nil, alternates: false)
    case .preceding: return RollingDays(later: day...day, earlier: before, alternates: false)
    case .nearest: return RollingDays(later: day...high, earlier: before, alternates: true)
    case .modifiedFollowing:
      let month = Int(FiscalCalendar.civil.days(of: .month, around: planned).upperBound.number)
      return RollingDays(later: day...min(high, month), earlier: before, alternates: false)
    }
  }

  /// `true` iff a review can take a day before the planned one.
  package var goesBack: Bool { self != .following }
}
