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
    let isForgotten = isAtEnd && hasUnopenedBlock
    reportExpected("`{`", remedy: remedyForBrace)
    if isForgotten { return hereRange }
    while !isAtEnd, current.kind != .symbol(.leftBrace) { advance() }
    guard current.kind == .symbol(.leftBrace) else { return nil }
    defer { advance() }
    return current.range
  }

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

  /// What to write where a word stands before `{` that was probably meant to be another.
  private var remedyForBrace: String? {
    guard !isAtEnd, current.kind == .word,
      let meant = suggestion(
        for: current.word, among: ["means", "weight", "out", "missing"])
    else { return nil }
    return "did you mean `\(meant)`?"
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

  // MARK: Trailing text

  /// Reports what stands after the end of a clause.
  mutating func reportTrailing() {
    if isAtClosingBracket {
      report(.strayBracket(source.text(of: current.range)), at: current.range)
    } else {
      report(
        .trailing(found: description(of: current), remedy: remedyForTrailing), at: current.range)
    }
  }

  /// `true` iff a bracket stands here that no open one waits for.
  var isAtClosingBracket: Bool {
    current.kind == .symbol(.rightParenthesis) || current.kind == .symbol(.rightBracket)
  }

  /// What to write instead of the current lexeme, which follows a complete clause.
  private var remedyForTrailing: String? {
    if current.kind == .symbol(.comma) { return remedyForComma }
    if current.kind == .symbol(.leftBrace) {
      return "delete the block, or start its declaration on a new line"
    }
    guard current.kind == .word else { return nil }
    switch current.word {
    case "if": return "write `when` for a condition"
    case "unless": return "write `when not` and the condition"
    case "then": return "write the value first: `10 when revenue >= 5M`"
    case "between": return "write `x >= a and x <= b`"
    case "contains", "like", "matches": return "compare whole texts with `=` or `in [ … ]`"
    case "million", "millions", "mio": return "write `M` directly after the number: `5M`"
    case "thousand", "thousands": return "write `k` directly after the number: `250k`"
    default: break
    }
    let words = ["and", "or", "when", "otherwise", "else", "is", "in", "by", "where", "within"]
    let lowered = current.word.lowercased()
    let meant = words.first { $0 == lowered && $0 != current.word }
    return (meant ?? suggestion(for: current.word, among: words)).map {
      "did you mean `\($0)`?"
    }
  }

  /// What to do about a comma: a thousands separator is the usual cause.
  private var remedyForComma: String {
    let next = lexeme(after: 1)
    guard let previous, previous.kind == .number, next.kind == .number,
      previous.range.end == current.range.start, current.range.end == next.range.start
    else { return "commas stand only inside lists; start a new line for a new clause" }
    let text = source.text(of: previous.range) + "_" + source.text(of: next.range)
    return "write thousands with `_`, like `\(text)`"
  }
}
