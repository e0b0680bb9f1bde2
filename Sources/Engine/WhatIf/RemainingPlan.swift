import Language
import Tables

/// The steps of a plan that are left where some of its registers are known.
struct RemainingPlan {
  private(set) var plan: Plan
  /// By register, the register of the earlier run that holds its values.
  private(set) var known: [RegisterID: RegisterID] = [:]
  /// Registers of which some rows are computed, and all others known.
  private(set) var patches: RowPatches
  /// Registers that follow from the rows alone, and that the earlier run did not need.
  private(set) var entered: [RegisterID] = []
  /// `true` iff what an earlier result says is looked up anew.
  private(set) var entersEarlier = false
  /// `true` iff nothing is asked for but tiers.
  let isOfTiersAlone: Bool
  private var needed: Set<RegisterID> = []

  /// Returns nil where cells would have to be read again.
  init?(
    _ plan: Plan, of program: CheckedProgram, after evaluation: Evaluation, _ cells: ChangedCells
  ) {
    self.plan = plan
    isOfTiersAlone = plan.outputs.isEmpty
    let counterparts = Counterparts(in: evaluation, for: program).of(plan)
    guard RemainingPlan.formsAlike(plan, evaluation.plan, counterparts) else { return nil }
    let changed = cells.dependents(in: evaluation.plan)
    patches = RowPatches(plan, counterparts, changed, evaluation, cells)
    if let formation = evaluation.plan.formation,
      ([formation.parent] + formation.alone).contains(where: { changed[$0.index] })
    {
      return nil
    }
    var open = plan.tierRegisters
    if !isOfTiersAlone { open += Array(plan.outputs.values) + plan.values.values }
    var seen: Set<RegisterID> = []
    while let id = open.popLast() {
      guard plan[id].level >= 0, seen.insert(id).inserted else { continue }
      if let counterpart = counterparts[id.index],
        cells.columns[counterpart] != nil
          || !changed[counterpart.index] && evaluation.isKept(counterpart)
      {
        known[id] = counterpart
        continue
      }
      if let counterpart = counterparts[id.index], patches.take(id, of: counterpart) { continue }
      guard enters(id, program) else { return nil }
      open += plan.sources(of: id)
    }
    for level in plan.levels.indices { leaveOutKnown(at: level) }
  }

  /// `true` iff accounts form the same groups, as long as no cell changes that.
  private static func formsAlike(
    _ plan: Plan, _ other: Plan, _ counterparts: [RegisterID?]
  ) -> Bool {
    guard let formation = plan.formation else { return other.formation == nil }
    return counterparts[formation.parent.index] == other.formation?.parent
      && formation.alone.map { counterparts[$0.index] } == other.formation?.alone
  }

  /// Notes how a register gets its values; returns false where only files tell them.
  private mutating func enters(_ id: RegisterID, _ program: CheckedProgram) -> Bool {
    switch plan[id].producer {
    case .operation, .aggregation, .ranking, .share, .inTotals: needed.insert(id)
    case .isUnrepeated, .group, .head: entered.append(id)
    case .earlier: entersEarlier = true
    case .field(let field):
      guard program[plan[id].home].keyIndex == field else { return false }
      entered.append(id)
    case .tier, .valueRow, .value, .pairMember: return !isOfTiersAlone
    case .constant, .selfReference: return false
    }
    return true
  }

  private mutating func leaveOutKnown(at number: Int) {
    var level = plan.levels[number]
    level.formsGroups = false
    if isOfTiersAlone { level.decides = false }
    level.rankings = level.rankings.filter { isNeeded(.ranking($0)) }
    level.shares = level.shares.filter { isNeeded(.share($0)) }
    level.aggregations = level.aggregations.filter { isNeeded(.aggregation($0)) }
    level.passes = level.passes.compactMap { pass in
      let rest = left(of: pass)
      return rest.steps.isEmpty && rest.aggregations.isEmpty ? nil : rest
    }
    plan.levels[number] = level
  }

  private func isNeeded(_ producer: Producer) -> Bool {
    plan.register(madeBy: producer).map { needed.contains($0) } ?? false
  }

  private func left(of pass: Plan.Pass) -> Plan.Pass {
    var left = Plan.Pass(table: pass.table, readsFile: false)
    left.steps = pass.steps.filter { needed.contains($0) }
    left.keeps = pass.keeps.filter { needed.contains($0) }
    left.aggregations = pass.aggregations.filter { isNeeded(.aggregation($0)) }
    var read: Set<RegisterID> = []
    for id in left.steps {
      if case .operation(let operation) = plan[id].producer { read.formUnion(operation.inputs) }
    }
    for index in left.aggregations {
      let aggregation = plan.aggregations[index]
      read.formUnion(
        [
          aggregation.condition, aggregation.figure, aggregation.bucket, aggregation.partition,
          aggregation.base,
        ].compactMap { $0 })
    }
    read.subtract(left.steps)
    for id in read.sorted(by: { $0.raw < $1.raw }) {
      if plan[id].level < 0 { left.constants.append(id) } else { left.loads.append(id) }
    }
    return left
  }
}

extension Evaluation {
  /// `true` iff the values of a register are still there.
  func isKept(_ id: RegisterID) -> Bool {
    let home = plan[id].home
    let rows = home == .portfolio ? 1 : tables[home.index].rowCount
    return columns[id.index].count == rows
  }
}
