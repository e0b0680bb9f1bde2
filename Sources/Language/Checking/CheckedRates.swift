import Diagnostics
import Tables

/// What one unit of the agreement's currency is worth in another from a day on.
package struct CheckedRate: Hashable, Sendable {
  package var code: String
  package var value: Decimal
  package var day: Day
  package var range: SourceRange
}

/// A field whose cells are converted, with the terms that tell what they were.
package struct CheckedConversion: Hashable, Sendable {
  package var table: TableID
  /// The field's place in its table.
  package var field: Int
  /// The amount in the agreement's currency.
  package var figure: TermID
  /// The amount in its own currency; missing where the cell is blank.
  package var amount: TermID
  /// The code of that currency.
  package var code: TermID
}

extension CheckedAgreement {
  /// The day on which the agreement says that it is judged.
  package var statedDay: Day? { asOf ?? effective }
}

extension CheckedProgram {
  /// Returns the rates that hold on `day`, in the order of their first days: of each currency the
  /// latest that is not later, or else its first one.
  package func rates(on day: Day) -> [CurrencyRate] {
    var found: [CurrencyRate] = []
    for rate in rates {
      let newer = CurrencyRate(code: rate.code, value: rate.value, day: rate.day)
      if let place = found.firstIndex(where: { $0.code == rate.code }) {
        if rate.day <= day { found[place] = newer }
      } else {
        found.append(newer)
      }
    }
    return found
  }

  /// Gives the program what holds on `day`: the rates by which tables read amounts, and weights.
  package mutating func settle(on day: Day) {
    settleWeights(on: day)
    let rates = rates(on: day)
    for index in tables.indices { tables[index].schema.rates = rates }
  }

  /// Returns a warning where currencies have no rate yet on `day`.
  package func lateRates(on day: Day) -> Diagnostic? {
    let late = rates(on: day).filter { $0.day > day }
    guard let first = rates.first(where: { $0.code == late.first?.code }) else { return nil }
    let codes = late.map { "`\($0.code)`" }
    return Diagnostic(
      .lateRates, .warning,
      "\(codes.joined(separator: ", ")) \(codes.count == 1 ? "has" : "have") no rate yet on "
        + "\(day), so the rate of \(first.day) is used",
      at: source.place(of: first.range),
      help: "add `rates` of \(day) or earlier, or judge on a later day")
  }

  /// Returns how the cells of the field behind `term` are converted; nil where they are not, and
  /// for other terms.
  package func conversion(of term: TermID) -> CheckedConversion? {
    switch self[term].kind {
    case .field(let field):
      conversions.first { $0.table == self[term].home && $0.field == field }
    case .named(.combined(let field), _):
      conversions.first { $0.table == group?.members && $0.field == field }
    default: nil
    }
  }
}
