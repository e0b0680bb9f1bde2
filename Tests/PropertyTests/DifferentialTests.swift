import Diagnostics
import Engine
import Language
import TestSupport
import Testing

/// The engine and the reference agree on every generated case.
struct DifferentialTests {
  @Test(arguments: [1, 7, 1024])
  func engineAgreesWithReference(batchRows: Int) async throws {
    var refused: [String: Int] = [:]
    var differing = 0
    for seed in 0..<UInt64(100) {
      let generated = GeneratedCase(seed: seed)
      let source = SourceText(name: "criteria.kam", bytes: Array(generated.source.utf8))
      let tree = Parser.parse(source).tree
      let reference = try ReferenceEvaluator.evaluate(tree, tables: generated.tables)
      do {
        let run = try await EngineRun(
          generated, settings: WorkSettings(workers: 2, pieceBytes: 256, batchRows: batchRows))
        let differences = run.differences(from: reference, tree: tree)
        if !differences.isEmpty {
          differing += 1
          if differing < 12 {
            print("seed \(seed):\n  " + differences.prefix(6).joined(separator: "\n  "))
          }
        }
      } catch let refusal as EngineRun.Refusal {
        refused[String(refusal.description.prefix(160)), default: 0] += 1
        if refused.count < 12 { print("seed \(seed) refused: \(refusal)") }
      }
    }
    print("differing: \(differing), refused: \(refused.values.reduce(0, +))")
  }
}
