import Diagnostics
import Tables

/// Names, texts, dates, times and counts.
extension Parser {
  /// Parses a name that may be quoted: of a tier, or of a value of a `one of` field.
  ///
  /// name = word | text ;
  mutating func parseName(_ role: String) -> Name {
    if let text = takeText() { return Name(text: text.text, range: text.range, isQuoted: true) }
    if let name = takeWord() { return name }
    let here = hereRange
    if !isAtEnd, current.isReserved, isNamePlace(lexeme(after: 1)) {
      let remedy = "put it between quotes: `\"\(current.word)\"`"
      report(.misuse(.reserved(current.word, role: role, remedy: remedy)), at: here)
      advance()
    } else {
      reportExpected(role)
    }
    return Name(text: "", range: here)
  }

  /// `true` iff `next` can follow a name, so that a reserved word before it was meant as one.
  private func isNamePlace(_ next: Lexeme) -> Bool {
    next.startsLine || next.kind == .endOfFile || next.kind == .symbol(.comma)
      || next.kind == .symbol(.leftBrace) || next.word == "to" || next.word == "means"
  }

  /// Parses the name that `role` introduces, which is a word and cannot be quoted.
  mutating func parseWord(_ role: String, remedy: String? = nil) -> Name {
    if let name = takeWord() { return name }
    let here = hereRange
    if !isAtEnd, current.isReserved {
      report(.misuse(.reserved(current.word, role: role, remedy: remedyForReserved)), at: here)
      advance()
    } else if !isAtEnd, current.kind == .text {
      let remedy =
        form == .field || form == .table
        ? "write a word, and give the column's header with `from`" : "write a word without quotes"
      reportExpected(role, remedy: remedy)
      advance()
    } else {
      reportExpected(role, remedy: remedy)
    }
    return Name(text: "", range: here)
  }

  /// How to call something that has a reserved word's name.
  private var remedyForReserved: String {
    guard form == .field || form == .table else { return "choose another name" }
    let word = current.word
    return "choose another name and keep the header: `\(word)_ : text from \"\(word)\"`"
  }

  /// Takes a word that is not reserved.
  mutating func takeWord() -> Name? {
    guard current.isFreeWord, !isAtEnd else { return nil }
    defer { advance() }
    return Name(text: current.word, range: current.range)
  }

  /// Parses names with commas between them.
  ///
  /// names = name { "," name } ;
  mutating func parseNames(_ role: String) -> [Name] {
    var names = [parseName(role)]
    while !isRecovering, take(.comma) { names.append(parseName(role)) }
    return names.filter { !$0.text.isEmpty || $0.isQuoted }
  }

  // MARK: Literals

  mutating func takeText() -> TextLiteral? {
    guard let range = take(kind: .text) else { return nil }
    return TextLiteral(text: TextLiteral.decode(source.bytes[range.offsets]), range: range)
  }

  /// Parses a text, or reports that `role` is absent.
  mutating func parseText(_ role: String) -> TextLiteral {
    if let text = takeText() { return text }
    let here = hereRange
    if !isAtEnd, current.kind == .word, !current.isReserved {
      reportExpected(role, remedy: "put it between quotes: `\"\(current.word)\"`")
      advance()
    } else {
      reportExpected(role)
    }
    return TextLiteral(text: "", range: here)
  }

  /// Parses texts with commas between them.
  ///
  /// texts = text { "," text } ;
  mutating func parseTexts(_ role: String) -> [TextLiteral] {
    var texts = [parseText(role)]
    while !isRecovering, take(.comma) { texts.append(parseText(role)) }
    return texts
  }

  /// Parses a date, or returns nil where there is none or a malformed one.
  mutating func parseDate(_ role: String) -> Day? {
    guard let range = take(kind: .date) else {
      reportExpected(role, remedy: "write it like `2027-04-01`")
      return nil
    }
    return try? DateLiteral(source.bytes[range.offsets]).day
  }

  /// Parses a time of day, or returns nil where there is none or a malformed one.
  mutating func parseTime(_ role: String) -> Int? {
    guard let range = take(kind: .time) else {
      reportExpected(role, remedy: "write it like `09:00`")
      return nil
    }
    return try? TimeLiteral(source.bytes[range.offsets]).minutesAfterMidnight
  }

  /// Parses a whole number from 1 to `most`, or returns nil where there is none.
  mutating func parseCount(_ role: String, most: Int) -> Int? {
    guard let range = take(kind: .number) else {
      reportExpected(role)
      return nil
    }
    guard let literal = try? NumberLiteral(source.bytes[range.offsets]) else { return nil }
    guard let count = literal.value.integer, (1...most).contains(count), !literal.isPercent else {
      report(.misuse(.countOutOfRange(role, most: most)), at: range)
      return nil
    }
    return count
  }

  /// Takes one of `words`, singular or plural, and returns its index.
  mutating func takeUnit(of words: [String]) -> Int? {
    guard let index = words.firstIndex(where: { isAt($0) || isAt(String($0.dropLast())) }) else {
      return nil
    }
    advance()
    return index
  }
}
