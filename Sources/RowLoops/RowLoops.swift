/// Loops over the values of many rows.
///
/// What: each is compiled where it is called, which needs it to be public; `WideLoops` has all of them for
/// vectors of 64 bytes.
///
/// What breaks if it changes: a loop calls nothing that is not put in its place, so that no code for
/// one sort of processors is called by another's.
public enum RowLoops {
  /// Writes 1 where a figure is less than `bound`, or more where `isMore`, and 0 elsewhere; the opposite
  /// where `negated` is 1.
  ///
  /// - Requires: a place for each figure, and differences that fit 64 bits.
  @inlinable @inline(__always)
  public static func compare(
    _ figures: Span<Int64>, with bound: Int64, isMore: Bool, negated: UInt8,
    into truths: inout MutableSpan<UInt8>
  ) {
    precondition(truths.count >= figures.count, "a place for each figure")
    // PERF: each loop has one subtraction.
    if isMore {
      for row in figures.indices {
        let isOther = UInt64(bitPattern: bound &- figures[row]) &>> 63
        truths[row] = UInt8(truncatingIfNeeded: isOther) ^ negated
      }
    } else {
      for row in figures.indices {
        let isOther = UInt64(bitPattern: figures[row] &- bound) &>> 63
        truths[row] = UInt8(truncatingIfNeeded: isOther) ^ negated
      }
    }
  }

  /// Writes `number` where a truth is known to hold.
  ///
  /// - Requires: a pick and a reason why it is missing for each truth.
  @inlinable @inline(__always)
  public static func pick(
    _ number: UInt8, where truths: Span<UInt8>, _ absence: Span<UInt8>,
    in picks: inout MutableSpan<UInt8>
  ) {
    precondition(
      picks.count >= truths.count && absence.count == truths.count, "a pick for each truth")
    for row in truths.indices {
      let holds = 0 &- (truths[row] & (absence[row] == 0 ? 1 : 0))
      picks[row] ^= (picks[row] ^ number) & holds
    }
  }

  /// Makes what is missing present where a truth holds, and missing where the truth is.
  ///
  /// - Requires: as many truths and reasons why one is missing as there are rows.
  @inlinable @inline(__always)
  public static func decide(
    _ absence: inout MutableSpan<UInt8>, where truths: Span<UInt8>, _ unknown: Span<UInt8>
  ) {
    precondition(
      truths.count == absence.count && unknown.count == absence.count, "a truth for each row")
    for row in truths.indices {
      let decides = 0 &- truths[row]
      let kept: UInt8 = unknown[row] == 0 ? 0xFF : 0
      absence[row] = (absence[row] & ~decides & kept) | unknown[row]
    }
  }

  /// Writes the choice that each pick is the number of.
  ///
  /// - Requires: a place for each pick, and no pick of more than there are.
  @inlinable @inline(__always)
  public static func choose(
    _ choices: Span<Int64>, by picks: Span<UInt8>, into figures: inout MutableSpan<Int64>
  ) {
    precondition(figures.count >= picks.count, "a place for each pick")
    for row in picks.indices { figures[row] = choices[Int(picks[row])] }
  }

  /// Adds the products of figures and `factor`, of which none is negative or has more than 32 bits.
  ///
  /// - Requires: a sum for each figure.
  @inlinable @inline(__always)
  public static func add(
    _ figures: Span<Int64>, times factor: Int64, to sums: inout MutableSpan<Int64>
  ) {
    precondition(sums.count >= figures.count, "a sum for each figure")
    let half: Int64 = 0xFFFF_FFFF
    for row in figures.indices { sums[row] &+= (figures[row] & half) &* (factor & half) }
  }

  /// Appends each figure as a count of 10^`power`, or the least number for one that is none of 32 bits,
  /// or none at all; returns how many these are.
  ///
  /// What: a figure q × 10^power times the inverse of 5^power is q × 2^power. With q's bias added and
  /// the lowest bits turned to the top, that is below 2^32 - 1 iff q is whole and fits.
  ///
  /// - Parameter inverse: what 5^`power` times is 1, in 64 bits that wrap.
  /// - Requires: room for all counts, and a `power` of at most 9.
  @inlinable @inline(__always)
  public static func encode(
    _ figures: Span<Int64>, power: Int, inverse: Int64, into counts: inout OutputSpan<Int32>
  ) -> Int {
    precondition((0...9).contains(power), "counts that are turned stay below 64 bits")
    let (shift, back) = (UInt64(power), UInt64(64 - power) & 63)
    let bias: UInt64 = 0x7FFF_FFFF << shift
    var apart = 0
    for row in figures.indices {
      let product = UInt64(bitPattern: figures[row] &* inverse) &+ bias
      let turned = product &>> shift | product &<< back
      // PERF: by arithmetic, since nothing tells which figure stands apart.
      let excess = (turned | (turned &+ 1)) &>> 32
      let isApart = (excess | (0 &- excess)) &>> 63
      let lost = 0 &- UInt32(truncatingIfNeeded: isApart)
      let count = UInt32(truncatingIfNeeded: turned) &- 0x7FFF_FFFF
      counts.append(Int32(bitPattern: count & ~lost | 0x8000_0000 & lost))
      apart &+= Int(truncatingIfNeeded: isApart)
    }
    return apart
  }

  /// Returns the bits of all values.
  @inlinable @inline(__always)
  public static func union(of values: Span<Int64>) -> Int64 {
    var union: Int64 = 0
    for row in values.indices { union |= values[row] }
    return union
  }

  /// Returns the bits of all values.
  @inlinable @inline(__always)
  public static func union(of values: Span<UInt8>) -> UInt8 {
    var union: UInt8 = 0
    for row in values.indices { union |= values[row] }
    return union
  }
}
