import Diagnostics
import Engine
import Language
import Tables
import TestSupport
import Testing

/// Whoever wants to know a tier is told which cell to look up.
struct ChaseTests {
  /// Where one cell is open, it alone leaves tiers open, for each account that it leaves open.
  @Test func cellThatMattersIsListed() async throws {
    let asOf = try #require(PlainDate.day("2027-04-01"))
    var open = 0
    for seed in Trials("chased cells", count: 150) {
      let example = ChaseCase(seed: seed, blanks: 1, asOf: asOf).generated
      let (run, seen) = try await outcome(of: example)
      let fates = run.possible()
      for (row, record) in run.evaluation.tables[0].places.records.enumerated() {
        let account = seen.accounts[record - 1]
        let named = try #require(fates[account.record]?.outcomes)
        #expect(named.isSuperset(of: account.outcomes), "seed \(seed)\n\(example)")
        // Where more is named than is possible, one value may leave as much open as all.
        guard account.outcomes.count > 1, named == account.outcomes else { continue }
        open += 1
        let blanks = run.evaluation.chase.blanks[row] ?? []
        #expect(blanks.count == 1, "seed \(seed), row \(row)\n\(example)")
        #expect(run.evaluation.chase.entries.count == 1, "seed \(seed)\n\(example)")
      }
    }
    #expect(open > 0 || !Trials.areWhole)
  }

  /// What is seen is possible also where several cells share a limit, a rank or a total.
  @Test func severalCellsAreAllFollowed() async throws {
    let asOf = try #require(PlainDate.day("2027-04-01"))
    for seed in Trials("several chased cells", count: 40) {
      let example = ChaseCase(seed: seed, blanks: 3, asOf: asOf).generated
      let (run, seen) = try await outcome(of: example)
      var tally = PossibilityTally()
      #expect(tally.count(run.possible(), against: seen).isEmpty, "seed \(seed)\n\(example)")
    }
  }

  private func outcome(
    of example: GeneratedCase
  ) async throws -> (EngineRun, ReferencePossibilities) {
    let run = try await EngineRun(example, settings: WorkSettings(workers: 1), chasing: true)
    let text = SourceText(name: "criteria.kam", bytes: Array(example.source.utf8))
    var fillings = try ReferenceFillings(
      of: Parser.parse(text).tree, tables: example.tables, asOf: example.asOf)
    let grid = try fillings.grid(seed: example.seed)
    return (run, try fillings.possibilities(over: grid, limit: 300, seed: example.seed))
  }
}
