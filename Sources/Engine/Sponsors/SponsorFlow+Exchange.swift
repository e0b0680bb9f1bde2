/// Giving an account to another person.
extension SponsorFlow {
  /// Returns the moves that make the best of giving `account` to `person`, the account's own first,
  /// each to a person or, with nil, to nobody; nil where only fewer accounts could have somebody.
  ///
  /// They are the cheapest way back from the person's column to the account's, over residual arcs.
  ///
  /// - Complexity: O(people · (people + accounts)).
  func exchange(_ account: Int, to person: Int) -> [(account: Int, person: Int?)]? {
    let target = columns[account]
    guard person != target else { return [] }
    let sink = columnCount
    var ways = Ways(columns: columnCount + 1)
    // The column or sink from which each was reached.
    var sources = [Int](repeating: -1, count: columnCount + 1)
    ways.distances[person] = 0
    while let here = ways.nearest(), here != target {
      ways.isDone[here] = true
      let base = ways.distances[here]
      func reach(_ column: Int, _ cost: Cost, by account: Int) {
        guard cost < SponsorFlow.never, base + cost < ways.distances[column] else { return }
        ways.distances[column] = base + cost
        ways.arrivals[column] = account
        sources[column] = here
      }
      if here == sink {
        for other in 0..<peopleCount {
          if let cost = reducedCostOfRelief(other) { reach(other, cost, by: -1) }
        }
        continue
      }
      for member in members[here] where member != account {
        for column in 0..<columnCount where column != here {
          reach(column, reducedCost(member, column), by: member)
        }
      }
      if here < peopleCount, let cost = reducedCostOfRoom(here) { reach(sink, cost, by: -1) }
    }
    guard ways.distances[target] < SponsorFlow.never else { return nil }
    var moves: [(account: Int, person: Int?)] = []
    var column = target
    while column != person {
      let mover = ways.arrivals[column]
      if mover >= 0 { moves.append((mover, column < peopleCount ? column : nil)) }
      column = sources[column]
    }
    return [(account, person)] + moves.reversed()
  }
}
