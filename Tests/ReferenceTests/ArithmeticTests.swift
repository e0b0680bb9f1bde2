import Tables
import TestSupport
import Testing

/// The rules of rounding by hand, and the product's decimals against them.
struct ArithmeticTests {
  @Test(arguments: [
    ("1", "3", "0.333333333333333333"), ("2", "3", "0.666666666666666666"),
    ("5", "9", "0.555555555555555556"), ("-5", "9", "-0.555555555555555556"),
    ("1", "8", "0.125"), ("1", "20", "0.05"), ("1", "99", "0.010101010101010101"),
    ("10", "99", "0.101010101010101011"), ("0", "7", "0"),
    ("99999999999999999999", "0.1", nil),
  ])
  func quotientIsCutAndMarkedInexact(_ left: String, _ right: String, _ result: String?) throws {
    let (left, right) = (try decimal(left), try decimal(right))
    let expected = try result.map { try decimal($0) }
    #expect(ExactArithmetic.quotient(left, right) == expected)
    #expect(left.divided(by: right) == expected)
  }

  @Test func roundingIsHalfEven() throws {
    let cases = [("2.5", "2"), ("3.5", "4"), ("-2.5", "-2"), ("2.51", "3"), ("-3.5", "-4")]
    for (value, result) in cases {
      let (value, result) = (try decimal(value), try decimal(result))
      let numerator = BigInteger(value.scaled)
      let one = BigInteger(Decimal.unit)
      #expect(ExactArithmetic.rounded(numerator, over: one, toPlaces: 0) == result)
      #expect(value.rounded(toPlaces: 0) == result)
    }
  }

  @Test func productsDecimalsAgree() {
    var random = SplitMix64(seed: 1)
    for _ in 0..<2_000 {
      let (left, right) = (Self.anyDecimal(&random), Self.anyDecimal(&random))
      #expect(ExactArithmetic.product(left, right) == left.multiplied(by: right))
      if right != .zero {
        #expect(ExactArithmetic.quotient(left, right) == left.divided(by: right))
      }
      let places = random.below(18)
      let rounded = ExactArithmetic.rounded(
        BigInteger(left.scaled), over: BigInteger(Decimal.unit), toPlaces: places)
      #expect(rounded == left.rounded(toPlaces: places))
    }
  }

  @Test func bigIntegersAgreeWithWords() {
    var random = SplitMix64(seed: 2)
    for _ in 0..<2_000 {
      let left = Int128(truncatingIfNeeded: random.next()) << Int128(random.below(60))
      let right = Int128(truncatingIfNeeded: random.next()) - Int128(random.next())
      let (a, b) = (BigInteger(left), BigInteger(right))
      #expect((a + b).int128 == left + right)
      #expect((a - b).int128 == left - right)
      #expect((a < b) == (left < right))
      let divisor = b * BigInteger(Int128(random.next()) + 1)
      if divisor.isZero { continue }
      let (quotient, remainder) = (a * divisor + b).quotientAndRemainder(dividingBy: divisor)
      #expect(remainder.magnitude < divisor.magnitude)
      #expect(quotient * divisor + remainder == a * divisor + b)
    }
  }

  /// Returns a decimal of any size, often with few digits.
  private static func anyDecimal(_ random: inout SplitMix64) -> Decimal {
    let digits = Int128(random.next()) * Int128(random.below(1 << 30))
    let power = Decimal.powersOfTen[random.below(12)]
    let scaled = digits % (Decimal.bound / power) * (random.chance(50) ? power : 1)
    return Decimal(scaled: random.chance(30) ? -scaled : scaled)
  }
}
