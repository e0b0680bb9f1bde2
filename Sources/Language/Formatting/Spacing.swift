/// Where no space stands between two words of a clause.
enum Spacing {
  /// `true` iff `next` stands directly behind `previous`.
  static func joins(_ previous: Word, _ next: Word) -> Bool {
    if next.isSign(.rightParenthesis, .rightBracket, .comma, .dot) { return true }
    if previous.isSign(.leftParenthesis, .leftBracket, .dot) { return true }
    // Two minus signs in a row would look like a comment of another notation.
    if previous.role == .negation { return next.role != .negation }
    if next.isSign(.leftParenthesis) { return previous.role == .callee }
    // The type `yes/no` is one word to a reader.
    return next.isSign(.slash) && previous.isWord("yes")
      || next.isWord("no") && previous.isSign(.slash) && previous.isJoined
  }
}
