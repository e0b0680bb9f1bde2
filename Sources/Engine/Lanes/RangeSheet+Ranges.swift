import Language
import Tables

/// Loops over the ranges of a column.
///
/// PERF: spans, since an array inside an array asks at every row whether it is shared.
extension RangeSheet.Ranges {
  /// Takes the values of a column, for each row those at its `place`; returns whether one is open.
  @inline(__always)
  mutating func load(
    _ column: Vector, _ input: RangeSheet.Input, _ look: RangeSheet.Look, slow: inout [Bool],
    at place: (Int) -> Int
  ) -> Bool {
    let range = input.range.map { range in
      switch look {
      case .whole: range
      case .lowEnds: (range.low, range.low)
      case .highEnds: (range.high, range.high)
      }
    }
    if column.isNarrow, Int(column.places) == input.places {
      return load(column, range, slow: &slow, at: place) { column.narrowFigure($0) }
    }
    if !column.isNarrow, !column.codes.isEmpty {
      return load(column, range, slow: &slow, at: place) { Int64(column.codes[$0]) }
    }
    return load(column, range, slow: &slow, at: place) { input.count(of: column.raw($0)) }
  }

  @inline(__always)
  private mutating func load(
    _ column: Vector, _ range: (low: Int64, high: Int64)?, slow: inout [Bool],
    at place: (Int) -> Int, _ value: (Int) -> Int64?
  ) -> Bool {
    var union: UInt64 = 0
    var reasons: UInt8 = 0
    write { low, high, states in
      let absence = column.absence.span
      var slow = slow.mutableSpan
      for row in slow.indices {
        let place = place(row)
        reasons |= absence[place]
        var ends = range
        if absence[place] == 0 {
          ends = value(place).map { ($0, $0) }
        } else if absence[place] & Absence.open == 0 {
          continue
        }
        guard let (first, last) = ends else {
          slow[row] = true
          continue
        }
        low[row] = first
        high[row] = last
        states[row] = RangeSheet.Ranges.canBePresent
        union |= first.magnitude | last.magnitude
      }
    }
    bound |= union
    return reasons & Absence.open != 0
  }

  /// Takes one value for all rows.
  mutating func fill(
    _ value: Possible, _ input: RangeSheet.Input, slow: inout [Bool]
  ) {
    guard value.canBePresent else { return }
    guard value.isSettled, let count = input.count(of: value.low) else {
      for row in slow.indices { slow[row] = true }
      return
    }
    for row in low.indices { set(row, (count, count)) }
  }

  @inline(__always)
  private mutating func set(_ row: Int, _ range: (low: Int64, high: Int64)) {
    low[row] = range.low
    high[row] = range.high
    states[row] = RangeSheet.Ranges.canBePresent
    bound |= range.low.magnitude | range.high.magnitude
  }

  /// The rows as truths.
  var truths: [UInt8] {
    var truths = [UInt8](repeating: RangeSheet.Truth.missing, count: low.count)
    var span = truths.mutableSpan
    let (low, high, states) = (low.span, high.span, states.span)
    for row in span.indices where states[row] & RangeSheet.Ranges.canBePresent != 0 {
      span[row] =
        (low[row] == 0 ? RangeSheet.Truth.no : 0) | (high[row] == 1 ? RangeSheet.Truth.yes : 0)
    }
    return truths
  }
}

extension RangeSheet.Input {
  /// Returns the count of a figure's unit, or of a code, if it fits.
  fileprivate func count(of value: Int128) -> Int64? {
    guard kind == .number else { return Int64(exactly: value) }
    let (count, rest) = value.quotientAndRemainder(
      dividingBy: Decimal.powersOfTen[Decimal.places - places])
    return rest == 0 ? Int64(exactly: count) : nil
  }
}

extension RangeSheet.Ranges {
  /// Becomes `count` rows that are missing.
  mutating func reset(_ count: Int) {
    if low.count != count {
      low = Array(repeating: 0, count: count)
      high = low
      states = Array(repeating: RangeSheet.Ranges.canBeMissing, count: count)
    } else {
      fill(low: 0, high: 0, RangeSheet.Ranges.canBeMissing)
    }
    bound = 0
  }
}

extension RangeSheet.Ranges {
  /// Calls `body` with the columns to be written.
  @inline(__always)
  mutating func write(
    _ body: (
      _ low: inout MutableSpan<Int64>, _ high: inout MutableSpan<Int64>,
      _ states: inout MutableSpan<UInt8>
    ) -> Void
  ) {
    RangeSheet.Ranges.write(&low, &high, &states, body)
  }

  @inline(__always)
  private static func write(
    _ low: inout [Int64], _ high: inout [Int64], _ states: inout [UInt8],
    _ body: (
      inout MutableSpan<Int64>, inout MutableSpan<Int64>, inout MutableSpan<UInt8>
    ) -> Void
  ) {
    var low = low.mutableSpan
    var high = high.mutableSpan
    var states = states.mutableSpan
    body(&low, &high, &states)
  }

  private mutating func fill(low: Int64, high: Int64, _ state: UInt8) {
    write { lows, highs, states in
      for row in lows.indices { lows[row] = low }
      for row in highs.indices { highs[row] = high }
      for row in states.indices { states[row] = state }
    }
  }

  /// Becomes rows that can be nothing yet, each an empty range.
  mutating func clear() { fill(low: .max, high: .min, 0) }

  /// Widens rows by what a column can be where a condition can hold, and by nothing where that can
  /// be missing.
  mutating func formUnion(
    _ other: RangeSheet.Ranges, times factor: Int64, where condition: [UInt8]
  ) {
    write { low, high, states in
      let (lows, highs, origins) = (other.low.span, other.high.span, other.states.span)
      let holds = condition.span
      for row in low.indices {
        let isPicked: UInt8 = holds[row] & RangeSheet.Truth.yes != 0 ? 0xFF : 0
        let state = origins[row] & isPicked
        let isThere = state & RangeSheet.Ranges.canBePresent != 0
        low[row] = min(low[row], isThere ? lows[row] &* factor : .max)
        high[row] = max(high[row], isThere ? highs[row] &* factor : .min)
        let canBeMissing = holds[row] & RangeSheet.Truth.missing != 0
        states[row] |= state | (canBeMissing ? RangeSheet.Ranges.canBeMissing : 0)
      }
    }
  }

  /// Becomes the points that a scale gives to figures.
  @inline(__always)
  mutating func take(
    _ figures: RangeSheet.Ranges, times factor: Int64, points: (Int64) -> Int64
  ) {
    write { low, high, states in
      let (lows, highs) = (figures.low.span, figures.high.span)
      let origins = figures.states.span
      for row in low.indices {
        let (first, last) = (points(lows[row] &* factor), points(highs[row] &* factor))
        low[row] = min(first, last)
        high[row] = max(first, last)
        states[row] = origins[row]
      }
    }
  }

  /// Adds the points of a criterion; without points it counts zero.
  mutating func add(_ points: RangeSheet.Ranges, times coefficient: Int64) {
    write { low, high, _ in
      let (lows, highs, origins) = (points.low.span, points.high.span, points.states.span)
      for row in low.indices {
        let isThere = origins[row] & RangeSheet.Ranges.canBePresent != 0
        let canBeMissing = origins[row] & RangeSheet.Ranges.canBeMissing != 0
        let least = isThere ? lows[row] : 0
        let most = isThere ? highs[row] : 0
        let first = (canBeMissing ? min(least, 0) : least) &* coefficient
        let last = (canBeMissing ? max(most, 0) : most) &* coefficient
        low[row] &+= min(first, last)
        high[row] &+= max(first, last)
      }
    }
  }

  /// Turns sums into scores, which are never missing.
  @inline(__always)
  mutating func becomeScores(_ rounded: (Int64) -> Int64) {
    write { low, high, states in
      for row in low.indices { low[row] = rounded(low[row]) }
      for row in high.indices { high[row] = rounded(high[row]) }
      for row in states.indices { states[row] = RangeSheet.Ranges.canBePresent }
    }
  }
}
