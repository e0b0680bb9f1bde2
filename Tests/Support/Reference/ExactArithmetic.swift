package import Tables

/// The rules of rounding, written on whole numbers of any size.
package enum ExactArithmetic {
  /// Returns the scaled `numerator` ÷ `denominator` cut at 18 places.
  package static func cutQuotient(_ numerator: BigInteger, _ denominator: BigInteger) -> Decimal? {
    cut(numerator * unit, over: denominator)
  }

  /// Returns the decimal of so many 10^-18: when that is inexact and the last digit is 0 or 5, one
  /// is added to it, away from zero; nil out of range.
  package static func cut(_ numerator: BigInteger, over denominator: BigInteger) -> Decimal? {
    let (quotient, rest) = numerator.quotientAndRemainder(dividingBy: denominator)
    var value = quotient
    let lastDigit = value.quotientAndRemainder(dividingBy: BigInteger(5)).remainder
    if !rest.isZero, lastDigit.isZero {
      let isNegative = (numerator < .zero) != (denominator < .zero)
      value = value + BigInteger(isNegative ? -1 : 1)
    }
    return decimal(scaled: value)
  }

  package static func quotient(_ left: Decimal, _ right: Decimal) -> Decimal? {
    cutQuotient(BigInteger(left.scaled), BigInteger(right.scaled))
  }

  package static func product(_ left: Decimal, _ right: Decimal) -> Decimal? {
    cut(BigInteger(left.scaled) * BigInteger(right.scaled), over: unit)
  }

  package static func sum(_ values: [Decimal]) -> BigInteger {
    values.reduce(.zero) { $0 + BigInteger($1.scaled) }
  }

  /// Returns the fraction rounded half-even to `places`; nil out of range.
  package static func rounded(
    _ numerator: BigInteger, over denominator: BigInteger, toPlaces places: Int
  ) -> Decimal? {
    halfEven(numerator * unit, over: denominator, toPlaces: places)
  }

  /// Returns so many 10^-18, rounded half-even to `places`; nil out of range.
  static func halfEven(
    _ numerator: BigInteger, over denominator: BigInteger, toPlaces places: Int
  ) -> Decimal? {
    let step = BigInteger(Decimal.powersOfTen[Decimal.places - places])
    let whole = denominator * step
    let (quotient, rest) = numerator.quotientAndRemainder(dividingBy: whole)
    let twice = rest.magnitude + rest.magnitude
    let isOdd = !quotient.quotientAndRemainder(dividingBy: BigInteger(2)).remainder.isZero
    let isUp = twice > whole.magnitude || twice == whole.magnitude && isOdd
    let isNegative = (numerator < .zero) != (denominator < .zero)
    let value = quotient + BigInteger(isUp ? (isNegative ? -1 : 1) : 0)
    return decimal(scaled: value * step)
  }

  package static func decimal(scaled: BigInteger) -> Decimal? {
    scaled.int128.flatMap { Decimal.isInRange($0) ? Decimal(scaled: $0) : nil }
  }

  private static let unit = BigInteger(Decimal.unit)
}

/// A fraction, made in lowest terms so that its numbers stay small.
struct Fraction {
  private(set) var numerator: BigInteger
  private(set) var denominator: BigInteger

  init(_ numerator: Int128, over denominator: Int128) {
    var (divisor, rest) = (numerator.magnitude, denominator.magnitude)
    while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
    let factor = max(1, Int128(divisor))
    self.numerator = BigInteger(numerator / factor)
    self.denominator = BigInteger(denominator / factor)
  }

  static func + (left: Fraction, right: Fraction) -> Fraction {
    var sum = left
    sum.numerator = left.numerator * right.denominator + right.numerator * left.denominator
    sum.denominator = left.denominator * right.denominator
    return sum
  }

  static func * (left: Fraction, right: Fraction) -> Fraction {
    var product = left
    product.numerator = left.numerator * right.numerator
    product.denominator = left.denominator * right.denominator
    return product
  }

  static func * (left: Fraction, right: BigInteger) -> Fraction {
    var product = left
    product.numerator = left.numerator * right
    return product
  }
}
