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
    for wanted in [1, 3, count / 8] where wanted > 0 {
      guard let foremost = FigureSorter(columns, rows: rows).foremost(wanted) else { continue }
      #expect(foremost.count >= wanted && foremost == foremost.sorted())
      let first = places.prefix(foremost.count)
      #expect(Set(foremost) == Set(first))
      let values = columns[0].values
      func figure(_ place: Int32) -> Int128? { values.number(Int(rows[Int(place)])) }
      if let last = first.last, foremost.count < places.count {
        #expect(figure(last) != figure(places[foremost.count]))
      }
    }
  }

  @Test("a few are found among many", arguments: [true, false])
  func foremost(isAscending: Bool) throws {
    let figures = (0..<1000).map { Int64($0 * 7919 % 1000) }
    var column = Vector()
    column.take(narrow: figures, places: 0, absence: figures.map { $0 % 5 == 0 ? 1 : 0 })
    let rows = figures.indices.map { Int32($0) }
    let sorter = FigureSorter([(column, isAscending)], rows: rows)
    let places = try #require(sorter.foremost(9))
    let worst: Int64 = isAscending ? 11 : 989
    #expect(
      places
        == rows.filter {
          let figure = figures[Int($0)]
          return figure % 5 != 0 && (isAscending ? figure <= worst : figure >= worst)
        })
  }

  @Test("where most would be left over, or nothing is there, all are sorted")
  func sparesLittle() {
    let rows = (0..<100).map { Int32($0) }
    func foremost(_ figures: [Int64], _ absence: [UInt8], _ count: Int) -> [Int32]? {
      var column = Vector()
      column.take(narrow: figures, places: 0, absence: absence)
      return FigureSorter([(column, true)], rows: rows).foremost(count)
    }
    let present = [UInt8](repeating: 0, count: 100)
    let rising = rows.map { Int64($0) }
    #expect(foremost(rising, present, 5)?.count == 5)
    #expect(foremost(rising, present, 25) == nil)
    #expect(foremost(rows.map { _ in 7 }, present, 5) == nil)
    #expect(foremost(rising, [UInt8](repeating: 1, count: 100), 5) == nil)
    #expect(FigureSorter([], rows: rows).foremost(5) == nil)
  }
}
