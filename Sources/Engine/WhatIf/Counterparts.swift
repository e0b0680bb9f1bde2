import Language

/// Which registers of a plan hold the same values as registers of an earlier run's plan.
///
/// What: a register has a counterpart iff it is made the same way from counterparts.
///
/// Why this way: that is told from the plans alone, whatever the day or an edit goes into and however
/// a planner folds what follows from it.
///
/// What breaks if it changes: values of the one run would be taken for those of the other. Both must
/// be over the same data, whose cells are read the same way.
struct Counterparts {
  private let other: Plan
  private let program: CheckedProgram
  /// `true` iff an earlier result says the same in the words of both agreements.
  private let sharesEarlier: Bool
  private var registers: [Producer: [TableID: RegisterID]] = [:]
  private var aggregations: [Aggregation: Int] = [:]

  /// - Parameter program: the agreement whose plans are looked at, which reads the same tables.
  init(in known: Evaluation, for program: CheckedProgram) {
    other = known.plan
    self.program = program
    sharesEarlier =
      program.tiers.map(\.name) == known.program.tiers.map(\.name)
      && program.scores.map(\.name) == known.program.scores.map(\.name)
    for (index, register) in other.registers.enumerated() {
      registers[register.producer, default: [:]][register.home] = RegisterID(index)
    }
    for (index, aggregation) in other.aggregations.enumerated() {
      aggregations[aggregation] = index
    }
  }

  /// Returns the counterpart of each register of `plan`, nil for one that has none.
  ///
  /// - Complexity: O(registers).
  func of(_ plan: Plan) -> [RegisterID?] {
    var found = [RegisterID?](repeating: nil, count: plan.registers.count)
    // Inputs stand before what reads them; a register that does not is taken for a new one.
    for (index, register) in plan.registers.enumerated() where isStored(register.home) {
      if case .inTotals = register.producer {
        found[index] = hasSameTotals(plan, found) ? other.inTotals : nil
      } else if let producer = producer(register.producer, of: plan, found) {
        found[index] = registers[producer]?[register.home]
      }
    }
    return found
  }

  /// `true` iff the rows of a table are those of the earlier run's table in its place.
  private func isStored(_ table: TableID) -> Bool {
    table == .portfolio || program[table].isStored
  }

  private func hasSameTotals(_ plan: Plan, _ found: [RegisterID?]) -> Bool {
    let (own, others) = (plan.decision, other.decision)
    return own.excludes.map { found[$0.index] } == others.excludes
      && own.rejects.map { found[$0.index] } == others.rejects
  }

  /// Returns how the counterpart is made.
  private func producer(
    _ producer: Producer, of plan: Plan, _ found: [RegisterID?]
  ) -> Producer? {
    switch producer {
    case .constant, .field, .selfReference, .group, .head, .isUnrepeated: producer
    case .earlier: sharesEarlier ? producer : nil
    case .valueRow, .pairMember, .value, .inTotals, .tier: nil
    case .operation(let operation): operation.mapped { found[$0.index] }.map { .operation($0) }
    case .aggregation(let index):
      plan.aggregations[index].mapped { found[$0.index] }
        .flatMap { isStored($0.source) && $0.target.map(isStored) ?? true ? $0 : nil }
        .flatMap { aggregations[$0] }.map { .aggregation($0) }
    case .ranking(let index):
      plan.rankings[index].mapped(found, hasSameTotals(plan, found))
        .flatMap { other.rankings.firstIndex(of: $0) }.map { .ranking($0) }
    case .share(let index):
      plan.shares[index].mapped(found, hasSameTotals(plan, found))
        .flatMap { other.shares.firstIndex(of: $0) }.map { .share($0) }
    }
  }
}

extension Operation {
  /// Returns the same operation on other registers; nil if `new` has none for one of them.
  fileprivate func mapped(_ new: (RegisterID) -> RegisterID?) -> Operation? {
    let read = inputs + [foreignInput].compactMap { $0 }
    guard read.allSatisfy({ new($0) != nil }) else { return nil }
    return mapping { new($0) ?? $0 }
  }

  private func mapping(_ new: (RegisterID) -> RegisterID) -> Operation {
    switch self {
    case .negate(let a): .negate(new(a))
    case .absolute(let a): .absolute(new(a))
    case .round(let a, let places): .round(new(a), places: places)
    case .arithmetic(let sign, let a, let b): .arithmetic(sign, new(a), new(b))
    case .shiftDays(let a, let b, let backwards):
      .shiftDays(new(a), by: new(b), backwards: backwards)
    case .shiftMonths(let a, let months): .shiftMonths(new(a), by: months)
    case .daysBetween(let a, let b): .daysBetween(new(a), new(b))
    case .pickDate(let a, let b, let latest): .pickDate(new(a), new(b), latest: latest)
    case .datePart(let a, let isYear): .datePart(new(a), isYear: isYear)
    case .wholeMonths(let a, let b, let perYear): .wholeMonths(new(a), new(b), perYear: perYear)
    case .compare(let comparison, let a, let b): .compare(comparison, new(a), new(b))
    case .holds(let a, let bit): .holds(new(a), bit: bit)
    case .and(let a, let b): .and(new(a), new(b))
    case .or(let a, let b): .or(new(a), new(b))
    case .not(let a): .not(new(a))
    case .isMissing(let a): .isMissing(new(a))
    case .fallback(let a, let b): .fallback(new(a), new(b))
    case .cases(let cases):
      .cases(cases.map { CaseInput(condition: $0.condition.map(new), value: new($0.value)) })
    case .scale(let x, let low, let high, let outOf):
      .scale(new(x), low: new(low), high: new(high), outOf: outOf)
    case .score(let formula, let points): .score(formula, points.map(new))
    case .gather(let row, let column): .gather(new(row), new(column))
    case .broadcast(let column): .broadcast(new(column))
    case .firstHolding(let conditions): .firstHolding(conditions.map(new))
    }
  }
}

extension Aggregation {
  /// Returns the same figure of other registers; nil if `new` has none for one of them.
  fileprivate func mapped(_ new: (RegisterID) -> RegisterID?) -> Aggregation? {
    let read = [condition, figure, bucket, partition, base].compactMap { $0 }
    guard read.allSatisfy({ new($0) != nil }) else { return nil }
    var copy = self
    copy.condition = condition.flatMap(new)
    copy.figure = figure.flatMap(new)
    copy.bucket = bucket.flatMap(new)
    copy.partition = partition.flatMap(new)
    copy.base = base.flatMap(new)
    return copy
  }
}

extension RankingPlan {
  fileprivate func mapped(_ found: [RegisterID?], _ hasSameTotals: Bool) -> RankingPlan? {
    let read = keys.compactMap(\.register) + [condition, partition].compactMap { $0 }
    guard hasSameTotals, read.allSatisfy({ found[$0.index] != nil }) else { return nil }
    var copy = self
    for index in keys.indices {
      copy.keys[index].register = keys[index].register.flatMap { found[$0.index] }
    }
    copy.condition = condition.flatMap { found[$0.index] }
    copy.partition = partition.flatMap { found[$0.index] }
    return copy
  }
}

extension SharePlan {
  fileprivate func mapped(_ found: [RegisterID?], _ hasSameTotals: Bool) -> SharePlan? {
    guard hasSameTotals, let figure = found[figure.index],
      [condition, partition].allSatisfy({ $0.map { found[$0.index] != nil } ?? true })
    else { return nil }
    var copy = self
    copy.figure = figure
    copy.condition = condition.flatMap { found[$0.index] }
    copy.partition = partition.flatMap { found[$0.index] }
    return copy
  }
}
