/// Decimals as bytes, without a String on the way.
package enum DecimalText {
  /// Appends the exact value without exponent and without trailing zeros.
  package static func append(_ scaled: Int128, to bytes: inout [UInt8]) {
    if scaled < 0 { bytes.append(UInt8(ascii: "-")) }
    let (whole, fraction) = scaled.magnitude.quotientAndRemainder(
      dividingBy: Decimal.unit.magnitude)
    appendDigits(whole, to: &bytes)
    guard fraction != 0 else { return }
    bytes.append(UInt8(ascii: "."))
    var rest = UInt64(fraction)
    var step: UInt64 = 100_000_000_000_000_000
    while rest != 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / step))
      rest %= step
      step /= 10
    }
  }

  private static func appendDigits(_ value: UInt128, to bytes: inout [UInt8]) {
    guard value <= UInt128(UInt64.max) else {
      let (high, low) = value.quotientAndRemainder(dividingBy: 1_000_000_000_000_000_000)
      appendDigits(high, to: &bytes)
      let digits = String(UInt64(low)).utf8
      bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: 18 - digits.count))
      bytes.append(contentsOf: digits)
      return
    }
    var rest = UInt64(value)
    let start = bytes.count
    repeat {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest != 0
    bytes[start...].reverse()
  }
}
