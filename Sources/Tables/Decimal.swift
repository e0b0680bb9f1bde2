/// An exact decimal of at most 18 places and magnitude under 10^20, held as a count of 10^-18.
///
/// `+ - *` are exact where they fit. A quotient, or a product that needs more places, is cut at 18
/// places; when that is inexact and the last digit is 0 or 5, one is added to it (away from zero),
/// so that a single division compares correctly with every literal.
package struct Decimal: Hashable, Comparable, Sendable {
  /// The value times 10^18.
  package var scaled: Int128

  package static let places = 18
  /// One, scaled.
  package static let unit: Int128 = 1_000_000_000_000_000_000
  /// Every value's magnitude, scaled, is below this.
  package static let bound: Int128 = 100_000_000_000_000_000_000 * unit

  package static let zero = Decimal(scaled: 0)
  package static let one = Decimal(scaled: unit)

  package init(scaled: Int128) { self.scaled = scaled }

  package init(_ integer: Int) { scaled = Int128(integer) * Decimal.unit }

  /// Reads digits with a minus before and a point between them, and nothing else; nil for what is no
  /// such number, has more than 18 places, or is out of range.
  package init?(plain text: ArraySlice<UInt8>) {
    var (digits, places): (Int128, Int?) = (0, nil)
    let isNegative = text.first == UInt8(ascii: "-")
    let rest = isNegative ? text.dropFirst() : text
    guard rest.first.map({ $0 >= 0x30 && $0 <= 0x39 }) ?? false, rest.count <= 40 else {
      return nil
    }
    for byte in rest {
      if byte == UInt8(ascii: "."), places == nil {
        places = 0
        continue
      }
      guard byte >= 0x30, byte <= 0x39, digits < Decimal.bound else { return nil }
      digits = 10 * digits + Int128(byte - 0x30)
      places = places.map { $0 + 1 }
    }
    self.init(mantissa: isNegative ? -digits : digits, exponent: -(places ?? 0))
  }

  /// Returns `mantissa` × 10^`exponent`, or nil when that is out of range or needs more places.
  package init?(mantissa: Int128, exponent: Int) {
    if mantissa == 0 {
      self = .zero
      return
    }
    var value = mantissa
    var shift = exponent + Decimal.places
    while shift > 0 {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      value = product
      shift -= 1
    }
    while shift < 0 {
      let (quotient, remainder) = value.quotientAndRemainder(dividingBy: 10)
      guard remainder == 0 else { return nil }
      value = quotient
      shift += 1
    }
    guard value.magnitude < Decimal.bound.magnitude else { return nil }
    scaled = value
  }

  package static func < (left: Decimal, right: Decimal) -> Bool { left.scaled < right.scaled }

  package var isInteger: Bool { scaled % Decimal.unit == 0 }

  /// The value as an Int when it is a whole number that fits.
  package var integer: Int? { isInteger ? Int(exactly: scaled / Decimal.unit) : nil }

  package static func isInRange(_ scaled: Int128) -> Bool {
    scaled < bound && scaled > -bound
  }

  /// Returns the sum, or nil beyond the range.
  package func adding(_ other: Decimal) -> Decimal? {
    let (sum, overflow) = scaled.addingReportingOverflow(other.scaled)
    return overflow || !Decimal.isInRange(sum) ? nil : Decimal(scaled: sum)
  }

  /// Returns the difference, or nil beyond the range.
  package func subtracting(_ other: Decimal) -> Decimal? {
    adding(Decimal(scaled: -other.scaled))
  }

  /// Returns the product, cut at 18 places, or nil beyond the range.
  package func multiplied(by other: Decimal) -> Decimal? {
    Decimal.product(scaled, other.scaled).map { Decimal(scaled: $0) }
  }

  /// Returns the quotient, cut at 18 places, or nil for a divisor of zero or beyond the range.
  package func divided(by other: Decimal) -> Decimal? {
    Decimal.quotient(scaled, other.scaled).map { Decimal(scaled: $0) }
  }

  /// Returns the scaled product of two scaled values.
  package static func product(_ left: Int128, _ right: Int128) -> Int128? {
    let (direct, overflow) = left.multipliedReportingOverflow(by: right)
    if !overflow {
      let (quotient, remainder) = divide(direct, by: unit)
      return cut(quotient, inexact: remainder != 0, negative: (left < 0) != (right < 0))
    }
    return mulDiv(
      left.magnitude, right.magnitude, unit.magnitude, negative: (left < 0) != (right < 0))
  }

  /// Returns the scaled quotient of two scaled values.
  package static func quotient(_ left: Int128, _ right: Int128) -> Int128? {
    guard right != 0 else { return nil }
    let negative = (left < 0) != (right < 0)
    let (direct, overflow) = left.multipliedReportingOverflow(by: unit)
    if !overflow {
      let (quotient, remainder) = direct.quotientAndRemainder(dividingBy: right)
      return cut(quotient, inexact: remainder != 0, negative: negative)
    }
    return mulDiv(left.magnitude, unit.magnitude, right.magnitude, negative: negative)
  }

  /// Returns the truncated quotient and the remainder; `divisor` is positive.
  ///
  /// PERF: one machine division where divisor and quotient fit in 64 bits, which most do, against a
  /// routine of some thirty nanoseconds.
  package static func divide(
    _ dividend: Int128, by divisor: Int128
  ) -> (quotient: Int128, remainder: Int128) {
    let magnitude = dividend.magnitude
    let high = UInt64(truncatingIfNeeded: magnitude >> 64)
    guard let narrow = UInt64(exactly: divisor), high < narrow else {
      return dividend.quotientAndRemainder(dividingBy: divisor)
    }
    let parts = narrow.dividingFullWidth((high, UInt64(truncatingIfNeeded: magnitude)))
    let (quotient, remainder) = (Int128(parts.quotient), Int128(parts.remainder))
    return dividend < 0 ? (-quotient, -remainder) : (quotient, remainder)
  }

  /// Returns left × right ÷ divisor, cut, through a 256-bit product.
  private static func mulDiv(
    _ left: UInt128, _ right: UInt128, _ divisor: UInt128, negative: Bool
  ) -> Int128? {
    let wide = left.multipliedFullWidth(by: right)
    guard wide.high < divisor else { return nil }
    let (quotient, remainder) = divisor.dividingFullWidth(wide)
    guard let magnitude = Int128(exactly: quotient) else { return nil }
    return cut(negative ? -magnitude : magnitude, inexact: remainder != 0, negative: negative)
  }

  /// Applies the rule of the last digit to a truncated value, and the range.
  private static func cut(_ value: Int128, inexact: Bool, negative: Bool) -> Int128? {
    var value = value
    if inexact, value % 5 == 0 { value += negative ? -1 : 1 }
    return isInRange(value) ? value : nil
  }

  /// Returns the value rounded half-even to `places` (0...18).
  package func rounded(toPlaces places: Int) -> Decimal? {
    guard places < Decimal.places else { return self }
    let step = Decimal.powersOfTen[Decimal.places - places]
    let value = Decimal.roundedQuotient(scaled, step) * step
    return Decimal.isInRange(value) ? Decimal(scaled: value) : nil
  }

  /// Returns `dividend` ÷ `divisor` rounded half-even to an integer; `divisor` is positive.
  package static func roundedQuotient(_ dividend: Int128, _ divisor: Int128) -> Int128 {
    let (quotient, remainder) = divide(dividend, by: divisor)
    let rest = remainder.magnitude
    let complement = divisor.magnitude - rest
    guard rest > complement || (rest == complement && quotient % 2 != 0) else { return quotient }
    return quotient + (dividend < 0 ? -1 : 1)
  }

  /// 10^0 to 10^38.
  package static let powersOfTen: [Int128] = {
    var powers: [Int128] = [1]
    for _ in 1...38 { powers.append(powers[powers.count - 1] * 10) }
    return powers
  }()
}

extension Decimal: CustomStringConvertible {
  /// The exact value without exponent and without trailing zeros.
  package var description: String {
    let (whole, fraction) = scaled.magnitude.quotientAndRemainder(
      dividingBy: Decimal.unit.magnitude)
    var text = scaled < 0 ? "-\(whole)" : "\(whole)"
    guard fraction != 0 else { return text }
    var digits = String(fraction)
    digits = String(repeating: "0", count: Decimal.places - digits.count) + digits
    while digits.last == "0" { digits.removeLast() }
    text += ".\(digits)"
    return text
  }
}
