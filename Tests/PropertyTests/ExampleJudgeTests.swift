import Diagnostics
import Engine
import Language
import Tables
import TestSupport
import Testing

/// A test that gives everything that a run reads of an account comes out as the run does.
@Suite("Examples")
struct ExampleJudgeTests {
  @Test("an account is judged as in a run")
  func judgesAsARun() async throws {
    let settings = WorkSettings(workers: 1, pieceBytes: 256, batchRows: 7)
    let features = GeneratorFeatures.standard.subtracting([.limits, .groups, .moves])
    var judged = 0
    for seed in Trials("examples and runs", count: 25, from: 40_000) {
      let generated = GeneratedCase(seed: seed, features: features)
      let run = try await EngineRun(
        generated, settings: settings, demandsEverything: true, keepsCells: true)
      let evaluation = run.evaluation
      let judge = ExampleJudge(evaluation.program, asOf: generated.asOf)
      for row in 0..<evaluation.tables[0].rowCount {
        guard let facts = facts(of: row, in: evaluation) else { continue }
        let test = CheckedTest(label: "", facts: facts, range: .start)
        let judgement = judge.judge(test)
        #expect(judgement.needs == nil, "seed \(seed), row \(row)")
        let expected = outcome(of: row, in: evaluation)
        guard let expected else { continue }
        #expect(judgement.ending == expected, "seed \(seed), row \(row)")
        judged += 1
      }
    }
    #expect(!Trials.areWhole || judged > 100)
  }

  /// What the run made of an account; nil where that is no matter of its rules.
  private func outcome(of row: Int, in evaluation: Evaluation) -> ExampleJudgement.Ending? {
    switch evaluation.decision.status[row] {
    case .excluded(let index): return .excluded(index)
    case .rejected(let index): return .rejected(index)
    case .repeatedKey: return nil
    case .classified:
      if case .route(let tier, let index)? = evaluation.clause(row) {
        return .route(tier: tier, index)
      }
      return evaluation.clause(row) == nil ? .nowhere : nil
    }
  }

  /// What the run read of an account, as far as nothing else follows from it; nil where a value has
  /// no form of its own.
  private func facts(of row: Int, in evaluation: Evaluation) -> [CheckedTest.Fact]? {
    let program = evaluation.program
    var facts: [CheckedTest.Fact] = []
    for (id, _) in program.decidingTerms {
      switch program[id].kind {
      case .field, .aggregate, .rank, .share, .follow, .earlier: break
      default: continue
      }
      guard program[id].home == .accounts || program[id].home == .portfolio else { continue }
      let value = constant(evaluation.value(id, row), program[id].type, program)
      guard let value else { return nil }
      facts.append(CheckedTest.Fact(target: id, given: value, range: .start))
    }
    return facts
  }

  private func constant(
    _ value: Value, _ type: ValueType, _ program: CheckedProgram
  ) -> CheckedTest.Fact.Given? {
    switch (value, type) {
    case (.missing, _): return .missing
    case (.number(let number, _), _): return .constant(.number(number))
    case (.day(let day), _): return .constant(.day(day))
    case (.truth(let truth), _): return .constant(.truth(truth))
    case (.text(let text), .choice(let list)):
      return program.choices[list.index].firstIndex(of: text).map { .constant(.code($0)) }
    case (.text(let text), .tier):
      return program.tiers.firstIndex { $0.name == text }.map { .constant(.code($0)) }
    case (.text(let text), .choices(let list)):
      let names = program.choices[list.index]
      let bits = text.split(separator: "; ").reduce(0) { bits, name in
        bits | (names.firstIndex(of: String(name)).map { 1 << $0 } ?? 0)
      }
      return .constant(.code(bits))
    case (.text(let text), _): return .constant(.text(text))
    }
  }
}
