/// One piece of a file: its bytes, where its fields end, and which of its records are rows.
struct Piece: Sendable {
  /// A record that is not empty, by the place in the index before its first field.
  struct Record: Hashable, Sendable {
    var first: UInt32
    var cells: Int
    var line: UInt32
    var number: UInt32
  }

  /// A record whose form is at fault, and the cell that shows it, if one does.
  struct Fault: Hashable, Sendable {
    var record: Record
    var cell: Int?
    var problem: CellProblem
  }

  var bytes: [UInt8] = []
  var index: RecordIndex
  /// For each row, the place in `index.ends` before its first field.
  private(set) var rows: [UInt32] = []
  /// For each row, the physical line where it starts.
  private(set) var lines: [UInt32] = []
  /// For each row, its number among all data records.
  private(set) var numbers: [UInt32] = []
  private(set) var faults: [Fault] = []
  /// `true` iff each record is a row that has a cell for each column and lies on one line.
  private(set) var isRegular = false
  /// The row of the first record as a spreadsheet counts, where empty lines are rows too.
  private var firstSheetRow = 0

  let columnCount: Int
  let encoding: TextEncoding

  init(_ schema: TableSchema, columnCount: Int, vectorSize: VectorSize = .sixteenBytes) {
    index = RecordIndex(
      separator: schema.separator, columnCount: columnCount, vectorSize: vectorSize)
    encoding = schema.encoding
    self.columnCount = columnCount
  }

  /// Sorts the indexed records into rows and faults, and passes over empty lines.
  ///
  /// - Returns: the start of the record that follows, but for its offset.
  mutating func sortRecords(from start: PieceStart) -> PieceStart {
    clearRows()
    firstSheetRow = start.sheetRow
    isRegular = isIndexRegular
    if isRegular { return takeAll(from: start) }
    var line = UInt32(truncatingIfNeeded: start.line)
    var number = UInt32(truncatingIfNeeded: start.record)
    var first: UInt32 = 0
    var newlines = 0
    for last in index.recordEnds {
      let cells = Int(last &- first)
      if cells != 1 || columnCount == 1 || !isEmpty(first) {
        if cells == columnCount {
          rows.append(first)
          lines.append(line)
          numbers.append(number)
        } else {
          let record = Record(first: first, cells: cells, line: line, number: number)
          faults.append(
            Fault(record: record, cell: nil, problem: .ragged(cells: cells, columns: columnCount)))
        }
        number &+= 1
      }
      line &+= 1
      let end = index.ends[Int(last)]
      while newlines < index.quotedNewlines.count, index.quotedNewlines[newlines] < end {
        line &+= 1
        newlines += 1
      }
      first = last
    }
    if !index.strayQuotes.isEmpty {
      setStrayQuotesAside()
      faults.sort { $0.record.number < $1.record.number }
    }
    return PieceStart(
      offset: start.offset, line: Int(line), record: Int(number),
      sheetRow: start.sheetRow + index.recordEnds.count)
  }

  /// `true` iff each record has a cell for each column and lies on one line.
  private var isIndexRegular: Bool {
    guard index.quotedNewlines.isEmpty, index.strayQuotes.isEmpty else { return false }
    let step = UInt32(truncatingIfNeeded: columnCount)
    var (expected, difference): (UInt32, UInt32) = (0, 0)
    for end in index.recordEnds {
      expected &+= step
      difference |= end ^ expected
    }
    return difference == 0
  }

  /// Takes every record as a row.
  ///
  /// PERF: what most pieces come to, in loops without a branch.
  private mutating func takeAll(from start: PieceStart) -> PieceStart {
    let count = index.recordEnds.count
    let line = UInt32(truncatingIfNeeded: start.line)
    let number = UInt32(truncatingIfNeeded: start.record)
    rows.append(count, from: 0, by: UInt32(truncatingIfNeeded: columnCount))
    lines.append(count, from: line, by: 1)
    numbers.append(count, from: number, by: 1)
    return PieceStart(
      offset: start.offset, line: Int(line) + count, record: Int(number) + count,
      sheetRow: start.sheetRow + count)
  }

  /// Returns the row of the record after `place` as a spreadsheet counts.
  func sheetRow(after place: UInt32) -> Int {
    var low = 0
    var high = index.recordEnds.count
    while low < high {
      let middle = (low + high) / 2
      if index.recordEnds[middle] <= place { low = middle + 1 } else { high = middle }
    }
    return firstSheetRow + low
  }

  private mutating func clearRows() {
    rows.removeAll(keepingCapacity: true)
    lines.removeAll(keepingCapacity: true)
    numbers.removeAll(keepingCapacity: true)
    faults.removeAll(keepingCapacity: true)
  }

  /// `true` iff the field after `place` is nothing, or the CR of a line end.
  private func isEmpty(_ place: UInt32) -> Bool {
    cell(0, after: place, cells: 1).isEmpty
  }

  /// Turns the rows that hold text after a closing quote into faults.
  private mutating func setStrayQuotesAside() {
    var kept = 0
    var strays = index.strayQuotes[...]
    for row in rows.indices {
      let first = rows[row]
      let start = index.ends[Int(first)] &+ 1
      let end = index.ends[Int(first) + columnCount]
      strays = strays.drop { $0 < start }
      if let stray = strays.first, stray < end {
        let cell = (0..<columnCount).first { index.ends[Int(first) + $0 + 1] > stray }
        let record = Record(
          first: first, cells: columnCount, line: lines[row], number: numbers[row])
        faults.append(Fault(record: record, cell: cell, problem: .textAfterQuote))
      } else {
        rows[kept] = first
        lines[kept] = lines[row]
        numbers[kept] = numbers[row]
        kept += 1
      }
    }
    rows.removeLast(rows.count - kept)
    lines.removeLast(lines.count - kept)
    numbers.removeLast(numbers.count - kept)
  }

  /// Returns the offsets of a cell of the record after `place`, without the CR of a line end.
  func cell(_ column: Int, after place: UInt32, cells: Int) -> Range<Int> {
    let start = Int(index.ends[Int(place) + column] &+ 1)
    var end = Int(index.ends[Int(place) + column + 1])
    if column == cells - 1, end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return start..<end
  }
}
