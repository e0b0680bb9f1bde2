import Diagnostics

/// What has to be the same in an agreement and its canonical form: all but the layout.
struct FormatProof {
  private let tree: SyntaxTree
  private let block: Block

  init(of tree: SyntaxTree, _ block: Block) {
    self.tree = tree
    self.block = block
  }

  /// Returns why `result` must not take the place of the text, or nil if it may.
  func problem(of result: SourceText) -> Diagnostic? {
    guard result.bytes.count <= Limits.sourceBytes else {
      return refusal(
        "the canonical form of this text is larger than \(Limits.sourceBytes) bytes",
        help: "cut the agreement into smaller ones")
    }
    let (other, mistakes) = Parser.parse(result)
    guard mistakes.isEmpty, words(of: other) == words(of: tree),
      extents(of: other) == extents(of: tree), other.declarations.count == tree.declarations.count,
      FormatProof.withoutLayout(ClauseReader.read(other)) == FormatProof.withoutLayout(block)
    else {
      return refusal(
        "another layout would change what this text says",
        help: "this is a fault of kamc: keep the text as it is, and report it")
    }
    return nil
  }

  private func refusal(_ message: String, help: String) -> Diagnostic {
    Diagnostic(
      .unformattable, .error, message,
      at: tree.source.place(of: SourceRange(start: 0, end: 0)), help: help)
  }

  /// The texts of all tokens but spaces, line ends, comments and semicolons.
  private func words(of tree: SyntaxTree) -> [String] {
    lexemes(of: tree).map { tree.source.text(of: $0.range) }
  }

  private func lexemes(of tree: SyntaxTree) -> [Lexeme] {
    // The end of the file is no word: it stands where the last one ends if no line end is between.
    Lexeme.lexemes(of: tree.tokens, in: tree.source).filter {
      $0.kind != .symbol(.semicolon) && $0.kind != .endOfFile
    }
  }

  /// Which words each expression stands for, by their numbers.
  private func extents(of tree: SyntaxTree) -> [Range<Int>] {
    var numbers: [UInt32: Int] = [:]
    for (number, lexeme) in lexemes(of: tree).enumerated() {
      numbers[lexeme.range.start] = number
      numbers[lexeme.range.end] = number + 1
    }
    return tree.expressions.map { node in
      let start = numbers[node.range.start] ?? 0
      return start..<max(start, numbers[node.range.end] ?? 0)
    }
  }

  /// Returns `block` without what the layout may change.
  private static func withoutLayout(_ block: Block) -> Block {
    var block = block
    block.startsLine = false
    block.items = block.items.map { item in
      guard case .clause(var clause) = item else { return item }
      clause.block = clause.block.map(withoutLayout)
      return .clause(clause)
    }
    return block
  }
}
