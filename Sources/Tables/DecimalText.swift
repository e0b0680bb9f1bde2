/// Decimals as bytes, without a String on the way.
package enum DecimalText {
  /// Appends the exact value without exponent and without trailing zeros.
  package static func append(_ scaled: Int128, to bytes: inout [UInt8]) {
    if scaled < 0 { bytes.append(UInt8(ascii: "-")) }
    let (whole, fraction) = Decimal.divide(scaled < 0 ? -scaled : scaled, by: Decimal.unit)
    appendDigits(UInt128(whole), to: &bytes)
    guard fraction != 0 else { return }
    bytes.append(UInt8(ascii: "."))
    var (rest, places) = (UInt64(fraction), 18)
    // PERF: most figures have few places, and division by a constant is a multiplication.
    if rest % 1_000_000_000_000 == 0 { (rest, places) = (rest / 1_000_000_000_000, 6) }
    while rest % 10 == 0 { (rest, places) = (rest / 10, places - 1) }
    append(rest, digits: places, to: &bytes)
  }

  /// Appends the last `digits` digits of `value`.
  private static func append(_ value: UInt64, digits: Int, to bytes: inout [UInt8]) {
    let start = bytes.count
    for _ in 0..<digits { bytes.append(UInt8(ascii: "0")) }
    var rest = value
    for place in (start..<start + digits).reversed() {
      bytes[place] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
  }

  private static func appendDigits(_ value: UInt128, to bytes: inout [UInt8]) {
    guard value <= UInt128(UInt64.max) else {
      let (high, low) = value.quotientAndRemainder(dividingBy: Decimal.unit.magnitude)
      appendDigits(high, to: &bytes)
      append(UInt64(low), digits: 18, to: &bytes)
      return
    }
    let number = UInt64(value)
    var (rest, digits) = (number / 10, 1)
    while rest > 0 { (rest, digits) = (rest / 10, digits + 1) }
    append(number, digits: digits, to: &bytes)
  }
}
