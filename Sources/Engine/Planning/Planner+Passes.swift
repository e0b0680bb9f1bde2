import Language

/// The passes in which registers are computed, once all are placed.
extension Planner {
  /// Gathers what is computed at the same level of the same table, and marks what must be kept.
  mutating func formPasses() {
    let last =
      ([totalsLevel, decisionLevel] + aggregationLevels + rankingLevels + shareLevels
      + plan.registers.map(\.level)).max() ?? 0
    plan.levels = Array(repeating: Plan.Level(), count: last + 1)
    if plan.formation != nil { plan.levels[formationLevel - 1].formsGroups = true }
    plan.levels[totalsLevel].settlesTotals = true
    plan.levels[decisionLevel].decides = true
    for (index, level) in rankingLevels.enumerated() { plan.levels[level].rankings.append(index) }
    for (index, level) in shareLevels.enumerated() { plan.levels[level].shares.append(index) }
    for (index, level) in aggregationLevels.enumerated() {
      plan.levels[level].aggregations.append(index)
    }
    for level in plan.levels.indices { formPasses(at: level) }
    for level in plan.levels.indices {
      for index in plan.levels[level].passes.indices {
        let keeps = plan.levels[level].passes[index].keeps.filter { plan[$0].isKept }
        plan.levels[level].passes[index].keeps = keeps
      }
    }
  }

  private mutating func formPasses(at level: Int) {
    for index in program.tables.indices { formPass(over: TableID(index), at: level) }
    formPass(over: .portfolio, at: level)
  }

  private mutating func formPass(over table: TableID, at level: Int) {
    let readsFile = table != .portfolio && plan.readLevels[table.index] == level
    var pass = Plan.Pass(table: table, readsFile: readsFile)
    var wanted: Set<RegisterID> = []
    for (index, register) in plan.registers.enumerated()
    where register.home == table && register.level == level {
      let id = RegisterID(index)
      switch register.producer {
      case .operation(let operation):
        pass.steps.append(id)
        wanted.formUnion(operation.inputs)
      case .field: pass.fields.append(id)
      case .constant, .selfReference, .group, .head, .earlier, .aggregation, .ranking, .share,
        .valueRow,
        .pairMember, .value, .isUnrepeated, .inTotals, .tier:
        continue
      }
    }
    for (index, aggregation) in plan.aggregations.enumerated()
    where aggregation.source == table && aggregationLevels[index] == level {
      pass.aggregations.append(index)
      wanted.formUnion(
        [
          aggregation.condition, aggregation.figure, aggregation.bucket, aggregation.partition,
          aggregation.base,
        ].compactMap { $0 })
    }
    pass.keeps = pass.fields + pass.steps
    for id in wanted.sorted(by: { $0.raw < $1.raw }) {
      let register = plan[id]
      if case .constant = register.producer {
        pass.constants.append(id)
      } else if register.level < level || !register.producer.isMadeInPass {
        pass.loads.append(id)
        keep(id)
      }
    }
    guard readsFile || !pass.steps.isEmpty || !pass.aggregations.isEmpty else { return }
    plan.levels[level].passes.append(pass)
  }
}
