import Language
import Tables

/// What the operations of the plan make of ranges; each is sound for every value in its inputs.
extension Possible {
  static func negated(_ a: Possible) -> Possible {
    a.canBePresent ? Possible(-a.high, -a.low, canBeMissing: a.canBeMissing) : a
  }

  static func absolute(_ a: Possible) -> Possible {
    guard a.canBePresent else { return a }
    if a.low >= 0 { return a }
    if a.high <= 0 { return negated(a) }
    return Possible(0, max(-a.low, a.high), canBeMissing: a.canBeMissing)
  }

  /// Returns what a function that never falls makes of a range; nil is beyond the range.
  static func rising(_ a: Possible, _ function: (Int128) -> Int128?) -> Possible {
    guard a.canBePresent else { return a }
    return Possible(cut: function(a.low), function(a.high), canBeMissing: a.canBeMissing)
  }

  static func arithmetic(_ sign: ArithmeticOperator, _ a: Possible, _ b: Possible) -> Possible {
    guard a.canBePresent, b.canBePresent else { return .missing }
    let canBeMissing = a.canBeMissing || b.canBeMissing
    switch sign {
    case .add:
      return Possible(cut: sum(a.low, b.low), sum(a.high, b.high), canBeMissing: canBeMissing)
    case .subtract:
      return Possible(cut: sum(a.low, -b.high), sum(a.high, -b.low), canBeMissing: canBeMissing)
    case .multiply:
      return corners(a, b, canBeMissing: canBeMissing) { Decimal.product($0, $1) }
    case .divide: return quotient(a, b, canBeMissing: canBeMissing)
    case .min: return Possible(min(a.low, b.low), min(a.high, b.high), canBeMissing: canBeMissing)
    case .max: return Possible(max(a.low, b.low), max(a.high, b.high), canBeMissing: canBeMissing)
    }
  }

  private static func sum(_ a: Int128, _ b: Int128) -> Int128? {
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? nil : sum
  }

  /// A divisor's negative and positive parts are taken apart; zero is missing.
  private static func quotient(_ a: Possible, _ b: Possible, canBeMissing: Bool) -> Possible {
    var result = Possible.missing
    result.canBeMissing = canBeMissing || (b.low <= 0 && b.high >= 0)
    let parts = [Possible(b.low, min(b.high, -1)), Possible(max(b.low, 1), b.high)]
    for part in parts where part.canBePresent {
      result.formUnion(corners(a, part, canBeMissing: false) { Decimal.quotient($0, $1) })
    }
    return result
  }

  static func compare(_ comparison: Comparison, _ a: Possible, _ b: Possible) -> Possible {
    guard a.canBePresent, b.canBePresent else { return .missing }
    let missing = a.canBeMissing || b.canBeMissing
    let canBeLess = a.low < b.high
    let canBeMore = a.high > b.low
    let canBeEqual = a.low <= b.high && b.low <= a.high
    let canDiffer = canBeLess || canBeMore
    return switch comparison {
    case .equal: truth(no: canDiffer, yes: canBeEqual, missing: missing)
    case .notEqual: truth(no: canBeEqual, yes: canDiffer, missing: missing)
    case .less: truth(no: canBeEqual || canBeMore, yes: canBeLess, missing: missing)
    case .lessOrEqual: truth(no: canBeMore, yes: canBeEqual || canBeLess, missing: missing)
    case .greater: truth(no: canBeEqual || canBeLess, yes: canBeMore, missing: missing)
    case .greaterOrEqual: truth(no: canBeLess, yes: canBeEqual || canBeMore, missing: missing)
    }
  }

  /// Kleene: one `no` decides `and`.
  static func and(_ a: Possible, _ b: Possible) -> Possible {
    truth(
      no: a.canBeNo || b.canBeNo, yes: a.canBeYes && b.canBeYes,
      missing: a.canBeMissing && (b.canBeYes || b.canBeMissing)
        || b.canBeMissing && (a.canBeYes || a.canBeMissing))
  }

  static func or(_ a: Possible, _ b: Possible) -> Possible { not(and(not(a), not(b))) }

  static func not(_ a: Possible) -> Possible {
    a.canBePresent ? Possible(1 - a.high, 1 - a.low, canBeMissing: a.canBeMissing) : a
  }

  // MARK: Dates

  static func shiftDays(_ date: Possible, by days: Possible, backwards: Bool) -> Possible {
    guard date.canBePresent, days.canBePresent else { return .missing }
    let steps = backwards ? negated(days) : days
    let (low, high) = (steps.low / Decimal.unit, steps.high / Decimal.unit)
    return Possible(
      days: date.low + low, date.high + high, canBeMissing: date.canBeMissing || days.canBeMissing)
  }

  /// Returns a range of days, cut to the calendar: a day beyond is missing.
  private init(days low: Int128, _ high: Int128, canBeMissing: Bool) {
    let (first, last) = (Int128(Day.first.number), Int128(Day.last.number))
    let isWhollyBeyond = high < first || low > last
    self = isWhollyBeyond ? .missing : Possible(max(low, first), min(high, last))
    self.canBeMissing = canBeMissing || low < first || high > last
  }

  static func shiftMonths(_ date: Possible, by months: Int) -> Possible {
    guard date.canBePresent else { return date }
    let (low, high) = (date.firstDay.adding(months: months), date.lastDay.adding(months: months))
    if low == nil, high == nil { return .missing }
    return Possible(
      Int128((low ?? .first).number), Int128((high ?? .last).number),
      canBeMissing: date.canBeMissing || low == nil || high == nil)
  }

  private var firstDay: Day { Day(number: Int32(clamping: low)) }
  private var lastDay: Day { Day(number: Int32(clamping: high)) }

  static func daysBetween(_ a: Possible, _ b: Possible) -> Possible {
    guard a.canBePresent, b.canBePresent else { return .missing }
    return Possible(
      (a.low - b.high) * Decimal.unit, (a.high - b.low) * Decimal.unit,
      canBeMissing: a.canBeMissing || b.canBeMissing)
  }

  static func pickDate(_ a: Possible, _ b: Possible, latest: Bool) -> Possible {
    arithmetic(latest ? .max : .min, a, b)
  }

  static func datePart(_ date: Possible, isYear: Bool) -> Possible {
    guard date.canBePresent else { return date }
    let (from, to) = (date.firstDay.civil, date.lastDay.civil)
    let (low, high) =
      isYear ? (from.year, to.year) : from.year == to.year ? (from.month, to.month) : (1, 12)
    return Possible(
      Int128(low) * Decimal.unit, Int128(high) * Decimal.unit, canBeMissing: date.canBeMissing)
  }

  static func wholeMonths(_ a: Possible, _ b: Possible, perYear: Bool) -> Possible {
    guard a.canBePresent, b.canBePresent else { return .missing }
    func count(_ from: Day, _ to: Day) -> Int128 {
      Int128(perYear ? from.years(until: to) : from.months(until: to)) * Decimal.unit
    }
    return Possible(
      count(a.lastDay, b.firstDay), count(a.firstDay, b.lastDay),
      canBeMissing: a.canBeMissing || b.canBeMissing)
  }

  /// Whether codes have a bit: all agree that share what lies above it.
  static func holds(_ a: Possible, _ bit: Int) -> Possible {
    guard a.canBePresent else { return a }
    let (low, high) = (a.low >> bit, a.high >> bit)
    return truth(
      no: low != high || low & 1 == 0, yes: low != high || low & 1 == 1, missing: a.canBeMissing)
  }

  // MARK: Choice

  static func scale(_ x: Possible, low: Possible, high: Possible, outOf: Int128) -> Possible {
    guard x.canBePresent, low.canBePresent, high.canBePresent else { return .missing }
    let canBeMissing = x.canBeMissing || low.canBeMissing || high.canBeMissing
    guard low.low == low.high, high.low == high.high else {
      return Possible(min(0, outOf), max(0, outOf), canBeMissing: true)
    }
    func points(_ value: Int128) -> Int128? {
      try? Scale.points(value, low: low.low, high: high.low, outOf: outOf).get()
    }
    // Points rise or fall throughout.
    guard let first = points(x.low), let last = x.low == x.high ? first : points(x.high) else {
      return Possible(numbers.low, numbers.high, canBeMissing: true)
    }
    return Possible(min(first, last), max(first, last), canBeMissing: canBeMissing)
  }

  /// - Parameter isBlankNow: whether the first value is missing in the file because of a blank.
  static func isMissing(_ a: Possible, isBlankNow: Bool) -> Possible {
    if isBlankNow { return Possible(true) }
    return truth(no: a.canBePresent, yes: a.canBeMissing, missing: false)
  }

  static func fallback(_ a: Possible, _ b: Possible, isBlankNow: Bool) -> Possible {
    if isBlankNow { return b }
    return a.canBeMissing ? a.present.union(b) : a
  }
}
