internal import Diagnostics
internal import Language
internal import Tables

extension ReferenceEvaluator {
  /// Returns the outcome of an agreement's text over the texts of its files, or the first mistake
  /// of its grammar.
  package static func evaluate(
    _ source: String, files: [String: RawTable]
  ) throws -> ReferenceResult {
    let text = SourceText(name: "criteria.kam", bytes: Array(source.utf8))
    let (tree, mistakes) = Parser.parse(text)
    if let mistake = mistakes.min() {
      let line = mistake.place?.line ?? 0
      throw ReferenceProblem("line \(line): \(mistake.message)\n\(source)")
    }
    return try evaluate(tree, tables: files)
  }
}
