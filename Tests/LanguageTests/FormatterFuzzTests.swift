import Diagnostics
import Language
import TestSupport
import Testing

/// What holds for the layout of every text.
struct FormatterFuzzTests {
  @Test("A generated agreement keeps its tree and its comments, and has one layout only")
  func generated() throws {
    for seed in Trials("layouts of agreements", count: 15, from: 100) {
      let text = GeneratedCase(seed: seed, features: .all).source
      let form = try Self.form(of: text, seed)
      #expect(Said(form) == Said(text), "seed \(seed)")
      #expect(try Self.form(of: form, seed) == form, "seed \(seed)")
      let other = LayoutMutation.layout(form, seed: seed)
      #expect(try Self.form(of: other, seed) == form, "seed \(seed)")
      let commented = LayoutMutation.comments(form, seed: seed)
      let result = try Self.form(of: commented, seed)
      #expect(Said(result) == Said(commented), "seed \(seed)")
      #expect(try Self.form(of: result, seed) == result, "seed \(seed)")
    }
  }

  @Test("Texts that are no agreements are refused or laid out, but never changed")
  func soup() {
    for seed in Trials("layouts of slips", count: 150) {
      var random = SplitMix64(seed: seed)
      var bytes = Array(Sample.agreement.utf8)
      for _ in 0...random.below(4) {
        let start = random.below(bytes.count)
        bytes.insert(random.pick(Array("{}()[],;\"\n#.= -".utf8)), at: start)
      }
      let text = String(decoding: bytes, as: UTF8.self)
      let (form, problems) = Formatter.format(Sample.source(text))
      guard let form else {
        #expect(!problems.isEmpty, "seed \(seed)")
        // The formatter's own refusal would be a fault of it.
        #expect(!problems.contains { $0.code == .unformattable }, "seed \(seed)")
        continue
      }
      #expect(Said(String(decoding: form, as: UTF8.self)) == Said(text), "seed \(seed)")
    }
  }

  private static func form(of text: String, _ seed: UInt64) throws -> String {
    let (form, problems) = Formatter.format(Sample.source(text))
    let shown = DiagnosticRenderer.render(problems, useColor: false)
    return String(decoding: try #require(form, "seed \(seed)\n\(shown)\n\(text)"), as: UTF8.self)
  }
}
