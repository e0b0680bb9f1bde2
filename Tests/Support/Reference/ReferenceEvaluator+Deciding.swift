internal import Language
internal import Tables

extension ReferenceEvaluator {
  typealias Decision = ReferenceResult.Decision
  typealias RouteID = ReferenceResult.RouteID

  /// Where an account stands while the limits are applied.
  struct Standing {
    var tier: Int
    var decision: Decision
    var isOverridden = false
    var isDisplaced = false
  }

  /// Runs the stages in their order, and describes what came of them.
  mutating func decide() throws -> ReferenceResult {
    var result = try settle()
    for account in base { try describe(&result.accounts[account]) }
    try report(into: &result)
    return result
  }

  /// Runs the stages until tiers are final.
  mutating func settle() throws -> ReferenceResult {
    var result = ReferenceResult()
    result.accounts = try statuses()
    base = result.accounts.filter(\.isInTotals).map(\.record)
    let classified = result.accounts.filter { $0.status == .classified }.map(\.record)

    var byRules: [Int: Standing] = [:]
    for account in classified {
      let (standing, unknown) = try firstRoute(of: account)
      byRules[account] = try held(standing, of: account)
      result.accounts[account].unknownRoutes = unknown
    }
    var standings = try overriding(byRules, result)
    result.limitsByRulesAlone = try applyLimits(to: &byRules)
    result.limits = try applyLimits(to: &standings)
    finalTiers = standings.mapValues(\.tier)

    for account in classified {
      guard let standing = standings[account], let alone = byRules[account] else { continue }
      result.accounts[account].tier = tiers[standing.tier].name.text
      result.accounts[account].decision = standing.decision
      result.accounts[account].isDisplaced = standing.isDisplaced
      result.accounts[account].rulesAlone = tiers[alone.tier].name.text
      result.accounts[account].decisionByRulesAlone = alone.decision
    }
    return result
  }

  // MARK: - Exclude and reject

  /// Exclude wins over reject; out of everything wins over out of the tiers; else the first
  /// clause that holds.
  private mutating func statuses() throws -> [ReferenceResult.Account] {
    guard let rows = data.tables["accounts"]?.rows else { throw ReferenceProblem("no accounts") }
    var accounts: [ReferenceResult.Account] = []
    for (record, row) in rows.enumerated() {
      let status = try row.problem.map { .unreadable($0) } ?? status(of: record)
      accounts.append(ReferenceResult.Account(record: record, key: row.key, status: status))
    }
    return accounts
  }

  private mutating func status(of account: Int) throws -> ReferenceResult.Status {
    var fromTiers: ReferenceResult.Status?
    var rejected: ReferenceResult.Status?
    for declaration in tree.declarations {
      if case .exclude(let exclude) = declaration,
        try value(of: exclude.condition, in: .account(account)).isYes
      {
        let reason = exclude.reason.text
        if !exclude.fromTiersOnly { return .excluded(reason: reason, inTotals: false) }
        fromTiers = fromTiers ?? .excluded(reason: reason, inTotals: true)
      }
      if case .reject(let reject) = declaration,
        try value(of: reject.condition, in: .account(account)).isYes
      {
        rejected = rejected ?? .rejected(reason: reject.reason.text)
      }
    }
    return fromTiers ?? rejected ?? .classified
  }

  // MARK: - Routes and overrides

  /// Returns the first route that holds, and those before it that are unknown.
  private mutating func firstRoute(of account: Int) throws -> (Standing, [RouteID]) {
    var unknown: [RouteID] = []
    for (tier, declaration) in tiers.enumerated() {
      for (index, route) in declaration.routes.enumerated() {
        let id = RouteID(tier: tier, route: index)
        let value = try value(of: route, in: tier, for: account)
        if value.isYes { return (Standing(tier: tier, decision: .route(id)), unknown) }
        if value.isMissing { unknown.append(id) }
      }
    }
    throw ReferenceProblem("no tier has `otherwise`")
  }

  /// Returns whether a route holds; `keep while` is for those who were in the tier before.
  private mutating func value(
    of route: Route, in tier: Int, for account: Int
  ) throws -> RefValue {
    guard let condition = route.condition else { return .truth(true) }
    let holds = try value(of: condition, in: .account(account))
    if !route.isKeep { return holds }
    let before = try tierBefore(of: account)
    let wasIn = try ReferenceEvaluator.apply(.equal, before, .text(tiers[tier].name.text))
    return try Kleene.and(wasIn, holds)
  }

  /// Returns the standings with the overrides that are still in force; of several that name
  /// members of one group the best tier decides, then the least key.
  private func overriding(
    _ standings: [Int: Standing], _ result: ReferenceResult
  ) throws -> [Int: Standing] {
    var standings = standings
    var deciding: [Int: (tier: Int, key: ExactText)] = [:]
    for (index, declaration) in tree.declarations.enumerated() {
      guard case .override(let override) = declaration else { continue }
      if let until = override.until, until < today { continue }
      let tier = try self.tier(named: override.tier)
      let key = ExactText(override.key.text)
      guard let account = data.record(withKey: key, in: "accounts"),
        result.accounts[account].status == .classified
      else { continue }
      if let other = deciding[account], other < (tier, key) { continue }
      deciding[account] = (tier, key)
      standings[account] = Standing(
        tier: tier, decision: .override(declaration: index), isOverridden: true)
    }
    return standings
  }

  func tier(named name: Name) throws -> Int {
    guard let tier = tiers.firstIndex(where: { $0.name.text == name.text }) else {
      throw ReferenceProblem("no tier \(name.text)")
    }
    return tier
  }

  // MARK: - Limits

  /// Applies every limit once, ordered by its lowest tier, best first.
  private mutating func applyLimits(
    to standings: inout [Int: Standing]
  ) throws -> [ReferenceResult.Limit] {
    var limits: [(lowest: Int, index: Int, limit: LimitDeclaration)] = []
    for (index, declaration) in tree.declarations.enumerated() {
      guard case .limit(let limit) = declaration else { continue }
      let lowest = try limit.tiers.map(tier(named:)).max() ?? 0
      limits.append((lowest, index, limit))
    }
    limits.sort { ($0.lowest, $0.index) < ($1.lowest, $1.index) }
    return try limits.map { entry in
      try apply(entry.limit, declaredAt: entry.index, lowest: entry.lowest, to: &standings)
    }
  }

  private mutating func apply(
    _ limit: LimitDeclaration, declaredAt index: Int, lowest: Int,
    to standings: inout [Int: Standing]
  ) throws -> ReferenceResult.Limit {
    let names = try limit.tiers.map(tier(named:))
    let members = try contenders(
      for: limit, among: standings.filter { names.contains($0.value.tier) })
    let seats = try self.seats(of: limit)
    let overridden = members.filter { $0.claim == .overridden }
    let spared = members.filter { $0.claim == .spared }
    let uncounted = members.filter { $0.claim == .uncounted }
    let ranked = members.filter { $0.claim == .rank }

    let held = overridden.count + spared.count
    var count = seats.map { min(ranked.count, max(0, $0 - held)) } ?? ranked.count
    let last = seats == nil || count == 0 ? nil : ranked[count - 1]
    func isLevel(_ index: Int) throws -> Bool {
      guard let last, ranked.indices.contains(index) else { return false }
      return try !SortOrder.isAhead(last.keys, ranked[index].keys, by: limit.keys.map(\.direction))
    }
    if limit.tiesAdmit { while try isLevel(count) { count += 1 } }
    let displaced = Array(ranked[count...])
    for member in displaced {
      standings[member.account] = Standing(
        tier: try overflow(of: limit, below: lowest, for: member.account),
        decision: .overflow(limit: index), isDisplaced: true)
    }
    return ReferenceResult.Limit(
      declaration: index, seats: seats, taken: held + count,
      overridden: overridden.map(\.key.string), spared: spared.map(\.key.string),
      uncounted: uncounted.map(\.key.string), seated: ranked[..<count].map(\.key.string),
      displaced: displaced.map(\.key.string), lastSeat: last?.key.string, cut: last?.keys ?? [],
      isByKey: try isLevel(count), isExceeded: seats.map { held > $0 } ?? false)
  }

  /// Returns the seats: a whole number, cut from what the expression gives, and never below 0;
  /// nil where they are missing, and then the limit moves nobody.
  private mutating func seats(of limit: LimitDeclaration) throws -> Int? {
    let number = try value(of: limit.seats, in: Sight()).number
    return number.map { max(0, Int(clamping: $0.scaled / Decimal.unit)) }
  }

  /// Returns the tier of a displaced account: the one that is written, else the next below the
  /// limit's lowest that the account has a route for.
  private mutating func overflow(
    of limit: LimitDeclaration, below lowest: Int, for account: Int
  ) throws -> Int {
    if let name = limit.overflow { return try tier(named: name) }
    for tier in tiers.indices where tier > lowest {
      for route in tiers[tier].routes where try value(of: route, in: tier, for: account).isYes {
        return tier
      }
    }
    throw ReferenceProblem("a displaced account has no route below its limit")
  }
}

// MARK: - Contenders for seats

extension ReferenceEvaluator {
  private struct Contender {
    enum Claim { case overridden, spared, uncounted, rank }
    var account: Int
    var key: ExactText
    var keys: [RefValue]
    var claim: Claim
  }

  /// Returns the accounts that hold or want a seat, in the order of the written keys and then of
  /// the account key.
  private mutating func contenders(
    for limit: LimitDeclaration, among standings: [Int: Standing]
  ) throws -> [Contender] {
    var contenders: [Contender] = []
    for (account, standing) in standings {
      var keys: [RefValue] = []
      for key in limit.keys { keys.append(try value(of: key.value, in: .account(account))) }
      let key = data.tables["accounts"]?.rows[account].key ?? ""
      let claim = standing.isOverridden ? .overridden : try claim(of: account, on: limit)
      contenders.append(
        Contender(account: account, key: ExactText(key), keys: keys, claim: claim))
    }
    let directions = limit.keys.map(\.direction)
    return try contenders.sorted { left, right in
      if try SortOrder.isAhead(left.keys, right.keys, by: directions) { return true }
      if try SortOrder.isAhead(right.keys, left.keys, by: directions) { return false }
      return left.key < right.key
    }
  }

  /// Returns how a spare clause treats the account; no seat is taken if any says `uncounted`.
  private mutating func claim(
    of account: Int, on limit: LimitDeclaration
  ) throws -> Contender.Claim {
    var claim = Contender.Claim.rank
    for spare in limit.spares where claim != .uncounted {
      guard try value(of: spare.condition, in: .account(account)).isYes else { continue }
      claim = spare.isUncounted ? .uncounted : .spared
    }
    return claim
  }
}

extension ReferenceResult.Account {
  /// Whether the account counts in portfolio figures.
  fileprivate var isInTotals: Bool {
    switch status {
    case .classified, .excluded(_, inTotals: true): true
    case .excluded(_, inTotals: false), .rejected, .unreadable: false
    }
  }
}
