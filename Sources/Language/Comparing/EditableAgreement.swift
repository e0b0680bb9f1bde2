import Diagnostics

/// The text of an agreement that is changed a declaration or a figure at a time; everything else
/// stays as it is written, comments included.
package struct EditableAgreement: Sendable {
  /// A change that has no place in the agreement.
  package enum Problem: Error, Hashable, Sendable {
    /// No criterion, or no limit, is known by this; others are.
    case unknownCriterion(String, known: [String])
    case unknownLimit(String, known: [String])
    /// Several scores have a criterion of this name.
    case ambiguousCriterion(String, scores: [String])
  }

  /// Text that was put in: where it starts and how long it is.
  package struct Insertion: Hashable, Sendable {
    package var start: Int
    package var length: Int
  }

  package private(set) var source: SourceText
  private(set) var clauses: [PlainClause]

  /// - Requires: the text was parsed without a mistake.
  package init(_ source: SourceText) {
    self.source = source
    clauses = Parser.parse(source).tree.plainClauses
  }

  mutating func replace(_ range: Range<Int>, with text: String) {
    var bytes = source.bytes
    bytes.replaceSubrange(range, with: Array(text.utf8))
    self = EditableAgreement(SourceText(name: source.name, bytes: bytes))
  }

  // MARK: Declarations

  /// Puts declarations in the place of those that are known by the same name; what is new comes
  /// last, a new tier before the last one.
  ///
  /// - Parameter typed: declarations that were parsed without a mistake.
  /// - Returns: where the last of them stands.
  package mutating func put(_ typed: SourceText) -> Insertion {
    var last = Insertion(start: 0, length: 0)
    for declaration in Parser.parse(typed).tree.plainClauses {
      let text = String(decoding: typed.bytes[declaration.range], as: UTF8.self)
      let place = place(of: declaration)
      if let place {
        replace(place, with: text)
        last = Insertion(start: place.lowerBound, length: text.utf8.count)
      } else {
        last = add(text, isTier: declaration.words.first?.isWord("tier") ?? false)
      }
    }
    return last
  }

  /// Where the declaration stands that a typed one replaces.
  private func place(of typed: PlainClause) -> Range<Int>? {
    let name = ClauseIdentity.ofDeclaration(typed.words)
    let known = clauses.first { ClauseIdentity.ofDeclaration($0.words) == name }
    if let known { return known.range }
    guard typed.words.first?.isWord("criterion") ?? false else { return nil }
    let inner = clauses.flatMap { $0.block ?? [] }
    return inner.first { ClauseIdentity.ofClause($0.words) == name }?.range
  }

  private mutating func add(_ text: String, isTier: Bool) -> Insertion {
    let tiers = clauses.filter { $0.words.first?.isWord("tier") ?? false }
    if isTier, let last = tiers.last {
      let start = last.range.lowerBound
      replace(start..<start, with: text + "\n")
      return Insertion(start: start, length: text.utf8.count)
    }
    let end = source.bytes.count
    let gap = source.bytes.last == UInt8(ascii: "\n") ? "" : "\n"
    replace(end..<end, with: gap + text + "\n")
    return Insertion(start: end + gap.utf8.count, length: text.utf8.count)
  }

  // MARK: Figures

  /// Gives a criterion another weight.
  ///
  /// - Parameter name: `growing`, or `worth.growing` where several scores have such a criterion.
  package mutating func setWeight(of name: String, to value: String) throws(Problem) {
    let found = criteria.filter { $0.name == name || "\($0.score).\($0.name)" == name }
    guard let only = found.first else {
      throw .unknownCriterion(name, known: criteria.map(\.name))
    }
    if found.count > 1 { throw .ambiguousCriterion(name, scores: found.map(\.score)) }
    let words = only.clause.words
    guard let weight = words.firstIndex(where: { $0.isWord("weight") }) else {
      let named = words.prefix {
        $0.isWord("criterion") || $0.kind == .text || $0.text == only.name
      }
      let end = only.clause.ranges[max(0, named.count - 1)].offsets.upperBound
      return replace(end..<end, with: " weight \(value)")
    }
    let end =
      words[(weight + 1)...].firstIndex { $0.isWord("out", "missing") } ?? words.count
    replace(range(weight + 1, end, of: only.clause), with: value)
  }

  /// Gives a limit another number of seats.
  package mutating func setLimit(of tiers: [String], to value: String) throws(Problem) {
    let limits = clauses.filter { $0.words.first?.isWord("limit") ?? false }
    let found = limits.first { EditableAgreement.tiers(of: $0) == tiers }
    guard let limit = found, let to = limit.words.firstIndex(where: { $0.isWord("to") }) else {
      throw .unknownLimit(
        tiers.joined(separator: ", "),
        known: limits.map { EditableAgreement.tiers(of: $0).joined(separator: ", ") })
    }
    let end = limit.words[(to + 1)...].firstIndex { $0.isWord("by") } ?? limit.words.count
    replace(range(to + 1, end, of: limit), with: value)
  }

  struct Criterion {
    var score: String
    var name: String
    var clause: PlainClause
  }

  var criteria: [Criterion] {
    clauses.flatMap { clause -> [Criterion] in
      if clause.words.first?.isWord("criterion") ?? false, clause.words.count > 1 {
        return [Criterion(score: "score", name: clause.words[1].text, clause: clause)]
      }
      guard clause.words.first?.isWord("score") ?? false, clause.words.count > 1 else { return [] }
      let inner = (clause.block ?? []).filter {
        $0.words.first?.isWord("criterion") ?? false && $0.words.count > 1
      }
      return inner.map {
        Criterion(score: clause.words[1].text, name: $0.words[1].text, clause: $0)
      }
    }
  }

  private static func tiers(of limit: PlainClause) -> [String] {
    limit.words.dropFirst().prefix { !$0.isWord("to") }.filter { !$0.isSign(.comma) }
      .map { $0.text.unquoted }
  }

  /// The bytes of some words of a clause.
  private func range(_ first: Int, _ end: Int, of clause: PlainClause) -> Range<Int> {
    guard first < end else {
      let before = clause.ranges[max(0, first - 1)].offsets.upperBound
      return before..<before
    }
    return clause.ranges[first].offsets.lowerBound..<clause.ranges[end - 1].offsets.upperBound
  }
}

extension String {
  /// The text of a quoted name.
  var unquoted: String {
    guard count > 1, first == "\"", last == "\"" else { return self }
    return String(dropFirst().dropLast()).replacing("\"\"", with: "\"")
  }
}
