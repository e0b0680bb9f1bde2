import Diagnostics

/// What can be wrong with the bytes of an agreement.
enum LexicalProblem: Hashable {
  case file(FileProblem)
  case sign(SignProblem)
  case word(WordProblem)
  case number(NumberProblem)
  case date(DateProblem)

  /// The diagnostic's words.
  var wording: Wording {
    switch self {
    case .file(let problem): problem.wording
    case .sign(let problem): problem.wording
    case .word(let problem): problem.wording
    case .number(let problem): problem.wording
    case .date(let problem): problem.wording
    }
  }

  /// `true` iff it is clear what was meant, so that the text's meaning can still be checked.
  var isUnderstood: Bool {
    switch self {
    case .file: false
    case .sign(let problem): problem.isUnderstood
    case .word: true
    case .number(let problem): problem.meant != nil
    case .date(let problem): problem.meant != nil
    }
  }
}

/// What makes a file no text of this language at all.
enum FileProblem: Hashable {
  case foreignKind(FileKind)
  case tooLarge
  case lineTooLong
  case utf16
  /// A byte that no UTF-8 text has in this place.
  case notUTF8(UInt8)
  case empty

  /// Returns what is wrong with a whole file, and where that shows.
  static func of(_ bytes: [UInt8]) -> (problem: FileProblem, offset: Int)? {
    if isUTF16(bytes) { return (.utf16, 0) }
    if let kind = FileKind(bytes) { return (.foreignKind(kind), 0) }
    if bytes.count > Limits.sourceBytes { return (.tooLarge, 0) }
    return longLine(bytes).map { (.lineTooLong, $0) }
  }

  /// `true` iff a mark says so, or every other one of the first bytes is a zero.
  private static func isUTF16(_ bytes: [UInt8]) -> Bool {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return true }
    let head = bytes.prefix(64)
    guard head.count >= 8 else { return false }
    let zeros = head.indices.filter { head[$0] == 0 }
    let parity = (zeros.first ?? 0) % 2
    return zeros.count * 5 > head.count * 2 && zeros.allSatisfy { $0 % 2 == parity }
  }

  /// Returns where a line starts that is longer than it may be.
  private static func longLine(_ bytes: [UInt8]) -> Int? {
    guard bytes.count > Limits.lineBytes else { return nil }
    var start = 0
    for index in bytes.indices where bytes[index].isLineEnd {
      if index - start > Limits.lineBytes { return start }
      start = index + 1
    }
    return bytes.count - start > Limits.lineBytes ? start : nil
  }

  /// `true` iff the file has text that is worth showing.
  var showsText: Bool {
    switch self {
    case .foreignKind(let kind): kind == .table
    case .tooLarge, .lineTooLong, .utf16, .empty: false
    case .notUTF8: true
    }
  }

  var wording: Wording {
    switch self {
    case .foreignKind(let kind):
      Wording(
        .notAnAgreement,
        kind == .bytes ? "this file is not text" : "this file is \(kind.noun), not an agreement",
        help: kind.remedy)
    case .tooLarge:
      Wording(
        .sourceTooLarge, "the agreement is larger than \(Limits.sourceBytes >> 20) MB",
        help: "check that this is the agreement and not a data file")
    case .lineTooLong:
      Wording(
        .lineTooLong, "this line is longer than \(Limits.lineBytes) bytes",
        help: "break it after a comma or an operator, or check that this is an agreement")
    case .utf16:
      Wording(
        .foreignEncoding, "the file is stored as UTF-16, and agreements as UTF-8",
        help: "save it again in your editor with the encoding UTF-8")
    case .notUTF8(let byte):
      Wording(
        .foreignEncoding, "the file is not stored as UTF-8", label: FileProblem.label(of: byte),
        help: "save it again in your editor with the encoding UTF-8")
    case .empty:
      Wording(
        .emptyAgreement, "this file declares nothing",
        help: "`kamc init accounts.csv` prints an agreement to start from, "
          + "`kamc explain-code K0126` a whole small one")
    }
  }

  /// What a byte stands for in the encoding that is most often met instead.
  private static func label(of byte: UInt8) -> String {
    byte >= 0xA0
      ? "this byte would be `\(Unicode.Scalar(byte))` in Latin-1"
      : "the byte \(String(byte, radix: 16, uppercase: true)) is no letter here"
  }
}

/// What can be wrong with words.
enum WordProblem: Hashable {
  /// A character that nobody sees.
  case invisible(Unicode.Scalar)
  /// A letter of another alphabet than those around it.
  case mixed(LookAlike.Stranger, word: String)

  var wording: Wording {
    switch self {
    case .invisible(let scalar):
      Wording(
        .invisibleCharacter, "there is an invisible character here", label: scalar.named,
        help: "delete it; it usually comes with text copied from a web page or a mail")
    case .mixed(let stranger, let word):
      Wording(
        .lookAlikeLetters, "this word has letters of two alphabets",
        label: "this `\(stranger.letter)` is \(stranger.origin)",
        help: "type the word anew: `\(LookAlike.latin(word))`")
    }
  }
}

/// What can be wrong with signs and quotes.
enum SignProblem: Hashable {
  /// A character that belongs to nothing.
  case unexpected(String)
  /// `==`, `≥`, `&&`.
  case foreign(String, meant: String)
  /// `€5M`, `5M EUR`.
  case currency(String)
  /// `//`, `--` or `/*`.
  case foreignComment(String)
  /// `“text”`.
  case foreignQuotes(String)
  case unclosedText
  /// A line with at least one whole text and one quote more.
  case oddQuotes

  var isUnderstood: Bool {
    switch self {
    case .foreign, .currency, .foreignComment, .foreignQuotes: true
    case .unexpected, .unclosedText, .oddQuotes: false
    }
  }

  var wording: Wording {
    switch self {
    case .unexpected(let character):
      Wording(
        .unexpectedByte,
        (character == "`" ? "a backquote" : "`\(character)`") + " has no meaning here",
        help: SignProblem.remedy(for: character))
    case .foreign(let sign, let meant):
      Wording(.foreignSign, "`\(sign)` is written `\(meant)` here", help: "write `\(meant)`")
    case .currency(let sign):
      Wording(
        .foreignSign, "amounts are written without their currency",
        help: "delete `\(sign)`; the clause `currency` of the agreement says it once for all")
    case .foreignComment(let sign):
      Wording(.foreignSign, "a comment starts with `#` here", help: "write `#` for `\(sign)`")
    case .foreignQuotes(let content):
      Wording(
        .foreignQuotes, "a text must stand between straight quotes",
        label: "these quotes are others",
        help: "write `\"\(content)\"`")
    case .unclosedText:
      Wording(
        .unclosedText, "this text is not closed on its line", label: "it starts here",
        help: "write `\"` where the text ends")
    case .oddQuotes:
      Wording(
        .unclosedText, "a text on this line is not closed", label: "this quote is left over",
        help: "write `\"` on both sides of every text")
    }
  }

  private static func remedy(for character: String) -> String {
    switch character {
    case "%": "write the percent sign directly after a number: `15%`"
    case "€", "$", "£", "¥": "write the figure alone; `currency` in the agreement says the money"
    case "'", "‘", "’", "‚", "“", "”", "„", "‟", "«", "»", "`":
      "write texts between straight quotes: `\"`"
    case "^": "write a power as a product: `x * x`"
    case "?": "write a choice as cases: `10 when revenue >= 5M; 0 otherwise`"
    default: "delete it, or put it between quotes if it belongs to a text"
    }
  }
}

/// The currencies that people write beside amounts.
enum Currencies {
  private static let codes: Set<String> = [
    "AUD", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HUF", "INR", "JPY", "NOK", "PLN",
    "RON", "SEK", "TRY", "USD", "ZAR",
  ]

  static func isCode(_ text: String) -> Bool { text.utf8.count == 3 && codes.contains(text) }
}
