/// Reads the cells of one field over many rows of a piece.
///
/// What: the cells of a batch are located; one loop of `PlainCells` for the field's type reads the
/// plain forms and lists the cells that it does not know; those go one by one to `CellReader`.
///
/// Why this way: a loop over one type of cell holds no state but a few registers, so that a cell
/// costs a few nanoseconds; a cell that is read with care costs some dozens.
///
/// What breaks if it changes: a form that a loop reads must mean the same to `CellReader`.
struct ColumnReader: Sendable {
  /// A cell that cannot be read, by its row in the batch.
  struct Fault {
    var row: Int
    var problem: CellProblem
  }

  private(set) var cells: CellReader
  /// Where the currencies of the amounts stand, if they differ.
  let currencies: CurrencyCells?
  /// The index of the column in the file.
  let column: Int
  private(set) var faults: [Fault] = []

  private let isLast: Bool
  /// `true` iff no plain form can be one of the texts that count as blank.
  private let readsPlainForms: Bool
  /// What a blank cell is, or nil where it is a fault.
  private let blank: CellContent?
  private let choices: PlainChoices
  /// How figures are read in 64 bits, as long as all of them fit.
  private var narrow: NarrowScale?
  /// Where the cells of the batch stand.
  private var places: [PlainCells.Place] = []
  /// The rows whose cells have no plain form.
  private var unread: [Int] = []

  init(
    _ cells: CellReader, column: Int, columnCount: Int, currencies: CurrencyCells? = nil,
    narrowPlaces: Int? = nil
  ) {
    self.cells = cells
    self.currencies = currencies
    self.column = column
    isLast = column == columnCount - 1
    blank = try? cells.blank()
    choices = PlainChoices(cells)
    let truths = ["yes", "no", "true", "false", "y", "n"]
    narrow = narrowPlaces.flatMap { NarrowScale(cells.field, places: $0) }
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
    unread.removeAll(keepingCapacity: true)
    locate(rows, of: piece)
    switch cells.field.kind {
    case .number(let exponent) where currencies != nil:
      readAmounts(rows, of: piece, scale: PlainScale(numberExponent: exponent), into: &target)
    case .number(let exponent):
      readNumbers(of: piece, scale: PlainScale(numberExponent: exponent), into: &target)
    case .percent(let form): readNumbers(of: piece, scale: PlainScale(form), into: &target)
    case .date(let pattern):
      readDays(of: piece, isISO: pattern == nil || pattern == .iso, into: &target)
    case .choice, .choices: readChoices(of: piece, into: &target)
    case .truth: readTruths(of: piece, into: &target)
    case .text, .reference: readTexts(of: piece, into: &target)
    }
  }

  /// Returns the index of the column whose cell has `problem`.
  func column(of problem: CellProblem) -> Int {
    guard problem.concernsCurrency, let currencies else { return column }
    return currencies.column
  }

  /// Notes the offsets of each row's cell, without the CR of a line end.
  private mutating func locate(_ rows: Range<Int>, of piece: Piece) {
    if places.count > rows.count { places.removeLast(places.count - rows.count) }
    let missing = rows.count - places.count
    places.append(contentsOf: repeatElement(PlainCells.Place(start: 0, end: 0), count: missing))
    let (firsts, ends) = (piece.rows.span.extracting(rows), piece.index.ends.span)
    PlainCells.locate(column, ofRowsAt: firsts, ends, into: &places)
    if isLast { leaveOutReturns(of: piece) }
  }

  /// Takes the CR of line ends off the cells.
  private mutating func leaveOutReturns(of piece: Piece) {
    let bytes = piece.bytes.span
    for row in places.indices {
      let place = places[row]
      if place.end > place.start, bytes[Int(place.end) &- 1] == UInt8(ascii: "\r") {
        places[row].end -= 1
      }
    }
  }

  /// Reads a cell that has no plain form; nil when it leaves a fault.
  private mutating func readWithCare(_ row: Int, of piece: Piece) -> CellContent? {
    let place = places[row]
    if place.start == place.end, let blank { return blank }
    do {
      return try cells.read(piece.bytes[place.offsets])
    } catch {
      faults.append(Fault(row: row, problem: error))
      return nil
    }
  }
}

extension ColumnReader {
  private mutating func readNumbers(
    of piece: Piece, scale: PlainScale?, into target: inout CellColumn
  ) {
    if readsPlainForms, let narrow {
      if readNarrow(of: piece, narrow, into: &target) { return }
      // Where one figure does not fit, others will not either.
      self.narrow = nil
      unread.removeAll(keepingCapacity: true)
      faults.removeAll(keepingCapacity: true)
    }
    var (values, absence) = target.takeNumbers(count: places.count)
    let bounds = (cells.field.low?.scaled ?? .min, cells.field.high?.scaled ?? .max)
    readPlainNumbers(of: piece, scale: scale, bounds: bounds, into: &values)
    for row in unread {
      switch readWithCare(row, of: piece) {
      case .number(let value)?: values[row] = value.scaled
      case .missing(let reason)?: absence[row] = reason.rawValue
      case .code?, .truth?, .text?, nil: break
      }
    }
    target = .numbers(values, absence: absence)
  }

  /// Reads figures in 64 bits; returns false where one of them does not fit.
  private mutating func readNarrow(
    of piece: Piece, _ scale: NarrowScale, into target: inout CellColumn
  ) -> Bool {
    var (values, absence) = target.takeNarrow(count: places.count)
    var bound = PlainCells.readNarrow(
      of: piece.bytes, at: places, scale: scale,
      point: cells.decimalComma ? UInt8(ascii: ",") : UInt8(ascii: "."), into: &values,
      unread: &unread)
    for row in unread {
      switch readWithCare(row, of: piece) {
      case .number(let value)?:
        guard let count = scale.count(of: value.scaled) else { return false }
        values[row] = count
        bound |= count.magnitude
      case .missing(let reason)?: absence[row] = reason.rawValue
      case .code?, .truth?, .text?, nil: break
      }
    }
    target = .narrow(values, places: scale.places, bound: bound, absence: absence)
    return true
  }

  private mutating func readPlainNumbers(
    of piece: Piece, scale: PlainScale?, bounds: (low: Int128, high: Int128),
    into values: inout [Int128]
  ) {
    guard let scale, readsPlainForms else { return unread.append(contentsOf: places.indices) }
    let point = cells.decimalComma ? UInt8(ascii: ",") : UInt8(ascii: ".")
    PlainCells.readNumbers(
      of: piece.bytes, at: places, scale: scale, point: point, bounds: bounds, into: &values,
      unread: &unread)
  }

  /// Reads amounts and converts each from the currency of its row.
  private mutating func readAmounts(
    _ rows: Range<Int>, of piece: Piece, scale: PlainScale?, into target: inout CellColumn
  ) {
    var (values, absence) = target.takeNumbers(count: places.count)
    readPlainNumbers(of: piece, scale: scale, bounds: (.min, .max), into: &values)
    var nextUnread = unread[...]
    for row in places.indices {
      let isPlain = nextUnread.first != row
      if !isPlain { nextUnread.removeFirst() }
      cells.currency =
        currencies?.currency(ofRowAt: piece.rows[rows.lowerBound + row], in: piece) ?? .any
      do throws(CellProblem) {
        let content =
          isPlain
          ? try cells.amount(Decimal(scaled: values[row]))
          : try cells.read(piece.bytes[places[row].offsets])
        if case .number(let value) = content { values[row] = value.scaled }
        if case .missing(let reason) = content { absence[row] = reason.rawValue }
      } catch {
        values[row] = 0
        faults.append(Fault(row: row, problem: error))
      }
    }
    target = .numbers(values, absence: absence)
  }

  private mutating func readDays(of piece: Piece, isISO: Bool, into target: inout CellColumn) {
    var (values, absence) = target.takeCodes(count: places.count)
    if isISO, readsPlainForms {
      PlainCells.readDays(of: piece.bytes, at: places, into: &values, unread: &unread)
    } else {
      unread.append(contentsOf: places.indices)
    }
    finishCodes(of: piece, values: &values, absence: &absence)
    target = .codes(values, absence: absence)
  }

  private mutating func readChoices(of piece: Piece, into target: inout CellColumn) {
    var (values, absence) = target.takeCodes(count: places.count)
    choices.read(piece.bytes, at: places, into: &values, unread: &unread)
    finishCodes(of: piece, values: &values, absence: &absence)
    target = .codes(values, absence: absence)
  }

  private mutating func finishCodes(
    of piece: Piece, values: inout [Int32], absence: inout [UInt8]
  ) {
    for row in unread {
      switch readWithCare(row, of: piece) {
      case .code(let value)?: values[row] = value
      case .missing(let reason)?: absence[row] = reason.rawValue
      case .number?, .truth?, .text?, nil: break
      }
    }
  }

  private mutating func readTruths(of piece: Piece, into target: inout CellColumn) {
    var (values, absence) = target.takeTruths(count: places.count)
    if readsPlainForms {
      PlainCells.readTruths(of: piece.bytes, at: places, into: &values, unread: &unread)
    } else {
      unread.append(contentsOf: places.indices)
    }
    for row in unread {
      switch readWithCare(row, of: piece) {
      case .truth(let value)?: values[row] = value ? 1 : 0
      case .missing(let reason)?: absence[row] = reason.rawValue
      case .number?, .code?, .text?, nil: break
      }
    }
    target = .truths(values, absence: absence)
  }

  /// Reads texts in the order of the rows, since they are put end to end.
  private mutating func readTexts(of piece: Piece, into target: inout CellColumn) {
    var (texts, absence) = target.takeTexts(count: places.count)
    let isUTF8 = cells.encoding == .utf8
    let isPlain = isUTF8 && cells.marks.isEmpty
    var row = 0
    while row < places.count {
      if isPlain {
        let end = min(places.count, row + PlainCells.textsAtOnce)
        row = PlainCells.appendTexts(of: piece.bytes, at: places, in: row..<end, to: &texts)
        if row == end { continue }
      }
      defer { row += 1 }
      if isUTF8, let plain = PlainCells.text(piece.bytes, at: places[row]),
        cells.marks.isEmpty || !cells.marks.contains(where: piece.bytes[plain].elementsEqual)
      {
        texts.append(plain, of: piece.bytes)
        continue
      }
      switch readWithCare(row, of: piece) {
      case .text(let text)?: texts.append(text)
      case .missing(let reason)?:
        texts.append([])
        absence[row] = reason.rawValue
      case .number?, .code?, .truth?, nil: texts.append([])
      }
    }
    if ColumnReader.holdsZero(texts.bytes) {
      let known = Set(faults.map(\.row))
      for row in places.indices where !known.contains(row) { _ = readWithCare(row, of: piece) }
      faults.sort { $0.row < $1.row }
    }
    target = .texts(texts, absence: absence)
  }

  /// `true` iff one of the bytes is zero.
  ///
  /// PERF: one look at all texts of a batch costs a fraction of what a test of each cell would.
  private static func holdsZero(_ bytes: [UInt8]) -> Bool {
    let bytes = bytes.span
    var zeros: UInt8 = 0
    for place in bytes.indices { zeros |= bytes[place] == 0 ? 1 : 0 }
    return zeros != 0
  }
}
