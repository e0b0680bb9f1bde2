import Tables

/// A set of values, as closed intervals on a line of whole steps.
///
/// Every value has a place on a line: decimals as counts of 10^-18, days by their number, `one of`
/// values and tiers by their index, no and yes as 0 and 1, texts by an arbitrary number. Between
/// neighbours lies `step`, so an open end is the closed one beside it.
struct ValueSet: Hashable, Sendable {
  struct Interval: Hashable, Sendable {
    var low: Int128
    var high: Int128

    /// The distance of the ends; the whole line is longer than 128 bits can say.
    var length: Int128 { ValueSet.distance(from: low, to: high) }
  }

  /// Beyond this many intervals the nearest are joined, which makes the set larger.
  static let maximumIntervals = 64

  /// The ends of the set; 1 and 0 where it is empty.
  private var low: Int128
  private var high: Int128
  /// The intervals where they are several.
  ///
  /// PERF: most sets are one interval, which needs no memory of its own.
  private var several: [Interval]?
  /// The distance of neighbours: 1, a millionth for scores, `Decimal.unit` for whole numbers; of two
  /// steps one divides the other.
  private(set) var step: Int128

  static let empty = ValueSet([])

  init(_ intervals: [Interval], step: Int128 = 1) {
    self.init(ordered: ValueSet.normalized(intervals, step), step: step)
  }

  /// - Parameter intervals: in rising order, apart, and at most `maximumIntervals`.
  private init(ordered intervals: [Interval], step: Int128) {
    low = intervals.first?.low ?? 1
    high = intervals.last?.high ?? 0
    several = intervals.count > 1 ? intervals : nil
    self.step = step
  }

  /// The steps of the line from `low` to `high`, which are steps themselves, if there are any.
  private init(aligned low: Int128, _ high: Int128, step: Int128) {
    (self.low, self.high) = low <= high ? (low, high) : (1, 0)
    self.step = step
  }

  init(_ low: Int128, _ high: Int128, step: Int128 = 1) {
    guard low <= high else {
      self.init(aligned: 1, 0, step: step)
      return
    }
    self.init(aligned: ValueSet.ceiling(low, step), ValueSet.floor(high, step), step: step)
  }

  init(point: Int128, step: Int128 = 1) { self.init(aligned: point, point, step: step) }

  /// In rising order, with at least one step of the line missing between two of them.
  var intervals: [Interval] { several ?? (isEmpty ? [] : [Interval(low: low, high: high)]) }

  var isEmpty: Bool { low > high }

  var lowest: Int128? { isEmpty ? nil : low }

  var highest: Int128? { isEmpty ? nil : high }

  /// The only value, if there is just one.
  var only: Int128? { low == high ? low : nil }

  func contains(_ value: Int128) -> Bool {
    guard low <= value, value <= high, step == 1 || value % step == 0 else { return false }
    return several?.contains { $0.low <= value && value <= $0.high } ?? true
  }

  /// Brings the ends of intervals to steps of the line, and joins what touches.
  private static func normalized(_ intervals: [Interval], _ step: Int128) -> [Interval] {
    var joined: [Interval] = []
    for interval in intervals.sorted(by: { $0.low < $1.low }) {
      let aligned = Interval(low: ceiling(interval.low, step), high: floor(interval.high, step))
      guard aligned.low <= aligned.high else { continue }
      if let last = joined.last, aligned.low <= last.high + step {
        joined[joined.count - 1].high = max(last.high, aligned.high)
      } else {
        joined.append(aligned)
      }
    }
    while joined.count > ValueSet.maximumIntervals { joinNearest(&joined) }
    return joined
  }

  /// Joins the two intervals with the smallest gap, the first of equals.
  private static func joinNearest(_ intervals: inout [Interval]) {
    var (place, smallest) = (0, Int128.max)
    for index in 1..<intervals.count {
      let gap = distance(from: intervals[index - 1].high, to: intervals[index].low)
      if gap < smallest { (place, smallest) = (index - 1, gap) }
    }
    intervals[place].high = intervals[place + 1].high
    intervals.remove(at: place + 1)
  }

  static func distance(from low: Int128, to high: Int128) -> Int128 {
    let (distance, overflow) = high.subtractingReportingOverflow(low)
    return overflow ? .max : distance
  }

  private static func floor(_ value: Int128, _ step: Int128) -> Int128 {
    if step == 1 { return value }
    let rest = value % step
    return rest < 0 ? value - rest - step : value - rest
  }

  private static func ceiling(_ value: Int128, _ step: Int128) -> Int128 {
    if step == 1 { return value }
    let rest = value % step
    return rest > 0 ? value - rest + step : value - rest
  }

  // MARK: Sets

  func union(_ other: ValueSet) -> ValueSet {
    if isEmpty { return other }
    if other.isEmpty { return self }
    if several == nil, other.several == nil, step == other.step {
      let (first, second) = low <= other.low ? (self, other) : (other, self)
      if second.low <= first.high + step {
        return ValueSet(aligned: first.low, max(first.high, second.high), step: step)
      }
    }
    return appended(to: other) ?? other.appended(to: self)
      ?? ValueSet(intervals + other.intervals, step: min(step, other.step))
  }

  /// Returns the values of both sets where all of these stand above those of `other`, and so apart
  /// and few that nothing need be joined.
  ///
  /// PERF: the points of a criterion are gathered so, one by one.
  private func appended(to other: ValueSet) -> ValueSet? {
    guard step == other.step, let low = lowest, let high = other.highest, high < low,
      ValueSet.distance(from: high, to: low) > step
    else { return nil }
    let joined = other.intervals + intervals
    return joined.count <= ValueSet.maximumIntervals ? ValueSet(ordered: joined, step: step) : nil
  }

  func intersection(_ other: ValueSet) -> ValueSet {
    if isEmpty || other.isEmpty { return ValueSet(aligned: 1, 0, step: max(step, other.step)) }
    if several == nil, other.several == nil {
      let (low, high) = (max(low, other.low), min(high, other.high))
      return step == other.step
        ? ValueSet(aligned: low, high, step: step)
        : ValueSet(low, high, step: max(step, other.step))
    }
    let intervals = intervals
    let others = other.intervals
    var shared: [Interval] = []
    var (left, right) = (0, 0)
    while left < intervals.count, right < others.count {
      let (a, b) = (intervals[left], others[right])
      if max(a.low, b.low) <= min(a.high, b.high) {
        shared.append(Interval(low: max(a.low, b.low), high: min(a.high, b.high)))
      }
      if a.high < b.high { left += 1 } else { right += 1 }
    }
    // Of two sets in order with one step, the intersection is in order as well.
    return step == other.step && shared.count <= ValueSet.maximumIntervals
      ? ValueSet(ordered: shared, step: step) : ValueSet(shared, step: max(step, other.step))
  }

  func removing(_ value: Int128) -> ValueSet {
    guard contains(value) else { return self }
    if several == nil {
      if low == high { return ValueSet(aligned: 1, 0, step: step) }
      if low == value { return ValueSet(value + 1, high, step: step) }
      if high == value { return ValueSet(low, value - 1, step: step) }
    }
    return ValueSet(
      intervals.flatMap { interval -> [Interval] in
        guard interval.low <= value, value <= interval.high else { return [interval] }
        return [
          Interval(low: interval.low, high: value - 1),
          Interval(low: value + 1, high: interval.high),
        ].filter { $0.low <= $0.high }
      }, step: step)
  }

  func subtracting(_ other: ValueSet) -> ValueSet {
    guard let low = lowest, let high = highest else { return self }
    var rest: [Interval] = []
    var next = low
    for interval in other.intervals where interval.high >= low && interval.low <= high {
      if next < interval.low { rest.append(Interval(low: next, high: interval.low - 1)) }
      next = interval.high + 1
    }
    if next <= high { rest.append(Interval(low: next, high: high)) }
    return intersection(ValueSet(rest))
  }

  /// The number of values, at most `limit`.
  func count(upTo limit: Int) -> Int {
    var count = 0
    for interval in intervals {
      count += Int(clamping: min(Int128(limit), interval.length / step)) + 1
      if count >= limit { return limit }
    }
    return count
  }

  /// Returns the values for which some value of `other` makes the comparison yes.
  func satisfying(_ comparison: Comparison, _ other: ValueSet) -> ValueSet {
    guard let low = other.lowest, let high = other.highest, let first = lowest, let last = highest
    else { return .empty }
    switch comparison {
    case .equal: return intersection(other)
    case .notEqual: return other.only.map { removing($0) } ?? self
    case .less: return first < high ? cut(first, high - 1) : .empty
    case .lessOrEqual: return cut(first, high)
    case .greater: return last > low ? cut(low + 1, last) : .empty
    case .greaterOrEqual: return cut(low, last)
    }
  }

  /// Returns the values from `low` to `high`.
  private func cut(_ low: Int128, _ high: Int128) -> ValueSet {
    intersection(ValueSet(low, high, step: step))
  }

  /// The values moved by a distance; nil where the line would end.
  func shifted(by distance: Int128) -> ValueSet? {
    if several == nil, !isEmpty {
      let (low, overflow) = low.addingReportingOverflow(distance)
      let (high, more) = high.addingReportingOverflow(distance)
      if overflow || more { return nil }
      return ValueSet(low, high, step: distance % step == 0 ? step : 1)
    }
    var moved: [Interval] = []
    for interval in intervals {
      let (low, overflow) = interval.low.addingReportingOverflow(distance)
      let (high, more) = interval.high.addingReportingOverflow(distance)
      if overflow || more { return nil }
      moved.append(Interval(low: low, high: high))
    }
    return ValueSet(moved, step: distance % step == 0 ? step : 1)
  }

  /// The values with the opposite sign.
  var negated: ValueSet {
    if several == nil, !isEmpty { return ValueSet(-high, -low, step: step) }
    return ValueSet(intervals.map { Interval(low: -$0.high, high: -$0.low) }, step: step)
  }
}

extension Comparison {
  /// The comparison that is yes where this one is no.
  var opposite: Comparison {
    switch self {
    case .equal: .notEqual
    case .notEqual: .equal
    case .less: .greaterOrEqual
    case .lessOrEqual: .greater
    case .greater: .lessOrEqual
    case .greaterOrEqual: .less
    }
  }

  /// The same comparison with its sides exchanged.
  var mirrored: Comparison {
    switch self {
    case .equal, .notEqual: self
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }
}
