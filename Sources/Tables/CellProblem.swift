/// Why a row cannot be accepted: what is wrong with one of its cells, or with the row itself.
package enum CellProblem: Error, Hashable, Sendable {
  /// A blank cell of a field that must be filled in.
  case blank
  /// Bytes that are not UTF-8.
  case notText
  /// A zero byte, which no text has.
  case zeroByte
  /// A cell that is no figure at all.
  case notNumber
  /// `€4.2m` or `132 k`, with what it probably stands for.
  case abbreviated(figure: Decimal?)
  /// `#REF!`: what a spreadsheet writes where a formula failed.
  case spreadsheetError
  /// `1,234`: thousands or a decimal part, read as `thousands` or as `decimal`.
  case ambiguousNumber(thousands: String, decimal: String)
  /// `12,34` or `1.234,5`: groups that are not of three digits, or the other decimal sign.
  case misplacedSeparator(decimalComma: Bool)
  /// A magnitude of 10^20 or more.
  case beyondRange
  case tooManyPlaces
  /// `$5` where the table's currency is another one, or none.
  case foreignCurrency(found: String, expected: String?)
  /// `$5` in a row whose amounts are in another currency.
  case otherCurrency(found: String, row: String)
  /// An amount in a row that does not say its currency, which can be one of `known`.
  case blankCurrency(known: [String])
  /// An amount in a row whose currency has no rate.
  case unlistedCurrency(known: [String], nearest: String?)
  /// `12%` in a field that is no percent.
  case percentSign
  /// `12` in a percent field that does not say what a figure without a sign means.
  case percentWithoutSign
  /// A cell that does not have the form of `pattern`, or of an ISO date; `likely` are forms that
  /// would read it.
  case notDate(pattern: String?, likely: [String])
  /// `2027-02-30`, with what is impossible about it.
  case impossibleDay(String)
  /// A date with a time other than midnight.
  case timeOfDay
  case notTruth
  /// A text, or a part of one, that is none of `values`.
  case notChoice(values: [String], nearest: String?, part: String? = nil)
  /// A value in the wrong upper and lower case.
  case choiceCase(String, part: String? = nil)
  /// A figure beyond a bound, with what an amount in another currency is in the table's own.
  case below(Decimal, converted: Decimal? = nil)
  case above(Decimal, converted: Decimal? = nil)
  /// A row with `cells` cells under a header of `columns`.
  case ragged(cells: Int, columns: Int)
  /// Text between a closing quote and the separator.
  case textAfterQuote

  /// Returns the same problem of a part of a cell.
  func about(_ part: String) -> CellProblem {
    switch self {
    case .notChoice(let values, let nearest, _):
      .notChoice(values: values, nearest: nearest, part: part)
    case .choiceCase(let value, _): .choiceCase(value, part: part)
    default: self
    }
  }

  /// `true` iff the cell at fault is the one with the currency of an amount.
  var concernsCurrency: Bool {
    switch self {
    case .blankCurrency, .unlistedCurrency: true
    default: false
    }
  }

  /// `true` iff the row is at fault rather than what a cell says.
  package var concernsRow: Bool {
    switch self {
    case .ragged, .textAfterQuote: true
    case .blank, .notText, .zeroByte, .notNumber, .abbreviated, .spreadsheetError, .ambiguousNumber,
      .misplacedSeparator, .beyondRange,
      .tooManyPlaces, .foreignCurrency, .otherCurrency, .blankCurrency, .unlistedCurrency,
      .percentSign, .percentWithoutSign, .notDate, .impossibleDay, .timeOfDay, .notTruth,
      .notChoice, .choiceCase, .below, .above:
      false
    }
  }
}
