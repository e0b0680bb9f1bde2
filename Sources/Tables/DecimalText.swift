/// Decimals as bytes, without a String on the way.
package enum DecimalText {
  /// The bytes that must be free where a decimal is written: a sign, 21 digits, a point and three
  /// stores of eight digits.
  static let room = 48
  /// The most bytes that a figure in 64 bits becomes: a minus, 20 digits with zeros before them, and a
  /// decimal sign.
  static let longestNarrow = 22

  /// Appends the exact value without exponent and without trailing zeros.
  package static func append(_ scaled: Int128, to bytes: inout [UInt8]) {
    let start = bytes.count
    bytes.append(addingCapacity: room) { $0.append(repeating: 0, count: room) }
    var span = bytes.mutableSpan
    // INVARIANT: whatever is stored, each byte is a valid element.
    var text = unsafe span.mutableBytes
    let end = write(scaled, to: &text, at: start)
    bytes.removeLast(bytes.count - end)
  }

  /// Writes the exact value at `place` and returns where it ends; what stood in `room` bytes from
  /// there is lost.
  static func write(_ scaled: Int128, to text: inout MutableRawSpan, at place: Int) -> Int {
    precondition(place >= 0 && place &+ room <= text.byteCount, "room for a figure")
    var end = place
    if scaled < 0 { put(UInt8(ascii: "-"), in: &text, at: &end) }
    let magnitude = scaled.magnitude
    let narrow = magnitude &>> 18
    guard narrow &>> 64 == 0 else {
      writeWide(magnitude, to: &text, at: &end)
      return end
    }
    // PERF: without the 18 factors of 2 that 10^18 has, nearly all figures fit in 64 bits, and
    // division by a constant is a multiplication.
    let whole = UInt64(truncatingIfNeeded: narrow) / 3_814_697_265_625
    write(whole, to: &text, at: &end)
    let fraction = UInt64(truncatingIfNeeded: magnitude) &- whole &* unit
    writeFraction(fraction, to: &text, at: &end)
    return end
  }

  /// The 10^-`places` that figures are counts of, taken apart for writing.
  struct Unit {
    /// How many of it make one; 0 where counts have to be written in 128 bits.
    fileprivate let inOne: UInt64
    /// How many of 10^-8 it is.
    fileprivate let size: UInt64
    fileprivate let scaled: Int128
    /// What counts of up to eight digits are below, seven of which stand behind the point at most.
    fileprivate let shortLimit: UInt64
    /// How many of eight digits stand before the point, and how many bits are before the last one.
    fileprivate let wholeDigits: Int
    fileprivate let shift: UInt64

    init(places: Int) {
      func power(_ exponent: Int) -> UInt64 {
        UInt64(clamping: Decimal.powersOfTen[max(0, exponent)])
      }
      inOne = places <= 8 ? power(places) : 0
      size = power(8 - places)
      scaled = Decimal.powersOfTen[Decimal.places - places]
      shortLimit = places <= 7 ? 100_000_000 : 0
      wholeDigits = 8 - places
      shift = UInt64(max(0, 7 - places) * 8)
    }
  }

  /// Writes a count of `unit` likewise.
  @inline(__always)
  static func write(
    _ count: Int64, of unit: Unit, to text: inout MutableRawSpan, at place: Int
  ) -> Int {
    precondition(place >= 0 && place &+ room <= text.byteCount, "room for a figure")
    return unsafe writeUnchecked(count, of: unit, to: &text, at: place)
  }

  /// INVARIANT: the caller has checked that there is room.
  @unsafe @inline(__always)
  static func writeUnchecked(
    _ count: Int64, of unit: Unit, to text: inout MutableRawSpan, at place: Int
  ) -> Int {
    guard count.magnitude < unit.shortLimit else {
      return writeLong(count, of: unit, to: &text, at: place)
    }
    var end = place
    if count < 0 { put(UInt8(ascii: "-"), in: &text, at: &end) }
    // PERF: all digits at once, in front of the point without its zeros, then behind it.
    let digits = digits(count.magnitude)
    // The last digit before the point stays even where it is zero.
    let zeros = UInt64((digits | 1 &<< unit.shift).trailingZeroBitCount) & 56
    store(digits &>> zeros, in: &text, at: end)
    end &+= unit.wholeDigits &- Int(zeros &>> 3)
    return putFraction(digits &>> unit.shift, in: &text, at: end)
  }

  /// Writes any count of `unit`.
  ///
  /// PERF: most figures need no 128 bits.
  @inline(__always)
  private static func writeLong(
    _ count: Int64, of unit: Unit, to text: inout MutableRawSpan, at place: Int
  ) -> Int {
    guard unit.inOne != 0 else {
      return write(Int128(count) &* unit.scaled, to: &text, at: place)
    }
    var end = place
    if count < 0 { put(UInt8(ascii: "-"), in: &text, at: &end) }
    let (whole, rest) = count.magnitude.quotientAndRemainder(dividingBy: unit.inOne)
    write(whole, to: &text, at: &end)
    // PERF: without a branch, since nothing tells which figures have a fraction: zero has 64 zeros.
    let fraction = digits(rest &* unit.size)
    let zeros = fraction.leadingZeroBitCount
    let used = 9 &- zeros &>> 3 &- zeros &>> 6
    let start = end
    put(UInt8(ascii: "."), in: &text, at: &end)
    store(fraction, in: &text, at: end)
    return start &+ used
  }

  /// Writes a point and digits, or nothing where all are zero, and returns where they end.
  ///
  /// - Parameter digits: up to seven of them, after a byte that does not matter.
  @inline(__always)
  private static func putFraction(
    _ digits: UInt64, in text: inout MutableRawSpan, at place: Int
  ) -> Int {
    // PERF: without a branch, since nothing tells which figures have a fraction. A bit of the point
    // takes the place of the first byte; where it is alone, 62 zeros stand before it.
    let digits = digits & ~0xFF | 2
    let zeros = digits.leadingZeroBitCount
    let point = UInt64(UInt8(ascii: "."))
    let bytes = digits | 0x3030_3030_3030_3000 | point
    // INVARIANT: as for eight digits.
    unsafe text.storeBytes(of: bytes.littleEndian, toUncheckedByteOffset: place, as: UInt64.self)
    return place &+ 8 &- zeros &>> 3 &- (zeros &+ 2) &>> 6
  }

  private static var unit: UInt64 { 1_000_000_000_000_000_000 }

  private static func writeWide(
    _ magnitude: UInt128, to text: inout MutableRawSpan, at place: inout Int
  ) {
    let (whole, fraction) = magnitude.quotientAndRemainder(dividingBy: UInt128(unit))
    let (high, low) = whole.quotientAndRemainder(dividingBy: UInt128(billions))
    if high == 0 {
      write(UInt64(truncatingIfNeeded: low), to: &text, at: &place)
    } else {
      write(UInt64(truncatingIfNeeded: high), to: &text, at: &place)
      writeAll(UInt64(truncatingIfNeeded: low), to: &text, at: &place)
    }
    writeFraction(UInt64(truncatingIfNeeded: fraction), to: &text, at: &place)
  }

  /// What sixteen digits count.
  private static var billions: UInt64 { 10_000_000_000_000_000 }

  /// Writes a whole number.
  @inline(__always)
  private static func write(
    _ number: UInt64, to text: inout MutableRawSpan, at place: inout Int
  ) {
    guard number < 100_000_000 else { return writeLong(number, to: &text, at: &place) }
    let digits = digits(number)
    // The last digit stays even where it is zero.
    let zeros = (digits | 1 &<< 56).trailingZeroBitCount &>> 3
    store(digits &>> UInt64(zeros &<< 3), in: &text, at: place)
    place &+= 8 &- zeros
  }

  /// Writes a whole number of more than eight digits.
  private static func writeLong(
    _ number: UInt64, to text: inout MutableRawSpan, at place: inout Int
  ) {
    guard number < billions else {
      write(number / billions, to: &text, at: &place)
      return writeAll(number % billions, to: &text, at: &place)
    }
    write(number / 100_000_000, to: &text, at: &place)
    putEight(digits(number % 100_000_000), in: &text, at: &place)
  }

  /// Writes all sixteen digits.
  private static func writeAll(
    _ number: UInt64, to text: inout MutableRawSpan, at place: inout Int
  ) {
    putEight(digits(number / 100_000_000), in: &text, at: &place)
    putEight(digits(number % 100_000_000), in: &text, at: &place)
  }

  /// Writes a point and the digits of `fraction`, a count of 10^-18, or nothing for zero.
  private static func writeFraction(
    _ fraction: UInt64, to text: inout MutableRawSpan, at place: inout Int
  ) {
    guard fraction != 0 else { return }
    put(UInt8(ascii: "."), in: &text, at: &place)
    let (first, rest) = fraction.quotientAndRemainder(dividingBy: 10_000_000_000)
    guard rest != 0 else { return putSignificant(digits(first), in: &text, at: &place) }
    putEight(digits(first), in: &text, at: &place)
    let (second, last) = rest.quotientAndRemainder(dividingBy: 100)
    guard last != 0 else { return putSignificant(digits(second), in: &text, at: &place) }
    putEight(digits(second), in: &text, at: &place)
    putSignificant(digits(last &* 1_000_000), in: &text, at: &place)
  }

  // MARK: Eight digits

  /// Returns the eight digits of `number`, the first in the lowest byte.
  ///
  /// PERF: three multiplications, each of which halves all groups of digits at once.
  @inline(__always)
  private static func digits(_ number: UInt64) -> UInt64 {
    let (high, low) = number.quotientAndRemainder(dividingBy: 10_000)
    var groups = high | low &<< 32
    let hundreds = (groups &* 10_486) &>> 20 & 0x0000_007F_0000_007F
    groups = hundreds | (groups &- hundreds &* 100) &<< 16
    let tens = (groups &* 103) &>> 10 & 0x000F_000F_000F_000F
    return tens | (groups &- tens &* 10) &<< 8
  }

  @inline(__always)
  private static func putEight(
    _ digits: UInt64, in text: inout MutableRawSpan, at place: inout Int
  ) {
    store(digits, in: &text, at: place)
    place &+= 8
  }

  /// Puts the digits up to the last that is not zero; there is one.
  @inline(__always)
  private static func putSignificant(
    _ digits: UInt64, in text: inout MutableRawSpan, at place: inout Int
  ) {
    store(digits, in: &text, at: place)
    place &+= 8 &- digits.leadingZeroBitCount &>> 3
  }

  @inline(__always)
  private static func store(_ digits: UInt64, in text: inout MutableRawSpan, at place: Int) {
    let signs = digits | 0x3030_3030_3030_3030
    // INVARIANT: whoever begins to write a figure has checked that there is room for the longest.
    unsafe text.storeBytes(of: signs.littleEndian, toUncheckedByteOffset: place, as: UInt64.self)
  }

  @inline(__always)
  private static func put(
    _ sign: UInt8, in text: inout MutableRawSpan, at place: inout Int
  ) {
    // INVARIANT: as for eight digits.
    unsafe text.storeBytes(of: sign, toUncheckedByteOffset: place, as: UInt8.self)
    place &+= 1
  }
}
