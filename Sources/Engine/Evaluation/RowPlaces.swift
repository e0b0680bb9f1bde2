/// Where rows stand in their file: the physical line and the number of the record of each, from 1.
///
/// Kept as stretches of rows of one line each that follow one another in the file, of which there
/// are few: what breaks one is a rejected row, a blank line, or a line break within quotes.
package struct RowPlaces: Sendable {
  private struct Stretch {
    var row: Int
    var line: UInt32
    var record: UInt32

    func isContinued(by next: (line: UInt32, record: UInt32), at row: Int) -> Bool {
      let steps = row - self.row
      return Int(next.line) - Int(line) == steps && Int(next.record) - Int(record) == steps
    }
  }

  private var stretches: [Stretch] = []
  package private(set) var count = 0

  package init() {}

  /// Returns the physical line on which a row starts.
  ///
  /// - Complexity: O(log n).
  package func line(of row: Int) -> Int {
    let stretch = stretch(of: row)
    return Int(stretch.line) + row - stretch.row
  }

  /// Returns the number of a row's record; rejected ones count too.
  ///
  /// - Complexity: O(log n).
  package func record(of row: Int) -> Int {
    let stretch = stretch(of: row)
    return Int(stretch.record) + row - stretch.row
  }

  private func stretch(of row: Int) -> Stretch {
    precondition(row >= 0 && row < count, "a row of the table")
    return stretches[number(ofStretchWith: row)]
  }

  private func number(ofStretchWith row: Int) -> Int {
    stretches.countOfFirst { $0.row <= row } - 1
  }

  /// Adds a row after all others.
  mutating func append(line: UInt32, record: UInt32) {
    if let last = stretches.last, last.isContinued(by: (line, record), at: count) {
      count += 1
    } else {
      append(rows: 1, line: line, record: record)
    }
  }

  /// Adds rows after all others; both lists ascend.
  package mutating func append(lines: [UInt32], records: [UInt32]) {
    precondition(lines.count == records.count, "each row has a line and a record")
    guard let line = lines.first, let record = records.first else { return }
    let steps = UInt32(lines.count - 1)
    // PERF: since both ascend, their ends tell whether any row between them leaves a gap.
    if lines[lines.count - 1] &- line == steps, records[records.count - 1] &- record == steps {
      append(rows: lines.count, line: line, record: record)
    } else {
      for row in lines.indices { append(line: lines[row], record: records[row]) }
    }
  }

  /// Adds `rows` of another table's part after all others.
  package mutating func append(_ rows: Range<Int>, of other: RowPlaces) {
    guard !rows.isEmpty else { return }
    precondition(rows.lowerBound >= 0 && rows.upperBound <= other.count, "rows of the other")
    var number = other.number(ofStretchWith: rows.lowerBound)
    var row = rows.lowerBound
    while row < rows.upperBound {
      let stretch = other.stretches[number]
      number += 1
      let end = number < other.stretches.count ? other.stretches[number].row : other.count
      let skipped = UInt32(row - stretch.row)
      append(
        rows: min(end, rows.upperBound) - row, line: stretch.line &+ skipped,
        record: stretch.record &+ skipped)
      row = end
    }
  }

  private mutating func append(rows: Int, line: UInt32, record: UInt32) {
    if stretches.last?.isContinued(by: (line, record), at: count) != true {
      stretches.append(Stretch(row: count, line: line, record: record))
    }
    count += rows
  }
}
