#if arch(x86_64)
  import _Builtin_intrinsics.intel.sse2
#endif

/// Cells of at most sixteen bytes, taken at once.
struct SixteenBytes {
  /// Sixteen bytes of zeros, sixteen of ones, sixteen of zeros.
  private static let windows: [UInt8] =
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

  /// Ones in the last `count` lanes.
  @inline(__always)
  private func last(_ count: Int) -> SIMD16<UInt8> {
    unsafe SixteenBytes.load(windows.span.bytes, count)
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

    /// Returns the digits between `first` and `end`, at most sixteen characters, and how many of them
    /// stand behind the decimal sign; nil for anything but digits with at most one such sign.
    ///
    /// The digits end in the last lane: those before a decimal sign are taken from a load that
    /// starts one byte earlier. Neighbours are then put together, twice by sums of products.
    @inline(__always)
    func figure(_ bytes: RawSpan, _ first: Int, _ end: Int) -> (mantissa: UInt64, places: Int)? {
      let length = end &- first
      let block = SixteenBytes.load(bytes, end &- 16)
      let signs = SixteenBytes.mask(block, point) & (0xFFFF_0000 &>> UInt32(length)) & 0xFFFF
      let hasPoint = signs != 0
      let places = hasPoint ? 15 &- signs.trailingZeroBitCount : 0
      let count = hasPoint ? length &- 1 : length
      let behind = last(hasPoint ? places : 16)
      let earlier = SixteenBytes.load(bytes, end &- 17)
      let zero = SIMD16<UInt8>(repeating: UInt8(ascii: "0"))
      let digits = (((block ^ earlier) & behind) ^ earlier ^ zero) & last(count)
      let nine = SIMD16<UInt8>(repeating: 9)
      let small = SixteenBytes.mask(SixteenBytes.smaller(digits, nine), digits)
      guard small == 0xFFFF, count > 0 else { return nil }
      return (SixteenBytes.value(digits), places)
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
