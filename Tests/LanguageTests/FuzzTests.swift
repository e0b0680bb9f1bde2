import Diagnostics
import Language
import TestSupport
import Testing

/// Properties that hold for every text, well-formed or not.
struct FuzzTests {
  /// Checks what must hold for `bytes`, and names `seed` where it does not.
  private func check(_ bytes: [UInt8], seed: UInt64) {
    let source = SourceText(name: "test.kam", bytes: bytes)
    let (tokens, _) = Lexer.lex(source)
    var end: UInt32 = 0
    let tile = tokens.allSatisfy { token in
      defer { end = token.range.end }
      return token.range.start == end && (token.range.end > end || token.kind == .endOfFile)
    }
    #expect(tile && Int(end) == bytes.count && tokens.last?.kind == .endOfFile, "seed \(seed)")
    let (tree, diagnostics) = Parser.parse(source)
    #expect(tree.tokens == tokens, "seed \(seed)")
    #expect(diagnostics.count <= Limits.mistakes + 1, "seed \(seed)")
    #expect(tree.expressions.allSatisfy { $0.range.end <= end }, "seed \(seed)")
    #expect(
      diagnostics.allSatisfy { $0.help?.isEmpty == false && !$0.message.hasSuffix(".") },
      "seed \(seed)")
  }

  /// A time behind a point once took no byte at all, so that nothing came after it.
  @Test(arguments: [".9:00", "0.9:00", "hours .9:00 to 1.:30", ".5 pm", "1.2:", ".1-2"])
  func oddFigures(text: String) { check(Array(text.utf8), seed: 0) }

  @Test func randomBytes() {
    for seed in Trials("agreements of any bytes", count: 150) {
      var random = SplitMix64(seed: seed)
      let count = random.below(400)
      check((0..<count).map { _ in UInt8(random.below(256)) }, seed: seed)
    }
  }

  @Test func tokenSoup() {
    let pieces =
      Sample.agreement.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init)
      + ["{", "}", "(", ")", "[", "]", ",", ";", "\n", "\n", "“", "”", "'", "\"", "≥", "==", "%"]
      + ["if", "then", "else", "and", "or", "not", "is", "in", "1,000", "10-5", "#", ".", "\r"]
    for seed in Trials("agreements of any tokens", count: 200, from: 1_000) {
      var random = SplitMix64(seed: seed)
      let words = (0..<random.below(120)).map { _ in random.pick(pieces) }
      check(Array(words.joined(separator: " ").utf8), seed: seed)
    }
  }

  @Test func mutatedAgreements() {
    let original = Array(Sample.agreement.utf8)
    for seed in Trials("agreements with slips", count: 60, from: 2_000) {
      var random = SplitMix64(seed: seed)
      var bytes = original
      for _ in 0...random.below(6) {
        let start = random.below(bytes.count)
        let end = min(bytes.count, start + random.below(12))
        switch random.below(4) {
        case 0: bytes.removeSubrange(start..<end)
        case 1: bytes.insert(contentsOf: bytes[start..<end], at: random.below(bytes.count))
        case 2: bytes[start] = UInt8(random.below(256))
        default: bytes.insert(random.pick(Array("{}()[],;\"\n#.=".utf8)), at: start)
        }
      }
      check(bytes, seed: seed)
    }
  }

  /// Every text that a truncated agreement can be.
  @Test func truncatedAgreements() {
    let bytes = Array(Sample.agreement.utf8)
    for end in stride(from: 0, to: bytes.count, by: 61) { check(Array(bytes[..<end]), seed: 0) }
  }

  /// One forgotten word or sign makes few mistakes, wherever it was.
  @Test func forgottenTokensDoNotCascade() {
    let source = Sample.source(Sample.agreement)
    let tokens = Lexer.lex(source).tokens
    for (index, token) in tokens.enumerated() where token.range.start < token.range.end {
      guard token.kind != .space, token.kind != .comment else { continue }
      let isSign = if case .symbol = token.kind { true } else { false }
      guard isSign || index.isMultiple(of: 5) else { continue }
      var bytes = source.bytes
      bytes.replaceSubrange(token.range.offsets, with: [UInt8(ascii: " ")])
      let found = Parser.parse(SourceText(name: "test.kam", bytes: bytes)).diagnostics
      let place = source.place(of: token.range)
      #expect(
        found.count <= 3,
        "without \(source.text(of: token.range)) at \(place.line): \(found.map(Sample.describe))")
    }
  }

  /// Inputs whose cost would grow with the square of their length if recovery looked too far.
  @Test(arguments: [
    "( x\n", "(", "\"", "‚", "x in [\n", "{", "}", "let a = (\n", "tier A {\n", "foo bar\n",
    "a b;", "when ", "\"{", "[(", "agred\n", "or\n", "=", "1-",
  ])
  func longInputsEndSoon(unit: String) {
    let text = String(repeating: unit, count: 20_000 / unit.utf8.count)
    let (tree, _) = Parser.parse(Sample.source(text))
    #expect(tree.tokens.count > 1)
  }
}
