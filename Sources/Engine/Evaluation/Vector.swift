import Tables

/// Values of one register over some rows; only the array of the register's kind is filled.
///
/// Figures have forms that mean the same: counts of 10^-18 in 128 bits, and counts of 10^-`places` in
/// 64 bits, or in 32, where all of them are known to fit, but for a few that stand apart.
package struct Vector: Sendable {
  /// Figures scaled by 10^18; read through `scaled` where they may be narrow.
  package var numbers: [Int128] = []
  /// Figures scaled by 10^`places`; empty unless `isNarrow`, and where they are `tight`.
  package private(set) var narrow: [Int64] = []
  /// Figures scaled by 10^`places` as counts of a unit in 32 bits, `TightUnit.apart` for one that
  /// stands in `beyond`; empty unless `isNarrow`, and where passes compute with them.
  package private(set) var tight: [Int32] = []
  private var tightUnit = TightUnit()
  /// Figures that are no such counts, by ascending rows.
  private var beyond: [(row: Int32, figure: Int64)] = []
  /// The decimal places of narrow figures.
  package private(set) var places: Int8 = 0
  /// What a narrow figure is multiplied by to be a count of 10^-18; 0 for figures of 128 bits.
  private var widening: Int64 = 0
  package var codes: [Int32] = []
  package var truths: [UInt8] = []
  /// `Absence` bits of each row; 0 where the value is present.
  package var absence: [UInt8] = []

  package init() {}

  package var count: Int { absence.count }

  init(_ kind: RegisterKind, count: Int) {
    absence = Array(repeating: 0, count: count)
    switch kind {
    case .number: numbers = Array(repeating: 0, count: count)
    case .code: codes = Array(repeating: 0, count: count)
    case .truth: truths = Array(repeating: 0, count: count)
    }
  }

  /// `true` iff the row has a value.
  package func isPresent(_ row: Int) -> Bool { absence[row] == 0 }

  /// `true` iff a blank makes the value missing, or a reference to a rejected row, so that mending
  /// the file could change it.
  @inline(__always)
  package func isOpen(_ row: Int) -> Bool { absence[row] & Absence.open != 0 }

  /// `true` iff a blank makes the value missing.
  package func isBlank(_ row: Int) -> Bool { absence[row] & Absence.blank.rawValue != 0 }

  /// `true` iff the condition is known to hold.
  package func holds(_ row: Int) -> Bool { truths[row] != 0 && absence[row] == 0 }

  /// `true` iff the values are figures in 64 bits, or in 32.
  package var isNarrow: Bool { widening != 0 }

  /// `true` iff the values are figures.
  package var holdsNumbers: Bool { isNarrow || !numbers.isEmpty }

  /// The figure of a row that has one, scaled by 10^18.
  @inline(__always)
  package func scaled(_ row: Int) -> Int128 {
    isNarrow ? Int128(narrowFigure(row)) &* Int128(widening) : numbers[row]
  }

  /// The figure of a row that has one, scaled by 10^`places`.
  ///
  /// - Requires: `isNarrow`.
  @inline(__always)
  package func narrowFigure(_ row: Int) -> Int64 {
    if tight.isEmpty { return narrow[row] }
    let figure = tight[row]
    return figure == TightUnit.apart ? figureBeyond(row) : tightUnit.figure(figure)
  }

  @inline(never)
  private func figureBeyond(_ row: Int) -> Int64 {
    beyond[beyond.countOfFirst { Int($0.row) < row }].figure
  }

  /// The same values, with all figures in one column, where they stand as they are.
  package var inOneColumn: Vector {
    if beyond.isEmpty, tightUnit.isOne { return self }
    var vector = self
    vector.loosen()
    return vector
  }

  /// A bound of the magnitudes of narrow figures.
  ///
  /// - Complexity: O(rows).
  var narrowBound: UInt64 {
    var union: UInt64 = 0
    for value in narrow { union |= value.magnitude }
    for value in tight { union |= tightUnit.figure(value).magnitude }
    for item in beyond { union |= item.figure.magnitude }
    return union
  }

  /// `true` iff one of some rows has no value.
  func misses(in rows: Range<Int>) -> Bool {
    let reasons = absence.span.extracting(rows)
    var union: UInt8 = 0
    for row in reasons.indices { union |= reasons[row] }
    return union != 0
  }

  /// Returns the scaled figure, nil where it is missing.
  package func number(_ row: Int) -> Int128? { absence[row] == 0 ? scaled(row) : nil }

  /// Returns the code, nil where it is missing.
  package func code(_ row: Int) -> Int? { absence[row] == 0 ? Int(codes[row]) : nil }

  /// How figures are appended that are kept.
  enum Packing: Sendable {
    /// As they are.
    case loose
    /// In 32 bits while nearly all fit.
    case tight
    /// The same as counts of a unit, which takes longer than memory that is at hand.
    case inUnits
  }

  mutating func append(_ rows: Range<Int>, of other: Vector, _ packing: Packing = .loose) {
    absence.append(contentsOf: other.absence[rows])
    appendValues(rows, of: other, packing)
  }

  /// Appends values without absence.
  mutating func appendValues(
    _ rows: Range<Int>, of other: Vector, _ packing: Packing, by loops: LaneLoops = .portable
  ) {
    if !other.codes.isEmpty { codes.append(contentsOf: other.codes[rows]) }
    if !other.truths.isEmpty { truths.append(contentsOf: other.truths[rows]) }
    guard other.holdsNumbers else { return }
    if takesNarrow(of: other) {
      appendNarrow(rows, of: other, packing, loops)
    } else if other.isNarrow {
      for row in rows { numbers.append(other.scaled(row)) }
    } else {
      numbers.append(contentsOf: other.numbers[rows])
    }
  }

  /// Appends figures of the same scale.
  private mutating func appendNarrow(
    _ rows: Range<Int>, of other: Vector, _ packing: Packing, _ loops: LaneLoops
  ) {
    if packing != .loose, narrow.isEmpty,
      appendTightly(rows, of: other, findsUnit: packing == .inUnits, loops)
    {
      return
    }
    loosen()
    if other.tight.isEmpty {
      narrow.append(contentsOf: other.narrow[rows])
    } else {
      narrow.append(contentsOf: other.inNarrow(rows))
    }
  }

  /// Appends figures in 32 bits; returns false, with nothing done, where too many of them stand apart.
  private mutating func appendTightly(
    _ rows: Range<Int>, of other: Vector, findsUnit: Bool, _ loops: LaneLoops
  ) -> Bool {
    if !other.tight.isEmpty {
      if tight.isEmpty { tightUnit = other.tightUnit }
      if other.tightUnit == tightUnit { return appendTight(rows, of: other) }
      return encode(other.inNarrow(rows).span, loops)
    }
    let figures = other.narrow.span.extracting(rows)
    if encode(figures, loops) { return true }
    guard findsUnit, tight.isEmpty else { return false }
    // PERF: the unit of figures that were here before is mostly right.
    tightUnit = TightUnit(of: figures)
    return encode(figures, loops)
  }

  private mutating func appendTight(_ rows: Range<Int>, of other: Vector) -> Bool {
    let first = other.beyond.countOfFirst { Int($0.row) < rows.lowerBound }
    let apart = other.beyond[first...].prefix { Int($0.row) < rows.upperBound }
    guard mayBeApart(apart.count, of: rows.count) else { return false }
    let shift = Int32(truncatingIfNeeded: tight.count - rows.lowerBound)
    for item in apart { beyond.append((item.row + shift, item.figure)) }
    tight.append(contentsOf: other.tight[rows])
    return true
  }

  /// Appends `figures` as counts of the unit.
  private mutating func encode(_ figures: Span<Int64>, _ loops: LaneLoops) -> Bool {
    let (first, unit) = (tight.count, tightUnit)
    var apart = 0
    tight.append(addingCapacity: figures.count) {
      apart = loops.encode(figures, in: unit, into: &$0)
    }
    if apart == 0 { return true }
    guard mayBeApart(apart, of: 0) else {
      tight.removeLast(figures.count)
      return false
    }
    for row in figures.indices where tight[first + row] == TightUnit.apart {
      beyond.append((Int32(truncatingIfNeeded: first + row), figures[row]))
    }
    return true
  }

  /// Whether `more` figures may stand apart where there are `rows` rows more.
  private func mayBeApart(_ more: Int, of rows: Int) -> Bool {
    (beyond.count + more) * 8 <= tight.count + rows
  }

  /// Appends values in another form.
  @inline(__always)
  static func append<Old: BitwiseCopyable, New: BitwiseCopyable>(
    _ old: Span<Old>, to values: inout [New], _ form: (Old) -> New
  ) {
    values.append(addingCapacity: old.count) { target in
      for index in old.indices { target.append(form(old[index])) }
    }
  }

  /// Gives figures of 32 bits the form of 64.
  mutating func loosen() {
    if tight.isEmpty { return }
    let figures = inNarrow(0..<tight.count)
    (narrow, tight, beyond) = (figures, [], [])
  }

  /// Returns tight figures of some rows in 64 bits.
  private func inNarrow(_ rows: Range<Int>) -> [Int64] {
    var figures: [Int64] = []
    figures.reserveCapacity(max(rows.count, rows.count == tight.count ? tight.capacity : 0))
    let unit = tightUnit
    Vector.append(tight.span.extracting(rows), to: &figures) { unit.figure($0) }
    let first = beyond.countOfFirst { Int($0.row) < rows.lowerBound }
    for item in beyond[first...].prefix(while: { Int($0.row) < rows.upperBound }) {
      figures[Int(item.row) - rows.lowerBound] = item.figure
    }
    return figures
  }

  mutating func append(_ rows: [Int], of other: Vector) {
    Vector.pick(rows, of: other.absence, into: &absence)
    if !other.codes.isEmpty { Vector.pick(rows, of: other.codes, into: &codes) }
    if !other.truths.isEmpty { Vector.pick(rows, of: other.truths, into: &truths) }
    guard other.holdsNumbers else { return }
    if takesNarrow(of: other), other.tight.isEmpty, tight.isEmpty {
      Vector.pick(rows, of: other.narrow, into: &narrow)
    } else if isNarrow {
      loosen()
      for row in rows { narrow.append(other.narrowFigure(row)) }
    } else {
      for row in rows { numbers.append(other.scaled(row)) }
    }
  }

  private static func pick<Value: BitwiseCopyable>(
    _ rows: [Int], of other: [Value], into values: inout [Value]
  ) {
    let source = other.span
    append(rows.span, to: &values) { source[$0] }
  }

  mutating func append(_ row: Int, of other: Vector) {
    absence.append(other.absence[row])
    if !other.codes.isEmpty { codes.append(other.codes[row]) }
    if !other.truths.isEmpty { truths.append(other.truths[row]) }
    guard other.holdsNumbers else { return }
    if takesNarrow(of: other) {
      loosen()
      narrow.append(other.narrowFigure(row))
    } else {
      numbers.append(other.scaled(row))
    }
  }

  /// Returns whether figures of `other` are appended as they are; else this vector becomes wide.
  private mutating func takesNarrow(of other: Vector) -> Bool {
    if !holdsNumbers { (places, widening) = (other.places, other.widening) }
    if isNarrow, widening != other.widening { widen() }
    return isNarrow
  }

  /// Makes room for `count` rows of its own form.
  mutating func reserve(_ count: Int, hasAbsence: Bool) {
    if hasAbsence { absence.reserveCapacity(count) }
    if !codes.isEmpty { codes.reserveCapacity(count) }
    if !truths.isEmpty { truths.reserveCapacity(count) }
    if !numbers.isEmpty { numbers.reserveCapacity(count) }
    if !narrow.isEmpty { narrow.reserveCapacity(count) }
    if !tight.isEmpty { tight.reserveCapacity(count) }
  }

  /// Tells `advice` which rows are written next, of those that there is room for.
  mutating func announce(_ rows: Range<Int>, to advice: MemoryAdvice?) {
    if !absence.isEmpty { absence.announce(rows, to: advice) }
    if !codes.isEmpty { codes.announce(rows, to: advice) }
    if !truths.isEmpty { truths.announce(rows, to: advice) }
    if !numbers.isEmpty { numbers.announce(rows, to: advice) }
    if !narrow.isEmpty { narrow.announce(rows, to: advice) }
    if !tight.isEmpty { tight.announce(rows, to: advice) }
  }

  /// Gives a row another code, or none for a reason.
  mutating func set(_ row: Int, code: Int32?, missing reason: Absence) {
    codes[row] = code ?? 0
    absence[row] = code == nil ? reason.rawValue : 0
  }

  /// Gives a row another truth.
  mutating func set(_ row: Int, truth: Bool) {
    truths[row] = truth ? 1 : 0
    absence[row] = 0
  }

  /// Gives a row another figure, counted in 10^-18; narrow figures become wide where it does not fit.
  mutating func set(_ row: Int, scaled figure: Int128) {
    absence[row] = 0
    if isNarrow {
      loosen()
      let (count, rest) = figure.quotientAndRemainder(dividingBy: Int128(widening))
      if rest == 0, let fitting = Int64(exactly: count), fitting != .min {
        narrow[row] = fitting
        return
      }
      widen()
    }
    numbers[row] = figure
  }

  /// Takes the value of a row away.
  mutating func clear(_ row: Int, missing reason: Absence) {
    loosen()
    if isNarrow { narrow[row] = 0 }
    if !numbers.isEmpty { numbers[row] = 0 }
    if !codes.isEmpty { codes[row] = 0 }
    if !truths.isEmpty { truths[row] = 0 }
    absence[row] = reason.rawValue
  }

  /// Gives narrow figures the form of 128 bits.
  mutating func widen() {
    guard isNarrow else { return }
    widenNumbers()
    narrow = []
    widening = 0
  }

  /// Writes the figures in 128 bits beside their narrow form, which stays what others read.
  mutating func widenNumbers() {
    loosen()
    let factor = Int128(widening)
    numbers.removeAll(keepingCapacity: true)
    numbers.reserveCapacity(narrow.count)
    for value in narrow { numbers.append(Int128(value) &* factor) }
  }

  /// Becomes a vector of narrow figures.
  mutating func take(narrow figures: [Int64], places: Int, absence reasons: [UInt8]) {
    narrow = figures
    (tight, beyond) = ([], [])
    absence = reasons
    setPlaces(places)
  }

  private mutating func setPlaces(_ places: Int) {
    self.places = Int8(places)
    widening = Int64(Decimal.powersOfTen[Decimal.places - places])
  }

  /// Calls `body` with the narrow figures and the absence bits of `count` rows, to be written.
  @inline(__always)
  mutating func writeNarrow(
    places: Int, count: Int, _ body: (inout MutableSpan<Int64>, inout MutableSpan<UInt8>) -> Void
  ) {
    setPlaces(places)
    Vector.fit(&narrow, 0, count)
    Vector.fit(&absence, 0, count)
    Vector.write(&narrow, &absence, body)
  }

  @inline(__always)
  private static func write(
    _ figures: inout [Int64], _ reasons: inout [UInt8],
    _ body: (inout MutableSpan<Int64>, inout MutableSpan<UInt8>) -> Void
  ) {
    var figures = figures.mutableSpan
    var reasons = reasons.mutableSpan
    body(&figures, &reasons)
  }

  mutating func removeAll() {
    widening = 0
    narrow.removeAll(keepingCapacity: true)
    tight.removeAll(keepingCapacity: true)
    beyond.removeAll()
    numbers.removeAll(keepingCapacity: true)
    codes.removeAll(keepingCapacity: true)
    truths.removeAll(keepingCapacity: true)
    absence.removeAll(keepingCapacity: true)
  }

  /// Brings every array in use to `count` rows; figures get the form of 128 bits.
  mutating func resize(to count: Int, _ kind: RegisterKind) {
    widening = 0
    Vector.fit(&absence, 0, count)
    switch kind {
    case .number: Vector.fit(&numbers, 0, count)
    case .code: Vector.fit(&codes, 0, count)
    case .truth: Vector.fit(&truths, 0, count)
    }
  }

  private static func fit<Value>(_ values: inout [Value], _ filler: Value, _ count: Int) {
    if values.count > count {
      values.removeLast(values.count - count)
    } else if values.count < count {
      values.append(contentsOf: repeatElement(filler, count: count - values.count))
    }
  }
}
