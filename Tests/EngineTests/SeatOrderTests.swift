import Language
import TestSupport
import Testing

@testable import Engine
@testable import Tables

@Suite("Who competes for seats")
struct SeatOrderTests {
  /// Accounts by a figure of few values, so that many are beside each other, then by their keys.
  private func order(_ figures: [Int64]) -> RowOrder {
    var column = Vector()
    column.take(narrow: figures, places: 0, absence: figures.map { $0 == 0 ? 1 : 0 })
    var keys = TextColumn()
    for row in figures.indices { keys.append(Array("A\(100_000 + row * 7919 % 4999)".utf8)[...]) }
    return RowOrder(
      [KeyInput(register: RegisterID(0), isAscending: false, isText: false)], columns: [column],
      pool: TextPool(), keys: keys)
  }

  @Test("the foremost come first, and ranks are those of all", arguments: [1, 20, 300, 4000])
  func ranks(count: Int) {
    var random = SplitMix64(seed: UInt64(count))
    let figures = (0..<4000).map { _ in Int64(random.next() % 90) }
    let order = order(figures)
    let rows = (0..<4000).filter { $0 % 3 > 0 }.map { Int32($0) }
    let contest = SeatOrder(rows, by: order, atLeast: min(count, rows.count))
    let sorted = order.sorted(rows)
    let foremost = contest.foremost.map { rows[Int($0)] }
    #expect(foremost.count >= min(count, rows.count))
    #expect(foremost.elementsEqual(sorted.prefix(foremost.count)))
    if foremost.count < sorted.count {
      #expect(!order.isTied(Int(sorted[foremost.count - 1]), Int(sorted[foremost.count])))
      #expect(foremost.count < count + 100)
    }
    let behind = contest.places(behind: min(count, rows.count)).map { rows[Int($0)] }
    #expect(Set(behind) == Set(sorted.dropFirst(count)))
    #expect(contest.ranked == sorted)
    for (rank, row) in sorted.enumerated() {
      let place = rows.countOfFirst { $0 < row }
      #expect(contest.rank(at: place) == rank + 1)
    }
  }
}
