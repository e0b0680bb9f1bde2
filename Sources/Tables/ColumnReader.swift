/// Reads the cells of one field over many rows of a piece.
///
/// What: one loop of `CellLoops` or `PlainCells` for the field's type reads the plain forms and lists
/// the cells that it does not know; those go one by one to `CellReader`.
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
  /// Why the value of a blank cell is missing, or 0 where a blank cell means something else.
  private let blankReason: UInt8
  private let choices: PlainChoices
  /// How figures are read in 64 bits, as long as all of them fit.
  private var narrow: NarrowScale?
  /// How figures with a percent sign are read, and those without.
  private let signed: FigureForm?
  private let unsigned: FigureForm?
  /// How the figures of the last batch were read that were of one outline.
  private var shape: FigureShape?
  /// `true` as long as nearly all figures have the outline of the first of their batch.
  private var haveOneOutline = true
  private let point: UInt8
  /// As large as they can be while nearly all cells are what loops over such vectors know.
  private var vectorSize: VectorSize
  /// Where the cells of the batch stand, if they are not an even distance apart in the index.
  private var ends: [UInt32] = []
  /// The rows whose cells a loop did not know.
  private var unread = RowList()

  init(
    _ cells: CellReader, column: Int, columnCount: Int, currencies: CurrencyCells? = nil,
    narrowPlaces: Int? = nil, vectorSize: VectorSize = .sixteenBytes
  ) {
    self.vectorSize = vectorSize
    self.cells = cells
    self.currencies = currencies
    self.column = column
    isLast = column == columnCount - 1
    let blank = try? cells.blank()
    self.blank = blank
    if case .missing(let reason)? = blank {
      blankReason = reason.rawValue
    } else {
      blankReason = 0
    }
    choices = PlainChoices(cells)
    let truths = ["yes", "no", "true", "false", "y", "n"]
    let scale = narrowPlaces.flatMap { NarrowScale(cells.field, places: $0) }
    let point = UInt8(ascii: cells.decimalComma ? "," : ".")
    narrow = scale
    signed = scale.map { FigureForm($0, hasSign: true, point: point) }
    unsigned = scale.map { FigureForm($0, hasSign: false, point: point) }
    self.point = point
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
    unread.removeAll(room: rows.count + 1)
    switch cells.field.kind {
    case .number(let exponent) where currencies != nil:
      readAmounts(rows, of: piece, scale: PlainScale(numberExponent: exponent), into: &target)
    case .number(let exponent):
      readNumbers(rows, of: piece, scale: PlainScale(numberExponent: exponent), into: &target)
    case .percent(let form):
      readNumbers(rows, of: piece, scale: PlainScale(form), into: &target)
    case .date(let pattern):
      readDays(rows, of: piece, isISO: pattern == nil || pattern == .iso, into: &target)
    case .choice, .choices: readChoices(rows, of: piece, into: &target)
    case .truth: readTruths(rows, of: piece, into: &target)
    case .text, .reference: readTexts(rows, of: piece, into: &target)
    }
  }

  /// Returns the index of the column whose cell has `problem`.
  func column(of problem: CellProblem) -> Int {
    guard problem.concernsCurrency, let currencies else { return column }
    return currencies.column
  }

  /// Returns where the cells of `rows` stand, without the CR of a line end.
  private mutating func columnCells(_ rows: Range<Int>, of piece: Piece) -> ColumnCells {
    if piece.isRegular {
      let first = rows.lowerBound * piece.columnCount + column
      let cells = ColumnCells(
        piece.index.ends, first: first, stride: piece.columnCount, count: rows.count)
      if !isLast || !cells.endInReturns(in: piece.bytes.span) { return cells }
    }
    ends.removeAll(keepingCapacity: true)
    for first in piece.rows[rows] {
      let place = PlainCells.Place(column: column, isLast: isLast, ofRowAt: first, in: piece)
      ends.append(place.start &- 1)
      ends.append(place.end)
    }
    return ColumnCells(ends, first: 0, stride: 2, count: rows.count)
  }

  /// Notes the reason of a blank cell, if it has one.
  ///
  /// PERF: of some columns every second cell is blank.
  private func isBlank(_ place: PlainCells.Place, _ row: Int, _ absence: inout [UInt8]) -> Bool {
    guard place.start == place.end, blankReason != 0 else { return false }
    absence[row] = blankReason
    return true
  }

  /// Reads a cell that has no plain form; nil when it leaves a fault.
  private mutating func readWithCare(
    _ row: Int, at place: PlainCells.Place, of piece: Piece
  ) -> CellContent? {
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
    _ rows: Range<Int>, of piece: Piece, scale: PlainScale?, into target: inout CellColumn
  ) {
    let cells = columnCells(rows, of: piece)
    if readsPlainForms, let narrow {
      if readNarrow(cells, of: piece, narrow, into: &target) { return }
      // Where one figure does not fit, others will not either.
      self.narrow = nil
      unread.removeAll(room: cells.count + 1)
      faults.removeAll(keepingCapacity: true)
    }
    var (values, absence) = target.takeNumbers(count: cells.count)
    let field = self.cells.field
    let bounds = (field.low?.scaled ?? .min, field.high?.scaled ?? .max)
    readPlainNumbers(cells, of: piece, scale: scale, bounds: bounds, into: &values)
    for row in unread.all {
      switch readWithCare(row, at: cells[row], of: piece) {
      case .number(let value)?: values[row] = value.scaled
      case .missing(let reason)?: absence[row] = reason.rawValue
      case .code?, .truth?, .text?, nil: break
      }
    }
    target = .numbers(values, absence: absence)
  }

  /// Reads figures in 64 bits; returns false where one of them does not fit.
  private mutating func readNarrow(
    _ cells: ColumnCells, of piece: Piece, _ scale: NarrowScale, into target: inout CellColumn
  ) -> Bool {
    var (values, absence) = target.takeNarrow(count: cells.count)
    var bound: UInt64 = 0
    #if arch(x86_64)
      let outline = FigureOutline(of: cells, in: piece.bytes.span, point: point)
      if haveOneOutline, shape?.outline != outline {
        shape = FigureShape(scale, outline, point: point)
      }
      if haveOneOutline, let shape {
        bound = CellLoops.readFigures(
          of: piece.bytes, at: cells, shape, vectorSize, into: &values, unread: &unread)
      } else if let form = outline.hasSign ? signed : unsigned {
        bound = CellLoops.readFigures(
          of: piece.bytes, at: cells, form, into: &values, unread: &unread)
      }
    #else
      unread.append(0..<cells.count)
    #endif
    var others = 0
    for row in unread.all {
      let place = cells[row]
      if isBlank(place, row, &absence) { continue }
      others += 1
      if let count = PlainCells.narrow(piece.bytes.span, at: place, scale: scale, point: point) {
        values[row] = count
        bound |= count.magnitude
        continue
      }
      switch readWithCare(row, at: place, of: piece) {
      case .number(let value)?:
        guard let count = scale.count(of: value.scaled) else { return false }
        values[row] = count
        bound |= count.magnitude
      case .missing(let reason)?: absence[row] = reason.rawValue
      case .code?, .truth?, .text?, nil: break
      }
    }
    // A figure of another outline costs as much as four of the same.
    if others > cells.count / 8 {
      if vectorSize == .sixteenBytes { haveOneOutline = false }
      vectorSize = .sixteenBytes
    }
    target = .narrow(values, places: scale.places, bound: bound, absence: absence)
    return true
  }

  private mutating func readPlainNumbers(
    _ cells: ColumnCells, of piece: Piece, scale: PlainScale?,
    bounds: (low: Int128, high: Int128), into values: inout [Int128]
  ) {
    guard let scale, readsPlainForms else { return unread.append(0..<cells.count) }
    PlainCells.readNumbers(
      of: piece.bytes, at: cells, scale: scale, point: point, bounds: bounds, into: &values,
      unread: &unread)
  }

  /// Reads amounts and converts each from the currency of its row.
  private mutating func readAmounts(
    _ rows: Range<Int>, of piece: Piece, scale: PlainScale?, into target: inout CellColumn
  ) {
    let cells = columnCells(rows, of: piece)
    var (values, absence) = target.takeNumbers(count: cells.count)
    readPlainNumbers(cells, of: piece, scale: scale, bounds: (.min, .max), into: &values)
    var nextUnread = unread.all[...]
    for row in 0..<cells.count {
      let isPlain = nextUnread.first != row
      if !isPlain { nextUnread.removeFirst() }
      self.cells.currency =
        currencies?.currency(ofRowAt: piece.rows[rows.lowerBound + row], in: piece) ?? .any
      do throws(CellProblem) {
        let content =
          isPlain
          ? try self.cells.amount(Decimal(scaled: values[row]))
          : try self.cells.read(piece.bytes[cells[row].offsets])
        if case .number(let value) = content { values[row] = value.scaled }
        if case .missing(let reason) = content { absence[row] = reason.rawValue }
      } catch {
        values[row] = 0
        faults.append(Fault(row: row, problem: error))
      }
    }
    target = .numbers(values, absence: absence)
  }

  private mutating func readDays(
    _ rows: Range<Int>, of piece: Piece, isISO: Bool, into target: inout CellColumn
  ) {
    let cells = columnCells(rows, of: piece)
    var (values, absence) = target.takeCodes(count: cells.count)
    if isISO, readsPlainForms {
      CellLoops.readDays(
        of: piece.bytes, at: cells, vectorSize, into: &values, unread: &unread)
    } else {
      unread.append(0..<cells.count)
    }
    var others = 0
    for row in unread.all {
      if isBlank(cells[row], row, &absence) { continue }
      others += 1
      switch readWithCare(row, at: cells[row], of: piece) {
      case .code(let value)?: values[row] = value
      case .missing(let reason)?: absence[row] = reason.rawValue
      case .number?, .truth?, .text?, nil: break
      }
    }
    if others > cells.count / 8 { vectorSize = .sixteenBytes }
    target = .codes(values, absence: absence)
  }

  private mutating func readChoices(
    _ rows: Range<Int>, of piece: Piece, into target: inout CellColumn
  ) {
    let cells = columnCells(rows, of: piece)
    var (values, absence) = target.takeCodes(count: cells.count)
    CellLoops.readChoices(of: piece.bytes, at: cells, choices, into: &values, unread: &unread)
    for row in unread.all {
      if isBlank(cells[row], row, &absence) { continue }
      let (start, end) = cells[row].inner(in: piece.bytes.span)
      let code = choices.code(piece.bytes.span, start, end)
      if code >= 0 {
        values[row] = code
        continue
      }
      switch readWithCare(row, at: cells[row], of: piece) {
      case .code(let value)?: values[row] = value
      case .missing(let reason)?: absence[row] = reason.rawValue
      case .number?, .truth?, .text?, nil: break
      }
    }
    target = .codes(values, absence: absence)
  }

  private mutating func readTruths(
    _ rows: Range<Int>, of piece: Piece, into target: inout CellColumn
  ) {
    let cells = columnCells(rows, of: piece)
    var (values, absence) = target.takeTruths(count: cells.count)
    if readsPlainForms {
      CellLoops.readTruths(
        of: piece.bytes, at: cells, vectorSize, into: &values, unread: &unread)
    } else {
      unread.append(0..<cells.count)
    }
    var others = 0
    for row in unread.all {
      if isBlank(cells[row], row, &absence) { continue }
      others += 1
      switch readWithCare(row, at: cells[row], of: piece) {
      case .truth(let value)?: values[row] = value ? 1 : 0
      case .missing(let reason)?: absence[row] = reason.rawValue
      case .number?, .code?, .text?, nil: break
      }
    }
    if others > cells.count / 8 { vectorSize = .sixteenBytes }
    target = .truths(values, absence: absence)
  }

  /// Reads texts in the order of the rows, since they are put end to end.
  private mutating func readTexts(
    _ rows: Range<Int>, of piece: Piece, into target: inout CellColumn
  ) {
    let cells = columnCells(rows, of: piece)
    var (texts, absence) = target.takeTexts(count: cells.count)
    let isUTF8 = self.cells.encoding == .utf8
    let marks = self.cells.marks
    var row = 0
    while row < cells.count {
      if isUTF8, marks.isEmpty {
        // PERF: room is made for some texts at once, and not for all that may follow a longer one.
        let end = min(cells.count, row + 64)
        row = CellLoops.appendTexts(of: piece.bytes, at: cells, in: row..<end, to: &texts)
        if row == end { continue }
      }
      defer { row += 1 }
      if isUTF8, let plain = PlainCells.text(piece.bytes, at: cells[row]),
        marks.isEmpty || !marks.contains(where: piece.bytes[plain].elementsEqual)
      {
        texts.append(plain, of: piece.bytes)
        continue
      }
      switch readWithCare(row, at: cells[row], of: piece) {
      case .text(let text)?: texts.append(text)
      case .missing(let reason)?:
        texts.append([])
        absence[row] = reason.rawValue
      case .number?, .code?, .truth?, nil: texts.append([])
      }
    }
    if ColumnReader.holdsZero(texts.bytes) {
      let known = Set(faults.map(\.row))
      for row in 0..<cells.count where !known.contains(row) {
        _ = readWithCare(row, at: cells[row], of: piece)
      }
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
