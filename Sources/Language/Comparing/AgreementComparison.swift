import Diagnostics

/// Two versions of an agreement, and the edits that make the one the other.
///
/// What: with all edits chosen, the old version says what the new one says, and with none what the
/// old one says; comments and layout count for nothing.
///
/// Why this way: each edit can be applied alone, so that what it brings about is found by judging the
/// accounts by the agreement that has this edit and no other.
package struct AgreementComparison: Sendable {
  /// By the line of the new version, or of the old one for what was taken out.
  package private(set) var edits: [AgreementEdit] = []
  private let name: String
  private let pair: BlockPair
  /// By place in `edits`, the number by which `pair` knows the edit.
  private var numbers: [Int]

  /// Compares two agreements that were parsed without a mistake.
  package init(_ old: SyntaxTree, _ new: SyntaxTree) {
    name = old.source.name
    var found: [AgreementEdit] = []
    pair = BlockPair(old.plainClauses, new.plainClauses, within: [], &found)
    numbers = found.indices.sorted { left, right in
      (found[left].order, left) < (found[right].order, right)
    }
    edits = numbers.map { found[$0] }
  }

  /// Returns the old version with the chosen edits, by their places in `edits`.
  package func agreement(with chosen: Set<Int>) -> SourceText {
    let clauses = pair.clauses(with: Set(chosen.map { numbers[$0] }))
    let text = LayoutWriter.text(of: PlainClause.block(of: clauses))
    return SourceText(name: name, bytes: Array(text.utf8))
  }
}

extension AgreementEdit {
  /// Where a reader of the new version comes upon it.
  fileprivate var order: Int { new?.line ?? old?.line ?? 0 }
}

extension SyntaxTree {
  /// The declarations and clauses with their places.
  var plainClauses: [PlainClause] {
    let lexemes = Lexeme.lexemes(of: tokens, in: source).filter {
      $0.kind != .symbol(.semicolon) && $0.kind != .endOfFile
    }
    var spots = lexemes.map {
      PlainClause.Spot(range: $0.range, line: source.line(at: Int($0.range.start)))
    }[...]
    return PlainClause.all(of: ClauseReader.read(self), &spots)
  }
}
