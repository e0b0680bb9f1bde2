import Diagnostics
import Engine
import Language
import Tables
import TestSupport
import Testing

/// The engine and the reference agree on every generated case, however the work is divided.
struct DifferentialTests {
  /// The ways of dividing the work, each for some seeds.
  private static let settings = [
    WorkSettings(workers: 1, pieceBytes: 64, batchRows: 1),
    WorkSettings(workers: .ofThisMachine(2), pieceBytes: 256, batchRows: 7),
    WorkSettings(workers: .ofThisMachine(2), pieceBytes: 1 << 18, batchRows: 1024),
  ]

  @Test func engineAgreesWithReference() async throws {
    for seed in Trials("engine and reference", count: 45, from: 10_000) {
      let settings = Self.settings[Int(seed % 3)]
      let generated = GeneratedCase(seed: seed)
      do {
        let differences = try await Self.differences(in: generated, settings)
        #expect(differences.isEmpty, "seed \(seed)")
      } catch {
        Issue.record("seed \(seed): \(error)")
      }
    }
  }

  /// The comparison is not blind: on another day, some case ends differently.
  @Test func canaryIsSeen() async throws {
    let settings = WorkSettings(workers: 1, pieceBytes: 256, batchRows: 7)
    var seen = 0
    for seed in 0..<UInt64(5) {
      let generated = GeneratedCase(seed: seed)
      let day = try #require(generated.asOf.adding(days: -400))
      seen += try await Self.differences(in: generated, settings, asOf: day).count
    }
    #expect(seen > 0)
  }

  private static func differences(
    in generated: GeneratedCase, _ settings: WorkSettings, asOf: Day? = nil
  ) async throws -> [String] {
    let text = SourceText(name: "criteria.kam", bytes: Array(generated.source.utf8))
    let tree = Parser.parse(text).tree
    let reference = try ReferenceEvaluator.evaluate(tree, tables: generated.tables, asOf: asOf)
    let run = try await EngineRun(generated, settings: settings)
    return run.differences(from: reference, tree: tree)
  }
}
