import Diagnostics

/// Files, blocks and clauses: where things end, and how reading goes on after a mistake.
extension Parser {
  /// Parses a whole agreement.
  ///
  /// file = { declaration end } ;
  mutating func parseFile() {
    while current.kind != .endOfFile {
      let start = position
      startClause()
      if current.kind == .symbol(.rightBrace) {
        report(.strayBracket("}"), at: current.range)
        advance()
      } else if current.kind != .symbol(.semicolon) {
        parseDeclaration()
        endClause()
      }
      if current.kind == .symbol(.semicolon) || position == start { advance() }
    }
  }

  /// Parses a block whose clauses `parseClause` reads, one at a time.
  ///
  /// `inner` are declaration words that start a clause of this block.
  mutating func parseBlock(
    inner: Set<String> = [], parseClause: (inout Parser) -> Void
  ) {
    let owner = form
    guard let opening = takeOpeningBrace() else { return }
    while !take(closing: .rightBrace) {
      let startsOther = startsDeclaration(at: position) && !inner.contains(current.word)
      if current.kind == .endOfFile || startsOther {
        endRecovery()
        report(.unclosedBlock(owner), at: opening)
        return
      }
      let start = position
      startClause()
      form = owner
      if current.kind != .symbol(.semicolon) {
        parseClause(&self)
        endClause()
      }
      if current.kind == .symbol(.semicolon) || position == start { advance() }
    }
    form = owner
    endRecovery()
  }

  /// Takes `}`, which ends a clause and therefore stands beyond it.
  private mutating func take(closing symbol: Symbol) -> Bool {
    guard current.kind == .symbol(symbol) else { return false }
    advance()
    return true
  }

  /// Takes `{`, or reports that it is absent and goes on behind the next one of the clause.
  private mutating func takeOpeningBrace() -> SourceRange? {
    let opening = current.range
    if take(.leftBrace) { return opening }
    if current.kind == .symbol(.leftBrace), !isRecovering {
      reportExpected("`{`", remedy: "write `{` at the end of the line before")
      advance()
      return opening
    }
    let isForgotten = (isAtEnd || startsClause) && hasUnopenedBlock
    reportExpected("`{`", remedy: remedyForBrace)
    if isForgotten { return hereRange }
    while !isAtEnd, current.kind != .symbol(.leftBrace) { advance() }
    guard current.kind == .symbol(.leftBrace) else { return nil }
    defer { advance() }
    return current.range
  }

  /// `true` iff a clause of the block starts here.
  private var startsClause: Bool { form.clauseWords.contains(current.word) }

  /// `true` iff a `{` was forgotten here.
  var hasUnopenedBlock: Bool { endOfUnopenedBlock != nil }

  /// The place of a `}` that no `{` opens, before the next declaration.
  var endOfUnopenedBlock: Int? {
    if isHopeless { return nil }
    var open = 0
    for index in position..<min(position + 1_000, lexemes.count) {
      if startsDeclaration(at: index) { return nil }
      if lexemes[index].kind == .symbol(.leftBrace) { open += 1 }
      if lexemes[index].kind == .symbol(.rightBrace) {
        if open == 0 { return index }
        open -= 1
      }
    }
    return nil
  }

  /// Ends a clause: what still stands in it is reported and passed over.
  ///
  /// end = ";" | line-end ;
  mutating func endClause() {
    openBrackets = 0
    if isAtEnd { return }
    reportTrailing()
    skipClause()
  }

  /// Passes over the rest of the clause, blocks in it included.
  mutating func skipClause() {
    openBrackets = 0
    var openBraces = 0
    while current.kind != .endOfFile {
      if current.kind == .symbol(.leftBrace) {
        openBraces += 1
      } else if openBraces > 0 {
        if startsDeclaration(at: position) { return }
        if current.kind == .symbol(.rightBrace) { openBraces -= 1 }
      } else if isAtEnd {
        return
      }
      advance()
    }
  }

  /// Goes on behind the bracket that closes the one just read, if it is found nearby.
  mutating func skipBehindClosingBracket() {
    if isHopeless { return }
    var open = 0
    for index in position..<min(position + 200, lexemes.count) {
      if startsDeclaration(at: index) { return }
      guard case .symbol(let symbol) = lexemes[index].kind else { continue }
      switch symbol {
      case .leftParenthesis, .leftBracket: open += 1
      case .rightParenthesis, .rightBracket:
        if open == 0 {
          position = index + 1
          return
        }
        open -= 1
      case .leftBrace, .rightBrace, .semicolon: return
      case .comma, .colon, .dot, .slash, .star, .plus, .minus, .equal, .notEqual, .less,
        .lessOrEqual, .greater, .greaterOrEqual:
        break
      }
    }
  }
}
