#if arch(x86_64)
  import _Builtin_intrinsics.intel

  /// Finds where fields end, 64 bytes at a time.
  package enum FieldEnds {
    /// How many bytes are looked at at once.
    private static let blockCount = 64

    /// Which bytes of a block have a property, by bits.
    package typealias Block = (quotes: UInt64, lineFeeds: UInt64, places: UInt64)

    /// Notes the places of separators and line feeds outside of quotes in whole blocks, as long as
    /// there is room for the places of one; counts the line feeds. Returns false if a block was left.
    ///
    /// - Parameters:
    ///   - position: where the first block begins; then, where the first one begins that was not taken.
    ///   - limit: where the last block ends at most.
    ///   - isInside: whether the bytes before the first block end inside quotes.
    ///   - ends: where the places go, from `used` on, which is at least 1.
    ///   - quoted: called with the offset of a block with quotes or inside them, what is in it, and
    ///     whether a field begins with it; returns which of its bytes are inside quotes and whether it
    ///     ends inside, or nil if it has to be left.
    /// - Complexity: O(bytes).
    @inline(never)
    package static func note(
      _ bytes: Span<UInt8>, from position: inout Int, before limit: Int, separator: UInt8,
      isInside: Bool, into ends: inout MutableSpan<UInt32>, used: inout Int,
      lineCount: inout Int, quoted: (Int, Block, Bool) -> (bytes: UInt64, staysInside: Bool)?
    ) -> Bool {
      precondition(position >= 0 && limit <= bytes.count, "blocks are among the bytes")
      precondition(used > 0, "places go behind others")
      let separators = _mm512_set1_epi8(CChar(bitPattern: separator))
      let lineFeeds = _mm512_set1_epi8(CChar(bitPattern: UInt8(ascii: "\n")))
      let marks = _mm512_set1_epi8(CChar(bitPattern: UInt8(ascii: "\"")))
      let offsets = WideLanes.ascendingBytes
      let room = ends.count &- blockCount
      var (here, next, lines, isInside) = (position, used, 0, isInside)
      defer { (position, used, lineCount) = (here, next, lineCount &+ lines) }
      while here &+ blockCount <= limit, next <= room {
        // INVARIANT: the block is among the bytes, and behind `next` is room for the places of all of
        // them; any bytes are valid vectors.
        let block = unsafe bytes.bytes.unsafeLoadUnaligned(
          fromUncheckedByteOffset: here, as: SIMD8<Int64>.self)
        let quotes = _mm512_testn_epi8_mask(block ^ marks, block ^ marks)
        var feeds = _mm512_testn_epi8_mask(block ^ lineFeeds, block ^ lineFeeds)
        var places = _mm512_testn_epi8_mask(block ^ separators, block ^ separators) | feeds
        // PERF: nearly every block has no quotes.
        if isInside || quotes != 0 {
          guard let inside = quoted(here, (quotes, feeds, places), ends[next &- 1] &+ 1 == here)
          else { return false }
          isInside = inside.staysInside
          places &= ~inside.bytes
          feeds &= ~inside.bytes
        }
        let count = places.nonzeroBitCount
        let found = _mm512_maskz_compress_epi8(places, offsets)
        let base = SIMD16<UInt32>(repeating: UInt32(truncatingIfNeeded: here))
        var target = unsafe ends.mutableBytes
        unsafe store(found[0], found[1], base, into: &target, at: next)
        // PERF: mostly a block has no more fields than that.
        if count > 16 {
          unsafe store(found[2], found[3], base, into: &target, at: next &+ 16)
          unsafe store(found[4], found[5], base, into: &target, at: next &+ 32)
          unsafe store(found[6], found[7], base, into: &target, at: next &+ 48)
        }
        next &+= count
        lines &+= feeds.nonzeroBitCount
        here &+= blockCount
      }
      return true
    }

    /// Writes sixteen places, each a byte behind `base`.
    ///
    /// - Requires: room for them.
    @inline(__always)
    @unsafe
    private static func store(
      _ low: Int64, _ high: Int64, _ base: SIMD16<UInt32>,
      into target: inout MutableRawSpan, at place: Int
    ) {
      // INVARIANT: the casts are between vectors of equal size without invalid bit patterns.
      let offsets = unsafe unsafeBitCast(
        _mm512_cvtepu8_epi32(SIMD2(low, high)), to: SIMD16<UInt32>.self)
      unsafe target.storeBytes(
        of: offsets &+ base, toUncheckedByteOffset: place &* 4, as: SIMD16<UInt32>.self)
    }
  }
#endif
