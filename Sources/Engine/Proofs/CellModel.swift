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
package struct CellModel {
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
  package let readsFar: Bool
  /// `true` iff a seat was asked for of which accounts compete whom other limits leave over, and so
  /// perhaps others than now.
  package private(set) var isRough = false
  private let contests: [LimitContest]
  private let override: Int?

  /// Returns nil where no decision about the account follows from the cell.
  package init?(_ address: AccountCell, of row: Int, in evaluation: Evaluation) {
    let (plan, program) = (evaluation.plan, evaluation.program)
    guard let cell = address.register(in: plan) else { return nil }
    let reach = CellReach(cell, of: address.table, in: plan)
    guard reach.decides else { return nil }
    self.evaluation = evaluation
    self.row = row
    self.cell = cell
    readsFar =
      reach.readsFar
      || reach.buckets.contains { bucket in
        evaluation.columns[bucket.index].code(address.row) != row
      }
    account = RowFigures(evaluation, row: row)
    contests = evaluation.decision.limits.indices.map {
      LimitContest($0, without: row, in: evaluation)
    }
    override = program.overrides.indices.filter { index in
      let override = program.overrides[index]
      return evaluation.tables[0].index?.row(of: override.key) == row
        && override.until.map { $0 >= evaluation.asOf } ?? true
    }.reduce(nil) { best, index in
      best.map { program.isAhead(override: $0, index) ? $0 : index } ?? index
    }
    guard address.table != .accounts else {
      account.prepare(changing: [cell])
      return
    }
    var member = RowFigures(evaluation, row: address.row, of: address.table)
    member.prepare(changing: [cell])
    self.member = member
    cross(from: address, Set(member.followers + [cell]))
  }

  /// Finds which of the account's figures come from the changed row.
  private mutating func cross(from changed: AccountCell, _ sources: Set<RegisterID>) {
    let plan = evaluation.plan
    let isHead =
      changed.table == evaluation.program.accountsFile
      && evaluation.fileRow(of: row) == changed.row
    for (index, register) in plan.registers.enumerated() where register.home == .accounts {
      let id = RegisterID(index)
      switch register.producer {
      case .aggregation(let number):
        let aggregation = plan.aggregations[number]
        guard aggregation.source == changed.table, aggregation.target == .accounts,
          [aggregation.condition, aggregation.figure].contains(where: {
            $0.map(sources.contains) ?? false
          })
        else { continue }
        let others = evaluation.rows(collectedBy: aggregation, for: row)
          .filter { $0 != changed.row }
          .map { other in
            var figures = RowFigures(evaluation, row: other, of: changed.table)
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
  package mutating func endings(_ value: Possible) -> Set<Ending> {
    if var member {
      self.member = nil
      member.set([(cell, value)])
      var changes = collected.map { item in
        (
          item.register,
          CellModel.total(
            item.aggregation, item.others + [CellModel.part(of: item.aggregation, &member)])
        )
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
    case .count:
      return parts.reduce(Possible(certain: 0)) { $0.adding($1.condition, of: Decimal.unit) }
    case .sum: return sum(parts, isStrict: aggregation.isStrict)
    case .min: return .negated(greatest(parts, isStrict: aggregation.isStrict, isNegated: true))
    case .max: return greatest(parts, isStrict: aggregation.isStrict, isNegated: false)
    case .average, .countDistinct: return .anyNumber
    }
  }

  private static func sum(
    _ parts: [(condition: Possible, figure: Possible)], isStrict: Bool
  ) -> Possible {
    var sum = Possible(certain: 0)
    var (isSure, isAny) = (false, false)
    for part in parts where part.condition.canBeYes {
      isAny = true
      if part.figure.canBeMissing, isStrict { sum.canBeMissing = true }
      guard part.figure.canBePresent else { continue }
      let counts = part.condition.isSurelyYes && (isStrict || !part.figure.canBeMissing)
      isSure = isSure || counts
      let figure = part.figure.present
      sum = .arithmetic(.add, sum, counts ? figure : figure.union(Possible(certain: 0)))
    }
    // Rows without any figure have no sum.
    if isAny, !isSure { sum.canBeMissing = true }
    let isNothing = parts.contains { $0.condition.isSurelyYes && !$0.figure.canBePresent }
    if isNothing,
      isStrict || !parts.contains(where: { $0.condition.canBeYes && $0.figure.canBePresent })
    {
      return .missing
    }
    return sum
  }

  private static func greatest(
    _ parts: [(condition: Possible, figure: Possible)], isStrict: Bool, isNegated: Bool
  ) -> Possible {
    var (least, most, any): (Int128?, Int128?, Int128?) = (nil, nil, nil)
    var canBeMissing = false
    for part in parts where part.condition.canBeYes {
      if part.figure.canBeMissing, isStrict { canBeMissing = true }
      guard part.figure.canBePresent else {
        if isStrict, part.condition.isSurelyYes { return .missing }
        continue
      }
      let figure = isNegated ? Possible(-part.figure.high, -part.figure.low) : part.figure
      most = max(most ?? figure.high, figure.high)
      any = min(any ?? figure.low, figure.low)
      if part.condition.isSurelyYes, isStrict || !part.figure.canBeMissing {
        least = max(least ?? figure.low, figure.low)
      }
    }
    guard let most, let any else { return .missing }
    return Possible(least ?? any, most, canBeMissing: canBeMissing || least == nil)
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
    for place in place..<order.count
    where evaluation.program.limits[order[place]].tiers.contains(tier) {
      let index = order[place]
      guard evaluation.decision.limits[index].seats != nil else { continue }
      if receives(order[..<place], index) { isRough = true }
      var spared = Possible(false)
      for spare in evaluation.plan.decision.limits[index].spares {
        spared = .or(spared, holds(spare))
      }
      if spared.isSurelyYes { continue }
      let standing = contests[index].standing { account.value($0) ?? .anyNumber }
      var endings: Set<Ending> = []
      if standing.canBeSeated || spared.canBeYes {
        endings.formUnion(limited(tier, from: place + 1))
      }
      if standing.canBeDisplaced {
        for lower in overflow(of: index) { endings.formUnion(limited(lower, from: place + 1)) }
      }
      return endings
    }
    return [.tier(tier)]
  }

  /// `true` iff accounts can come to a limit from others before it.
  private func receives(_ earlier: ArraySlice<Int>, _ limit: Int) -> Bool {
    let limits = evaluation.program.limits
    return earlier.contains { number in
      limits[number].overflow.map { limits[limit].tiers.contains($0) } ?? true
    }
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
  static let anyNumber = Possible(numbers.low, numbers.high, canBeMissing: true)

  /// Adds `amount` where a condition holds.
  fileprivate func adding(_ condition: Possible, of amount: Int128) -> Possible {
    Possible(
      low + (condition.isSurelyYes ? amount : 0), high + (condition.canBeYes ? amount : 0),
      canBeMissing: canBeMissing)
  }
}
