import Diagnostics
import Tables

/// Reads tokens as an agreement, by recursive descent; each method is one production of grammar.md.
///
/// `parseX` always returns a node, an error node if need be; `takeX` returns nil without consuming
/// anything; `expect` reports what is absent. Inside one clause only the first mistake is reported;
/// the next clause starts afresh. A mistake on a line that the lexer has complained about is not
/// reported again.
package struct Parser {
  private(set) var tree: SyntaxTree
  /// The tokens that are no trivia; the last one is the end of the file.
  let lexemes: [Lexeme]
  /// The lexeme that is read next.
  var position = 0
  /// Where the current clause starts; the line end before it does not end it.
  private(set) var clauseStart = 0
  /// Where the current clause ends although the line before asks for more, after a mistake.
  var clauseEnd: Int?
  /// Where the current clause goes on although a line starts, after a mistake.
  private var joinedLine: Int?
  /// How many `(` and `[` are open; line ends do not count inside them.
  var openBrackets = 0
  /// Nested expressions that are being read.
  var depth = 0
  /// `true` from a mistake to the end of its clause.
  private(set) var isRecovering = false
  /// The left side of the comparison that was read last, for remedies.
  var lastCompared: SourceRange?
  /// What is being read, for the words of messages.
  var form = Form.agreement
  private var mistakes: [Mistake]
  /// `true` iff the lexer has refused the text, so that nothing else is worth saying about it.
  private let isRejected: Bool
  /// For each line with text that the parser does not see, where that starts.
  private let troubleOfLine: [Int: Int]
  /// For each expression, the number of expressions on the longest way down.
  private var heights: [Int] = []

  /// Returns the tree of `source`, whatever its text is, and every mistake in it.
  ///
  /// - Complexity: O(bytes · log lines).
  package static func parse(
    _ source: SourceText
  ) -> (tree: SyntaxTree, diagnostics: [Diagnostic]) {
    var parser = Parser(source)
    if parser.current.kind == .endOfFile, parser.mistakes.isEmpty {
      parser.report(.lexical(.file(.empty)), at: .start)
    }
    parser.parseFile()
    parser.tree.isUnderstood = parser.mistakes.allSatisfy(\.isUnderstood)
    return (parser.tree, parser.diagnostics)
  }

  /// Returns the expression that is the whole of `source`, in a tree without declarations.
  package static func parseExpression(
    _ source: SourceText
  ) -> (tree: SyntaxTree, expression: ExpressionID, diagnostics: [Diagnostic]) {
    var parser = Parser(source)
    parser.form = .expression
    let expression = parser.parseExpression()
    parser.endClause()
    if parser.current.kind != .endOfFile { parser.reportTrailing() }
    return (parser.tree, expression, parser.diagnostics)
  }

  private init(_ source: SourceText) {
    let lexer = Lexer.scan(source)
    tree = SyntaxTree(source: source, tokens: lexer.tokens)
    lexemes = Lexeme.lexemes(of: lexer.tokens, in: source)
    // Half of the lexemes or so are expressions.
    tree.expressions.reserveCapacity(lexemes.count / 2)
    heights.reserveCapacity(lexemes.count / 2)
    mistakes = lexer.mistakes
    isRejected = lexer.isRejected
    let troubles = lexer.troubled.map { (source.line(at: $0), $0) }
    troubleOfLine = Dictionary(troubles, uniquingKeysWith: min)
  }

  private var diagnostics: [Diagnostic] { Mistake.diagnostics(for: mistakes, in: tree.source) }

  // MARK: Reporting

  /// Reports `problem` at `range`, unless the clause has one already.
  mutating func report(_ problem: SyntaxProblem, at range: SourceRange, related: SourceRange? = nil)
  {
    defer { isRecovering = true }
    guard !isRecovering else { return }
    append(Mistake(problem, range, related: related))
  }

  private mutating func append(_ mistake: Mistake) {
    if !isRejected, !isTroubled(Int(mistake.range.start)) { mistakes.append(mistake) }
  }

  /// `true` iff the line of `offset` holds text before it that the parser does not see.
  private func isTroubled(_ offset: Int) -> Bool {
    guard let trouble = troubleOfLine[tree.source.line(at: offset)] else { return false }
    return trouble <= offset
  }

  /// `true` iff more mistakes than are listed have been found, so that guessing what was meant is
  /// not worth its time.
  var isHopeless: Bool { mistakes.count > Limits.mistakes }

  /// Returns the one of `words` that `word` was probably meant to be.
  func suggestion(for word: String, among words: [String]) -> String? {
    guard word.utf8.count > 1, !isHopeless else { return nil }
    return Suggestion.nearest(to: word, among: words)
  }

  /// Reports a mistake that leaves no doubt about what was meant, so that reading goes on as usual.
  mutating func reportLightly(_ problem: SyntaxProblem, at range: SourceRange) {
    if !isRecovering { append(Mistake(problem, range, isUnderstood: true)) }
  }

  /// Forgets mistakes at `range` that were understood, since another says more about it.
  mutating func forgetMistakes(at range: SourceRange) {
    if isHopeless { return }
    mistakes.removeAll {
      $0.isUnderstood && $0.range.start >= range.start && $0.range.end <= range.end
    }
  }

  /// Starts a clause at the current lexeme.
  mutating func startClause() {
    clauseStart = position
    clauseEnd = nil
    joinedLine = nil
    openBrackets = 0
    endRecovery()
  }

  /// Takes the line that starts here as part of the clause before it, which is reported once.
  mutating func joinLine() {
    if joinedLine == nil {
      let problem = Misuse.misplaced(
        "`\(source.text(of: current.range))` belongs to the clause on the line above",
        remedy: "join the two lines; a clause goes on in the next one only after a sign or a "
          + "comma, or where that starts with `and` or `or`")
      reportLightly(.misuse(problem), at: current.range)
    }
    joinedLine = position
  }

  /// `true` iff the line that starts at `index` has been joined to the clause before it.
  func isJoined(at index: Int) -> Bool { index == joinedLine }

  /// Makes the next mistake news again.
  mutating func endRecovery() { isRecovering = false }

  // MARK: Nodes

  /// Adds an expression over those that it holds, which are in the tree already.
  mutating func add(_ kind: ExpressionKind, since start: Int) -> ExpressionID {
    let range = range(since: start)
    var height = 1
    kind.forEachChild { height = max(height, heights[$0.index] + 1) }
    guard height <= Limits.expressionHeight else {
      report(.misuse(.expressionTooHigh), at: range)
      return append(.error, range, height: 1)
    }
    return append(kind, range, height: height)
  }

  private mutating func append(
    _ kind: ExpressionKind, _ range: SourceRange, height: Int
  ) -> ExpressionID {
    tree.expressions.append(ExpressionNode(kind, range: range))
    heights.append(height)
    return ExpressionID(tree.expressions.count - 1)
  }

  /// Adds `declaration` to the tree.
  mutating func append(_ declaration: Declaration) { tree.declarations.append(declaration) }

  var source: SourceText { tree.source }
}
