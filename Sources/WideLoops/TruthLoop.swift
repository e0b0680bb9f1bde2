#if arch(x86_64)
  import _Builtin_intrinsics.intel

  /// Reads truths written as words of up to five bytes, eight at a time.
  package enum TruthLoop {
    /// The words, each at the place that its product with `multiplier` begins with.
    ///
    /// A tuple, for the reason of `EightCells`.
    ///
    /// - words: each in lower case, the first byte lowest.
    /// - exact: ones where no other case is meant.
    /// - truths: bits by place.
    package typealias Form = (
      words: SIMD8<UInt64>, exact: SIMD8<UInt64>, truths: UInt8, multiplier: UInt64
    )

    /// Reads the cells of `rows` as 1 and 0, and writes 0 and the row's number for those that hold none
    /// of the words.
    ///
    /// - Parameters:
    ///   - unread: where the numbers of rows go that are not read, ascending, from `next` on.
    /// - Returns: where further rows go.
    /// - Requires: `values` has a place for each row, and `unread` as many as there are rows.
    /// - Complexity: O(rows).
    @inline(never)
    package static func read(
      _ form: Form, _ bytes: Span<UInt8>, _ ends: Span<UInt32>, _ rows: WideRows,
      into values: inout MutableSpan<UInt8>, unread: inout MutableSpan<Int32>, at next: Int
    ) -> Int {
      WideLanes.check(rows, bytes, ends, values: values.count, unread: unread.count, at: next)
      typealias Register = WideLanes.Register
      // INVARIANT: the casts are between vectors of equal size without invalid bit patterns.
      let words = unsafe unsafeBitCast(form.words, to: Register.self)
      let exact = unsafe unsafeBitCast(form.exact, to: Register.self)
      let truths = _mm512_maskz_set1_epi64(form.truths, 1)
      let multiplier = Register(repeating: Int64(bitPattern: form.multiplier))
      var next = next
      for row in stride(from: rows.rows.lowerBound, to: rows.rows.upperBound, by: 8) {
        // INVARIANT: what `check` has looked at.
        let cells = unsafe WideLanes.eightCells(bytes.bytes, ends, rows, from: row)
        let unused =
          Register(repeating: 64) &- _mm512_slli_epi64(cells.lengths, 3)
        let last = WideLanes.lastHalves(cells.upper, cells.lower)
        // Setting the bit for lower case makes letters of nothing but letters.
        let small = _mm512_srlv_epi64(last | Register(repeating: 0x2020_2020_2020_2020), unused)
        let word = _mm512_srlv_epi64(last, unused)
        let places = _mm512_srli_epi64(_mm512_mullo_epi64(small, multiplier), 61)
        let excess =
          small ^ _mm512_permutexvar_epi64(places, words)
          | (word ^ small) & _mm512_permutexvar_epi64(places, exact)
          | WideLanes.excess(
            of: cells.lengths &- Register(repeating: 1), over: Register(repeating: 4))
        let areRead = _mm512_testn_epi64_mask(excess, excess)
        let found = _mm512_maskz_cvtepi64_epi8(
          areRead, _mm512_permutexvar_epi64(places, truths))
        var target = unsafe values.mutableBytes
        unsafe target.storeBytes(of: found[0], toUncheckedByteOffset: row, as: Int64.self)
        next = unsafe WideLanes.list(~areRead, from: row, in: &unread, at: next)
      }
      return next
    }
  }
#endif
