import Language

extension Demands {
  /// Returns the leaves from which every clause that decides tiers can be proved for one account:
  /// cells, figures over rows with what tells the rows, and figures over the portfolio.
  package static func proofs(of program: CheckedProgram) -> [TermID] {
    var walk = LeafWalk(program: program)
    for term in program.provedTerms { walk.visit(term) }
    return walk.leaves
  }
}

extension CheckedProgram {
  /// The terms of all clauses that decide tiers, in the order of the stages.
  package var provedTerms: [TermID] {
    var terms = excludes.map(\.condition) + rejects.map(\.condition)
    terms += scores.flatMap { $0.criteria.map(\.points) } + scores.indices.compactMap(scoreTerm)
    terms += tiers.flatMap { $0.routes.compactMap(\.condition) }
    for limit in limits {
      terms += [limit.seats] + limit.keys.map(\.value) + limit.spares.map(\.condition)
    }
    return terms
  }
}

/// Goes through terms down to what a run has to keep.
private struct LeafWalk {
  let program: CheckedProgram
  private(set) var leaves: [TermID] = []
  private var seen: Set<TermID> = []

  init(program: CheckedProgram) { self.program = program }

  mutating func visit(_ id: TermID) {
    guard seen.insert(id).inserted else { return }
    switch program[id].kind {
    case .constant, .today: break
    // Nothing that decides tiers reads the final one; pairs and values come after it.
    case .tier, .pairMember, .valueRow, .group, .head: break
    case .field: if !program.isRowKey(id) { leaves.append(id) }
    case .earlier: leaves.append(id)
    case .follow: leaves.append(id)
    case .aggregate(let aggregate):
      leaves.append(id)
      visit(rowsOf: aggregate)
    case .rank, .share:
      leaves.append(id)
      for operand in program[id].kind.operands { visit(operand) }
    case .score(let index):
      leaves.append(id)
      for criterion in program.scores[index].criteria { visit(criterion.points) }
    case .named, .negate, .absolute, .round, .arithmetic, .shiftDays, .shiftMonths, .daysBetween,
      .pickDate, .datePart, .wholeMonths, .compare, .holds, .and, .or, .not, .isMissing, .fallback,
      .cases, .scale:
      for operand in program[id].kind.operands { visit(operand) }
    }
  }

  /// Keeps which rows a figure reads, and what it reads of them; over the portfolio, the total is
  /// enough.
  private mutating func visit(rowsOf aggregate: Aggregate) {
    guard aggregate.source != .accounts else { return }
    leaves += [aggregate.condition, aggregate.figure].compactMap { $0 }.filter {
      !program.isRowKey($0)
    }
    if case .reference(let path) = aggregate.bucket { leaves.append(path) }
    // A group's figures come from its members' cells.
    if aggregate.source == program.accountsFile {
      for term in [aggregate.condition, aggregate.figure].compactMap({ $0 }) { visit(term) }
    }
  }
}
