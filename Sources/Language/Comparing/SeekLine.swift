import Diagnostics

/// A line that begins with `seek`: which figure is to be found, and what it is to bring about.
package struct SeekLine: Hashable, Sendable {
  /// What may be another figure.
  package enum Target: Hashable, Sendable {
    case limit([String])
    case weight(String)
    case letting(String)
    /// A figure as it is written, in the declaration that is known by its first words.
    case figure(String, in: [String])
    /// A cell of the accounts, or of the table that is named.
    case cell(table: String?, field: String, key: String)
  }

  /// Which tiers are meant beside the one that is named.
  package enum Reach: Hashable, Sendable { case exactly, orBetter, orWorse }

  /// What is to be the case.
  package enum Goal: Hashable, Sendable {
    case stays(String)
    case tier(String, is: String, Reach)
    /// A condition over all accounts, as it is written.
    case condition(String)
  }

  package var target: Target
  package var goal: Goal
  /// How far apart the figures are that are tried, as it is written.
  package var step: String?

  /// `true` iff a line is meant as one, and not as a question about a figure of this name.
  package static func begins(_ line: String) -> Bool {
    let words = SeekLine.words(of: line).words
    guard words.first == "seek" else { return false }
    guard words.count > 1, let sign = words[1].utf8.first else { return true }
    let isWord = words[1].first?.isLetter ?? false
    let isFigure = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(sign)
    return (isWord || isFigure) && !["in", "is", "and", "or"].contains(words[1])
  }

  /// Returns nil for a line that is none.
  ///
  /// ```
  /// seek limit TIER {, TIER} [in steps of NUMBER] so that GOAL
  /// seek weight NAME …
  /// seek let NAME …
  /// seek FIGURE in DECLARATION NAME …
  /// seek [TABLE .] FIELD of "KEY" …
  ///
  /// GOAL = "KEY" stays | "KEY" is TIER [or better | or worse] | CONDITION
  /// ```
  package init?(_ line: String) {
    let (words, end) = SeekLine.words(of: line)
    let places = words.indices.dropLast()
    guard words.first == "seek",
      let so = places.first(where: { words[$0] == "so" && words[$0 + 1] == "that" }), so > 1
    else { return nil }
    var left = Array(words[1..<so])
    if left.count > 4, Array(left.suffix(4).prefix(3)) == ["in", "steps", "of"] {
      step = left[left.count - 1]
      left.removeLast(4)
    }
    let right = Array(words[(so + 2)...])
    guard let target = SeekLine.target(left),
      let goal = SeekLine.goal(
        right, String(decoding: end(so + 1).drop { $0 == UInt8(ascii: " ") }, as: UTF8.self))
    else { return nil }
    self.target = target
    self.goal = goal
  }

  /// The words of a line, and the bytes behind each of them.
  private static func words(
    of line: String
  ) -> (words: [String], end: (Int) -> ArraySlice<UInt8>) {
    let source = SourceText(name: "input", bytes: Array(line.utf8))
    let lexemes = Lexeme.lexemes(of: Lexer.lex(source).tokens, in: source)
      .filter { $0.kind != .endOfFile && $0.kind != .lineEnd }
    return (
      lexemes.map { source.text(of: $0.range) },
      { source.bytes[Int(lexemes[$0].range.end)...] }
    )
  }

  private static func target(_ words: [String]) -> Target? {
    if words.count > 1, words[0] == "limit" {
      return .limit(words.dropFirst().filter { $0 != "," }.map(\.unquoted))
    }
    if words.count > 1, words[0] == "weight" { return .weight(words.dropFirst().joined()) }
    if words.count == 2, words[0] == "let" { return .letting(words[1]) }
    if words.count > 2, words[1] == "in" { return .figure(words[0], in: Array(words[2...])) }
    guard let of = words.firstIndex(of: "of"), of == words.count - 2,
      words[of + 1].hasPrefix("\"")
    else { return nil }
    let path = words[..<of].filter { $0 != "." }
    guard (1...2).contains(path.count) else { return nil }
    return .cell(
      table: path.count == 2 ? path[0] : nil, field: path[path.count - 1],
      key: words[of + 1].unquoted)
  }

  private static func goal(_ words: [String], _ text: String) -> Goal? {
    guard let first = words.first else { return nil }
    if words.count == 2, words[1] == "stays" { return .stays(first.unquoted) }
    guard first.hasPrefix("\""), words.count > 2, words[1] == "is" else {
      return .condition(text)
    }
    let name = words[2].unquoted
    return switch Array(words[3...]) {
    case []: .tier(first.unquoted, is: name, .exactly)
    case ["or", "better"]: .tier(first.unquoted, is: name, .orBetter)
    case ["or", "worse"]: .tier(first.unquoted, is: name, .orWorse)
    default: nil
    }
  }
}
