import Diagnostics

/// Single figures of an agreement: where they stand, and others in their place.
extension EditableAgreement {
  /// Why no figure, or no single one, is meant.
  package enum FigureProblem: Error, Hashable, Sendable {
    case unknownLet(String, known: [String])
    /// A let that is more than one figure.
    case workedOut(String)
    case unknownDeclaration(String, known: [String])
    /// How often a figure stands in a declaration, which is not once.
    case standing(String, in: String, times: Int, known: [String])
  }

  /// A figure with its place.
  package struct Figure: Hashable, Sendable {
    package var text: String
    package var range: SourceRange
  }

  /// Returns the one figure of which a let is made.
  package func figure(ofLet name: String) throws(FigureProblem) -> Figure {
    let lets = clauses.filter { $0.words.count > 1 && $0.words[0].isWord("let") }
    guard let found = lets.first(where: { $0.words[1].text == name }) else {
      throw .unknownLet(name, known: lets.map { $0.words[1].text })
    }
    let words = Array(found.words.dropFirst(3))
    guard found.block == nil, words.count == 1, words[0].isFigure else { throw .workedOut(name) }
    return Figure(text: words[0].text, range: found.ranges[3])
  }

  /// Returns a figure that stands once in a declaration, such as `65` in `tier Key`.
  package func figure(
    _ text: String, in header: [String]
  ) throws(FigureProblem) -> Figure {
    let name = header.joined(separator: " ")
    guard let clause = declarations.first(where: { $0.isKnown(by: header) }) else {
      throw .unknownDeclaration(name, known: declarations.compactMap(\.shortName))
    }
    let all = clause.figures
    let found = all.filter { $0.text == text }
    guard found.count == 1 else {
      var known: [String] = []
      for figure in all where !known.contains(figure.text) { known.append(figure.text) }
      throw .standing(text, in: name, times: found.count, known: known)
    }
    return found[0]
  }

  /// Writes another text in the place of a figure.
  package mutating func replace(_ figure: Figure, by text: String) {
    replace(figure.range.offsets, with: text)
  }

  /// A criterion with its weight as it is written; no text where it has none.
  package struct Weight: Hashable, Sendable {
    package var score: String
    package var name: String
  }

  /// Returns the criterion that a name means.
  package func weight(of name: String) throws(Problem) -> Weight {
    let found = criteria.filter { $0.name == name || "\($0.score).\($0.name)" == name }
    guard let only = found.first else {
      throw .unknownCriterion(name, known: criteria.map(\.name))
    }
    if found.count > 1 { throw .ambiguousCriterion(name, scores: found.map(\.score)) }
    return Weight(score: only.score, name: only.name)
  }

  /// Declarations, and the criteria of scores.
  private var declarations: [PlainClause] {
    clauses
      + clauses.flatMap { $0.block ?? [] }.filter { $0.words.first?.isWord("criterion") ?? false }
  }
}

extension PlainClause {
  /// What a declaration is called by, such as `tier Key`.
  fileprivate var shortName: String? {
    guard words.count > 1, !figures.isEmpty else { return nil }
    return ClauseIdentity.text(words.prefix(2))
  }

  fileprivate func isKnown(by header: [String]) -> Bool {
    guard words.count >= header.count, !header.isEmpty else { return false }
    return zip(words, header).allSatisfy { $0.text.unquoted == $1.unquoted }
  }

  /// All figures, in the order of the text.
  fileprivate var figures: [EditableAgreement.Figure] {
    var found: [EditableAgreement.Figure] = []
    for (word, range) in zip(words, ranges) where word.isFigure {
      found.append(EditableAgreement.Figure(text: word.text, range: range))
    }
    for clause in block ?? [] { found += clause.figures }
    return found
  }
}

extension Word {
  fileprivate var isFigure: Bool {
    switch kind {
    case .number, .date: true
    default: false
    }
  }
}

extension SourceText {
  /// `true` iff a let's name stands nowhere but beside signs that compare.
  package func compares(_ name: String) -> Bool {
    let words = Lexeme.lexemes(of: Lexer.lex(self).tokens, in: self).map { text(of: $0.range) }
    let signs: Set<String> = ["=", "!=", "<", "<=", ">", ">="]
    return words.indices.allSatisfy { place in
      guard words[place] == name else { return true }
      let before = place > 0 ? words[place - 1] : ""
      let after = place + 1 < words.count ? words[place + 1] : ""
      return signs.contains(before) || signs.contains(after)
    }
  }
}
