import Diagnostics

extension CellProblem {
  /// The stable code of this kind of problem.
  package var code: DiagnosticCode {
    switch self {
    case .blank: .blankCell
    case .notText: .invalidText
    case .notNumber, .percentSign: .unreadableNumber
    case .ambiguousNumber, .misplacedSeparator: .ambiguousNumber
    case .beyondRange, .tooManyPlaces: .numberBeyondRange
    case .foreignCurrency: .foreignCurrency
    case .percentWithoutSign: .unreadablePercent
    case .notDate, .impossibleDay, .timeOfDay: .unreadableDate
    case .notTruth: .unreadableTruth
    case .notChoice, .choiceCase: .unknownChoice
    case .below, .above: .outOfBounds
    case .ragged: .raggedRow
    case .textAfterQuote: .textAfterQuote
    }
  }

  /// Returns what is wrong with `text`, a cell shown in quotes, where a field expects `expected`.
  func message(about text: String, expecting expected: String) -> String {
    switch self {
    case .blank: "the cell is blank, but \(expected) is required"
    case .notText: "\(text) is not UTF-8 text"
    case .notNumber: "\(text) is not \(expected)"
    case .ambiguousNumber(let thousands, let decimal):
      "\(text) can be read as \(thousands) or as \(decimal)"
    case .misplacedSeparator: "\(text) has separators where a number has none"
    case .beyondRange: "\(text) is beyond range: figures stay below 10^20"
    case .tooManyPlaces: "\(text) has more than 18 places after the decimal point"
    case .foreignCurrency(let found, let expected?):
      "\(text) is in \(Printable.escaped(found)), but the table is in \(expected)"
    case .foreignCurrency(let found, nil):
      "\(text) names the currency \(Printable.escaped(found)), but the table has none"
    case .percentSign: "\(text) is a percent, but the field is \(expected)"
    case .percentWithoutSign: "\(text) does not say whether it is in percent points"
    case .notDate(let pattern?, _): "\(text) is not a date of the form \(pattern)"
    case .notDate(nil, _): "\(text) is not a date of the form yyyy-mm-dd"
    case .impossibleDay(let reason): "\(text) is no day: \(reason)"
    case .timeOfDay: "\(text) has a time of day, which a date would lose"
    case .notTruth: "\(text) is neither yes nor no"
    case .notChoice: "\(text) is not \(expected)"
    case .choiceCase(let value): "\(text) is written \"\(value)\" in the agreement"
    case .below: "\(text) is below the field's bounds: \(expected)"
    case .above: "\(text) is above the field's bounds: \(expected)"
    case .ragged(let cells, let columns):
      "the row has \(counted(cells, "cell")), the header has \(counted(columns, "column"))"
    case .textAfterQuote: "text follows the closing quote of \(text)"
    }
  }

  /// Returns what the marked text should have been.
  func label(expecting expected: String) -> String {
    switch self {
    case .ragged(_, let columns): "expected \(counted(columns, "cell"))"
    case .textAfterQuote: "expected a separator or the end of the line after the quote"
    case .blank, .notText, .notNumber, .ambiguousNumber, .misplacedSeparator, .beyondRange,
      .tooManyPlaces, .foreignCurrency, .percentSign, .percentWithoutSign, .notDate,
      .impossibleDay, .timeOfDay, .notTruth, .notChoice, .choiceCase, .below, .above:
      "expected \(expected)"
    }
  }

  /// What the reader can do about it.
  var help: String {
    switch self {
    case .blank:
      "fill in the cell, or declare the field `optional` or with `else` and a value"
    case .notText:
      "save the file as UTF-8"
    case .notNumber:
      "correct the cell, or list its text under `missing` if it stands for a blank"
    case .ambiguousNumber:
      "write the figure without thousands separators, or declare `decimal comma`"
    case .misplacedSeparator(let decimalComma):
      decimalComma
        ? "write groups of three digits and a decimal comma, or remove `decimal comma`"
        : "write groups of three digits and a decimal point, or declare `decimal comma`"
    case .beyondRange: "correct the figure, or state it in a larger unit"
    case .tooManyPlaces: "round the figure to at most 18 places"
    case .foreignCurrency(_, let expected?):
      "convert the figure to \(expected)"
    case .foreignCurrency(_, nil):
      "remove the currency from the cell, or declare the agreement's `currency`"
    case .percentSign: "declare the field as `percent`, or remove the sign"
    case .percentWithoutSign:
      "declare the field `percent as points` if 31 means 31 %, or `as fraction` if 0.31 does"
    case .notDate(_, let likely) where likely.isEmpty:
      "write the date as 2027-04-01, or declare its form, such as `as \"dd/mm/yyyy\"`"
    case .notDate(_, let likely):
      "declare the field's form: " + likely.map { "`as \"\($0)\"`" }.joined(separator: " or ")
    case .impossibleDay: "correct the day, or the order of day and month in the field's form"
    case .timeOfDay: "declare `as \"yyyy-mm-dd\"` if the time may be cut off"
    case .notTruth: "write yes or no; true, false, y, n, 1 and 0 are understood too"
    case .notChoice(_, let nearest?): "did you mean \"\(nearest)\"?"
    case .notChoice(_, nil): "correct the cell, or add its text to the field's `one of`"
    case .choiceCase(let value): "write \"\(value)\"; upper and lower case count"
    case .below, .above: "correct the cell, or the bounds of the field"
    case .ragged(let cells, let columns) where cells > columns:
      "put a cell that holds the separator in quotes"
    case .ragged: "add the cells that are absent, even if they are blank"
    case .textAfterQuote: "double a quote that belongs to the text, or remove what follows it"
    }
  }

  private func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}

extension FieldSchema {
  /// What a cell of the field must be, in words.
  package var expectation: String {
    switch kind {
    case .text: isKey ? "a key" : "a text"
    case .number: "a number" + bounds
    case .percent: "a percent" + bounds
    case .date(let pattern?): "a date of the form \(pattern.text)"
    case .date(nil): "a date"
    case .truth: "yes or no"
    case .choice(let values) where values.count <= 8:
      "one of " + values.map { "\"\($0)\"" }.joined(separator: ", ")
    case .choice(let values): "one of \(values.count) values"
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

  private func shown(_ bound: Decimal) -> String {
    guard case .percent = kind, let points = bound.multiplied(by: Decimal(100)) else {
      return bound.description
    }
    return "\(points)%"
  }
}
