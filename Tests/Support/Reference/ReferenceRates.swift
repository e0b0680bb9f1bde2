internal import Language
internal import Tables

/// What the currencies of amounts are worth in the agreement's own.
package struct ReferenceRates {
  let home: String?
  private var rates: [String: (day: Day, value: Decimal)] = [:]

  /// Of each currency the latest rate that is not later than `today`, or else the earliest.
  init(of tree: SyntaxTree, today: Day) throws {
    var home: String?
    for case .agreement(let agreement) in tree.declarations {
      for case .currency(let name) in agreement.clauses.map(\.kind) { home = name.text }
    }
    self.home = home
    let literals = LiteralReading(tree: tree)
    for case .rates(let declaration) in tree.declarations {
      guard let day = declaration.day else { throw ReferenceProblem("rates without a day") }
      for rate in declaration.rates {
        guard let value = try literals.value(of: rate.value).number else { continue }
        if let known = rates[rate.code.text] {
          let isBetter = known.day > today ? day < known.day : day > known.day && day <= today
          guard isBetter else { continue }
        }
        rates[rate.code.text] = (day, value)
      }
    }
  }

  /// Returns the amount in the agreement's currency; nil where nothing says what it is worth.
  func convert(_ amount: Decimal, from code: String) -> Decimal? {
    if code == home { return amount }
    return rates[code].flatMap { ExactArithmetic.quotient(amount, $0.value) }
  }
}
