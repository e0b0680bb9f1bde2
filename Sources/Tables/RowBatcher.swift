import Diagnostics

/// Cuts the rows of a piece into batches of columns, and sets the rejected rows aside.
struct RowBatcher: Sendable {
  var batch = RowBatch()
  /// The rows of the current piece that went into batches so far.
  private(set) var accepted = 0
  private(set) var rejections = Rejections()
  /// Rows that were rejected for cells other than the key since they were last taken; those cells
  /// are blank.
  private var open = RowBatch()
  private var openCount = 0

  private let shape: TableShape
  private let batchRows: Int
  private var columns: [ColumnReader] = []
  private var nextRow = 0
  /// The faults of the current piece's form that are not rejected yet.
  private var nextFault = 0
  private let keyColumn: Int?
  private let keyReader: CellReader?
  private let figureColumns: [Int]

  init(_ shape: TableShape, batchRows: Int) {
    self.shape = shape
    self.batchRows = batchRows
    for index in shape.fields {
      guard let column = shape.header.columns[index] else { continue }
      let cells = CellReader(shape.schema.fields[index], of: shape.schema)
      columns.append(
        ColumnReader(
          cells, column: column, columnCount: shape.header.columnCount,
          currencies: shape.currencies(of: index), narrowPlaces: shape.narrowPlaces[index],
          vectorSize: shape.vectorSize))
    }
    precondition(columns.count == shape.fields.count, "each field has a column")
    batch.columns = columns.map { _ in .empty }
    keyColumn = shape.schema.keyIndex.flatMap { shape.header.columns[$0] }
    keyReader = shape.schema.keyIndex.map { CellReader(shape.schema.fields[$0], of: shape.schema) }
    figureColumns = zip(shape.schema.fields, shape.header.columns).compactMap { field, column in
      switch field.kind {
      case .number, .percent: column
      case .text, .date, .truth, .choice, .choices, .reference: nil
      }
    }.sorted()
  }

  /// Starts with the first row of piece `number`.
  mutating func begin(_ number: Int) {
    batch.piece = number
    batch.batch = -1
    nextRow = 0
    nextFault = 0
    accepted = 0
  }

  /// Fills `batch` with the next rows of `piece`; returns whether there are any.
  mutating func fill(from piece: Piece) -> Bool {
    while nextRow < piece.rows.count {
      let rows = nextRow..<min(piece.rows.count, nextRow + batchRows)
      nextRow = rows.upperBound
      batch.lines.removeAll(keepingCapacity: true)
      batch.records.removeAll(keepingCapacity: true)
      batch.lines.append(contentsOf: piece.lines[rows])
      batch.records.append(contentsOf: piece.numbers[rows])
      for index in columns.indices {
        columns[index].read(rows, of: piece, into: &batch.columns[index])
      }
      reject(rows, of: piece)
      guard batch.count > 0 else { continue }
      batch.batch += 1
      accepted += batch.count
      return true
    }
    rejectFaults(of: piece, before: .max)
    return false
  }

  /// Takes the rows with faults out of the batch.
  private mutating func reject(_ rows: Range<Int>, of piece: Piece) {
    guard columns.contains(where: { !$0.faults.isEmpty }) else { return }
    var faults = columns.indices.flatMap { index in
      columns[index].faults.map { (row: $0.row, index: index, problem: $0.problem) }
    }
    faults.sort { ($0.row, $0.index) < ($1.row, $1.index) }
    var removed: [Int] = []
    for fault in faults where removed.last != fault.row {
      removed.append(fault.row)
      let row = rows.lowerBound + fault.row
      let record = Piece.Record(
        first: piece.rows[row], cells: piece.columnCount, line: piece.lines[row],
        number: piece.numbers[row])
      rejectFaults(of: piece, before: record.number)
      reject(
        Piece.Fault(
          record: record, cell: columns[fault.index].column(of: fault.problem),
          problem: fault.problem),
        of: piece, field: shape.fields[fault.index])
    }
    keepOpen(removed, faults.map { ($0.row, $0.index) })
    batch.lines = batch.lines.removing(removed)
    batch.records = batch.records.removing(removed)
    batch.columns = batch.columns.map { $0.removing(removed) }
  }

  /// Takes the rows that were rejected for cells since the last call.
  mutating func takeOpen() -> RowBatch? {
    guard open.count > 0 else { return nil }
    defer { open = RowBatch() }
    return open
  }

  private mutating func keepOpen(_ rows: [Int], _ faults: [(row: Int, index: Int)]) {
    let keyless = Set(
      faults.filter { shape.fields[$0.index] == shape.schema.keyIndex }.map(\.row))
    let kept = rows.filter { !keyless.contains($0) }
      .prefix(max(0, TableLimits.openRejections - openCount))
    guard !kept.isEmpty else { return }
    openCount += kept.count
    var columns = batch.columns.map { $0.rows(Array(kept)) }
    for fault in faults {
      if let place = kept.firstIndex(of: fault.row) { columns[fault.index].blank(place) }
    }
    open.append(
      lines: kept.map { batch.lines[$0] }, records: kept.map { batch.records[$0] }, columns)
  }

  /// Rejects the records before `number` whose form is at fault.
  private mutating func rejectFaults(of piece: Piece, before number: UInt32) {
    while nextFault < piece.faults.count, piece.faults[nextFault].record.number < number {
      reject(piece.faults[nextFault], of: piece, field: nil)
      nextFault += 1
    }
  }

  private mutating func reject(_ fault: Piece.Fault, of piece: Piece, field: Int?) {
    let evidence = RowEvidence(
      piece: piece, record: fault.record, schema: shape.schema, figureColumns: figureColumns)
    let cause = evidence.cause(of: fault.problem)
    var fault = fault
    if cause == .blank || cause?.isFooter == true { fault.cell = nil }
    let kind = RejectionKind(
      column: fault.cell.map { $0 + 1 }, code: RejectedRow.code(fault.problem, cause))
    let isKeyWrong = fault.cell == keyColumn || keyColumn.map { cause?.hidesCell(at: $0) } == true
    let key = isKeyWrong ? nil : key(of: fault.record, in: piece)
    guard rejections.count(kind, key: key) else { return }
    var row = describe(fault, of: piece, field: field, cause: cause)
    row.key = key
    rejections.describe(row)
  }

  private func describe(
    _ fault: Piece.Fault, of piece: Piece, field: Int?, cause: RowCause?
  ) -> RejectedRow {
    let record = fault.record
    let whole = piece.cell(0, after: record.first, cells: record.cells)
    let end = piece.cell(record.cells - 1, after: record.first, cells: record.cells).upperBound
    let range =
      fault.cell.map { piece.cell($0, after: record.first, cells: record.cells) }
      ?? whole.lowerBound..<end
    let kept = piece.bytes[range].prefix(TableLimits.keptBytes)
    return RejectedRow(
      line: Int(record.line), record: Int(record.number),
      sheetRow: piece.sheetRow(after: record.first), field: field,
      header: fault.cell.map { shape.header.cells[$0] }, columnNumber: fault.cell.map { $0 + 1 },
      text: shape.schema.encoding.text(
        of: fault.problem.concernsRow || fault.cell == nil
          ? kept : CellReader.trimmed(CellReader.unquoted(kept))),
      problem: fault.problem, cause: cause,
      place: piece.place(of: range, recordStart: whole.lowerBound, line: Int(record.line)))
  }

  private func key(of record: Piece.Record, in piece: Piece) -> String? {
    guard let keyColumn, let keyReader, keyColumn < record.cells else { return nil }
    let cell = piece.cell(keyColumn, after: record.first, cells: record.cells)
    guard case .text(let text)? = try? keyReader.read(piece.bytes[cell]) else { return nil }
    return String(decoding: text, as: UTF8.self)
  }
}
