import Diagnostics
import Tables

/// How lexemes are looked at, taken and expected.
extension Parser {
  var current: Lexeme { lexemes[position] }

  /// The lexeme before the one that is read next.
  var previous: Lexeme? { position > 0 ? lexemes[position - 1] : nil }

  /// Returns the lexeme `distance` after the current one; the end of the file repeats.
  func lexeme(after distance: Int) -> Lexeme {
    lexemes[min(position + distance, lexemes.count - 1)]
  }

  mutating func advance() { position = min(position + 1, lexemes.count - 1) }

  // MARK: Ends

  /// `true` iff the clause has ended before the current lexeme.
  var isAtEnd: Bool {
    lexemes[position].endsClause || breaks(before: position)
  }

  /// `true` iff a line end before the lexeme at `index` ends the clause.
  private func breaks(before index: Int) -> Bool {
    if index == clauseEnd { return true }
    guard lexemes[index].startsLine, index > clauseStart, !isJoined(at: index) else { return false }
    if startsDeclaration(at: index) { return true }
    if openBrackets > 0 || lexemes[index - 1].asksForMore { return false }
    let word = lexemes[index].word
    return word != "and" && word != "or" && !startsRemark(at: index) && !startsUnless(at: index)
  }

  /// `true` iff a line starts at `index` with what can only be a declaration.
  ///
  /// No other clause has two such lexemes side by side, but for a figure of that name in a ranking,
  /// so a forgotten bracket before it is noticed here and not at the end of the file.
  func startsDeclaration(at index: Int) -> Bool {
    guard lexemes[index].startsLine, index + 1 < lexemes.count,
      let word = lexemes[index].declaration
    else { return false }
    let next = lexemes[index + 1]
    guard !next.startsLine, next.word != "ascending", next.word != "descending" else {
      return false
    }
    switch word {
    case .agreement, .exclude, .reject, .override, .require, .warn, .review, .agenda, .test,
      .expect:
      return next.kind == .text
    case .accounts, .calendar: return next.kind == .symbol(.leftBrace)
    case .table, .letting, .score, .criterion: return next.isFreeWord
    case .tier, .limit, .show: return next.isName
    case .sponsor: return next.word == "for"
    case .move: return next.word == "at"
    case .rates: return next.word == "to"
    case .group: return next.word == "accounts"
    }
  }

  // MARK: Taking

  func isAt(_ symbol: Symbol) -> Bool { lexemes[position].kind == .symbol(symbol) && !isAtEnd }

  func isAt(_ word: String) -> Bool { lexemes[position].word == word && !isAtEnd }

  /// Takes `symbol` if the clause goes on with it.
  mutating func take(_ symbol: Symbol) -> Bool {
    guard isAt(symbol) else { return false }
    advance()
    return true
  }

  /// Takes `word` if the clause goes on with it.
  mutating func take(_ word: String) -> Bool {
    guard isAt(word) else { return false }
    advance()
    return true
  }

  /// Takes the first of `words` that the clause goes on with, and returns it.
  mutating func takeOne<Word: CaseIterable & RawRepresentable>(of words: Word.Type) -> Word?
  where Word.RawValue == String {
    guard let word = Word.allCases.first(where: { isAt($0.rawValue) }) else { return nil }
    advance()
    return word
  }

  /// Takes a token of `kind` and returns its bytes' range.
  mutating func take(kind: TokenKind) -> SourceRange? {
    guard current.kind == kind, !isAtEnd else { return nil }
    defer { advance() }
    return current.range
  }

  // MARK: Expecting

  /// Takes `word` or reports that it is absent; a misspelt one is reported and taken.
  mutating func expect(_ word: String, remedy: String? = nil) {
    if isBelow(word) { joinLine() }
    if takeNearly(word) { return }
    if !isAtEnd, current.isFreeWord, lexeme(after: 1).word == word, !lexeme(after: 1).startsLine {
      let text = source.text(of: current.range)
      reportLightly(
        .misuse(.misplaced("`\(text)` has no place here", remedy: "delete it")), at: current.range)
      advance()
      advance()
      return
    }
    reportExpected("`\(word)`", remedy: remedy)
  }

  /// `true` iff the clause goes on with `word`, if need be on the next line, which is reported.
  mutating func isAtOrBelow(_ word: String) -> Bool {
    if isBelow(word) { joinLine() }
    return isAt(word)
  }

  /// `true` iff the next line starts with `word`, which belongs to this one.
  func isBelow(_ word: String) -> Bool {
    current.word == word && current.startsLine && isAtEnd && !isRecovering
      && !startsDeclaration(at: position)
  }

  /// Takes `symbol` or reports that it is absent.
  mutating func expect(_ symbol: Symbol) {
    if !take(symbol) { reportExpected("`\(symbol.rawValue)`") }
  }

  /// Takes `word`, or a misspelt one, which is reported, if the clause goes on with it.
  mutating func takeNearly(_ word: String) -> Bool {
    take(word) || takeMisspelt([word]) != nil
  }

  /// Takes a word that is nearly one of `words`, which is reported, and returns the one it means.
  mutating func takeMisspelt(_ words: [String]) -> String? {
    guard !isAtEnd, current.kind == .word, !words.contains(current.word),
      let meant = suggestion(for: current.word, among: words)
    else { return nil }
    reportLightly(.misspelt(current.word, meant: meant), at: current.range)
    advance()
    return meant
  }

  /// Takes the first of `words` of another notation that the clause goes on with, and reports that
  /// it is written `meant`.
  mutating func takeForeign(_ words: [String], meant: String) -> Bool {
    let range = lexemes[position].range
    guard !isAtEnd, words.contains(where: { source.spells($0, at: range) }) else { return false }
    reportForeign(meant: meant, at: range)
    advance()
    return true
  }

  /// Reports that what stands at `range` is written `meant`, and understood.
  mutating func reportForeign(meant: String, at range: SourceRange) {
    forgetMistakes(at: range)
    reportLightly(.foreignWord(source.text(of: range), meant: meant), at: range)
  }

  /// Takes `to` between the ends of a range, or what else people write there.
  mutating func takeTo() -> Bool {
    take("to") || takeForeign(["until", "till", "through", "-", "–"], meant: "to")
  }

  /// Reports that `what` is absent at the current lexeme.
  mutating func reportExpected(_ what: String, remedy: String? = nil) {
    if reportComma() { return }
    let remedy = remedy ?? remedyForMissing(what)
    let expectation = Expectation(what: what, found: found, form: form, remedy: remedy)
    report(.expected(expectation), at: hereRange)
  }

  /// What stands where something else is expected, for messages.
  var found: Found {
    if current.kind == .endOfFile { return .endOfFile }
    if isAtEnd, current.startsLine, current.kind != .symbol(.rightBrace) { return .endOfLine }
    switch current.kind {
    case .text, .number, .date, .time: return .value(description(of: current))
    case .word where !current.isReserved: return .value(description(of: current))
    case .word, .symbol, .space, .lineEnd, .comment, .invalid, .endOfFile:
      return .sign(description(of: current))
    }
  }

  /// Returns how messages show `lexeme`.
  func description(of lexeme: Lexeme) -> String {
    var text = source.text(of: lexeme.range)
    if text.count > 40 { text = text.prefix(39) + "…" }
    return lexeme.kind == .text ? "the text \(text)" : "`\(text)`"
  }

  /// The current lexeme, or the point after the previous one where the clause has ended.
  var hereRange: SourceRange {
    guard isAtEnd, current.startsLine || current.kind == .endOfFile, let previous else {
      return current.range
    }
    return SourceRange(start: Int(previous.range.end), end: Int(previous.range.end))
  }

  /// Returns the range of the lexemes from the one at index `start` to the previous one.
  func range(since start: Int) -> SourceRange {
    guard position > start, let previous else {
      let here = hereRange
      return SourceRange(start: Int(here.start), end: Int(here.start))
    }
    return lexemes[start].range.joined(with: previous.range)
  }
}
