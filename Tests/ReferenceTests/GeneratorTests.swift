import TestSupport
import Testing

struct GeneratorTests {
  /// The seeds that a plain run tries.
  static let seeds = 0..<UInt64(40)

  @Test func everyAgreementParsesAndEvaluates() {
    for seed in Self.seeds {
      let generated = GeneratedCase(seed: seed, features: .all)
      do {
        let result = try ReferenceEvaluator.evaluate(generated.source, files: generated.tables)
        #expect(result.accounts.count == generated.tables["accounts"]?.rows.count, "seed \(seed)")
      } catch {
        Issue.record("seed \(seed): \(error)\n\(generated.source)")
        return
      }
    }
  }

  @Test func sameSeedGivesSameCase() {
    let (first, second) = (GeneratedCase(seed: 7), GeneratedCase(seed: 7))
    #expect(first.source == second.source)
    #expect(first.files.keys.allSatisfy { first.files[$0] == second.files[$0] })
  }
}
