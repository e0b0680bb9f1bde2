import Language
import Tables

/// The steps by which some registers of a table's rows are retraced with ranges for blanks.
///
/// What no blank can change is loaded; the rest is computed again, inputs first.
struct Tape: Sendable {
  /// Which rows are retraced.
  enum Rows: Sendable {
    /// Rows with a blank of their own, of which some values were set aside.
    case captured
    /// Rows that only read what other rows' blanks leave open.
    case plain
    /// Rows that were rejected for a cell; nothing was computed for them.
    case rejected
  }

  struct Load: Sendable {
    var register: RegisterID
    /// The place among the captured columns; nil for a column that was kept.
    var capture: Int?
    var isFar = false
  }
  /// A cell that is open where it is blank.
  struct Cell: Sendable {
    var load: Load
    var field: Int
    var range: Possible
    var hasElse: Bool
  }

  let rows: Rows
  private(set) var loads: [Load] = []
  private(set) var cells: [Cell] = []
  /// Values of the row at the top of a group.
  private(set) var headLoads: [(register: RegisterID, row: RegisterID, column: RegisterID)] = []
  /// Figures that an account has from other rows, whose ranges can be divided like a cell's.
  private(set) var farFigures: [RegisterID] = []
  private(set) var steps: [(register: RegisterID, operation: Operation)] = []
  /// `true` iff some step asks whether a value is missing.
  private(set) var asksForPresence = false
  /// `true` iff some step or load depends on what is told of other rows.
  private(set) var readsFar = false

  /// The register of a cell, or of a far figure, which are numbered after the cells.
  func register(ofPart index: Int) -> RegisterID {
    index < cells.count ? cells[index].load.register : farFigures[index - cells.count]
  }

  /// Pairs of a cell or far figure, by its number, and a register with which it is compared, or at which
  /// what is made of it bends.
  private(set) var cuts: [(cell: Int, other: RegisterID, isBend: Bool)] = []

  private var seen: Set<RegisterID> = []
  private var farTaints: [RegisterID: Bool] = [:]

  /// Makes the tape for `targets` at home in `table` or in the portfolio.
  init(_ rows: Rows, for targets: [RegisterID], of table: TableID, in context: OpenContext) {
    self.rows = rows
    for target in targets { visit(target, table, context) }
    for step in steps { findCuts(step.operation) }
  }

  private mutating func findCuts(_ operation: Operation) {
    func cell(_ id: RegisterID) -> Int? {
      cells.firstIndex { $0.load.register == id }
        ?? farFigures.firstIndex(of: id).map { $0 + cells.count }
    }
    switch operation {
    case .compare(_, let a, let b):
      if let cell = cell(a) { cuts.append((cell, b, false)) }
      if let cell = cell(b) { cuts.append((cell, a, false)) }
    case .scale(let x, let low, let high, _):
      if let cell = cell(x) { cuts += [(cell, low, true), (cell, high, true)] }
    default: break
    }
  }

  private mutating func visit(_ id: RegisterID, _ table: TableID, _ context: OpenContext) {
    guard seen.insert(id).inserted else { return }
    let plan = context.plan
    let register = plan[id]
    let isFar = hasFarTaint(id, table, context)
    if isFar { readsFar = true }
    let isOwn =
      register.home == table && table != .portfolio
      && (rows == .rejected || rows == .captured && plan.openness.isTainted[id.index])
    let capture = isCaptured(id, table, context)
    if case .field(let field) = register.producer, isOwn {
      let load = Load(register: id, capture: capture)
      cells.append(
        Cell(
          load: load, field: field, range: context.range(ofField: field, of: table),
          hasElse: context.program[table].schema.fields[field].blankMeans != nil))
      return
    }
    guard case .operation(let operation) = register.producer,
      !isFar || context.far[id.index] == nil,
      isFar || isOwn || !isAvailable(id, capture, context)
    else {
      let load = Load(register: id, capture: capture, isFar: isFar && context.far[id.index] != nil)
      loads.append(load)
      note(load, register, table, context)
      return
    }
    for input in operation.inputs { visit(input, table, context) }
    if case .gather(let row, let column) = operation, plan[row].producer == .head {
      headLoads.append((id, row, column))
      // A reference is no figure to be divided.
      if !context.plan.leadsToRows(id) { farFigures.append(id) }
      return
    }
    switch operation {
    case .broadcast(let column): visit(column, .portfolio, context)
    case .isMissing, .fallback: asksForPresence = true
    default: break
    }
    steps.append((id, operation))
  }

  private mutating func note(
    _ load: Load, _ register: Register, _ table: TableID, _ context: OpenContext
  ) {
    guard case .aggregation = register.producer, register.home == table else { return }
    if load.isFar { farFigures.append(load.register) }
  }

  /// `true` iff the value is the run's own, since the row has no blank that could change it.
  private func isAsRead(_ register: Register, _ table: TableID, _ context: OpenContext) -> Bool {
    guard rows == .plain, register.home == table, table != .portfolio,
      let level = context.plan.readLevels[table.index]
    else { return false }
    return register.level <= level
  }

  private func isCaptured(
    _ id: RegisterID, _ table: TableID, _ context: OpenContext
  ) -> Int? {
    guard context.plan[id].home == table, table != .portfolio else { return nil }
    return rows.store(of: table, in: context)?.registers.firstIndex(of: id)
  }

  /// `true` iff the run's own value can be looked up.
  private func isAvailable(_ id: RegisterID, _ capture: Int?, _ context: OpenContext) -> Bool {
    capture != nil || !context.columns[id.index].absence.isEmpty
  }

  /// `true` iff something that other rows' blanks leave open goes into the register.
  private mutating func hasFarTaint(
    _ id: RegisterID, _ table: TableID, _ context: OpenContext
  ) -> Bool {
    if isAsRead(context.plan[id], table, context) { return false }
    if context.far[id.index] != nil { return true }
    if let known = farTaints[id] { return known }
    var isTainted = false
    if case .operation(let operation) = context.plan[id].producer {
      // Another row's value may be open where the row's own is as it was read.
      let isForeignOpen = operation.foreignInput.map { context.far[$0.index] != nil } ?? false
      isTainted =
        isForeignOpen
        || context.plan.sources(of: id).contains { hasFarTaint($0, table, context) }
    }
    farTaints[id] = isTainted
    return isTainted
  }
}

extension Tape.Rows {
  /// What was set aside of such rows of `table`.
  func store(of table: TableID, in context: OpenContext) -> CapturedRows? {
    guard table != .portfolio else { return nil }
    return switch self {
    case .captured: context.captured[table.index]
    case .rejected: context.rejected[table.index]
    case .plain: nil
    }
  }
}
