import Language
import Tables

/// What a run sets aside of rows with blanks, so that it can be told afterwards what filling them
/// in could change.
package struct OpenPlan: Sendable {
  /// By register: whether it decides something and depends on a cell that may be blank.
  package private(set) var isTainted: [Bool] = []
  /// By register: whether it decides something.
  package private(set) var isDeciding: [Bool] = []
  /// By table: the cells and gathered values whose blanks matter.
  private(set) var triggers: [[RegisterID]] = []
  /// By table: the registers of its reading that are set aside for each row with such a blank.
  private(set) var captures: [[RegisterID]] = []
  /// By table: the cells that decide something.
  private(set) var cells: [[RegisterID]] = []
  /// By table: whether only those rows matter that an aggregate leaves out for a blank.
  private(set) var capturesLeftOut: [Bool] = []

  package init() {}

  init(_ plan: Plan, _ program: CheckedProgram) {
    isDeciding = Array(repeating: false, count: plan.registers.count)
    isTainted = isDeciding
    let roots = plan.decidingRegisters(of: program)
    for root in roots { visit(root, plan, program) }
    for index in program.tables.indices { placeCaptures(TableID(index), plan, roots) }
  }

  /// Marks what `id` depends on, inputs first.
  private mutating func visit(_ id: RegisterID, _ plan: Plan, _ program: CheckedProgram) {
    guard !isDeciding[id.index] else { return }
    isDeciding[id.index] = true
    if case .field(let index) = plan[id].producer, plan[id].home != .portfolio {
      isTainted[id.index] = program[plan[id].home].schema.fields[index].canBeOpen
    }
    // A row that is referred to may be one that was rejected.
    if case .operation(.gather) = plan[id].producer { isTainted[id.index] = true }
    for input in plan.sources(of: id) {
      visit(input, plan, program)
      if isTainted[input.index] { isTainted[id.index] = true }
    }
  }

  private mutating func placeCaptures(_ table: TableID, _ plan: Plan, _ roots: [RegisterID]) {
    var (triggers, captures, cells): ([RegisterID], [RegisterID], [RegisterID]) = ([], [], [])
    var isLeftOutOnly = table != .accounts
    if let level = plan.readLevels[table.index] {
      let wanted = frontier(of: table, level, plan, roots)
      for id in plan.registers.indices.map({ RegisterID($0) })
      where isDeciding[id.index] && plan[id].home == table {
        let register = plan[id]
        if isTainted[id.index], register.isKept || register.level > level { isLeftOutOnly = false }
        guard register.level == level, register.producer.isMadeInPass else { continue }
        if case .field = register.producer { cells.append(id) }
        if register.isSource, isTainted[id.index] { triggers.append(id) }
        if wanted.contains(id), !register.isKept { captures.append(id) }
      }
    }
    self.triggers.append(triggers)
    self.captures.append(captures)
    self.cells.append(cells)
    capturesLeftOut.append(isLeftOutOnly)
  }

  /// Returns the registers at which retracing the tainted steps of a reading ends.
  private func frontier(
    of table: TableID, _ level: Int, _ plan: Plan, _ roots: [RegisterID]
  ) -> Set<RegisterID> {
    var wanted: Set<RegisterID> = []
    func want(_ id: RegisterID?) {
      guard let id else { return }
      let register = plan[id]
      if !isTainted[id.index] || register.isSource { wanted.insert(id) }
    }
    for (index, register) in plan.registers.enumerated()
    where register.home == table && register.level == level && isDeciding[index] {
      let id = RegisterID(index)
      if register.isSource { want(id) }
      guard isTainted[index], case .operation(let operation) = register.producer else { continue }
      operation.inputs.forEach { want($0) }
    }
    // What no blank changes is read beside what one changes.
    for root in roots where plan[root].home == table && plan[root].level == level { want(root) }
    for aggregation in plan.aggregations where aggregation.source == table {
      want(aggregation.condition)
      want(aggregation.figure)
      want(aggregation.bucket)
      want(aggregation.partition)
    }
    return wanted
  }
}

extension Register {
  /// `true` iff the values come from a cell or from another table's row.
  var isSource: Bool {
    switch producer {
    case .field, .operation(.gather): true
    default: false
    }
  }
}

extension Plan {
  /// The registers from which statuses, tiers and scores follow.
  func decidingRegisters(of program: CheckedProgram) -> [RegisterID] {
    var roots = decision.excludes + decision.rejects + routeConditions
    if program.move != nil, let before = decision.before { roots.append(before) }
    for limit in decision.limits {
      roots += [limit.seats] + limit.keys.compactMap(\.register) + limit.spares
    }
    roots += scoreRegisters(of: program).compactMap { $0 }
    roots += pointRegisters(of: program).flatMap { $0.compactMap { $0 } }
    return roots
  }

  /// The condition of each of `decision.routes`.
  package var routeConditions: [RegisterID] {
    guard case .operation(.firstHolding(let conditions)) = self[decision.route].producer else {
      return []
    }
    return conditions
  }

  /// Of each score that is known before tiers are, its register.
  package func scoreRegisters(of program: CheckedProgram) -> [RegisterID?] {
    program.scores.indices.map { index in
      guard let term = program.scoreTerm(index), program[term].stage < .tiers else { return nil }
      return outputs[term]
    }
  }

  /// By score, the register of each criterion's points, where they are kept.
  package func pointRegisters(of program: CheckedProgram) -> [[RegisterID?]] {
    program.scores.map { score in
      score.criteria.map { program[$0.points].stage < .tiers ? outputs[$0.points] : nil }
    }
  }

  /// The points from which a score is computed.
  func criteria(ofScore id: RegisterID) -> [RegisterID] {
    guard case .operation(.score(_, let points)) = self[id].producer else { return [] }
    return points
  }

  /// `true` iff values of other rows are looked up in the rows that the register names.
  func leadsToRows(_ id: RegisterID) -> Bool {
    registers.contains { register in
      if case .operation(.gather(let row, _)) = register.producer { row == id } else { false }
    }
  }

  /// The registers that `id` depends on directly, of its own table or of others.
  func sources(of id: RegisterID) -> [RegisterID] {
    switch self[id].producer {
    case .operation(let operation):
      return operation.inputs + [operation.foreignInput].compactMap { $0 }
    case .aggregation(let index):
      let aggregation = aggregations[index]
      return [
        aggregation.condition, aggregation.figure, aggregation.bucket, aggregation.partition,
        aggregation.base,
      ].compactMap { $0 }
    case .ranking(let index):
      let ranking = rankings[index]
      return ranking.keys.compactMap(\.register)
        + [ranking.condition, ranking.partition, inTotals].compactMap { $0 }
    case .share(let index):
      let share = shares[index]
      return [share.figure, share.condition, share.partition, inTotals].compactMap { $0 }
    case .inTotals: return decision.excludes + decision.rejects
    case .constant, .field, .selfReference, .group, .head, .earlier, .valueRow, .pairMember, .value,
      .isUnrepeated, .tier:
      return []
    }
  }
  /// `true` iff a report, a clause that goes through values, another register, or a limit that moves
  /// accounts to the next route reads the register once tiers are decided.
  func isRead(_ id: RegisterID) -> Bool {
    decision.limits.contains { $0.next == id } || isReadBesidesLimits(id)
  }

  /// `true` iff anything reads the register but a limit that moves accounts to the next route.
  func isReadBesidesLimits(_ id: RegisterID) -> Bool {
    outputs.values.contains(id) || values.values.contains(id)
      || registers.indices.contains { sources(of: RegisterID($0)).contains(id) }
  }
}
