import Engine
import Language
import Tables

/// What reports call the rows of any table: an account or person by its key, a row without a key by
/// its line, a value of `for each` by itself.
package struct RowNames: Sendable {
  private let evaluation: Evaluation
  private let values: ValueRows?
  private let table: TableID

  package init(_ table: TableID, in evaluation: Evaluation) {
    self.evaluation = evaluation
    self.table = table
    if case .eachValue(let key) = evaluation.program[table].origin {
      values = ValueRows(of: key, in: evaluation)
    } else {
      values = nil
    }
  }

  package func name(_ row: Int) -> String {
    if let values { return values.text(row) }
    if let file = fileOfLines { return "\(file) line \(line(row) ?? 0)" }
    return evaluation.tables[table.index].key(row)
  }

  /// The file whose rows have no key and go by their lines; nil for other tables.
  var fileOfLines: String? {
    let isByLine = values == nil && evaluation.program[table].keyIndex == nil
    return isByLine ? evaluation.tables[table.index].path : nil
  }

  /// The physical line of a row that stands in a file.
  func line(_ row: Int) -> Int? {
    let places = evaluation.tables[table.index].places
    return row < places.count ? places.line(of: row) : nil
  }
}

extension Run {
  /// The books with their rows in the order of reports.
  package var books: [BookResult] {
    let tables = Set(evaluation.program.books.map(\.each))
    let names = Dictionary(
      uniqueKeysWithValues: tables.map { ($0, RowNames($0, in: evaluation)) })
    return evaluation.books { names[$0]?.name($1) ?? "" }
  }
}

/// The values that `for each FIELD` goes through, in the order in which the engine numbers them:
/// that of the first account in totals that has each.
private struct ValueRows: Sendable {
  private var texts: [String] = []

  init(of key: TermID, in evaluation: Evaluation) {
    guard let register = evaluation.plan.values[key] else { return }
    let column = evaluation.columns[register.index]
    var seen: Set<Int32> = []
    for row in 0..<evaluation.tables[0].rowCount
    where row < column.count && evaluation.isInTotals(row) && column.isPresent(row) {
      if seen.insert(column.codes[row]).inserted {
        texts.append(ValueRows.text(column.codes[row], evaluation.program[key].type, evaluation))
      }
    }
  }

  func text(_ row: Int) -> String { row < texts.count ? texts[row] : "" }

  private static func text(_ code: Int32, _ type: ValueType, _ evaluation: Evaluation) -> String {
    switch type {
    case .choice(let list): evaluation.program.choices[list.index][Int(code)]
    case .choices(let list): evaluation.program.text(of: code, in: list)
    case .tier: evaluation.program.tiers[Int(code)].name
    case .reference(let table): evaluation.tables[table.index].key(Int(code))
    case .date: Day(number: code).description
    case .text, .number, .percent, .money, .days, .months, .truth, .error:
      evaluation.pool.text(Int(code))
    }
  }
}
