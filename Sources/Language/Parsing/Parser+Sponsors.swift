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
  ///   | "at" "most" expression "each" | "keep" expression [ "unless" expression ] ;
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
    default: return .error
    }
  }
}
