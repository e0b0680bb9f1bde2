import Language
import Tables

/// What becomes of an account with another value in one cell of its own, as far as other accounts
/// stay as they are.
///
/// What: every ending that a range of values allows; for a single value its one ending.
///
/// Why this way: a run over all accounts for each value that is tried would take minutes; what is
/// found here is tried by such runs, which are few.
///
/// What breaks if it changes: an ending that is left out would be a change that is not found.
struct CellModel {
  /// A figure of the account that is collected over the rows of its group.
  private struct Collected {
    var register: RegisterID
    var aggregation: Aggregation
    /// By member, whether it counts and what it adds, but for the changed one.
    var others: [(condition: Possible, figure: Possible)]
  }

  private let evaluation: Evaluation
  private let row: Int
  private let cell: RegisterID
  /// The changed row of the accounts' file, where it is not the account itself.
  private var member: RowFigures?
  private var account: RowFigures
  private var collected: [Collected] = []
  /// The registers of the account that are values of its head.
  private var ofHead: [(register: RegisterID, column: RegisterID)] = []
  /// `true` iff other accounts read the cell, so that this model does not tell all.
  let readsFar: Bool
  private let contests: [LimitContest]
  private let override: Int?

  /// Returns nil where no decision about the account follows from the cell.
  init?(_ address: AccountCell, of row: Int, in evaluation: Evaluation) {
    let (plan, program) = (evaluation.plan, evaluation.program)
    guard let cell = address.register(in: plan, program) else { return nil }
    let reach = CellReach(cell, in: plan, program)
    guard reach.decides else { return nil }
    self.evaluation = evaluation
    self.row = row
    self.cell = cell
    readsFar = reach.readsFar
    account = RowFigures(evaluation, row: row)
    contests = evaluation.decision.limits.indices.map { LimitContest($0, without: row, in: evaluation) }
    override = program.overrides.indices.filter { index in
      let override = program.overrides[index]
      return evaluation.tables[0].index?.row(of: override.key) == row
        && override.until.map { $0 >= evaluation.asOf } ?? true
    }.reduce(nil) { best, index in
      best.map { program.isAhead(override: $0, index) ? $0 : index } ?? index
    }
    guard program.group != nil else {
      account.prepare(changing: [cell])
      return
    }
    var member = RowFigures(evaluation, row: address.row, of: program.accountsFile)
    member.prepare(changing: [cell])
    self.member = member
    cross(from: address.row, Set(member.followers + [cell]))
  }

  /// Finds which of the account's figures come from the changed row.
  private mutating func cross(from changed: Int, _ sources: Set<RegisterID>) {
    let plan = evaluation.plan
    let members = evaluation.memberRows(of: row)
    let isHead = evaluation.fileRow(of: row) == changed
    for (index, register) in plan.registers.enumerated() where register.home == .accounts {
      let id = RegisterID(index)
      switch register.producer {
      case .aggregation(let number):
        let aggregation = plan.aggregations[number]
        guard aggregation.source == evaluation.program.accountsFile, aggregation.target == .accounts,
          [aggregation.condition, aggregation.figure].contains(where: { $0.map(sources.contains) ?? false })
        else { continue }
        let others = members.filter { $0 != changed }.map { other in
          var figures = RowFigures(evaluation, row: other, of: evaluation.program.accountsFile)
          return CellModel.part(of: aggregation, &figures)
        }
        collected.append(Collected(register: id, aggregation: aggregation, others: others))
      case .operation(.gather(_, let column)) where isHead && sources.contains(column):
        ofHead.append((id, column))
      default: continue
      }
    }
    account.prepare(changing: collected.map(\.register) + ofHead.map(\.register))
  }

  private static func part(
    of aggregation: Aggregation, _ figures: inout RowFigures
  ) -> (condition: Possible, figure: Possible) {
    let condition = aggregation.condition.map { figures.value($0) ?? .anyTruth } ?? Possible(true)
    let figure = aggregation.figure.map { figures.value($0) ?? .numbers } ?? Possible(certain: 0)
    return (condition, figure)
  }

  // MARK: Endings

  /// Returns every ending that the account can have with a value of the range in the cell.
  mutating func endings(_ value: Possible) -> Set<Ending> {
    if var member {
      self.member = nil
      member.set([(cell, value)])
      var changes = collected.map { item in
        (item.register, CellModel.total(item.aggregation, item.others + [CellModel.part(of: item.aggregation, &member)]))
      }
      changes += ofHead.map { ($0.register, member.value($0.column) ?? .missing) }
      self.member = member
      account.set(changes.map { (id: $0.0, value: $0.1) })
    } else {
      account.set([(cell, value)])
    }
    return judged()
  }

  private static func total(
    _ aggregation: Aggregation, _ parts: [(condition: Possible, figure: Possible)]
  ) -> Possible {
    switch aggregation.kind {
    case .count: return parts.reduce(Possible(certain: 0)) { $0.adding($1.condition, of: Decimal.unit) }
    case .sum:
      var sum = Possible(certain: 0)
      for part in parts where part.condition.canBeYes {
        sum = .arithmetic(.add, sum, part.figure)
        if !part.condition.isSurelyYes { sum.formUnion(.numbers) }
        if part.figure.canBeMissing, !aggregation.isStrict { return .numbers }
      }
      return sum
    case .min, .max:
      var result: Possible?
      for part in parts where part.condition.canBeYes {
        guard part.condition.isSurelyYes, aggregation.isStrict else { return .anyNumber }
        result = result.map {
          .arithmetic(aggregation.kind == .min ? .min : .max, $0, part.figure)
        } ?? part.figure
      }
      return result ?? .missing
    case .average, .countDistinct: return .anyNumber
    }
  }

  private mutating func holds(_ id: RegisterID) -> Possible {
    // Unknown does not match.
    let condition = account.value(id) ?? .anyTruth
    return .truth(
      no: condition.canBeNo || condition.canBeMissing, yes: condition.canBeYes, missing: false)
  }

  private mutating func judged() -> Set<Ending> {
    let (program, plan) = (evaluation.program, evaluation.plan)
    var endings: Set<Ending> = []
    for fromTiersOnly in [false, true] {
      for (index, exclude) in program.excludes.enumerated()
      where exclude.fromTiersOnly == fromTiersOnly {
        let out = holds(plan.decision.excludes[index])
        if out.canBeYes { endings.insert(.excluded(index)) }
        if out.isSurelyYes { return endings }
      }
    }
    for index in program.rejects.indices {
      let out = holds(plan.decision.rejects[index])
      if out.canBeYes { endings.insert(.rejected(index)) }
      if out.isSurelyYes { return endings }
    }
    if let override {
      endings.insert(.tier(program.overrides[override].tier))
      return endings
    }
    var isOpen = true
    for (number, condition) in plan.routeConditions.enumerated() where isOpen {
      let takes = holds(condition)
      guard takes.canBeYes else { continue }
      for tier in moved(to: plan.decision.routes[number].tier) {
        endings.formUnion(limited(tier, from: 0))
      }
      isOpen = !takes.isSurelyYes
    }
    if isOpen { endings.insert(.noTier) }
    return endings
  }

  /// The tiers that an account gets which a route gives `tier`.
  private mutating func moved(to tier: Int) -> [Int] {
    guard let rule = MoveRule(evaluation.program), let before = evaluation.plan.decision.before,
      let value = account.value(before)
    else { return [tier] }
    var tiers: Set<Int> = value.canBeMissing ? [tier] : []
    if value.canBePresent, value.low >= 0, value.high < Int128(evaluation.program.tiers.count) {
      for old in value.low...value.high { tiers.insert(rule.target(from: Int(old), to: tier)) }
    }
    return tiers.isEmpty ? [tier] : tiers.sorted()
  }

  /// What limits make of an account in `tier`, from the given place of their order on.
  private mutating func limited(_ tier: Int, from place: Int) -> Set<Ending> {
    let order = evaluation.program.limitOrder
    for place in place..<order.count where evaluation.program.limits[order[place]].tiers.contains(tier) {
      let index = order[place]
      guard evaluation.decision.limits[index].seats != nil else { continue }
      var spared = Possible(false)
      for spare in evaluation.plan.decision.limits[index].spares { spared = .or(spared, holds(spare)) }
      if spared.isSurelyYes { continue }
      let standing = contests[index].standing { account.value($0) ?? .anyNumber }
      var endings: Set<Ending> = []
      if standing.canBeSeated || spared.canBeYes { endings.formUnion(limited(tier, from: place + 1)) }
      if standing.canBeDisplaced {
        for lower in overflow(of: index) { endings.formUnion(limited(lower, from: place + 1)) }
      }
      return endings
    }
    return [.tier(tier)]
  }

  private mutating func overflow(of limit: Int) -> Set<Int> {
    let program = evaluation.program
    if let declared = program.limits[limit].overflow { return [declared] }
    let lowest = program.limits[limit].tiers.max() ?? 0
    var tiers: Set<Int> = []
    for (number, condition) in evaluation.plan.routeConditions.enumerated()
    where evaluation.plan.decision.routes[number].tier > lowest {
      let takes = holds(condition)
      if takes.canBeYes { tiers.insert(evaluation.plan.decision.routes[number].tier) }
      if takes.isSurelyYes { return tiers }
    }
    return tiers.union([program.tiers.count - 1])
  }
}

extension Possible {
  /// Any number, or none.
  fileprivate static let anyNumber = Possible(numbers.low, numbers.high, canBeMissing: true)

  /// Adds `amount` where a condition holds.
  fileprivate func adding(_ condition: Possible, of amount: Int128) -> Possible {
    Possible(
      low + (condition.isSurelyYes ? amount : 0), high + (condition.canBeYes ? amount : 0),
      canBeMissing: canBeMissing)
  }
}

/// What follows from a cell: whether it decides anything, and whether it reaches other accounts.
struct CellReach {
  let decides: Bool
  let readsFar: Bool

  init(_ cell: RegisterID, in plan: Plan, _ program: CheckedProgram) {
    var deciding = [Bool](repeating: false, count: plan.registers.count)
    var open = plan.tierRegisters
    while let id = open.popLast() {
      guard !deciding[id.index] else { continue }
      deciding[id.index] = true
      open += plan.sources(of: id)
    }
    var reached = [Bool](repeating: false, count: plan.registers.count)
    reached[cell.index] = true
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for index in plan.registers.indices where !reached[index] && deciding[index] {
        guard plan.sources(of: RegisterID(index)).contains(where: { reached[$0.index] }) else {
          continue
        }
        reached[index] = true
        isGrowing = true
      }
    }
    decides = plan.tierRegisters.contains { reached[$0.index] }
    readsFar = plan.registers.indices.contains { index in
      guard reached[index], index != cell.index, deciding[index] else { return false }
      let register = plan.registers[index]
      switch register.producer {
      case .operation: return ![.accounts, program.accountsFile].contains(register.home)
      case .aggregation(let number):
        let aggregation = plan.aggregations[number]
        return aggregation.source != program.accountsFile || aggregation.target != .accounts
          || program.group == nil
      case .constant, .field, .selfReference, .group, .head, .earlier, .valueRow, .pairMember,
        .value, .isUnrepeated, .ranking, .share, .inTotals, .tier:
        return true
      }
    }
  }
}

/// The competition for a limit's seats, in which one account has yet to take part.
struct LimitContest: Sendable {
  struct Standing {
    var canBeSeated: Bool
    var canBeDisplaced: Bool
  }

  private let evaluation: Evaluation
  private let keys: [KeyInput]
  private let row: Int
  private let tiesAdmit: Bool
  /// How many seats are left for those who compete.
  private let free: Int
  /// The account that must be beaten for a seat; nil where there are seats enough.
  private let rival: Int?

  init(_ limit: Int, without row: Int, in evaluation: Evaluation) {
    self.evaluation = evaluation
    self.row = row
    keys = evaluation.plan.decision.limits[limit].keys
    tiesAdmit = evaluation.program.limits[limit].tiesAdmit
    let result = evaluation.decision.limits[limit]
    let fixed = (result.overridden + result.spared).count { $0 != row }
    free = max(0, (result.seats ?? 0) - fixed)
    var others = result.contenders[...]
    if let place = others.firstIndex(of: row) { others.remove(at: place) }
    rival = free > 0 && others.count >= free ? others[others.startIndex + free - 1] : nil
  }

  func standing(_ value: (RegisterID) -> Possible) -> Standing {
    guard free > 0 else { return Standing(canBeSeated: false, canBeDisplaced: true) }
    guard let rival else { return Standing(canBeSeated: true, canBeDisplaced: false) }
    var standing = Standing(canBeSeated: false, canBeDisplaced: false)
    for key in keys {
      guard let register = key.register, !key.isText else {
        // The account's own key and texts do not change with a figure.
        let order = ownOrder(key, rival)
        if order == 0 { continue }
        standing.note(isAhead: (order < 0) == key.isAscending)
        return standing
      }
      let own = value(register)
      let column = evaluation.columns[register.index]
      let place = evaluation.plan[register].home == .portfolio ? 0 : rival
      guard let other = column.isPresent(place) ? column.raw(place) : nil else {
        if own.canBePresent { standing.note(isAhead: true) }
        if own.canBeMissing { continue }
        return standing
      }
      if own.canBeMissing { standing.note(isAhead: false) }
      guard own.canBePresent else { return standing }
      if key.isAscending ? own.low < other : own.high > other { standing.note(isAhead: true) }
      if key.isAscending ? own.high > other : own.low < other { standing.note(isAhead: false) }
      guard own.low <= other, other <= own.high else { return standing }
    }
    if tiesAdmit {
      standing.note(isAhead: true)
    } else {
      let order = evaluation.order(by: [])
      standing.note(isAhead: order.isAhead(row, rival))
    }
    return standing
  }

  /// Returns -1 where the account's value comes first in ascending order.
  private func ownOrder(_ key: KeyInput, _ rival: Int) -> Int {
    let order = RowOrder(
      [KeyInput(register: key.register, isAscending: true, isText: key.isText)],
      columns: evaluation.columns, pool: evaluation.pool, keys: evaluation.tables[0].keys)
    return order.compare(row, rival)
  }
}

extension LimitContest.Standing {
  fileprivate mutating func note(isAhead: Bool) {
    if isAhead { canBeSeated = true } else { canBeDisplaced = true }
  }
}
