import Language
import Tables

/// Decides tiers on other days from what a run kept.
package struct LaterDays: Sendable {
  private let known: Evaluation
  private let settings: WorkSettings
  private let earlier: EarlierResult?

  package init(after known: Evaluation, _ settings: WorkSettings, earlier: EarlierResult?) {
    self.known = known
    self.settings = settings
    self.earlier = earlier
  }

  /// Returns the tiers that a run over the same data would find on `day`, by `plan`; nil where what
  /// was kept does not tell.
  package func evaluation(on day: Day, _ plan: Plan) async throws(EvaluationFailure) -> Evaluation?
  {
    var program = known.program
    program.settle(on: day)
    // Other rates make other figures, and other rejections.
    guard !known.plan.keptForOtherDays.isEmpty,
      program.tables.map(\.schema) == known.program.tables.map(\.schema),
      let steps = LaterPlan(plan, after: known)
    else { return nil }
    return try await Evaluator.decide(
      program, steps, asOf: day, after: known, settings: settings, earlier: earlier)
  }
}

/// The steps of a plan that are left where some of its registers are known.
struct LaterPlan {
  private(set) var plan: Plan
  /// By register, the register of the earlier run that holds its values.
  private(set) var known: [RegisterID: RegisterID] = [:]
  private var needed: Set<RegisterID> = []

  /// Returns nil where cells would have to be read again.
  init?(_ plan: Plan, after evaluation: Evaluation) {
    self.plan = plan
    let counterparts = Counterparts(in: evaluation.plan).of(plan)
    if let formation = plan.formation {
      let other = evaluation.plan.formation
      guard counterparts[formation.parent.index] == other?.parent,
        formation.alone.map({ counterparts[$0.index] }) == other?.alone
      else { return nil }
    }
    var open = plan.tierRegisters
    while let id = open.popLast() {
      guard plan[id].level >= 0, known[id] == nil, !needed.contains(id) else { continue }
      if let counterpart = counterparts[id.index], evaluation.isKept(counterpart) {
        known[id] = counterpart
        continue
      }
      switch plan[id].producer {
      case .operation, .aggregation, .ranking, .share, .inTotals:
        needed.insert(id)
        open += plan.sources(of: id)
      case .constant, .field, .selfReference, .group, .head, .earlier, .valueRow, .pairMember,
        .value, .isUnrepeated, .tier:
        return nil
      }
    }
    for level in plan.levels.indices { leaveOutKnown(at: level) }
  }

  private mutating func leaveOutKnown(at number: Int) {
    var level = plan.levels[number]
    level.formsGroups = false
    // Nothing is asked for that follows from tiers.
    level.decides = false
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
  fileprivate func isKept(_ id: RegisterID) -> Bool {
    let home = plan[id].home
    let rows = home == .portfolio ? 1 : tables[home.index].rowCount
    return columns[id.index].count == rows
  }
}

extension Evaluator {
  /// Carries out what is left of a plan, and decides tiers.
  fileprivate static func decide(
    _ program: CheckedProgram, _ steps: LaterPlan, asOf: Day, after known: Evaluation,
    settings: WorkSettings, earlier: EarlierResult?
  ) async throws(EvaluationFailure) -> Evaluation {
    var evaluator = Evaluator(
      program, steps.plan, asOf: asOf, inputs: [], settings: settings, earlier: earlier)
    evaluator.tables = known.tables
    evaluator.groups = known.groups
    evaluator.pool = known.pool
    for (id, counterpart) in steps.known {
      evaluator.columns[id.index] = known.columns[counterpart.index]
    }
    evaluator.enterTexts()
    for level in steps.plan.levels {
      for pass in level.passes { try await evaluator.run(pass) }
      evaluator.finish(level)
    }
    return Evaluation(
      program: evaluator.program, plan: steps.plan, asOf: asOf, tables: evaluator.tables,
      columns: evaluator.columns, pool: evaluator.pool, decision: evaluator.decided,
      groups: evaluator.groups)
  }
}
