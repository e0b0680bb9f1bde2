#if arch(x86_64)
  import _Builtin_intrinsics.intel.sse2
#endif

/// Which of sixteen bytes have a property, as bits in the order of the bytes.
///
/// PERF: some processors gather one bit of each byte with one instruction; on others four bits of
/// each are as many as can be had at once. Vectors that are compared are spelled out as
/// `SIMD16<UInt8>`; a scalar beside `.==` would choose a loop that is 60 times slower.
struct ByteMask: Equatable, Sendable {
  private var bits: UInt64

  private init(bits: UInt64) { self.bits = bits }

  @inline(__always)
  init(_ lanes: SIMDMask<SIMD16<Int8>>) {
    // INVARIANT: the casts are between types of equal size without invalid bit patterns.
    #if arch(x86_64)
      let gathered = unsafe _mm_movemask_epi8(unsafeBitCast(lanes, to: __m128i.self))
      bits = UInt64(UInt32(bitPattern: gathered))
    #else
      let pairs = unsafe unsafeBitCast(lanes, to: SIMD8<UInt16>.self)
      bits = unsafe unsafeBitCast(SIMD8<UInt8>(truncatingIfNeeded: pairs &>> 4), to: UInt64.self)
      bits &= 0x1111_1111_1111_1111
    #endif
  }

  /// How far the count of bits is shifted against the count of bytes.
  private static var shift: Int {
    #if arch(x86_64)
      0
    #else
      2
    #endif
  }

  var isEmpty: Bool { bits == 0 }

  /// Returns those of the first `count` bytes, 1 to 16.
  @inline(__always)
  func before(_ count: Int) -> ByteMask {
    let width = UInt64(truncatingIfNeeded: count &<< ByteMask.shift)
    return ByteMask(bits: bits & UInt64.max &>> (64 &- width))
  }
}
