import Tables

/// Arithmetic on ranges: each operation is monotone in each operand, so that the ends decide.
///
/// PERF: what reads nothing of the analysis is static, since the whole analysis would be copied for
/// a call whose arguments change it.
extension RangeAnalysis {
  /// The lowest and the highest of some results; a result beyond the range of numbers is missing.
  private struct Span {
    private(set) var low: Int128?
    private(set) var high: Int128?
    var isBeyond = false

    /// Takes a result; nil is beyond the range, on the side of `sign`.
    mutating func take(_ value: Int128?, sign: Int128) {
      let limit = Decimal.bound - 1
      var result = value ?? (sign < 0 ? -limit : limit)
      if value == nil || result > limit || result < -limit { isBeyond = true }
      result = max(-limit, min(limit, result))
      low = min(low ?? result, result)
      high = max(high ?? result, result)
    }

    func possible(mayBeMissing: Bool, step: Int128) -> Possible {
      guard let low, let high else { return .missing }
      return Possible(ValueSet(low, high, step: step), mayBeMissing: mayBeMissing || isBeyond)
    }
  }

  mutating func arithmetic(_ kind: TermKind, given knowledge: Knowledge) -> Possible {
    switch kind {
    case .negate(let a):
      let value = possible(a, given: knowledge)
      return Possible(value.values.negated, mayBeMissing: value.mayBeMissing)
    case .absolute(let a): return Self.absolute(possible(a, given: knowledge))
    case .round(let a, let places): return Self.round(possible(a, given: knowledge), places)
    case .scale(let x, let low, let high, let outOf):
      return Self.scale(
        possible(x, given: knowledge), possible(low, given: knowledge),
        possible(high, given: knowledge), outOf.scaled)
    case .arithmetic(let sign, let a, let b):
      return Self.calculate(sign, possible(a, given: knowledge), possible(b, given: knowledge))
    default: return Possible(RangeAnalysis.allNumbers, mayBeMissing: true)
    }
  }

  private static func absolute(_ value: Possible) -> Possible {
    guard let low = value.values.lowest, let high = value.values.highest else { return .missing }
    let least = low <= 0 && high >= 0 ? 0 : min(abs(low), abs(high))
    return Possible(
      ValueSet(least, max(abs(low), abs(high)), step: value.values.step),
      mayBeMissing: value.mayBeMissing)
  }

  private static func round(_ value: Possible, _ places: Int) -> Possible {
    var span = Span()
    for end in [value.values.lowest, value.values.highest].compactMap({ $0 }) {
      span.take(Decimal(scaled: end).rounded(toPlaces: places)?.scaled, sign: end)
    }
    let step = places == 0 ? Decimal.unit : value.values.step
    return span.possible(mayBeMissing: value.mayBeMissing, step: step)
  }

  private static func calculate(_ sign: ArithmeticOperator, _ a: Possible, _ b: Possible)
    -> Possible
  {
    let mayBeMissing = a.mayBeMissing || b.mayBeMissing
    if let moved = moved(sign, a.values, b.values) {
      return Possible(moved, mayBeMissing: mayBeMissing)
    }
    var span = Span()
    let step = max(1, min(a.values.step, b.values.step))
    switch sign {
    case .divide:
      for side in [ValueSet(1, Decimal.bound), ValueSet(-Decimal.bound, -1)] {
        forEachCorner(a.values, b.values.intersection(side)) { x, y in
          span.take(Decimal.quotient(x, y), sign: (x < 0) != (y < 0) ? -1 : 1)
        }
      }
      return span.possible(mayBeMissing: mayBeMissing || b.values.contains(0), step: 1)
    case .add:
      forEachCorner(a.values, b.values) { x, y in span.take(sum(x, y), sign: x) }
    case .subtract:
      forEachCorner(a.values, b.values) { x, y in span.take(sum(x, -y), sign: x) }
    case .multiply:
      forEachCorner(a.values, b.values) { x, y in
        span.take(Decimal.product(x, y), sign: (x < 0) != (y < 0) ? -1 : 1)
      }
    case .min: for (x, y) in pairs(a.values, b.values) { span.take(min(x, y), sign: x) }
    case .max: for (x, y) in pairs(a.values, b.values) { span.take(max(x, y), sign: x) }
    }
    return span.possible(mayBeMissing: mayBeMissing, step: step)
  }

  /// A sum with one written figure keeps the gaps of the other side.
  private static func moved(_ sign: ArithmeticOperator, _ a: ValueSet, _ b: ValueSet) -> ValueSet? {
    let moved: ValueSet?
    switch sign {
    case .add:
      moved = b.only.flatMap { a.shifted(by: $0) } ?? a.only.flatMap { b.shifted(by: $0) }
    case .subtract: moved = b.only.flatMap { a.shifted(by: -$0) }
    case .multiply, .divide, .min, .max: moved = nil
    }
    guard let moved, let low = moved.lowest, let high = moved.highest, Decimal.isInRange(low),
      Decimal.isInRange(high)
    else { return nil }
    return moved
  }

  private static func sum(_ x: Int128, _ y: Int128) -> Int128? {
    let (sum, overflow) = x.addingReportingOverflow(y)
    return overflow ? nil : sum
  }

  /// Goes through the four pairs of ends, each once.
  @inline(__always)
  private static func forEachCorner(
    _ a: ValueSet, _ b: ValueSet, _ body: (Int128, Int128) -> Void
  ) {
    guard let l = a.lowest, let h = a.highest, let low = b.lowest, let high = b.highest else {
      return
    }
    body(l, low)
    if low != high { body(l, high) }
    guard l != h else { return }
    body(h, low)
    if low != high { body(h, high) }
  }

  /// The four pairs of ends.
  private static func corners(_ a: ValueSet, _ b: ValueSet) -> [(Int128, Int128)] {
    guard let l = a.lowest, let h = a.highest, let low = b.lowest, let high = b.highest else {
      return []
    }
    return [(l, low), (l, high), (h, low), (h, high)]
  }

  /// The two lowest ends, and the two highest.
  private static func pairs(_ a: ValueSet, _ b: ValueSet) -> [(Int128, Int128)] {
    guard let l = a.lowest, let h = a.highest, let low = b.lowest, let high = b.highest else {
      return []
    }
    return [(l, low), (h, high)]
  }

  /// Points run from 0 to `outOf`; with written bounds the ends of the figure say how far.
  private static func scale(_ x: Possible, _ low: Possible, _ high: Possible, _ outOf: Int128)
    -> Possible
  {
    let mayBeMissing = x.mayBeMissing || low.mayBeMissing || high.mayBeMissing
    guard let from = low.values.only, let to = high.values.only, from != to,
      let least = x.values.lowest, let most = x.values.highest
    else { return Possible(ValueSet(0, outOf), mayBeMissing: true) }
    let ends = [points(least, from, to, outOf), points(most, from, to, outOf)]
    let bottom = min(ends[0].low, ends[1].low)
    let top = max(ends[0].high, ends[1].high)
    let isLong = to.subtractingReportingOverflow(from).overflow
    return Possible(ValueSet(bottom, top), mayBeMissing: mayBeMissing || isLong)
  }

  /// The points of one figure, between two neighbours where they have to be cut.
  private static func points(
    _ x: Int128, _ from: Int128, _ to: Int128, _ outOf: Int128
  ) -> (low: Int128, high: Int128) {
    let ascends = from < to
    if ascends ? x <= from : x >= from { return (0, 0) }
    if ascends ? x >= to : x <= to { return (outOf, outOf) }
    let (distance, overflow) = x.subtractingReportingOverflow(from)
    let (length, more) = to.subtractingReportingOverflow(from)
    guard !overflow, !more else { return (0, outOf) }
    let product = distance.magnitude.multipliedFullWidth(by: outOf.magnitude)
    let (quotient, rest) = length.magnitude.dividingFullWidth(product)
    let points = Int128(truncatingIfNeeded: quotient)
    return (points, rest == 0 ? points : points + 1)
  }

  // MARK: Dates

  mutating func dates(_ kind: TermKind, given knowledge: Knowledge) -> Possible {
    switch kind {
    case .shiftDays(let date, let days, let backwards):
      return Self.shift(
        possible(date, given: knowledge), possible(days, given: knowledge), backwards: backwards)
    case .shiftMonths(let date, let months):
      return Self.shift(possible(date, given: knowledge), months: months)
    case .daysBetween(let a, let b):
      let (left, right) = (possible(a, given: knowledge), possible(b, given: knowledge))
      let corners = Self.corners(left.values, right.values).map { ($0 - $1) * Decimal.unit }
      return Self.whole(corners, left.mayBeMissing || right.mayBeMissing)
    case .pickDate(let a, let b, let latest):
      let (left, right) = (possible(a, given: knowledge), possible(b, given: knowledge))
      let ends = Self.pairs(left.values, right.values).map { latest ? max($0, $1) : min($0, $1) }
      let mayBeMissing = left.mayBeMissing || right.mayBeMissing
      guard let low = ends.min(), let high = ends.max() else { return .missing }
      return Possible(ValueSet(low, high), mayBeMissing: mayBeMissing)
    case .datePart(let date, let isYear):
      let value = possible(date, given: knowledge)
      let years = Self.ends(value).map { Int128($0.civil.year) * Decimal.unit }
      return Self.whole(isYear ? years : [Decimal.unit, 12 * Decimal.unit], value.mayBeMissing)
    case .wholeMonths(let a, let b, let perYear):
      return Self.months(
        possible(a, given: knowledge), possible(b, given: knowledge), perYear: perYear)
    default: return Possible(everything(of: .date), mayBeMissing: true)
    }
  }

  private static func whole(_ ends: [Int128], _ mayBeMissing: Bool) -> Possible {
    guard let low = ends.min(), let high = ends.max() else { return .missing }
    return Possible(ValueSet(low, high, step: Decimal.unit), mayBeMissing: mayBeMissing)
  }

  private static func ends(_ date: Possible) -> [Day] {
    [date.values.lowest, date.values.highest].compactMap { $0 }.map {
      Day(number: Int32(clamping: $0))
    }
  }

  /// Days that are not whole move by their whole part.
  private static func shift(_ date: Possible, _ days: Possible, backwards: Bool) -> Possible {
    let all = allDays
    let steps = backwards ? days.values.negated : days.values
    let sums = corners(date.values, steps).map { $0 + $1 / Decimal.unit }
    guard let low = sums.min(), let high = sums.max() else { return .missing }
    let moved = ValueSet(low, high)
    let isBeyond = moved.intersection(all) != moved
    return Possible(
      moved.intersection(all), mayBeMissing: date.mayBeMissing || days.mayBeMissing || isBeyond)
  }

  private static func shift(_ date: Possible, months: Int) -> Possible {
    let all = allDays
    let moved = ends(date).map { $0.adding(months: months).map { Int128($0.number) } }
    guard let first = moved.first, let last = moved.last, let low = all.lowest,
      let high = all.highest
    else { return .missing }
    return Possible(
      ValueSet(first ?? low, last ?? high),
      mayBeMissing: date.mayBeMissing || first == nil || last == nil)
  }

  /// The ends, with a month to spare for months of unequal length.
  private static func months(_ from: Possible, _ to: Possible, perYear: Bool) -> Possible {
    let (first, second) = (ends(from), ends(to))
    guard let earliest = first.first, let latest = first.last, let early = second.first,
      let late = second.last
    else { return .missing }
    let least = latest.months(until: early) - 1
    let most = earliest.months(until: late) + 1
    let counts = perYear ? [least / 12 - 1, most / 12 + 1] : [least, most]
    return whole(
      counts.map { Int128($0) * Decimal.unit }, from.mayBeMissing || to.mayBeMissing)
  }
}
