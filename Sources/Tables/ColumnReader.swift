/// Reads the cells of one field over many rows of a piece.
///
/// What: one loop for each type of cell, over the rows of a batch, which reads the plain forms
/// itself (`-1234.50`, `12.5%`, `2027-04-01`, `yes`, a text without spaces around it, each perhaps
/// in quotes) and leaves every other form to `CellReader`.
///
/// Why this way: the loops hold no state but a few registers, so that a cell costs a few
/// nanoseconds; what they do not know costs some dozens.
///
/// What breaks if it changes: a form that a loop reads must mean the same to `CellReader`.
struct ColumnReader: Sendable {
  /// A cell that cannot be read, by its row in the batch.
  struct Fault {
    var row: Int
    var problem: CellProblem
  }

  let cells: CellReader
  /// The index of the column in the file.
  let column: Int
  private(set) var faults: [Fault] = []

  private let isLast: Bool
  /// `true` iff no plain form can be one of the texts that count as blank.
  private let readsPlainForms: Bool
  /// What a blank cell is, or nil where it is a fault.
  private let blank: CellContent?

  init(_ cells: CellReader, column: Int, columnCount: Int) {
    self.cells = cells
    self.column = column
    isLast = column == columnCount - 1
    blank = try? cells.blank()
    let truths = ["yes", "no", "true", "false", "y", "n"]
    readsPlainForms = !cells.marks.contains { mark in
      mark.contains(where: \.isDigit)
        || truths.contains(String(decoding: mark, as: UTF8.self).lowercased())
    }
  }

  /// Reads the cells of `rows` into `target`, whose buffers are used again where they fit.
  ///
  /// A cell that cannot be read leaves a fault and an empty place.
  mutating func read(_ rows: Range<Int>, of piece: Piece, into target: inout CellColumn) {
    faults.removeAll(keepingCapacity: true)
    switch cells.field.kind {
    case .number, .percent:
      var (values, absence) = target.takeNumbers(count: rows.count)
      readNumbers(rows, of: piece, into: &values, absence: &absence)
      target = .numbers(values, absence: absence)
    case .date, .choice:
      var (values, absence) = target.takeCodes(count: rows.count)
      readCodes(rows, of: piece, into: &values, absence: &absence)
      target = .codes(values, absence: absence)
    case .truth:
      var (values, absence) = target.takeTruths(count: rows.count)
      readTruths(rows, of: piece, into: &values, absence: &absence)
      target = .truths(values, absence: absence)
    case .text, .reference:
      var (values, absence) = target.takeTexts(count: rows.count)
      readTexts(rows, of: piece, into: &values, absence: &absence)
      target = .texts(values, absence: absence)
    }
  }

  /// Reads a cell that a loop does not know; nil when it leaves a fault.
  @inline(never)
  private mutating func readWithCare(_ row: Int, _ bytes: ArraySlice<UInt8>) -> CellContent? {
    do {
      return try cells.read(bytes)
    } catch {
      faults.append(Fault(row: row, problem: error))
      return nil
    }
  }

  /// Returns the offsets of a row's cell without the CR of a line end.
  @inline(__always)
  private func bounds(
    after first: UInt32, ends: Span<UInt32>, bytes: Span<UInt8>
  ) -> (start: Int, end: Int) {
    let place = Int(first) &+ column
    let start = Int(ends[place] &+ 1)
    var end = Int(ends[place &+ 1])
    if isLast, end > start, bytes[end &- 1] == UInt8(ascii: "\r") { end &-= 1 }
    return (start, end)
  }
}

// MARK: Numbers and percents

extension ColumnReader {
  /// The powers of ten that a plain figure is multiplied by.
  private struct Scale {
    /// The power for no places.
    var unsigned: Int
    /// The same before a percent sign; nil where the sign is a fault.
    var signed: Int?
    /// The longest figure that cannot leave the range.
    var length: Int

    init?(_ kind: CellKind) {
      switch kind {
      case .number(let exponent):
        guard (0...18).contains(exponent) else { return nil }
        (unsigned, signed, length) = (Decimal.places + exponent, nil, min(18, 20 - exponent))
      case .percent(.points):
        (unsigned, signed, length) = (Decimal.places - 2, Decimal.places - 2, 16)
      case .percent(.fraction):
        (unsigned, signed, length) = (Decimal.places, Decimal.places - 2, 16)
      case .percent(.signed):
        // A figure without a sign is a fault: no length is short enough for it.
        (unsigned, signed, length) = (-1, Decimal.places - 2, 16)
      case .text, .date, .truth, .choice, .reference: return nil
      }
    }
  }

  private mutating func readNumbers(
    _ rows: Range<Int>, of piece: Piece, into values: inout [Int128], absence: inout [UInt8]
  ) {
    let scale = readsPlainForms ? Scale(cells.field.kind) : nil
    let low = cells.field.low?.scaled ?? .min
    let high = cells.field.high?.scaled ?? .max
    let point = cells.decimalComma ? UInt8(ascii: ",") : UInt8(ascii: ".")
    let (text, index, firsts, tens) = (
      piece.bytes, piece.index.ends, piece.rows, Decimal.powersOfTen
    )
    let (bytes, ends, first, powers) = (text.span, index.span, firsts.span, tens.span)
    for row in rows {
      let place = row &- rows.lowerBound
      let (start, end) = bounds(after: first[row], ends: ends, bytes: bytes)
      if let scale,
        let value = ColumnReader.plainNumber(
          bytes, start, end, scale: scale, point: point, powers: powers),
        value >= low, value <= high
      {
        values[place] = value
        absence[place] = 0
        continue
      }
      let content = start == end && blank != nil ? blank : readWithCare(place, text[start..<end])
      switch content {
      case .number(let value)?: (values[place], absence[place]) = (value.scaled, 0)
      case .missing(let reason)?: (values[place], absence[place]) = (0, reason.rawValue)
      case .code?, .truth?, .text?, nil: (values[place], absence[place]) = (0, 0)
      }
    }
  }

  /// Returns the scaled value of digits with at most one point, a minus, and a percent sign.
  @inline(__always)
  private static func plainNumber(
    _ bytes: Span<UInt8>, _ start: Int, _ end: Int, scale: Scale, point: UInt8,
    powers: Span<Int128>
  ) -> Int128? {
    var (here, end) = (start, end)
    guard end &- here > 0 else { return nil }
    if bytes[here] == UInt8(ascii: "\""), end &- here > 2 { (here, end) = (here &+ 1, end &- 1) }
    let isNegative = bytes[here] == UInt8(ascii: "-")
    if isNegative { here &+= 1 }
    var power = scale.unsigned
    if let signed = scale.signed, bytes[end &- 1] == UInt8(ascii: "%") {
      power = signed
      end &-= 1
    }
    let length = end &- here
    guard length > 0, length <= scale.length, power >= 0 else { return nil }
    var mantissa: UInt64 = 0
    var pointAt = -1
    while here < end {
      let byte = bytes[here]
      let digit = byte &- UInt8(ascii: "0")
      if digit < 10 {
        mantissa = mantissa &* 10 &+ UInt64(digit)
      } else {
        guard byte == point, pointAt < 0 else { return nil }
        pointAt = here
      }
      here &+= 1
    }
    if pointAt >= 0 {
      guard length > 1 else { return nil }
      power &-= end &- pointAt &- 1
      guard power >= 0 else { return nil }
    }
    let value = Int128(mantissa) &* powers[power]
    return isNegative ? 0 &- value : value
  }
}

// MARK: Dates and choices

extension ColumnReader {
  private mutating func readCodes(
    _ rows: Range<Int>, of piece: Piece, into values: inout [Int32], absence: inout [UInt8]
  ) {
    var isDate = false
    if case .date(let pattern) = cells.field.kind { isDate = pattern == nil || pattern == .iso }
    var choices = PlainChoices(cells)
    let (text, index, firsts) = (piece.bytes, piece.index.ends, piece.rows)
    let (bytes, ends, first) = (text.span, index.span, firsts.span)
    for row in rows {
      let place = row &- rows.lowerBound
      let (start, end) = bounds(after: first[row], ends: ends, bytes: bytes)
      let plain =
        isDate
        ? (readsPlainForms ? ColumnReader.plainDay(bytes, start, end) : nil)
        : choices.code(bytes, start, end)
      if let plain {
        values[place] = plain
        absence[place] = 0
        continue
      }
      let content = start == end && blank != nil ? blank : readWithCare(place, text[start..<end])
      switch content {
      case .code(let value)?: (values[place], absence[place]) = (value, 0)
      case .missing(let reason)?: (values[place], absence[place]) = (0, reason.rawValue)
      case .number?, .truth?, .text?, nil: (values[place], absence[place]) = (0, 0)
      }
    }
  }

  /// Returns the number of the day that ten bytes `yyyy-mm-dd` name, perhaps in quotes.
  @inline(__always)
  private static func plainDay(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int32? {
    var start = start
    if end &- start == 12, bytes[start] == UInt8(ascii: "\"") {
      start &+= 1
    } else if end &- start != 10 {
      return nil
    }
    var fault: UInt8 = 0
    func digit(_ offset: Int) -> Int {
      let value = bytes[start &+ offset] &- UInt8(ascii: "0")
      fault |= value < 10 ? 0 : 1
      return Int(value)
    }
    let year = digit(0) &* 1000 &+ digit(1) &* 100 &+ digit(2) &* 10 &+ digit(3)
    let month = digit(5) &* 10 &+ digit(6)
    let day = digit(8) &* 10 &+ digit(9)
    let dash = UInt8(ascii: "-")
    guard fault == 0, bytes[start &+ 4] == dash, bytes[start &+ 7] == dash, year > 0,
      month > 0, month < 13, day > 0, day < 29 || day <= Day.length(ofMonth: month, year: year)
    else { return nil }
    return Day.number(year: year, month: month, day: day)
  }
}

/// The values of a choice as bytes, to be compared with cells.
private struct PlainChoices {
  /// The values end to end.
  private var bytes: [UInt8] = []
  private var ends: [Int] = [0]
  private var codes: [Int32] = []

  /// Leaves out what the table counts as blank.
  init(_ cells: CellReader) {
    guard case .choice(let values) = cells.field.kind else { return }
    for (index, value) in values.enumerated() {
      let text = Array(value.utf8)
      guard !cells.marks.contains(text), cells.encoding == .utf8 || text.allSatisfy({ $0 < 0x80 })
      else { continue }
      bytes.append(contentsOf: text)
      ends.append(bytes.count)
      codes.append(Int32(index))
    }
  }

  /// Returns the code of the value that a cell, perhaps in quotes, is.
  @inline(__always)
  mutating func code(_ cell: Span<UInt8>, _ start: Int, _ end: Int) -> Int32? {
    var (start, end) = (start, end)
    if end &- start > 2, cell[start] == UInt8(ascii: "\"") {
      (start, end) = (start &+ 1, end &- 1)
    }
    let length = end &- start
    candidates: for candidate in codes.indices where ends[candidate + 1] - ends[candidate] == length
    {
      let from = ends[candidate]
      for offset in 0..<length where bytes[from &+ offset] != cell[start &+ offset] {
        continue candidates
      }
      return codes[candidate]
    }
    return nil
  }
}

// MARK: Yes and no

extension ColumnReader {
  private mutating func readTruths(
    _ rows: Range<Int>, of piece: Piece, into values: inout [UInt8], absence: inout [UInt8]
  ) {
    let (text, index, firsts) = (piece.bytes, piece.index.ends, piece.rows)
    let (bytes, ends, first) = (text.span, index.span, firsts.span)
    for row in rows {
      let place = row &- rows.lowerBound
      let (start, end) = bounds(after: first[row], ends: ends, bytes: bytes)
      if readsPlainForms, let plain = ColumnReader.plainTruth(bytes, start, end) {
        values[place] = plain
        absence[place] = 0
        continue
      }
      let content = start == end && blank != nil ? blank : readWithCare(place, text[start..<end])
      switch content {
      case .truth(let value)?: (values[place], absence[place]) = (value ? 1 : 0, 0)
      case .missing(let reason)?: (values[place], absence[place]) = (0, reason.rawValue)
      case .number?, .code?, .text?, nil: (values[place], absence[place]) = (0, 0)
      }
    }
  }

  /// Returns 1 for `yes`, `true`, `y` or `1` and 0 for `no`, `false`, `n` or `0`, in any case.
  @inline(__always)
  private static func plainTruth(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> UInt8? {
    guard end &- start <= 5 else { return nil }
    var word: UInt64 = 0
    for offset in start..<end { word = word << 8 | UInt64(bytes[offset] | 0x20) }
    switch word {
    case 0x79_6573, 0x7472_7565, 0x79, 0x31: return 1
    case 0x6E6F, 0x66_616C_7365, 0x6E, 0x30: return 0
    default: return nil
    }
  }
}

// MARK: Texts

extension ColumnReader {
  private mutating func readTexts(
    _ rows: Range<Int>, of piece: Piece, into texts: inout TextColumn, absence: inout [UInt8]
  ) {
    let (text, index, firsts) = (piece.bytes, piece.index.ends, piece.rows)
    let (bytes, ends, first) = (text.span, index.span, firsts.span)
    let isUTF8 = cells.encoding == .utf8
    for row in rows {
      let place = row &- rows.lowerBound
      let (start, end) = bounds(after: first[row], ends: ends, bytes: bytes)
      absence[place] = 0
      if isUTF8, let plain = ColumnReader.plainText(bytes, start, end),
        cells.marks.isEmpty || !cells.marks.contains(where: { $0.elementsEqual(text[plain]) })
      {
        texts.append(text[plain])
        continue
      }
      let content = start == end && blank != nil ? blank : readWithCare(place, text[start..<end])
      switch content {
      case .text(let value)?: texts.append(value)
      case .missing(let reason)?:
        texts.append([])
        absence[place] = reason.rawValue
      case .number?, .code?, .truth?, nil: texts.append([])
      }
    }
  }

  /// Returns the offsets of an ASCII text without spaces around it or quotes inside.
  @inline(__always)
  private static func plainText(
    _ bytes: Span<UInt8>, _ start: Int, _ end: Int
  ) -> Range<Int>? {
    var (start, end) = (start, end)
    guard end > start else { return nil }
    let quote = UInt8(ascii: "\"")
    if bytes[start] == quote {
      guard end &- start > 2 else { return nil }
      (start, end) = (start &+ 1, end &- 1)
      for offset in start..<end where bytes[offset] == quote { return nil }
    }
    guard bytes[start] > 0x20, bytes[end &- 1] > 0x20 else { return nil }
    var union: UInt8 = 0
    for offset in start..<end { union |= bytes[offset] }
    return union < 0x80 ? start..<end : nil
  }
}
