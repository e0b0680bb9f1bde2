import Tables

/// Values of one register over some rows; only the array of the register's kind is filled.
package struct Vector: Sendable {
  package var numbers: [Int128] = []
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
  package func isOpen(_ row: Int) -> Bool { absence[row] & Absence.open != 0 }

  /// `true` iff a blank makes the value missing.
  package func isBlank(_ row: Int) -> Bool { absence[row] & Absence.blank.rawValue != 0 }

  /// `true` iff the condition is known to hold.
  package func holds(_ row: Int) -> Bool { truths[row] != 0 && absence[row] == 0 }

  /// Returns the scaled figure, nil where it is missing.
  package func number(_ row: Int) -> Int128? { absence[row] == 0 ? numbers[row] : nil }

  /// Returns the code, nil where it is missing.
  package func code(_ row: Int) -> Int? { absence[row] == 0 ? Int(codes[row]) : nil }

  mutating func append(_ rows: Range<Int>, of other: Vector) {
    absence.append(contentsOf: other.absence[rows])
    if !other.numbers.isEmpty { numbers.append(contentsOf: other.numbers[rows]) }
    if !other.codes.isEmpty { codes.append(contentsOf: other.codes[rows]) }
    if !other.truths.isEmpty { truths.append(contentsOf: other.truths[rows]) }
  }

  mutating func append(_ row: Int, of other: Vector) {
    absence.append(other.absence[row])
    if !other.numbers.isEmpty { numbers.append(other.numbers[row]) }
    if !other.codes.isEmpty { codes.append(other.codes[row]) }
    if !other.truths.isEmpty { truths.append(other.truths[row]) }
  }

  mutating func reserve(_ count: Int, _ kind: RegisterKind) {
    absence.reserveCapacity(count)
    switch kind {
    case .number: numbers.reserveCapacity(count)
    case .code: codes.reserveCapacity(count)
    case .truth: truths.reserveCapacity(count)
    }
  }

  mutating func removeAll() {
    numbers.removeAll(keepingCapacity: true)
    codes.removeAll(keepingCapacity: true)
    truths.removeAll(keepingCapacity: true)
    absence.removeAll(keepingCapacity: true)
  }

  /// Brings every array in use to `count` rows.
  mutating func resize(to count: Int, _ kind: RegisterKind) {
    func fit<Value>(_ values: inout [Value], _ filler: Value) {
      if values.count > count {
        values.removeLast(values.count - count)
      } else if values.count < count {
        values.append(contentsOf: repeatElement(filler, count: count - values.count))
      }
    }
    fit(&absence, 0)
    switch kind {
    case .number: fit(&numbers, 0)
    case .code: fit(&codes, 0)
    case .truth: fit(&truths, 0)
    }
  }
}
