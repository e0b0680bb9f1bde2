/// Choosing among the best assignments.
///
/// With a certificate, the best assignments are exactly those reached over cycles of tight arcs, whose
/// reduced cost is 0. So an account can go to a person in some best assignment if it is there, or if
/// the arc is tight and tight arcs lead from the person's column back to the account's; moving along
/// that cycle keeps the potentials valid. A settled account leaves the network together with its unit
/// of flow.
extension SponsorFlow {
  /// Moves to the best assignment that the order of accounts and people prefers.
  ///
  /// - Parameters:
  ///   - keeps: by account, the person whom it should keep.
  ///   - loads: the accounts that people had before.
  /// - Complexity: O(accounts × (people + columns² / 64)).
  mutating func settle(_ keeps: [Int?], beside loads: [Int]) {
    var graph = TightGraph(self)
    var isSettled = [Bool](repeating: false, count: tiers.count)
    var counts = loads
    func fewest(_ options: [Int]) -> Int? { options.min { (counts[$0], $0) < (counts[$1], $1) } }
    for isKeeping in [true, false] {
      for account in tiers.indices where !isSettled[account] {
        if isKeeping, keeps[account] == nil { continue }
        let ways = graph.waysBack(to: columns[account], in: self)
        let options = (0..<peopleCount).filter { person in
          columns[account] == person
            || (ways.isReached(person) && reducedCost(account, person) == 0)
        }
        let wanted = keeps[account].flatMap { options.contains($0) ? $0 : nil }
        guard let person = isKeeping ? wanted : fewest(options) else { continue }
        if columns[account] != person { rotate(account, to: person, ways, &graph) }
        graph.remove(account, of: self)
        isSettled[account] = true
        counts[person] += 1
      }
    }
  }

  /// Moves `account` to `person` and the accounts on the way back each one step on.
  private mutating func rotate(
    _ account: Int, to person: Int, _ ways: TightGraph.WaysBack, _ graph: inout TightGraph
  ) {
    let end = columns[account]
    var moves = [(account: account, column: person)]
    var column = person
    while column != end, let next = ways.next(after: column) {
      if next == graph.sink {
        column = ways.next(after: next) ?? end
        continue
      }
      let moving = members[column].first { graph.isFree($0) && reducedCost($0, next) == 0 }
      if let moving { moves.append((moving, next)) }
      column = next
    }
    for move in moves { graph.remove(move.account, of: self) }
    for move in moves { self.move(move.account, to: move.column) }
    for move in moves { graph.add(move.account, of: self) }
  }
}

/// Which columns free accounts can move between without a cost.
struct TightGraph {
  /// Marks of columns, 64 to a word.
  private typealias Marks = [UInt64]

  /// How many free accounts of a column can move to another one, at `from * columns + to`.
  private var counts: [Int32]
  /// By column, the columns from which accounts can come.
  private var sources: [Marks]
  private var free: [Bool]
  private let columns: Int
  /// The number by which the sink is known, after all columns.
  var sink: Int { columns }

  init<Cost>(_ flow: SponsorFlow<Cost>) {
    columns = flow.columnCount
    counts = Array(repeating: 0, count: columns * columns)
    sources = Array(repeating: Array(repeating: 0, count: columns / 64 + 1), count: columns)
    free = flow.tiers.map { _ in false }
    for account in flow.tiers.indices { add(account, of: flow) }
  }

  /// `true` iff the account is not settled.
  func isFree(_ account: Int) -> Bool { free[account] }

  mutating func add<Cost>(_ account: Int, of flow: SponsorFlow<Cost>) {
    free[account] = true
    change(account, of: flow, by: 1)
  }

  mutating func remove<Cost>(_ account: Int, of flow: SponsorFlow<Cost>) {
    guard free[account] else { return }
    free[account] = false
    change(account, of: flow, by: -1)
  }

  private mutating func change<Cost>(
    _ account: Int, of flow: SponsorFlow<Cost>, by difference: Int32
  ) {
    let from = flow.columns[account]
    for to in 0..<columns where to != from && flow.reducedCost(account, to) == 0 {
      counts[from * columns + to] += difference
      if counts[from * columns + to] == 0 {
        sources[to][from / 64] &= ~(1 << UInt64(from % 64))
      } else {
        sources[to][from / 64] |= 1 << UInt64(from % 64)
      }
    }
  }

  /// The columns from which tight arcs lead to a given one, and the sink.
  struct WaysBack {
    /// The next column on the way; -1 where there is none.
    fileprivate var steps: [Int]

    func isReached(_ column: Int) -> Bool { steps[column] >= 0 }

    func next(after column: Int) -> Int? { steps[column] >= 0 ? steps[column] : nil }
  }

  /// Searches the tight arcs backwards from `column`.
  func waysBack<Cost>(to column: Int, in flow: SponsorFlow<Cost>) -> WaysBack {
    var ways = WaysBack(steps: Array(repeating: -1, count: columns + 1))
    var unseen = Marks(repeating: .max, count: columns / 64 + 1)
    func see(_ column: Int) { unseen[column / 64] &= ~(1 << UInt64(column % 64)) }
    ways.steps[column] = column
    see(column)
    var queue = [column]
    var next = 0
    while next < queue.count {
      let here = queue[next]
      next += 1
      if here == sink {
        for person in 0..<flow.peopleCount
        where ways.steps[person] < 0 && flow.reducedCostOfRoom(person) == 0 {
          ways.steps[person] = sink
          see(person)
          queue.append(person)
        }
        continue
      }
      for word in unseen.indices {
        var found = sources[here][word] & unseen[word]
        unseen[word] &= ~found
        while found != 0 {
          let source = word * 64 + found.trailingZeroBitCount
          found &= found - 1
          ways.steps[source] = here
          queue.append(source)
        }
      }
      if here < flow.peopleCount, ways.steps[sink] < 0, flow.reducedCostOfRelief(here) == 0 {
        ways.steps[sink] = here
        queue.append(sink)
      }
    }
    return ways
  }
}
