import Language
import Tables

/// The values of a sheet over a stretch of rows, look by look.
struct SheetLooks {
  private let sheet: RangeSheet
  private let shared: SharedContext
  private let captured: CapturedRows
  /// By register.
  private var ranges: [RangeSheet.Ranges]
  private var truths: [[UInt8]]
  /// By register, whether it has another value in another look.
  private var varies: [Bool]
  private(set) var count = 0
  /// Rows that have to be retraced by themselves.
  private(set) var isSlow: [Bool] = []

  init(_ sheet: RangeSheet, _ captured: CapturedRows, _ shared: SharedContext) {
    self.sheet = sheet
    self.shared = shared
    self.captured = captured
    ranges = Array(repeating: RangeSheet.Ranges(), count: sheet.slotCount)
    truths = Array(repeating: [], count: sheet.slotCount)
    varies = Array(repeating: false, count: sheet.slotCount)
  }

  /// Takes up the captured rows at `places`.
  mutating func load(_ places: Range<Int>) {
    count = places.count
    isSlow = Array(repeating: false, count: count)
    for input in sheet.inputs where input.range == nil { load(input, places, .whole) }
  }

  /// Returns every ending that each row can have with its blanks as `look` says, as bits; nil where
  /// figures are too large.
  ///
  /// PERF: what follows from no blank of these rows is the same in every look.
  ///
  /// - Requires: the first look at the rows that were taken up is at whole ranges.
  mutating func endings(_ places: Range<Int>, _ look: RangeSheet.Look) -> [UInt64]? {
    let isFirst = look == .whole
    for input in sheet.inputs
    where input.range != nil && (isFirst || varies[input.register.index]) {
      load(input, places, look)
    }
    for (step, inputs) in zip(sheet.steps, sheet.stepInputs) {
      if isFirst { varies[step.out] = inputs.contains { varies[$0] } }
      if isFirst || varies[step.out], !take(step) { return nil }
    }
    var endings = [UInt64](repeating: 0, count: count)
    var open = [UInt8](repeating: 0xFF, count: count)
    for status in sheet.statuses {
      SheetLooks.add(status.ending, where: truths[status.condition], to: &endings, &open)
    }
    for route in sheet.routes {
      SheetLooks.add(route.tier, where: truths[route.condition], to: &endings, &open)
    }
    SheetLooks.add(sheet.noTier, to: &endings, where: open)
    return endings
  }

  /// Returns where `reach`'s limit could move each row by what the last look told, as bits.
  func overflow(_ reach: LimitReach) -> [UInt64] {
    if let overflow = reach.overflow { return Array(repeating: overflow, count: count) }
    var endings = [UInt64](repeating: 0, count: count)
    var open = [UInt8](repeating: 0xFF, count: count)
    for route in sheet.routes where route.tier > reach.lowest {
      SheetLooks.add(route.tier, where: truths[route.condition], to: &endings, &open)
    }
    SheetLooks.add(sheet.noTier - 1, to: &endings, where: open)
    return endings
  }

  /// Returns whether `reach`'s limit can concern each row, which has these endings by the last look,
  /// and surely leaves it no seat.
  func areBehind(_ reach: LimitReach, _ endings: [UInt64]) -> [Bool] {
    let keys = ranges[reach.key.index]
    return endings.indices.map { row in
      let isPresent = keys.states[row] & RangeSheet.Ranges.canBePresent != 0
      return endings[row] & reach.members != 0
        && (!isPresent || reach.isBehind(keys.low[row], keys.high[row]))
    }
  }

  /// Adds an ending where its condition can hold, and closes the rows where it surely does.
  ///
  /// PERF: no branches, since nothing tells what the next row holds.
  private static func add(
    _ ending: Int, where condition: [UInt8], to endings: inout [UInt64], _ open: inout [UInt8]
  ) {
    let conditions = condition.span
    var endings = endings.mutableSpan
    var open = open.mutableSpan
    precondition(conditions.count == endings.count && open.count == endings.count, "the same rows")
    for row in endings.indices {
      let holds = conditions[row] & open[row]
      endings[row] |= UInt64((holds & RangeSheet.Truth.yes) >> 1) &<< UInt64(ending)
      open[row] &= 0 &- min(holds ^ RangeSheet.Truth.yes, 1)
    }
  }

  /// Adds an ending to the rows that are still open.
  private static func add(_ ending: Int, to endings: inout [UInt64], where open: [UInt8]) {
    let open = open.span
    var endings = endings.mutableSpan
    precondition(open.count == endings.count, "the same rows")
    for row in endings.indices { endings[row] |= UInt64(min(open[row], 1)) &<< UInt64(ending) }
  }

  // MARK: Inputs

  private mutating func load(
    _ input: RangeSheet.Input, _ places: Range<Int>, _ look: RangeSheet.Look
  ) {
    var column = RangeSheet.Ranges()
    var slow: [Bool] = []
    var isOpen = false
    swap(&column, &ranges[input.register.index])
    swap(&slow, &isSlow)
    column.reset(count)
    switch input.source {
    case .captured(let index):
      let first = places.lowerBound
      isOpen = column.load(captured.columns[index], input, look, slow: &slow) { first &+ $0 }
    case .nominal:
      let (rows, first) = (captured.rows, places.lowerBound)
      isOpen = column.load(
        shared.context.columns[input.register.index], input, look, slow: &slow
      ) { Int(rows[first &+ $0]) }
    case .certain(let value): column.fill(value, input, slow: &slow)
    case .other: slow = Array(repeating: true, count: count)
    }
    swap(&slow, &isSlow)
    varies[input.register.index] = isOpen && input.range != nil
    if input.kind == .truth { truths[input.register.index] = column.truths }
    swap(&column, &ranges[input.register.index])
  }
}

extension SheetLooks {
  /// Carries a step out; returns false where a figure could be too large for 64 bits.
  private mutating func take(_ step: RangeSheet.Step) -> Bool {
    switch step {
    case .and(let a, let b, let out): combine(a, b, into: out, flip: false)
    case .or(let a, let b, let out): combine(a, b, into: out, flip: true)
    case .not(let a, let out): truths[out] = truths[a].map { SheetLooks.negated($0) }
    case .compare(let comparison, let a, let b, let out):
      guard fits(a), fits(b) else { return false }
      compare(comparison, a, b, into: out)
    case .wholeMonths(let a, let b, let perYear, let out):
      wholeMonths(a, b, perYear: perYear, into: out)
    case .choose(let cases, let out):
      guard cases.allSatisfy({ fits($0.value) }) else { return false }
      choose(cases, into: out)
    case .chooseTruth(let cases, let out): choose(cases, into: out)
    case .scale(let scale, let x, let out):
      guard fits(x) else { return false }
      self.scale(scale, x, into: out)
    case .score(let score, let points, let out): return self.score(score, points, into: out)
    }
    return true
  }

  private func fits(_ operand: RangeSheet.Operand) -> Bool {
    let (product, overflow) = ranges[operand.slot].bound.multipliedReportingOverflow(
      by: operand.factor.magnitude)
    return !overflow && product < LaneProgram.bound
  }

  // MARK: Truths

  private static func negated(_ truth: UInt8) -> UInt8 {
    (truth & RangeSheet.Truth.no) << 1 | (truth & RangeSheet.Truth.yes) >> 1
      | truth & RangeSheet.Truth.missing
  }

  /// Kleene's `and`; his `or` is that of the negations, negated.
  private mutating func combine(_ a: Int, _ b: Int, into out: Int, flip: Bool) {
    let (left, right) = (truths[a], truths[b])
    truths[out] = flip ? SheetLooks.or(left, right) : SheetLooks.and(left, right)
  }

  private static func and(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
    var result = left
    var span = result.mutableSpan
    let right = right.span
    for row in span.indices { span[row] = and(span[row], right[row]) }
    return result
  }

  private static func or(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
    var result = left
    var span = result.mutableSpan
    let right = right.span
    for row in span.indices { span[row] = negated(and(negated(span[row]), negated(right[row]))) }
    return result
  }

  @inline(__always)
  private static func and(_ left: UInt8, _ right: UInt8) -> UInt8 {
    let no = (left | right) & RangeSheet.Truth.no
    let yes = left & right & RangeSheet.Truth.yes
    // Missing if one side can be that and the other anything but no.
    let (leftOpen, rightOpen) = (left | left << 1, right | right << 1)
    return no | yes | (left & rightOpen | right & leftOpen) & RangeSheet.Truth.missing
  }

  private mutating func compare(
    _ comparison: Comparison, _ a: RangeSheet.Operand, _ b: RangeSheet.Operand, into out: Int
  ) {
    let yes = SheetLooks.orders(that: comparison)
    let (left, right) = (ranges[a.slot], ranges[b.slot])
    // PERF: mostly both have one scale, and multiplying takes long.
    if a.factor == 1, b.factor == 1 {
      truths[out] = SheetLooks.compare(left, times: 1, right, times: 1, yes: yes)
    } else {
      truths[out] = SheetLooks.compare(left, times: a.factor, right, times: b.factor, yes: yes)
    }
  }

  // How two figures can stand to each other, as bits.
  private static var less: UInt8 { 1 }
  private static var equal: UInt8 { 2 }
  private static var more: UInt8 { 4 }

  private static func orders(that comparison: Comparison) -> UInt8 {
    switch comparison {
    case .equal: equal
    case .notEqual: less | more
    case .less: less
    case .lessOrEqual: less | equal
    case .greater: more
    case .greaterOrEqual: more | equal
    }
  }

  @inline(__always)
  private static func compare(
    _ left: RangeSheet.Ranges, times a: Int64, _ right: RangeSheet.Ranges, times b: Int64,
    yes: UInt8
  ) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: left.low.count)
    var span = result.mutableSpan
    let (leftLow, leftHigh, leftStates) = (left.low.span, left.high.span, left.states.span)
    let (rightLow, rightHigh, rightStates) = (right.low.span, right.high.span, right.states.span)
    precondition(leftHigh.count == span.count && leftStates.count == span.count, "the same rows")
    precondition(rightLow.count == span.count && rightHigh.count == span.count, "the same rows")
    precondition(rightStates.count == span.count, "the same rows")
    for row in span.indices {
      let (aLow, aHigh) = (leftLow[row] &* a, leftHigh[row] &* a)
      let (bLow, bHigh) = (rightLow[row] &* b, rightHigh[row] &* b)
      // PERF: bits for branches, since nothing tells what the next row holds.
      let orders =
        isLess(aLow, bHigh) | isLess(bLow, aHigh) &<< 2
        | ((isLess(bHigh, aLow) | isLess(aHigh, bLow)) ^ 1) &<< 1
      let (present, missing) = (
        leftStates[row] & rightStates[row], leftStates[row] | rightStates[row]
      )
      let known = 0 &- (present & RangeSheet.Ranges.canBePresent)
      let told =
        min(orders & ~yes, 1) | min(orders & yes, 1) &<< 1
        | (missing & RangeSheet.Ranges.canBeMissing) &<< 1
      span[row] = told & known | RangeSheet.Truth.missing & ~known
    }
    return result
  }

  /// 1 iff `a` is less than `b`, else 0; their difference fits in 64 bits.
  @inline(__always)
  private static func isLess(_ a: Int64, _ b: Int64) -> UInt8 {
    UInt8(truncatingIfNeeded: UInt64(bitPattern: a &- b) &>> 63)
  }

  private mutating func choose(_ cases: [(condition: Int?, value: Int)], into out: Int) {
    var result = [UInt8](repeating: 0, count: count)
    var open = [UInt8](repeating: 0xFF, count: count)
    for item in cases {
      let holds = holding(item.condition, &open)
      let values = truths[item.value]
      let picked = holds.span
      var span = result.mutableSpan
      for row in span.indices {
        let isPicked: UInt8 = picked[row] & RangeSheet.Truth.yes != 0 ? 0xFF : 0
        span[row] |= values[row] & isPicked | picked[row] & RangeSheet.Truth.missing
      }
    }
    for row in 0..<count { result[row] |= open[row] & RangeSheet.Truth.missing }
    truths[out] = result
  }

  /// Returns what the condition of a case can be where the cases before it can leave the choice to
  /// it; closes the rows where this one surely decides.
  private func holding(_ condition: Int?, _ open: inout [UInt8]) -> [UInt8] {
    var holds = open
    var span = holds.mutableSpan
    var open = open.mutableSpan
    if let condition {
      let conditions = truths[condition]
      for row in span.indices { span[row] &= conditions[row] }
    } else {
      for row in span.indices { span[row] &= RangeSheet.Truth.yes }
    }
    for row in span.indices { open[row] = span[row] & RangeSheet.Truth.no != 0 ? 0xFF : 0 }
    return holds
  }

  // MARK: Ranges

  /// Takes the column of `slot` out while `body` writes it anew.
  private mutating func write(
    _ slot: Int, bound: UInt64, _ body: (borrowing SheetLooks, inout RangeSheet.Ranges) -> Void
  ) {
    var column = RangeSheet.Ranges()
    swap(&column, &ranges[slot])
    column.reset(count)
    body(self, &column)
    column.bound = bound
    swap(&column, &ranges[slot])
  }

  private mutating func choose(
    _ cases: [(condition: Int?, value: RangeSheet.Operand)], into out: Int
  ) {
    let bound = cases.reduce(UInt64(0)) {
      max($0, ranges[$1.value.slot].bound * $1.value.factor.magnitude)
    }
    write(out, bound: bound) { looks, result in
      result.clear()
      var open = [UInt8](repeating: 0xFF, count: looks.count)
      for item in cases {
        let holds = looks.holding(item.condition, &open)
        result.formUnion(looks.ranges[item.value.slot], times: item.value.factor, where: holds)
      }
      for row in 0..<looks.count where open[row] != 0 {
        result.states[row] |= RangeSheet.Ranges.canBeMissing
      }
    }
  }

  private mutating func wholeMonths(_ a: Int, _ b: Int, perYear: Bool, into out: Int) {
    func count(_ from: Int64, _ to: Int64) -> Int64 {
      let (first, last) = (Day(number: Int32(clamping: from)), Day(number: Int32(clamping: to)))
      return Int64(perYear ? first.years(until: last) : first.months(until: last))
    }
    write(out, bound: 1 << 32) { looks, result in
      let (from, to) = (looks.ranges[a], looks.ranges[b])
      for row in 0..<looks.count {
        let states = (from.states[row], to.states[row])
        guard states.0 & states.1 & RangeSheet.Ranges.canBePresent != 0 else { continue }
        result.low[row] = count(from.high[row], to.low[row])
        result.high[row] = count(from.low[row], to.high[row])
        result.states[row] = states.0 | states.1
      }
    }
  }

  private mutating func scale(_ scale: LaneScale, _ x: RangeSheet.Operand, into out: Int) {
    func points(_ figure: Int64) -> Int64 {
      let distance = scale.isDescending ? scale.low &- figure : figure &- scale.low
      return min(max(distance, 0), scale.length) &* scale.factor
    }
    // The factor and the length are a score's points, far inside 64 bits.
    let bound = UInt64(scale.length) &* scale.factor.magnitude
    write(out, bound: bound) { looks, result in
      result.take(looks.ranges[x.slot], times: x.factor) { points($0) }
    }
  }

  private mutating func score(_ score: LaneScore, _ points: [Int], into out: Int) -> Bool {
    var bound: UInt64 = 0
    for (slot, coefficient) in zip(points, score.coefficients) {
      let (product, overflow) = ranges[slot].bound.multipliedReportingOverflow(
        by: coefficient.magnitude)
      bound = overflow || product > LaneProgram.bound ? .max : bound.saturated(adding: product)
    }
    let (most, overflow) = bound.multipliedReportingOverflow(by: score.multiplier.magnitude)
    guard !overflow, most <= LaneProgram.bound else { return false }
    write(out, bound: most) { looks, result in
      for (slot, coefficient) in zip(points, score.coefficients) {
        result.add(looks.ranges[slot], times: coefficient)
      }
      result.becomeScores { score.rounded($0) }
    }
    return true
  }
}

extension UInt64 {
  fileprivate func saturated(adding other: UInt64) -> UInt64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }
}
