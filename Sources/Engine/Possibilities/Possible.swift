import Language
import Tables

/// What a value could be if blanks were filled in: a range, and whether it could be missing.
///
/// Numbers are scaled by 10^18; days, values of lists, texts of the pool and rows are codes; no and
/// yes are 0 and 1. A range is never narrower than the truth; it is exact unless its figure depends
/// on one blank in several ways.
package struct Possible: Hashable, Sendable {
  package var low: Int128
  /// Below `low` where the value cannot be present.
  package var high: Int128
  package var canBeMissing: Bool

  package init(_ low: Int128, _ high: Int128, canBeMissing: Bool = false) {
    self.low = low
    self.high = high
    self.canBeMissing = canBeMissing
  }

  init(certain value: Int128) { self.init(value, value) }

  init(_ truth: Bool) { self.init(certain: truth ? 1 : 0) }

  /// Surely missing.
  static let missing = Possible(1, 0, canBeMissing: true)
  /// A condition of which nothing is known.
  static let anyTruth = Possible(0, 1, canBeMissing: true)

  /// The range of every number that can be written.
  static let numbers = Possible(1 - Decimal.bound, Decimal.bound - 1)

  /// What a blank of a field without bounds is taken for: figures of which totals stay in range.
  static let boundlessNumbers = Possible(-quadrillion, quadrillion)
  static let boundlessPercents = Possible(-10_000 * Decimal.unit, 10_000 * Decimal.unit)
  private static let quadrillion = 1_000_000_000_000_000 * Decimal.unit

  package var canBePresent: Bool { low <= high }
  /// `true` iff there is one value, or surely none.
  package var isSettled: Bool { canBePresent ? low == high && !canBeMissing : true }
  var isSurelyMissing: Bool { !canBePresent }

  /// How far the ends are apart.
  var width: UInt128 { UInt128(bitPattern: high &- low) }

  // MARK: Truths

  var canBeYes: Bool { canBePresent && high == 1 }
  var canBeNo: Bool { canBePresent && low == 0 }
  var isSurelyYes: Bool { canBePresent && low == 1 && !canBeMissing }

  /// Returns the truth that can be what is said; at least one must be.
  static func truth(no: Bool, yes: Bool, missing: Bool) -> Possible {
    if !no && !yes { return .missing }
    return Possible(no ? 0 : 1, yes ? 1 : 0, canBeMissing: missing)
  }

  /// Becomes what either can be.
  mutating func formUnion(_ other: Possible) {
    if other.canBePresent {
      let isFirst = !canBePresent
      low = isFirst ? other.low : min(low, other.low)
      high = isFirst ? other.high : max(high, other.high)
    }
    canBeMissing = canBeMissing || other.canBeMissing
  }

  func union(_ other: Possible) -> Possible {
    var union = self
    union.formUnion(other)
    return union
  }

  /// Each of a few values by itself; the whole where there are many.
  var singles: [Possible] {
    canBePresent && width < 16 ? (low...high).map { Possible(certain: $0) } : [self]
  }

  /// Cuts the range below each of `values` that lies in it; the pieces ascend.
  func cut(below values: [Int128]) -> [Possible] {
    var pieces: [Possible] = []
    var rest = self
    for value in values.sorted() where value > rest.low && value <= rest.high {
      pieces.append(Possible(rest.low, value - 1))
      rest.low = value
    }
    return pieces + [rest]
  }

  /// Returns the present values alone.
  var present: Possible { Possible(low, high) }

  /// `true` iff the low end is a limit of the language and not of the data.
  package var isUnboundedBelow: Bool { low <= Possible.boundlessNumbers.low }
  package var isUnboundedAbove: Bool { high >= Possible.boundlessNumbers.high }
}

extension Possible {
  /// Returns a number's range, cut to what can be written: a value beyond is missing.
  init(cut low: Int128?, _ high: Int128?, canBeMissing: Bool) {
    let all = Possible.numbers
    let isLowIn = low.map { Decimal.isInRange($0) } ?? false
    let isHighIn = high.map { Decimal.isInRange($0) } ?? false
    self.init(
      isLowIn ? low ?? all.low : all.low, isHighIn ? high ?? all.high : all.high,
      canBeMissing: canBeMissing || !isLowIn || !isHighIn)
  }

  /// Returns the hull of what `operation` gives at the corners of two ranges in each of which it
  /// rises or falls throughout; nil stands for a result beyond the range.
  static func corners(
    _ a: Possible, _ b: Possible, canBeMissing: Bool, _ operation: (Int128, Int128) -> Int128?
  ) -> Possible {
    var hull = Possible.missing
    hull.canBeMissing = canBeMissing
    for left in [a.low, a.high] {
      for right in [b.low, b.high] {
        if let value = operation(left, right) {
          hull.formUnion(Possible(certain: value))
        } else {
          // PERF: not worth telling which end is beyond the range.
          hull.formUnion(numbers)
          hull.canBeMissing = true
        }
      }
    }
    return hull
  }
}
