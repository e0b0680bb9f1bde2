import Diagnostics

/// Expressions, from the loosest operator to the tightest.
extension Parser {
  /// Parses an expression.
  ///
  /// expression = conjunction { "or" conjunction } ;
  mutating func parseExpression() -> ExpressionID {
    nested { parser in parser.parseBinary(at: .or) { $0.parseConjunction() } }
  }

  /// Parses what `or` stands between.
  ///
  /// conjunction = negated-condition { "and" negated-condition } ;
  private mutating func parseConjunction() -> ExpressionID {
    parseBinary(at: .and) { $0.parseNegatedCondition() }
  }

  /// Parses what `and` stands between.
  ///
  /// negated-condition = "not" negated-condition | fallback ;
  private mutating func parseNegatedCondition() -> ExpressionID {
    let start = position
    guard take("not") || takeShoutedNot() else { return parseFallback() }
    let operand = nested { $0.parseNegatedCondition() }
    return add(.not(operand), since: start)
  }

  /// Takes `NOT` before a name, which is reported.
  private mutating func takeShoutedNot() -> Bool {
    let next = lexeme(after: 1)
    guard next.kind == .word, !next.startsLine, !next.isReserved else { return false }
    return current.word != "not" && takeForeign(["not"], meant: "not")
  }

  /// Parses a value with what stands in for it where it is missing.
  ///
  /// fallback = comparison { "else" comparison } ;
  private mutating func parseFallback() -> ExpressionID {
    let start = position
    var value = parseComparison()
    while !isRecovering, isAt("else") {
      if form == .aCase, isElseOfCases { return value }
      advance()
      let other = parseComparison()
      value = add(.fallback(value, other), since: start)
    }
    return value
  }

  /// `true` iff nothing follows the `else` here, so that it was meant as `otherwise`.
  private var isElseOfCases: Bool {
    let next = lexeme(after: 1)
    return next.kind == .endOfFile || next.kind == .symbol(.rightBrace)
      || next.kind == .symbol(.semicolon)
  }

  /// Parses a comparison, of which there is one at most.
  ///
  /// comparison = sum [ comparator sum | "is" ( "missing" | "present" ) | "in" ( list | member ) ] ;
  /// comparator = "=" | "!=" | "<" | "<=" | ">" | ">=" ;
  private mutating func parseComparison() -> ExpressionID {
    let start = position
    let left = parseSum()
    guard let compared = takeComparison(of: left, since: start) else { return left }
    guard !isRecovering, startsComparison else { return compared }
    return parseChain(after: compared, since: start)
  }

  /// Reads on after a whole comparison where another comparator follows, which is reported.
  private mutating func parseChain(
    after compared: ExpressionID, since start: Int
  ) -> ExpressionID {
    let sign = current.range
    guard case .binary(let first, let low, let middle) = tree[compared].kind,
      let second = comparator, first.isOrdering, second.isOrdering
    else {
      report(.misuse(.chainedComparison(remedy: nil)), at: sign)
      while startsComparison, takeComparison(of: compared, since: start) != nil {}
      return compared
    }
    advance()
    let high = parseSum()
    let again = source.text(of: tree[middle].range.joined(with: tree[high].range))
    let remedy = source.text(of: tree[low].range.joined(with: tree[middle].range)) + " and " + again
    reportLightly(.misuse(.chainedComparison(remedy: remedy)), at: sign)
    let right = add(.binary(second, middle, high), since: start)
    return add(.binary(.and, compared, right), since: start)
  }

  private var startsComparison: Bool {
    isAt("is") || isAt("in") || comparator != nil
  }

  private var comparator: BinaryOperator? { binaryOperator(at: .comparison) }

  /// Takes what compares `left`, if anything does.
  private mutating func takeComparison(of left: ExpressionID, since start: Int) -> ExpressionID? {
    if isRecovering, !startsComparison { return nil }
    if let comparator {
      advance()
      let isBlank = isAt("null") || isAtEmptyText && !comparator.isOrdering
      if isAt("missing") || isAt("present") || isBlank {
        return parsePresence(of: left, since: start)
      }
      lastCompared = tree[left].range
      let right = parseSum()
      return add(.binary(comparator, left, right), since: start)
    }
    if let comparator = takeWordyComparator() {
      lastCompared = tree[left].range
      let right = parseSum()
      return add(.binary(comparator, left, right), since: start)
    }
    if take("is") || takeForeign(["is"], meant: "is") {
      return parsePresence(of: left, since: start)
    }
    if take("in") || takeForeign(["in"], meant: "in") {
      if let holder = takeHolder() { return add(.holding(left, in: holder), since: start) }
      let elements = parseList()
      return add(.membership(left, elements), since: start)
    }
    if isAt("not"), lexeme(after: 1).word == "in" { return parseNotIn(left, since: start) }
    if isAt("between") { return parseBetween(left, since: start) }
    return nil
  }

  /// Parses what follows `is`, or a comparator before a word that needs `is`.
  private mutating func parsePresence(of left: ExpressionID, since start: Int) -> ExpressionID {
    let sign = position - 1
    let isDenied = previous?.word == "is" ? take("not") : previous?.kind == .symbol(.notEqual)
    if isAt("missing") || isAt("present") || isAtForeignBlank || isAtEmptyText {
      let asksForMissing = current.word != "present"
      advance()
      let isMissing = asksForMissing != isDenied
      let meant = isMissing ? "is missing" : "is present"
      if isDenied || !isPlainPresence(sign) { reportForeign(meant: meant, at: range(since: sign)) }
      return add(.presence(left, isMissing: isMissing), since: start)
    }
    return parseForeignIs(of: left, isDenied: isDenied, sign: sign, since: start)
  }

  /// `true` iff the lexeme at `sign` is `is` and the one after it `missing` or `present`.
  private func isPlainPresence(_ sign: Int) -> Bool {
    let next = lexemes[sign + 1].word
    return lexemes[sign].word == "is" && (next == "missing" || next == "present")
  }

  /// `true` iff a word stands here that other notations have for what is missing.
  private var isAtForeignBlank: Bool {
    !isAtEnd && ["blank", "empty", "null", "none", "nothing"].contains(current.word.lowercased())
  }

  /// `true` iff `""` stands here, which no cell holds: a blank one is missing.
  private var isAtEmptyText: Bool {
    !isAtEnd && current.kind == .text && source.text(of: current.range) == "\"\""
  }

  /// Parses `is "North"`, which is reported, as a comparison.
  private mutating func parseForeignIs(
    of left: ExpressionID, isDenied: Bool, sign: Int, since start: Int
  ) -> ExpressionID {
    guard !isAtEnd, previous?.word == "is" || isDenied,
      !current.isReserved || isAt("yes") || isAt("no")
    else {
      reportExpected("`missing` or `present`", remedy: "write `is missing` or `is present`")
      return add(.error, since: start)
    }
    reportForeign(meant: isDenied ? "!=" : "=", at: range(since: sign))
    let right = parseSum()
    return add(.binary(isDenied ? .notEqual : .equal, left, right), since: start)
  }

  /// Takes the figure behind `in` that holds several values; where values follow each other, the
  /// brackets of a list are absent.
  mutating func takeHolder() -> ExpressionID? {
    guard !isAtEnd, current.kind == .word, current.isName, !isAt("top"), !isAtBareList else {
      return nil
    }
    return parseMember()
  }

  /// `true` iff words follow with commas between them, where no list of others goes on.
  private var isAtBareList: Bool {
    let next = lexeme(after: 1)
    return next.kind == .symbol(.comma) && !next.startsLine && openBrackets == 0
      && ![Form.show, .limit, .review].contains(form)
  }

  /// Parses the values that `in` chooses from.
  ///
  /// list = "[" expression { "," expression } "]" ;
  mutating func parseList() -> [ExpressionID] {
    let opening = current.range
    let isParenthesis = isAt(.leftParenthesis)
    guard isParenthesis || isAt(.leftBracket) else { return parseBareList() }
    advance()
    if isAt(isParenthesis ? .rightParenthesis : .rightBracket) {
      report(.misuse(.emptyList), at: opening.joined(with: current.range))
    }
    let start = position - 1
    let elements = bracketed(isParenthesis ? .rightParenthesis : .rightBracket, opening) { parser in
      var elements = [parser.parseExpression()]
      while !parser.isRecovering, parser.take(.comma) {
        elements.append(parser.parseExpression())
      }
      return elements
    }
    if isParenthesis { reportParentheses(at: range(since: start)) }
    return elements
  }

  /// Reports a list between parentheses.
  private mutating func reportParentheses(at range: SourceRange) {
    let values = source.text(of: range).dropFirst().dropLast()
    let problem = Misuse.misplaced(
      "a list of values must stand between brackets", remedy: "write `in [\(values)]`")
    reportLightly(.misuse(problem), at: range)
  }

  /// Parses the values of a list without brackets, which is reported.
  private mutating func parseBareList() -> [ExpressionID] {
    let start = position
    if isAt("top") {
      let problem = Misuse.misplaced(
        "the largest are found by their rank", remedy: Parser.remedyForTop)
      report(.misuse(problem), at: current.range)
      return []
    }
    guard !isAtEnd, current.isName || current.kind == .number else {
      reportExpected("`[`", remedy: "write the values between brackets: `in [A, B]`")
      return []
    }
    var elements = [parseSum()]
    while !isRecovering, take(.comma) { elements.append(parseSum()) }
    let range = range(since: start)
    let remedy = "write `in [\(source.text(of: range))]`"
    reportLightly(
      .misuse(.misplaced("a list of values must stand between brackets", remedy: remedy)), at: range
    )
    return elements
  }

  /// Parses a sum.
  ///
  /// sum = product { ( "+" | "-" ) product } ;
  mutating func parseSum() -> ExpressionID {
    parseBinary(at: .sum) { $0.parseProduct() }
  }

  /// Parses a product.
  ///
  /// product = operand { ( "*" | "/" ) operand } ;
  private mutating func parseProduct() -> ExpressionID {
    parseBinary(at: .product) { $0.parseOperand() }
  }

  /// Parses what arithmetic stands between.
  ///
  /// operand = "-" operand | member ;
  mutating func parseOperand() -> ExpressionID {
    let start = position
    guard take(.minus) else { return parseMember() }
    let operand = nested { $0.parseOperand() }
    return add(.negated(operand), since: start)
  }

  /// Parses a path from a name or a table to a field.
  ///
  /// member = primary { "." word } ;
  private mutating func parseMember() -> ExpressionID {
    let start = position
    var base = parsePrimary()
    while !isRecovering, take(.dot) {
      let name = parseWord("a field's name after the point")
      base = add(.member(base, name), since: start)
    }
    return base
  }

  // MARK: Steps

  /// Parses operands with operators of `precedence` between them, which bind to the left.
  private mutating func parseBinary(
    at precedence: Precedence, operand: (inout Parser) -> ExpressionID
  ) -> ExpressionID {
    let start = position
    var left = operand(&self)
    while !isRecovering, let sign = binaryOperator(at: precedence) {
      // Spreadsheets write `AND` and `OR`.
      if current.kind == .word, current.word != sign.rawValue {
        reportForeign(meant: sign.rawValue, at: current.range)
      }
      advance()
      let right = operand(&self)
      left = add(.binary(sign, left, right), since: start)
    }
    return left
  }

  /// The operator of `precedence` that the clause goes on with.
  private func binaryOperator(at precedence: Precedence) -> BinaryOperator? {
    guard let sign = current.binaryOperator, sign.precedence == precedence, !isAtEnd else {
      return nil
    }
    return sign
  }

  /// Reads `content` one level deeper, or reports that there are too many levels.
  mutating func nested(_ content: (inout Parser) -> ExpressionID) -> ExpressionID {
    guard depth < Limits.nestingDepth else {
      report(.misuse(.nestingTooDeep), at: current.range)
      let start = position
      skipBrackets()
      return add(.error, since: start)
    }
    depth += 1
    defer { depth -= 1 }
    return content(&self)
  }

  /// Passes over the rest of the clause, also where brackets hold it together over many lines.
  private mutating func skipBrackets() {
    while !isAtEnd {
      switch current.kind {
      case .symbol(.leftParenthesis), .symbol(.leftBracket): openBrackets += 1
      case .symbol(.rightParenthesis), .symbol(.rightBracket): openBrackets -= 1
      case .symbol, .space, .lineEnd, .comment, .word, .text, .number, .date, .time, .invalid,
        .endOfFile:
        break
      }
      advance()
    }
  }

  /// Reads `content` up to the bracket `closing`, which pairs with the one at `opening`.
  mutating func bracketed<Content>(
    _ closing: Symbol, _ opening: SourceRange, _ content: (inout Parser) -> Content
  ) -> Content {
    let outer = openBrackets
    openBrackets += 1
    let result = content(&self)
    if !take(closing) {
      reportUnclosed(closing, opening)
      skipBehindClosingBracket()
    }
    openBrackets = outer
    return result
  }

  /// Reports that `closing` is absent, at the end of the line before where a new line starts.
  private mutating func reportUnclosed(_ closing: Symbol, _ opening: SourceRange) {
    openBrackets = 0
    if reportComma() { return }
    report(.unclosedBracket(closing.rawValue, found: found), at: hereRange, related: opening)
  }
}
