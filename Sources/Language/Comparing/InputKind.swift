import Diagnostics

/// What somebody has typed so far: whether it is a declaration, and whether it goes on.
package enum InputKind: Hashable, Sendable {
  case blank
  case expression
  case declaration

  /// Tells by the first word; a table or a score with that name is meant where it is read on.
  package init(_ text: String) {
    let source = SourceText(name: "input", bytes: Array(text.utf8))
    let tokens = Lexer.lex(source).tokens
    let lexemes = Lexeme.lexemes(of: tokens, in: source)
    guard let first = lexemes.first, first.kind != .endOfFile else {
      // Signs that mean nothing are to be told.
      self = tokens.contains { $0.kind == .invalid } ? .expression : .blank
      return
    }
    let word = source.text(of: first.range)
    let next = lexemes.count > 1 ? lexemes[1].kind : .endOfFile
    let isRead: Bool =
      switch next {
      case .symbol(let sign): sign != .leftBrace
      case .endOfFile: true
      case .word: lexemes[1].binaryOperator != nil
      case .space, .lineEnd, .comment, .text, .number, .date, .time, .invalid: false
      }
    let isOpening = DeclarationWord(rawValue: word) != nil && !isRead
    self = isOpening ? .declaration : .expression
  }

  /// `true` iff a bracket or brace is still open, so that the next line belongs to the text.
  package static func isOpen(_ text: String) -> Bool {
    let source = SourceText(name: "input", bytes: Array(text.utf8))
    var depth = 0
    for token in Lexer.lex(source).tokens {
      switch token.kind {
      case .symbol(.leftBrace), .symbol(.leftParenthesis), .symbol(.leftBracket): depth += 1
      case .symbol(.rightBrace), .symbol(.rightParenthesis), .symbol(.rightBracket): depth -= 1
      default: break
      }
    }
    return depth > 0
  }
}
