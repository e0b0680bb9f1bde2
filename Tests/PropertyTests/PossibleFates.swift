import Engine
import Language
import Tables
import TestSupport

/// What the program says can become of one account.
struct PossibleFate {
  var outcomes: Set<ReferencePossibilities.Outcome>
  /// By the score's name; one that is left out may have any value.
  var scores: [String: ClosedRange<Decimal>] = [:]
}

extension EngineRun {
  /// What the program says can become of each account, by the record's number from 0.
  ///
  /// As long as the program does not say, everything is possible.
  func possible() -> [Int: PossibleFate] {
    var everything: Set<ReferencePossibilities.Outcome> = [.unreadable]
    everything.formUnion(evaluation.program.tiers.map { .tier($0.name) })
    everything.formUnion(evaluation.program.excludes.map { .excluded(reason: $0.reason) })
    everything.formUnion(evaluation.program.rejects.map { .rejected(reason: $0.reason) })
    let fate = PossibleFate(outcomes: everything)
    let accounts = evaluation.tables[TableID.accounts.index]
    let records = accounts.records.map { Int($0) } + accounts.rejected.map(\.record)
    return Dictionary(records.map { ($0 - 1, fate) }) { first, _ in first }
  }
}
