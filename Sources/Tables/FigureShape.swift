#if arch(x86_64)
  import _Builtin_intrinsics.intel.sse2
  import WideLoops
#endif

/// What the figures of a column have in common: how many digits follow the decimal sign, and whether
/// a percent sign ends them.
struct FigureOutline: Equatable, Sendable {
  /// 0 where there is no decimal sign.
  var decimals = 0
  var hasSign = false

  /// What the first cell that is not empty shows: mostly all cells of a column agree in that.
  init(of cells: ColumnCells, in bytes: Span<UInt8>, point: UInt8) {
    for row in 0..<cells.count {
      let (start, end) = cells[row].inner(in: bytes)
      guard start < end else { continue }
      hasSign = bytes[end - 1] == UInt8(ascii: "%")
      var here = hasSign ? end - 1 : end
      let last = here
      while here > start, bytes[here - 1].isDigit { here -= 1 }
      if here > start, bytes[here - 1] == point { decimals = last - here }
      return
    }
  }
}

/// How figures of one outline are read that stand in at most sixteen bytes.
///
/// What: where the signs stand is known, so that each byte is multiplied where it is, a sign by zero.
///
/// Why this way: `FigureForm` looks for the decimal sign of each figure and closes the gap, which
/// takes twice as long.
struct FigureShape: Sendable {
  /// How many bytes of a piece there must be before the end of a figure.
  static let room = 16
  /// By a number of bytes below 32, ones for so many of the last, all for more than sixteen.
  static let windows: [SIMD16<UInt8>] = (0..<32).map { SixteenBytes.last(min($0, 16)) }

  let outline: FigureOutline
  let bounds: NarrowBounds
  /// What a byte is compared with: the sign that stands there, or the digit zero.
  private var signs = SIMD16<UInt8>(repeating: UInt8(ascii: "0"))
  /// The most that a byte may differ from that: 9 where digits stand.
  private var most = SIMD16<UInt8>(repeating: 9)
  /// What digits are worth in their group of four lanes, for even and for odd lanes.
  private var evenWorths = SIMD8<UInt16>.zero
  private var oddWorths = SIMD8<UInt16>.zero
  /// What puts two groups each together.
  private var groupWorths = SIMD8<UInt16>.zero
  /// What the first two groups are worth, in the unit of the last digit.
  private var firstHalf: UInt64 = 1
  /// What the last digit is worth.
  private var unit: UInt64 = 1
  /// The bytes that a figure has at least, and by how many more it may have.
  private var shortest: UInt32 = 0
  private var spare: UInt32 = 0

  /// Returns nil where no figure of the outline can be read in sixteen bytes.
  init?(_ scale: NarrowScale, _ outline: FigureOutline, point: UInt8) {
    self.outline = outline
    bounds = scale.bounds
    let power = (outline.hasSign ? scale.signedPower : scale.power) - outline.decimals
    let others = (outline.hasSign ? 1 : 0) + (outline.decimals > 0 ? 1 : 0)
    // With the zeros for `power`, all digits fit 18.
    let longest = min(16, 18 - max(power, 0) + others)
    // A shorter one has no byte where the decimal sign stands.
    let shortest = others + max(1, outline.decimals)
    guard power >= 0, longest >= shortest else { return nil }
    unit = NarrowScale.powersOfTen[power]
    self.shortest = UInt32(shortest)
    spare = UInt32(longest - shortest)
    let last = outline.hasSign ? 14 : 15
    if outline.hasSign { setSign(UInt8(ascii: "%"), at: 15) }
    if outline.decimals > 0 { setSign(point, at: last - outline.decimals) }
    var digitsOfGroup = [0, 0, 0, 0]
    for lane in (0..<16).reversed() where most[lane] > 0 {
      let worth = UInt16(NarrowScale.powersOfTen[digitsOfGroup[lane / 4]])
      if lane % 2 == 0 { evenWorths[lane / 2] = worth } else { oddWorths[lane / 2] = worth }
      digitsOfGroup[lane / 4] += 1
    }
    let tens = digitsOfGroup.map { NarrowScale.powersOfTen[$0] }
    groupWorths = SIMD8(UInt16(tens[1]), 1, UInt16(tens[3]), 1, 0, 0, 0, 0)
    firstHalf = tens[2] * tens[3]
  }

  private mutating func setSign(_ sign: UInt8, at lane: Int) {
    signs[lane] = sign
    most[lane] = 0
  }

  #if arch(x86_64)
    /// The same for loops over vectors of 64 bytes.
    var form: FigureLoop.Form {
      (
        signs, most, evenWorths, oddWorths, groupWorths, firstHalf, unit, shortest, spare,
        bounds.low, bounds.span
      )
    }

    /// Returns the scaled figure between `first` and `end`, which has no minus, and 1 for one that can
    /// be read, else 0.
    ///
    /// - Requires: `end` is in `bytes`, and room before it; `windows` are those of all shapes.
    @inline(__always)
    @unsafe
    func figure(
      _ bytes: Span<UInt8>, _ first: Int, _ end: Int, _ windows: Span<SIMD16<UInt8>>
    ) -> (magnitude: UInt64, isFigure: Int) {
      let length = UInt32(truncatingIfNeeded: end &- first)
      // INVARIANT: there are 32 windows; one for more than 31 bytes is wrong, but then there are too
      // many digits too.
      let window = unsafe windows[unchecked: Int(length & 31)]
      let block = unsafe SixteenBytes.known(bytes.bytes, end &- 16)
      let digits = (block ^ signs) & window
      let fits = CellLoops.one(length &- shortest <= spare)
      return (
        value(of: digits) &* unit, fits & SixteenBytes.areAtMost(digits, most)
      )
    }

    /// The number that the digits make, in the unit of the last.
    @inline(__always)
    private func value(of digits: SIMD16<UInt8>) -> UInt64 {
      // INVARIANT of all casts: vectors of equal size without invalid bit patterns.
      typealias Register = SIMD2<Int64>
      func register(_ lanes: SIMD8<UInt16>) -> Register {
        unsafe unsafeBitCast(lanes, to: Register.self)
      }
      let pairs = unsafe unsafeBitCast(digits, to: SIMD8<UInt16>.self)
      let groups = _mm_add_epi32(
        _mm_madd_epi16(register(pairs & 0xFF), register(evenWorths)),
        _mm_madd_epi16(register(pairs &>> 8), register(oddWorths)))
      let halves = unsafe unsafeBitCast(
        _mm_madd_epi16(_mm_packs_epi32(groups, groups), register(groupWorths)),
        to: SIMD4<UInt32>.self)
      return UInt64(halves[0]) &* firstHalf &+ UInt64(halves[1])
    }
  #endif
}
