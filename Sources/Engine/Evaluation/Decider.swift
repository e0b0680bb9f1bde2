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
  let advice: MemoryAdvice?

  private func column(_ register: RegisterID) -> Vector { columns[register.index] }

  /// Returns each account's status; exclude wins over reject, and a repeated key over both.
  ///
  /// - Complexity: O(accounts × conditions).
  func settleStatus() -> StatusColumn {
    var status = StatusColumn(classified: accounts.rowCount)
    for row in accounts.repeated.keys { status[row] = .repeatedKey }
    func apply(_ register: RegisterID, _ new: AccountStatus) {
      let condition = column(register)
      if plan[register].home != .portfolio {
        status.mark(condition, as: new)
      } else if condition.holds(0) {
        status.markAll(as: new)
      }
    }
    for fromTiersOnly in [false, true] {
      for (index, exclude) in program.excludes.enumerated()
      where exclude.fromTiersOnly == fromTiersOnly {
        apply(plan.decision.excludes[index], .excluded(index))
      }
    }
    for (index, register) in plan.decision.rejects.enumerated() {
      apply(register, .rejected(index))
    }
    return status
  }

  /// Returns the final decision.
  ///
  /// - Parameter route: the route of each account; with bytes for codes, its memory becomes the
  ///   clauses'.
  /// - Complexity: O(n log n) in the members of limits, otherwise O(n).
  func decide(_ status: StatusColumn, _ route: consuming Vector) -> Decision {
    var decision = Decision()
    decision.status = status
    (decision.tiers, decision.clauses) = routed(status, consume route)
    let firstLimit = plan.decision.routes.count + program.overrides.count
    decision.limitClauses = firstLimit..<firstLimit + program.limits.count
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
      decision.tiers[row] = TierNumber(program.overrides[override].tier)
      decision.overrides[row] = override
      decision.clauses[row] = plan.decision.routes.count + override
    }
    applyAll(to: &decision)
    return decision
  }

  /// Returns the tiers that routes give, and the routes.
  private func routed(
    _ status: StatusColumn, _ route: consuming Vector
  ) -> (tiers: [TierNumber], clauses: ClauseColumn) {
    // Behind all routes stands that none holds.
    let count = plan.decision.routes.count
    let routeTiers = plan.decision.routes.map { TierNumber($0.tier) } + [-1]
    let clauseCount = count + program.overrides.count + program.limits.count + 1
    var tiers: [TierNumber] = []
    tiers.reserveCapacity(accounts.rowCount, advice)
    var clauses: ClauseColumn
    if route.codes.isEmpty {
      Decider.fill(&tiers, from: route.truths.span, routeTiers)
      var routes: [UInt8] = []
      swap(&routes, &route.truths)
      clauses = ClauseColumn(taking: consume routes, below: count, of: clauseCount)
    } else {
      Decider.fill(&tiers, from: route.codes.span, routeTiers)
      clauses = ClauseColumn(route.codes.span, below: count, of: clauseCount)
    }
    precondition(tiers.count == accounts.rowCount, "a route for each account")
    if !status.areAllClassified {
      for row in tiers.indices where !status.isClassified(row) {
        (tiers[row], clauses[row]) = (-1, -1)
      }
    }
    return (tiers, clauses)
  }

  private static func fill<Code: FixedWidthInteger & BitwiseCopyable>(
    _ tiers: inout [TierNumber], from routes: Span<Code>, _ routeTiers: [TierNumber]
  ) {
    let last = routeTiers.count - 1
    // PERF: where each tier has one route, which is mostly so, its number is the tier's.
    if last < Int(TierNumber.max), routeTiers.dropLast().elementsEqual(0..<TierNumber(last)) {
      let none = Code(truncatingIfNeeded: last)
      Vector.append(routes, to: &tiers) { $0 < none ? TierNumber(truncatingIfNeeded: $0) : -1 }
      return
    }
    let routeTiers = routeTiers.span
    Vector.append(routes, to: &tiers) { routeTiers[min(Int($0), last)] }
  }

  /// Keeps accounts within reach of the tier that they had before.
  private func holdBack(_ decision: inout Decision) {
    guard let rule = MoveRule(program), let register = plan.decision.before else { return }
    let before = column(register)
    for row in decision.tiers.indices where decision.tiers[row] >= 0 && before.isPresent(row) {
      let target = rule.target(from: Int(before.codes[row]), to: Int(decision.tiers[row]))
      guard target != Int(decision.tiers[row]) else { continue }
      decision.heldBack[row] = decision.clauses[row]
      decision.tiers[row] = TierNumber(target)
      decision.clauses[row] =
        plan.decision.routes.count + program.overrides.count + program.limits.count
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
    let isMember = program.tiers.indices.map { limit.tiers.contains($0) }
    let spares = zip(limit.spares, input.spares).map { spare, register in
      (
        isUncounted: spare.isUncounted, condition: column(register),
        isConstant: plan[register].home == .portfolio
      )
    }
    for member in Decider.members(of: decision.tiers, isMember) {
      if spares.isEmpty, decision.overrides.isEmpty {
        contenders.append(member)
        continue
      }
      let row = Int(member)
      if decision.overrides[row] != nil {
        result.overridden.append(row)
        continue
      }
      var isSpared = false
      var isUncounted = false
      for spare in spares where spare.condition.holds(spare.isConstant ? 0 : row) {
        isSpared = true
        isUncounted = isUncounted || spare.isUncounted
      }
      if isUncounted {
        result.uncounted.append(row)
      } else if isSpared {
        result.spared.append(row)
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

  /// Returns the accounts in some tiers, ascending.
  ///
  /// PERF: no branch on an account's tier, which cannot be foreseen, where one of the accounts beside it
  /// is a member; seats are mostly for few.
  static func members(of tiers: [TierNumber], _ isMember: [Bool]) -> [Int32] {
    // Before all tiers stands that an account has none.
    let steps = [0] + isMember.map { $0 ? 1 : 0 }
    let (tiers, step) = (tiers.span, steps.span)
    let wanted = isMember.indices.filter { isMember[$0] }.map { UInt8($0) }
    var members: [Int32] = []
    var part = [Int32](repeating: 0, count: 512)
    for start in stride(from: 0, to: tiers.count, by: part.count) {
      var found = 0
      var target = part.mutableSpan
      let end = min(tiers.count, start + target.count)
      for first in stride(from: start, to: end, by: 16) {
        let last = min(end, first + 16)
        if last - first == 16, !holds(wanted, tiers, first) { continue }
        for row in first..<last {
          target[found] = Int32(truncatingIfNeeded: row)
          found &+= step[Int(tiers[row]) &+ 1]
        }
      }
      members.append(contentsOf: part[..<found])
    }
    return members
  }

  /// `true` iff one of the sixteen tiers from `first` on is among the `wanted` ones.
  @inline(__always)
  private static func holds(
    _ wanted: [UInt8], _ tiers: Span<TierNumber>, _ first: Int
  ) -> Bool {
    // INVARIANT: the load is checked against the span; any bytes are a valid vector.
    let part = unsafe tiers.bytes.unsafeLoadUnaligned(
      fromByteOffset: first, as: SIMD16<UInt8>.self)
    var found = SIMDMask<SIMD16<Int8>>(repeating: false)
    for tier in wanted {
      let same = SIMD16<UInt8>(repeating: tier)
      found .|= part .== same
    }
    let halves = unsafe unsafeBitCast(found, to: SIMD2<UInt64>.self)
    return halves[0] | halves[1] != 0
  }

  private func seat(
    _ contenders: [Int32], free: Int, _ index: Int, _ result: inout LimitResult,
    _ decision: inout Decision
  ) {
    let limit = program.limits[index]
    let input = plan.decision.limits[index]
    let order = RowOrder(input.keys, columns: columns, pool: pool, keys: accounts.keys)
    // PERF: some more than there are seats for are in order, since blanks of some make others of
    // interest.
    let seated = min(free, contenders.count)
    let contest = SeatOrder(
      contenders, by: order, atLeast: min(seated + seated / 2 + 64, contenders.count) + 1)
    let foremost = contest.foremost.map { Int(contenders[Int($0)]) }
    var stay = min(free, foremost.count)
    if stay > 0 {
      let last = foremost[stay - 1]
      result.lastSeat = last
      // Whoever is beside the last by the written keys is among the foremost.
      if limit.tiesAdmit {
        while stay < foremost.count, order.isTied(last, foremost[stay]) { stay += 1 }
      } else if stay < foremost.count, order.isTied(last, foremost[stay]) {
        result.isDecidedByKey = true
      }
    }
    result.taken += stay
    result.seated = stay
    let clause = plan.decision.routes.count + program.overrides.count + index
    let overflow = OverflowTiers(index, program, plan, columns)
    let from = contenders.map { decision.tiers[Int($0)] }
    var to = from
    let moved = contest.places(behind: stay)
    overflow.move(moved, of: contenders, noting: &to, in: &decision.tiers)
    decision.clauses.set(moved, of: contenders, to: clause)
    decision.displaced.append(limit: index, contest, seated: stay, tiers: (from, to))
    result.contest = contest
  }
}

/// Where a limit moves the accounts that get no seat.
struct OverflowTiers: Sendable {
  private let declared: TierNumber?
  /// By route, and last for none.
  private let routeTiers: [TierNumber]
  /// By row, the first route below all of the limit's tiers that holds; empty where another tier is
  /// declared, and one of them where there is none.
  private var next: [Int32] = []
  private var nextBytes: [UInt8] = []

  init(_ limit: Int, _ program: CheckedProgram, _ plan: Plan, _ columns: [Vector]) {
    declared = program.limits[limit].overflow.map { TierNumber($0) }
    routeTiers =
      plan.decision.routes.map { TierNumber($0.tier) } + [TierNumber(program.tiers.count - 1)]
    guard let register = plan.decision.limits[limit].next else { return }
    next = columns[register.index].codes
    nextBytes = columns[register.index].truths
  }

  subscript(row: Int) -> TierNumber {
    if let declared { return declared }
    let last = routeTiers.count - 1
    if !nextBytes.isEmpty { return routeTiers[min(Int(nextBytes[row]), last)] }
    return routeTiers[next.isEmpty ? last : min(Int(next[row]), last)]
  }

  /// Moves the accounts at `places` in `rows`, and notes the new tier of each at its place.
  func move(
    _ places: [Int32], of rows: [Int32], noting noted: inout [TierNumber],
    in tiers: inout [TierNumber]
  ) {
    var noted = noted.mutableSpan
    var tiers = tiers.mutableSpan
    for place in places {
      let row = Int(rows[Int(place)])
      let tier = self[row]
      noted[Int(place)] = tier
      tiers[row] = tier
    }
  }

  /// Moves the accounts in `rows`.
  func move(_ rows: ArraySlice<Int32>, in tiers: inout [TierNumber]) {
    var tiers = tiers.mutableSpan
    for row in rows { tiers[Int(row)] = self[Int(row)] }
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
