import Language
import Tables

/// Loops over the counts of a batch.
///
/// INVARIANT of all: no magnitude is above `LaneProgram.bound`, also under absence bits, and the
/// caller has seen that none of the results will be; so nothing overflows.
///
/// PERF: no loop has a branch on data; what a value under an absence bit becomes does not matter.
enum LaneKernels {
  static func join(
    _ a: Vector, _ b: Vector, _ absence: inout MutableSpan<UInt8>, _ count: Int
  ) {
    let (left, right) = (a.absence.span, b.absence.span)
    precondition(left.count >= count && right.count >= count && absence.count >= count)
    for row in 0..<count { absence[row] = left[row] | right[row] }
  }

  static func copy(_ a: Vector, _ absence: inout MutableSpan<UInt8>, _ count: Int) {
    let reasons = a.absence.span
    precondition(reasons.count >= count && absence.count >= count)
    for row in 0..<count { absence[row] = reasons[row] }
  }

  @inline(__always)
  static func map(
    _ a: Vector, into out: inout Vector, places: Int, count: Int, _ value: (Int64) -> Int64
  ) {
    out.writeNarrow(places: places, count: count) { values, absence in
      let figures = a.narrow.span
      precondition(figures.count >= count && values.count >= count)
      for row in 0..<count { values[row] = value(figures[row]) }
      copy(a, &absence, count)
    }
  }

  @inline(__always)
  static func combine(
    _ a: Vector, _ b: Vector, into out: inout Vector, places: Int, count: Int,
    _ value: (Int64, Int64) -> Int64
  ) {
    out.writeNarrow(places: places, count: count) { values, absence in
      let (left, right) = (a.narrow.span, b.narrow.span)
      precondition(left.count >= count && right.count >= count && values.count >= count)
      for row in 0..<count { values[row] = value(left[row], right[row]) }
      join(a, b, &absence, count)
    }
  }

  /// All bits where `a` is less than `b`, else none.
  @inline(__always)
  static func isLess(_ a: Int64, _ b: Int64) -> Int64 { (a &- b) &>> 63 }

  /// `b` where the mask has all bits, `a` where it has none.
  @inline(__always)
  static func choose(_ a: Int64, _ b: Int64, _ mask: Int64) -> Int64 { a ^ ((a ^ b) & mask) }

  static func pick(
    _ a: Vector, _ b: Vector, largest: Bool, into out: inout Vector, places: Int, count: Int
  ) {
    let flip: Int64 = largest ? 0 : -1
    combine(a, b, into: &out, places: places, count: count) {
      choose($0, $1, isLess($0, $1) ^ flip)
    }
  }

  // MARK: Comparison

  static func compare(
    _ comparison: Comparison, _ a: Vector, _ b: Vector, into out: inout Vector, count: Int
  ) {
    out.resize(to: count, .truth)
    var absence = out.absence.mutableSpan
    join(a, b, &absence, count)
    let (left, right) = (a.narrow.span, b.narrow.span)
    precondition(left.count >= count && right.count >= count)
    note(comparison, &out.truths, count) { (left[$0], right[$0]) }
  }

  /// Compares with a figure that is the same in all rows.
  static func compare(
    _ comparison: Comparison, _ a: Vector, with constant: Int64, into out: inout Vector,
    count: Int, _ loops: LaneLoops
  ) {
    out.resize(to: count, .truth)
    var absence = out.absence.mutableSpan
    copy(a, &absence, count)
    let left = a.narrow.span.extracting(first: count)
    func note(isMore: Bool, negated: UInt8) {
      var truths = out.truths.mutableSpan
      loops.compare(left, with: constant, isMore: isMore, negated: negated, into: &truths)
    }
    switch comparison {
    case .less: note(isMore: false, negated: 0)
    case .greaterOrEqual: note(isMore: false, negated: 1)
    case .greater: note(isMore: true, negated: 0)
    case .lessOrEqual: note(isMore: true, negated: 1)
    case .equal, .notEqual:
      self.note(comparison, &out.truths, count) { (left[$0], constant) }
    }
  }

  /// Writes 1 where the comparison of two figures holds, else 0.
  @inline(__always)
  private static func note(
    _ comparison: Comparison, _ truths: inout [UInt8], _ count: Int,
    _ pair: (Int) -> (a: Int64, b: Int64)
  ) {
    /// Writes 1 where what `sign` gives is negative, the opposite of it where `negated` is 1.
    @inline(__always)
    func note(negated: UInt8, _ sign: (Int64, Int64) -> Int64) {
      var truths = truths.mutableSpan
      precondition(truths.count >= count)
      for row in 0..<count {
        let (a, b) = pair(row)
        let isNegative = UInt64(bitPattern: sign(a, b)) &>> 63
        truths[row] = UInt8(truncatingIfNeeded: isNegative) ^ negated
      }
    }
    @inline(__always)
    func unequal(_ a: Int64, _ b: Int64) -> Int64 {
      let difference = a ^ b
      return difference | (0 &- difference)
    }
    switch comparison {
    case .less: note(negated: 0) { $0 &- $1 }
    case .greaterOrEqual: note(negated: 1) { $0 &- $1 }
    case .greater: note(negated: 0) { $1 &- $0 }
    case .lessOrEqual: note(negated: 1) { $1 &- $0 }
    case .equal: note(negated: 1, unequal)
    case .notEqual: note(negated: 0, unequal)
    }
  }

  // MARK: Choice

  /// Starts a choice with its last value; nil where it can end without one.
  static func begin(_ last: Vector?, into out: inout Vector, places: Int, count: Int) {
    if let last { return map(last, into: &out, places: places, count: count) { $0 } }
    out.writeNarrow(places: places, count: count) { values, absence in
      for row in 0..<count { values[row] = 0 }
      for row in 0..<count { absence[row] = Absence.noRows.rawValue }
    }
  }

  /// Puts a case before those that are in `out`: where its condition holds it decides, and where
  /// that is unknown nothing does.
  static func prepend(
    _ condition: Vector, _ value: Vector, holds: inout [UInt8], into out: inout Vector,
    places: Int, count: Int
  ) {
    note(condition, &holds, count)
    out.writeNarrow(places: places, count: count) { values, absence in
      take(value.narrow, where: holds, &values, count)
      let (reasons, unknown) = (value.absence.span, condition.absence.span)
      let holds = holds.span
      precondition(reasons.count >= count && unknown.count >= count && holds.count >= count)
      precondition(absence.count >= count)
      for row in 0..<count {
        let decides = 0 &- holds[row]
        let kept: UInt8 = unknown[row] == 0 ? 0xFF : 0
        absence[row] = (absence[row] & ~decides & kept) | (reasons[row] & decides) | unknown[row]
      }
    }
  }

  /// Writes the value of the first condition that holds, the last one where none does; where a
  /// condition before it is unknown nothing is chosen.
  ///
  /// PERF: which value it is, is told by bytes, of which many are written at once.
  static func choose(
    _ conditions: [RegisterID], of vectors: Span<Vector>, _ values: [Int64], isOpenEnded: Bool,
    picks: inout [UInt8], into out: inout Vector, places: Int, count: Int, _ loops: LaneLoops
  ) {
    if picks.count < count { picks = Array(repeating: 0, count: count) }
    Kernels.pickFirst(conditions, of: vectors, &picks, count, loops)
    out.writeNarrow(places: places, count: count) { figures, absence in
      precondition(values.count == conditions.count + 1, "a choice for each pick")
      loops.choose(values.span, by: picks.span.extracting(first: count), into: &figures)
      let none: UInt8 = isOpenEnded ? Absence.noRows.rawValue : 0
      for row in 0..<count { absence[row] = none }
      for id in conditions.reversed() {
        loops.decide(
          &absence, where: vectors[id.index].truths.span.extracting(first: count),
          vectors[id.index].absence.span.extracting(first: count))
      }
    }
  }

  /// Puts the values that are present before those that are in `out`.
  static func prependPresent(
    _ value: Vector, holds: inout [UInt8], into out: inout Vector, places: Int, count: Int
  ) {
    holds.removeAll(keepingCapacity: true)
    for row in 0..<count { holds.append(value.absence[row] == 0 ? 1 : 0) }
    out.writeNarrow(places: places, count: count) { values, absence in
      take(value.narrow, where: holds, &values, count)
      for row in 0..<count { absence[row] &= holds[row] &- 1 }
    }
  }

  /// Notes 1 where a condition is known to hold.
  private static func note(_ condition: Vector, _ holds: inout [UInt8], _ count: Int) {
    if holds.count < count { holds = Array(repeating: 0, count: count) }
    let (truths, absence) = (condition.truths.span, condition.absence.span)
    var holds = holds.mutableSpan
    precondition(truths.count >= count && absence.count >= count && holds.count >= count)
    for row in 0..<count { holds[row] = truths[row] & (absence[row] == 0 ? 1 : 0) }
  }

  private static func take(
    _ figures: [Int64], where holds: [UInt8], _ values: inout MutableSpan<Int64>, _ count: Int
  ) {
    let (figures, holds) = (figures.span, holds.span)
    precondition(figures.count >= count && holds.count >= count && values.count >= count)
    for row in 0..<count {
      values[row] = choose(values[row], figures[row], 0 &- Int64(holds[row]))
    }
  }

  // MARK: Scores

  static func scale(_ scale: LaneScale, _ x: Vector, into out: inout Vector, count: Int) {
    let (low, length, factor) = (scale.low, scale.length, scale.factor)
    let sign: Int64 = scale.isDescending ? -1 : 1
    map(x, into: &out, places: scale.places, count: count) { figure in
      let distance = (figure &- low) &* sign
      let part = distance & ~isLess(distance, 0)
      return choose(length, part, isLess(part, length)) &* factor
    }
  }

  /// The bits of figures that are not negative and fit 32 bits.
  private static let half: Int64 = 0xFFFF_FFFF

  /// Adds the points of one criterion, nothing where they are missing.
  static func add(
    _ figures: Span<Int64>, _ absence: Span<UInt8>, times coefficient: Int64,
    to sums: inout [Int64], count: Int, _ loops: LaneLoops
  ) {
    var sums = sums.mutableSpan
    precondition(figures.count >= count && absence.count >= count && sums.count >= count)
    // PERF: mostly no points are missing, which one look at the bytes tells, and points and
    // coefficients are such that vectors can multiply them.
    let union = loops.union(of: absence.extracting(first: count))
    if union == 0, coefficient == coefficient & half {
      let all = loops.union(of: figures.extracting(first: count))
      if all == all & half {
        return loops.add(figures.extracting(first: count), times: coefficient, to: &sums)
      }
    }
    if union == 0 {
      for row in 0..<count { sums[row] &+= figures[row] &* coefficient }
      return
    }
    for row in 0..<count {
      let mask: Int64 = absence[row] == 0 ? -1 : 0
      sums[row] &+= (figures[row] & mask) &* coefficient
    }
  }

  /// Adds the weight of one criterion where it counts, and notes why points are missing.
  static func addWeight(
    _ weight: Int64, isLeftOut: Bool, _ absence: [UInt8], to weights: inout [Int64],
    _ reasons: inout [UInt8], count: Int
  ) {
    let absence = absence.span
    var weights = weights.mutableSpan
    var reasons = reasons.mutableSpan
    precondition(absence.count >= count && weights.count >= count && reasons.count >= count)
    let leftOut = isLeftOut ? 0 : weight
    for row in 0..<count {
      weights[row] &+= absence[row] == 0 ? weight : leftOut
      reasons[row] |= absence[row]
    }
  }

  /// Turns sums into scores where every criterion counts.
  static func finish(_ score: LaneScore, _ sums: [Int64], into out: inout Vector, count: Int) {
    out.writeNarrow(places: LaneScore.places, count: count) { values, absence in
      let sums = sums.span
      precondition(sums.count >= count && values.count >= count && absence.count >= count)
      for row in 0..<count { absence[row] = 0 }
      if score.divisor == 1 {
        for row in 0..<count { values[row] = sums[row] &* score.multiplier }
      } else {
        for row in 0..<count { values[row] = score.rounded(sums[row]) }
      }
    }
  }

  /// Turns sums into scores by the weights that count; without any there is no score.
  static func finish(
    _ score: LaneScore, _ sums: LaneSums, into out: inout Vector, count: Int
  ) {
    out.writeNarrow(places: LaneScore.places, count: count) { values, absence in
      for row in 0..<count {
        if sums.weights[row] == 0 {
          values[row] = 0
          let reason = sums.reasons[row]
          absence[row] = reason == 0 ? Absence.divisionByZero.rawValue : reason
        } else {
          values[row] = score.rounded(sums.sums[row], weight: sums.weights[row])
          absence[row] = 0
        }
      }
    }
  }

  // MARK: Dates

  static func daysBetween(_ a: Vector, _ b: Vector, into out: inout Vector, count: Int) {
    out.writeNarrow(places: 0, count: count) { values, absence in
      for row in 0..<count { values[row] = Int64(a.codes[row]) &- Int64(b.codes[row]) }
      join(a, b, &absence, count)
    }
  }

  static func datePart(_ date: Vector, isYear: Bool, into out: inout Vector, count: Int) {
    out.writeNarrow(places: 0, count: count) { values, absence in
      for row in 0..<count {
        let civil = Day(number: date.codes[row]).civil
        values[row] = Int64(isYear ? civil.year : civil.month)
      }
      copy(date, &absence, count)
    }
  }

  static func wholeMonths(
    _ a: Vector, _ b: Vector, perYear: Bool, into out: inout Vector, count: Int
  ) {
    if perYear, writeYears(a, b, into: &out, count: count) { return }
    out.writeNarrow(places: 0, count: count) { values, absence in
      for row in 0..<count {
        let (from, to) = (Day(number: a.codes[row]), Day(number: b.codes[row]))
        values[row] = Int64(perYear ? from.years(until: to) : from.months(until: to))
      }
      join(a, b, &absence, count)
    }
  }

  /// Writes whole years until a day that is the same in all rows; returns false where it is not, or
  /// the other days are too far apart.
  private static func writeYears(
    _ a: Vector, _ b: Vector, into out: inout Vector, count: Int
  ) -> Bool {
    guard count > 0 else { return false }
    let (days, untils) = (a.codes.span.extracting(..<count), b.codes.span.extracting(..<count))
    let until = untils[0]
    var (earliest, latest, difference) = (days[0], days[0], Int32(0))
    for row in days.indices {
      earliest = min(earliest, days[row])
      latest = max(latest, days[row])
      difference |= untils[row] ^ until
    }
    guard difference == 0,
      let table = Anniversaries(until: Day(number: until), from: earliest, through: latest)
    else { return false }
    out.writeNarrow(places: 0, count: count) { values, absence in
      table.write(yearsSince: days, to: &values)
      join(a, b, &absence, count)
    }
    return true
  }

  static func gather(
    _ rows: Vector, _ column: Vector, into out: inout Vector, places: Int, count: Int
  ) {
    out.writeNarrow(places: places, count: count) { values, absence in
      for row in 0..<count {
        guard rows.absence[row] == 0 else {
          values[row] = 0
          absence[row] = rows.absence[row]
          continue
        }
        values[row] = column.narrowFigure(Int(rows.codes[row]))
        absence[row] = column.absence[Int(rows.codes[row])]
      }
    }
  }
}

/// The running sums of one score over a batch.
struct LaneSums: Sendable {
  var sums: [Int64] = []
  /// Of scores that can leave criteria out.
  var weights: [Int64] = []
  var reasons: [UInt8] = []

  /// Adds up the points and weights of a batch.
  ///
  /// - Parameter points: the slots of the criteria's points.
  mutating func add(
    _ score: LaneScore, _ points: [Int], of vectors: Span<Vector>, count: Int,
    _ loops: LaneLoops
  ) {
    restart(score, count: count)
    for (slot, coefficient) in zip(points, score.coefficients) {
      LaneKernels.add(
        vectors[slot].narrow.span, vectors[slot].absence.span, times: coefficient, to: &sums,
        count: count, loops)
    }
    for (slot, part) in zip(points, score.weights) {
      LaneKernels.addWeight(
        part.weight, isLeftOut: part.isLeftOut, vectors[slot].absence, to: &weights, &reasons,
        count: count)
    }
  }

  private mutating func restart(_ score: LaneScore, count: Int) {
    sums.removeAll(keepingCapacity: true)
    sums.append(contentsOf: repeatElement(0, count: count))
    guard score.leavesOut else { return }
    weights.removeAll(keepingCapacity: true)
    weights.append(contentsOf: repeatElement(0, count: count))
    reasons.removeAll(keepingCapacity: true)
    reasons.append(contentsOf: repeatElement(0, count: count))
  }
}
