import Diagnostics

/// What can be wrong with the bytes of an agreement.
enum LexicalProblem: Hashable {
  case file(FileProblem)
  case sign(SignProblem)
  case number(NumberProblem)
  case date(DateProblem)

  /// The diagnostic's words.
  var wording: Wording {
    switch self {
    case .file(let problem): problem.wording
    case .sign(let problem): problem.wording
    case .number(let problem): problem.wording
    case .date(let problem): problem.wording
    }
  }
}

/// What makes a file no text of this language at all.
enum FileProblem: Hashable {
  case tooLarge
  case utf16
  /// A byte that no UTF-8 text has in this place.
  case notUTF8(UInt8)
  case controlCharacter(UInt8)

  var wording: Wording {
    switch self {
    case .tooLarge:
      Wording(
        .sourceTooLarge, "the agreement is larger than \(Limits.sourceBytes) bytes",
        help: "check that this is the agreement and not a data file")
    case .utf16:
      Wording(
        .foreignEncoding, "the file is written in UTF-16", help: "save the agreement as UTF-8")
    case .notUTF8(let byte):
      Wording(
        .foreignEncoding, "the file is not written in UTF-8",
        label: "the byte \(byte.hexadecimal) is no character here",
        help: "save the agreement as UTF-8")
    case .controlCharacter(let byte):
      Wording(
        .unexpectedByte, "the file holds a control character",
        label: "the byte \(byte.hexadecimal)",
        help: "delete it, or check that this is an agreement and not another kind of file")
    }
  }
}

/// What can be wrong with signs and quotes.
enum SignProblem: Hashable {
  /// A character that belongs to nothing.
  case unexpected(String)
  /// `==`, `≥`, `&&`.
  case foreign(String, meant: String)
  /// `//`.
  case foreignComment
  /// `“text”`.
  case foreignQuotes(String)
  case unclosedText

  var wording: Wording {
    switch self {
    case .unexpected(let character):
      Wording(
        .unexpectedByte, "\(SignProblem.name(of: character)) has no meaning here",
        help: SignProblem.remedy(for: character))
    case .foreign(let sign, let meant):
      Wording(.foreignSign, "`\(sign)` is not a sign of this language", help: "write `\(meant)`")
    case .foreignComment:
      Wording(.foreignSign, "comments do not start with `//`", help: "write `#`")
    case .foreignQuotes(let content):
      Wording(
        .foreignQuotes, "a text stands between straight quotes", label: "these quotes are others",
        help: "use `\"`, like `\"\(content)\"`")
    case .unclosedText:
      Wording(
        .unclosedText, "this text is not closed on its line", label: "starts here",
        help: "end it with `\"`; a quote inside a text is written twice")
    }
  }

  private static func remedy(for character: String) -> String {
    switch character {
    case "%": "write the percent sign directly after a number: `15%`"
    case "€", "$", "£", "¥": "write the figure alone; `currency` in the agreement says the money"
    case "'", "‘", "’", "‚", "“", "”", "„", "‟", "«", "»":
      "write texts between straight quotes: `\"`"
    case "^": "write a power as a product: `x * x`"
    default: "delete it, or put it between quotes if it belongs to a text"
    }
  }

  private static func name(of character: String) -> String {
    let scalar = character.unicodeScalars.first ?? " "
    let isVisible = scalar.isASCII || scalar.properties.isGraphemeBase
    return isVisible ? "`\(character)`" : "the character U+" + scalar.value.hexadecimal
  }
}

/// What can be wrong with a number.
enum NumberProblem: Error, Hashable {
  case missingDigits
  case misplacedUnderscore
  case unknownSuffix(String)
  case tooManyPlaces
  case tooLarge

  var wording: Wording {
    switch self {
    case .missingDigits:
      Wording(
        .malformedNumber, "a number has digits on both sides of its point",
        help: "write it like `0.5` or `5`")
    case .misplacedUnderscore:
      Wording(
        .malformedNumber, "`_` stands only between two digits of a number",
        help: "write it like `1_000_000`")
    case .unknownSuffix(let suffix):
      Wording(
        .malformedNumber, "`\(suffix)` cannot stand directly after a number",
        help: NumberProblem.remedy(forSuffix: suffix))
    case .tooManyPlaces:
      Wording(
        .malformedNumber, "this number has more than 18 decimal places",
        help: "round it to 18 places or fewer")
    case .tooLarge:
      Wording(
        .malformedNumber, "this number is too large",
        help: "write a number below 100_000_000_000_000_000_000")
    }
  }

  private static func remedy(forSuffix suffix: String) -> String {
    switch suffix.lowercased() {
    case "k", "t", "tsd": "for thousands write `k`, like `250k`"
    case "m", "mm", "mn", "mio", "mil", "million": "for millions write `M`, like `5M`"
    case "b", "bn", "g", "mrd", "billion": "for billions write `bn`, like `2bn`"
    case let other where other.hasPrefix("e") && other.dropFirst().allSatisfy(\.isNumber):
      "write the number out, like `1_000_000` or `1M`"
    default: "put a space between them; only `k`, `M`, `bn` and `%` join a number"
    }
  }
}

/// What can be wrong with a date or a time of day.
enum DateProblem: Error, Hashable {
  /// `10-5`.
  case crampedMinus
  case misshapen(remedy: String?)
  case noSuchYear
  case noSuchMonth(Int)
  case noSuchDay(month: Int, year: Int, length: Int)
  case misshapenTime
  case noSuchTime

  var wording: Wording {
    switch self {
    case .crampedMinus:
      Wording(
        .malformedDate, "digits around a minus without spaces must be a date",
        help: "write a date like `2027-04-01`, or to subtract write spaces: `10 - 5`")
    case .misshapen(let remedy):
      Wording(
        .malformedDate, "this is not a date", label: "a date is written year-month-day",
        help: remedy.map { "write `\($0)`" } ?? "write it like `2027-04-01`")
    case .noSuchYear:
      Wording(.malformedDate, "years count from 0001 to 9999", help: "write a year such as `2027`")
    case .noSuchMonth(let month):
      Wording(
        .malformedDate, "there is no month \(month)", label: "the month is the second part",
        help: "write year, month and day in this order: `2027-04-01`")
    case .noSuchDay(let month, let year, let length):
      Wording(
        .malformedDate, "\(CalendarWords.months[month - 1]) \(year) has \(length) days",
        help: "write a day from 01 to \(length)")
    case .misshapenTime:
      Wording(
        .malformedTime, "this is not a time of day",
        help: "write two digits for the hour and two for the minute: `09:00`")
    case .noSuchTime:
      Wording(
        .malformedTime, "there is no such time of day", help: "write a time from `00:00` to `23:59`"
      )
    }
  }
}

extension FixedWidthInteger {
  /// Two or more hexadecimal digits.
  fileprivate var hexadecimal: String {
    let digits = String(self, radix: 16, uppercase: true)
    return digits.utf8.count < 2 ? "0" + digits : digits
  }
}
