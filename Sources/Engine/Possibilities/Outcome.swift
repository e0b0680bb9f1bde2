import Language
import Tables

/// How an account would stand in one limit.
struct LimitView: Hashable, Sendable {
  static let contends: UInt8 = 1
  static let isSpared: UInt8 = 2
  static let isUncounted: UInt8 = 4

  /// Which of these can be.
  var standing: UInt8
  /// The tiers to which the limit could move the account.
  var overflow: EndingSet
}

/// One thing that can become of an account before limits are applied, with all that limits ask.
struct Outcome: Sendable {
  var ending: Int
  var isOverridden = false
  /// By limit.
  var views: [LimitView] = []
  /// By limit, the range of the account's keys.
  var keys: [KeyRange] = []

  /// `true` iff limits cannot tell the two apart but by their keys.
  func isAlike(_ other: Outcome) -> Bool {
    ending == other.ending && isOverridden == other.isOverridden && views == other.views
  }
}

/// Judges an account with ranges in the place of blanks.
struct Judge: Sendable {
  private let shared: SharedContext
  let numbers: EndingNumbers
  /// By limit.
  let orders: [KeyOrder]
  private let statuses: [(condition: RegisterID, ending: Int)]
  private let routes: [(condition: RegisterID, tier: Int)]
  private let move: (rule: MoveRule, before: RegisterID)?
  /// Of all limits.
  private let limited: EndingSet
  /// By limit.
  let seats: [Possible]
  let scores: [RegisterID?]
  let points: [[RegisterID?]]
  /// By score, the points of all its criteria, whether reports read them or not.
  let criteria: [[RegisterID]]
  /// By row, the override in force; a rejected row has one if its key is named.
  private let overrides: [Int: Int]

  /// Whether ranges of scores are of interest where tiers are not open.
  let keepsScores: Bool

  init(_ context: OpenContext, keepsScores: Bool = true) {
    shared = SharedContext(context)
    self.keepsScores = keepsScores
    let (program, plan) = (context.program, context.plan)
    let numbers = EndingNumbers(program)
    self.numbers = numbers
    orders = plan.decision.limits.map { KeyOrder($0.keys, in: context) }
    seats = plan.decision.limits.map { context.portfolioValue($0.seats) }
    var statuses: [(condition: RegisterID, ending: Int)] = []
    for fromTiersOnly in [false, true] {
      for (index, exclude) in program.excludes.enumerated()
      where exclude.fromTiersOnly == fromTiersOnly {
        statuses.append((plan.decision.excludes[index], numbers.excluded(index)))
      }
    }
    for index in program.rejects.indices {
      statuses.append((plan.decision.rejects[index], numbers.rejected(index)))
    }
    self.statuses = statuses
    routes = zip(plan.routeConditions, plan.decision.routes).map { ($0, $1.tier) }
    move = MoveRule(program).flatMap { rule in plan.decision.before.map { (rule, $0) } }
    scores = plan.scoreRegisters(of: program)
    points = plan.pointRegisters(of: program)
    criteria = scores.map { $0.map { plan.criteria(ofScore: $0) } ?? [] }
    var limited = EndingSet()
    for limit in program.limits { limit.tiers.forEach { limited.insert($0) } }
    self.limited = limited
    overrides = context.overridesOfMended
  }

  var context: OpenContext { shared.context }

  /// What decides an account before limits, where nothing but conditions does and endings are few.
  var plainDecisions:
    (
      statuses: [(condition: RegisterID, ending: Int)],
      routes: [(condition: RegisterID, tier: Int)], noTier: Int
    )?
  {
    let last = numbers.rejected(shared.context.program.rejects.count)
    return move == nil && last < UInt64.bitWidth ? (statuses, routes, numbers.noTier) : nil
  }

  /// `true` iff an override is in force for the account.
  func isOverridden(_ row: Int) -> Bool { !overrides.isEmpty && overrides[row] != nil }

  /// Every register that the judgement reads.
  var registers: [RegisterID] {
    var registers = statuses.map(\.condition) + routes.map(\.condition)
    if let move { registers.append(move.before) }
    for (limit, order) in zip(context.plan.decision.limits, orders) {
      registers += limit.spares + order.registers
    }
    return registers + scores.compactMap { $0 } + points.flatMap { $0.compactMap { $0 } }
  }

  /// Every ending that the machine's values allow.
  func endings(_ row: Int, _ machine: borrowing TapeMachine) -> EndingSet {
    var endings = EndingSet()
    for status in statuses {
      let holds = machine[status.condition]
      if holds.canBeYes { endings.insert(status.ending) }
      if holds.isSurelyYes { return endings }
    }
    if let override = overrides[row] {
      endings.insert(shared.context.program.overrides[override].tier)
      return endings
    }
    endings.formUnion(
      heldBack(firstRoute(below: -1, machine) ?? EndingSet(numbers.noTier), machine))
    return endings
  }

  /// Returns what is within reach of the tier before; that is a fact of the file, except where a row
  /// was rejected for it.
  private func heldBack(_ tiers: EndingSet, _ machine: borrowing TapeMachine) -> EndingSet {
    guard let move else { return tiers }
    let before = machine[move.before]
    guard before.canBePresent else { return tiers }
    var reached = before.canBeMissing ? tiers : EndingSet()
    for tier in tiers.numbers {
      guard tier < numbers.tiers else {
        reached.insert(tier)
        continue
      }
      for old in max(
        0, Int(clamping: before.low))...min(numbers.tiers - 1, Int(clamping: before.high))
      {
        reached.insert(move.rule.target(from: old, to: tier))
      }
    }
    return reached
  }

  /// Returns the tiers of the routes below `tier` that can be the first to hold; nil if none can.
  private func firstRoute(below tier: Int, _ machine: borrowing TapeMachine) -> EndingSet? {
    var found = EndingSet()
    for route in routes where route.tier > tier {
      let holds = machine[route.condition]
      if holds.canBeYes { found.insert(route.tier) }
      if holds.isSurelyYes { return found }
    }
    if tier < 0 {
      found.insert(numbers.noTier)
    } else {
      found.insert(numbers.tiers - 1)
    }
    return found
  }

  /// `true` iff a limit could concern an account with one of these endings.
  func isLimited(_ endings: EndingSet) -> Bool { endings.intersects(limited) }

  /// Returns how the account would stand in each limit.
  func views(_ machine: borrowing TapeMachine) -> [LimitView] {
    var views: [LimitView] = []
    for (index, limit) in context.program.limits.enumerated() {
      let input = context.plan.decision.limits[index]
      let overflow =
        limit.overflow.map { EndingSet($0) }
        ?? firstRoute(below: limit.tiers.max() ?? 0, machine) ?? EndingSet(numbers.tiers - 1)
      views.append(LimitView(standing: standing(limit, input, machine), overflow: overflow))
    }
    return views
  }

  private func standing(
    _ limit: CheckedLimit, _ input: DecisionPlan.LimitInput, _ machine: borrowing TapeMachine
  ) -> UInt8 {
    var (canBeSpared, canBeUncounted, isSpared, isUncounted) = (false, false, false, false)
    for (spare, register) in zip(limit.spares, input.spares) {
      let holds = machine[register]
      if spare.isUncounted {
        canBeUncounted = canBeUncounted || holds.canBeYes
        isUncounted = isUncounted || holds.isSurelyYes
      } else {
        canBeSpared = canBeSpared || holds.canBeYes
        isSpared = isSpared || holds.isSurelyYes
      }
    }
    if isUncounted { return LimitView.isUncounted }
    return (canBeUncounted ? LimitView.isUncounted : 0) | (canBeSpared ? LimitView.isSpared : 0)
      | (isSpared ? 0 : LimitView.contends)
  }

  /// Returns an outcome for each of `endings`, with what limits ask where they could be concerned.
  func outcomes(
    _ endings: EndingSet, _ row: Int, _ machine: borrowing TapeMachine
  ) -> [Outcome] {
    let isLimited = isLimited(endings)
    let views = isLimited ? views(machine) : []
    var keys: [KeyRange] = []
    if isLimited { for order in orders { keys.append(order.range(ofRow: row) { machine[$0] }) } }
    let isOverridden = overrides[row] != nil
    return endings.numbers.map {
      Outcome(
        ending: $0, isOverridden: isOverridden && $0 < numbers.tiers, views: views, keys: keys)
    }
  }
}

extension KeyOrder {
  /// Widens `range` to hold `other` too.
  func widen(_ range: inout KeyRange, by other: KeyRange) {
    if compare(other.best, range.best) < 0 { range.best = other.best }
    if compare(range.worst, other.worst) < 0 { range.worst = other.worst }
  }
}

extension OpenContext {
  /// By row, the override that would hold if the rows that were rejected for a cell were mended: of
  /// several that name members of one group the one that decides it.
  fileprivate var overridesOfMended: [Int: Int] {
    let file = program.accountsFile
    var found = decision.overrides
    for index in decision.unmatchedOverrides {
      guard
        let place = rejectedKeys[file.index].firstIndex(of: program.overrides[index].key),
        let row = file == .accounts ? rowCount(of: file) + place : mendedGroup(place)
      else { continue }
      if let other = found[row], program.isAhead(override: other, index) { continue }
      found[row] = index
    }
    return found
  }

  private func mendedGroup(_ place: Int) -> Int? {
    let group = groupOfRejected(place)
    return group.canBePresent ? Int(group.low) : nil
  }
}
