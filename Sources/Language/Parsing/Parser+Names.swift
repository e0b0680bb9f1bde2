import Diagnostics
import Tables

/// Names, texts, dates, times and counts.
extension Parser {
  /// Parses a name that may be quoted: of a tier, or of a value of a `one of` field.
  ///
  /// name = word | text ;
  mutating func parseName(_ role: String, inList: Bool = false) -> Name {
    let start = position
    if let text = takeText() { return Name(text: text.text, range: text.range, isQuoted: true) }
    if let name = takeWord() { return takeRest(of: name, since: start, inList: inList) }
    let here = hereRange
    if !isAtEnd, current.isReserved, isNamePlace(lexeme(after: 1)) {
      let remedy = "put it between quotes: `\"\(current.word)\"`"
      report(.misuse(.reserved(current.word, role: role, remedy: remedy)), at: here)
      advance()
    } else if !isAtEnd, current.kind == .number || current.kind == .date {
      let text = source.text(of: here)
      reportLightly(.unquotedName(text), at: here)
      advance()
      return Name(text: text, range: here, isQuoted: true)
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

  /// Takes the other words of a name of several without quotes, which is reported.
  private mutating func takeRest(of name: Name, since start: Int, inList: Bool) -> Name {
    guard !isRecovering, let end = endOfName else { return name }
    let words = lexemes[start..<end].map { source.text(of: $0.range) }
    position = end
    let range = range(since: start)
    let text = source.text(of: range)
    let list = words.joined(separator: ", ")
    reportLightly(.unquotedName(text, list: inList ? list : nil), at: range)
    return Name(text: text, range: range, isQuoted: true)
  }

  /// The end of the words that belong to the name before them, if there are any and what follows
  /// them can follow a name.
  private var endOfName: Int? {
    let followers = ReservedWord.followers
    var index = position
    while index < lexemes.count - 1, !lexemes[index].startsLine,
      lexemes[index].isFreeWord || lexemes[index].kind == .number,
      !followers.contains(lexemes[index].word),
      suggestion(for: lexemes[index].word, among: followers) == nil
    {
      index += 1
    }
    let next = lexemes[index]
    guard index > position, !isAtEnd else { return nil }
    if next.startsLine || followers.contains(next.word) { return index }
    switch next.kind {
    case .symbol(let sign):
      return [.comma, .leftBrace, .rightBrace, .semicolon].contains(sign) ? index : nil
    case .word:
      // A number before `by` is a number of seats.
      if next.word == "by" { return lexemes[index - 1].kind == .number ? nil : index }
      return ["to", "for", "when", "from", "in"].contains(next.word) ? index : nil
    case .endOfFile: return index
    case .text, .number, .date, .time, .space, .lineEnd, .comment, .invalid: return nil
    }
  }

  /// Parses the name that `role` introduces, which is a word and cannot be quoted.
  mutating func parseWord(_ role: String, remedy: String? = nil) -> Name {
    if let name = takeWord() { return name }
    let here = hereRange
    if !isAtEnd, current.isReserved, form != .table || current.word != "from" {
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

  /// Parses the name of what is declared before one of `signs`; several words are reported.
  mutating func parseDeclaredName(_ role: String, before signs: [Symbol]) -> Name {
    let start = position
    let name = parseWord(role)
    let modifiers = ["weight", "out"]
    guard !isRecovering, !name.text.isEmpty, !modifiers.contains(current.word),
      suggestion(for: current.word, among: modifiers) == nil
    else { return name }
    var index = position
    while index < lexemes.count, !lexemes[index].startsLine,
      lexemes[index].isFreeWord || isDigits(lexemes[index]) && form == .letting
        || lexemes[index].kind == .symbol(.minus)
    {
      index += 1
    }
    guard index > position, signs.contains(where: { lexemes[index].kind == .symbol($0) }) else {
      return name
    }
    let words = lexemes[start..<index].filter { $0.kind != .symbol(.minus) }
    position = index
    let range = range(since: start)
    let meant = words.map { source.text(of: $0.range) }.joined(separator: "_")
    let remedy = "write `\(meant)`"
    reportLightly(.misuse(.brokenName("a name must be one word", remedy: remedy)), at: range)
    return Name(text: meant, range: range)
  }

  private func isDigits(_ lexeme: Lexeme) -> Bool {
    lexeme.kind == .number && source.bytes[lexeme.range.offsets].allSatisfy(\.isDigit)
  }

  /// How to call something that has a reserved word's name.
  private var remedyForReserved: String {
    guard form == .field else { return "choose another name" }
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
    var names = [parseName(role, inList: true)]
    while !isRecovering, take(.comma) || takeForeign(["and", "or", "&"], meant: ",") {
      names.append(parseName(role, inList: true))
    }
    return names.filter { !$0.text.isEmpty || $0.isQuoted }
  }

  // MARK: Literals

  mutating func takeText() -> TextLiteral? {
    guard let range = take(kind: .text) else { return nil }
    return TextLiteral(text: TextLiteral.decode(source.bytes[range.offsets]), range: range)
  }

  /// Takes a text that may be absent; one without quotes is reported.
  mutating func takeLabel(_ role: String) -> TextLiteral? {
    !isAtEnd && current.isFreeWord ? parseText(role) : takeText()
  }

  /// Parses a text, or reports that `role` is absent.
  mutating func parseText(_ role: String, remedy: String? = nil) -> TextLiteral {
    if let text = takeText() { return text }
    let start = position
    let here = hereRange
    guard !isAtEnd, current.isFreeWord || current.kind == .number || current.kind == .date else {
      reportExpected(role, remedy: remedy)
      return TextLiteral(text: "", range: here)
    }
    repeat { advance() } while isAtRestOfText
    let range = range(since: start)
    let text = source.text(of: range)
    reportLightly(.misuse(.unquotedText(role: role, text)), at: range)
    return TextLiteral(text: text, range: range)
  }

  /// `true` iff a text without quotes goes on: with a word, or with a sign that touches the last.
  private var isAtRestOfText: Bool {
    guard !isAtEnd, let previous else { return false }
    switch current.kind {
    case .word where current.isReserved: return false
    case .word, .number: return !ReservedWord.followers.contains(current.word)
    case .symbol(.dot), .symbol(.slash), .symbol(.minus):
      return previous.range.end == current.range.start
    case .symbol, .text, .date, .time, .space, .lineEnd, .comment, .invalid, .endOfFile:
      return false
    }
  }

  /// Parses texts with commas between them.
  ///
  /// texts = text { "," text } ;
  mutating func parseTexts(_ role: String) -> [TextLiteral] {
    var texts = [parseText(role)]
    while !isRecovering, take(.comma) || takeForeign(["and", "&"], meant: ",") {
      texts.append(parseText(role))
    }
    return texts
  }

  /// Parses a date, or returns nil where there is none or a malformed one.
  mutating func parseDate(_ role: String) -> Day? {
    guard let range = take(kind: .date) else {
      if let day = takeDateInWords() { return day }
      reportExpected(role, remedy: "write it like `2027-04-01`")
      return nil
    }
    return DateLiteral.understood(source.bytes[range.offsets])
  }

  /// Takes `1 April 2027` or `April 1, 2027`, which is reported.
  private mutating func takeDateInWords() -> Day? {
    guard !isAtEnd else { return nil }
    let start = position
    let parts = (0..<4).prefix { $0 == 0 || !lexeme(after: $0).startsLine }.map {
      lexeme(after: $0)
    }
    guard let number = parts.prefix(2).lazy.compactMap({ CalendarWords.month($0.word) }).first
    else {
      return nil
    }
    let figures = parts.enumerated().filter { $0.element.kind == .number }
    guard figures.count == 2,
      let day = Int(source.text(of: figures[0].element.range)),
      let year = Int(source.text(of: figures[1].element.range)),
      let found = Day(year: year, month: number, day: day)
    else { return nil }
    position += figures[1].offset + 1
    let range = range(since: start)
    reportLightly(.lexical(.date(.misshapen(days: [found.description]))), at: range)
    return found
  }

  /// Parses a time of day, or returns nil where there is none or a malformed one.
  mutating func parseTime(_ role: String) -> Int? {
    if let range = take(kind: .time) { return TimeLiteral.understood(source.bytes[range.offsets]) }
    if !isAtEnd, current.kind == .number, let hour = Int(source.text(of: current.range)),
      (0..<24).contains(hour)
    {
      let meant = (hour < 10 ? "0" : "") + "\(hour):00"
      reportLightly(.lexical(.date(.misshapenTime(meant: meant))), at: current.range)
      advance()
      return hour * 60
    }
    reportExpected(role, remedy: "write it like `09:00`")
    return nil
  }

  /// Parses a whole number from 1 to `most`, or returns nil where there is none.
  mutating func parseCount(_ role: String, most: Int) -> Int? {
    guard let range = take(kind: .number) else {
      reportExpected(role)
      return nil
    }
    guard let literal = NumberLiteral.understood(source.bytes[range.offsets]) else { return nil }
    guard let count = literal.value.integer, (1...most).contains(count), !literal.isPercent else {
      report(.misuse(.countOutOfRange(role, most: most)), at: range)
      return nil
    }
    return count
  }

  /// Takes a unit of time, singular or plural; a misspelt one is reported.
  mutating func takeDurationUnit() -> DurationUnit? {
    // PERF: what follows a number is mostly `when` or an operator.
    guard current.isFreeWord, !isAtEnd else { return nil }
    let units = DurationUnit.allCases
    return takeUnit(of: units.map(\.rawValue)).map { units[$0] }
  }

  /// Takes one of `words`, singular or plural, and returns its index; a misspelt one is reported.
  mutating func takeUnit(of words: [String], orNearly: Bool = true) -> Int? {
    guard current.isFreeWord, !isAtEnd else { return nil }
    let singulars = words.map { String($0.dropLast()) }
    if let index = words.indices.first(where: { isAt(words[$0]) || isAt(singulars[$0]) }) {
      advance()
      return index
    }
    guard orNearly, let meant = takeMisspelt(words + singulars) else { return nil }
    return words.firstIndex(of: meant) ?? singulars.firstIndex(of: meant)
  }
}

extension SyntaxProblem {
  /// A name that needs quotes; `list` is the same as names of their own, where that is possible.
  fileprivate static func unquotedName(_ text: String, list: String? = nil) -> SyntaxProblem {
    let isNumber = text.utf8.first?.isDigit == true
    let remedy = "write `\"\(text)\"`" + (list.map { ", or `\($0)` if they are several" } ?? "")
    let kind = isNumber ? "that starts with a digit" : "of several words"
    return .misuse(.brokenName("a name \(kind) must stand between quotes", remedy: remedy))
  }
}
