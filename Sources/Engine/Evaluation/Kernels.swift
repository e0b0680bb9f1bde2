import Language
import Tables

/// Loops over the rows of a batch: each writes `count` values and their absence bits.
///
/// A missing input makes a missing result with the union of the reasons, but for logic (Kleene),
/// `else`, `is missing` and cases. Values under absence bits are meaningless and never read.
enum Kernels {
  static func unary(
    _ a: Vector, into out: inout Vector, count: Int, _ value: (Int128) -> Int128?
  ) {
    for row in 0..<count {
      out.absence[row] = a.absence[row]
      guard a.absence[row] == 0 else { continue }
      if let result = value(a.numbers[row]) {
        out.numbers[row] = result
      } else {
        out.absence[row] = Absence.outOfRange.rawValue
      }
    }
  }

  static func add(_ a: Vector, _ b: Vector, into out: inout Vector, count: Int) {
    combine(a, b, into: &out, count: count) { $0.addingReportingOverflow($1) }
  }

  static func subtract(_ a: Vector, _ b: Vector, into out: inout Vector, count: Int) {
    combine(a, b, into: &out, count: count) { $0.subtractingReportingOverflow($1) }
  }

  @inline(__always)
  private static func combine(
    _ a: Vector, _ b: Vector, into out: inout Vector, count: Int,
    _ operation: (Int128, Int128) -> (partialValue: Int128, overflow: Bool)
  ) {
    for row in 0..<count {
      let (result, overflow) = operation(a.numbers[row], b.numbers[row])
      out.numbers[row] = result
      out.absence[row] = a.absence[row] | b.absence[row]
      if overflow || !Decimal.isInRange(result), out.absence[row] == 0 {
        out.absence[row] = Absence.outOfRange.rawValue
      }
    }
  }

  static func multiply(_ a: Vector, _ b: Vector, into out: inout Vector, count: Int) {
    for row in 0..<count {
      out.absence[row] = a.absence[row] | b.absence[row]
      guard out.absence[row] == 0 else { continue }
      if let product = Decimal.product(a.numbers[row], b.numbers[row]) {
        out.numbers[row] = product
      } else {
        out.absence[row] = Absence.outOfRange.rawValue
      }
    }
  }

  static func divide(_ a: Vector, _ b: Vector, into out: inout Vector, count: Int) {
    for row in 0..<count {
      out.absence[row] = a.absence[row] | b.absence[row]
      guard out.absence[row] == 0 else { continue }
      if let quotient = Decimal.quotient(a.numbers[row], b.numbers[row]) {
        out.numbers[row] = quotient
      } else {
        let reason: Absence = b.numbers[row] == 0 ? .divisionByZero : .outOfRange
        out.absence[row] = reason.rawValue
      }
    }
  }

  static func pickNumber(
    _ a: Vector, _ b: Vector, largest: Bool, into out: inout Vector, count: Int
  ) {
    for row in 0..<count {
      let (left, right) = (a.numbers[row], b.numbers[row])
      out.numbers[row] = (left < right) == largest ? right : left
      out.absence[row] = a.absence[row] | b.absence[row]
    }
  }

  static func pickCode(
    _ a: Vector, _ b: Vector, largest: Bool, into out: inout Vector, count: Int
  ) {
    for row in 0..<count {
      let (left, right) = (a.codes[row], b.codes[row])
      out.codes[row] = (left < right) == largest ? right : left
      out.absence[row] = a.absence[row] | b.absence[row]
    }
  }

  // MARK: Dates

  static func shiftDays(
    _ date: Vector, by days: Vector, backwards: Bool, into out: inout Vector, count: Int
  ) {
    for row in 0..<count {
      out.absence[row] = date.absence[row] | days.absence[row]
      guard out.absence[row] == 0 else { continue }
      // Days that are not whole move by their whole part.
      let whole = days.numbers[row] / Decimal.unit
      let step = Int(clamping: backwards ? -whole : whole)
      if abs(step) < 10_000_000, let moved = Day(number: date.codes[row]).adding(days: step) {
        out.codes[row] = moved.number
      } else {
        out.absence[row] = Absence.outOfRange.rawValue
      }
    }
  }

  static func shiftMonths(_ date: Vector, by months: Int, into out: inout Vector, count: Int) {
    for row in 0..<count {
      out.absence[row] = date.absence[row]
      guard out.absence[row] == 0 else { continue }
      if let moved = Day(number: date.codes[row]).adding(months: months) {
        out.codes[row] = moved.number
      } else {
        out.absence[row] = Absence.outOfRange.rawValue
      }
    }
  }

  static func daysBetween(_ a: Vector, _ b: Vector, into out: inout Vector, count: Int) {
    for row in 0..<count {
      out.numbers[row] = Int128(Int64(a.codes[row]) - Int64(b.codes[row])) * Decimal.unit
      out.absence[row] = a.absence[row] | b.absence[row]
    }
  }

  static func datePart(_ date: Vector, isYear: Bool, into out: inout Vector, count: Int) {
    for row in 0..<count {
      out.absence[row] = date.absence[row]
      guard out.absence[row] == 0 else { continue }
      let civil = Day(number: date.codes[row]).civil
      out.numbers[row] = Int128(isYear ? civil.year : civil.month) * Decimal.unit
    }
  }

  static func wholeMonths(
    _ a: Vector, _ b: Vector, perYear: Bool, into out: inout Vector, count: Int
  ) {
    for row in 0..<count {
      out.absence[row] = a.absence[row] | b.absence[row]
      guard out.absence[row] == 0 else { continue }
      let (from, to) = (Day(number: a.codes[row]), Day(number: b.codes[row]))
      out.numbers[row] =
        Int128(perYear ? from.years(until: to) : from.months(until: to)) * Decimal.unit
    }
  }

  // MARK: Comparison and logic

  /// Compares values of one kind; the comparison is chosen once, outside the loop.
  static func compare<Value: Comparable>(
    _ comparison: Comparison, _ a: [Value], _ b: [Value], into truths: inout [UInt8], count: Int
  ) {
    let (left, right) = (a.span, b.span)
    var truths = truths.mutableSpan
    precondition(left.count >= count && right.count >= count && truths.count >= count)
    switch comparison {
    case .equal: for row in 0..<count { truths[row] = left[row] == right[row] ? 1 : 0 }
    case .notEqual: for row in 0..<count { truths[row] = left[row] != right[row] ? 1 : 0 }
    case .less: for row in 0..<count { truths[row] = left[row] < right[row] ? 1 : 0 }
    case .lessOrEqual: for row in 0..<count { truths[row] = left[row] <= right[row] ? 1 : 0 }
    case .greater: for row in 0..<count { truths[row] = left[row] > right[row] ? 1 : 0 }
    case .greaterOrEqual: for row in 0..<count { truths[row] = left[row] >= right[row] ? 1 : 0 }
    }
  }

  static func join(_ a: [UInt8], _ b: [UInt8], into absence: inout [UInt8], count: Int) {
    let (left, right) = (a.span, b.span)
    var absence = absence.mutableSpan
    precondition(left.count >= count && right.count >= count && absence.count >= count)
    for row in 0..<count { absence[row] = left[row] | right[row] }
  }

  /// Kleene: one `no` decides `and`, one `yes` decides `or`.
  static func logic(
    _ a: Vector, _ b: Vector, decisive: UInt8, into out: inout Vector, count: Int
  ) {
    join(a.absence, b.absence, into: &out.absence, count: count)
    settle(a, b, decisive: decisive, &out.truths, &out.absence, count)
  }

  /// Writes what one input decides, without a branch on data.
  private static func settle(
    _ a: Vector, _ b: Vector, decisive: UInt8, _ truths: inout [UInt8], _ absence: inout [UInt8],
    _ count: Int
  ) {
    let (left, right) = (a.truths.span, b.truths.span)
    let (leftReasons, rightReasons) = (a.absence.span, b.absence.span)
    var truths = truths.mutableSpan
    var absence = absence.mutableSpan
    precondition(left.count >= count && right.count >= count && truths.count >= count)
    precondition(leftReasons.count >= count && rightReasons.count >= count)
    precondition(absence.count >= count)
    let other = 1 - decisive
    for row in 0..<count {
      let leftSettles = (left[row] ^ other) & (leftReasons[row] == 0 ? 1 : 0)
      let rightSettles = (right[row] ^ other) & (rightReasons[row] == 0 ? 1 : 0)
      let settles = leftSettles | rightSettles
      truths[row] = other ^ settles
      absence[row] &= settles &- 1
    }
  }

  static func holds(_ a: Vector, _ bit: Int, into out: inout Vector, count: Int) {
    for row in 0..<count {
      out.absence[row] = a.absence[row]
      out.truths[row] = UInt8(truncatingIfNeeded: a.codes[row] &>> Int32(bit) & 1)
    }
  }

  static func not(_ a: Vector, into out: inout Vector, count: Int) {
    for row in 0..<count {
      out.truths[row] = 1 - a.truths[row]
      out.absence[row] = a.absence[row]
    }
  }

  static func isMissing(_ a: Vector, into out: inout Vector, count: Int) {
    for row in 0..<count {
      out.truths[row] = a.absence[row] == 0 ? 0 : 1
      out.absence[row] = 0
    }
  }

  // MARK: Choice between values

  static func scale(
    _ x: Vector, low: Vector, high: Vector, outOf: Int128, into out: inout Vector, count: Int
  ) {
    for row in 0..<count {
      out.absence[row] = x.absence[row] | low.absence[row] | high.absence[row]
      guard out.absence[row] == 0 else { continue }
      switch Scale.points(
        x.numbers[row], low: low.numbers[row], high: high.numbers[row], outOf: outOf)
      {
      case .success(let points): out.numbers[row] = points
      case .failure(let absence): out.absence[row] = absence.rawValue
      }
    }
  }

  /// Starts a choice between cases: no row is settled, and none has a value.
  static func beginChoice(_ open: inout [UInt8], into out: inout Vector, count: Int) {
    open = Array(repeating: 1, count: count)
    for row in 0..<count { out.absence[row] = Absence.noRows.rawValue }
  }

  /// Settles the rows for which `condition` holds or is unknown; `picked` marks those that hold.
  static func decideCase(
    _ condition: Vector, open: inout [UInt8], picked: inout [UInt8], into out: inout Vector,
    count: Int
  ) {
    precondition(open.count >= count && picked.count >= count && out.absence.count >= count)
    precondition(condition.absence.count >= count && condition.truths.count >= count)
    for row in 0..<count {
      let isUnknown: UInt8 = condition.absence[row] == 0 ? 0 : 1
      let holds = condition.truths[row] & (1 - isUnknown)
      let becomesUnknown = 0 &- (open[row] & isUnknown)
      out.absence[row] ^= (out.absence[row] ^ condition.absence[row]) & becomesUnknown
      picked[row] = open[row] & holds
      open[row] &= 1 - (holds | isUnknown)
    }
  }

  /// Copies the rows that are marked with 1, without a branch on data.
  static func pick(
    _ marked: [UInt8], of value: Vector, into out: inout Vector, _ kind: RegisterKind, count: Int
  ) {
    pick(marked, of: value.absence, into: &out.absence, count: count)
    switch kind {
    case .number: pick(marked, of: value.numbers, into: &out.numbers, count: count)
    case .code: pick(marked, of: value.codes, into: &out.codes, count: count)
    case .truth: pick(marked, of: value.truths, into: &out.truths, count: count)
    }
  }

  private static func pick<Value: FixedWidthInteger>(
    _ marked: [UInt8], of values: [Value], into out: inout [Value], count: Int
  ) {
    precondition(marked.count >= count && values.count >= count && out.count >= count)
    for row in 0..<count {
      let mask = 0 &- Value(truncatingIfNeeded: marked[row])
      out[row] ^= (out[row] ^ values[row]) & mask
    }
  }

  /// Writes the number of the first condition that is known to hold, or how many there are.
  ///
  /// PERF: numbers that fit a byte are chosen as bytes, of which many are written at once.
  static func firstHolding(
    _ conditions: [RegisterID], of vectors: Span<Vector>, picks: inout [UInt8],
    into out: inout Vector, count: Int, _ loops: LaneLoops
  ) {
    for row in 0..<count { out.absence[row] = 0 }
    guard conditions.count <= Int(UInt8.max) else {
      return pickFirst(conditions, of: vectors, &out.codes, count)
    }
    if picks.count < count { picks = Array(repeating: 0, count: count) }
    pickFirst(conditions, of: vectors, &picks, count, loops)
    let codes = picks.span
    var target = out.codes.mutableSpan
    precondition(codes.count >= count && target.count >= count)
    for row in 0..<count { target[row] = Int32(codes[row]) }
  }

  /// Writes the same numbers as `firstHolding`, which fit a byte.
  static func pickFirst(
    _ conditions: [RegisterID], of vectors: Span<Vector>, _ picks: inout [UInt8], _ count: Int,
    _ loops: LaneLoops
  ) {
    fill(&picks, UInt8(truncatingIfNeeded: conditions.count), count)
    var target = picks.mutableSpan
    for number in conditions.indices.reversed() {
      let place = conditions[number].index
      // PERF: no copy of the vector, which counts a reference for each of its columns.
      loops.pick(
        UInt8(truncatingIfNeeded: number),
        where: vectors[place].truths.span.extracting(first: count),
        vectors[place].absence.span.extracting(first: count), in: &target)
    }
  }

  /// Writes the same numbers, of any size.
  private static func pickFirst(
    _ conditions: [RegisterID], of vectors: Span<Vector>, _ codes: inout [Int32], _ count: Int
  ) {
    fill(&codes, Int32(truncatingIfNeeded: conditions.count), count)
    for number in conditions.indices.reversed() {
      let vector = vectors[conditions[number].index]
      for row in 0..<count where vector.holds(row) {
        codes[row] = Int32(truncatingIfNeeded: number)
      }
    }
  }

  private static func fill<Code: BitwiseCopyable>(
    _ codes: inout [Code], _ code: Code, _ count: Int
  ) {
    var codes = codes.mutableSpan
    precondition(codes.count >= count)
    for row in 0..<count { codes[row] = code }
  }
}

extension Absence: Error {}

/// `scale(x from a to b)`: 0 at a, `outOf` at b, linear between, clamped beyond; exact but for one
/// division by the rule of quotients.
enum Scale {
  static func points(
    _ x: Int128, low: Int128, high: Int128, outOf: Int128
  ) -> Result<Int128, Absence> {
    guard low != high else { return .failure(.divisionByZero) }
    let ascending = low < high
    if ascending ? x <= low : x >= low { return .success(0) }
    if ascending ? x >= high : x <= high { return .success(outOf) }
    let (distance, isFar) = x.subtractingReportingOverflow(low)
    let (length, isLong) = high.subtractingReportingOverflow(low)
    guard !isFar, !isLong else { return .failure(.outOfRange) }
    // (x − a) · outOf ÷ (b − a): the product is formed in full before it is divided once.
    let (product, overflow) = distance.multipliedReportingOverflow(by: outOf)
    if !overflow {
      let (quotient, remainder) =
        length > 0
        ? Decimal.divide(product, by: length) : product.quotientAndRemainder(dividingBy: length)
      return .success(remainder != 0 && quotient % 5 == 0 ? quotient + 1 : quotient)
    }
    let wide = distance.magnitude.multipliedFullWidth(by: outOf.magnitude)
    let (quotient, remainder) = length.magnitude.dividingFullWidth(wide)
    let value = Int128(truncatingIfNeeded: quotient)
    return .success(remainder != 0 && value % 5 == 0 ? value + 1 : value)
  }
}
