/// Choosing among the best assignments.
///
/// With a potential for every node under which no residual arc has a negative reduced cost, the
/// best assignments are exactly those reached over cycles of tight arcs, whose reduced cost is 0.
/// So an account can go to a person in some best assignment if it is there, or if the arc is
/// tight and tight arcs lead from the person back to the account; moving along that cycle keeps
/// the potentials valid. A settled account leaves the network together with its unit of flow.
extension SponsorFlow {
  /// A node of the network.
  private enum Node {
    case account(Int)
    case person(Int)
    case tier(Int)
    case sink
  }

  /// The state of settling: the potentials, and what is no longer free to move.
  private struct Settlement {
    var potentials: Potentials
    var isSettled: [Bool]
    /// The settled accounts of each person.
    var counts: [Int]
  }

  private struct Potentials {
    var accounts: [Int]
    var people: [Int]
    var tiers: [Int]
    var sink = 0
  }

  /// Moves to the best assignment that the order of accounts and people prefers.
  mutating func settle() {
    var state = Settlement(
      potentials: potentials(), isSettled: tiers.map { _ in false },
      counts: loads.map { _ in 0 })
    for account in tiers.indices {
      guard let keep = keeps[account] else { continue }
      settle(account, &state) { options in options.contains(keep) ? keep : nil }
    }
    for account in tiers.indices where !state.isSettled[account] {
      let counts = state.counts
      settle(account, &state) { options in
        options.min { (counts[$0], $0) < (counts[$1], $1) }
      }
    }
  }

  /// Settles `account` with the person that `choose` takes of those possible in increasing order;
  /// leaves it free when that is nil.
  private mutating func settle(
    _ account: Int, _ state: inout Settlement, choose: ([Int]) -> Int?
  ) {
    let back = pathsBack(to: account, state)
    let options = eligible[account].filter { person in
      sponsors[account] == person
        || (back.people[person] != nil && isTight(account, person, state.potentials))
    }
    guard let person = choose(options) else { return }
    if sponsors[account] != person { rotate(account, to: person, back) }
    state.isSettled[account] = true
    state.counts[person] += 1
  }

  // MARK: Potentials

  /// Returns the cost of the cheapest path to each node from anywhere, by relaxing all residual
  /// arcs until none improves.
  private func potentials() -> Potentials {
    var potentials = Potentials(
      accounts: tiers.map { _ in 0 }, people: loads.map { _ in 0 },
      tiers: (0..<tierCount).map { _ in 0 })
    let nodeCount = tiers.count + peopleCount + tierCount + 1
    for _ in 0...nodeCount where !relax(&potentials) { break }
    return potentials
  }

  /// Relaxes every residual arc once; returns whether any improved.
  private func relax(_ potentials: inout Potentials) -> Bool {
    var improved = false
    func lower(_ value: inout Int, to bound: Int) {
      guard bound < value else { return }
      value = bound
      improved = true
    }
    for account in tiers.indices {
      let tier = tiers[account]
      if let person = sponsors[account] {
        lower(
          &potentials.accounts[account], to: potentials.people[person] - cost(account, person))
        lower(&potentials.tiers[tier], to: potentials.accounts[account])
      } else {
        lower(&potentials.accounts[account], to: potentials.tiers[tier])
      }
      let reached = potentials.accounts[account]
      for person in eligible[account] where sponsors[account] != person {
        lower(&potentials.people[person], to: reached + cost(account, person))
      }
    }
    for person in loads.indices {
      let load = loads[person]
      if load < capacities[person] {
        lower(&potentials.sink, to: potentials.people[person] + 2 * load + 1)
      }
      if load > 0 { lower(&potentials.people[person], to: potentials.sink - 2 * load + 1) }
    }
    return improved
  }

  private func isTight(_ account: Int, _ person: Int, _ potentials: Potentials) -> Bool {
    potentials.accounts[account] + cost(account, person) == potentials.people[person]
  }

  // MARK: Cycles

  /// For each node from which tight arcs lead to the account in question, the next node there.
  private struct PathsBack {
    var accounts: [Node?]
    var people: [Node?]
    var tiers: [Node?]
    var sink: Node?
  }

  /// Searches the tight arcs backwards from `account`, over accounts that are not settled.
  private func pathsBack(to account: Int, _ state: Settlement) -> PathsBack {
    var back = PathsBack(
      accounts: tiers.map { _ in nil }, people: loads.map { _ in nil },
      tiers: (0..<tierCount).map { _ in nil })
    back.accounts[account] = .account(account)
    var queue: [Node] = [.account(account)]
    var next = 0
    while next < queue.count {
      let node = queue[next]
      next += 1
      switch node {
      case .account(let account): enter(account, state, &back, &queue)
      case .person(let person): enter(person: person, state, &back, &queue)
      case .tier(let tier): enter(tier: tier, state, &back, &queue)
      case .sink: enterSink(state, &back, &queue)
      }
    }
    return back
  }

  /// Adds the node before `account`: its person, or its tier when it has none.
  private func enter(
    _ account: Int, _ state: Settlement, _ back: inout PathsBack, _ queue: inout [Node]
  ) {
    let potentials = state.potentials
    if let person = sponsors[account] {
      guard back.people[person] == nil, isTight(account, person, potentials) else { return }
      back.people[person] = .account(account)
      queue.append(.person(person))
    } else {
      let tier = tiers[account]
      guard back.tiers[tier] == nil, potentials.tiers[tier] == potentials.accounts[account]
      else { return }
      back.tiers[tier] = .account(account)
      queue.append(.tier(tier))
    }
  }

  /// Adds the nodes before `person`: free accounts that could come, and the sink.
  private func enter(
    person: Int, _ state: Settlement, _ back: inout PathsBack, _ queue: inout [Node]
  ) {
    for account in tiers.indices
    where back.accounts[account] == nil && !state.isSettled[account]
      && sponsors[account] != person && isTight(account, person, state.potentials)
      && isEligible(account, person)
    {
      back.accounts[account] = .person(person)
      queue.append(.account(account))
    }
    let potentials = state.potentials
    if back.sink == nil, loads[person] > 0,
      potentials.sink - 2 * loads[person] + 1 == potentials.people[person]
    {
      back.sink = .person(person)
      queue.append(.sink)
    }
  }

  /// Adds the nodes before `tier`: free accounts that have a person.
  private func enter(
    tier: Int, _ state: Settlement, _ back: inout PathsBack, _ queue: inout [Node]
  ) {
    for account in tiers.indices
    where back.accounts[account] == nil && !state.isSettled[account] && tiers[account] == tier
      && sponsors[account] != nil
      && state.potentials.accounts[account] == state.potentials.tiers[tier]
    {
      back.accounts[account] = .tier(tier)
      queue.append(.account(account))
    }
  }

  /// Adds the nodes before the sink: people with room.
  private func enterSink(
    _ state: Settlement, _ back: inout PathsBack, _ queue: inout [Node]
  ) {
    for person in loads.indices
    where back.people[person] == nil && loads[person] < capacities[person]
      && state.potentials.people[person] + 2 * loads[person] + 1 == state.potentials.sink
    {
      back.people[person] = .sink
      queue.append(.person(person))
    }
  }

  /// Moves `account` to `person` and the accounts on the way back each one step on.
  private mutating func rotate(_ account: Int, to person: Int, _ back: PathsBack) {
    var moves: [(account: Int, person: Int?)] = [(account, person)]
    var node = back.people[person]
    while let step = node {
      switch step {
      case .account(let next):
        guard next != account else {
          node = nil
          break
        }
        node = back.accounts[next]
        if case .person(let other)? = node { moves.append((next, other)) }
        if case .tier? = node { moves.append((next, nil)) }
      case .person(let other): node = back.people[other]
      case .tier(let tier): node = back.tiers[tier]
      case .sink: node = back.sink
      }
    }
    for (account, person) in moves { move(account, to: person) }
  }
}
