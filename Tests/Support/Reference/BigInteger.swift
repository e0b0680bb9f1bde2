/// A whole number of any size: a sign and base-2^32 digits, the least first, without leading zeros.
package struct BigInteger: Hashable, Sendable {
  private var isNegative = false
  private var digits: [UInt32] = []

  package init(_ value: Int128) {
    isNegative = value < 0
    var rest = value.magnitude
    while rest > 0 {
      digits.append(UInt32(truncatingIfNeeded: rest))
      rest >>= 32
    }
  }

  private init(isNegative: Bool, digits: [UInt32]) {
    self.digits = digits
    while self.digits.last == 0 { self.digits.removeLast() }
    self.isNegative = isNegative && !self.digits.isEmpty
  }

  package static let zero = BigInteger(0)

  package var isZero: Bool { digits.isEmpty }

  package var magnitude: BigInteger { BigInteger(isNegative: false, digits: digits) }

  package static prefix func - (value: BigInteger) -> BigInteger {
    BigInteger(isNegative: !value.isNegative, digits: value.digits)
  }

  package static func + (left: BigInteger, right: BigInteger) -> BigInteger {
    if left.isNegative == right.isNegative {
      return BigInteger(isNegative: left.isNegative, digits: sum(left.digits, right.digits))
    }
    return isLess(left.digits, right.digits)
      ? BigInteger(isNegative: right.isNegative, digits: difference(right.digits, left.digits))
      : BigInteger(isNegative: left.isNegative, digits: difference(left.digits, right.digits))
  }

  package static func - (left: BigInteger, right: BigInteger) -> BigInteger { left + -right }

  package static func * (left: BigInteger, right: BigInteger) -> BigInteger {
    var digits = [UInt32](repeating: 0, count: left.digits.count + right.digits.count)
    for (i, a) in left.digits.enumerated() {
      var carry: UInt64 = 0
      for (j, b) in right.digits.enumerated() {
        let total = UInt64(a) * UInt64(b) + UInt64(digits[i + j]) + carry
        digits[i + j] = UInt32(truncatingIfNeeded: total)
        carry = total >> 32
      }
      digits[i + right.digits.count] = UInt32(carry)
    }
    return BigInteger(isNegative: left.isNegative != right.isNegative, digits: digits)
  }

  /// Returns the quotient towards zero and the rest, digit by digit for a divisor of up to 96 bits
  /// and else bit by bit; `divisor` is not zero.
  package func quotientAndRemainder(
    dividingBy divisor: BigInteger
  ) -> (quotient: BigInteger, remainder: BigInteger) {
    if let small = int128, let divisor = divisor.int128 {
      let (quotient, remainder) = small.quotientAndRemainder(dividingBy: divisor)
      return (BigInteger(quotient), BigInteger(remainder))
    }
    var quotient = [UInt32](repeating: 0, count: digits.count)
    if divisor.digits.count <= 3, let small = divisor.magnitude.int128?.magnitude {
      var rest: UInt128 = 0
      for place in digits.indices.reversed() {
        rest = rest << 32 | UInt128(digits[place])
        quotient[place] = UInt32(rest / small)
        rest %= small
      }
      return (
        BigInteger(isNegative: isNegative != divisor.isNegative, digits: quotient),
        isNegative ? -BigInteger(Int128(rest)) : BigInteger(Int128(rest))
      )
    }
    var rest = BigInteger.zero
    for bit in stride(from: digits.count * 32 - 1, through: 0, by: -1) {
      let isSet = digits[bit / 32] >> UInt32(bit % 32) & 1 == 1
      rest = rest + rest + (isSet ? BigInteger(1) : .zero)
      if !BigInteger.isLess(rest.digits, divisor.digits) {
        rest = BigInteger(
          isNegative: false, digits: BigInteger.difference(rest.digits, divisor.digits))
        quotient[bit / 32] |= 1 << UInt32(bit % 32)
      }
    }
    return (
      BigInteger(isNegative: isNegative != divisor.isNegative, digits: quotient),
      BigInteger(isNegative: isNegative, digits: rest.digits)
    )
  }

  /// The value where it fits.
  package var int128: Int128? {
    guard digits.count <= 4 else { return nil }
    let magnitude = digits.reversed().reduce(UInt128(0)) { $0 << 32 | UInt128($1) }
    guard let value = Int128(exactly: magnitude) else { return nil }
    return isNegative ? -value : value
  }

  private static func isLess(_ left: [UInt32], _ right: [UInt32]) -> Bool {
    left.count != right.count
      ? left.count < right.count : left.reversed().lexicographicallyPrecedes(right.reversed())
  }

  private static func sum(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
    var digits: [UInt32] = []
    var carry: UInt64 = 0
    for i in 0..<max(left.count, right.count) {
      let total =
        (i < left.count ? UInt64(left[i]) : 0) + (i < right.count ? UInt64(right[i]) : 0) + carry
      digits.append(UInt32(truncatingIfNeeded: total))
      carry = total >> 32
    }
    return digits + [UInt32(carry)]
  }

  /// Returns `left` − `right`, of which `left` is not the smaller.
  private static func difference(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
    var digits: [UInt32] = []
    var borrow: Int64 = 0
    for i in left.indices {
      let rest = Int64(left[i]) - (i < right.count ? Int64(right[i]) : 0) - borrow
      borrow = rest < 0 ? 1 : 0
      digits.append(UInt32(truncatingIfNeeded: rest))
    }
    return digits
  }
}

extension BigInteger: Comparable {
  package static func < (left: BigInteger, right: BigInteger) -> Bool {
    (left - right).isNegative
  }
}
