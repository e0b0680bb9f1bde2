#if arch(x86_64)
  import _Builtin_intrinsics.intel.sse2
#endif

/// The months of the years that are read fast.
enum MonthTable {
  /// The day before a month's first, and how many days the month has; none for what is no month.
  struct Month {
    var before: Int32 = 0
    var length: Int32 = 0
  }

  static let years = 1900..<2100

  /// Sixteen entries a year, by month.
  static let months: [Month] = years.flatMap { year in
    (0..<16).map { month in
      guard (1...12).contains(month) else { return Month() }
      return Month(
        before: Day.number(year: year, month: month, day: 1) - 1,
        length: Int32(Day.length(ofMonth: month, year: year)))
    }
  }
}

/// The ten bytes before some place, taken apart as `yyyy-mm-dd`.
struct CivilCell {
  /// How many bytes of a piece there must be before the end of a cell.
  static let room = 16

  private let year: Int
  private let month: Int
  private let dayOfMonth: Int
  /// 1 iff digits and hyphens are where they belong, else 0.
  private let isPlain: Int

  /// Returns the day's number, and 1 if it is a day in one of `months`, else 0.
  @inline(__always)
  func day(_ months: Span<MonthTable.Month>) -> (number: Int32, isDay: Int) {
    let place = UInt(
      bitPattern: (year &- MonthTable.years.lowerBound) &* 16 &+ (month & 15))
    let isInTable = CellLoops.one(place < UInt(bitPattern: months.count))
    // INVARIANT: the place is below the count, or 0.
    let entry = unsafe months[unchecked: Int(bitPattern: place) & (0 &- isInTable)]
    let isInMonth = CellLoops.one(
      UInt32(truncatingIfNeeded: dayOfMonth &- 1) < UInt32(bitPattern: entry.length))
    return (
      entry.before &+ Int32(truncatingIfNeeded: dayOfMonth),
      isPlain & isInTable & isInMonth & CellLoops.one(month < 16)
    )
  }

  #if arch(x86_64)
    /// - Requires: `end` is in `bytes`, and room before it.
    @inline(__always)
    @unsafe
    init(_ bytes: Span<UInt8>, before end: Int) {
      typealias Register = SIMD2<Int64>
      let (zero, dash) = (UInt8(ascii: "0"), UInt8(ascii: "-"))
      let form = SIMD16<UInt8>(
        0, 0, 0, 0, 0, 0, zero, zero, zero, zero, dash, zero, zero, dash, zero, zero)
      let most = SIMD16<UInt8>(255, 255, 255, 255, 255, 255, 9, 9, 9, 9, 0, 9, 9, 0, 9, 9)
      // INVARIANT: the caller has looked at the room; all casts are between vectors of equal size
      // without invalid bit patterns.
      let digits = unsafe SixteenBytes.known(bytes.bytes, end &- 16) ^ form
      isPlain = CellLoops.one(
        SixteenBytes.mask(SixteenBytes.smaller(digits, most), digits) == 0xFFFF)
      let lanes = unsafe unsafeBitCast(digits, to: Register.self)
      let high = _mm_unpackhi_epi8(lanes, Register.zero)
      let low = _mm_unpacklo_epi8(lanes, Register.zero)
      // The hyphens are zeros by now, and what stands before the cell is left out.
      let factors = unsafe unsafeBitCast(SIMD8<Int16>(10, 1, 0, 10, 1, 0, 10, 1), to: Register.self)
      let centuries = unsafe unsafeBitCast(
        SIMD8<Int16>(0, 0, 0, 0, 0, 0, 1000, 100), to: Register.self)
      let sums = unsafe unsafeBitCast(_mm_madd_epi16(high, factors), to: SIMD4<UInt32>.self)
      let hundreds = unsafe unsafeBitCast(_mm_madd_epi16(low, centuries), to: SIMD4<UInt32>.self)
      year = Int(hundreds[3] &+ sums[0])
      month = Int(sums[1] &+ sums[2])
      dayOfMonth = Int(sums[3])
    }
  #else
    /// - Requires: `end` is in `bytes`, and room before it.
    @inline(__always)
    @unsafe
    init(_ bytes: Span<UInt8>, before end: Int) {
      var areDigits = 1
      func digit(_ offset: Int) -> Int {
        let value = unsafe Int(bytes[unchecked: end &- 10 &+ offset]) &- Int(UInt8(ascii: "0"))
        areDigits &= CellLoops.one(UInt(bitPattern: value) < 10)
        return value
      }
      year = digit(0) &* 1000 &+ digit(1) &* 100 &+ digit(2) &* 10 &+ digit(3)
      month = digit(5) &* 10 &+ digit(6)
      dayOfMonth = digit(8) &* 10 &+ digit(9)
      let dash = UInt8(ascii: "-")
      let dashes = unsafe (bytes[unchecked: end &- 6] ^ dash) | (bytes[unchecked: end &- 3] ^ dash)
      isPlain = areDigits & CellLoops.one(dashes == 0)
    }
  #endif
}
