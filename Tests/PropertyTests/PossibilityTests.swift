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
  private static let leastExact = 0.0
  /// The largest share of accounts that may be called provisional though nothing else was seen.
  private static let mostOvercautious = 1.0

  @Test func everyFateThatIsSeenWasCalledPossible() async throws {
    var tally = PossibilityTally()
    for seed in Self.seed..<Self.seed + (Self.cases ?? 30) {
      do {
        if Self.cases == 1 { print(GeneratedCase(seed: UInt64(seed), features: .possibilities)) }
        let probe = try await PossibilityProbe(
          seed: UInt64(seed), fillings: Self.fillings,
          upToTheLast: Self.environment["KAMC_POSSIBILITY_LAST"] != nil)
        let violations = tally.count(probe.possible, against: probe.seen)
        #expect(violations.isEmpty, "seed \(seed)")
        if Self.cases != nil { probe.surplus.forEach { print("seed \(seed): \($0)") } }
      } catch {
        Issue.record("seed \(seed): \(error)")
      }
    }
    if Self.cases != nil { print(tally) }
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

/// One case with what the program says and what was seen.
struct PossibilityProbe {
  var possible: [Int: PossibleFate]
  var seen: ReferencePossibilities

  init(seed: UInt64, fillings limit: Int, upToTheLast: Bool = false) async throws {
    let generated = GeneratedCase(seed: seed, features: .possibilities)
    let settings = WorkSettings(workers: 1, pieceBytes: 1 << 18, batchRows: 7)
    possible = try await EngineRun(generated, settings: settings).possible()
    let text = SourceText(name: "criteria.kam", bytes: Array(generated.source.utf8))
    var fillings = try ReferenceFillings(
      of: Parser.parse(text).tree, tables: generated.tables, asOf: generated.asOf)
    let grid = try fillings.grid(seed: seed, upToTheLast: upToTheLast)
    seen = try fillings.possibilities(over: grid, limit: limit, seed: seed)
  }

  /// A line for each account of which the program says more than was seen.
  var surplus: [String] {
    seen.accounts.compactMap { account in
      guard let fate = possible[account.record] else { return nil }
      let more = fate.outcomes.subtracting(account.outcomes)
      if more.isEmpty { return nil }
      func words(_ outcomes: Set<ReferencePossibilities.Outcome>) -> String {
        outcomes.map(\.description).sorted().joined(separator: ", ")
      }
      let name = account.key ?? "record \(account.record + 1)"
      return "\(name) could be \(words(more)) beside \(words(account.outcomes))"
    }
  }
}

/// How often the program names exactly what was seen.
struct PossibilityTally: CustomStringConvertible {
  var cases = 0
  var accounts = 0
  /// Cases in which some account is provisional.
  var openCases = 0
  /// Accounts with more than one fate, or another one than the file gives them.
  var provisional = 0
  var exact = 0
  /// Accounts with one fate that are called provisional.
  var overcautious = 0
  var fillings = 0

  var exactShare: Double { accounts == 0 ? 1 : Double(exact) / Double(accounts) }
  var overcautiousShare: Double { accounts == 0 ? 0 : Double(overcautious) / Double(accounts) }

  var description: String {
    "\(cases) cases, \(openCases) of them open, \(accounts) accounts, \(provisional) provisional, \(fillings) fillings; "
      + "exact \(exactShare), overcautious \(overcautiousShare)"
  }

  /// Counts one case and returns a line for each thing that was seen and not called possible.
  mutating func count(
    _ possible: [Int: PossibleFate], against seen: ReferencePossibilities
  ) -> [String] {
    var violations: [String] = []
    cases += 1
    fillings += seen.fillings
    openCases += seen.accounts.contains(where: \.isProvisional) ? 1 : 0
    for account in seen.accounts {
      accounts += 1
      let name = account.key ?? "record \(account.record + 1)"
      guard let fate = possible[account.record] else {
        violations.append("\(name): the program says nothing")
        continue
      }
      provisional += account.isProvisional ? 1 : 0
      exact += fate.outcomes == account.outcomes ? 1 : 0
      overcautious += !account.isProvisional && fate.outcomes != account.outcomes ? 1 : 0
      for outcome in account.outcomes.subtracting(fate.outcomes) {
        violations.append("\(name): \(outcome) was seen")
      }
      violations += scoreViolations(of: account, fate).map { "\(name): \($0)" }
    }
    return violations
  }

  private func scoreViolations(
    of account: ReferencePossibilities.Account, _ fate: PossibleFate
  ) -> [String] {
    account.scores.flatMap { name, seen in
      [seen.low, seen.high].compactMap { $0 }.compactMap { value in
        guard let range = fate.scores[name], !range.contains(value) else { return nil }
        return "\(name) of \(value) was seen, outside \(range)"
      }
    }.sorted()
  }
}
