import Diagnostics
import Tables

/// The choice of a declaration, and the agreement's own block.
extension Parser {
  /// Parses a declaration, and adds it to the tree.
  ///
  /// declaration = agreement | table | rates | group | let | score | criterion | tier | exclude
  ///   | reject | move | limit | override | show | require | warn | sponsor | calendar | review
  ///   | agenda | test | expect ;
  mutating func parseDeclaration() {
    let start = position
    var word = current.declaration
    if word == nil, current.kind == .word {
      word = suggestion(for: current.word, among: DeclarationWord.allCases.map(\.rawValue))
        .flatMap { DeclarationWord(rawValue: $0) }
      if let word {
        reportLightly(.misspelt(current.word, meant: word.rawValue), at: current.range)
      } else if let meant = Synonyms.declaration(for: current.word), isHead(of: meant) {
        reportForeign(meant: meant.rawValue, at: current.range)
        word = meant
      }
    }
    guard let word else {
      reportUnknownDeclaration()
      defer { forgetMistakes(at: range(since: start)) }
      if let end = endOfUnopenedBlock {
        position = end + 1
      } else {
        skipClause()
      }
      append(.error(range(since: start)))
      return
    }
    advance()
    append(parse(word, since: start))
  }

  /// Parses the rest of the declaration that `word` starts.
  private mutating func parse(_ word: DeclarationWord, since start: Int) -> Declaration {
    switch word {
    case .agreement: .agreement(parseAgreement(since: start))
    case .accounts, .table: .table(parseTable(word, since: start))
    case .rates: .rates(parseRates(since: start))
    case .group: .group(parseGroup(since: start))
    case .letting: .letting(parseLet(since: start))
    case .score: .score(parseScore(since: start))
    case .criterion: .criterion(parseCriterion(since: start))
    case .tier: .tier(parseTier(since: start))
    case .exclude: .exclude(parseExclude(since: start))
    case .reject: .reject(parseReject(since: start))
    case .move: .move(parseMove(since: start))
    case .limit: .limit(parseLimit(since: start))
    case .override: .override(parseOverride(since: start))
    case .show: .show(parseShow(since: start))
    case .require: .finding(parseRequire(since: start))
    case .warn: .finding(parseWarn(since: start))
    case .sponsor: .sponsor(parseSponsor(since: start))
    case .calendar: .calendar(parseCalendar(since: start))
    case .review: .review(parseReview(since: start))
    case .agenda: .agenda(parseAgenda(since: start))
    case .test: .test(parseTest(since: start))
    case .expect: .expectation(parseExpectation(since: start))
    }
  }

  /// `true` iff what follows the word here is what follows `word`.
  private func isHead(of word: DeclarationWord) -> Bool {
    let (next, second) = (lexeme(after: 1), lexeme(after: 2))
    switch word {
    case .letting: return next.isFreeWord && second.kind == .symbol(.equal)
    case .accounts: return next.kind == .symbol(.leftBrace)
    case .group: return next.word == "accounts"
    case .tier: return next.isName && second.kind == .symbol(.leftBrace)
    case .score, .criterion: return next.isFreeWord && second.kind == .symbol(.leftBrace)
    case .move: return next.word == "at"
    case .agreement, .table, .rates, .exclude, .reject, .limit, .override, .show, .require,
      .warn, .sponsor, .calendar, .review, .agenda, .test, .expect:
      return false
    }
  }

  private mutating func reportUnknownDeclaration() {
    if isAtClosingBracket { return reportTrailing() }
    report(
      .unknownDeclaration(found: description(of: current), remedy: remedyForDeclaration),
      at: current.range)
  }

  private var remedyForDeclaration: String? {
    let next = lexeme(after: 1)
    switch current.kind {
    case .symbol(.minus), .symbol(.star): return "a comment starts with `#`"
    case .symbol(.leftBrace): return "write what the block declares before it, such as `tier Key {`"
    case .word where next.kind == .symbol(.equal) && !next.startsLine:
      return "write `let \(textOfLine(from: position))`"
    case .word where next.kind == .symbol(.colon) && !next.startsLine:
      return "columns stand in the block of `accounts` or of a `table`"
    case .word: return Synonyms.remedy(forDeclaration: current.word)
    case .symbol, .number, .text, .date, .time, .space, .lineEnd, .comment, .invalid, .endOfFile:
      return nil
    }
  }

  /// Takes the first word of a clause of `form`; a misspelt one is reported, an unknown one too.
  mutating func takeClauseWord() -> String? {
    let words = form.clauseWords
    if let word = words.first(where: { isAt($0) }) {
      advance()
      return word
    }
    if let meant = takeMisspelt(words) { return meant }
    reportUnknownClause()
    return nil
  }

  /// Reports a word that starts no clause of `form`.
  mutating func reportUnknownClause() {
    report(
      .unknownClause(found: description(of: current), in: form, remedy: remedyForClause),
      at: current.range)
  }

  private var remedyForClause: String? {
    if let remedy = Synonyms.remedy(forClause: current.word, in: form) { return remedy }
    let next = lexeme(after: 1)
    if form == .tier, current.kind != .symbol(.leftBrace) {
      return lexeme(after: 1).isComparator
        ? "write `when \(textOfLine(from: position))`"
        : "start it with `when` and a condition, or write `otherwise`"
    }
    let isField = form == .agreement && next.kind == .symbol(.colon) && !next.startsLine
    return isField ? "columns stand in the block of `accounts`" : nil
  }

  // MARK: Agreement

  /// Parses the declaration of what the file is.
  ///
  /// agreement = "agreement" text "{" { agreement-clause end } "}" ;
  private mutating func parseAgreement(since start: Int) -> AgreementDeclaration {
    form = .agreement
    var agreement = AgreementDeclaration(
      name: parseText("the agreement's name"), range: range(since: start))
    parseBlock { parser in
      let start = parser.position
      let kind = parser.parseAgreementClause()
      agreement.clauses.append(AgreementClause(kind, range: parser.range(since: start)))
    }
    agreement.range = range(since: start)
    return agreement
  }

  /// Parses a clause of the agreement's block.
  ///
  /// agreement-clause = "agreed" date [ "by" texts ] | "effective" date | "expires" date
  ///   | "as" "of" date | "currency" word | "measure" expression | "fiscal" "year" fiscal-year
  ///   | "replacing" "costs" operand "times" expression | "inform" operand { "," operand } ;
  private mutating func parseAgreementClause() -> AgreementClause.Kind {
    switch takeClauseWord() {
    case "agreed":
      guard let day = parseDate("the day of the agreement") else { return .error }
      return .agreed(day, by: takeNearly("by") ? parseTexts("a name") : [])
    case "effective": return parseDate("a date").map { .effective($0) } ?? .error
    case "expires": return parseDate("a date").map { .expires($0) } ?? .error
    case "as":
      expect("of")
      return parseDate("a date").map { .asOf($0) } ?? .error
    case "currency":
      return .currency(parseWord("a currency", remedy: "write it like `currency EUR`"))
    case "measure": return .measure(parseExpression())
    case "fiscal":
      expect("year")
      return parseFiscalYear().map { .fiscalYear($0) } ?? .error
    case "replacing":
      expect("costs")
      let factor = parseOperand()
      expect("times")
      return .replacing(factor: factor, figure: parseExpression())
    case "inform":
      var people = [parseOperand()]
      while !isRecovering, take(.comma) { people.append(parseOperand()) }
      return .inform(people)
    default: return .error
    }
  }
}
