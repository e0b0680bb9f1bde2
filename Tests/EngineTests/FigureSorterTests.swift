import TestSupport
import Testing

@testable import Engine

@Suite("Sorting by figures")
struct FigureSorterTests {
  private func figure(_ random: inout SplitMix64) -> Int128? {
    let digits = Int128(random.next() % 7) - 3
    switch random.next() % 5 {
    case 0: return nil
    case 1: return digits
    case 2: return digits * 1_000_000_000_000_000_000
    case 3: return digits * Int128(1) << 64 + Int128(random.next() % 3)
    default: return digits * Int128(1) << 120
    }
  }

  @Test("rows go by one column after the other", arguments: 0..<40 as Range<UInt64>)
  func order(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let count = Int(random.next() % 400)
    var columns: [(values: Vector, isAscending: Bool)] = []
    for _ in 0..<2 {
      var column = Vector()
      if random.next() % 2 == 0 {
        let figures = (0..<count).map { _ in Int64(random.next() % 900) - 450 }
        column.take(
          narrow: figures.map { $0 * (Int64(1) << 52) }, places: 2,
          absence: figures.map { $0 == 449 ? 1 : 0 })
        columns.append((column, random.next() % 2 == 0))
        continue
      }
      for _ in 0..<count {
        let figure = figure(&random)
        column.numbers.append(figure ?? 0)
        column.absence.append(figure == nil ? 1 : 0)
      }
      columns.append((column, random.next() % 2 == 0))
    }
    let rows = (0..<count).filter { _ in random.next() % 8 > 0 }.map { Int32($0) }
    /// Missing comes last in either direction, and what all columns leave equal goes by its row.
    func isAhead(_ left: Int32, _ right: Int32) -> Bool {
      for (values, isAscending) in columns {
        let (a, b) = (values.number(Int(left)), values.number(Int(right)))
        guard let a, let b else {
          if (a == nil) == (b == nil) { continue }
          return b == nil
        }
        if a != b { return (a < b) == isAscending }
      }
      return left < right
    }
    var sorter = FigureSorter(columns, rows: rows)
    let places = sorter.order { isAhead(rows[Int($0)], rows[Int($1)]) }
    #expect(places.map { rows[Int($0)] } == rows.sorted(by: isAhead))
  }
}
