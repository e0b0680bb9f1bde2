import Language
import Tables

extension Aggregation {
  /// Returns the decimal places of what is collected, nil where it is not collected in `BucketRecords`.
  func recordPlaces(_ lane: (RegisterID) -> Int?) -> Int? {
    guard bucket != nil, target != nil, !isStrict else { return nil }
    switch (kind, figure) {
    case (.count, nil): return 0
    case (.sum, let figure?): return lane(figure)
    case (.count, _), (.sum, nil), (.countDistinct, _), (.average, _), (.min, _), (.max, _):
      return nil
    }
  }
}

/// What several aggregations collect through one reference, in one record for each row that is
/// referred to.
///
/// What: a record is some words of 64 bits: one holds two counts, or a sum times four and the flags
/// of `Accumulator` below it.
///
/// Why this way: rows come in no order, so that each record is waited for; whatever one row adds is
/// added while its record is at hand.
///
/// What breaks if it changes: sums stay below `most` by magnitude, or the batch is refused; then what
/// has been collected moves to accumulators, which take anything.
struct BucketRecords: Sendable {
  /// Where in a record an aggregation collects.
  struct Part: Sendable {
    /// The place among the aggregations of the pass.
    let place: Int
    let aggregation: Aggregation
    let decimalPlaces: Int
    var word = 0
    var shift: UInt64 = 0
  }

  /// The reference.
  let bucket: RegisterID
  private(set) var parts: [Part]
  /// How many words a record has.
  private let width: Int
  /// By word, its bits that are flags.
  private let flags: [UInt64]
  private var words: [UInt64]
  /// By word, a bound of the magnitudes of its sums.
  private var bounds: [UInt64]

  // What is used again for each batch.
  private var marks: [UInt8] = []
  private var isTouched: [UInt8] = []
  private var addends: [UInt64] = []
  private var rows: [Int32] = []

  /// No sum of magnitudes is above this, so that four times the sum leaves room for its sign.
  private static let most: UInt64 = 1 << 60
  private static let flagBits = UInt64(Accumulator.matched | Accumulator.figured)

  init(_ bucket: RegisterID, _ parts: [Part], buckets: Int) {
    self.bucket = bucket
    var (placed, flags) = (parts, [UInt64]())
    var halves = 0
    for index in placed.indices {
      if parts[index].aggregation.kind == .sum {
        placed[index].word = flags.count
        flags.append(BucketRecords.flagBits)
        continue
      }
      if halves % 2 == 0 {
        placed[index].word = flags.count
        flags.append(0)
      } else {
        placed[index].word = placed[..<index].last { $0.aggregation.kind != .sum }?.word ?? 0
        placed[index].shift = 32
      }
      halves += 1
    }
    self.parts = placed
    self.flags = flags
    width = flags.count
    words = Array(repeating: 0, count: width * buckets)
    bounds = Array(repeating: 0, count: width)
  }

  /// Returns the records for those of a pass's aggregations that share references.
  static func shared(by pass: Plan.Pass, in plan: Plan, buckets: [Int]) -> [BucketRecords] {
    var order: [RegisterID] = []
    var parts: [RegisterID: [Part]] = [:]
    var counts: [RegisterID: Int] = [:]
    for (place, number) in pass.aggregations.enumerated() {
      let aggregation = plan.aggregations[number]
      guard let bucket = aggregation.bucket,
        let register = plan.register(madeBy: .aggregation(number)),
        let places = plan.lanes[register]
      else { continue }
      if parts[bucket] == nil { order.append(bucket) }
      counts[bucket] = buckets[place]
      parts[bucket, default: []].append(
        Part(place: place, aggregation: aggregation, decimalPlaces: places))
    }
    return order.map { BucketRecords($0, parts[$0] ?? [], buckets: counts[$0] ?? 0) }
  }

  // MARK: Batches

  /// Collects `count` rows; returns false, with nothing collected, where a sum could become too large.
  mutating func collect(_ vectors: [Vector], count: Int) -> Bool {
    BucketRecords.restart(&addends, count: width * count)
    BucketRecords.restart(&isTouched, count: count)
    let bucket = vectors[bucket.index]
    var sums = bounds
    for part in parts {
      BucketRecords.begin(&marks, bucket.absence, count)
      if let base = part.aggregation.base {
        BucketRecords.restrict(&marks, to: vectors[base.index])
      }
      if let condition = part.aggregation.condition {
        BucketRecords.restrict(&marks, to: vectors[condition.index])
      }
      BucketRecords.join(&isTouched, marks)
      let first = part.word * count
      guard let figure = part.aggregation.figure.map({ vectors[$0.index] }) else {
        BucketRecords.addCounts(marks, to: &addends, from: first, shift: part.shift)
        continue
      }
      let (bound, overflow) = figure.narrowBound.multipliedReportingOverflow(by: UInt64(count))
      guard figure.isNarrow, Int(figure.places) == part.decimalPlaces, !overflow,
        bound <= BucketRecords.most
      else { return false }
      sums[part.word] += BucketRecords.addFigures(figure, marks, to: &addends, from: first)
      guard sums[part.word] <= BucketRecords.most else { return false }
    }
    bounds = sums
    let touched = BucketRecords.list(isTouched, in: &rows)
    add(count, touched, bucket.codes)
    return true
  }

  private static func restart<Value: FixedWidthInteger>(_ values: inout [Value], count: Int) {
    values.removeAll(keepingCapacity: true)
    values.append(contentsOf: repeatElement(0, count: count))
  }

  /// Marks the rows that refer to some row.
  private static func begin(_ marks: inout [UInt8], _ absence: [UInt8], _ count: Int) {
    restart(&marks, count: count)
    let reasons = absence.span
    var marks = marks.mutableSpan
    precondition(reasons.count >= marks.count)
    for row in marks.indices { marks[row] = reasons[row] == 0 ? 0xFF : 0 }
  }

  /// Takes the mark off rows for which the condition does not hold.
  private static func restrict(_ marks: inout [UInt8], to condition: Vector) {
    let (truths, absence) = (condition.truths.span, condition.absence.span)
    var marks = marks.mutableSpan
    precondition(truths.count >= marks.count && absence.count >= marks.count)
    for row in marks.indices { marks[row] &= absence[row] == 0 ? 0 &- truths[row] : 0 }
  }

  private static func join(_ touched: inout [UInt8], _ marks: [UInt8]) {
    let marks = marks.span
    var touched = touched.mutableSpan
    precondition(marks.count >= touched.count)
    for row in touched.indices { touched[row] |= marks[row] }
  }

  private static func addCounts(
    _ marks: [UInt8], to addends: inout [UInt64], from first: Int, shift: UInt64
  ) {
    let marks = marks.span
    var addends = addends.mutableSpan
    precondition(first >= 0 && addends.count - first >= marks.count)
    for row in marks.indices { addends[first &+ row] |= UInt64(marks[row] & 1) &<< shift }
  }

  /// Writes the marked figures that are present, and flags; returns the sum of their magnitudes.
  private static func addFigures(
    _ figure: Vector, _ marks: [UInt8], to addends: inout [UInt64], from first: Int
  ) -> UInt64 {
    let (marks, figures, absence) = (marks.span, figure.narrow.span, figure.absence.span)
    var addends = addends.mutableSpan
    precondition(first >= 0 && addends.count - first >= marks.count)
    precondition(figures.count >= marks.count && absence.count >= marks.count)
    var sum: UInt64 = 0
    for row in marks.indices {
      let isMarked = UInt64(marks[row] & 1)
      let isPresent = isMarked & (absence[row] == 0 ? 1 : 0)
      let figure = figures[row] & Int64(bitPattern: 0 &- isPresent)
      sum &+= figure.magnitude
      addends[first &+ row] = UInt64(bitPattern: figure) &<< 2 | isPresent &<< 1 | isMarked
    }
    return sum
  }

  /// Lists the marked rows; returns how many they are.
  private static func list(_ marks: [UInt8], in rows: inout [Int32]) -> Int {
    if rows.count < marks.count { restart(&rows, count: marks.count) }
    let marks = marks.span
    var rows = rows.mutableSpan
    precondition(rows.count >= marks.count)
    var count = 0
    // PERF: a row is written in any case and counted if it is marked, since a branch would be foretold
    // wrongly time and again.
    for row in marks.indices {
      rows[count] = Int32(truncatingIfNeeded: row)
      count &+= Int(marks[row] & 1)
    }
    return count
  }

  /// PERF: the loop stands here once for each usual width, without a loop over words.
  private mutating func add(_ count: Int, _ touched: Int, _ codes: [Int32]) {
    let rows = rows[..<touched]
    switch width {
    case 1: BucketRecords.add(addends, &words, flags, rows, codes, count, width: 1)
    case 2: BucketRecords.add(addends, &words, flags, rows, codes, count, width: 2)
    default: BucketRecords.add(addends, &words, flags, rows, codes, count, width: width)
    }
  }

  /// Returns a word with another added to it; flags are joined.
  @inline(__always)
  private static func sum(_ a: UInt64, _ b: UInt64, _ flags: UInt64) -> UInt64 {
    (a & ~flags) &+ (b & ~flags) | (a | b) & flags
  }

  @inline(__always)
  private static func add(
    _ addends: [UInt64], _ words: inout [UInt64], _ flags: [UInt64], _ rows: ArraySlice<Int32>,
    _ codes: [Int32], _ count: Int, width: Int
  ) {
    let (addends, flags, rows, codes) = (addends.span, flags.span, rows.span, codes.span)
    var words = words.mutableSpan
    for index in rows.indices {
      let row = Int(rows[index])
      let place = width &* Int(codes[row])
      for word in 0..<width {
        words[place &+ word] = sum(
          words[place &+ word], addends[word &* count &+ row], flags[word])
      }
    }
  }

  // MARK: Results

  /// `true` iff no sum of what all workers collected could become too large.
  static func canJoin(_ parts: [BucketRecords]) -> Bool {
    guard let first = parts.first else { return false }
    return first.bounds.indices.allSatisfy { word in
      var rest = most
      for part in parts {
        if part.bounds[word] > rest { return false }
        rest -= part.bounds[word]
      }
      return true
    }
  }

  /// Adds what other workers collected.
  ///
  /// - Requires: the sums can be joined.
  mutating func join(_ other: BucketRecords) {
    for word in bounds.indices { bounds[word] += other.bounds[word] }
    BucketRecords.join(&words, other.words, flags)
  }

  private static func join(_ words: inout [UInt64], _ others: [UInt64], _ flags: [UInt64]) {
    let (others, flags) = (others.span, flags.span)
    var words = words.mutableSpan
    precondition(others.count == words.count)
    for first in stride(from: 0, to: words.count, by: flags.count) {
      for word in flags.indices {
        words[first &+ word] = sum(words[first &+ word], others[first &+ word], flags[word])
      }
    }
  }

  /// The figure of each bucket, as a count in 64 bits.
  func column(_ part: Part) -> Vector {
    let count = words.count / width
    var column = Vector()
    let words = words.span
    column.writeNarrow(places: part.decimalPlaces, count: count) { figures, absence in
      precondition(figures.count >= count && absence.count >= count)
      if part.aggregation.kind == .sum {
        for place in 0..<count {
          let word = words[place &* width &+ part.word]
          figures[place] = Int64(bitPattern: word) &>> 2
          let hasNone = word & BucketRecords.flagBits == UInt64(Accumulator.matched)
          absence[place] = hasNone ? Absence.blank.rawValue : 0
        }
      } else {
        for place in 0..<count {
          let word = words[place &* width &+ part.word] &>> part.shift
          figures[place] = Int64(UInt32(truncatingIfNeeded: word))
        }
      }
    }
    return column
  }

  /// What an aggregation has collected, apart from the others.
  func accumulator(_ part: Part) -> Accumulator {
    let count = words.count / width
    let own = (0..<count).map { words[$0 * width + part.word] }
    if part.aggregation.kind == .count {
      return Accumulator(counts: own.map { UInt32(truncatingIfNeeded: $0 &>> part.shift) })
    }
    let factor = Decimal.powersOfTen[Decimal.places - part.decimalPlaces]
    return Accumulator(
      sums: own.map { Int128(Int64(bitPattern: $0) &>> 2) * factor },
      flags: own.map { UInt8(truncatingIfNeeded: $0 & BucketRecords.flagBits) })
  }
}
