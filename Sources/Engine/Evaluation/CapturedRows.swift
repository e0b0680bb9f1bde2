import Language
import Tables

/// Rows with blanks, with the values from which their decisions can be retraced.
package struct CapturedRows: Sendable {
  package let registers: [RegisterID]
  /// The number of each row in its table, or of its record for a rejected row; they ascend.
  package private(set) var rows: [Int32] = []
  /// By register.
  private(set) var columns: [Vector]
  /// The physical line of each row.
  package private(set) var lines: [UInt32] = []
  /// The number of each row's record, from 1.
  package private(set) var records: [UInt32] = []

  init(_ registers: [RegisterID]) {
    self.registers = registers
    columns = Array(repeating: Vector(), count: registers.count)
  }

  package var count: Int { rows.count }

  /// Makes room for `count` rows like those that are there.
  mutating func reserve(_ count: Int) {
    rows.reserveCapacity(count)
    lines.reserveCapacity(count)
    records.reserveCapacity(count)
    for index in columns.indices { columns[index].reserve(count, hasAbsence: true) }
  }

  /// Forgets all rows, and keeps their memory for others.
  mutating func removeAll() {
    rows.removeAll(keepingCapacity: true)
    lines.removeAll(keepingCapacity: true)
    records.removeAll(keepingCapacity: true)
    for index in columns.indices { columns[index].removeAll() }
  }

  mutating func append(_ row: Int, of vectors: [Vector], number: Int, in batch: RowBatch) {
    rows.append(Int32(number))
    lines.append(batch.lines[row])
    records.append(batch.records[row])
    for (index, id) in registers.enumerated() {
      columns[index].append(row, of: vectors[id.index])
    }
  }

  /// Appends `taken` rows of a batch, before which the table has `rowsBefore` rows.
  mutating func append(_ taken: [Int], of vectors: [Vector], rowsBefore: Int, in batch: RowBatch) {
    guard !taken.isEmpty else { return }
    for row in taken {
      rows.append(Int32(rowsBefore + row))
      lines.append(batch.lines[row])
      records.append(batch.records[row])
    }
    for (index, id) in registers.enumerated() {
      columns[index].append(taken, of: vectors[id.index])
    }
  }

  /// Appends the rows at `places` of other captures, `shift` added to their numbers.
  mutating func append(
    _ places: Range<Int>, of other: CapturedRows, shift: Int32,
    renumber: (inout Vector, RegisterID, Int) -> Void = { _, _, _ in }
  ) {
    rows.append(contentsOf: other.rows[places].lazy.map { $0 + shift })
    lines.append(contentsOf: other.lines[places])
    records.append(contentsOf: other.records[places])
    for (index, id) in registers.enumerated() {
      let first = columns[index].count
      columns[index].append(places, of: other.columns[index], .tight)
      renumber(&columns[index], id, first)
    }
  }

  /// Gives `change` each column, to change texts' numbers.
  mutating func forEachColumn(_ change: (RegisterID, inout Vector) -> Void) {
    for (index, id) in registers.enumerated() { change(id, &columns[index]) }
  }

  /// Returns the rows at `places`.
  func rows(at places: some Sequence<Int>) -> CapturedRows {
    var part = CapturedRows(registers)
    for place in places {
      part.rows.append(rows[place])
      part.lines.append(lines[place])
      part.records.append(records[place])
      for index in columns.indices {
        part.columns[index].append(place..<place + 1, of: columns[index])
      }
    }
    return part
  }

  /// Returns the rows at `places` without any values.
  func rowsAlone(at places: [Int]) -> CapturedRows {
    var part = CapturedRows([])
    part.rows = places.map { rows[$0] }
    part.lines = places.map { lines[$0] }
    part.records = places.map { records[$0] }
    return part
  }

  /// Returns the place of a table's row among these rows.
  ///
  /// - Complexity: O(log n).
  package func place(of row: Int) -> Int? {
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(rows[middle]) < row { low = middle + 1 } else { high = middle }
    }
    return low < rows.count && Int(rows[low]) == row ? low : nil
  }
}
