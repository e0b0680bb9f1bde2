/// An account that a limit moved down.
package struct Displacement: Hashable, Sendable {
  package var limit: Int
  package var from: Int
  package var to: Int
  /// Its place in the limit's order among all that compete for seats, from 1.
  package var rank: Int
}

/// The accounts that limits moved down, each with what the last of them did.
package struct Displacements: Sendable {
  /// Those that competed for the seats of one limit.
  private struct Contest {
    var limit: Int
    var seated: Int
    /// They ascend.
    var rows: [Int32]
    /// By place in `rows`: the rank, and the tiers before and after.
    var ranks: [Int32]
    var from: [Int16]
    var to: [Int16]
  }

  /// In the order in which limits were applied.
  private var contests: [Contest] = []

  package init() {}

  /// Returns what moved an account down, nil for one that no limit did.
  ///
  /// - Complexity: O(log n) for each limit.
  package subscript(row: Int) -> Displacement? {
    for contest in contests.reversed() {
      let place = contest.rows.countOfFirst { Int($0) < row }
      guard place < contest.rows.count, Int(contest.rows[place]) == row else { continue }
      let rank = Int(contest.ranks[place])
      guard rank > contest.seated else { continue }
      return Displacement(
        limit: contest.limit, from: Int(contest.from[place]), to: Int(contest.to[place]),
        rank: rank)
    }
    return nil
  }

  /// Notes what a limit did to those that compete for its seats.
  ///
  /// - Parameters:
  ///   - rows: all that compete, ascending.
  ///   - order: the places in `rows`, the foremost first.
  ///   - seated: how many of them keep their tier.
  ///   - tiers: the tiers before and after, by place in `rows`; of those with a seat they are not read.
  mutating func append(
    limit: Int, rows: [Int32], order: [Int32], seated: Int, tiers: (from: [Int16], to: [Int16])
  ) {
    guard seated < rows.count else { return }
    var ranks = [Int32](repeating: 0, count: rows.count)
    for (rank, place) in order.enumerated() { ranks[Int(place)] = Int32(rank + 1) }
    contests.append(
      Contest(
        limit: limit, seated: seated, rows: rows, ranks: ranks, from: tiers.from, to: tiers.to))
  }
}
