#if arch(x86_64)
  import RowLoops
  import _Builtin_intrinsics.intel

  /// The loops of `RowLoops`, which say what each does.
  package enum WideRowLoops {
    @inline(never)
    package static func compare(
      _ figures: Span<Int64>, with bound: Int64, isMore: Bool, negated: UInt8,
      into truths: inout MutableSpan<UInt8>
    ) {
      RowLoops.compare(figures, with: bound, isMore: isMore, negated: negated, into: &truths)
    }

    @inline(never)
    package static func pick(
      _ number: UInt8, where truths: Span<UInt8>, _ absence: Span<UInt8>,
      in picks: inout MutableSpan<UInt8>
    ) {
      RowLoops.pick(number, where: truths, absence, in: &picks)
    }

    @inline(never)
    package static func decide(
      _ absence: inout MutableSpan<UInt8>, where truths: Span<UInt8>, _ unknown: Span<UInt8>
    ) {
      RowLoops.decide(&absence, where: truths, unknown)
    }

    @inline(never)
    package static func choose(
      _ choices: Span<Int64>, by picks: Span<UInt8>, into figures: inout MutableSpan<Int64>
    ) {
      let wide = picks.count - picks.count % 8
      // PERF: mostly all choices stand in one register.
      guard choices.count <= 8, wide > 0 else {
        return RowLoops.choose(choices, by: picks, into: &figures)
      }
      precondition(figures.count >= picks.count, "a place for each pick")
      var table = WideLanes.Register.zero
      for place in choices.indices { table[place] = choices[place] }
      var target = unsafe figures.mutableBytes
      // The last eight are taken again where their number is no multiple.
      for start in stride(from: 0, to: wide, by: 8) {
        unsafe choose(table, by: picks.bytes, from: start, into: &target)
      }
      unsafe choose(table, by: picks.bytes, from: picks.count - 8, into: &target)
    }

    /// Writes the choices of eight picks.
    @inline(__always)
    @unsafe
    private static func choose(
      _ table: WideLanes.Register, by picks: RawSpan, from start: Int,
      into figures: inout MutableRawSpan
    ) {
      // INVARIANT: the caller has seen that there are eight picks from `start` on, and places for them.
      let eight = unsafe picks.unsafeLoadUnaligned(
        fromUncheckedByteOffset: start, as: Int64.self)
      let places = _mm512_cvtepu8_epi64(SIMD2(eight, 0))
      unsafe figures.storeBytes(
        of: _mm512_permutexvar_epi64(places, table), toUncheckedByteOffset: start &* 8,
        as: WideLanes.Register.self)
    }

    @inline(never)
    package static func add(
      _ figures: Span<Int64>, times factor: Int64, to sums: inout MutableSpan<Int64>
    ) {
      RowLoops.add(figures, times: factor, to: &sums)
    }

    @inline(never)
    package static func encode(
      _ figures: Span<Int64>, power: Int, inverse: Int64, into counts: inout OutputSpan<Int32>
    ) -> Int {
      RowLoops.encode(figures, power: power, inverse: inverse, into: &counts)
    }

    @inline(never)
    package static func union(of values: Span<Int64>) -> Int64 { RowLoops.union(of: values) }

    @inline(never)
    package static func union(of values: Span<UInt8>) -> UInt8 { RowLoops.union(of: values) }
  }
#endif
