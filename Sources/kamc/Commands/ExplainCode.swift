import Diagnostics

/// `kamc explain-code`: the page behind a code, or the list of all of them.
enum ExplainCode {
  /// Returns the page of `word`, or the list of codes where there is none.
  static func page(_ word: String?) throws(ArgumentMistakes) -> String {
    guard let word else { return list }
    guard let page = CodePage.of(word) else {
      throw ArgumentMistakes(
        diagnostics: [unknown(word)], command: .explainCode, format: .text, color: .auto)
    }
    return page.rendered
  }

  private static let list =
    "Codes of messages; `kamc explain-code CODE` explains one.\n\n" + CodePage.list

  private static func unknown(_ word: String) -> Diagnostic {
    let nearest = CodePage.nearest(to: word)
    return Diagnostic(
      .unknownCode, .error, "no message has the code `\(Printable.escaped(word, limit: 100))`",
      at: nil,
      help: nearest.map { "did you mean `\($0.code.rawValue)`, \($0.title.lowercasedFirst)?" }
        ?? "write a code such as `K0204`; `kamc explain-code` lists all of them")
  }
}

extension String {
  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
