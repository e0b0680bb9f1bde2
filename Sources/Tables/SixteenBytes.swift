#if arch(x86_64)
  import _Builtin_intrinsics.intel.sse2
#endif

/// How the figures of a column are read that stand in at most sixteen bytes.
///
/// What: where the decimal sign stands tells by what the digits are multiplied, and how many there
/// may be; both are prepared for each place, so that a figure is read without a branch.
struct FigureForm: Sendable {
  /// How many bytes of a piece there must be before the end of a figure.
  static let room = 18

  /// What follows from where the decimal sign stands.
  struct Form {
    /// Ones for the bytes behind the sign; for all where there is none.
    var behind: SIMD16<UInt8>
    var multiplier: UInt64 = 0
    /// How many bytes of a figure are no digits.
    var signs: UInt32 = 0
    /// The most digits that a figure can have; 0 where none can be read.
    var longest: UInt32 = 0
  }

  /// By the lane of the decimal sign, 16 where there is none; after them, by a number of digits below
  /// 32, ones for the bytes that they fill, which is meant where there are at most 16.
  let forms: [Form]
  private static let windows = 17
  /// Whether figures that end in a percent sign are read, or those that do not.
  let hasSign: Bool
  let bounds: NarrowBounds
  /// The decimal sign.
  let point: UInt8

  init(_ scale: NarrowScale, hasSign: Bool, point: UInt8) {
    self.hasSign = hasSign
    self.point = point
    bounds = scale.bounds
    let power = hasSign ? scale.signedPower : scale.power
    let places = (0...16).map { lane in
      let places = lane == 16 ? 0 : 15 - lane
      var form = Form(behind: SixteenBytes.last(lane == 16 ? 16 : places))
      form.signs = lane == 16 ? 0 : 1
      guard power >= places, power - places <= 18 else { return form }
      // All digits, those behind the sign made up to `power`, fit 18.
      let longest = min(16, 18 - power + places + Int(form.signs)) - Int(form.signs)
      form.longest = UInt32(max(0, longest))
      form.multiplier = NarrowScale.powersOfTen[power - places]
      return form
    }
    forms = places + (0..<32).map { Form(behind: SixteenBytes.last(min($0, 16))) }
  }

  #if arch(x86_64)
    /// Returns the scaled figure between `first` and `end`, which has no minus, and 1 for one that can
    /// be read, else 0.
    ///
    /// - Requires: `end` is in `bytes`, and room before it; `forms` are a form's.
    @inline(__always)
    @unsafe
    static func figure(
      _ bytes: Span<UInt8>, _ first: Int, _ end: Int, _ point: SIMD16<UInt8>, _ forms: Span<Form>
    ) -> (magnitude: UInt64, isFigure: Int) {
      let bytes = unsafe bytes.bytes
      let length = UInt32(truncatingIfNeeded: end &- first)
      let block = unsafe SixteenBytes.known(bytes, end &- 16)
      let earlier = unsafe SixteenBytes.known(bytes, end &- 17)
      // A mask for more than 31 bytes is wrong, but then there are too many digits too.
      let signs = SixteenBytes.mask(block, point) & (0xFFFF_0000 &>> length)
      // INVARIANT: with bit 16 the place is at most 16, and there are 17 forms.
      let form = unsafe forms[unchecked: (signs | 0x1_0000).trailingZeroBitCount]
      let count = length &- form.signs
      // INVARIANT: there are 32 windows behind the forms.
      let window = unsafe forms[unchecked: windows &+ Int(count & 31)].behind
      let digits = SixteenBytes.digits((block & form.behind) | (earlier & ~form.behind)) & window
      let fits = CellLoops.one(count &- 1 < form.longest)
      return (
        SixteenBytes.value(digits) &* form.multiplier,
        fits & SixteenBytes.areAtMost(digits, SIMD16<UInt8>(repeating: 9))
      )
    }
  #endif
}

/// Cells of at most sixteen bytes, taken at once.
struct SixteenBytes {
  /// By a count below 32, ones for so many of the first bytes, all for more than sixteen.
  static let heads: [SIMD16<UInt8>] = (0..<32).map { ~last(16 - min($0, 16)) }

  /// Returns ones for the last `count` bytes, zeros for the others.
  static func last(_ count: Int) -> SIMD16<UInt8> {
    var lanes = SIMD16<UInt8>.zero
    for lane in 16 - count..<16 { lanes[lane] = 0xFF }
    return lanes
  }

  /// Sixteen bytes that are known to be there.
  @inline(__always)
  @unsafe
  static func known(_ bytes: RawSpan, _ offset: Int) -> SIMD16<UInt8> {
    // INVARIANT: the caller has compared both ends with the span's; any bytes are a valid vector.
    unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: SIMD16<UInt8>.self)
  }

  /// Returns which lanes are not ASCII.
  @inline(__always)
  static func foreign(_ bytes: SIMD16<UInt8>) -> UInt64 {
    // INVARIANT: the cast is between types of equal size without invalid bit patterns.
    let halves = unsafe unsafeBitCast(bytes, to: SIMD2<UInt64>.self)
    return (halves[0] | halves[1]) & 0x8080_8080_8080_8080
  }

  #if arch(x86_64)
    /// Returns what digits stand for; more than 9 for anything else.
    @inline(__always)
    static func digits(_ bytes: SIMD16<UInt8>) -> SIMD16<UInt8> {
      bytes ^ SIMD16<UInt8>(repeating: UInt8(ascii: "0"))
    }

    /// 1 iff no lane is above that of `most`, else 0.
    @inline(__always)
    static func areAtMost(_ lanes: SIMD16<UInt8>, _ most: SIMD16<UInt8>) -> Int {
      CellLoops.one(mask(smaller(lanes, most), lanes) == 0xFFFF)
    }

    private typealias Register = SIMD2<Int64>

    // INVARIANT of all casts: vectors of equal size without invalid bit patterns.

    /// Returns which lanes are equal, the first lowest.
    @inline(__always)
    static func mask(_ a: SIMD16<UInt8>, _ b: SIMD16<UInt8>) -> UInt32 {
      let equal = unsafe _mm_cmpeq_epi8(
        unsafeBitCast(a, to: Register.self), unsafeBitCast(b, to: Register.self))
      return UInt32(bitPattern: _mm_movemask_epi8(equal))
    }

    /// Returns the smaller one of each two lanes.
    @inline(__always)
    static func smaller(_ a: SIMD16<UInt8>, _ b: SIMD16<UInt8>) -> SIMD16<UInt8> {
      unsafe unsafeBitCast(
        _mm_min_epu8(unsafeBitCast(a, to: Register.self), unsafeBitCast(b, to: Register.self)),
        to: SIMD16<UInt8>.self)
    }

    /// The number that sixteen digits make, the first lane's in front.
    ///
    /// Neighbours are put together, twice by sums of products.
    @inline(__always)
    static func value(_ digits: SIMD16<UInt8>) -> UInt64 {
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
