import Tables

/// What a worker keeps of one register, in as few bytes as the rows so far allow.
///
/// What: as long as every row has a value, nothing is written down of absence; figures take 32 bits
/// while they fit, and codes that only tell routes apart take eight.
///
/// Why this way: memory that is new costs more than all that is done with it.
///
/// What breaks if it changes: whoever reads `values` has to ask for absence apart, and for codes
/// where they may be bytes.
struct KeptColumn: Sendable {
  /// Without absence if `isWhole`, with bytes for codes if `holdsBytes`.
  private(set) var values = Vector()
  private(set) var count = 0
  /// `true` as long as no row misses its value.
  private(set) var isWhole = true
  /// `true` iff codes, which are below 256, are kept as bytes, in the place of truths.
  private let holdsBytes: Bool
  private let packing: Vector.Packing

  init(holdsBytes: Bool = false, packing: Vector.Packing = .tight) {
    self.holdsBytes = holdsBytes
    self.packing = packing
  }

  /// Appends the first `rows` rows of `other`.
  mutating func append(_ rows: Int, of other: Vector, by loops: LaneLoops = .portable) {
    if isWhole, other.misses(in: 0..<rows) { writeAbsence() }
    if !isWhole { values.absence.append(contentsOf: other.absence[..<rows]) }
    if holdsBytes {
      Vector.append(other.codes.span.extracting(first: rows), to: &values.truths) {
        UInt8(truncatingIfNeeded: $0)
      }
    } else {
      values.appendValues(0..<rows, of: other, packing, by: loops)
    }
    count += rows
  }

  /// Makes room for `count` rows of the form of those so far.
  mutating func reserve(_ count: Int) { values.reserve(count, hasAbsence: !isWhole) }

  /// Tells `advice` which rows are written next.
  mutating func announce(_ rows: Range<Int>, to advice: MemoryAdvice?) {
    values.announce(rows, to: advice)
  }

  /// The column as others know it.
  var vector: Vector {
    var column = self
    column.writeAbsence()
    if holdsBytes {
      column.values.codes = column.values.truths.map { Int32($0) }
      column.values.truths = []
    }
    return column.values
  }

  /// Appends the rows of another column of the same register.
  mutating func append(_ other: KeptColumn) {
    if isWhole, !other.isWhole { writeAbsence() }
    if !isWhole {
      if other.isWhole {
        values.absence.append(contentsOf: repeatElement(0, count: other.count))
      } else {
        values.absence.append(contentsOf: other.values.absence)
      }
    }
    values.appendValues(0..<other.count, of: other.values, packing)
    count += other.count
  }

  /// Forgets all rows, and keeps their memory for others.
  mutating func removeAll() {
    values.removeAll()
    count = 0
    isWhole = true
  }

  /// Returns the values, and keeps them no longer; codes may be bytes, in the place of truths.
  ///
  /// - Parameter present: the absence of as many rows, none of which misses its value.
  mutating func handOver(_ present: [UInt8]) -> Vector {
    var column = Vector()
    swap(&column, &values)
    if isWhole { column.absence = present }
    return column
  }

  private mutating func writeAbsence() {
    guard isWhole else { return }
    isWhole = false
    values.absence = Array(repeating: 0, count: count)
  }
}
