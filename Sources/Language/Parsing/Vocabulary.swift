/// The words that the language knows, for whoever types.
package enum Vocabulary {
  /// The words that start a declaration.
  package static let declarations = DeclarationWord.allCases.map(\.rawValue)

  /// The words that start a declaration or a clause, and those that are never names; each once.
  package static let words: [String] = {
    let clauses = Form.allCases.flatMap { form in form.clauseWords.map(form.phrase) }
    let first = clauses.flatMap { $0.split(separator: " ").map(String.init) }
    return Set(declarations + first).union(ReservedWord.all).sorted()
  }()
}
