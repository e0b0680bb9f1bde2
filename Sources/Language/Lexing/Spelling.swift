import Diagnostics

/// How names and texts from elsewhere are written in an agreement.
package enum Spelling {
  /// `true` iff `text` is a word that may name something.
  package static func isFreeWord(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    let (tokens, diagnostics) = Lexer.lex(SourceText(name: "", bytes: bytes))
    return tokens.count == 2 && tokens[0].kind == .word && diagnostics.isEmpty
      && !ReservedWord.all.contains(text)
  }

  /// `true` iff `scalar` may stand in a word.
  package static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return UInt8(ascii: scalar).isWordByte }
    return DecodedScalar(Array(String(scalar).utf8), at: 0)?.isWordPart ?? false
  }

  /// Returns `text` between quotes, or nil where it holds something that a line cannot show.
  package static func quoted(_ text: String) -> String? {
    guard Printable.escaped(text) == text else { return nil }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }

  /// Returns `text` as a name that may be quoted, or nil where it cannot be written.
  package static func name(_ text: String) -> String? {
    isFreeWord(text) ? text : quoted(text)
  }
}
