#if arch(x86_64)
  import _Builtin_intrinsics.intel

  /// Reads days written as `yyyy-mm-dd`, of the years 1900 to 2099, eight at a time.
  package enum DayLoop {
    /// Reads the cells of `rows` as days since 1970-01-01, and writes 0 and the row's number for those
    /// that are no such days.
    ///
    /// Howard Hinnant's days_from_civil, with quotients as products: exact for what passes the tests.
    ///
    /// - Parameters:
    ///   - unread: where the numbers of rows go that are not read, ascending, from `next` on.
    /// - Returns: where further rows go.
    /// - Requires: `values` has a place for each row, and `unread` as many as there are rows.
    /// - Complexity: O(rows).
    @inline(never)
    package static func read(
      _ bytes: Span<UInt8>, _ ends: Span<UInt32>, _ rows: WideRows,
      into values: inout MutableSpan<Int32>, unread: inout MutableSpan<Int32>, at next: Int
    ) -> Int {
      WideLanes.check(rows, bytes, ends, values: values.count, unread: unread.count, at: next)
      let (zero, dash) = (UInt8(ascii: "0"), UInt8(ascii: "-"))
      let form = WideLanes.fourTimes(
        SIMD16<UInt8>(
          0, 0, 0, 0, 0, 0, zero, zero, zero, zero, dash, zero, zero, dash, zero, zero))
      let most = WideLanes.fourTimes(
        SIMD16<UInt8>(255, 255, 255, 255, 255, 255, 9, 9, 9, 9, 0, 9, 9, 0, 9, 9))
      let worths = WideLanes.fourTimes(
        SIMD16<UInt8>(0, 0, 0, 0, 0, 0, 10, 1, 10, 1, 0, 10, 1, 0, 10, 1))
      var next = next
      for row in stride(from: rows.rows.lowerBound, to: rows.rows.upperBound, by: 8) {
        // INVARIANT: what `check` has looked at.
        let cells = unsafe WideLanes.eightCells(bytes.bytes, ends, rows, from: row)
        let (upper, lower) = (cells.upper ^ form, cells.lower ^ form)
        let (upperExcess, lowerExcess) = (
          _mm512_subs_epu8(upper, most), _mm512_subs_epu8(lower, most)
        )
        let civil = CivilLanes(
          _mm512_maddubs_epi16(upper, worths), _mm512_maddubs_epi16(lower, worths))
        let excess =
          WideLanes.firstHalves(upperExcess, lowerExcess)
          | WideLanes.lastHalves(upperExcess, lowerExcess)
          | cells.lengths ^ WideLanes.Register(repeating: 10) | civil.excess
        let areRead = _mm512_testn_epi64_mask(excess, excess)
        var target = unsafe values.mutableBytes
        unsafe target.storeBytes(
          of: _mm512_maskz_cvtepi64_epi32(areRead, civil.number), toUncheckedByteOffset: row &* 4,
          as: SIMD4<Int64>.self)
        next = unsafe WideLanes.list(~areRead, from: row, in: &unread, at: next)
      }
      return next
    }
  }

  /// Eight days, taken apart.
  private struct CivilLanes {
    private typealias Register = WideLanes.Register
    private let year: Register
    private let month: Register
    private let day: Register

    /// Takes words that hold centuries, years of them, tens of months, months and days last.
    @inline(__always)
    init(_ upper: WideLanes.Register, _ lower: WideLanes.Register) {
      let (first, last) = (
        WideLanes.firstHalves(upper, lower), WideLanes.lastHalves(upper, lower)
      )
      let word = Register(repeating: 0xFFFF)
      let centuries = _mm512_srli_epi64(first, 48)
      year = _mm512_mul_epu32(centuries, Register(repeating: 100)) &+ (last & word)
      month = (_mm512_srli_epi64(last, 16) & word) &+ (_mm512_srli_epi64(last, 32) & word)
      day = _mm512_srli_epi64(last, 48)
    }

    /// Zero for days of years from 1900 to 2099.
    @inline(__always)
    var excess: WideLanes.Register {
      let one = Register(repeating: 1)
      let lengths = WideLanes.fourTimes(
        SIMD16<UInt8>(0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0, 0, 0))
      // Of these years 1900 alone has no leap day where four divides it.
      let isFourth = _mm512_testn_epi64_mask(year, Register(repeating: 3))
      let isOther = _mm512_test_epi64_mask(
        year ^ Register(repeating: 1900), Register(repeating: -1))
      let isFebruary = _mm512_testn_epi64_mask(
        month ^ Register(repeating: 2), Register(repeating: -1))
      let usual = _mm512_shuffle_epi8(lengths, month)
      let length = _mm512_mask_add_epi64(usual, isFourth & isOther & isFebruary, usual, one)
      return WideLanes.excess(
        of: year &- Register(repeating: 1900), over: Register(repeating: 199))
        | WideLanes.excess(of: month &- one, over: Register(repeating: 11))
        | WideLanes.excess(of: day &- one, over: length &- one)
    }

    /// The number of days since 1970-01-01.
    @inline(__always)
    var number: WideLanes.Register {
      func times(_ value: Register, _ factor: Int64) -> Register {
        _mm512_mul_epu32(value, Register(repeating: factor))
      }
      // Years begin in March.
      let isEarly = _mm512_srli_epi64(month &- Register(repeating: 3), 63)
      let years = year &- isEarly
      let months = month &+ times(isEarly, 12) &- Register(repeating: 3)
      let beforeMonth = _mm512_srli_epi64(
        times(times(months, 153) &+ Register(repeating: 2), 52_429), 18)
      let centuries = _mm512_srli_epi64(times(years, 5243), 19)
      let leapDays = _mm512_srli_epi64(years, 2) &- centuries &+ _mm512_srli_epi64(centuries, 2)
      return times(years, 365) &+ leapDays &+ beforeMonth &+ day &- Register(repeating: 719_469)
    }
  }
#endif
