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
  private var alive: [UInt8] = []
  private(set) var count = 0
  /// Rows that have to be retraced by themselves.
  private(set) var isSlow: [Bool] = []

  init(_ sheet: RangeSheet, _ captured: CapturedRows, _ shared: SharedContext) {
    self.sheet = sheet
    self.shared = shared
    self.captured = captured
    ranges = Array(repeating: RangeSheet.Ranges(), count: sheet.slotCount)
    truths = Array(repeating: [], count: sheet.slotCount)
  }

  /// Takes up the captured rows at `places`.
  mutating func load(_ places: Range<Int>) {
    count = places.count
    isSlow = Array(repeating: false, count: count)
    alive = Array(repeating: 0, count: count)
    for input in sheet.inputs where input.range == nil { load(input, places, .whole) }
  }

  /// Returns every ending that each row can have with its blanks as `look` says, as bits; nil where
  /// figures are too large.
  mutating func endings(_ places: Range<Int>, _ look: RangeSheet.Look) -> [UInt64]? {
    for input in sheet.inputs where input.range != nil { load(input, places, look) }
    for step in sheet.steps { if !take(step) { return nil } }
    var endings = [UInt64](repeating: 0, count: count)
    for row in 0..<count { endings[row] = ending(row) }
    return endings
  }

  private func ending(_ row: Int) -> UInt64 {
    var set: UInt64 = 0
    for status in sheet.statuses {
      let holds = truths[status.condition][row]
      if holds & RangeSheet.Truth.yes != 0 { set |= 1 << UInt64(status.ending) }
      if holds == RangeSheet.Truth.yes { return set }
    }
    for route in sheet.routes {
      let holds = truths[route.condition][row]
      if holds & RangeSheet.Truth.yes != 0 { set |= 1 << UInt64(route.tier) }
      if holds == RangeSheet.Truth.yes { return set }
    }
    return set | 1 << UInt64(sheet.noTier)
  }

  // MARK: Inputs

  private mutating func load(
    _ input: RangeSheet.Input, _ places: Range<Int>, _ look: RangeSheet.Look
  ) {
    var column = RangeSheet.Ranges()
    swap(&column, &ranges[input.register.index])
    column.reset(count)
    switch input.source {
    case .captured(let index):
      column.load(
        captured.columns[index], places.indices, input, look, slow: &isSlow)
    case .nominal:
      column.load(
        shared.context.columns[input.register.index], captured.rows[places].lazy.map { Int($0) },
        input, look, slow: &isSlow)
    case .certain(let value): column.fill(value, input, slow: &isSlow)
    case .other: isSlow = Array(repeating: true, count: count)
    }
    if input.kind == .truth { truths[input.register.index] = column.truths }
    swap(&column, &ranges[input.register.index])
  }
}

extension RangeSheet.Ranges {
  /// Takes the values of some rows of a column.
  @inline(__always)
  fileprivate mutating func load(
    _ column: Vector, _ rows: some Sequence<Int>, _ input: RangeSheet.Input,
    _ look: RangeSheet.Look, slow: inout [Bool]
  ) {
    let range = input.range.map { range in
      switch look {
      case .whole: range
      case .lowEnds: (range.low, range.low)
      case .highEnds: (range.high, range.high)
      }
    }
    let isCounted = column.isNarrow && Int(column.places) == input.places
    for (row, place) in rows.enumerated() {
      if column.isOpen(place) {
        if let range { set(row, range) } else { slow[row] = true }
      } else if column.isPresent(place) {
        let value =
          isCounted
          ? column.narrow[place]
          : column.codes.isEmpty ? input.count(of: column.raw(place)) : Int64(column.codes[place])
        if let value { set(row, (value, value)) } else { slow[row] = true }
      }
    }
  }

  /// Takes one value for all rows.
  fileprivate mutating func fill(
    _ value: Possible, _ input: RangeSheet.Input, slow: inout [Bool]
  ) {
    guard value.canBePresent else { return }
    guard value.isSettled, let count = input.count(of: value.low) else {
      for row in slow.indices { slow[row] = true }
      return
    }
    for row in low.indices { set(row, (count, count)) }
  }

  @inline(__always)
  private mutating func set(_ row: Int, _ range: (low: Int64, high: Int64)) {
    low[row] = range.low
    high[row] = range.high
    states[row] = RangeSheet.Ranges.canBePresent
    bound |= range.low.magnitude | range.high.magnitude
  }

  /// The rows as truths.
  fileprivate var truths: [UInt8] {
    low.indices.map { row in
      guard states[row] & RangeSheet.Ranges.canBePresent != 0 else {
        return RangeSheet.Truth.missing
      }
      return (low[row] == 0 ? RangeSheet.Truth.no : 0)
        | (high[row] == 1 ? RangeSheet.Truth.yes : 0)
    }
  }
}

extension RangeSheet.Input {
  /// Returns the count of a figure's unit, or of a code, if it fits.
  fileprivate func count(of value: Int128) -> Int64? {
    guard kind == .number else { return Int64(exactly: value) }
    let (count, rest) = value.quotientAndRemainder(
      dividingBy: Decimal.powersOfTen[Decimal.places - places])
    return rest == 0 ? Int64(exactly: count) : nil
  }
}

extension RangeSheet.Ranges {
  /// Becomes `count` rows that are missing.
  fileprivate mutating func reset(_ count: Int) {
    if low.count != count {
      low = Array(repeating: 0, count: count)
      high = low
      states = Array(repeating: 0, count: count)
    }
    for row in 0..<count {
      low[row] = 0
      high[row] = 0
      states[row] = RangeSheet.Ranges.canBeMissing
    }
    bound = 0
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
    return !overflow && product <= LaneProgram.bound
  }

  // MARK: Truths

  private static func negated(_ truth: UInt8) -> UInt8 {
    (truth & RangeSheet.Truth.no) << 1 | (truth & RangeSheet.Truth.yes) >> 1
      | truth & RangeSheet.Truth.missing
  }

  /// Kleene's `and`; his `or` is that of the negations, negated.
  private mutating func combine(_ a: Int, _ b: Int, into out: Int, flip: Bool) {
    var result = [UInt8](repeating: 0, count: count)
    for row in 0..<count {
      let (x, y) = (truths[a][row], truths[b][row])
      let (left, right) =
        flip ? (SheetLooks.negated(x), SheetLooks.negated(y)) : (x, y)
      let no = (left | right) & RangeSheet.Truth.no
      let yes = left & right & RangeSheet.Truth.yes
      let notNo = RangeSheet.Truth.yes | RangeSheet.Truth.missing
      let isMissing =
        left & RangeSheet.Truth.missing != 0 && right & notNo != 0
        || right & RangeSheet.Truth.missing != 0 && left & notNo != 0
      let both = no | yes | (isMissing ? RangeSheet.Truth.missing : 0)
      result[row] = flip ? SheetLooks.negated(both) : both
    }
    truths[out] = result
  }

  private mutating func compare(
    _ comparison: Comparison, _ a: RangeSheet.Operand, _ b: RangeSheet.Operand, into out: Int
  ) {
    let (left, right) = (ranges[a.slot], ranges[b.slot])
    var result = [UInt8](repeating: RangeSheet.Truth.missing, count: count)
    for row in 0..<count {
      let states = (left.states[row], right.states[row])
      guard states.0 & states.1 & RangeSheet.Ranges.canBePresent != 0 else { continue }
      let (aLow, aHigh) = (left.low[row] &* a.factor, left.high[row] &* a.factor)
      let (bLow, bHigh) = (right.low[row] &* b.factor, right.high[row] &* b.factor)
      let (less, more) = (aLow < bHigh, aHigh > bLow)
      let equal = aLow <= bHigh && bLow <= aHigh
      let (no, yes): (Bool, Bool) =
        switch comparison {
        case .equal: (less || more, equal)
        case .notEqual: (equal, less || more)
        case .less: (equal || more, less)
        case .lessOrEqual: (more, equal || less)
        case .greater: (equal || less, more)
        case .greaterOrEqual: (less, equal || more)
        }
      let isMissing = (states.0 | states.1) & RangeSheet.Ranges.canBeMissing != 0
      result[row] =
        (no ? RangeSheet.Truth.no : 0) | (yes ? RangeSheet.Truth.yes : 0)
        | (isMissing ? RangeSheet.Truth.missing : 0)
    }
    truths[out] = result
  }

  private mutating func choose(_ cases: [(condition: Int?, value: Int)], into out: Int) {
    var result = [UInt8](repeating: 0, count: count)
    for row in 0..<count {
      var isDone = false
      for item in cases where !isDone {
        let holds = item.condition.map { truths[$0][row] } ?? RangeSheet.Truth.yes
        if holds & RangeSheet.Truth.yes != 0 { result[row] |= truths[item.value][row] }
        result[row] |= holds & RangeSheet.Truth.missing
        isDone = holds & RangeSheet.Truth.no == 0
      }
      if !isDone { result[row] |= RangeSheet.Truth.missing }
    }
    truths[out] = result
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
      for row in 0..<looks.count {
        result.states[row] = 0
        var isDone = false
        for item in cases where !isDone {
          let holds = item.condition.map { looks.truths[$0][row] } ?? RangeSheet.Truth.yes
          if holds & RangeSheet.Truth.yes != 0 {
            result.formUnion(row, looks.ranges[item.value.slot], item.value.factor)
          }
          if holds & RangeSheet.Truth.missing != 0 {
            result.states[row] |= RangeSheet.Ranges.canBeMissing
          }
          isDone = holds & RangeSheet.Truth.no == 0
        }
        if !isDone { result.states[row] |= RangeSheet.Ranges.canBeMissing }
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
      let figures = looks.ranges[x.slot]
      for row in 0..<looks.count {
        guard figures.states[row] & RangeSheet.Ranges.canBePresent != 0 else { continue }
        let first = points(figures.low[row] &* x.factor)
        let last = points(figures.high[row] &* x.factor)
        result.low[row] = min(first, last)
        result.high[row] = max(first, last)
        result.states[row] = figures.states[row]
      }
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
        let part = looks.ranges[slot]
        for row in 0..<looks.count {
          let isThere = part.states[row] & RangeSheet.Ranges.canBePresent != 0
          var (low, high) = isThere ? (part.low[row], part.high[row]) : (0, 0)
          // Without points a criterion counts zero.
          if part.states[row] & RangeSheet.Ranges.canBeMissing != 0 {
            (low, high) = (min(low, 0), max(high, 0))
          }
          let (first, last) = (low &* coefficient, high &* coefficient)
          result.low[row] &+= min(first, last)
          result.high[row] &+= max(first, last)
        }
      }
      for row in 0..<looks.count {
        result.low[row] = score.rounded(result.low[row])
        result.high[row] = score.rounded(result.high[row])
        result.states[row] = RangeSheet.Ranges.canBePresent
      }
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

extension RangeSheet.Ranges {
  /// Widens a row by what a column can be in it.
  fileprivate mutating func formUnion(_ row: Int, _ other: RangeSheet.Ranges, _ factor: Int64) {
    let state = other.states[row]
    if state & RangeSheet.Ranges.canBePresent != 0 {
      let (first, last) = (other.low[row] &* factor, other.high[row] &* factor)
      let isFirst = states[row] & RangeSheet.Ranges.canBePresent == 0
      low[row] = isFirst ? first : min(low[row], first)
      high[row] = isFirst ? last : max(high[row], last)
    }
    states[row] |= state
  }
}
