import Diagnostics

/// What a reader can do about a cell that cannot be read.
struct CellAdvice {
  let field: FieldSchema
  let schema: TableSchema
  let cell: SheetCell
  /// The cell's text.
  let text: String

  /// Returns an action in one sentence.
  func help(_ problem: CellProblem) -> String {
    if let markHelp = help(withMark: problem) { return markHelp }
    switch problem {
    case .blank: return helpWithBlank
    case .notText: return helpWithEncoding
    case .zeroByte: return "write \(cell) anew; the file may be damaged"
    case .notNumber: return "write a figure in \(cell), such as \(example)"
    case .abbreviated(let figure): return helpWithAbbreviation(figure)
    case .spreadsheetError:
      return text.allSatisfy { $0 == "#" }
        ? "widen the column in the spreadsheet, and export the file again"
        : "mend the formula in \(cell), and export the file again"
    case .ambiguousNumber(let thousands, let decimal):
      return "write \(thousands), or \(decimal) if the comma is a decimal one; for a whole column "
        + "of decimal commas write `decimal comma` in \(block)"
    case .misplacedSeparator(decimalComma: true):
      return "write groups of three digits and a decimal comma, or remove `decimal comma`"
    case .misplacedSeparator(decimalComma: false) where text.contains(","):
      return "write `decimal comma` in \(block) if commas are decimal signs, or correct \(cell)"
    case .misplacedSeparator:
      return "write groups of three digits with one kind of sign between them, or without any"
    case .beyondRange: return "correct the figure, or state it in a larger unit"
    case .tooManyPlaces: return "round the figure to at most 18 places"
    case .foreignCurrency(_, let expected?):
      return "write the amount in \(expected)"
        + (field.isMoney
          ? "; where a column names the currencies, declare `\(field.name) : money in COLUMN`, and "
            + "`rates to \(expected)`"
          : "")
    case .foreignCurrency(_, nil):
      return "remove the currency from \(cell), or write `currency` in the agreement's head"
    case .otherCurrency(_, let row): return "correct \(cell), or the row's currency \(row)"
    case .blankCurrency(let known):
      return "write the currency of the row's amounts in \(cell): \(CellProblem.listed(known))"
    case .unlistedCurrency(_, let nearest?): return "did you mean \(nearest)?"
    case .unlistedCurrency(let known, nil):
      return "add a rate of \(shown) to `rates` of the agreement, or correct \(cell); known: "
        + CellProblem.listed(known)
    case .percentSign: return "declare `\(field.name)` as `percent`, or remove the sign"
    case .percentWithoutSign:
      return "add `as points` to the field `\(field.name)` if 31 means 31 %, or `as fraction` if "
        + "0.31 does"
    case .notDate(_, let likely): return helpWithDate(likely)
    case .impossibleDay: return "correct the day, or the order of day and month in the field's form"
    case .timeOfDay: return "add `as \"yyyy-mm-dd\"` to the field `\(field.name)` to cut times off"
    case .notTruth: return helpWithTruth
    case .notChoice(let values, let nearest, let part):
      return helpWithChoice(among: values, nearest, part)
    case .choiceCase(let value, _): return "write \"\(value)\"; upper and lower case count"
    case .below, .above: return "correct \(cell), or the bounds of `\(field.name)`"
    case .ragged, .textAfterQuote: return problem.helpOnForm
    }
  }

  /// The block of the agreement that describes the table.
  private var block: String { "`\(schema.name)`" }

  private var shown: String { Printable.escaped(text, limit: TableLimits.shownCharacters) }

  /// A figure that the field reads.
  private var example: String {
    let sign = schema.decimalComma ? "," : "."
    if case .percent = field.kind { return "12\(sign)5%" }
    return "1234\(sign)5"
  }

  // MARK: Blanks

  private var helpWithBlank: String {
    field.isKey
      ? "fill in \(cell), or delete the row"
      : "fill in \(cell), or declare `\(field.name)` as `optional`, or with `else` and a value"
  }

  /// Texts that people and programs write where there is no value.
  private static let marks: Set<String> = [
    "n/a", "#n/a", "na", "n.a.", "n.a", "k.a.", "null", "nil", "none", "nan", "-", "--", "---", "–",
    "—", ".", "?", "??", "tbd", "tbc", "unknown", "not available", "not applicable", "(blank)",
    "(null)", "(none)", "\\n", "missing", "x.x",
  ]

  /// Returns how to declare a text that stands for a blank, if that is what the cell holds.
  private func help(withMark problem: CellProblem) -> String? {
    switch problem {
    case .notNumber, .notDate, .notTruth, .notChoice, .spreadsheetError: break
    case .blank, .notText, .zeroByte, .abbreviated, .ambiguousNumber, .misplacedSeparator,
      .beyondRange,
      .tooManyPlaces, .foreignCurrency, .otherCurrency, .blankCurrency, .unlistedCurrency,
      .percentSign, .percentWithoutSign, .impossibleDay,
      .timeOfDay, .choiceCase, .below, .above, .ragged, .textAfterQuote:
      return nil
    }
    guard CellAdvice.marks.contains(text.lowercased()) else { return nil }
    let clause = "write `missing \"\(shown)\"` in \(block) if it stands for a blank"
    return field.isOptional || field.blankMeans != nil
      ? clause : clause + ", and declare `\(field.name)` as `optional`"
  }

  // MARK: Types

  private var helpWithEncoding: String {
    // Windows writes signs where Latin-1 has controls.
    switch schema.encoding {
    case .utf8:
      "save the file as \"CSV UTF-8\", or write `encoding windows1252` in \(block) if Excel wrote it"
    case .latin1, .windows1252: "save the file as \"CSV UTF-8\", and remove `encoding`"
    }
  }

  private func helpWithAbbreviation(_ figure: Decimal?) -> String {
    let whole = figure.map { "write \($0) in \(cell)" } ?? "write the figure out in \(cell)"
    guard field.kind == .number(exponent: 0) else { return whole }
    return "\(whole); for a whole column add `in thousands` or `in millions` to the field "
      + "`\(field.name)`, and leave the letters out"
  }

  private func helpWithChoice(
    among values: [String], _ nearest: String?, _ part: String?
  ) -> String {
    if part != nil, let sign = separator(between: values) {
      return "write `separated by \"\(sign)\"` behind the values of `\(field.name)`"
    }
    if let nearest { return "did you mean \"\(nearest)\"?" }
    let value = CellProblem.shown(part) ?? "\"\(shown)\""
    let list = part == nil ? "one of" : "some of"
    return "correct \(cell), or add \(value) to the `\(list)` list of `\(field.name)`"
  }

  /// The sign that stands between values in the cell, if it is another one than the field says.
  private func separator(between values: [String]) -> String? {
    [",", ";", "|", "/", "+", "&"].first { sign in
      let parts = CellReader.parts(of: Array(text.utf8)[...], sign)
      return parts.count > 1
        && parts.allSatisfy { part in values.contains { $0.utf8.elementsEqual(part) } }
    }
  }

  private func helpWithDate(_ likely: [String]) -> String {
    if let day = daySerial {
      return "\(shown) is how a spreadsheet counts \(day): give the column a date format, and "
        + "export the file again"
    }
    let parts = text.split { !$0.isNumber }
    if parts.map(\.count) == [2, 2, 2], likely.isEmpty {
      return "write the year with four digits in the whole column, best as 2027-04-01"
    }
    guard !likely.isEmpty else {
      return "write the date as 2027-04-01, or add the form of the column to the field "
        + "`\(field.name)`, such as `as \"dd/mm/yyyy\"`"
    }
    return "add " + likely.map { "`as \"\($0)\"`" }.joined(separator: " or ")
      + " to the field `\(field.name)`"
  }

  /// The day that a spreadsheet shows where a bare number of days stands in the file.
  private var daySerial: Day? {
    guard text.utf8.count == 5, let number = Int32(text), number >= 20_000 else { return nil }
    return Day(year: 1899, month: 12, day: 30)?.adding(days: Int(number))
  }

  private static let yeses: Set<String> = [
    "x", "checked", "✓", "✔", "☑", "on", "t", "ja", "oui", "si", "sí", "sì", "sim", "tak", "wahr",
    "vrai", "verdadero", "ok",
  ]

  private static let noes: Set<String> = [
    "unchecked", "☐", "off", "f", "nein", "non", "não", "nie", "falsch", "faux", "falso",
  ]

  private var helpWithTruth: String {
    let forms = "yes, no, true, false, y, n, 1 and 0 are understood"
    let word = text.lowercased()
    if CellAdvice.yeses.contains(word) { return "write yes for `\(shown)`; \(forms)" }
    if CellAdvice.noes.contains(word) { return "write no for `\(shown)`; \(forms)" }
    return "write yes or no; \(forms)"
  }
}
