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
  func possible() -> [Int: PossibleFate] {
    var fates: [Int: PossibleFate] = [:]
    let accounts = evaluation.tables[TableID.accounts.index]
    let file = evaluation.program.group.map { evaluation.tables[$0.members.index] } ?? accounts
    for record in file.places.records { fates[record - 1] = PossibleFate(outcomes: [.unreadable]) }
    for (row, record) in accounts.places.records.enumerated() {
      fates[record - 1] = fate(ofRow: row)
    }
    for row in file.rejected {
      let outlook = evaluation.possibilities.outlook(ofRejected: row.record)
      fates[row.record - 1] = outlook.map { fate($0) } ?? PossibleFate(outcomes: [.unreadable])
    }
    return fates
  }

  private func fate(ofRow row: Int) -> PossibleFate {
    if evaluation.decision.status[row] == .repeatedKey {
      return PossibleFate(outcomes: [.unreadable])
    }
    if let outlook = evaluation.possibilities.outlook(row) { return fate(outlook) }
    var fate = PossibleFate(outcomes: [outcome(evaluation.ending(row))])
    for (index, score) in evaluation.program.scores.enumerated() {
      guard let term = evaluation.program.scoreTerm(index),
        case .number(let value, _) = evaluation.value(term, row)
      else { continue }
      fate.scores[score.name] = value...value
    }
    return fate
  }

  private func fate(_ outlook: Outlook) -> PossibleFate {
    var fate = PossibleFate(
      outcomes: Set(evaluation.possibilities.endings(outlook).map { outcome($0) }))
    for (score, range) in zip(evaluation.program.scores, outlook.scores) {
      guard let range, range.canBePresent else { continue }
      fate.scores[score.name] = Decimal(scaled: range.low)...Decimal(scaled: range.high)
    }
    return fate
  }

  private func outcome(_ ending: Ending) -> ReferencePossibilities.Outcome {
    switch ending {
    case .tier(let tier): .tier(evaluation.program.tiers[tier].name)
    case .noTier: .tier("")
    case .excluded(let index): .excluded(reason: evaluation.program.excludes[index].reason)
    case .rejected(let index): .rejected(reason: evaluation.program.rejects[index].reason)
    }
  }
}
