import Diagnostics
import Engine
import Foundation
import Language
import Tables
import TestSupport
import Testing

/// Whatever the blanks of a file are filled with, the program has said that it is possible.
///
/// `KAMC_POSSIBILITY_CASES` says how many cases are tried, and prints what was counted and where
/// the program says more than was seen; a single case is printed as a whole.
/// `KAMC_POSSIBILITY_SEED` says with which the first begins, `KAMC_POSSIBILITY_FILLINGS` how many
/// fillings are tried of each; `KAMC_POSSIBILITY_LAST` lets figures be as large as can be written.
struct PossibilityTests {
  private static let environment = ProcessInfo.processInfo.environment

  private static func number(_ name: String) -> Int? { environment[name].flatMap { Int($0) } }

  private static let cases = number("KAMC_POSSIBILITY_CASES")
  private static let seed = number("KAMC_POSSIBILITY_SEED") ?? 0
  private static let fillings = number("KAMC_POSSIBILITY_FILLINGS") ?? 200

  /// The least share of accounts for which the program must name exactly what was seen.
  private static let leastExact = 0.85
  /// The largest share of accounts that may be called provisional though nothing else was seen.
  private static let mostOvercautious = 0.1

  @Test func everyFateThatIsSeenWasCalledPossible() async throws {
    var tally = PossibilityTally()
    let trials = Trials("possible fates", count: Self.cases ?? 30, from: UInt64(Self.seed))
    for seed in trials {
      do {
        if Self.cases == 1 { print(GeneratedCase(seed: seed, features: .possibilities)) }
        let probe = try await PossibilityProbe(
          seed: seed, fillings: Self.fillings,
          upToTheLast: Self.environment["KAMC_POSSIBILITY_LAST"] != nil)
        let violations = tally.count(probe.possible, against: probe.seen)
        #expect(violations.isEmpty, "seed \(seed)")
        if Self.cases != nil { probe.surplus.forEach { print("seed \(seed): \($0)") } }
      } catch {
        Issue.record("seed \(seed): \(error)")
      }
    }
    if Self.cases != nil { print(tally) }
    guard Trials.areWhole else { return }
    #expect(tally.exactShare >= Self.leastExact)
    #expect(tally.overcautiousShare <= Self.mostOvercautious)
  }

  /// The comparison is not blind: one who takes the file at its word is caught.
  @Test func narrowAnswerIsCaught() async throws {
    var tally = PossibilityTally()
    var caught = 0
    for seed in 0..<UInt64(5) {
      let probe = try await PossibilityProbe(seed: seed, fillings: 20)
      let narrow = probe.seen.accounts.map { account in
        (account.record, PossibleFate(outcomes: [account.nominal]))
      }
      let answer = Dictionary(narrow) { first, _ in first }
      caught += tally.count(answer, against: probe.seen).count
    }
    #expect(caught > 0)
  }
}

/// The grid is as good a judge as it can be: what chance comes upon, it has seen.
struct GridTests {
  @Test func gridSeesWhatChanceSees() throws {
    for seed in 0..<UInt64(8) {
      let generated = GeneratedCase(seed: seed, features: .possibilities)
      let text = SourceText(name: "criteria.kam", bytes: Array(generated.source.utf8))
      var fillings = try ReferenceFillings(
        of: Parser.parse(text).tree, tables: generated.tables, asOf: generated.asOf)
      let seen = try fillings.possibilities(over: fillings.grid(seed: seed), limit: 100)
      let strays = try fillings.strays(100, seed: seed)
      for (account, other) in try zip(
        seen.accounts, fillings.possibilities(trying: strays).accounts)
      {
        #expect(other.outcomes.isSubset(of: account.outcomes), "seed \(seed)")
      }
    }
  }
}
