import Diagnostics

/// Tiers, and what decides over them: exclusions, limits and overrides.
extension Parser {
  /// Parses a tier and its routes.
  ///
  /// tier = "tier" name [ "means" text ] "{" { route end } "}" ;
  mutating func parseTier(since start: Int) -> TierDeclaration {
    form = .tier
    let name = parseName("the tier's name")
    let meaning = takeNearly("means") ? parseText("what the tier means") : nil
    var tier = TierDeclaration(name: name, meaning: meaning, range: range(since: start))
    parseBlock { parser in
      let route = parser.parseRoute()
      tier.routes.append(route)
    }
    tier.range = range(since: start)
    return tier
  }

  /// Parses a way into a tier; a text after `when` is its label unless it is compared.
  ///
  /// route = "when" [ text ] expression | "keep" "while" [ text ] expression | "otherwise" ;
  private mutating func parseRoute() -> Route {
    let start = position
    if takeForeign(["else", "default"], meant: "otherwise") {
      return Route(label: nil, condition: nil, range: range(since: start))
    }
    var isKeep = false
    if !takeForeign(["if"], meant: "when") {
      switch takeClauseWord() {
      case "when": break
      case "keep":
        isKeep = true
        if !takeForeign(["when", "if", "unless"], meant: "while") { expect("while") }
      case "otherwise": return Route(label: nil, condition: nil, range: range(since: start))
      default:
        skipClause()
        return Route(label: nil, condition: addError(), range: range(since: start))
      }
    }
    let label = isAtLabel ? takeText() : nil
    let condition = parseExpression()
    return Route(
      label: label, condition: condition, isKeep: isKeep, range: range(since: start))
  }

  /// Parses how far accounts may move.
  ///
  /// move = "move" "at" "most" operand ( "tier" | "tiers" ) ;
  mutating func parseMove(since start: Int) -> MoveDeclaration {
    form = .move
    let remedy = "write `move at most 1 tier`"
    expect("at", remedy: remedy)
    expect("most", remedy: remedy)
    let steps = isRecovering ? addError() : parseOperand()
    if !isRecovering, !take("tiers") { expect("tier", remedy: remedy) }
    return MoveDeclaration(steps: steps, range: range(since: start))
  }

  /// `true` iff the text here is a label and not a side of a comparison.
  private var isAtLabel: Bool {
    guard current.kind == .text, !isAtEnd else { return false }
    let next = lexeme(after: 1)
    if next.word == "in" || next.word == "is" { return false }
    return next.kind != .symbol(.equal) && next.kind != .symbol(.notEqual)
  }

  // MARK: Accounts that are taken out

  /// Parses a reason to leave accounts out.
  ///
  /// exclude = "exclude" text [ "from" "tiers" ] "when" expression ;
  mutating func parseExclude(since start: Int) -> ExcludeDeclaration {
    form = .exclude
    let reason = parseText("the reason")
    let fromTiersOnly = take("from")
    if fromTiersOnly { expect("tiers") }
    let condition = parseCondition(after: "when")
    return ExcludeDeclaration(
      reason: reason, fromTiersOnly: fromTiersOnly, condition: condition,
      range: range(since: start))
  }

  /// Parses a reason to call a row wrong.
  ///
  /// reject = "reject" text "when" expression ;
  mutating func parseReject(since start: Int) -> RejectDeclaration {
    form = .reject
    let reason = parseText("the reason")
    let condition = parseCondition(after: "when")
    return RejectDeclaration(reason: reason, condition: condition, range: range(since: start))
  }

  /// Parses `word` and the condition after it; `if` and the like are taken for `word`.
  mutating func parseCondition(after word: String) -> ExpressionID {
    let others = ["if", "when", "that", "where"].filter { $0 != word }
    if isRecovering || !takeForeign(others, meant: word) { expect(word) }
    return isRecovering ? addError() : parseExpression()
  }

  // MARK: Limits

  /// Parses a limit on the seats of tiers.
  ///
  /// limit = "limit" names "to" expression "by" sort-keys [ limit-block ] ;
  /// limit-block = "{" { limit-clause end } "}" ;
  mutating func parseLimit(since start: Int) -> LimitDeclaration {
    form = .limit
    let tiers = parseNames("a tier's name")
    if !takeForeign(["=", ":", "<=", "max", "maximum"], meant: "to") { expect("to") }
    let seats = isRecovering ? addError() : parseExpression()
    if !isRecovering { expect("by") }
    let keys = isRecovering ? [] : parseSortKeys()
    var limit = LimitDeclaration(tiers: tiers, seats: seats, keys: keys, range: range(since: start))
    if hasBlock {
      parseBlock { parser in parser.parseLimitClause(of: &limit) }
    }
    limit.range = range(since: start)
    return limit
  }

  /// `true` iff a block follows, here or behind a mistake in the header.
  var hasBlock: Bool {
    if current.kind == .symbol(.leftBrace) { return true }
    if isAtEnd, form.clauseWords.contains(current.word) { return hasUnopenedBlock }
    guard isRecovering else { return false }
    var index = position
    while index < lexemes.count, !(lexemes[index].startsLine && index > position) {
      if lexemes[index].kind == .symbol(.leftBrace) { return true }
      index += 1
    }
    return false
  }

  /// Parses a clause of a limit.
  ///
  /// limit-clause = "spare" [ text ] [ "uncounted" ] "when" expression | "overflow" "to" name
  ///   | "ties" "admit" ;
  private mutating func parseLimitClause(of limit: inout LimitDeclaration) {
    let start = position
    switch takeClauseWord() {
    case "spare":
      let label = takeText()
      let isUncounted = take("uncounted")
      let condition = parseCondition(after: "when")
      limit.spares.append(
        LimitDeclaration.Spare(
          label: label, isUncounted: isUncounted, condition: condition,
          range: range(since: start)))
    case "overflow":
      expect("to")
      let isRepeated = limit.overflow != nil
      limit.overflow = parseName("a tier's name")
      if isRepeated { report(.misuse(.repeated("overflow", .limit)), at: range(since: start)) }
    case "ties":
      expect("admit")
      limit.tiesAdmit = true
    default: break
    }
  }

  /// Parses a decision about one account that outranks the rules.
  ///
  /// override = "override" text "to" name [ "until" date ] "because" text ;
  mutating func parseOverride(since start: Int) -> OverrideDeclaration {
    form = .override
    let key = parseText("the account's key")
    expect("to")
    let tier = parseName("a tier's name")
    _ = isAtOrBelow("until")
    let until = takeNearly("until") ? parseDate("the last day") : nil
    if !isRecovering { expect("because") }
    let reason = parseText("the reason")
    return OverrideDeclaration(
      key: key, tier: tier, until: until, reason: reason, range: range(since: start))
  }
}
