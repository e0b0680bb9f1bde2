import Diagnostics

/// The text of an agreement as blocks of clauses and comments: all that its layout depends on.
///
/// Which clause means what does not matter here. New clauses of the language are laid out without a
/// change, as long as they are made of words, brackets and blocks.
struct Block: Hashable, Sendable {
  enum Item: Hashable, Sendable {
    case clause(Clause)
    case comment(Comment)
  }

  var items: [Item] = []
  /// The comment behind `{`.
  var openingComment: String?
  /// `true` iff the text starts a new line after `{`.
  var startsLine = false
}

/// A comment on a line of its own.
struct Comment: Hashable, Sendable {
  var text: String
  /// `true` iff empty lines stand before it, and something before them.
  var followsGap: Bool
}

/// A clause or a declaration: its words, and the block that it may end with.
struct Clause: Hashable, Sendable {
  var words: [Word] = []
  var block: Block?
  /// The comment at its end.
  var comment: String?
  /// `true` iff empty lines stand before it, and something before them.
  var followsGap = false
}

/// A token that is no trivia, with the comments that the clause goes on behind.
struct Word: Hashable, Sendable {
  enum Role: Hashable, Sendable {
    /// A word, a sign or a literal.
    case plain
    /// A minus with one side, as in `-5`.
    case negation
    /// The name before the arguments of a function.
    case callee
  }

  var text: String
  var kind: TokenKind
  var role = Role.plain
  /// `true` iff no space stands before it.
  var isJoined = false
  /// The comment at the end of its line; the clause goes on behind it.
  var comment: String?
  /// The comments on lines of their own before the clause goes on.
  var ownComments: [String] = []

  /// `true` iff the clause's line has to end behind it.
  var endsLine: Bool { comment != nil || !ownComments.isEmpty }

  /// `true` iff this is one of `words`, and not in quotes.
  func isWord(_ words: String...) -> Bool { kind == .word && words.contains(text) }

  func isSign(_ signs: Symbol...) -> Bool { signs.contains { kind == .symbol($0) } }

  static let openingBrace = Word(text: "{", kind: .symbol(.leftBrace))
  static let closingBrace = Word(text: "}", kind: .symbol(.rightBrace))
}

extension Clause {
  /// The clause with its block as words on one line, or nil where that would change what the author
  /// chose or hide structure: a block stays on a line only if it was written so and holds at most
  /// one clause, without comments and blocks of its own.
  var asOneLine: [Word]? {
    guard let block else { return words }
    if block.items.isEmpty, block.openingComment == nil {
      return words + [.openingBrace, .closingBrace]
    }
    guard !block.startsLine, block.items.count == 1, case .clause(let only) = block.items[0],
      only.block == nil, only.comment == nil
    else { return nil }
    return words + [.openingBrace] + only.words + [.closingBrace]
  }
}

extension [Word] {
  /// `true` iff these are of a requirement or a warning, behind whose condition remarks may stand.
  var takeRemarks: Bool { first.map { $0.isWord("require", "warn") } ?? false }

  /// `true` iff a remark starts with the word at `index`.
  func startsRemark(at index: Int) -> Bool {
    takeRemarks && self[index].kind == .word && Parser.remarkWords.contains(self[index].text)
      && index + 1 < count && self[index + 1].kind == .text
  }

  /// `true` iff these are of a further review, behind which may stand what makes it needless.
  var takeUnless: Bool { first.map { $0.isWord("also") } ?? false }

  /// `true` iff what makes a further review needless starts with the word at `index`.
  func startsUnless(at index: Int) -> Bool { takeUnless && self[index].isWord("unless") }
}
