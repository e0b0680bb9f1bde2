import Tables

/// Sums of 64-bit counts by bucket, which no number of rows that were taken can overflow.
struct NarrowSums: Sendable {
  private var sums: [Int64] = []
  private var places = 0
  /// A bound of every sum's magnitude.
  private var bound: UInt64 = 0
  private var isUsed = false

  /// Returns whether `count` more figures can be taken.
  mutating func takes(_ figure: Vector, count: Int) -> Bool {
    guard figure.isNarrow else { return false }
    if !isUsed {
      places = Int(figure.places)
      isUsed = true
    }
    let (most, overflow) = figure.narrowBound.multipliedReportingOverflow(by: UInt64(count))
    guard !overflow, most <= LaneProgram.bound, bound <= LaneProgram.bound - most,
      Int(figure.places) == places
    else { return false }
    bound += most
    return true
  }

  /// Adds the figures that are present to the sums of their places, and notes in `flags` which
  /// buckets have matching rows and figures.
  ///
  /// - Parameter flags: by bucket, the flags of `Accumulator`.
  mutating func add(_ figure: Vector, to rows: [Int32], _ flags: inout [UInt8]) {
    sums.append(contentsOf: repeatElement(0, count: flags.count - sums.count))
    NarrowSums.add(figure, to: rows, &flags, &sums)
  }

  private static func add(
    _ figure: Vector, to rows: [Int32], _ flags: inout [UInt8], _ sums: inout [Int64]
  ) {
    let (figures, absence, rows) = (figure.narrow.span, figure.absence.span, rows.span)
    var flags = flags.mutableSpan
    var sums = sums.mutableSpan
    precondition(figures.count >= rows.count && absence.count >= rows.count)
    for row in rows.indices where rows[row] >= 0 {
      let place = Int(rows[row])
      guard absence[row] == 0 else {
        flags[place] |= Accumulator.matched
        continue
      }
      flags[place] |= Accumulator.matched | Accumulator.figured
      sums[place] &+= figures[row]
    }
  }

  /// The sums scaled by 10^18.
  var wideSums: [Int128] {
    let factor = Decimal.powersOfTen[Decimal.places - places]
    return sums.map { Int128($0) * factor }
  }
}
