import Diagnostics
import Engine
import Language
import Tables
import TestSupport
import Testing

/// What the checker says of all data holds for data: no row contradicts a claim.
@Suite("Claims of the checker are true")
struct CoverageClaimTests {
  @Test func rowsNeverContradict() async throws {
    var checked: [String: Int] = [:]
    var matched = 0
    for seed in Trials("claims of the checker", count: 60, from: 5_000) {
      let made = ThresholdCase(seed: seed)
      let run = try await EngineRun(
        made.agreement, files: ["accounts": made.accounts], asOf: Day(number: 20_820),
        settings: WorkSettings(workers: 1), demandsEverything: true)
      let program = run.evaluation.program
      let analysis = RangeAnalysis(program)
      for (id, value) in run.values() where !analysis.admits(value, of: id) {
        let text = program.source.text(of: program[id].range)
        Issue.record("seed \(seed): \(value.map(String.init) ?? "missing") of \(text)")
      }
      let claims = CoverageChecker.check(program).claims
      for claim in claims {
        checked[claim.kind, default: 0] += 1
        for row in run.accounts() where run.contradicts(claim, row) {
          Issue.record("seed \(seed), row \(row): \(claim)\n\(run.text(of: claim))")
        }
      }
      matched += run.matchesOfUnclaimedCases(claims)
    }
    guard Trials.areWhole else { return }
    // The claims are many and of every kind, and the test that they pass is not blind.
    for kind in ["never", "always", "present", "case", "route", "otherwise"] {
      #expect(checked[kind, default: 0] > 5, "\(kind): \(checked[kind, default: 0]) claims")
    }
    #expect(matched > 1_000, "\(matched) matches of cases that are not claimed to be dead")
  }
}

extension CoverageClaim {
  fileprivate var kind: String {
    switch self {
    case .never: "never"
    case .always: "always"
    case .present: "present"
    case .deadCase: "case"
    case .deadRoute: "route"
    case .otherwise: "otherwise"
    }
  }
}

extension EngineRun {
  fileprivate func accounts() -> [Int] {
    rows(of: .accounts).values.sorted().filter { evaluation.isInTotals($0) }
  }

  /// `true` iff what the claim says does not hold for the row.
  fileprivate func contradicts(_ claim: CoverageClaim, _ row: Int) -> Bool {
    switch claim {
    case .never(let id): truth(of: id, row) == true
    case .always(let id): truth(of: id, row) != true
    case .present(let id): isMissing(id, row)
    case .deadCase(let cases, let index): match(cases, row) == index
    case .deadRoute(let tier, let index):
      evaluation.clause(row) == .route(tier: tier, index: index)
    case .otherwise(let cases, let figure, let value):
      number(of: figure, row) == value && match(cases, row) != nil
    }
  }

  fileprivate func text(of claim: CoverageClaim) -> String {
    let program = evaluation.program
    func text(_ id: TermID) -> String { program.source.text(of: program[id].range) }
    switch claim {
    case .never(let id), .always(let id), .present(let id): return text(id)
    case .deadCase(let cases, _), .otherwise(let cases, _, _): return text(cases)
    case .deadRoute: return text(TermID(0)) + program.source.text(of: program.tiers[0].range)
    }
  }

  fileprivate func matchesOfUnclaimedCases(_ claims: [CoverageClaim]) -> Int {
    var matched = 0
    for (index, term) in evaluation.program.terms.enumerated() {
      guard case .cases = term.kind, term.home == .accounts else { continue }
      for row in accounts() {
        if let item = match(TermID(index), row),
          !claims.contains(.deadCase(TermID(index), item))
        {
          matched += 1
        }
      }
    }
    return matched
  }

  /// Returns the case with a condition that gives the value; nil where none does.
  private func match(_ id: TermID, _ row: Int) -> Int? {
    guard case .cases(let cases) = evaluation.program[id].kind else { return nil }
    for (index, item) in cases.enumerated() {
      guard let condition = item.condition, let holds = truth(of: condition, row) else {
        return nil
      }
      if holds { return index }
    }
    return nil
  }

  private func truth(of id: TermID, _ row: Int) -> Bool? {
    guard let (vector, place) = evaluation.cell(id, row), vector.isPresent(place) else {
      return nil
    }
    return vector.truths[place] != 0
  }

  private func number(of id: TermID, _ row: Int) -> Int128? {
    evaluation.cell(id, row).flatMap { $0.vector.number($0.row) }
  }

  private func isMissing(_ id: TermID, _ row: Int) -> Bool {
    evaluation.cell(id, row).map { !$0.vector.isPresent($0.row) } ?? false
  }
}
