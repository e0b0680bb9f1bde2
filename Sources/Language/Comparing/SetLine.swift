import Diagnostics

/// A line that begins with `set`: what is to be another value.
package enum SetLine: Hashable, Sendable {
  /// Criteria with their weights, as they are written.
  case weights([Weight])
  /// Tiers with a number of seats, as it is written.
  case limit([String], String)
  /// A figure as it is written, in the declaration that is known by these words, and another one.
  case figure(String, in: [String], String)
  /// A cell of the accounts, or of the table that is named.
  case cell(table: String?, field: String, key: String, value: String)

  package struct Weight: Hashable, Sendable {
    package var name: String
    package var value: String
  }

  /// Returns nil for a line that is none of these.
  ///
  /// ```
  /// set weight NAME = VALUE {, NAME = VALUE}
  /// set limit TIER {, TIER} = VALUE
  /// set FIGURE in DECLARATION NAME = FIGURE
  /// set [TABLE .] FIELD of "KEY" = VALUE
  /// ```
  package init?(_ line: String) {
    let source = SourceText(name: "input", bytes: Array(line.utf8))
    let (tokens, _) = Lexer.lex(source)
    let lexemes = Lexeme.lexemes(of: tokens, in: source).filter { $0.kind != .endOfFile }
    var words = lexemes.map { source.text(of: $0.range) }
    guard words.first == "set", let equal = words.firstIndex(of: "="), equal > 1 else {
      return nil
    }
    words.removeFirst()
    let left = Array(words[..<(equal - 1)])
    func text(_ range: Range<Int>) -> String? {
      guard !range.isEmpty, range.upperBound <= lexemes.count else { return nil }
      let (first, last) = (lexemes[range.lowerBound].range, lexemes[range.upperBound - 1].range)
      return source.text(of: SourceRange(start: Int(first.start), end: Int(last.end)))
    }
    guard let value = text((equal + 1)..<lexemes.count) else { return nil }
    if left.first == "weight", left.count > 1 {
      guard let weights = SetLine.weights(lexemes.map { source.text(of: $0.range) }, text) else {
        return nil
      }
      self = .weights(weights)
    } else if left.first == "limit", left.count > 1 {
      self = .limit(left.dropFirst().filter { $0 != "," }.map(\.unquoted), value)
    } else if left.count > 2, left[1] == "in" {
      self = .figure(left[0], in: Array(left[2...]), value)
    } else if let of = left.firstIndex(of: "of"), of == left.count - 2,
      left[of + 1].hasPrefix("\"")
    {
      let path = left[..<of].filter { $0 != "." }
      guard (1...2).contains(path.count) else { return nil }
      self = .cell(
        table: path.count == 2 ? path[0] : nil, field: path[path.count - 1],
        key: left[of + 1].unquoted, value: value)
    } else {
      return nil
    }
  }

  /// Reads what stands behind `set weight`, between commas outside brackets.
  private static func weights(
    _ words: [String], _ text: (Range<Int>) -> String?
  ) -> [Weight]? {
    var weights: [Weight] = []
    var start = 2
    while start < words.count {
      var (end, depth) = (start, 0)
      while end < words.count, depth > 0 || words[end] != "," {
        if words[end] == "(" { depth += 1 }
        if words[end] == ")" { depth -= 1 }
        end += 1
      }
      guard let equal = words[start..<end].firstIndex(of: "="), equal > start,
        let value = text((equal + 1)..<end)
      else { return nil }
      weights.append(Weight(name: words[start..<equal].joined(), value: value))
      start = end + 1
    }
    return weights.isEmpty ? nil : weights
  }
}
