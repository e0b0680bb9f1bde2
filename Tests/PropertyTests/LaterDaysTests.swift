import Engine
import Language
import Tables
import TestSupport
import Testing

/// Tiers of other days, told without files, are what a run on these days finds.
@Suite("Later days")
struct LaterDaysTests {
  @Test("What a run kept tells the tiers of other days")
  func otherDays() async throws {
    let settings = WorkSettings(workers: 2, pieceBytes: 512, batchRows: 7)
    var (told, changed, days) = (0, 0, 0)
    for seed in Trials("later days", count: 60) {
      let generated = GeneratedCase(seed: seed)
      let run = try await EngineRun(generated, settings: settings, keepsForOtherDays: true)
      let standing = Standing(run.evaluation, settings, earlier: nil)
      for distance in [1, 40, 365, 2000] {
        guard let day = generated.asOf.adding(days: distance) else { continue }
        let program = run.evaluation.program
        let plan = Planner.plan(program, asOf: day, demanding: [])
        days += 1
        guard let quick = try await standing.evaluation(of: program, plan, asOf: day)
        else { continue }
        let full = try await Evaluator.evaluate(
          program, plan, asOf: day, inputs: run.inputs, settings: settings, fillsBlanks: false)
        told += 1
        if quick.decision.tiers != run.evaluation.decision.tiers { changed += 1 }
        #expect(quick.decision.tiers == full.decision.tiers, "seed \(seed), \(day)")
        #expect(quick.decision.clauses == full.decision.clauses, "seed \(seed), \(day)")
        #expect(quick.tables[0].keys == full.tables[0].keys, "seed \(seed), \(day)")
      }
    }
    // The test is not idle.
    #expect(
      !Trials.areWhole || told > days * 3 / 4 && changed > 10,
      "\(told) of \(days) days, \(changed) changed")
  }

  @Test("Without anything kept, other days are not told")
  func nothingKept() async throws {
    let generated = GeneratedCase(seed: 1)
    let settings = WorkSettings(workers: 1)
    let run = try await EngineRun(generated, settings: settings)
    let day = try #require(generated.asOf.adding(days: 1))
    let program = run.evaluation.program
    let plan = Planner.plan(program, asOf: day, demanding: [])
    let standing = Standing(run.evaluation, settings, earlier: nil)
    #expect(try await standing.evaluation(of: program, plan, asOf: day) == nil)
  }
}
