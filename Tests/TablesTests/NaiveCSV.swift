/// A plain state machine that splits CSV, to be compared with the fast reader.
struct NaiveCSV {
  struct Record {
    var cells: [[UInt8]] = []
    var line = 1
    var hasTextAfterQuote = false
    var isEmptyLine = false
  }

  private enum State { case fieldStart, plain, quoted, quoteInQuoted, afterQuote }

  private(set) var records: [Record] = []
  private(set) var isUnclosed = false

  init(_ bytes: [UInt8], separator: UInt8 = UInt8(ascii: ",")) {
    var state = State.fieldStart
    var record = Record()
    var cell: [UInt8] = []
    var line = 1
    for (place, byte) in bytes.enumerated() {
      let endsWithReturn =
        byte == UInt8(ascii: "\r")
        && (place + 1 == bytes.count || bytes[place + 1] == UInt8(ascii: "\n"))
      if state == .quoted || (state == .quoteInQuoted && byte == UInt8(ascii: "\"")) {
        if state == .quoteInQuoted {
          cell.append(byte)
          state = .quoted
        } else if byte == UInt8(ascii: "\"") {
          state = .quoteInQuoted
        } else {
          cell.append(byte)
        }
      } else if byte == separator || byte == UInt8(ascii: "\n") {
        record.isEmptyLine =
          byte == UInt8(ascii: "\n") && record.cells.isEmpty && state == .fieldStart
        record.cells.append(cell)
        cell = []
        state = .fieldStart
        if byte == UInt8(ascii: "\n") {
          records.append(record)
          record = Record(line: line + 1)
        }
      } else if state == .fieldStart, byte == UInt8(ascii: "\"") {
        state = .quoted
      } else if !endsWithReturn {
        record.hasTextAfterQuote = record.hasTextAfterQuote || state == .quoteInQuoted
        state = state == .quoteInQuoted || state == .afterQuote ? .afterQuote : .plain
        cell.append(byte)
      }
      if byte == UInt8(ascii: "\n") { line += 1 }
    }
    isUnclosed = state == .quoted
    if !isUnclosed,
      state != .fieldStart || !record.cells.isEmpty || bytes.last == UInt8(ascii: "\r")
    {
      record.isEmptyLine = record.cells.isEmpty && state == .fieldStart
      record.cells.append(cell)
      records.append(record)
    }
  }
}
