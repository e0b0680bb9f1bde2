/// Decimals as bytes, without a String on the way.
package enum DecimalText {
  /// Appends the exact value without exponent and without trailing zeros.
  package static func append(_ scaled: Int128, to bytes: inout [UInt8]) {
    if scaled < 0 { bytes.append(UInt8(ascii: "-")) }
    let (whole, fraction) = Decimal.divide(scaled < 0 ? -scaled : scaled, by: Decimal.unit)
    appendDigits(UInt128(whole), to: &bytes)
    guard fraction != 0 else { return }
    bytes.append(UInt8(ascii: "."))
    var rest = UInt64(fraction)
    var step: UInt64 = 100_000_000_000_000_000
    while rest != 0 {
      append(rest / step, to: &bytes)
      rest %= step
      step /= 10
    }
  }

  /// Appends one digit.
  private static func append(_ digit: UInt64, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: digit))
  }

  private static func appendDigits(_ value: UInt128, to bytes: inout [UInt8]) {
    guard value <= UInt128(UInt64.max) else {
      let (high, low) = value.quotientAndRemainder(dividingBy: Decimal.unit.magnitude)
      appendDigits(high, to: &bytes)
      let digits = String(UInt64(low)).utf8
      bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: 18 - digits.count))
      bytes.append(contentsOf: digits)
      return
    }
    var rest = UInt64(value)
    var step: UInt64 = 1
    while rest / step >= 10 { step *= 10 }
    while step > 0 {
      append(rest / step, to: &bytes)
      rest %= step
      step /= 10
    }
  }
}
