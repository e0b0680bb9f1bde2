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
    var order: SeatOrder
    /// By place in the order's rows, the tiers before and after.
    var from: [TierNumber]
    var to: [TierNumber]
  }

  /// In the order in which limits were applied.
  private var contests: [Contest] = []

  package init() {}

  /// Returns what moved an account down, nil for one that no limit did.
  ///
  /// - Complexity: O(log n) for each limit, once all that compete are in order.
  package subscript(row: Int) -> Displacement? {
    for contest in contests.reversed() {
      let rows = contest.order.rows
      let place = rows.countOfFirst { Int($0) < row }
      guard place < rows.count, Int(rows[place]) == row else { continue }
      let rank = contest.order.rank(at: place)
      guard rank > contest.seated else { continue }
      return Displacement(
        limit: contest.limit, from: Int(contest.from[place]), to: Int(contest.to[place]),
        rank: rank)
    }
    return nil
  }

  /// Returns the tier of an account before the first limit that moved it, nil for one that no limit
  /// did.
  ///
  /// - Complexity: O(log n) for each limit.
  func tierBefore(_ row: Int) -> TierNumber? {
    for contest in contests {
      let rows = contest.order.rows
      let place = rows.countOfFirst { Int($0) < row }
      // Who keeps a seat keeps the tier.
      guard place < rows.count, Int(rows[place]) == row, contest.from[place] != contest.to[place]
      else { continue }
      return contest.from[place]
    }
    return nil
  }

  /// Returns `tiers` as they were before the limits.
  ///
  /// - Complexity: O(n).
  func undone(in tiers: [TierNumber]) -> [TierNumber] {
    var tiers = tiers
    for contest in contests.reversed() {
      var before = tiers.mutableSpan
      for (place, row) in contest.order.rows.enumerated() {
        before[Int(row)] = contest.from[place]
      }
    }
    return tiers
  }

  /// Notes what a limit did to those that compete for its seats.
  ///
  /// - Parameters:
  ///   - order: all that compete.
  ///   - seated: how many of them keep their tier.
  ///   - tiers: the tiers before and after, by place in the order's rows; of those with a seat they are
  ///     not read.
  mutating func append(
    limit: Int, _ order: SeatOrder, seated: Int, tiers: (from: [TierNumber], to: [TierNumber])
  ) {
    guard seated < order.rows.count else { return }
    contests.append(
      Contest(limit: limit, seated: seated, order: order, from: tiers.from, to: tiers.to))
  }
}
