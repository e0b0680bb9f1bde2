import Language
import Tables

/// Runs a tape over one row after the other, and over one row with cells narrowed.
struct TapeMachine {
  /// Where a register's value is found, settled once for all rows.
  private enum Source {
    case captured(Int, RegisterKind)
    case certain(Possible)
    case far
    case nominal(RegisterKind)
    case groupOfRejected, headOfRejected
  }

  /// Where a value comes from, as far as it can be looked up for many rows at once.
  enum Origin: Sendable {
    /// The place among the captured columns.
    case captured(Int)
    case nominal
    case certain(Possible)
    case other
  }

  let tape: Tape
  private let shared: SharedContext
  private let table: TableID
  /// What was set aside of the table's rows, by register.
  private let captured: [Vector]
  private let steps: TapeSteps
  /// By place in `tape.loads` and in `tape.cells`.
  private let loadSources: [Source]
  private let cellSources: [Source]
  /// By register.
  private(set) var values: [Possible]
  /// By register: whether the value is missing in the file because of a blank.
  private var isBlank: [Bool]
  /// By register: whether it may be so, which is not told of what a rejected row would read elsewhere.
  private var mayBeBlank: [Bool]
  /// Whether other rows are taken as the run found them.
  private var isAsFound = false
  /// The open cells of the current row, by place in `tape.cells`.
  private(set) var open: [Int] = []
  /// What can be divided: the open cells, and far figures that are open, by their numbers.
  private(set) var parts: [Int] = []

  init(_ tape: Tape, of table: TableID, in context: OpenContext) {
    self.tape = tape
    self.table = table
    shared = SharedContext(context)
    captured = tape.rows.store(of: table, in: context)?.columns ?? []
    steps = TapeSteps(tape.steps.map(\.operation))
    loadSources = tape.loads.map { TapeMachine.source($0, tape.rows, context) }
    cellSources = tape.cells.map { TapeMachine.source($0.load, tape.rows, context) }
    values = Array(repeating: .missing, count: context.plan.registers.count)
    isBlank = Array(repeating: false, count: context.plan.registers.count)
    mayBeBlank = isBlank
  }

  var context: OpenContext { shared.context }

  /// By place in `tape.loads` and in `tape.cells`.
  var loadOrigins: [Origin] { loadSources.map(TapeMachine.origin) }
  var cellOrigins: [Origin] { cellSources.map(TapeMachine.origin) }

  private static func origin(_ source: Source) -> Origin {
    switch source {
    case .captured(let column, _): .captured(column)
    case .certain(let value): .certain(value)
    case .nominal: .nominal
    case .far, .groupOfRejected, .headOfRejected: .other
    }
  }

  private static func source(
    _ load: Tape.Load, _ rows: Tape.Rows, _ context: OpenContext
  ) -> Source {
    let register = context.plan[load.register]
    if let capture = load.capture, rows != .plain { return .captured(capture, register.kind) }
    // A rejected row is only kept where no other row has its key.
    if rows == .rejected, register.producer == .isUnrepeated { return .certain(Possible(true)) }
    if rows == .rejected, register.producer == .group { return .groupOfRejected }
    if rows == .rejected, register.producer == .head { return .headOfRejected }
    if load.isFar { return .far }
    if register.home == .portfolio || context.columns[load.register.index].count == 0 {
      return .certain(context.nominal(load.register, 0))
    }
    return .nominal(register.kind)
  }

  subscript(id: RegisterID) -> Possible { values[id.index] }

  /// Takes up `row` of the table with its open cells unnarrowed.
  ///
  /// - Parameter place: the row's place among the captured rows, for a captured row.
  mutating func load(_ row: Int, place: Int? = nil) {
    for index in tape.loads.indices {
      let id = tape.loads[index].register
      values[id.index] = value(id, loadSources[index], row, place)
    }
    for load in tape.headLoads {
      values[load.register.index] = gather(values[load.row.index], load.column)
    }
    open.removeAll(keepingCapacity: true)
    for index in tape.cells.indices {
      let register = tape.cells[index].load.register
      let isOpen = isOpen(register, cellSources[index], row, place)
      let id = register.index
      // A field with `else` is never missing, also where its cell cannot be read.
      isBlank[id] = isOpen && !tape.cells[index].hasElse
      values[id] =
        isBlank[id]
        ? .missing
        : isOpen ? tape.cells[index].range : value(register, cellSources[index], row, place)
      if isOpen { open.append(index) }
    }
    if tape.asksForPresence { findBlanks(row) }
    for index in open { narrow(index, to: tape.cells[index].range) }
    parts = open
    for (number, id) in tape.farFigures.enumerated() {
      let value = values[id.index]
      if value.low < value.high { parts.append(tape.cells.count + number) }
    }
    guard let narrowed = shared.context.narrowed, narrowed.row == row, narrowed.table == table
    else {
      return
    }
    for index in open where tape.cells[index].field == narrowed.field {
      narrow(index, to: narrowed.range)
    }
  }

  /// The range of an open cell, or of another part, of the current row.
  func range(ofCell index: Int) -> Possible { self[tape.register(ofPart: index)] }

  /// Gives an open cell, or another part, a range.
  mutating func narrow(_ cell: Int, to range: Possible) {
    values[tape.register(ofPart: cell).index] = range
  }

  /// Cuts a part's range at the figures with which it is compared; the pieces ascend.
  func pieces(ofCell index: Int) -> [Possible] {
    let range = range(ofCell: index)
    var figures: [(value: Int128, isBend: Bool)] = []
    for cut in tape.cuts where cut.cell == index {
      let other = self[cut.other]
      if other.canBePresent, other.low == other.high { figures.append((other.low, cut.isBend)) }
    }
    figures.sort { ($0.value, $0.isBend ? 1 : 0) < ($1.value, $1.isBend ? 1 : 0) }
    var pieces: [Possible] = []
    var low = range.low
    for figure in figures where figure.value >= low && figure.value <= range.high {
      // At a bend nothing jumps, so that the figure belongs to the piece below.
      if low < figure.value || figure.isBend {
        pieces.append(Possible(low, figure.isBend ? figure.value : figure.value - 1))
      }
      if !figure.isBend { pieces.append(Possible(certain: figure.value)) }
      low = figure.value + 1
    }
    if low <= range.high { pieces.append(Possible(low, range.high)) }
    if range.canBeMissing { pieces.append(.missing) }
    return pieces
  }

  private func value(_ id: RegisterID, _ source: Source, _ row: Int, _ place: Int?) -> Possible {
    switch source {
    case .certain(let value): return value
    case .captured(let column, let kind):
      guard let place else { return shared.context.widest(kind) }
      return captured[column].value(place, kind)
    case .far: return shared.context.value(id, row)
    case .groupOfRejected: return shared.context.groupOfRejected(place)
    case .headOfRejected: return shared.context.headOfRejected(place)
    case .nominal(let kind):
      // Rows that were rejected are numbered after those that were kept.
      guard row < shared.context.columns[id.index].count else { return shared.context.widest(kind) }
      return shared.context.columns[id.index].value(row, kind)
    }
  }

  private func isOpen(_ id: RegisterID, _ source: Source, _ row: Int, _ place: Int?) -> Bool {
    if case .captured(let column, _) = source, let place { return captured[column].isOpen(place) }
    return shared.context.columns[id.index].isOpen(row)
  }

  /// Finds what is missing in the file because of a blank, by running the tape on the file as it is.
  private mutating func findBlanks(_ row: Int) {
    var told: [(id: RegisterID, value: Possible)] = []
    for index in tape.loads.indices {
      switch loadSources[index] {
      case .far, .nominal: break
      case .captured, .certain, .groupOfRejected, .headOfRejected: continue
      }
      let id = tape.loads[index].register
      told.append((id, values[id.index]))
      take(id, asFoundIn: shared.context.plan[id].home == .portfolio ? 0 : row)
    }
    for load in tape.headLoads {
      told.append((load.register, values[load.register.index]))
      (isBlank[load.register.index], mayBeBlank[load.register.index]) =
        blankElsewhere(.gather(load.row, load.column))
      if isBlank[load.register.index] { values[load.register.index] = .missing }
    }
    isAsFound = true
    run()
    isAsFound = false
    for step in tape.steps {
      let (inputs, elsewhere) = (step.operation.inputs, blankElsewhere(step.operation))
      isBlank[step.register.index] =
        values[step.register.index].isSurelyMissing
        && (inputs.contains { isBlank[$0.index] } || elsewhere.isBlank)
      mayBeBlank[step.register.index] =
        inputs.contains { mayBeBlank[$0.index] } || elsewhere.mayBe
    }
    for (id, value) in told { values[id.index] = value }
  }

  /// Takes a figure from other rows as the run found it; of a rejected row it found nothing.
  private mutating func take(_ id: RegisterID, asFoundIn row: Int) {
    let column = shared.context.columns[id.index]
    mayBeBlank[id.index] = row >= column.count
    isBlank[id.index] = row < column.count && column.isBlank(row)
    values[id.index] =
      row < column.count
      ? column.possible(row) : shared.context.widest(shared.context.plan[id].kind)
  }

  /// Whether the operation reads another row's blank, and whether it may.
  private func blankElsewhere(_ operation: Operation) -> (isBlank: Bool, mayBe: Bool) {
    guard case .gather(let row, let column) = operation, self[row].canBePresent else {
      return (false, false)
    }
    let (place, vector) = (self[row], shared.context.columns[column.index])
    let isFound = place.isSettled && (0..<vector.count).contains(Int(place.low))
    // An account reads nothing of a rejected row that is mended with it, or alone.
    if !isFound { return (false, tape.rows == .rejected) }
    return (vector.isBlank(Int(place.low)), false)
  }

  // MARK: Steps

  /// Computes every step from what is loaded.
  mutating func run() {
    for index in tape.steps.indices {
      values[tape.steps[index].register.index] = result(of: steps[index])
    }
  }

  /// PERF: most steps are of a few sorts, which are told without a reference to be counted.
  @inline(__always)
  private func result(of step: TapeSteps.Step) -> Possible {
    switch step {
    case .arithmetic(let sign, let a, let b): .arithmetic(sign, self[a], self[b])
    case .compare(let comparison, let a, let b): .compare(comparison, self[a], self[b])
    case .and(let a, let b): .and(self[a], self[b])
    case .or(let a, let b): .or(self[a], self[b])
    case .not(let a): .not(self[a])
    case .scale(let x, let low, let high, let outOf):
      .scale(self[x], low: self[low], high: self[high], outOf: outOf)
    case .cases(let range): choose(steps.cases[range])
    case .score(let index):
      .score(steps.scores[index].formula, steps.scores[index].points, of: values)
    case .other(let index): result(of: tape.steps[index].operation)
    }
  }

  private func result(of operation: Operation) -> Possible {
    switch operation {
    case .negate(let a): return .negated(self[a])
    case .absolute(let a): return .absolute(self[a])
    case .round(let a, let places):
      return .rising(self[a]) { Decimal(scaled: $0).rounded(toPlaces: places)?.scaled }
    case .arithmetic(let sign, let a, let b): return .arithmetic(sign, self[a], self[b])
    case .shiftDays(let a, let b, let backwards):
      return .shiftDays(self[a], by: self[b], backwards: backwards)
    case .shiftMonths(let a, let months): return .shiftMonths(self[a], by: months)
    case .daysBetween(let a, let b): return .daysBetween(self[a], self[b])
    case .pickDate(let a, let b, let latest): return .pickDate(self[a], self[b], latest: latest)
    case .datePart(let a, let isYear): return .datePart(self[a], isYear: isYear)
    case .wholeMonths(let a, let b, let perYear):
      return .wholeMonths(self[a], self[b], perYear: perYear)
    case .compare(let comparison, let a, let b): return .compare(comparison, self[a], self[b])
    case .holds(let a, let bit): return .holds(self[a], bit)
    case .and(let a, let b): return .and(self[a], self[b])
    case .or(let a, let b): return .or(self[a], self[b])
    case .not(let a): return .not(self[a])
    case .isMissing(let a):
      let answer = Possible.isMissing(self[a], isBlankNow: isBlank[a.index])
      return mayBeBlank[a.index] ? answer.union(Possible(true)) : answer
    case .fallback(let a, let b):
      let value = Possible.fallback(self[a], self[b], isBlankNow: isBlank[a.index])
      return mayBeBlank[a.index] ? value.union(self[b]) : value
    case .cases(let cases): return choose(cases[...])
    case .scale(let x, let low, let high, let outOf):
      return .scale(self[x], low: self[low], high: self[high], outOf: outOf)
    case .score(let formula, let points): return .score(formula, points, of: values)
    case .gather(let row, let column): return gather(self[row], column)
    case .broadcast(let column): return self[column]
    case .firstHolding(let conditions): return firstHolding(conditions)
    }
  }

  private func choose(_ cases: ArraySlice<Operation.CaseInput>) -> Possible {
    var result = Possible(1, 0)
    for item in cases {
      guard let condition = item.condition else {
        result.formUnion(self[item.value])
        return result
      }
      let holds = self[condition]
      if holds.canBeYes { result.formUnion(self[item.value]) }
      if holds.canBeMissing { result.canBeMissing = true }
      if !holds.canBeNo { return result }
    }
    result.canBeMissing = true
    return result
  }

  private func gather(_ row: Possible, _ column: RegisterID) -> Possible {
    guard row.canBePresent else { return .missing }
    guard row.isSettled else {
      return shared.context.widest(shared.context.plan[column].kind)
    }
    let place = Int(row.low)
    let home = shared.context.plan[column].home
    guard (0..<shared.context.fullCount(of: home)).contains(place) else {
      return shared.context.widest(shared.context.plan[column].kind)
    }
    if isAsFound, place < shared.context.columns[column.index].count {
      return shared.context.columns[column.index].possible(place)
    }
    return shared.context.value(column, place)
  }

  /// The hull of the numbers of the conditions that can be the first to hold.
  private func firstHolding(_ conditions: [RegisterID]) -> Possible {
    var result = Possible(1, 0)
    for (number, condition) in conditions.enumerated() {
      let holds = self[condition]
      if holds.canBeYes { result.formUnion(Possible(certain: Int128(number))) }
      if holds.isSurelyYes { return result }
    }
    result.formUnion(Possible(certain: Int128(conditions.count)))
    return result
  }
}
