import Diagnostics

/// What a token is; trivia are spaces, line ends and comments.
package enum TokenKind: Hashable, Sendable {
  case space, lineEnd, comment
  /// A word: letters, digits and `_`, not starting with a digit; reserved words too.
  case word
  /// A quoted text.
  case text
  /// A number with its suffix or percent sign, such as `1_000`, `2.5M`, `15%`.
  case number
  /// `2027-04-01`.
  case date
  /// `09:00`.
  case time
  /// A sign or bracket, such as `>=` or `{`.
  case symbol(Symbol)
  /// A byte that belongs to nothing; reported.
  case invalid
  case endOfFile
}

/// Every sign that is a token.
package enum Symbol: String, Hashable, CaseIterable, Sendable {
  case leftBrace = "{"
  case rightBrace = "}"
  case leftParenthesis = "("
  case rightParenthesis = ")"
  case leftBracket = "["
  case rightBracket = "]"
  case comma = ","
  case semicolon = ";"
  case colon = ":"
  case dot = "."
  case slash = "/"
  case star = "*"
  case plus = "+"
  case minus = "-"
  case equal = "="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
}

/// A piece of the text.
package struct Token: Hashable, Sendable {
  package var kind: TokenKind
  package var range: SourceRange

  package init(kind: TokenKind, range: SourceRange) {
    self.kind = kind
    self.range = range
  }
}
