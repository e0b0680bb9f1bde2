extension CellColumn {
  /// A column without rows that owns no memory.
  static var empty: CellColumn { .truths([], absence: []) }

  /// Takes the buffers out of the column, sized to `count` rows, so that they can be written
  /// without a copy.
  mutating func takeNumbers(count: Int) -> ([Int128], [UInt8]) {
    var (values, absence): ([Int128], [UInt8]) = ([], [])
    if case .numbers(let old, let oldAbsence) = self { (values, absence) = (old, oldAbsence) }
    self = .empty
    values.fill(with: 0, count: count)
    absence.fill(with: 0, count: count)
    return (values, absence)
  }

  mutating func takeNarrow(count: Int) -> ([Int64], [UInt8]) {
    var (values, absence): ([Int64], [UInt8]) = ([], [])
    if case .narrow(let old, _, _, let oldAbsence) = self { (values, absence) = (old, oldAbsence) }
    self = .empty
    values.fill(with: 0, count: count)
    absence.fill(with: 0, count: count)
    return (values, absence)
  }

  /// The column with narrow figures in 128 bits.
  package var widened: CellColumn {
    guard case .narrow(let values, let places, _, let absence) = self else { return self }
    let factor = Decimal.powersOfTen[Decimal.places - places]
    return .numbers(values.map { Int128($0) * factor }, absence: absence)
  }

  mutating func takeCodes(count: Int) -> ([Int32], [UInt8]) {
    var (values, absence): ([Int32], [UInt8]) = ([], [])
    if case .codes(let old, let oldAbsence) = self { (values, absence) = (old, oldAbsence) }
    self = .empty
    values.fill(with: 0, count: count)
    absence.fill(with: 0, count: count)
    return (values, absence)
  }

  mutating func takeTruths(count: Int) -> ([UInt8], [UInt8]) {
    var (values, absence): ([UInt8], [UInt8]) = ([], [])
    if case .truths(let old, let oldAbsence) = self { (values, absence) = (old, oldAbsence) }
    self = .empty
    values.fill(with: 0, count: count)
    absence.fill(with: 0, count: count)
    return (values, absence)
  }

  /// Takes the buffers of a text column without any text.
  mutating func takeTexts(count: Int) -> (TextColumn, [UInt8]) {
    var (values, absence): (TextColumn, [UInt8]) = (TextColumn(), [])
    if case .texts(let old, let oldAbsence) = self { (values, absence) = (old, oldAbsence) }
    self = .empty
    values.removeAll()
    absence.fill(with: 0, count: count)
    return (values, absence)
  }

  /// Returns `rows` alone.
  func rows(_ rows: [Int]) -> CellColumn {
    func pick<Value>(_ values: [Value]) -> [Value] { rows.map { values[$0] } }
    switch self {
    case .numbers(let values, let absence):
      return .numbers(pick(values), absence: pick(absence))
    case .narrow: return widened.rows(rows)
    case .codes(let values, let absence): return .codes(pick(values), absence: pick(absence))
    case .truths(let values, let absence): return .truths(pick(values), absence: pick(absence))
    case .texts(let texts, let absence):
      var picked = TextColumn()
      for row in rows { picked.append(texts.bytes[texts.range(row)]) }
      return .texts(picked, absence: pick(absence))
    }
  }

  /// Returns the column with the rows of `other`, which is of the same kind, after its own.
  func appending(_ other: CellColumn) -> CellColumn {
    switch (self, other) {
    case (.numbers(let values, let absence), .numbers(let more, let moreAbsence)):
      return .numbers(values + more, absence: absence + moreAbsence)
    case (.narrow, _), (_, .narrow): return widened.appending(other.widened)
    case (.codes(let values, let absence), .codes(let more, let moreAbsence)):
      return .codes(values + more, absence: absence + moreAbsence)
    case (.truths(let values, let absence), .truths(let more, let moreAbsence)):
      return .truths(values + more, absence: absence + moreAbsence)
    case (.texts(var texts, let absence), .texts(let more, let moreAbsence)):
      for row in 0..<more.count { texts.append(more.bytes[more.range(row)]) }
      return .texts(texts, absence: absence + moreAbsence)
    case (.numbers, _), (.codes, _), (.truths, _), (.texts, _): return self
    }
  }

  /// Makes the cell of a row blank.
  mutating func blank(_ row: Int) {
    func blanked(_ absence: [UInt8]) -> [UInt8] {
      var absence = absence
      absence[row] = Absence.blank.rawValue
      return absence
    }
    switch self {
    case .numbers(let values, let absence): self = .numbers(values, absence: blanked(absence))
    case .narrow(let values, let places, let bound, let absence):
      self = .narrow(values, places: places, bound: bound, absence: blanked(absence))
    case .codes(let values, let absence): self = .codes(values, absence: blanked(absence))
    case .truths(let values, let absence): self = .truths(values, absence: blanked(absence))
    case .texts(let texts, let absence): self = .texts(texts, absence: blanked(absence))
    }
  }

  /// Returns the column without `rows`, which ascend.
  func removing(_ rows: [Int]) -> CellColumn {
    switch self {
    case .numbers(let values, let absence):
      .numbers(values.removing(rows), absence: absence.removing(rows))
    case .narrow(let values, let places, let bound, let absence):
      .narrow(
        values.removing(rows), places: places, bound: bound, absence: absence.removing(rows))
    case .codes(let values, let absence):
      .codes(values.removing(rows), absence: absence.removing(rows))
    case .truths(let values, let absence):
      .truths(values.removing(rows), absence: absence.removing(rows))
    case .texts(let texts, let absence):
      .texts(texts.removing(rows), absence: absence.removing(rows))
    }
  }
}

extension TextColumn {
  fileprivate func removing(_ rows: [Int]) -> TextColumn {
    var kept = TextColumn()
    var next = rows[...]
    for row in 0..<count {
      if next.first == row {
        next.removeFirst()
      } else {
        kept.append(bytes[range(row)])
      }
    }
    return kept
  }
}

extension Array {
  /// Becomes `count` times `value` in the memory that the array has.
  fileprivate mutating func fill(with value: Element, count: Int) {
    removeAll(keepingCapacity: true)
    append(contentsOf: repeatElement(value, count: count))
  }

  /// Returns the elements without those at `places`, which ascend.
  func removing(_ places: [Int]) -> [Element] {
    var kept: [Element] = []
    kept.reserveCapacity(count)
    var next = places[...]
    for place in indices {
      if next.first == place {
        next.removeFirst()
      } else {
        kept.append(self[place])
      }
    }
    return kept
  }
}
