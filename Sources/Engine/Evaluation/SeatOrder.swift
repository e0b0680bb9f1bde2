import Synchronization

/// Those who compete for the seats of one limit, in ranking order.
///
/// What: the foremost are in order at once, the others as soon as somebody asks for them.
///
/// Why this way: seats are few and those who want one often many, and most results only tell who has
/// a seat and who has not.
///
/// What breaks if it changes: the foremost are at least as many as were asked for, and nobody else is
/// before one of them, or beside one by the written keys.
///
/// A class, since all copies of a decision share the order that one of them asked for.
final class SeatOrder: Sendable {
  /// All of them; they ascend.
  let rows: [Int32]
  /// The places in `rows` of the foremost, in order.
  let foremost: [Int32]
  private let order: RowOrder
  private let whole: Mutex<Whole?>

  private struct Whole {
    var places: [Int32]
    /// By place in `rows`, from 1.
    var ranks: [Int32]

    init(_ places: [Int32]) {
      self.places = places
      ranks = Array(repeating: 0, count: places.count)
      for (rank, place) in places.enumerated() { ranks[Int(place)] = Int32(rank + 1) }
    }
  }

  /// - Parameters:
  ///   - rows: all that compete, ascending.
  ///   - count: how many have to be in order at once.
  /// - Complexity: O(n + k log k) for the `k` foremost.
  init(_ rows: [Int32], by order: RowOrder, atLeast count: Int) {
    self.rows = rows
    self.order = order
    foremost = order.foremost(count, of: rows)
    whole = Mutex(foremost.count == rows.count ? Whole(foremost) : nil)
  }

  /// All rows in order.
  ///
  /// - Complexity: O(n log n) where this is asked for the first time.
  var ranked: [Int32] { withWhole { $0.places }.map { rows[Int($0)] } }

  /// The rank of the row at `place` in `rows`, from 1.
  func rank(at place: Int) -> Int { withWhole { Int($0.ranks[place]) } }

  /// The places in `rows`, ascending, of all but the first `seated`.
  ///
  /// - Requires: no more are seated than there are foremost.
  func places(behind seated: Int) -> [Int32] {
    precondition(seated <= foremost.count, "whoever is seated is among the foremost")
    var areSeated = [Bool](repeating: false, count: rows.count)
    for place in foremost.prefix(seated) { areSeated[Int(place)] = true }
    var places: [Int32] = []
    places.reserveCapacity(rows.count - seated)
    for place in rows.indices where !areSeated[place] { places.append(Int32(place)) }
    return places
  }

  private func withWhole<Answer: Sendable>(_ answer: (Whole) -> Answer) -> Answer {
    whole.withLock { whole in
      let known = whole ?? Whole(order.order(of: rows))
      whole = known
      return answer(known)
    }
  }
}
