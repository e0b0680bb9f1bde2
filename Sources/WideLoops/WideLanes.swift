#if arch(x86_64)
  import _Builtin_intrinsics.intel

  /// Vectors of 64 bytes that several loops use.
  ///
  /// INVARIANT of all casts between vectors: equal size, and no invalid bit patterns.
  enum WideLanes {
    typealias Register = SIMD8<Int64>

    /// The bytes 0 to 63.
    @inline(__always)
    static var ascendingBytes: Register {
      SIMD8(0, 1, 2, 3, 4, 5, 6, 7) &* Register(repeating: 0x0808_0808_0808_0808)
        &+ Register(repeating: 0x0706_0504_0302_0100)
    }

    /// Returns a vector of sixteen bytes four times.
    @inline(__always)
    static func fourTimes(_ lanes: SIMD16<UInt8>) -> Register {
      _mm512_broadcast_i32x4(unsafe unsafeBitCast(lanes, to: SIMD2<Int64>.self))
    }

    @inline(__always)
    static func fourTimes(_ lanes: SIMD8<UInt16>) -> Register {
      _mm512_broadcast_i32x4(unsafe unsafeBitCast(lanes, to: SIMD2<Int64>.self))
    }
  }

  /// Eight cells of a column, one below the other, each by the sixteen bytes before its end.
  ///
  /// A tuple: the functions that copy a type of its own may be taken for those of any type of the same
  /// size, on processors without these vectors.
  ///
  /// - upper, lower: the bytes of the first four cells, and of the others.
  /// - lengths: how many bytes each cell has.
  typealias EightCells = (
    upper: WideLanes.Register, lower: WideLanes.Register, lengths: WideLanes.Register
  )

  /// Rows of a column that are taken eight at a time.
  ///
  /// - rows: a multiple of eight of them; each has sixteen bytes before the end of its cell.
  /// - place: where the ends have the place before the cell of row 0, which the place of its end
  ///   follows; all ascend.
  /// - stride: how much further on those of the next row are.
  package typealias WideRows = (rows: Range<Int>, place: Int, stride: Int)

  extension WideLanes {
    /// Checks that all rows can be taken, and that there is room for what is found.
    @inline(__always)
    static func check(
      _ rows: WideRows, _ bytes: Span<UInt8>, _ ends: Span<UInt32>, values: Int, unread: Int,
      at next: Int
    ) {
      guard !rows.rows.isEmpty else { return }
      let start = rows.place + rows.rows.lowerBound * rows.stride
      let last = rows.place + (rows.rows.upperBound - 1) * rows.stride
      precondition(
        rows.rows.count % 8 == 0 && rows.rows.lowerBound >= 0 && rows.stride > 0 && start >= 0
          && last + 1 < ends.count, "rows have cells")
      precondition(
        ends[start + 1] >= 16 && ends[last + 1] <= bytes.count, "cells are among the bytes")
      precondition(
        rows.rows.upperBound <= values && next >= 0 && unread - next >= rows.rows.count,
        "there is room for all rows")
    }

    /// Returns the cells of `row` and of the seven that follow it.
    ///
    /// - Requires: that `rows` has been checked, and has these.
    @inline(__always)
    @unsafe
    static func eightCells(
      _ bytes: RawSpan, _ ends: Span<UInt32>, _ rows: WideRows, from row: Int
    ) -> EightCells {
      let (place, stride) = (rows.place &+ row &* rows.stride, rows.stride)
      func pair(_ row: Int) -> Int64 {
        unsafe ends.bytes.unsafeLoadUnaligned(
          fromUncheckedByteOffset: (place &+ row &* stride) &* 4, as: Int64.self)
      }
      func block(_ row: Int) -> SIMD2<Int64> {
        let end = unsafe Int(ends[unchecked: place &+ 1 &+ row &* stride])
        return unsafe bytes.unsafeLoadUnaligned(
          fromUncheckedByteOffset: end &- 16, as: SIMD2<Int64>.self)
      }
      func blocks(from row: Int) -> Register {
        var blocks = _mm512_broadcast_i32x4(block(row))
        blocks = _mm512_mask_broadcast_i32x4(blocks, 0x00F0, block(row &+ 1))
        blocks = _mm512_mask_broadcast_i32x4(blocks, 0x0F00, block(row &+ 2))
        return _mm512_mask_broadcast_i32x4(blocks, 0xF000, block(row &+ 3))
      }
      let pairs = Register(
        pair(0), pair(1), pair(2), pair(3), pair(4), pair(5), pair(6), pair(7))
      // A cell starts behind the lower half's place and ends before the upper half's.
      let lengths =
        (_mm512_srli_epi64(pairs, 32) &- pairs &- Register(repeating: 1))
        & Register(repeating: 0xFFFF_FFFF)
      return (blocks(from: 0), blocks(from: 4), lengths)
    }

    /// Which of sixteen bytes each belong to the first four cells, and to the others, if those have no
    /// more than sixteen.
    @inline(__always)
    static func own(_ lengths: Register) -> (upper: UInt64, lower: UInt64) {
      let windows = _mm512_cvtepi64_epi16(
        _mm512_srlv_epi64(Register(repeating: 0xFFFF_0000), lengths))
      return (UInt64(bitPattern: windows[0]), UInt64(bitPattern: windows[1]))
    }

    /// Writes the numbers of those of eight rows that are `listed`; returns the place after them.
    ///
    /// - Requires: room for all eight.
    @inline(__always)
    @unsafe
    static func list(
      _ listed: UInt8, from row: Int, in list: inout MutableSpan<Int32>, at next: Int
    ) -> Int {
      let numbers =
        SIMD8<Int32>(0, 1, 2, 3, 4, 5, 6, 7) &+ SIMD8(repeating: Int32(truncatingIfNeeded: row))
      var target = unsafe list.mutableBytes
      unsafe target.storeBytes(
        of: _mm256_maskz_compress_epi32(listed, unsafeBitCast(numbers, to: SIMD4<Int64>.self)),
        toUncheckedByteOffset: next &* 4, as: SIMD4<Int64>.self)
      return next &+ listed.nonzeroBitCount
    }

    /// Returns zero for values that are at most `bounds`, without signs.
    @inline(__always)
    static func excess(of values: Register, over bounds: Register) -> Register {
      _mm512_max_epu64(values, bounds) ^ bounds
    }

    /// The first eight bytes of each sixteen.
    @inline(__always)
    static func firstHalves(_ upper: Register, _ lower: Register) -> Register {
      _mm512_permutex2var_epi64(upper, SIMD8(0, 2, 4, 6, 8, 10, 12, 14), lower)
    }

    /// The last eight bytes of each sixteen.
    @inline(__always)
    static func lastHalves(_ upper: Register, _ lower: Register) -> Register {
      _mm512_permutex2var_epi64(upper, SIMD8(1, 3, 5, 7, 9, 11, 13, 15), lower)
    }
  }
#endif
