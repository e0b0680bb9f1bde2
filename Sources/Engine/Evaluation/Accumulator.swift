import Language
import Tables

/// Collects one aggregation over the rows that a worker sees; workers' collections are joined.
///
/// Each bucket needs 4 to 24 bytes. A sum wraps at 128 bits and notes each wrap, so it is exact.
struct Accumulator: Sendable {
  /// A row matched; a matching row had a figure.
  static let matched: UInt8 = 1
  static let figured: UInt8 = 2

  let kind: AggregateKind
  let figureKind: RegisterKind?
  private(set) var counts: [UInt32] = []
  private(set) var numbers: [Int128] = []
  /// Sums of narrow figures, as long as there are no others; see `settle`.
  private var narrow = NarrowSums()
  private var isWide: Bool
  private(set) var codes: [Int32] = []
  private(set) var flags: [UInt8] = []
  /// Where one row without a figure makes the whole missing, by bucket, why it is.
  private(set) var lacks: [UInt8] = []
  private let isStrict: Bool
  /// Wraps of a bucket's sum, upwards or downwards.
  private var carries: [Int: Int] = [:]
  private(set) var pairs: [Pair] = []

  struct Pair: Hashable, Comparable {
    var bucket: Int32
    var value: Int128

    static func < (left: Pair, right: Pair) -> Bool {
      (left.bucket, left.value) < (right.bucket, right.value)
    }
  }

  init(
    _ kind: AggregateKind, figureKind: RegisterKind?, buckets: Int, isStrict: Bool = false
  ) {
    self.kind = kind
    self.isStrict = isStrict
    self.figureKind = figureKind
    isWide = kind != .sum || isStrict
    grow(to: buckets)
  }

  /// What counting gave, by bucket.
  init(counts: [UInt32]) {
    self.init(.count, figureKind: nil, buckets: 0)
    self.counts = counts
    flags = Array(repeating: 0, count: counts.count)
  }

  /// What adding up gave, scaled by 10^18, by bucket.
  init(sums: [Int128], flags: [UInt8]) {
    self.init(.sum, figureKind: .number, buckets: 0)
    isWide = true
    numbers = sums
    self.flags = flags
  }

  private mutating func grow(to buckets: Int) {
    func fit<Value>(_ values: inout [Value], _ filler: Value) {
      values.append(contentsOf: repeatElement(filler, count: buckets - values.count))
    }
    fit(&flags, 0)
    if isStrict { fit(&lacks, 0) }
    switch kind {
    case .count: fit(&counts, 0)
    case .countDistinct: break
    case .sum:
      if isWide { fit(&numbers, 0) }
    case .average:
      fit(&numbers, 0)
      fit(&counts, 0)
    case .min, .max:
      if figureKind == .number { fit(&numbers, 0) } else { fit(&codes, 0) }
    }
  }

  /// Collects `count` rows; a nil bucket vector collects all rows in the first bucket.
  mutating func collect(
    base: Vector?, condition: Vector?, figure: Vector?, bucket: Vector?, count: Int
  ) {
    var places = [Int32](repeating: 0, count: count)
    if let bucket {
      let largest = Accumulator.take(bucket, into: &places)
      if Int(largest) >= flags.count { grow(to: max(Int(largest) + 1, 2 * flags.count)) }
    }
    if let base { Accumulator.restrict(&places, to: base) }
    if let condition { Accumulator.restrict(&places, to: condition) }
    guard let figure else {
      Accumulator.count(places, in: &counts)
      return
    }
    if !isWide, narrow.takes(figure, count: count) {
      narrow.add(figure, to: places, &flags)
      return
    }
    settle()
    for row in 0..<count where places[row] >= 0 { add(row, of: figure, to: Int(places[row])) }
  }

  /// Gives sums the form of 128 bits, in which all else is done.
  mutating func settle() {
    guard !isWide else { return }
    isWide = true
    numbers = narrow.wideSums
    numbers.append(contentsOf: repeatElement(0, count: flags.count - numbers.count))
    narrow = NarrowSums()
  }

  private static func count(_ places: [Int32], in counts: inout [UInt32]) {
    let places = places.span
    var counts = counts.mutableSpan
    for row in places.indices where places[row] >= 0 { counts[Int(places[row])] &+= 1 }
  }

  /// Writes each row's bucket, -1 where it has none; returns the largest.
  private static func take(_ bucket: Vector, into places: inout [Int32]) -> Int32 {
    let (codes, absence) = (bucket.codes.span, bucket.absence.span)
    var places = places.mutableSpan
    precondition(codes.count >= places.count && absence.count >= places.count)
    var largest: Int32 = 0
    for row in places.indices {
      let place = absence[row] == 0 ? codes[row] : -1
      places[row] = place
      largest = max(largest, place)
    }
    return largest
  }

  /// Takes rows out for which `condition` does not hold, or is unknown.
  private static func restrict(_ places: inout [Int32], to condition: Vector) {
    let (truths, absence) = (condition.truths.span, condition.absence.span)
    var places = places.mutableSpan
    precondition(truths.count >= places.count && absence.count >= places.count)
    for row in places.indices {
      // All bits make -1 of any place.
      places[row] |= (Int32(truths[row]) & (absence[row] == 0 ? 1 : 0)) &- 1
    }
  }

  private mutating func add(_ row: Int, of figure: Vector, to place: Int) {
    flags[place] |= Accumulator.matched
    guard figure.absence[row] == 0 else {
      if isStrict { lacks[place] |= figure.absence[row] }
      return
    }
    let isFirst = flags[place] & Accumulator.figured == 0
    flags[place] |= Accumulator.figured
    switch kind {
    case .count: counts[place] += 1
    case .countDistinct:
      pairs.append(Pair(bucket: Int32(place), value: figure.raw(row)))
      if pairs.count > compactAt { compact() }
    case .sum: add(figure.scaled(row), to: place)
    case .average:
      add(figure.scaled(row), to: place)
      counts[place] += 1
    case .min, .max:
      let largest = kind == .max
      if figureKind == .number {
        let value = figure.scaled(row)
        if isFirst || (numbers[place] < value) == largest { numbers[place] = value }
      } else {
        let value = figure.codes[row]
        if isFirst || (codes[place] < value) == largest { codes[place] = value }
      }
    }
  }

  private mutating func add(_ value: Int128, to place: Int) {
    let (sum, overflow) = numbers[place].addingReportingOverflow(value)
    numbers[place] = sum
    if overflow { carries[place, default: 0] += value < 0 ? -1 : 1 }
  }

  /// Repeated pairs are dropped when the list has doubled since they last were.
  private var compactAt = 1 << 16

  private mutating func compact() {
    pairs = Accumulator.distinct(pairs)
    compactAt = max(1 << 16, 2 * pairs.count)
  }

  private static func distinct(_ pairs: [Pair]) -> [Pair] {
    let sorted = pairs.sorted()
    return sorted.indices.filter { $0 == 0 || sorted[$0] != sorted[$0 - 1] }.map { sorted[$0] }
  }

  /// Replaces a worker's own text numbers by the shared ones.
  mutating func renumber(_ shared: (Int32) -> Int32) {
    for index in pairs.indices { pairs[index].value = Int128(shared(Int32(pairs[index].value))) }
  }

  /// - Requires: both are settled.
  mutating func join(_ other: Accumulator) {
    grow(to: max(flags.count, other.flags.count))
    if kind == .count {
      for place in other.counts.indices { counts[place] += other.counts[place] }
    }
    for place in other.lacks.indices { lacks[place] |= other.lacks[place] }
    for place in other.flags.indices where other.flags[place] != 0 {
      let isFirst = flags[place] & Accumulator.figured == 0
      let hasFigure = other.flags[place] & Accumulator.figured != 0
      flags[place] |= other.flags[place]
      if !other.counts.isEmpty { counts[place] += other.counts[place] }
      guard hasFigure else { continue }
      switch kind {
      case .count, .countDistinct: break
      case .sum, .average: add(other.numbers[place], to: place)
      case .min, .max:
        let largest = kind == .max
        if figureKind == .number {
          let value = other.numbers[place]
          if isFirst || (numbers[place] < value) == largest { numbers[place] = value }
        } else {
          let value = other.codes[place]
          if isFirst || (codes[place] < value) == largest { codes[place] = value }
        }
      }
    }
    for (place, carry) in other.carries { carries[place, default: 0] += carry }
    pairs += other.pairs
  }

  /// Returns the figure of each bucket, `buckets` of them.
  ///
  /// - Requires: it is settled.
  consuming func finish(buckets: Int, kind resultKind: RegisterKind) -> Vector {
    grow(to: max(buckets, flags.count))
    var result = Vector(resultKind, count: buckets)
    var distinct: [UInt32] = []
    if kind == .countDistinct {
      distinct = Array(repeating: 0, count: max(buckets, flags.count))
      for pair in Accumulator.distinct(pairs) { distinct[Int(pair.bucket)] += 1 }
    }
    for place in 0..<buckets {
      if isStrict, lacks[place] != 0 {
        result.absence[place] = lacks[place]
        continue
      }
      let hasFigure = flags[place] & Accumulator.figured != 0
      switch kind {
      case .count: result.numbers[place] = Int128(counts[place]) * Decimal.unit
      case .countDistinct:
        if flags[place] == Accumulator.matched {
          result.absence[place] = Absence.blank.rawValue
        } else {
          result.numbers[place] = Int128(distinct[place]) * Decimal.unit
        }
      case .sum:
        if flags[place] == Accumulator.matched {
          result.absence[place] = Absence.blank.rawValue
        } else {
          result.set(place, total(place).scaled)
        }
      case .average:
        if hasFigure {
          result.set(place, total(place).quotient(by: Wide(Int128(counts[place]) * Decimal.unit)))
        } else {
          result.absence[place] = missing(place)
        }
      case .min, .max:
        if !hasFigure {
          result.absence[place] = missing(place)
        } else if figureKind == .number {
          result.numbers[place] = numbers[place]
        } else {
          result.codes[place] = codes[place]
        }
      }
    }
    return result
  }

  private func missing(_ place: Int) -> UInt8 {
    (flags[place] == 0 ? Absence.noRows : Absence.blank).rawValue
  }

  func total(_ place: Int) -> Wide {
    var total = Wide(numbers[place])
    guard let carry = carries[place] else { return total }
    let wrap = Wide(Int128(1) << 64, times: Int128(1) << 64)
    for _ in 0..<abs(carry) { if carry < 0 { total -= wrap } else { total += wrap } }
    return total
  }
}

extension Vector {
  /// Sets a computed number, or says that it is out of range.
  mutating func set(_ row: Int, _ value: Int128?) {
    if let value {
      numbers[row] = value
    } else {
      absence[row] = Absence.outOfRange.rawValue
    }
  }

  /// The present value of any kind as an integer.
  @inline(__always)
  func raw(_ row: Int) -> Int128 {
    if holdsNumbers { return scaled(row) }
    return codes.isEmpty ? Int128(truths[row]) : Int128(codes[row])
  }
}
