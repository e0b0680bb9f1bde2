import Diagnostics

/// What currencies are worth.
extension Parser {
  /// Parses the rates of a day.
  ///
  /// rates = "rates" "to" word "on" date "{" { rate end } "}" ;
  mutating func parseRates(since start: Int) -> RatesDeclaration {
    form = .rates
    if !takeTo() { reportExpected("`to`", remedy: remedyForRates) }
    let currency = parseWord("the agreement's currency", remedy: remedyForRates)
    if !isRecovering { expect("on") }
    let day = isRecovering ? nil : parseDate("the day of the rates")
    var rates = RatesDeclaration(currency: currency, day: day, range: range(since: start))
    parseBlock { parser in
      if let rate = parser.parseRate() { rates.rates.append(rate) }
    }
    rates.range = range(since: start)
    return rates
  }

  private var remedyForRates: String {
    "write it like `rates to EUR on 2027-01-04 { PLN 4.30; USD 1.08 }`"
  }

  /// Parses what one unit of the agreement's currency is worth in another.
  ///
  /// rate = word operand ;
  private mutating func parseRate() -> RatesDeclaration.Rate? {
    let start = position
    let code = parseWord("the code of a currency", remedy: "write it like `PLN 4.30`")
    if isRecovering || code.text.isEmpty { return nil }
    let value = parseOperand()
    return RatesDeclaration.Rate(code: code, value: value, range: range(since: start))
  }
}
