/// By what a clause is known to be the same one in another version of its block: the word that it
/// starts with and the name or label behind it.
enum ClauseIdentity {
  /// Declarations of which an agreement has one.
  private static let single: Set<String> = ["agreement", "accounts", "group", "move", "calendar"]
  /// Declarations that are known by all words of their headers up to one of these.
  private static let ends: [String: [String]] = [
    "limit": ["to"], "sponsor": [], "show": ["="], "rates": ["on"],
  ]

  /// Returns what a declaration is known by.
  static func ofDeclaration(_ words: [Word]) -> String {
    guard let first = words.first?.text else { return "" }
    if single.contains(first) { return first }
    if let ends = ends[first] {
      return text(words.prefix { !ends.contains($0.text) })
    }
    return text(words.prefix(2))
  }

  /// Returns what a clause within a block is known by; clauses that begin with a figure, such as the
  /// cases of a criterion, are all alike.
  static func ofClause(_ words: [Word]) -> String {
    guard let first = words.first, first.kind == .word else { return "" }
    guard words.count > 1 else { return first.text }
    let second = words[1]
    if second.isSign(.colon) { return first.text + ":" }
    if second.kind == .text || first.isWord("criterion") { return text(words.prefix(2)) }
    return first.text
  }

  /// Returns words as they are written on one line.
  static func text(_ words: some Sequence<Word>) -> String {
    var text = ""
    for word in words { text += (text.isEmpty || word.isJoined ? "" : " ") + word.text }
    return text
  }
}
