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
    guard take("not") else { return parseFallback() }
    let operand = nested { $0.parseNegatedCondition() }
    return add(.not(operand), since: start)
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
  /// comparison = sum [ comparator sum | "is" ( "missing" | "present" ) | "in" list ] ;
  /// comparator = "=" | "!=" | "<" | "<=" | ">" | ">=" ;
  private mutating func parseComparison() -> ExpressionID {
    let start = position
    let left = parseSum()
    guard let compared = takeComparison(of: left, since: start) else { return left }
    if !isRecovering, startsComparison {
      report(.misuse(.chainedComparison), at: current.range)
      while startsComparison, takeComparison(of: compared, since: start) != nil {}
    }
    return compared
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
      if isAt("missing") || isAt("present") { return parsePresence(of: left, since: start) }
      let right = parseSum()
      return add(.binary(comparator, left, right), since: start)
    }
    if take("is") { return parsePresence(of: left, since: start) }
    if take("in") {
      let elements = parseList()
      return add(.membership(left, elements), since: start)
    }
    if isAt("not"), lexeme(after: 1).word == "in" {
      let remedy = "write `not` first: `not x in [ … ]`"
      report(
        .misuse(.misplaced("`not` stands before what it denies", remedy: remedy)), at: current.range
      )
      advance()
      return takeComparison(of: left, since: start)
    }
    return nil
  }

  /// Parses what follows `is`.
  private mutating func parsePresence(of left: ExpressionID, since start: Int) -> ExpressionID {
    if let previous, previous.word != "is" {
      let text = source.text(of: previous.range)
      let problem = Misuse.misplaced(
        "`\(text)` cannot compare with `\(current.word)`", remedy: "write `is \(current.word)`")
      reportLightly(.misuse(problem), at: previous.range)
    }
    let isMissing = isAt("missing")
    if take("missing") || take("present") {
      return add(.presence(left, isMissing: isMissing), since: start)
    }
    reportExpected("`missing` or `present` after `is`", remedy: remedyForPresence)
    return add(.error, since: start)
  }

  private var remedyForPresence: String {
    guard isAt("not") else { return "compare values with `=`" }
    return lexeme(after: 1).word == "present" ? "write `is missing`" : "write `is present`"
  }

  /// Parses the values that `in` chooses from.
  ///
  /// list = "[" expression { "," expression } "]" ;
  private mutating func parseList() -> [ExpressionID] {
    let opening = current.range
    let isParenthesis = isAt(.leftParenthesis)
    guard isParenthesis || isAt(.leftBracket) else {
      reportExpected("`[`", remedy: "write the values between brackets: `in [A, B]`")
      return []
    }
    if isParenthesis { reportLightly(.foreignList, at: opening) }
    advance()
    return bracketed(isParenthesis ? .rightParenthesis : .rightBracket, opening) { parser in
      var elements = [parser.parseExpression()]
      while !parser.isRecovering, parser.take(.comma) {
        elements.append(parser.parseExpression())
      }
      return elements
    }
  }

  /// Parses a sum.
  ///
  /// sum = product { ( "+" | "-" ) product } ;
  private mutating func parseSum() -> ExpressionID {
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
      advance()
      let right = operand(&self)
      left = add(.binary(sign, left, right), since: start)
    }
    return left
  }

  /// The operator of `precedence` that the clause goes on with.
  private func binaryOperator(at precedence: Precedence) -> BinaryOperator? {
    guard !isAtEnd else { return nil }
    let spelling: String
    switch current.kind {
    case .word: spelling = current.word
    case .symbol(let symbol): spelling = symbol.rawValue
    case .space, .lineEnd, .comment, .text, .number, .date, .time, .invalid, .endOfFile:
      return nil
    }
    guard let sign = BinaryOperator(rawValue: spelling), sign.precedence == precedence else {
      return nil
    }
    return sign
  }

  /// Reads `content` one level deeper, or reports that there are too many levels.
  mutating func nested(_ content: (inout Parser) -> ExpressionID) -> ExpressionID {
    guard depth < Limits.nestingDepth else {
      report(.misuse(.nestingTooDeep), at: current.range)
      let start = position
      skipClause()
      return add(.error, since: start)
    }
    depth += 1
    defer { depth -= 1 }
    return content(&self)
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
    report(.unclosedBracket(closing.rawValue, found: found), at: hereRange, related: opening)
  }
}

extension SyntaxProblem {
  /// `in (A, B)`.
  fileprivate static let foreignList = SyntaxProblem.misuse(
    .misplaced(
      "a list of values stands between brackets", remedy: "write `[` and `]`: `in [A, B]`"))
}
