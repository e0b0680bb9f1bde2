import Diagnostics

/// Lays out an agreement in its canonical form.
///
/// The form depends on the words, the brackets and the blocks, never on the spaces and line ends of
/// the text, apart from two choices of its author: where empty lines stand between clauses, and
/// whether a block of one clause stays on the line of its header.
package enum Formatter {
  /// Returns the canonical form of `source`, or why there is none.
  ///
  /// What is returned has been read again and found to say the same.
  package static func format(
    _ source: SourceText
  ) -> (text: [UInt8]?, diagnostics: [Diagnostic]) {
    let (tree, mistakes) = Parser.parse(source)
    if mistakes.contains(where: { $0.severity == .error }) { return (nil, mistakes) }
    let block = ClauseReader.read(tree)
    let text = Array(LayoutWriter.text(of: block).utf8)
    let result = SourceText(name: source.name, bytes: text)
    if let problem = FormatProof(of: tree, block).problem(of: result) { return (nil, [problem]) }
    return (text, mistakes)
  }
}
