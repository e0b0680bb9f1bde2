import Language
import Tables

/// Decides tiers: excludes and rejects, routes, overrides, then limits in their order.
struct Decider {
  let program: CheckedProgram
  let plan: Plan
  let columns: [Vector]
  let pool: TextPool
  let accounts: TableResult
  let asOf: Day

  private func column(_ register: RegisterID) -> Vector { columns[register.index] }

  /// Returns each account's status; exclude wins over reject, and a repeated key over both.
  ///
  /// - Complexity: O(accounts × conditions).
  func settleStatus() -> [AccountStatus] {
    var status = [AccountStatus](repeating: .classified, count: accounts.rowCount)
    for row in accounts.repeated.keys { status[row] = .repeatedKey }
    func apply(_ registers: [RegisterID], _ make: (Int) -> AccountStatus) {
      for (index, register) in registers.enumerated() {
        let condition = column(register)
        let isConstant = plan[register].home == .portfolio
        for row in 0..<accounts.rowCount where status[row] == .classified {
          let place = isConstant ? 0 : row
          if condition.holds(place) { status[row] = make(index) }
        }
      }
    }
    for fromTiersOnly in [false, true] {
      let chosen = program.excludes.indices.filter {
        program.excludes[$0].fromTiersOnly == fromTiersOnly
      }
      apply(chosen.map { plan.decision.excludes[$0] }) { .excluded(chosen[$0]) }
    }
    apply(plan.decision.rejects) { .rejected($0) }
    return status
  }

  /// Returns the final decision.
  ///
  /// - Complexity: O(n log n) in the members of limits, otherwise O(n).
  func decide(_ status: [AccountStatus]) -> Decision {
    var decision = Decision()
    decision.status = status
    let route = column(plan.decision.route)
    decision.clauses = Array(repeating: -1, count: accounts.rowCount)
    decision.tiers = Array(repeating: -1, count: accounts.rowCount)
    for row in 0..<accounts.rowCount where status[row] == .classified {
      let index = Int(route.codes[row])
      if index < plan.decision.routes.count {
        decision.tiers[row] = Int16(plan.decision.routes[index].tier)
        decision.clauses[row] = Int32(index)
      }
    }
    holdBack(&decision)
    let overrides = activeOverrides(&decision)
    if overrides.isEmpty {
      applyAll(to: &decision)
      decision.tiersByRulesAlone = decision.tiers
      return decision
    }
    var alone = decision
    applyAll(to: &alone)
    decision.tiersByRulesAlone = alone.tiers
    for (row, override) in overrides {
      decision.tiers[row] = Int16(program.overrides[override].tier)
      decision.overrides[row] = override
      decision.clauses[row] = Int32(plan.decision.routes.count + override)
    }
    applyAll(to: &decision)
    return decision
  }

  /// Keeps accounts within reach of the tier that they had before.
  private func holdBack(_ decision: inout Decision) {
    guard let rule = MoveRule(program), let register = plan.decision.before else { return }
    let before = column(register)
    for row in decision.tiers.indices where decision.tiers[row] >= 0 && before.isPresent(row) {
      let target = rule.target(from: Int(before.codes[row]), to: Int(decision.tiers[row]))
      guard target != Int(decision.tiers[row]) else { continue }
      decision.heldBack[row] = Int(decision.clauses[row])
      decision.tiers[row] = Int16(target)
      decision.clauses[row] = Int32(
        plan.decision.routes.count + program.overrides.count + program.limits.count)
    }
  }

  /// Returns the overrides in force, by row; exclude and reject beat them.
  ///
  /// Of several that name members of one group the best tier decides, then the least key, so that
  /// the order of declarations does not show.
  private func activeOverrides(_ decision: inout Decision) -> [(row: Int, override: Int)] {
    var active: [Int: Int] = [:]
    for (index, override) in program.overrides.enumerated() {
      if let until = override.until, until < asOf { continue }
      guard let row = accounts.index?.row(of: override.key) else {
        decision.unmatchedOverrides.append(index)
        continue
      }
      guard decision.status[row] == .classified else { continue }
      if let other = active[row], program.isAhead(override: other, index) { continue }
      active[row] = index
    }
    return active.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  // MARK: Limits

  private func applyAll(to decision: inout Decision) {
    decision.limits = Array(repeating: LimitResult(), count: program.limits.count)
    for index in program.limitOrder { apply(index, to: &decision) }
  }

  private func apply(_ index: Int, to decision: inout Decision) {
    let limit = program.limits[index]
    let input = plan.decision.limits[index]
    var result = LimitResult()
    let seats = column(input.seats)
    result.seats = seats.number(0).map { Int(clamping: max(0, $0 / Decimal.unit)) }
    var contenders: [Int32] = []
    let members = Set(limit.tiers.map { Int16($0) })
    for row in 0..<accounts.rowCount where members.contains(decision.tiers[row]) {
      if decision.overrides[row] != nil {
        result.overridden.append(row)
      } else if let spare = spare(row, input, limit) {
        if limit.spares[spare].isUncounted {
          result.uncounted.append(row)
        } else {
          result.spared.append(row)
        }
      } else {
        contenders.append(Int32(row))
      }
    }
    let fixed = result.overridden.count + result.spared.count
    result.taken = fixed
    guard let seatCount = result.seats else {
      result.taken += contenders.count
      decision.limits[index] = result
      return
    }
    seat(contenders, free: max(0, seatCount - fixed), index, &result, &decision)
    decision.limits[index] = result
  }

  /// Returns the first spare rule that holds.
  private func spare(
    _ row: Int, _ input: DecisionPlan.LimitInput, _ limit: CheckedLimit
  ) -> Int? {
    var found: Int?
    for (index, register) in input.spares.enumerated() {
      let condition = column(register)
      let place = plan[register].home == .portfolio ? 0 : row
      if condition.holds(place), limit.spares[index].isUncounted { return index }
      if condition.holds(place) { found = found ?? index }
    }
    return found
  }

  private func seat(
    _ contenders: [Int32], free: Int, _ index: Int, _ result: inout LimitResult,
    _ decision: inout Decision
  ) {
    let limit = program.limits[index]
    let input = plan.decision.limits[index]
    let order = RowOrder(input.keys, columns: columns, pool: pool, keys: accounts.keys)
    let ranked = order.sorted(contenders)
    result.ranked = ranked
    var stay = min(free, ranked.count)
    if stay > 0 {
      result.lastSeat = Int(ranked[stay - 1])
      let last = Int(ranked[stay - 1])
      if limit.tiesAdmit {
        while stay < ranked.count, order.isTied(last, Int(ranked[stay])) { stay += 1 }
      } else if stay < ranked.count, order.isTied(last, Int(ranked[stay])) {
        result.isDecidedByKey = true
      }
    }
    result.taken += stay
    result.seated = stay
    let lowest = limit.tiers.max() ?? 0
    decision.displaced.reserveCapacity(decision.displaced.count + ranked.count - stay)
    for place in stay..<ranked.count {
      let row = Int(ranked[place])
      let from = Int(decision.tiers[row])
      let to = limit.overflow ?? nextTier(row, input, below: lowest)
      decision.tiers[row] = Int16(to)
      decision.clauses[row] = Int32(
        plan.decision.routes.count + program.overrides.count + index)
      decision.displaced[row] = Displacement(limit: index, from: from, to: to, rank: place + 1)
    }
  }

  private func nextTier(_ row: Int, _ input: DecisionPlan.LimitInput, below lowest: Int) -> Int {
    guard let next = input.next else { return program.tiers.count - 1 }
    let route = Int(column(next).codes[row])
    return route < plan.decision.routes.count
      ? plan.decision.routes[route].tier : program.tiers.count - 1
  }
}

extension CheckedProgram {
  /// `true` iff the override `left` decides a group that `right` names too.
  func isAhead(override left: Int, _ right: Int) -> Bool {
    let (left, right) = (overrides[left], overrides[right])
    if left.tier != right.tier { return left.tier < right.tier }
    return RowOrder.compare(Array(left.key.utf8)[...], Array(right.key.utf8)[...]) < 0
  }

  /// The order in which limits are applied: by their lowest tier, best first.
  var limitOrder: [Int] {
    limits.indices.sorted {
      (limits[$0].tiers.max() ?? 0, $0) < (limits[$1].tiers.max() ?? 0, $1)
    }
  }
}

/// The order of accounts by ranking keys, then by the account key.
package struct RowOrder: Sendable {
  private struct Key: Sendable {
    /// nil for the row's own key.
    var values: Vector?
    var isAscending: Bool
    var isText: Bool
    var isConstant: Bool

    /// Returns what the figures are worth in `rows`: less is better.
    func figures(of rows: [Int32]) -> [Int128] {
      guard let values else { return [] }
      return rows.map { row in
        // Numbers are far inside the range of 128 bits, so that its end can stand for missing.
        guard values.isPresent(Int(row)) else { return .max }
        let value = values.scaled(Int(row))
        return isAscending ? value : -value
      }
    }
  }

  private let keys: [Key]
  private let pool: TextPool
  private let accountKeys: TextColumn

  init(_ inputs: [KeyInput], columns: [Vector], pool: TextPool, keys accountKeys: TextColumn) {
    keys = inputs.map { input in
      let vector = input.register.map { columns[$0.index] }
      return Key(
        values: vector, isAscending: input.isAscending, isText: input.isText,
        isConstant: vector?.count == 1)
    }
    self.pool = pool
    self.accountKeys = accountKeys
  }

  /// Returns -1 where `left` comes first by the written keys, 1 where `right` does, 0 for a tie;
  /// missing comes last in either direction.
  package func compare(_ left: Int, _ right: Int) -> Int {
    for key in keys where !(key.isConstant && accountKeys.count != 1) {
      guard let values = key.values else {
        let order = compareKeys(left, right)
        if order != 0 { return key.isAscending ? order : -order }
        continue
      }
      let (hasLeft, hasRight) = (values.isPresent(left), values.isPresent(right))
      guard hasLeft, hasRight else {
        if hasLeft == hasRight { continue }
        return hasLeft ? -1 : 1
      }
      let order = compare(values, isText: key.isText, left, right)
      if order != 0 { return key.isAscending ? order : -order }
    }
    return 0
  }

  private func compare(_ values: Vector, isText: Bool, _ left: Int, _ right: Int) -> Int {
    if values.holdsNumbers {
      let (a, b) = (values.scaled(left), values.scaled(right))
      return a == b ? 0 : a < b ? -1 : 1
    }
    if values.codes.isEmpty { return Int(values.truths[left]) - Int(values.truths[right]) }
    let (a, b) = (values.codes[left], values.codes[right])
    guard isText, a != b else { return a == b ? 0 : a < b ? -1 : 1 }
    return RowOrder.compare(
      pool.texts.bytes[pool.texts.range(Int(a))], pool.texts.bytes[pool.texts.range(Int(b))])
  }

  private func compareKeys(_ left: Int, _ right: Int) -> Int {
    RowOrder.compare(
      accountKeys.bytes[accountKeys.range(left)], accountKeys.bytes[accountKeys.range(right)])
  }

  /// Compares UTF-8, which is the order of code points.
  static func compare(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
    if left.lexicographicallyPrecedes(right) { return -1 }
    return left == right ? 0 : 1
  }

  /// Returns `rows` in order.
  ///
  /// PERF: the first two keys are compared without looking them up for each comparison.
  ///
  /// - Complexity: O(n log n).
  func sorted(_ rows: [Int32]) -> [Int32] {
    let written = keys.filter { !($0.isConstant && accountKeys.count != 1) }
    let figures = written.prefix { $0.values?.holdsNumbers == true }
    guard let first = figures.first else { return rows.sorted { isAhead(Int($0), Int($1)) } }
    let firstFigures = first.figures(of: rows)
    let secondFigures = figures.count > 1 ? figures[1].figures(of: rows) : []
    var entries: [(first: Int128, second: Int128, row: Int32)] = []
    entries.reserveCapacity(rows.count)
    for place in rows.indices {
      entries.append(
        (firstFigures[place], secondFigures.isEmpty ? 0 : secondFigures[place], rows[place]))
    }
    entries.sort { left, right in
      if left.first != right.first { return left.first < right.first }
      if left.second != right.second { return left.second < right.second }
      return isAhead(Int(left.row), Int(right.row))
    }
    return entries.map(\.row)
  }

  /// `true` iff the written keys do not tell the rows apart.
  package func isTied(_ left: Int, _ right: Int) -> Bool { compare(left, right) == 0 }

  /// `true` iff `left` comes first; the account key decides what the written keys leave open.
  package func isAhead(_ left: Int, _ right: Int) -> Bool {
    let order = compare(left, right)
    return order != 0 ? order < 0 : compareKeys(left, right) < 0
  }
}
