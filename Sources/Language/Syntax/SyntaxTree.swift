import Diagnostics

/// The tree of one agreement: every token of the text, the expressions in one flat array, and the
/// declarations in the order of the text.
///
/// Nothing of the text is lost: the tokens, comments and spaces included, tile it, and each node
/// knows the range it stands for. What could not be understood is an `error` node.
package struct SyntaxTree: Sendable {
  package var source: SourceText
  /// All tokens in order, trivia included; their ranges tile the text.
  package var tokens: [Token]
  package var expressions: [ExpressionNode] = []
  package var declarations: [Declaration] = []
  /// `true` iff there was no mistake, or only such as leave no doubt about what was meant: then the
  /// meaning of the text can be checked too.
  package var isUnderstood = true

  package init(source: SourceText, tokens: [Token]) {
    self.source = source
    self.tokens = tokens
  }

  package subscript(id: ExpressionID) -> ExpressionNode { expressions[id.index] }
}

/// The place of an expression in `SyntaxTree.expressions`.
package struct ExpressionID: Hashable, Sendable {
  package var raw: UInt32
  package init(_ index: Int) { raw = UInt32(index) }
  package var index: Int { Int(raw) }
}

/// A name as written: a bare word, or a quoted text in the place of one.
///
/// An empty name that is not quoted stands for one that is absent; the mistake has been reported.
package struct Name: Hashable, Sendable {
  package var text: String
  package var range: SourceRange
  package var isQuoted: Bool

  package init(text: String, range: SourceRange, isQuoted: Bool = false) {
    self.text = text
    self.range = range
    self.isQuoted = isQuoted
  }
}

/// A quoted text, its doubled quotes undone.
package struct TextLiteral: Hashable, Sendable {
  package var text: String
  package var range: SourceRange

  package init(text: String, range: SourceRange) {
    self.text = text
    self.range = range
  }
}
