/// The assignment as a flow of least cost, one account after the other.
///
/// One unit flows from an account over a *column* to the sink. The columns are the people, and for
/// each tier one column of the accounts that have nobody. A person's k-th account costs 2k − 1, which
/// sums to the square of the accounts; the arc from an account to a person costs what the pair is
/// wanted for, times −`wish`. A path or cycle passes each column once, so that `wish` needs only be
/// above twice the greatest difference of two of a person's steps for wishes to go before squares, and
/// a kept person be worth more than all other wishes on a path.
///
/// **The tiers.** Sets of accounts that can have people at the same time are the independent sets of
/// a matroid (a transversal one, with the capacities as copies of people). Covering tier by tier, best
/// first, is the greedy algorithm, which is best for the first tier, then for the second, and so on.
/// An account that cannot be covered goes to the column of its tier, over the cheapest path, since
/// another account of the tier may leave its person to it.
///
/// **The certificate.** Every column has a potential under which no residual arc has a negative reduced
/// cost: then no cycle of negative cost exists, and the flow has the least cost of all that cover as
/// many of each tier. Successive shortest paths by Dijkstra's method keep the potentials so.
///
/// Source: Ahuja, Magnanti and Orlin, *Network Flows*, 9.7.
struct SponsorFlow<Cost: FixedWidthInteger & SignedInteger & Sendable> {
  let peopleCount: Int
  let tierCount: Int
  /// By account, its tier among those that occur, best first.
  let tiers: [Int]
  let capacities: [Int]
  /// What one unit of a wish is worth in squares.
  let wish: Cost
  /// By account and person, the cost of the arc; `never` where the pair may not be.
  private let costs: [Cost]
  private(set) var loads: [Int]
  /// The column of each account; -1 before it is covered.
  private(set) var columns: [Int]
  /// The accounts in each column, in no order that matters.
  private(set) var members: [[Int]]
  /// The potential of each column; that of the sink is 0.
  private(set) var potentials: [Cost]
  /// By column, what its cheapest members ask to move elsewhere.
  private var departures: [Departures]
  /// People from whom no chain of moves leads to anyone with room.
  private(set) var isClosed: [Bool]

  /// Above every cost of a path, and far enough from overflow to be added to one.
  static var never: Cost { Cost.max / 8 }

  /// - Requires: `wishes` says for each account how much it wants each person, and fits `Cost`.
  init(_ needs: [SponsorNeed], _ people: [Person], _ wishes: Wishes, beside loads: [Int]) {
    peopleCount = people.count
    let ranks = Set(needs.map(\.tierRank)).sorted()
    tiers = needs.map { need in ranks.firstIndex(of: need.tierRank) ?? 0 }
    tierCount = ranks.count
    capacities = zip(people, loads).map { person, load in
      max(0, min(person.capacity ?? .max, load + needs.count))
    }
    self.loads = loads
    let wish = Cost(wishes.unit(accounts: needs.count + (loads.max() ?? 0)))
    self.wish = wish
    var costs: [Cost] = []
    costs.reserveCapacity(needs.count * people.count)
    for need in needs {
      for person in people.indices {
        costs.append(
          need.isEligible[person]
            ? 0 - wish * Cost(wishes.value(of: need, person)) : SponsorFlow.never)
      }
    }
    self.costs = costs
    columns = needs.map { _ in -1 }
    members = Array(repeating: [], count: people.count + ranks.count)
    potentials = Array(repeating: 0, count: people.count + ranks.count)
    departures = Array(repeating: Departures(), count: people.count + ranks.count)
    isClosed = people.map { _ in false }
    // Who has accounts already asks more for the next, as if they had come over the same arcs.
    for person in people.indices where loads[person] > 0 {
      potentials[person] = Cost(1 - 2 * loads[person])
    }
    for account in needs.indices { cover(account) }
  }

  var columnCount: Int { peopleCount + tierCount }

  /// The person of an account, nil where it has none.
  func person(of account: Int) -> Int? {
    columns[account] < peopleCount ? columns[account] : nil
  }

  /// `true` iff the pair may be.
  func isEligible(_ account: Int, _ person: Int) -> Bool {
    costs[account * peopleCount + person] < SponsorFlow.never
  }

  /// The cost of the arc from an account to a column; `never` where there is none.
  func cost(_ account: Int, _ column: Int) -> Cost {
    if column < peopleCount { return costs[account * peopleCount + column] }
    return column - peopleCount == tiers[account] ? 0 : SponsorFlow.never
  }

  /// The potential of an account that has a column: its own arc there is tight.
  private func potential(of account: Int) -> Cost {
    potentials[columns[account]] - cost(account, columns[account])
  }

  /// The reduced cost of moving an account, which has a column, to another column.
  func reducedCost(_ account: Int, _ column: Int) -> Cost {
    let cost = cost(account, column)
    return cost >= SponsorFlow.never
      ? SponsorFlow.never : cost + potential(of: account) - potentials[column]
  }

  /// The reduced cost of giving a person one account more; nil where there is no room.
  func reducedCostOfRoom(_ person: Int) -> Cost? {
    loads[person] < capacities[person]
      ? Cost(2 * loads[person] + 1) + potentials[person] : nil
  }

  /// The reduced cost of giving a person one account less; nil where there is none.
  func reducedCostOfRelief(_ person: Int) -> Cost? {
    loads[person] > 0 ? Cost(1 - 2 * loads[person]) - potentials[person] : nil
  }

  /// Puts an account into another column.
  mutating func move(_ account: Int, to column: Int) {
    let old = columns[account]
    if old >= 0 {
      members[old].removeAll { $0 == account }
      if old < peopleCount { loads[old] -= 1 }
      forget(account, in: old)
    }
    columns[account] = column
    members[column].append(account)
    if column < peopleCount { loads[column] += 1 }
    note(account, in: column)
  }

  /// The least that members of a column ask to move to each other column, and who asks it.
  ///
  /// PERF: a path looks at a column as a whole, not at each of its members.
  private struct Departures {
    var costs: [Cost] = []
    var movers: [Int32] = []
  }

  private mutating func note(_ account: Int, in column: Int) {
    if departures[column].costs.isEmpty {
      departures[column].costs = Array(repeating: SponsorFlow.never, count: columnCount)
      departures[column].movers = Array(repeating: -1, count: columnCount)
    }
    let own = cost(account, column)
    for other in 0..<columnCount {
      let cost = cost(account, other)
      guard cost < SponsorFlow.never, cost - own < departures[column].costs[other] else { continue }
      departures[column].costs[other] = cost - own
      departures[column].movers[other] = Int32(account)
    }
  }

  /// Asks the other members where the one who leaves asked the least.
  private mutating func forget(_ account: Int, in column: Int) {
    for other in 0..<columnCount where departures[column].movers[other] == Int32(account) {
      var least = SponsorFlow.never
      var mover: Int32 = -1
      for member in members[column] {
        let cost = cost(member, other)
        guard cost < SponsorFlow.never else { continue }
        let change = cost - self.cost(member, column)
        if change < least { (least, mover) = (change, Int32(member)) }
      }
      departures[column].costs[other] = least
      departures[column].movers[other] = mover
    }
  }

  // MARK: Covering

  /// The cheapest ways to columns, by reduced costs.
  struct Ways {
    var distances: [Cost]
    /// The account that moves into each column.
    var arrivals: [Int]
    var isDone: [Bool]

    init(columns: Int) {
      distances = Array(repeating: SponsorFlow.never, count: columns)
      arrivals = Array(repeating: -1, count: columns)
      isDone = Array(repeating: false, count: columns)
    }

    /// Returns the nearest column that is not done yet.
    func nearest() -> Int? {
      var best = SponsorFlow.never
      var column: Int?
      for candidate in distances.indices
      where !isDone[candidate] && distances[candidate] < best {
        best = distances[candidate]
        column = candidate
      }
      return column
    }
  }

  /// Covers an account if that can be, over the cheapest path; else finds who of its tier is left out.
  private mutating func cover(_ account: Int) {
    var ways = Ways(columns: columnCount)
    for column in 0..<columnCount {
      let cost = cost(account, column)
      guard cost < SponsorFlow.never else { continue }
      ways.distances[column] = cost - potentials[column]
      ways.arrivals[column] = account
    }
    let own = peopleCount + tiers[account]
    // Who has room is of interest as long as somebody might be reached.
    var mayFindRoom = (0..<peopleCount).contains { isEligible(account, $0) && !isClosed[$0] }
    var end: (column: Int, distance: Cost)?
    while true {
      let next = ways.nearest()
      if mayFindRoom, let room = nearestRoom(ways),
        next.map({ room.distance <= ways.distances[$0] }) ?? true
      {
        end = room
        break
      }
      guard let next else {
        close(ways)
        mayFindRoom = false
        break
      }
      if !mayFindRoom, next == own { break }
      ways.isDone[next] = true
      relax(from: next, &ways)
    }
    let target = end ?? (own, ways.distances[own])
    for column in potentials.indices where ways.distances[column] < target.distance {
      potentials[column] -= target.distance - ways.distances[column]
    }
    augment(along: ways, to: target.column)
  }

  /// Returns the person with room who is nearest to the sink.
  private func nearestRoom(_ ways: Ways) -> (column: Int, distance: Cost)? {
    var best: (column: Int, distance: Cost)?
    for person in 0..<peopleCount where ways.distances[person] < SponsorFlow.never {
      guard let room = reducedCostOfRoom(person) else { continue }
      let distance = ways.distances[person] + room
      if best.map({ distance < $0.distance }) ?? true { best = (person, distance) }
    }
    return best
  }

  /// Shortens the ways to the columns that members of `column` can move to.
  private func relax(from column: Int, _ ways: inout Ways) {
    guard !members[column].isEmpty else { return }
    let base = ways.distances[column] + potentials[column]
    let costs = departures[column].costs
    precondition(costs.count == potentials.count && ways.distances.count == costs.count)
    for other in costs.indices {
      let distance = base &+ costs[other] &- potentials[other]
      if distance < ways.distances[other], costs[other] < SponsorFlow.never {
        ways.distances[other] = distance
        ways.arrivals[other] = Int(departures[column].movers[other])
      }
    }
  }

  /// Notes that nobody of those reached can make room.
  private mutating func close(_ ways: Ways) {
    for person in 0..<peopleCount where ways.isDone[person] { isClosed[person] = true }
  }

  /// Moves the accounts along the way that ends at `column`.
  private mutating func augment(along ways: Ways, to column: Int) {
    var column = column
    while column >= 0 {
      let account = ways.arrivals[column]
      let before = columns[account]
      move(account, to: column)
      column = before
    }
  }
}

extension SponsorFlow {
  /// `true` iff the potentials prove that no assignment covering as many of each tier costs less.
  ///
  /// - Complexity: O(accounts × people).
  var isProven: Bool {
    for account in tiers.indices {
      for column in potentials.indices where reducedCost(account, column) < 0 { return false }
    }
    return (0..<peopleCount).allSatisfy { person in
      // Who is closed gives nothing to people with room, and takes nothing from them.
      reducedCostOfRoom(person) ?? 0 >= 0 && reducedCostOfRelief(person) ?? 0 >= 0
    }
  }
}

/// What makes one person better than another for an account, in whole units.
struct Wishes {
  /// What keeping a person is worth, above all preferences on a path.
  let keeping: Int128
  /// The greatest wish.
  let greatest: Int128

  init(_ needs: [SponsorNeed], peopleCount: Int) {
    let most = needs.reduce(Int128(0)) { max($0, $1.weights.reduce(0) { max($0, Int128($1)) }) }
    // A path gains or loses at most one preference in each column.
    keeping = most * Int128(2 * (peopleCount + 130)) + 1
    greatest = keeping + most
  }

  func value(of need: SponsorNeed, _ person: Int) -> Int128 {
    (need.keep == person ? keeping : 0)
      + (need.weights.isEmpty ? 0 : Int128(need.weights[person]))
  }

  /// What a wish is worth in squares: above the difference of any two steps.
  func unit(accounts: Int) -> Int128 { Int128(4 * accounts + 4) }

  /// `true` iff the cost of every path fits 64 bits with room to spare.
  func areSmall(accounts: Int, people: Int) -> Bool {
    let (cost, overflow) = (greatest * unit(accounts: accounts)).multipliedReportingOverflow(
      by: Int128(4 * (people + 130)))
    return !overflow && cost < Int128(Int64.max / 16)
  }
}
