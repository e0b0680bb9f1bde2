import Diagnostics

/// The choice of executive sponsors.
extension Parser {
  /// Parses who becomes the sponsor of which accounts.
  ///
  /// sponsor = "sponsor" for-tiers "{" { sponsor-clause end } "}" ;
  mutating func parseSponsor(since start: Int) -> SponsorDeclaration {
    form = .sponsor
    let tiers = parseForTiers()
    var sponsor = SponsorDeclaration(tiers: tiers, range: range(since: start))
    parseBlock { parser in
      let start = parser.position
      let kind = parser.parseSponsorClause()
      sponsor.clauses.append(SponsorDeclaration.Clause(kind, range: parser.range(since: start)))
    }
    sponsor.range = range(since: start)
    return sponsor
  }

  /// Parses a clause of the sponsor block.
  ///
  /// sponsor-clause = "from" word [ "by" sort-keys ] | "only" expression
  ///   | "not" text "for" text "because" text | "at" "most" expression "each"
  ///   | "keep" expression [ "unless" expression ]
  ///   | "prefer" expression [ "weight" expression ] | "deputy" "with" expression
  ///   | "taking" expression "of" expression "days" "a" "month" ;
  private mutating func parseSponsorClause() -> SponsorDeclaration.Clause.Kind {
    switch takeClauseWord() {
    case "from":
      let table = parseWord("the table of people")
      return .from(table, by: take("by") ? parseSortKeys() : [])
    case "only":
      if isAt("if") || isAt("when") {
        let problem = Misuse.misplaced(
          "the condition must follow `only` directly", remedy: "delete it")
        reportLightly(.misuse(problem), at: current.range)
        advance()
      }
      return .only(parseExpression())
    case "at":
      expect("most")
      let most = parseExpression()
      if !isRecovering { expect("each") }
      return .atMost(most)
    case "keep":
      let field = parseExpression()
      return .keep(field, unless: take("unless") ? parseExpression() : nil)
    case "not": return parseConflict()
    case "prefer":
      let condition = parseExpression()
      return .prefer(condition, weight: take("weight") ? parseExpression() : nil)
    case "deputy":
      expect("with")
      return .deputy(parseExpression())
    case "taking": return parseTime()
    default: return .error
    }
  }

  /// Parses who may not sponsor which account.
  private mutating func parseConflict() -> SponsorDeclaration.Clause.Kind {
    let person = parseText("the person's name")
    expect("for")
    let account = parseText("the account's key")
    if !isRecovering { expect("because") }
    return .never(person: person, account: account, because: parseText("the reason"))
  }

  /// Parses what an account takes of the days that a person has.
  private mutating func parseTime() -> SponsorDeclaration.Clause.Kind {
    let days = parseExpression()
    expect("of")
    let offer = parseExpression()
    for word in ["days", "a", "month"] where !isRecovering { expect(word) }
    return .taking(days, of: offer)
  }
}
