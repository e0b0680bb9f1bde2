import Diagnostics

extension CellProblem {
  /// The stable code of this kind of problem.
  package var code: DiagnosticCode {
    switch self {
    case .blank: .blankCell
    case .notText, .zeroByte: .invalidText
    case .notNumber, .percentSign: .unreadableNumber
    case .abbreviated: .abbreviatedNumber
    case .spreadsheetError: .spreadsheetError
    case .ambiguousNumber, .misplacedSeparator: .ambiguousNumber
    case .beyondRange, .tooManyPlaces: .numberBeyondRange
    case .foreignCurrency, .otherCurrency: .foreignCurrency
    case .blankCurrency: .blankCurrency
    case .unlistedCurrency: .unlistedCurrency
    case .percentWithoutSign: .unreadablePercent
    case .notDate, .impossibleDay, .timeOfDay: .unreadableDate
    case .notTruth: .unreadableTruth
    case .notChoice, .choiceCase: .unknownChoice
    case .below, .above: .outOfBounds
    case .ragged: .raggedRow
    case .textAfterQuote: .textAfterQuote
    }
  }

  /// Returns what is wrong with `text`, a cell shown in quotes, of `field`; nil where the form of
  /// the row is at fault.
  func message(
    about text: String, _ field: FieldSchema?, _ encoding: TextEncoding = .utf8
  ) -> String {
    switch self {
    case .blank: "the cell is blank, but \(field?.expectation ?? "a text") is required"
    case .notText: "\(text) is not \(encoding.title) text"
    case .zeroByte: "\(text) holds a zero byte, which no text has"
    case .notNumber: "\(text) is not \(field?.expectation(withBounds: false) ?? "a number")"
    case .abbreviated: "\(text) is an abbreviated figure"
    case .spreadsheetError: "\(text) is an error of the spreadsheet"
    case .ambiguousNumber(let thousands, let decimal):
      "\(text) can be read as \(thousands) or as \(decimal)"
    case .misplacedSeparator: "\(text) has separators where a number has none"
    case .beyondRange: "\(text) is beyond range: figures stay below 10^20"
    case .tooManyPlaces: "\(text) has more than 18 places after the decimal point"
    case .foreignCurrency(let found, let expected?):
      "\(text) is in \(Printable.escaped(found)), but the table is in \(expected)"
    case .foreignCurrency(let found, nil):
      "\(text) names the currency \(Printable.escaped(found)), but the agreement has none"
    case .otherCurrency(let found, let row):
      "\(text) is in \(Printable.escaped(found)), but the row is in \(Printable.escaped(row))"
    case .blankCurrency: "the cell is blank, but the row holds an amount and needs a currency"
    case .unlistedCurrency: "\(text) is a currency without a rate"
    case .percentSign: "\(text) is a percent, but the field is not"
    case .percentWithoutSign: "\(text) does not say whether it is in percent points"
    case .notDate(let pattern?, _): "\(text) is not a date of the form \(pattern)"
    case .notDate(nil, _): "\(text) is not a date of the form yyyy-mm-dd"
    case .impossibleDay(let reason): "\(text) is no day: \(reason)"
    case .timeOfDay: "\(text) has a time of day, which a date would lose"
    case .notTruth: "\(text) is neither yes nor no"
    case .notChoice(_, _, let part):
      "\(CellProblem.shown(part) ?? text) is not one of the values in the agreement"
    case .choiceCase(let value, let part):
      "\(CellProblem.shown(part) ?? text) is written \"\(value)\" in the agreement"
    case .below(let bound, let amount):
      "\(text) is \(CellProblem.converted(amount))below \(field?.shown(bound) ?? bound.description)"
    case .above(let bound, let amount):
      "\(text) is \(CellProblem.converted(amount))above \(field?.shown(bound) ?? bound.description)"
    case .ragged(let cells, let columns):
      "the row has \(counted(cells, "cell")), the header has \(counted(columns, "column"))"
    case .textAfterQuote: "text follows the closing quote of \(text)"
    }
  }

  /// Returns what the marked text should have been.
  func label(_ field: FieldSchema?) -> String {
    switch self {
    case .ragged(_, let columns): "expected \(counted(columns, "cell"))"
    case .textAfterQuote: "expected a separator or the end of the line after the quote"
    case .blankCurrency(let known), .unlistedCurrency(let known, _):
      "expected \(known.count == 1 ? known[0] : "one of " + CellProblem.listed(known))"
    case .blank, .notText, .zeroByte, .notNumber, .abbreviated, .spreadsheetError, .ambiguousNumber,
      .misplacedSeparator, .beyondRange, .tooManyPlaces, .foreignCurrency, .otherCurrency,
      .percentSign, .percentWithoutSign, .notDate, .impossibleDay, .timeOfDay, .notTruth,
      .notChoice,
      .choiceCase, .below, .above:
      "expected \(field?.expectation ?? "a text")"
    }
  }

  /// Returns a part of a cell in quotes.
  static func shown(_ part: String?) -> String? {
    part.map { "\"\(Printable.escaped($0, limit: 40))\"" }
  }

  private static func converted(_ amount: Decimal?) -> String {
    amount.map { "\($0) in the agreement's currency, which is " } ?? ""
  }

  /// Returns up to eight codes, and how many more there are.
  static func listed(_ codes: [String]) -> String {
    let more = codes.count > 8 ? " and \(codes.count - 8) more" : ""
    return codes.prefix(8).joined(separator: ", ") + more
  }

  /// What to do about a row whose form is at fault.
  var helpOnForm: String {
    guard case .ragged(let cells, let columns) = self else {
      return "double a quote that belongs to the text, or remove what follows it"
    }
    return cells > columns
      ? "put a cell that holds the separator in quotes"
      : "add the cells that are absent, even if they are blank"
  }

  private func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}

extension FieldSchema {
  /// What a cell of the field must be, in words.
  package var expectation: String { expectation(withBounds: true) }

  /// Returns what a cell of the field must be, in words, with or without its bounds.
  func expectation(withBounds: Bool) -> String {
    switch kind {
    case .text: isKey ? "a key" : "a text"
    case .number: (isMoney ? "an amount" : "a number") + (withBounds ? bounds : "")
    case .percent: "a percent" + (withBounds ? bounds : "")
    case .date(let pattern?): "a date of the form \(pattern.text)"
    case .date(nil): "a date"
    case .truth: "yes or no"
    case .choice(let values) where values.count <= 8:
      "one of " + values.map { "\"\($0)\"" }.joined(separator: ", ")
    case .choice(let values): "one of \(values.count) values"
    case .choices(let values, let separator) where values.count <= 8:
      "some of " + values.map { "\"\($0)\"" }.joined(separator: ", ")
        + " with \"\(separator)\" between them"
    case .choices(let values, let separator):
      "some of \(values.count) values with \"\(separator)\" between them"
    case .reference(let table): "the key of a row of \(table)"
    }
  }

  private var bounds: String {
    switch (low, high) {
    case (nil, nil): ""
    case (let low?, nil): " of at least \(shown(low))"
    case (nil, let high?): " of at most \(shown(high))"
    case (let low?, let high?): " from \(shown(low)) to \(shown(high))"
    }
  }

  /// Returns a bound as the agreement writes it.
  func shown(_ bound: Decimal) -> String {
    guard case .percent = kind, let points = bound.multiplied(by: Decimal(100)) else {
      return bound.description
    }
    return "\(points)%"
  }
}
