/// The assignment as a flow of least cost.
///
/// One unit flows from an account's tier over the account to a person and on to the sink. The arc
/// from an account to the person it keeps costs −`keepCost`; a person's k-th account costs 2k − 1
/// on the arc to the sink, which sums to the square of the accounts. `keepCost` is above any sum
/// of squares, so least cost means most kept, then least squares.
///
/// **The tiers.** Sets of accounts that can have people at the same time are the independent sets
/// of a matroid (a transversal one, with the capacities as copies of people). Covering tier by
/// tier, best first, is the greedy algorithm, which is best for the first tier, then for the
/// second, and so on; how many of each tier are covered is the same in every best assignment.
///
/// **The cost.** With the tier as the leading part of an arc's cost, the cheapest augmenting path
/// starts at the best tier that still has one. So covering by tiers is the method of successive
/// shortest paths, which leaves no cycle of negative cost; a path never uncovers an account.
/// Assignments that cover as many of each tier differ from this one by cycles through tiers,
/// accounts, people and the sink, so this one has the least cost of them all.
struct SponsorFlow {
  let peopleCount: Int
  let tiers: [Int]
  let capacities: [Int]
  let keepCost: Int
  /// The person to keep, if eligible.
  let keeps: [Int?]
  /// The people eligible for each account, in their order.
  let eligible: [[Int]]
  /// Whether `person` is eligible for `account`, at `account * peopleCount + person`.
  private let eligibility: [Bool]
  private(set) var sponsors: [Int?]
  private(set) var loads: [Int]
  /// The accounts of each person, in no order that matters.
  private(set) var accountsOf: [[Int]]

  init(_ needs: [SponsorNeed], _ people: [Person]) {
    peopleCount = people.count
    let ranks = Set(needs.map(\.tierRank)).sorted()
    tiers = needs.map { need in ranks.firstIndex(of: need.tierRank) ?? 0 }
    capacities = people.map { max(0, min($0.capacity ?? needs.count, needs.count)) }
    keepCost = needs.count * needs.count + 1
    eligible = needs.map { need in people.indices.filter { need.exclusions[$0].isEmpty } }
    eligibility = needs.flatMap { need in people.indices.map { need.exclusions[$0].isEmpty } }
    keeps = needs.map { need in need.keep.flatMap { need.exclusions[$0].isEmpty ? $0 : nil } }
    sponsors = needs.map { _ in nil }
    loads = people.map { _ in 0 }
    accountsOf = people.map { _ in [] }
  }

  var tierCount: Int { (tiers.max() ?? -1) + 1 }

  func isEligible(_ account: Int, _ person: Int) -> Bool {
    eligibility[account * peopleCount + person]
  }

  /// The cost of the arc from `account` to `person`.
  func cost(_ account: Int, _ person: Int) -> Int {
    keeps[account] == person ? -keepCost : 0
  }

  /// Gives `account` to `person`, or to nobody, whoever had it.
  mutating func move(_ account: Int, to person: Int?) {
    if let old = sponsors[account] {
      loads[old] -= 1
      accountsOf[old].removeAll { $0 == account }
    }
    sponsors[account] = person
    if let person {
      loads[person] += 1
      accountsOf[person].append(account)
    }
  }

  // MARK: Covering

  /// How a cheapest path reaches a person: `account` comes to it, from nobody or from another
  /// person.
  private struct Label {
    var cost: Int
    var account: Int
  }

  /// Covers as many accounts as possible tier by tier, at the least cost.
  mutating func cover() {
    for tier in 0..<tierCount {
      var waiting = tiers.indices.filter { tiers[$0] == tier && !eligible[$0].isEmpty }
      while !waiting.isEmpty {
        let labels = cheapestPaths(from: waiting)
        guard let end = cheapestEnd(of: labels) else { break }
        let covered = augment(along: labels, to: end)
        waiting.removeAll { $0 == covered }
      }
    }
  }

  /// Returns the cheapest path from any of the `waiting` accounts to each person, by correcting
  /// labels until none improves; with no negative cycle that ends.
  private func cheapestPaths(from waiting: [Int]) -> [Label?] {
    var labels = [Label?](repeating: nil, count: peopleCount)
    for account in waiting {
      for person in eligible[account] {
        improve(&labels[person], cost: cost(account, person), account: account)
      }
    }
    var queue = labels.indices.filter { labels[$0] != nil }
    var isQueued = labels.map { $0 != nil }
    var next = 0
    while next < queue.count {
      let person = queue[next]
      next += 1
      isQueued[person] = false
      guard let reached = labels[person]?.cost else { continue }
      for account in accountsOf[person] {
        let freed = reached - cost(account, person)
        for other in eligible[account] where other != person {
          let better = improve(
            &labels[other], cost: freed + cost(account, other), account: account)
          guard better, !isQueued[other] else { continue }
          isQueued[other] = true
          queue.append(other)
        }
      }
    }
    return labels
  }

  @discardableResult
  private func improve(_ label: inout Label?, cost: Int, account: Int) -> Bool {
    if let old = label, old.cost <= cost { return false }
    label = Label(cost: cost, account: account)
    return true
  }

  /// Returns the person with room where a path is cheapest.
  private func cheapestEnd(of labels: [Label?]) -> Int? {
    var best: (cost: Int, person: Int)?
    for (person, label) in labels.enumerated() {
      guard let label, loads[person] < capacities[person] else { continue }
      let cost = label.cost + 2 * loads[person] + 1
      if best.map({ cost < $0.cost }) ?? true { best = (cost, person) }
    }
    return best?.person
  }

  /// Moves the accounts along the path that ends at `person`; returns the one it covers.
  private mutating func augment(along labels: [Label?], to person: Int) -> Int? {
    var person = person
    while let account = labels[person]?.account {
      let before = sponsors[account]
      move(account, to: person)
      guard let before else { return account }
      person = before
    }
    return nil
  }
}
