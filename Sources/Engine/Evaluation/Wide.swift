import Tables

/// A signed 256-bit integer: totals that no number of rows can overflow, and exact ratios of them.
package struct Wide: Hashable, Comparable, Sendable {
  /// Two's complement; `high` carries the sign.
  package var high: Int128
  package var low: UInt128

  package static let zero = Wide(0)

  package init(_ value: Int128) {
    high = value < 0 ? -1 : 0
    low = UInt128(truncatingIfNeeded: value)
  }

  private init(high: Int128, low: UInt128) {
    self.high = high
    self.low = low
  }

  /// Returns the exact product.
  package init(_ left: Int128, times right: Int128) {
    let product = left.multipliedFullWidth(by: right)
    high = product.high
    low = product.low
  }

  package static func += (left: inout Wide, right: Wide) {
    let (low, carry) = left.low.addingReportingOverflow(right.low)
    left.low = low
    left.high = left.high &+ right.high &+ (carry ? 1 : 0)
  }

  package static func -= (left: inout Wide, right: Wide) { left += -right }

  package static prefix func - (value: Wide) -> Wide {
    var negated = Wide(high: ~value.high, low: ~value.low)
    negated += Wide(1)
    return negated
  }

  package static func < (left: Wide, right: Wide) -> Bool {
    left.high != right.high ? left.high < right.high : left.low < right.low
  }

  /// The value where it fits in 128 bits.
  package var narrow: Int128? {
    let value = Int128(truncatingIfNeeded: low)
    return (value < 0 ? -1 : 0) == high ? value : nil
  }

  /// The value as a scaled decimal, nil beyond the decimals' range.
  package var scaled: Int128? {
    guard let value = narrow, Decimal.isInRange(value) else { return nil }
    return value
  }

  private var magnitude: Wide { high < 0 ? -self : self }

  /// Returns the truncated quotient and the remainder of two values that are not negative.
  ///
  /// - Complexity: O(256); only ratios of totals beyond 128 bits come here.
  private static func divide(_ dividend: Wide, by divisor: Wide) -> (Wide, Wide) {
    var quotient = Wide.zero
    var remainder = Wide.zero
    for bit in (0..<255).reversed() {
      remainder += remainder
      let set = bit >= 128 ? (dividend.high >> (bit - 128)) & 1 : Int128((dividend.low >> bit) & 1)
      if set != 0 { remainder += Wide(1) }
      quotient += quotient
      if !(remainder < divisor) {
        remainder -= divisor
        quotient += Wide(1)
      }
    }
    return (quotient, remainder)
  }

  /// Returns `self` ÷ `divisor` as a scaled decimal, by the rule of a quotient's last digit.
  package func quotient(by divisor: Wide) -> Int128? {
    if let left = narrow, let right = divisor.narrow, right != 0 {
      if let ratio = Decimal.quotient(left, right) { return ratio }
    }
    guard divisor != .zero else { return nil }
    let isNegative = (high < 0) != (divisor.high < 0)
    guard let part = magnitude.narrow else { return Wide.ratio(magnitude, divisor, isNegative) }
    let (whole, rest) = Wide.divide(
      Wide(part, times: Decimal.unit), by: divisor.magnitude)
    return Wide.finish(whole, rest, isNegative)
  }

  /// The ratio of a dividend beyond 128 bits, whose product with 10^18 could overflow: digit by digit.
  private static func ratio(_ dividend: Wide, _ divisor: Wide, _ isNegative: Bool) -> Int128? {
    var (whole, rest) = divide(dividend, by: divisor.magnitude)
    for _ in 0..<Decimal.places {
      var ten = Wide.zero
      for _ in 0..<10 { ten += rest }
      let (digit, next) = divide(ten, by: divisor.magnitude)
      var shifted = Wide.zero
      for _ in 0..<10 { shifted += whole }
      shifted += digit
      (whole, rest) = (shifted, next)
    }
    return finish(whole, rest, isNegative)
  }

  private static func finish(_ whole: Wide, _ rest: Wide, _ isNegative: Bool) -> Int128? {
    guard var value = whole.narrow else { return nil }
    if rest != .zero, value % 5 == 0 { value += 1 }
    guard Decimal.isInRange(value) else { return nil }
    return isNegative ? -value : value
  }

  /// Returns `self` ÷ `divisor` rounded half-even; `divisor` is positive.
  package func roundedQuotient(by divisor: Wide) -> Int128? {
    if let left = narrow, let right = divisor.narrow {
      return Decimal.roundedQuotient(left, right)
    }
    let (whole, rest) = Wide.divide(magnitude, by: divisor)
    guard var value = whole.narrow else { return nil }
    var complement = divisor
    complement -= rest
    if complement < rest || (complement == rest && value % 2 != 0) { value += 1 }
    return high < 0 ? -value : value
  }
}
