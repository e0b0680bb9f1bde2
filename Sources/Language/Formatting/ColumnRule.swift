/// Where columns start in clauses of one kind, so that clauses below each other read as a table.
struct ColumnRule: Hashable {
  /// For each column, the words or signs that it starts with.
  private var starts: [Set<String>] = []
  /// The words that are passed over before columns are looked for, since they may be anything.
  private var skipped = 1
  /// The words at the start of clauses of a single column, which starts behind so many of them.
  private var leads: [String: Int] = [:]

  /// Returns the rule for `clause` in a block whose header starts with `owner`, or nil where columns
  /// would not help; `owner` is empty for declarations.
  static func rule(for clause: Clause, in owner: String) -> ColumnRule? {
    ofBlocks[owner] ?? clause.words.first.flatMap { ofClauses[$0.text] }
  }

  /// Rules for the clauses of a block, by the first word of its header.
  private static let ofBlocks: [String: ColumnRule] = [
    "agreement": ColumnRule(
      leads: ["agreed": 1, "effective": 1, "expires": 1, "as": 2, "currency": 1, "measure": 1]),
    "group": ColumnRule(
      starts: [["sum", "average", "min", "max", "any", "all", "count", "head", "when"]]),
    "accounts": fields, "table": fields, "let": cases, "criterion": cases,
  ]

  /// Rules by the first word of a clause or declaration.
  private static let ofClauses: [String: ColumnRule] = [
    "let": ColumnRule(starts: [["="]], skipped: 2),
    "tier": ColumnRule(starts: [["means"], ["{"]], skipped: 2),
    "criterion": ColumnRule(starts: [["weight"], ["out"], ["{"]], skipped: 2),
    "override": ColumnRule(starts: [["to"], ["until"], ["because"]], skipped: 2),
  ]

  private static let fields = ColumnRule(starts: [[":", "="], ["from"]])
  private static let cases = ColumnRule(starts: [["when", "otherwise"]])

  /// Returns for each column the index of the word that it starts with.
  func columns(of words: [Word]) -> [Int?] {
    if !leads.isEmpty { return [words.first.flatMap { leads[$0.text] }] }
    var next = skipped
    return starts.map { start in
      let found = ColumnRule.firstIndex(of: start, in: words, from: next)
      if let found { next = found + 1 }
      return found
    }
  }

  /// Returns the first word from `start` on, outside brackets and braces, that is one of `texts`.
  private static func firstIndex(of texts: Set<String>, in words: [Word], from start: Int) -> Int? {
    var openBrackets = 0
    for index in words.indices {
      let word = words[index]
      if word.isSign(.rightParenthesis, .rightBracket, .rightBrace) { openBrackets -= 1 }
      if index >= start, openBrackets == 0, word.kind != .text, texts.contains(word.text) {
        return index
      }
      if word.isSign(.leftParenthesis, .leftBracket, .leftBrace) { openBrackets += 1 }
    }
    return nil
  }
}
