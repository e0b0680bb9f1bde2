import Diagnostics

/// Named figures, scores and their criteria.
extension Parser {
  /// Parses a named figure.
  ///
  /// let = "let" word ( "=" expression | cases ) ;
  mutating func parseLet(since start: Int) -> LetDeclaration {
    form = .letting
    let name = parseDeclaredName("a name", before: [.equal, .leftBrace])
    if current.kind == .symbol(.leftBrace) || isAtEnd && hasUnopenedBlock {
      let body = parseBody()
      if case .expression = body {
        let value = source.text(of: range(since: start)).split(separator: "{").last ?? ""
        let text = value.dropLast().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let remedy = "write `let \(name.text) = \(text)`"
        report(
          .misuse(.misplaced("a block holds cases, not one expression", remedy: remedy)),
          at: range(since: start))
      }
      return LetDeclaration(name: name, body: body, range: range(since: start))
    }
    if !take(.equal) { reportExpected("`=`", remedy: remedyForEqual(after: name)) }
    let value = isRecovering ? addError() : parseExpression()
    if isAt("when") {
      let remedy = "write cases between braces: `let \(name.text) { 6 when …; 12 otherwise }`"
      report(
        .misuse(.misplaced("a condition stands only in cases", remedy: remedy)), at: current.range)
    }
    return LetDeclaration(name: name, body: .expression(value), range: range(since: start))
  }

  private func remedyForEqual(after name: Name) -> String? {
    guard !isAtEnd, !name.text.isEmpty else { return nil }
    let isSign = isAt(.colon) || isAt("is") || isAt("be")
    return "write `let \(name.text) = \(textOfLine(from: isSign ? position + 1 : position))`"
  }

  /// Makes an error of nothing, for what a reported mistake leaves out.
  mutating func addError() -> ExpressionID { add(.error, since: position) }

  /// Parses the block of a let or a criterion: cases, or one expression.
  ///
  /// cases = "{" case end { case end } "}" ;
  private mutating func parseBody() -> Body {
    let owner = form
    let start = position
    var cases: [Case] = []
    var single: ExpressionID?
    parseBlock { parser in
      parser.form = .aCase
      let start = parser.position
      let value = parser.parseExpression()
      if parser.isAtEnd, !parser.isRecovering, cases.isEmpty, single == nil {
        single = value
      } else {
        let condition = parser.parseCaseCondition()
        cases.append(Case(value: value, condition: condition, range: parser.range(since: start)))
      }
    }
    form = owner
    guard let single else {
      if cases.isEmpty { reportEmptyBody(since: start) }
      return cases.isEmpty ? .expression(addError()) : .cases(cases)
    }
    if cases.isEmpty { return .expression(single) }
    let end = SourceRange(start: Int(tree[single].range.end), end: Int(tree[single].range.end))
    let expectation = Expectation(
      what: "`when` or `otherwise`", found: .endOfLine, form: .aCase)
    report(.expected(expectation), at: end)
    return .cases(cases)
  }

  private mutating func reportEmptyBody(since start: Int) {
    let expectation = Expectation(
      what: form == .letting ? "a case" : "a figure for the points", found: .sign("`}`"), form: form
    )
    report(.expected(expectation), at: range(since: start))
  }

  /// Parses what follows the value of a case; nil is `otherwise`.
  ///
  /// case = expression ( "when" expression | "otherwise" ) ;
  private mutating func parseCaseCondition() -> ExpressionID? {
    if isRecovering { return addError() }
    if take("otherwise") { return nil }
    if takeForeign(["else", "default"], meant: "otherwise") { return nil }
    if takeForeign(["if", "where", "for"], meant: "when") { return parseExpression() }
    if take("when") { return parseExpression() }
    switch takeMisspelt(["when", "otherwise"]) {
    case "when": return parseExpression()
    case "otherwise": return nil
    default:
      reportExpected("`when` or `otherwise`", remedy: remedyForCase)
      return addError()
    }
  }

  /// What to write for `5: revenue > 1M`.
  private var remedyForCase: String? {
    guard isAt(.colon) || isAt(.comma) || isAt(.equal), let previous else { return nil }
    let rest = textOfLine(from: position + 1)
    return rest.isEmpty ? nil : "write `\(source.text(of: previous.range)) when \(rest)`"
  }

  // MARK: Scores

  /// Parses a score and its criteria.
  ///
  /// score = "score" word [ text ] "{" { score-item end } "}" ;
  mutating func parseScore(since start: Int) -> ScoreDeclaration {
    form = .score
    let name = parseDeclaredName("the score's name", before: [.leftBrace])
    var score = ScoreDeclaration(name: name, title: takeText(), range: range(since: start))
    parseBlock(inner: ["criterion"]) { parser in parser.parseScoreItem(of: &score) }
    score.range = range(since: start)
    return score
  }

  /// Parses a clause of a score.
  ///
  /// score-item = missing-policy | criterion ;
  private mutating func parseScoreItem(of score: inout ScoreDeclaration) {
    let start = position
    switch takeClauseWord() {
    case "criterion": score.criteria.append(parseCriterion(since: start))
    case "missing":
      let policy = parseMissingPolicy()
      if score.missing != nil {
        report(.misuse(.repeated("missing", .score)), at: range(since: start))
      }
      score.missing = score.missing ?? policy
    default: break
    }
  }

  /// Parses what a criterion that cannot be decided does, after `missing`.
  ///
  /// missing-policy = "missing" ( "zero" | "skip" ) ;
  private mutating func parseMissingPolicy() -> MissingPolicy? {
    if let policy = takeOne(of: MissingPolicy.self) { return policy }
    if let meant = takeMisspelt(MissingPolicy.allCases.map(\.rawValue)) {
      return MissingPolicy(rawValue: meant)
    }
    reportExpected("`zero` or `skip`", remedy: "write `missing zero` or `missing skip`")
    return nil
  }

  /// Parses a criterion.
  ///
  /// criterion = "criterion" word [ text ] { criterion-modifier } ( cases | "{" expression end "}" ) ;
  mutating func parseCriterion(since start: Int) -> CriterionDeclaration {
    form = .criterion
    let name = parseDeclaredName("the criterion's name", before: [.leftBrace])
    var criterion = CriterionDeclaration(
      name: name, title: takeText(), body: .cases([]), range: range(since: start))
    while !isRecovering, parseCriterionModifier(of: &criterion) || takeBareWeight(of: &criterion) {}
    criterion.body = parseBody()
    criterion.range = range(since: start)
    return criterion
  }

  /// Takes a figure that lacks its `weight`, which is reported.
  private mutating func takeBareWeight(of criterion: inout CriterionDeclaration) -> Bool {
    guard !isAtEnd, current.kind == .number, criterion.weight == nil else { return false }
    let figure = source.text(of: current.range)
    let other = figure.hasSuffix("%") ? "" : ", or `out of \(figure)`"
    let expectation = Expectation(
      what: "`weight`", found: found, form: form, remedy: "write `weight \(figure)`\(other)")
    reportLightly(.expected(expectation), at: current.range)
    criterion.weight = parseExpression()
    return true
  }

  /// Parses a part of a criterion's header, or returns false where there is none.
  ///
  /// criterion-modifier = "weight" expression | "out" "of" expression | missing-policy ;
  private mutating func parseCriterionModifier(of criterion: inout CriterionDeclaration) -> Bool {
    let start = position
    let isRepeated: Bool
    if takeNearly("weight") {
      isRepeated = criterion.weight != nil
      criterion.weight = parseExpression()
    } else if take("out") {
      isRepeated = criterion.outOf != nil
      expect("of")
      criterion.outOf = parseExpression()
    } else if take("missing") {
      isRepeated = criterion.missing != nil
      criterion.missing = parseMissingPolicy()
    } else {
      return false
    }
    if isRepeated {
      report(.misuse(.repeated(lexemes[start].word, .criterion)), at: range(since: start))
    }
    return true
  }
}
