#if arch(x86_64)
  import _Builtin_intrinsics.intel

  /// Reads figures of one outline, eight at a time: digits with a decimal sign and a percent sign where
  /// all have them, and a minus before them or none.
  package enum FigureLoop {
    /// How figures of one outline are read.
    ///
    /// A tuple, for the reason of `EightCells`.
    ///
    /// - signs, most: what each byte is compared with, and the most that it may differ from that.
    /// - evenWorths, oddWorths, groupWorths: what digits are worth in their group of four, and what puts
    ///   two groups each together.
    /// - firstHalf: what the first two groups are worth in the unit of the last digit, below 2^32.
    /// - unit: what the last digit is worth.
    /// - shortest, spare: the bytes that a figure has at least without its minus, and by how many more it
    ///   may have; at most sixteen together.
    /// - low, span: the least value, and how far the largest is above.
    package typealias Form = (
      signs: SIMD16<UInt8>, most: SIMD16<UInt8>, evenWorths: SIMD8<UInt16>,
      oddWorths: SIMD8<UInt16>, groupWorths: SIMD8<UInt16>, firstHalf: UInt64, unit: UInt64,
      shortest: UInt32, spare: UInt32, low: Int64, span: UInt64
    )

    /// Reads the cells of `rows`, and writes 0 and the row's number for those that are no such figures.
    ///
    /// - Parameters:
    ///   - unread: where the numbers of rows go that are not read, ascending, from `next` on.
    /// - Returns: the bits of all magnitudes, and where further rows go.
    /// - Requires: `values` has a place for each row, and `unread` as many as there are rows.
    /// - Complexity: O(rows).
    @inline(never)
    package static func read(
      _ form: Form, _ bytes: Span<UInt8>, _ ends: Span<UInt32>, _ rows: WideRows,
      into values: inout MutableSpan<Int64>, unread: inout MutableSpan<Int32>, at next: Int
    ) -> (union: UInt64, next: Int) {
      WideLanes.check(rows, bytes, ends, values: values.count, unread: unread.count, at: next)
      typealias Register = WideLanes.Register
      let dashes = _mm512_set1_epi8(CChar(bitPattern: UInt8(ascii: "-")))
      let (signs, most) = (WideLanes.fourTimes(form.signs), WideLanes.fourTimes(form.most))
      let worths = Worths(form)
      let firstHalf = Register(repeating: Int64(bitPattern: form.firstHalf))
      let unit = Register(repeating: Int64(bitPattern: form.unit))
      let (shortest, spare) = (
        Register(repeating: Int64(form.shortest)), Register(repeating: Int64(form.spare))
      )
      let low = Register(repeating: form.low)
      let span = Register(repeating: Int64(bitPattern: form.span))
      let longest = Register(repeating: 16)
      var union = Register.zero
      var next = next
      for row in stride(from: rows.rows.lowerBound, to: rows.rows.upperBound, by: 8) {
        // INVARIANT: what `check` has looked at.
        let cells = unsafe WideLanes.eightCells(bytes.bytes, ends, rows, from: row)
        let own = WideLanes.own(cells.lengths)
        let minuses = (
          upper: FigureLoop.minuses(cells.upper, own.upper, dashes),
          lower: FigureLoop.minuses(cells.lower, own.lower, dashes)
        )
        let upper = _mm512_maskz_mov_epi8(own.upper & ~minuses.upper, cells.upper ^ signs)
        let lower = _mm512_maskz_mov_epi8(own.lower & ~minuses.lower, cells.lower ^ signs)
        let halves = WideLanes.firstHalves(worths.halves(of: upper), worths.halves(of: lower))
        let magnitudes = _mm512_mullo_epi64(
          _mm512_mul_epu32(halves, firstHalf) &+ _mm512_srli_epi64(halves, 32), unit)
        let words = _mm512_cvtepu16_epi64(
          SIMD2(Int64(bitPattern: minuses.upper), Int64(bitPattern: minuses.lower)))
        let isNegative = _mm512_test_epi64_mask(words, words)
        let figures = _mm512_mask_sub_epi64(magnitudes, isNegative, Register.zero, magnitudes)
        let lengths = _mm512_mask_sub_epi64(
          cells.lengths, isNegative, cells.lengths, Register(repeating: 1))
        let (upperExcess, lowerExcess) = (
          _mm512_subs_epu8(upper, most), _mm512_subs_epu8(lower, most)
        )
        let excess =
          WideLanes.firstHalves(upperExcess, lowerExcess)
          | WideLanes.lastHalves(upperExcess, lowerExcess)
          | WideLanes.excess(of: cells.lengths, over: longest)
          | WideLanes.excess(of: lengths &- shortest, over: spare)
          | WideLanes.excess(of: figures &- low, over: span)
        let areRead = _mm512_testn_epi64_mask(excess, excess)
        union |= _mm512_maskz_mov_epi64(areRead, magnitudes)
        var target = unsafe values.mutableBytes
        unsafe target.storeBytes(
          of: _mm512_maskz_mov_epi64(areRead, figures), toUncheckedByteOffset: row &* 8,
          as: Register.self)
        next = unsafe WideLanes.list(~areRead, from: row, in: &unread, at: next)
      }
      var bits: UInt64 = 0
      for lane in 0..<8 { bits |= UInt64(bitPattern: union[lane]) }
      return (bits, next)
    }

    /// Returns which cells' first bytes are minuses.
    @inline(__always)
    private static func minuses(
      _ blocks: WideLanes.Register, _ own: UInt64, _ dashes: WideLanes.Register
    ) -> UInt64 {
      let behind = own &<< 1 & 0xFFFE_FFFE_FFFE_FFFE
      return _mm512_testn_epi8_mask(blocks ^ dashes, blocks ^ dashes) & own & ~behind
    }
  }

  /// What digits are worth.
  private struct Worths {
    let even: WideLanes.Register
    let odd: WideLanes.Register
    let groups: WideLanes.Register

    @inline(__always)
    init(_ form: FigureLoop.Form) {
      even = WideLanes.fourTimes(form.evenWorths)
      odd = WideLanes.fourTimes(form.oddWorths)
      groups = WideLanes.fourTimes(form.groupWorths)
    }

    /// The numbers that the first eight and the last eight bytes of each sixteen make.
    @inline(__always)
    func halves(of digits: WideLanes.Register) -> WideLanes.Register {
      let low = digits & WideLanes.Register(repeating: 0x00FF_00FF_00FF_00FF)
      let sums = _mm512_add_epi32(
        _mm512_madd_epi16(low, even), _mm512_madd_epi16(_mm512_srli_epi16(digits, 8), odd))
      return _mm512_madd_epi16(_mm512_packs_epi32(sums, sums), groups)
    }
  }
#endif
