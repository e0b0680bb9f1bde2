import Language
import Tables

/// Every figure of one row as the run found it, or as it would be with other values in some
/// registers.
///
/// What: values are worked out from the leaves that a run keeps (`Demands.proofs`), register by
/// register, by the operations of the plan.
///
/// Why this way: a proof needs each part of each condition for one row, and to keep columns of all
/// of them would cost as much as the run.
///
/// What breaks if it changes: a value here must be what the run's kernels find.
package struct RowFigures: Sendable {
  package let evaluation: Evaluation
  package let row: Int
  /// The table of the row: the accounts, or the rows of their file.
  private let home: TableID
  /// By register; nil where it has not been asked for.
  private var values: [Possible?]
  /// The registers that follow from those that change, in the order of the plan.
  private(set) var followers: [RegisterID] = []

  package init(_ evaluation: Evaluation, row: Int, of home: TableID = .accounts) {
    self.evaluation = evaluation
    self.row = row
    self.home = home
    values = Array(repeating: nil, count: evaluation.plan.registers.count)
  }

  private var plan: Plan { evaluation.plan }

  // MARK: Values

  /// Returns what a register holds for the account, or for all; nil where the run did not keep it.
  mutating func value(_ id: RegisterID) -> Possible? {
    if let known = values[id.index] { return known }
    let found = found(id)
    values[id.index] = found
    return found
  }

  private mutating func found(_ id: RegisterID) -> Possible? {
    let register = plan[id]
    let column = evaluation.columns[id.index]
    if register.home == .portfolio, column.count > 0 { return column.possible(0) }
    if register.home == home, column.count == evaluation.tables[home.index].rowCount,
      row < column.count
    {
      return column.possible(row)
    }
    guard register.home == home || register.home == .portfolio else { return nil }
    return computed(id)
  }

  /// Returns what an operation gives; nil for other registers, and where an input is not known.
  private mutating func computed(_ id: RegisterID) -> Possible? {
    guard case .operation(let operation) = plan[id].producer else { return nil }
    for input in operation.inputs where value(input) == nil { return nil }
    if case .broadcast(let other) = operation, value(other) == nil { return nil }
    let result = result(of: operation)
    // A certain figure that cannot be worked out is missing, such as one beyond the range.
    if result.canBeMissing, result.canBePresent, operation.isTotal,
      operation.inputs.allSatisfy({ known($0).canBePresent && known($0).isSettled })
    {
      return .missing
    }
    return result
  }

  // MARK: Changes

  /// Prepares for other values in `changed`: finds what of the row follows from them.
  mutating func prepare(changing changed: [RegisterID]) {
    var isChanged = [Bool](repeating: false, count: plan.registers.count)
    for id in changed { isChanged[id.index] = true }
    var isGrowing = true
    // Inputs stand before what reads them, but for a few.
    while isGrowing {
      isGrowing = false
      for index in plan.registers.indices
      where !isChanged[index] && plan.registers[index].home == home {
        guard case .operation(let operation) = plan.registers[index].producer,
          operation.inputs.contains(where: { isChanged[$0.index] })
        else { continue }
        isChanged[index] = true
        isGrowing = true
      }
    }
    // What does not follow is worked out once.
    for index in plan.registers.indices where isChanged[index] {
      guard case .operation(let operation) = plan.registers[index].producer else { continue }
      for input in operation.inputs where !isChanged[input.index] { _ = value(input) }
      if case .broadcast(let other) = operation { _ = value(other) }
    }
    let own = Set(changed)
    let registers = plan.registers
    followers = registers.indices.map { RegisterID($0) }
      .filter { isChanged[$0.index] && !own.contains($0) }
      .sorted { (registers[$0.index].level, $0.raw) < (registers[$1.index].level, $1.raw) }
  }

  /// Gives registers other values, and works out what follows.
  mutating func set(_ changes: [(id: RegisterID, value: Possible)]) {
    for change in changes { values[change.id.index] = change.value }
    for id in followers { values[id.index] = computed(id) }
  }

  private func known(_ id: RegisterID) -> Possible { values[id.index] ?? .missing }

  private mutating func result(of operation: Operation) -> Possible {
    switch operation {
    case .negate(let a): return .negated(known(a))
    case .absolute(let a): return .absolute(known(a))
    case .round(let a, let places):
      return .rising(known(a)) { Decimal(scaled: $0).rounded(toPlaces: places)?.scaled }
    case .arithmetic(let sign, let a, let b): return .arithmetic(sign, known(a), known(b))
    case .shiftDays(let a, let b, let backwards):
      return .shiftDays(known(a), by: known(b), backwards: backwards)
    case .shiftMonths(let a, let months): return .shiftMonths(known(a), by: months)
    case .daysBetween(let a, let b): return .daysBetween(known(a), known(b))
    case .pickDate(let a, let b, let latest): return .pickDate(known(a), known(b), latest: latest)
    case .datePart(let a, let isYear): return .datePart(known(a), isYear: isYear)
    case .wholeMonths(let a, let b, let perYear):
      return .wholeMonths(known(a), known(b), perYear: perYear)
    case .compare(let comparison, let a, let b): return .compare(comparison, known(a), known(b))
    case .holds(let a, let bit): return .holds(known(a), bit)
    case .and(let a, let b): return .and(known(a), known(b))
    case .or(let a, let b): return .or(known(a), known(b))
    case .not(let a): return .not(known(a))
    case .isMissing(let a): return .isMissing(known(a), isBlankNow: false)
    case .fallback(let a, let b): return .fallback(known(a), known(b), isBlankNow: false)
    case .cases(let cases): return choose(cases)
    case .scale(let x, let low, let high, let outOf):
      return .scale(known(x), low: known(low), high: known(high), outOf: outOf)
    case .score(let formula, let points):
      return .score(formula, points, of: values.map { $0 ?? .missing })
    case .gather(let place, let column): return gather(known(place), column)
    case .broadcast(let column): return known(column)
    case .firstHolding(let conditions): return firstHolding(conditions)
    }
  }

  private func choose(_ cases: [Operation.CaseInput]) -> Possible {
    var result = Possible(1, 0)
    for item in cases {
      guard let condition = item.condition else {
        result.formUnion(known(item.value))
        return result
      }
      let holds = known(condition)
      if holds.canBeYes { result.formUnion(known(item.value)) }
      if holds.canBeMissing { result.canBeMissing = true }
      if !holds.canBeNo { return result }
    }
    result.canBeMissing = true
    return result
  }

  private func gather(_ place: Possible, _ column: RegisterID) -> Possible {
    guard place.canBePresent else { return .missing }
    let values = evaluation.columns[column.index]
    guard place.isSettled, (0..<values.count).contains(Int(place.low)) else {
      return .anything(plan[column].kind)
    }
    return values.possible(Int(place.low))
  }

  /// The hull of the numbers of the conditions that can be the first to hold.
  private func firstHolding(_ conditions: [RegisterID]) -> Possible {
    var result = Possible(1, 0)
    for (number, condition) in conditions.enumerated() {
      let holds = known(condition)
      if holds.canBeYes { result.formUnion(Possible(certain: Int128(number))) }
      if holds.isSurelyYes { return result }
    }
    result.formUnion(Possible(certain: Int128(conditions.count)))
    return result
  }
}

extension Operation {
  /// `true` iff present inputs give one figure, or none.
  fileprivate var isTotal: Bool {
    switch self {
    case .negate, .absolute, .round, .arithmetic, .shiftDays, .shiftMonths, .daysBetween, .pickDate,
      .datePart, .wholeMonths, .scale:
      true
    case .compare, .holds, .and, .or, .not, .isMissing, .fallback, .cases, .score, .gather,
      .broadcast, .firstHolding:
      false
    }
  }
}

// MARK: Terms

extension RowFigures {
  /// Returns the value of a term at home with the accounts or the portfolio; nil where the run did
  /// not keep what it follows from.
  package mutating func value(of term: TermID) -> Value? {
    if evaluation.program.isRowKey(term) { return .text(evaluation.tables[0].key(row)) }
    guard let register = plan.termRegisters[term], let possible = value(register) else {
      return nil
    }
    guard possible.canBePresent else { return .missing(absence(register)) }
    return evaluation.value(possible.low, of: evaluation.program[term].type)
  }

  /// Returns yes or no, nil for unknown.
  package mutating func truth(of term: TermID) -> Bool? {
    if case .truth(let truth)? = value(of: term) { truth } else { nil }
  }

  /// Why a register's value is missing, as far as the leaves tell.
  private mutating func absence(_ id: RegisterID) -> Absence {
    let column = evaluation.columns[id.index]
    let place = plan[id].home == .portfolio ? 0 : row
    if place < column.count, column.count == 1 || plan[id].home == .accounts {
      return Absence(rawValue: column.absence[place])
    }
    guard case .operation(let operation) = plan[id].producer else { return [] }
    var reasons: Absence = []
    for input in operation.inputs where value(input)?.canBePresent == false {
      reasons.formUnion(absence(input))
    }
    guard reasons.isEmpty else { return reasons }
    if case .arithmetic(.divide, _, let b) = operation, value(b)?.low == 0 {
      return .divisionByZero
    }
    return []
  }
}

extension Evaluation {
  /// Returns a register's content as a value of `type`.
  package func value(_ raw: Int128, of type: ValueType) -> Value {
    let code = Int32(truncatingIfNeeded: raw)
    if case .reference(let table) = type, Int(code) >= tables[table.index].keys.count {
      // A row of a table without keys has no name.
      return .missing([])
    }
    return switch type {
    case .number, .percent, .money, .days: .number(Decimal(scaled: raw), type)
    case .date: .day(Day(number: code))
    case .truth, .error: .truth(raw != 0)
    case .text: .text(pool.text(Int(code)))
    case .choice(let list): .text(program.choices[list.index][Int(code)])
    case .choices(let list): .text(program.text(of: code, in: list))
    case .tier: .text(program.tiers[Int(code)].name)
    case .reference(let table): .text(tables[table.index].key(Int(code)))
    case .months: .number(Decimal(Int(code)), .number)
    }
  }
}
