import Diagnostics

/// Corporate groups, which are judged as one account.
extension Parser {
  /// Parses which accounts form a group, and what becomes of their figures.
  ///
  /// group = "group" "accounts" "by" word "{" { group-clause end } "}" ;
  mutating func parseGroup(since start: Int) -> GroupDeclaration {
    form = .group
    expect("accounts")
    expect("by")
    let parent = parseWord(
      "the field that names an account's parent", remedy: "write `group accounts by parent {`")
    var group = GroupDeclaration(parent: parent, range: range(since: start))
    parseBlock { parser in
      let start = parser.position
      let kind = parser.parseGroupClause()
      group.clauses.append(GroupDeclaration.Clause(kind, range: parser.range(since: start)))
    }
    group.range = range(since: start)
    return group
  }

  /// Parses a clause of the group block.
  ///
  /// group-clause = "alone" "when" expression | word combination ;
  private mutating func parseGroupClause() -> GroupDeclaration.Clause.Kind {
    let next = lexeme(after: 1)
    let isCombined = !next.startsLine && Combiner(rawValue: next.word) != nil
    if isAt("alone"), !isCombined {
      advance()
      expect("when")
      return .alone(parseExpression())
    }
    guard current.isName else {
      reportUnknownClause()
      return .error
    }
    let field = parseWord("a field of the accounts")
    guard let combination = parseCombination(of: field) else { return .error }
    return .combine(field, combination)
  }

  /// Parses how the members' values of a field become the group's.
  ///
  /// combination = "sum" | "min" | "max" | "any" | "all" | "count" | "head"
  ///   | "average" "by" word ;
  private mutating func parseCombination(of field: Name) -> GroupDeclaration.Combination? {
    let words = Combiner.allCases.map(\.rawValue)
    let taken = words.first { take($0) } ?? takeMisspelt(words)
    switch taken.flatMap({ Combiner(rawValue: $0) }) {
    case .sum: return .sum
    case .min: return .min
    case .max: return .max
    case .any: return .any
    case .all: return .all
    case .count: return .count
    case .head: return .head
    case .average:
      expect("by", remedy: "write `\(field.text) average by revenue`: the larger weighs more")
      return .average(by: parseWord("the field by which members weigh"))
    case nil:
      reportExpected(
        "how the members' `\(field.text)` become one",
        remedy: "write `\(field.text) sum`, or another of \(Wording.list(words))")
      return nil
    }
  }
}

/// The words for what becomes of the members' figures.
private enum Combiner: String, CaseIterable {
  case sum, average, min, max, any, all, count, head
}
