import Language
import Tables

/// One value as people and files should see it.
package enum Value: Hashable, Sendable {
  case missing(Absence)
  case number(Decimal, ValueType)
  case day(Day)
  case truth(Bool)
  case text(String)
}

extension Evaluation {
  /// Returns the value of a demanded term in `row` of its home.
  package func value(_ term: TermID, _ row: Int) -> Value {
    if program.isRowKey(term) { return .text(tables[program[term].home.index].key(row)) }
    guard let (values, place) = cell(term, row) else { return .missing([]) }
    guard values.isPresent(place) else {
      return .missing(Absence(rawValue: values.absence[place]))
    }
    let raw = values.raw(place)
    return value(raw, of: program[term].type)
  }

  /// What a converted figure was before.
  package struct Conversion: Hashable, Sendable {
    package var amount: Decimal
    package var code: String
    package var rate: Decimal
    /// The day of the rate.
    package var day: Day
  }

  /// Returns what the figure of a field was before it was converted, where it was one cell and the
  /// run was asked for it.
  package func conversion(of term: TermID, _ row: Int) -> Conversion? {
    guard let conversion = program.conversion(of: term) else { return nil }
    var row = row
    if let groups, program[term].home == .accounts {
      let members = groups.members(of: row)
      guard members.count == 1 else { return nil }
      row = members[0]
    }
    guard case .number(let amount, _) = value(conversion.amount, row),
      let code = text(conversion.code, row),
      let rate = program[conversion.table].schema.rates.first(where: { $0.code == code })
    else { return nil }
    return Conversion(amount: amount, code: code, rate: rate.value, day: rate.day)
  }

  /// Returns the text of a demanded text-like term, or nil where it is missing.
  package func text(_ term: TermID, _ row: Int) -> String? {
    if case .text(let text) = value(term, row) { text } else { nil }
  }

  /// The order of accounts by `keys`, for demanded keys.
  package func order(by keys: [CheckedKey]) -> RowOrder {
    order(by: keys, of: .accounts)
  }

  /// The order of a table's rows by demanded keys, then by the row's own key.
  package func order(by keys: [CheckedKey], of table: TableID) -> RowOrder {
    RowOrder(
      keys.map { key in
        KeyInput(
          register: plan.outputs[key.value], isAscending: key.isAscending,
          isText: program[key.value].type == .text)
      }, columns: columns, pool: pool, keys: tables[table.index].keys)
  }
}
