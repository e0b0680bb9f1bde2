import Diagnostics
import Language
import Testing

struct LexerTests {
  /// Returns the tokens of `text` that are no spaces, as `kind:text`.
  private func tokens(_ text: String) -> [String] {
    let source = Sample.source(text)
    return Lexer.lex(source).tokens.compactMap { token in
      guard token.kind != .space, token.kind != .endOfFile else { return nil }
      let name =
        switch token.kind {
        case .symbol: "symbol"
        default: "\(token.kind)"
        }
      return "\(name):\(source.text(of: token.range))"
    }
  }

  private func mistakes(_ text: String) -> [String] {
    Lexer.lex(Sample.source(text)).diagnostics.map {
      Sample.describe($0) + " → " + ($0.help ?? "")
    }
  }

  @Test func words() {
    #expect(tokens("a_1 _x größe 顧客") == ["word:a_1", "word:_x", "word:größe", "word:顧客"])
  }

  @Test func figures() {
    #expect(
      tokens("1_000 250k 5.5M 2bn 15% 2027-04-01 09:00") == [
        "number:1_000", "number:250k", "number:5.5M", "number:2bn", "number:15%",
        "date:2027-04-01", "time:09:00",
      ])
    #expect(mistakes("1_000 250k 5.5M 2bn 0.000000000000000001 15% 2028-02-29 23:59") == [])
  }

  @Test func signs() {
    #expect(
      tokens("a<=b>c!=d.e;f") == [
        "word:a", "symbol:<=", "word:b", "symbol:>", "word:c", "symbol:!=", "word:d", "symbol:.",
        "word:e", "symbol:;", "word:f",
      ])
  }

  @Test func texts() {
    #expect(tokens(#""a ""b"" c" "" "x""#) == [#"text:"a ""b"" c""#, #"text:"""#, #"text:"x""#])
  }

  @Test func lineEnds() {
    #expect(
      tokens("a\r\nb\rc\n\nd") == [
        "word:a", "lineEnd:\r\n", "word:b", "lineEnd:\r", "word:c", "lineEnd:\n", "lineEnd:\n",
        "word:d",
      ])
  }

  @Test func comments() {
    #expect(tokens("a # \"b\" {\nc") == ["word:a", "comment:# \"b\" {", "lineEnd:\n", "word:c"])
  }

  @Test func spaces() {
    #expect(tokens("\u{FEFF}a\u{A0}b\tc") == ["word:a", "word:b", "word:c"])
  }

  @Test(arguments: [
    ("1__0", "K0103 `_` stands only between two digits of a number"),
    ("1_", "K0103 `_` stands only between two digits of a number"),
    (".5", "K0103 a number has digits on both sides of its point"),
    ("5m", "K0103 `5m` is written `5M`"),
    ("5k%", "K0103 `k%` cannot stand directly after a number"),
    ("90days", "K0103 `days` cannot stand directly after a number"),
    ("0.1234567890123456789", "K0103 this number has more than 18 decimal places"),
    ("0.00000000000000001%", "K0103 this number has more than 18 decimal places"),
    ("100_000_000_000bn", "K0103 this number is too large"),
    ("99999999999999999999999999999999999999999999", "K0103 this number is too large"),
    ("10-5", "K0104 this is neither a date nor a subtraction"),
    ("2027-04", "K0104 this is neither a date nor a subtraction"),
    ("2027-4-1", "K0104 this is not how dates are written"),
    ("01-04-2027", "K0104 this is not how dates are written"),
    ("2027-04-01T00", "K0104 this is not how dates are written"),
    ("2027-13-01", "K0104 there is no month 13"),
    ("2027-02-30", "K0104 February 2027 has 28 days"),
    ("2028-02-30", "K0104 February 2028 has 29 days"),
    ("0000-01-01", "K0104 years count from 0001 to 9999"),
    ("9:00", "K0105 this is not how times are written"),
    ("24:00", "K0105 there is no such time of day"),
    ("\"abc", "K0102 this text is not closed on its line"),
    ("“abc”", "K0107 a text must stand between straight quotes"),
    ("'abc'", "K0107 a text must stand between straight quotes"),
    ("==", "K0106 `==` is written `=` here"),
    ("<>", "K0106 `<>` is written `!=` here"),
    ("≥", "K0106 `≥` is written `>=` here"),
    ("&&", "K0106 `&&` is written `and` here"),
    ("!", "K0106 `!` is written `not` here"),
    ("// a", "K0106 a comment starts with `#` here"),
    ("%", "K0101 `%` has no meaning here"), ("€", "K0101 `€` has no meaning here"),
    ("@@@", "K0101 `@` has no meaning here"),
    ("\u{200B}", "K0124 there is an invisible character here"),
    ("\0\0 \u{1}", "K0125 this file is not text"),
    ("a plain text\u{7}", "K0124 there is an invisible character here"),
    ("5 thousand", "K0103 `5 thousand` is written `5k`"),
    ("1.000.000", "K0103 thousands are set apart with `_`, or not at all"),
    ("5.", "K0103 a number has digits on both sides of its point"),
    ("1/4/2027", "K0104 this is not how dates are written"),
    ("9am", "K0105 this is not how times are written"),
    ("€5M", "K0106 amounts are written without their currency"),
    ("r\u{435}venue", "K0123 this word has letters of two alphabets"),
    ("`abc`", "K0107 a text must stand between straight quotes"),
    ("\"abc”", "K0107 a text must stand between straight quotes"),
  ])
  func mistake(text: String, message: String) {
    let found = Lexer.lex(Sample.source(text)).diagnostics
    #expect(found.map { "\($0.code.rawValue) \($0.message)" } == [message])
    #expect(found.allSatisfy { $0.place?.line == 1 })
    #expect(found.allSatisfy { $0.help != nil })
  }

  @Test func remediesAreCorrectText() {
    #expect(mistakes("2027-4-1").first?.hasSuffix("→ write `2027-04-01`") == true)
    #expect(mistakes("x ≥ 5").first?.hasSuffix("→ write `>=`") == true)
    #expect(mistakes("“Gold”").first?.hasSuffix("→ write `\"Gold\"`") == true)
    #expect(mistakes("250K").first?.hasSuffix("→ write `250k`") == true)
    #expect(mistakes("01.04.2027").first?.hasSuffix("→ write `2027-04-01`") == true)
    #expect(mistakes("2'500.75").first?.hasSuffix("→ write `2_500.75`") == true)
    #expect(mistakes("9:30pm").first?.hasSuffix("→ write `21:30`") == true)
    #expect(mistakes("1e6").first?.contains("write the number out") == true)
  }

  @Test func anotherEncodingIsReportedOnce() {
    let latin1: [UInt8] = [0x41, 0xE9, 0x0A, 0x22, 0xE9, 0x22, 0x0A, 0x23, 0xE9]
    let found = Lexer.lex(SourceText(name: "test.kam", bytes: latin1))
    #expect(
      found.diagnostics.map(Sample.describe) == ["1:2 K0108 the file is not stored as UTF-8"])
    let utf16: [UInt8] = [0xFF, 0xFE, 0x61, 0x00, 0x22, 0x00]
    let other = Parser.parse(SourceText(name: "test.kam", bytes: utf16))
    #expect(
      other.diagnostics.map(\.message) == ["the file is stored as UTF-16, and agreements as UTF-8"])
  }

  @Test func sourceIsBounded() {
    let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: Limits.sourceBytes + 1)
    let (tree, diagnostics) = Parser.parse(SourceText(name: "test.kam", bytes: bytes))
    #expect(diagnostics.map(\.code) == [.sourceTooLarge])
    #expect(tree.declarations.isEmpty)
  }
}
