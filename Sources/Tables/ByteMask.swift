#if arch(x86_64)
  import _Builtin_intrinsics.intel.sse2
#endif

/// Which bytes of a block have a property, as bits in the order of the bytes.
///
/// PERF: some processors gather one bit of each byte with one instruction; on others four bits of
/// each are as many as can be had at once. Vectors that are compared are spelled out as
/// `SIMD16<UInt8>`; a scalar beside `.==` would choose a loop that is 60 times slower.
struct ByteMask: Equatable, Sendable {
  /// One bit for each byte where one is gathered, else every fourth.
  private(set) var bits: UInt64

  init(bits: UInt64) { self.bits = bits }

  /// The sixteen bytes of one vector.
  @inline(__always)
  init(_ lanes: SIMDMask<SIMD16<Int8>>) {
    // INVARIANT: the casts are between types of equal size without invalid bit patterns.
    #if arch(x86_64)
      let gathered = unsafe _mm_movemask_epi8(unsafeBitCast(lanes, to: __m128i.self))
      bits = UInt64(UInt32(bitPattern: gathered))
    #else
      let pairs = unsafe unsafeBitCast(lanes, to: SIMD8<UInt16>.self)
      bits = unsafe unsafeBitCast(SIMD8<UInt8>(truncatingIfNeeded: pairs &>> 4), to: UInt64.self)
      bits &= ByteMask.all.bits
    #endif
  }

  #if arch(x86_64)
    /// How far a count of bits is shifted against a count of bytes.
    private static var shift: UInt64 { 0 }
    static var all: ByteMask { ByteMask(bits: .max) }

    /// The highest bits of the bytes of four vectors, one after the other.
    @inline(__always)
    init(
      _ first: SIMD2<Int64>, _ second: SIMD2<Int64>, _ third: SIMD2<Int64>, _ fourth: SIMD2<Int64>
    ) {
      func gathered(_ lanes: SIMD2<Int64>) -> UInt64 {
        UInt64(UInt32(bitPattern: _mm_movemask_epi8(lanes)))
      }
      let low = gathered(first) | gathered(second) &<< 16
      let high = gathered(third) | gathered(fourth) &<< 16
      bits = low | high &<< 32
    }
  #else
    private static var shift: UInt64 { 2 }
    static var all: ByteMask { ByteMask(bits: 0x1111_1111_1111_1111) }
  #endif

  private static var step: UInt64 { 1 &<< shift }

  var isEmpty: Bool { bits == 0 }

  /// `true` iff the last byte of the block belongs to the mask.
  @inline(__always)
  var hasLast: Bool { bits &>> (64 &- ByteMask.step) & 1 != 0 }

  /// The number of bytes.
  @inline(__always)
  var count: Int { bits.nonzeroBitCount }

  /// The offset of the first byte.
  ///
  /// - Requires: there is one.
  @inline(__always)
  var first: Int { bits.trailingZeroBitCount &>> Int(ByteMask.shift) }

  /// The offset of the first byte; that of a block's last byte where there is none.
  ///
  /// PERF: without a test whether there is one.
  @inline(__always)
  var firstOrLast: Int { (bits | 1 &<< 63).trailingZeroBitCount &>> Int(ByteMask.shift) }

  /// The offset of the last byte.
  ///
  /// - Requires: there is one.
  @inline(__always)
  var last: Int { (63 &- bits.leadingZeroBitCount) &>> Int(ByteMask.shift) }

  @inline(__always)
  mutating func removeFirst() { bits &= bits &- 1 }

  /// Returns those of the first `count` bytes, 1 to 16.
  @inline(__always)
  func before(_ count: Int) -> ByteMask {
    let width = UInt64(truncatingIfNeeded: count) &<< ByteMask.shift
    return ByteMask(bits: bits & UInt64.max &>> (64 &- width))
  }

  /// Returns the bytes that follow those of the mask; `first` is for the first byte.
  @inline(__always)
  func following(first: Bool) -> ByteMask {
    ByteMask(bits: bits &<< ByteMask.step | (first ? 1 : 0))
  }

  /// Returns the bytes that come before those of the mask; `last` is for the last byte.
  @inline(__always)
  func preceding(last: Bool) -> ByteMask {
    ByteMask(bits: bits &>> ByteMask.step | (last ? 1 &<< (64 &- ByteMask.step) : 0))
  }

  /// Returns the bytes up to which, with themselves, an odd number belongs to the mask; the other
  /// ones with `inverted`.
  @inline(__always)
  func parity(inverted: Bool) -> ByteMask {
    var parity = bits
    var distance = ByteMask.step
    while distance < 64 {
      parity ^= parity &<< distance
      distance &<<= 1
    }
    return ByteMask(bits: inverted ? parity ^ ByteMask.all.bits : parity)
  }

  @inline(__always)
  static func | (left: ByteMask, right: ByteMask) -> ByteMask {
    ByteMask(bits: left.bits | right.bits)
  }

  @inline(__always)
  static func & (left: ByteMask, right: ByteMask) -> ByteMask {
    ByteMask(bits: left.bits & right.bits)
  }

  /// Returns the bytes of `left` that are not in `right`.
  @inline(__always)
  static func - (left: ByteMask, right: ByteMask) -> ByteMask {
    ByteMask(bits: left.bits & ~right.bits)
  }
}

/// As many bytes as are compared at once.
struct ByteBlock: BitwiseCopyable {
  #if arch(x86_64)
    static var count: Int { 64 }

    private var first: SIMD2<Int64>
    private var second: SIMD2<Int64>
    private var third: SIMD2<Int64>
    private var fourth: SIMD2<Int64>

    /// Returns which bytes are equal to those of `lanes`, which are all the same.
    @inline(__always)
    func mask(_ lanes: SIMD16<UInt8>) -> ByteMask {
      let lanes = ByteBlock.register(lanes)
      return ByteMask(
        _mm_cmpeq_epi8(first, lanes), _mm_cmpeq_epi8(second, lanes),
        _mm_cmpeq_epi8(third, lanes), _mm_cmpeq_epi8(fourth, lanes))
    }

    /// Returns which bytes are equal to those of `lanes` or to those of `others`, and how many.
    @inline(__always)
    func mask(
      _ lanes: SIMD16<UInt8>, or others: SIMD16<UInt8>
    ) -> (bytes: ByteMask, count: Int) {
      let (lanes, others) = (ByteBlock.register(lanes), ByteBlock.register(others))
      let one = _mm_cmpeq_epi8(first, lanes) | _mm_cmpeq_epi8(first, others)
      let two = _mm_cmpeq_epi8(second, lanes) | _mm_cmpeq_epi8(second, others)
      let three = _mm_cmpeq_epi8(third, lanes) | _mm_cmpeq_epi8(third, others)
      let four = _mm_cmpeq_epi8(fourth, lanes) | _mm_cmpeq_epi8(fourth, others)
      let sums = _mm_add_epi8(_mm_add_epi8(one, two), _mm_add_epi8(three, four))
      return (ByteMask(one, two, three, four), ByteBlock.total(of: sums))
    }

    /// Returns the sum of all lanes, which are negative numbers, without the minus.
    @inline(__always)
    fileprivate static func total(of lanes: SIMD2<Int64>) -> Int {
      let zero = SIMD2<Int64>.zero
      let halves = _mm_sad_epu8(_mm_sub_epi8(zero, lanes), zero)
      return Int(halves[0] &+ halves[1])
    }

    /// Takes from each lane of `sums` how many of its four bytes are equal to those of `lanes`.
    @inline(__always)
    fileprivate func count(_ lanes: SIMD16<UInt8>, into sums: inout SIMD2<Int64>) {
      let lanes = ByteBlock.register(lanes)
      // A lane that is equal is -1.
      sums = _mm_add_epi8(sums, _mm_cmpeq_epi8(first, lanes))
      sums = _mm_add_epi8(sums, _mm_cmpeq_epi8(second, lanes))
      sums = _mm_add_epi8(sums, _mm_cmpeq_epi8(third, lanes))
      sums = _mm_add_epi8(sums, _mm_cmpeq_epi8(fourth, lanes))
    }

    /// Returns whether a byte is equal to those of `lanes`.
    @inline(__always)
    func has(_ lanes: SIMD16<UInt8>) -> Bool {
      let lanes = ByteBlock.register(lanes)
      let low = _mm_or_si128(_mm_cmpeq_epi8(first, lanes), _mm_cmpeq_epi8(second, lanes))
      let high = _mm_or_si128(_mm_cmpeq_epi8(third, lanes), _mm_cmpeq_epi8(fourth, lanes))
      return _mm_movemask_epi8(_mm_or_si128(low, high)) != 0
    }

    @inline(__always)
    private static func register(_ lanes: SIMD16<UInt8>) -> SIMD2<Int64> {
      // INVARIANT: the cast is between types of equal size without invalid bit patterns.
      unsafe unsafeBitCast(lanes, to: SIMD2<Int64>.self)
    }
  #else
    static var count: Int { 16 }

    private var first: SIMD16<UInt8>

    /// Returns which bytes are equal to those of `lanes`, which are all the same.
    @inline(__always)
    func mask(_ lanes: SIMD16<UInt8>) -> ByteMask { ByteMask(first .== lanes) }

    /// Returns which bytes are equal to those of `lanes` or to those of `others`, and how many.
    @inline(__always)
    func mask(
      _ lanes: SIMD16<UInt8>, or others: SIMD16<UInt8>
    ) -> (bytes: ByteMask, count: Int) {
      let bytes = ByteMask((first .== lanes) .| (first .== others))
      return (bytes, bytes.count)
    }

    /// Returns whether a byte is equal to those of `lanes`.
    @inline(__always)
    func has(_ lanes: SIMD16<UInt8>) -> Bool { !mask(lanes).isEmpty }
  #endif

  /// - Requires: a whole block of `bytes` from `offset`.
  @inline(__always)
  init(_ bytes: RawSpan, at offset: Int) {
    // INVARIANT: the load is checked against the span; any bytes are valid vectors.
    self = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: ByteBlock.self)
  }
}

/// Counts the bytes of a few blocks that are equal to some byte.
///
/// PERF: lanes are summed up at the end, since no instruction that counts the bits of a word is sure
/// to be there.
struct ByteTally {
  /// For how many blocks a tally serves: with more a lane could pass 255.
  static let blocks = 63

  #if arch(x86_64)
    /// By lane, as negative numbers.
    private var sums = SIMD2<Int64>.zero
    private var removed = 0

    @inline(__always)
    var count: Int { ByteBlock.total(of: sums) &- removed }

    /// Counts the bytes of `block` that are equal to those of `lanes`, which are all the same.
    @inline(__always)
    mutating func add(_ block: ByteBlock, _ lanes: SIMD16<UInt8>) {
      block.count(lanes, into: &sums)
    }

    /// Counts some bytes no longer.
    @inline(__always)
    mutating func remove(_ bytes: Int) { removed &+= bytes }
  #else
    private(set) var count = 0

    /// Counts the bytes of `block` that are equal to those of `lanes`, which are all the same.
    @inline(__always)
    mutating func add(_ block: ByteBlock, _ lanes: SIMD16<UInt8>) {
      count &+= block.mask(lanes).count
    }

    /// Counts some bytes no longer.
    @inline(__always)
    mutating func remove(_ bytes: Int) { count &-= bytes }
  #endif
}
