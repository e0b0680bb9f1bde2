import Language
import Tables

/// Runs a tape over one row after the other, and over one row with cells narrowed.
struct TapeMachine {
  let tape: Tape
  let context: OpenContext
  private let table: TableID
  private let captured: CapturedRows?
  /// By register.
  private(set) var values: [Possible]
  /// By register: whether the value is missing in the file because of a blank.
  private var isBlank: [Bool]
  /// Whether other rows are taken as the run found them.
  private var isAsFound = false
  /// The open cells of the current row, by place in `tape.cells`.
  private(set) var open: [Int] = []

  init(_ tape: Tape, of table: TableID, in context: OpenContext) {
    self.tape = tape
    self.table = table
    self.context = context
    captured = tape.rows.store(of: table, in: context)
    values = Array(repeating: .missing, count: context.plan.registers.count)
    isBlank = Array(repeating: false, count: context.plan.registers.count)
  }

  subscript(id: RegisterID) -> Possible { values[id.index] }

  /// Takes up `row` of the table with its open cells unnarrowed.
  ///
  /// - Parameter place: the row's place among the captured rows, for a captured row.
  mutating func load(_ row: Int, place: Int? = nil) {
    for load in tape.loads { values[load.register.index] = value(load, row, place) }
    open.removeAll(keepingCapacity: true)
    for (index, cell) in tape.cells.enumerated() {
      let id = cell.load.register.index
      let isOpen = isOpen(cell.load, row, place)
      // A field with `else` is never missing, also where its cell cannot be read.
      isBlank[id] = isOpen && !cell.hasElse
      values[id] = isBlank[id] ? .missing : isOpen ? cell.range : value(cell.load, row, place)
      if isOpen { open.append(index) }
    }
    if tape.asksForPresence { findBlanks() }
    for index in open { narrow(index, to: tape.cells[index].range) }
    guard let narrowed = context.narrowed, narrowed.row == row, narrowed.table == table else {
      return
    }
    for index in open where tape.cells[index].field == narrowed.field {
      narrow(index, to: narrowed.range)
    }
  }

  /// The range of an open cell of the current row.
  func range(ofCell index: Int) -> Possible { self[tape.cells[index].load.register] }

  /// Gives an open cell a range.
  mutating func narrow(_ cell: Int, to range: Possible) {
    values[tape.cells[cell].load.register.index] = range
  }

  /// Cuts a cell's range at the figures with which it is compared; the pieces ascend.
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
    return pieces
  }

  private func value(_ load: Tape.Load, _ row: Int, _ place: Int?) -> Possible {
    let register = context.plan[load.register]
    if let capture = load.capture, let captured, let place {
      return context.value(of: captured.columns[capture], place, register.kind)
    }
    // A rejected row is only kept where no other row has its key.
    if tape.rows == .rejected, register.producer == .isUnrepeated { return Possible(true) }
    return load.isFar ? context.value(load.register, row) : context.nominal(load.register, row)
  }

  private func isOpen(_ load: Tape.Load, _ row: Int, _ place: Int?) -> Bool {
    if let capture = load.capture, let captured, let place {
      return captured.columns[capture].isOpen(place)
    }
    return context.columns[load.register.index].isOpen(row)
  }

  /// Finds what is missing in the file because of a blank, by running the tape with blanks.
  private mutating func findBlanks() {
    isAsFound = true
    run()
    isAsFound = false
    for step in tape.steps {
      isBlank[step.register.index] =
        values[step.register.index].isSurelyMissing
        && (step.operation.inputs.contains { isBlank[$0.index] }
          || isBlankElsewhere(step.operation))
    }
  }

  /// `true` iff the operation reads another row's blank.
  private func isBlankElsewhere(_ operation: Operation) -> Bool {
    guard case .gather(let row, let column) = operation else { return false }
    let (place, vector) = (self[row], context.columns[column.index])
    guard place.isSettled, place.canBePresent, Int(place.low) < vector.count else { return false }
    return vector.isOpen(Int(place.low))
  }

  // MARK: Steps

  /// Computes every step from what is loaded.
  mutating func run() {
    for index in tape.steps.indices {
      values[tape.steps[index].register.index] = result(of: tape.steps[index].operation)
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
    case .and(let a, let b): return .and(self[a], self[b])
    case .or(let a, let b): return .or(self[a], self[b])
    case .not(let a): return .not(self[a])
    case .isMissing(let a): return .isMissing(self[a], isBlankNow: isBlank[a.index])
    case .fallback(let a, let b):
      return .fallback(self[a], self[b], isBlankNow: isBlank[a.index])
    case .cases(let cases): return choose(cases)
    case .scale(let x, let low, let high, let outOf):
      return .scale(self[x], low: self[low], high: self[high], outOf: outOf)
    case .score(let formula, let points): return .score(formula, points, of: values)
    case .gather(let row, let column): return gather(self[row], column)
    case .broadcast(let column): return self[column]
    case .firstHolding(let conditions): return firstHolding(conditions)
    }
  }

  private func choose(_ cases: [Operation.CaseInput]) -> Possible {
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
    guard row.isSettled else { return context.widest(context.plan[column].kind) }
    let (place, vector) = (Int(row.low), context.columns[column.index])
    if isAsFound, place < vector.count { return vector.possible(place) }
    return context.value(column, Int(row.low))
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
