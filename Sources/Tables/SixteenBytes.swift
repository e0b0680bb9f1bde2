#if arch(x86_64)
  import _Builtin_intrinsics.intel.sse2
#endif

/// How the figures of a column are read that stand in at most sixteen bytes.
///
/// What: where the decimal sign stands tells by what the digits are multiplied, and how many there
/// may be; both are prepared for each place, so that a figure is read without a branch.
struct FigureForm {
  /// What follows from where the decimal sign stands.
  struct Form {
    /// How many bytes stand behind the sign, 16 where there is none.
    var behind = 16
    /// How many bytes of a figure are no digits.
    var signs = 0
    var least = 1
    /// How much longer than that a figure can be; negative where none can be read.
    var span = -1
    var multiplier: UInt64 = 0
  }

  private let sixteen: SixteenBytes
  /// By the lane of the decimal sign, 16 where there is none.
  let forms: [Form]
  private let hasSign: Bool

  /// - Parameters:
  ///   - hasSign: whether figures that end in a percent sign are read, or those that do not.
  ///   - point: the decimal sign.
  init(_ scale: NarrowScale, hasSign: Bool, point: UInt8) {
    sixteen = SixteenBytes(point: point)
    self.hasSign = hasSign
    let power = hasSign ? scale.signedPower : scale.power
    forms = (0...16).map { lane in
      let places = lane == 16 ? 0 : 15 - lane
      var form = Form()
      if lane < 16 { (form.behind, form.signs, form.least) = (places, 1, 2) }
      guard power >= places, power - places <= 18 else { return form }
      // All digits, those behind the sign made up to `power`, fit 18.
      form.span = min(16, 18 - power + places + form.signs) - form.least
      form.multiplier = NarrowScale.powersOfTen[power - places]
      return form
    }
  }

  /// Returns the scaled figure between `first` and `end`, which has no minus; nil where it has to be
  /// read with care.
  ///
  /// - Requires: `forms` and `windows` are this form's and those of sixteen bytes.
  @inline(__always)
  func magnitude(
    _ bytes: Span<UInt8>, _ first: Int, _ end: Int, _ forms: Span<Form>, _ windows: Span<UInt8>
  ) -> UInt64? {
    #if arch(x86_64)
      if hasSign, bytes[end &- 1] != UInt8(ascii: "%") { return nil }
      let end = hasSign ? end &- 1 : end
      let length = end &- first
      guard length > 0, length <= 16, end >= SixteenBytes.figureRoom, end <= bytes.count else {
        return nil
      }
      let bytes = unsafe bytes.bytes
      let signs = sixteen.signs(bytes, first, end)
      let form = forms[(signs | 1 &<< 16).trailingZeroBitCount]
      guard form.span >= 0, UInt(bitPattern: length &- form.least) <= UInt(bitPattern: form.span),
        let mantissa = sixteen.digits(
          bytes, before: end, behind: form.behind, count: length &- form.signs, windows)
      else { return nil }
      return mantissa &* form.multiplier
    #else
      return nil
    #endif
  }
}

/// Cells of at most sixteen bytes, taken at once.
struct SixteenBytes {
  /// Sixteen bytes of zeros, sixteen of ones, sixteen of zeros.
  static let windows: [UInt8] =
    Array(repeating: 0, count: 16) + Array(repeating: 0xFF, count: 16)
    + Array(repeating: 0, count: 16)

  private let windows = SixteenBytes.windows
  private let point: SIMD16<UInt8>

  /// - Parameter point: the decimal sign.
  init(point: UInt8) { self.point = SIMD16<UInt8>(repeating: point) }

  @inline(__always)
  private static func load(_ bytes: RawSpan, _ offset: Int) -> SIMD16<UInt8> {
    // INVARIANT: the load is checked against the span; any sixteen bytes are a valid vector.
    unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
  }

  /// Sixteen bytes that are known to be there.
  @inline(__always)
  private static func known(_ bytes: RawSpan, _ offset: Int) -> SIMD16<UInt8> {
    // INVARIANT: the caller has compared both ends with the span's; any bytes are a valid vector.
    unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: SIMD16<UInt8>.self)
  }

  /// `true` iff the first `count` of the sixteen bytes from `start` are ASCII.
  @inline(__always)
  func copyText(
    _ bytes: RawSpan, from start: Int, count: Int, to target: inout MutableRawSpan, at place: Int
  ) -> Bool {
    let block = SixteenBytes.load(bytes, start)
    let own = unsafe block & SixteenBytes.load(windows.span.bytes, 32 - count)
    target.storeBytes(of: block, toByteOffset: place, as: SIMD16<UInt8>.self)
    let halves = unsafe unsafeBitCast(own, to: SIMD2<UInt64>.self)
    return (halves[0] | halves[1]) & 0x8080_8080_8080_8080 == 0
  }

  #if arch(x86_64)
    /// The fewest bytes before the end of a figure.
    static let figureRoom = 17

    /// Returns which of the sixteen bytes before `end` from `first` on are decimal signs, the first
    /// byte lowest.
    ///
    /// - Requires: `end` is in `bytes`, and room before it.
    @inline(__always)
    func signs(_ bytes: RawSpan, _ first: Int, _ end: Int) -> UInt32 {
      let block = SixteenBytes.known(bytes, end &- 16)
      return SixteenBytes.mask(block, point) & (0xFFFF_0000 &>> UInt32(end &- first)) & 0xFFFF
    }

    /// Returns what `count` digits before `end` make, `places` of them behind a decimal sign; nil for
    /// anything but digits.
    ///
    /// The digits end in the last lane: those before a decimal sign are taken from a load that
    /// starts one byte earlier. Neighbours are then put together, twice by sums of products.
    ///
    /// - Requires: `end` is in `bytes`, and room before it; neither count is beyond 16.
    /// - Parameters:
    ///   - behind: how many bytes at the end stand behind the sign, 16 where there is none.
    ///   - windows: `SixteenBytes.windows`.
    @inline(__always)
    func digits(
      _ bytes: RawSpan, before end: Int, behind: Int, count: Int, _ windows: Span<UInt8>
    ) -> UInt64? {
      // INVARIANT: any bytes are valid ones.
      let windows = unsafe windows.bytes
      let block = SixteenBytes.known(bytes, end &- 16)
      let earlier = SixteenBytes.known(bytes, end &- 17)
      let zero = SIMD16<UInt8>(repeating: UInt8(ascii: "0"))
      let taken = ((block ^ earlier) & SixteenBytes.known(windows, behind)) ^ earlier
      let digits = (taken ^ zero) & SixteenBytes.known(windows, count)
      let nine = SIMD16<UInt8>(repeating: 9)
      guard SixteenBytes.mask(SixteenBytes.smaller(digits, nine), digits) == 0xFFFF else {
        return nil
      }
      return SixteenBytes.value(digits)
    }

    private typealias Register = SIMD2<Int64>

    // INVARIANT of all casts: vectors of equal size without invalid bit patterns.

    @inline(__always)
    private static func mask(_ a: SIMD16<UInt8>, _ b: SIMD16<UInt8>) -> UInt32 {
      let equal = unsafe _mm_cmpeq_epi8(
        unsafeBitCast(a, to: Register.self), unsafeBitCast(b, to: Register.self))
      return UInt32(bitPattern: _mm_movemask_epi8(equal))
    }

    @inline(__always)
    private static func smaller(_ a: SIMD16<UInt8>, _ b: SIMD16<UInt8>) -> SIMD16<UInt8> {
      unsafe unsafeBitCast(
        _mm_min_epu8(unsafeBitCast(a, to: Register.self), unsafeBitCast(b, to: Register.self)),
        to: SIMD16<UInt8>.self)
    }

    /// The number that sixteen digits make, the first lane's in front.
    @inline(__always)
    private static func value(_ digits: SIMD16<UInt8>) -> UInt64 {
      // (a + 256 b) · 2561 = 256 · (10 a + b) + a, below 2^16.
      let products = unsafe unsafeBitCast(digits, to: SIMD8<UInt16>.self) &* 2561
      let pairs = products &>> 8
      let hundreds = unsafe unsafeBitCast(
        SIMD8<Int16>(100, 1, 100, 1, 100, 1, 100, 1), to: Register.self)
      let fours = unsafe _mm_madd_epi16(unsafeBitCast(pairs, to: Register.self), hundreds)
      let tenThousands = unsafe unsafeBitCast(
        SIMD8<Int16>(10000, 1, 10000, 1, 0, 0, 0, 0), to: Register.self)
      let eights = unsafe unsafeBitCast(
        _mm_madd_epi16(_mm_packs_epi32(fours, fours), tenThousands), to: SIMD4<UInt32>.self)
      return UInt64(eights[0]) &* 100_000_000 &+ UInt64(eights[1])
    }
  #endif
}
