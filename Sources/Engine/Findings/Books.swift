import Language
import Tables

/// The rows of a book in the order in which reports print them.
package struct BookResult: Sendable {
  package var book: CheckedBook
  /// Of the book's table, those with the most of the first figure first; tiers as they are declared.
  package var rows: [Int]
  /// How many accounts in totals belong to no row, where the book goes through values.
  package var without: Int
}

extension Evaluation {
  /// Returns the rows of each book; `name` is what a row of a table is called.
  ///
  /// - Complexity: O(n log n) in the rows.
  package func books(_ name: (TableID, Int) -> String) -> [BookResult] {
    program.books.map { book in
      let rows = Findings.rows(of: .each(book.each), in: self)
      let named = rows.map { row in
        let name = name(book.each, row)
        return (row: row, rank: rank(of: row, name, in: book), name: name)
      }
      let sorted = named.sorted { left, right in
        if left.rank != right.rank { return left.rank > right.rank }
        if left.name != right.name {
          return left.name.unicodeScalars.lexicographicallyPrecedes(right.name.unicodeScalars)
        }
        return left.row < right.row
      }
      return BookResult(book: book, rows: sorted.map(\.row), without: without(book))
    }
  }

  /// By what a row is ordered: its first figure, or the place of its tier; less comes later.
  private func rank(of row: Int, _ name: String, in book: CheckedBook) -> Int128 {
    if case .eachValue(let key) = program[book.each].origin, program[key].kind == .tier {
      return -Int128(program.tiers.firstIndex { $0.name == name } ?? 0)
    }
    return switch value(book.shows[0].term, row) {
    case .number(let number, _): number.scaled
    case .day(let day): Int128(day.number)
    case .missing: .min
    case .truth, .text: 0
    }
  }

  private func without(_ book: CheckedBook) -> Int {
    guard case .eachValue(let key) = program[book.each].origin, let register = plan.values[key]
    else { return 0 }
    let values = columns[register.index]
    let isConstant = plan[register].home == .portfolio
    return (0..<tables[0].rowCount).count {
      isInTotals($0) && !values.isPresent(isConstant ? 0 : $0)
    }
  }
}
