import Diagnostics

/// Figures that are shown, and what is required or warned about.
extension Parser {
  /// Parses figures to print.
  ///
  /// show = "show" show-item { "," show-item } ;
  mutating func parseShow(since start: Int) -> ShowDeclaration {
    form = .show
    var items = [parseShowItem()]
    while !isRecovering, take(.comma) { items.append(parseShowItem()) }
    return ShowDeclaration(items: items, range: range(since: start))
  }

  /// Parses one figure to print.
  ///
  /// show-item = [ text "=" ] expression ;
  private mutating func parseShowItem() -> ShowDeclaration.Item {
    var label: TextLiteral?
    if current.kind == .text, lexeme(after: 1).kind == .symbol(.equal) {
      label = takeText()
      expect(.equal)
    }
    return ShowDeclaration.Item(label: label, value: parseExpression())
  }

  /// Parses what must be shown to hold.
  ///
  /// require = "require" text [ scope ] "that" expression ;
  mutating func parseRequire(since start: Int) -> FindingDeclaration {
    form = .require
    return parseFinding(.require, after: "that", since: start)
  }

  /// Parses what is worth a warning.
  ///
  /// warn = "warn" text [ scope ] "when" expression ;
  mutating func parseWarn(since start: Int) -> FindingDeclaration {
    form = .warn
    return parseFinding(.warn, after: "when", since: start)
  }

  private mutating func parseFinding(
    _ kind: FindingDeclaration.Kind, after word: String, since start: Int
  ) -> FindingDeclaration {
    let label = parseText("a label")
    let scope = isAtOrBelow("for") ? parseScope() : .portfolio
    let condition = parseCondition(after: word)
    return FindingDeclaration(
      kind: kind, label: label, scope: scope, condition: condition, range: range(since: start))
  }

  /// Parses for whom something is judged.
  ///
  /// scope = "for" ( "all" | "each" word | names ) ;
  private mutating func parseScope() -> FindingDeclaration.Scope {
    expect("for")
    if take("all") { return .all }
    if takeNearly("each") { return .each(parseWord("a table or a field")) }
    return .tiers(parseNames("a tier's name"))
  }

  /// Parses the tiers that something is for.
  ///
  /// for-tiers = "for" names ;
  mutating func parseForTiers() -> [Name] {
    expect("for")
    return isRecovering ? [] : parseNames("a tier's name")
  }
}
