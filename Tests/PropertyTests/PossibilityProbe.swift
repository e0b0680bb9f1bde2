import Diagnostics
import Engine
import Language
import Tables
import TestSupport

/// One case with what the program says and what was seen.
struct PossibilityProbe {
  var possible: [Int: PossibleFate]
  var seen: ReferencePossibilities

  init(seed: UInt64, fillings limit: Int, upToTheLast: Bool = false) async throws {
    try await self.init(
      GeneratedCase(seed: seed, features: .possibilities), fillings: limit,
      upToTheLast: upToTheLast)
  }

  init(
    _ generated: GeneratedCase, fillings limit: Int, upToTheLast: Bool = false
  ) async throws {
    let settings = WorkSettings(workers: 1, pieceBytes: 1 << 18, batchRows: 7)
    possible = try await EngineRun(generated, settings: settings, chasing: true).possible()
    let text = SourceText(name: "criteria.kam", bytes: Array(generated.source.utf8))
    var fillings = try ReferenceFillings(
      of: Parser.parse(text).tree, tables: generated.tables, asOf: generated.asOf)
    let grid = try fillings.grid(seed: generated.seed, upToTheLast: upToTheLast)
    seen = try fillings.possibilities(over: grid, limit: limit, seed: generated.seed)
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
    "\(cases) cases, \(openCases) of them open, \(accounts) accounts, "
      + "\(provisional) provisional, \(fillings) fillings; exact \(exactShare), "
      + "overcautious \(overcautiousShare)"
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
