import Diagnostics

/// Reads the tokens of a well-formed agreement as blocks of clauses.
///
/// Clauses end here where they end for the parser: at a line end outside brackets that neither an
/// operator asks to go on behind nor `and`, `or`, `unless` or a remark goes on after, at `;`, and at `}`.
struct ClauseReader {
  /// What a comment on the current line belongs to.
  private enum Anchor {
    case nothing, word, opening, endedClause
  }

  private let source: SourceText
  private var roles: [UInt32: Word.Role]
  /// The blocks that are open, the whole file first.
  private var blocks = [Block()]
  /// For each open block but the first, the clause that it belongs to.
  private var headers: [Clause] = []
  private var clause = Clause()
  /// Comments on lines of their own, which belong to the clause if it goes on.
  private var comments: [Comment] = []
  private var anchor = Anchor.nothing
  private var openBrackets = 0
  /// `true` iff a line has ended since the last word.
  private var startsLine = true
  /// The lines that have ended since the last word or comment.
  private var lineEnds = 0
  private var blockIsNew = false

  /// Returns the clauses of `tree`, which was parsed without a mistake.
  static func read(_ tree: SyntaxTree) -> Block {
    var reader = ClauseReader(tree)
    for token in tree.tokens { reader.take(token) }
    return reader.blocks[0]
  }

  private init(_ tree: SyntaxTree) {
    source = tree.source
    roles = [:]
    for node in tree.expressions {
      if case .negated = node.kind { roles[node.range.start] = .negation }
      if case .call(let call) = node.kind { roles[call.name.range.start] = .callee }
    }
  }

  private mutating func take(_ token: Token) {
    switch token.kind {
    case .space, .invalid: break
    case .lineEnd:
      startsLine = true
      lineEnds += 1
    case .comment: take(comment: text(of: token))
    case .symbol(.semicolon):
      endClause()
      anchor = startsLine ? .nothing : .endedClause
      lineEnds = 0
    case .symbol(.leftBrace): openBlock()
    case .symbol(.rightBrace): closeBlock()
    case .endOfFile:
      endClause()
      fileComments()
    case .word, .text, .number, .date, .time, .symbol: take(word: token)
    }
  }

  /// Returns a token's text; spaces at the end of a comment belong to the layout.
  private func text(of token: Token) -> String {
    let text = source.text(of: token.range).unicodeScalars
    let end = text.lastIndex { !" \t\u{A0}\u{202F}".unicodeScalars.contains($0) }
    return end.map { String(text[...$0]) } ?? ""
  }

  // MARK: Comments

  private mutating func take(comment text: String) {
    switch startsLine ? .nothing : anchor {
    case .word: clause.words[clause.words.count - 1].comment = text
    case .opening: blocks[blocks.count - 1].openingComment = text
    case .endedClause: attachToLastClause(text)
    case .nothing:
      comments.append(Comment(text: text, followsGap: lineEnds > 1))
      lineEnds = 0
    }
  }

  private mutating func attachToLastClause(_ comment: String) {
    let last = blocks[blocks.count - 1].items.count - 1
    guard last >= 0, case .clause(var clause) = blocks[blocks.count - 1].items[last] else { return }
    clause.comment = comment
    blocks[blocks.count - 1].items[last] = .clause(clause)
  }

  /// Makes the waiting comments items of the block.
  private mutating func fileComments() {
    for var comment in comments {
      comment.followsGap = comment.followsGap && !blockIsEmpty
      blocks[blocks.count - 1].items.append(.comment(comment))
    }
    comments.removeAll()
  }

  private var blockIsEmpty: Bool { blocks[blocks.count - 1].items.isEmpty }

  // MARK: Words

  private mutating func take(word token: Token) {
    var word = Word(text: text(of: token), kind: token.kind)
    word.role = roles[token.range.start] ?? .plain
    if startsLine, openBrackets == 0, !goesOn(with: word) { endClause() }
    noteFirst()
    if let last = clause.words.indices.last {
      clause.words[last].ownComments = comments.map(\.text)
      comments.removeAll()
      word.isJoined = Spacing.joins(clause.words[last], word)
    } else {
      startClause()
    }
    clause.words.append(word)
    countBrackets(word)
    anchor = .word
    (startsLine, lineEnds) = (false, 0)
  }

  /// `true` iff a line that starts with `word` belongs to the clause of the line before.
  private func goesOn(with word: Word) -> Bool {
    guard let last = clause.words.last else { return false }
    return word.isWord("and", "or") || last.kind.asksForMore(spelt: last.text)
      || blocks.count == 1 && clause.words.takeRemarks && Parser.remarkWords.contains(word.text)
      || clause.words.takeUnless && word.isWord("unless")
  }

  private mutating func countBrackets(_ word: Word) {
    if word.isSign(.leftParenthesis, .leftBracket) { openBrackets += 1 }
    if word.isSign(.rightParenthesis, .rightBracket) { openBrackets -= 1 }
  }

  /// Notes for a block that has just been opened whether its text starts a new line.
  private mutating func noteFirst() {
    if blockIsNew { blocks[blocks.count - 1].startsLine = startsLine }
    blockIsNew = false
  }

  // MARK: Clauses and blocks

  private mutating func startClause() {
    fileComments()
    clause.followsGap = lineEnds > 1 && !blockIsEmpty
  }

  private mutating func endClause() {
    openBrackets = 0
    guard let last = clause.words.indices.last else { return }
    clause.comment = clause.words[last].comment
    clause.words[last].comment = nil
    blocks[blocks.count - 1].items.append(.clause(clause))
    clause = Clause()
  }

  private mutating func openBlock() {
    headers.append(clause)
    clause = Clause()
    blocks.append(Block())
    anchor = .opening
    blockIsNew = true
    (startsLine, lineEnds, openBrackets) = (false, 0, 0)
  }

  private mutating func closeBlock() {
    endClause()
    fileComments()
    noteFirst()
    guard var header = headers.popLast(), let block = blocks.popLast() else { return }
    header.block = block
    blocks[blocks.count - 1].items.append(.clause(header))
    anchor = .endedClause
    (startsLine, lineEnds) = (false, 0)
  }
}
