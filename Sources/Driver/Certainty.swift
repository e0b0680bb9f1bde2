import Engine
import Language

/// Whether an account's tier could be another one if its blanks were filled in.
package enum Certainty {
  /// `true` iff data that are missing leave open whether another tier would apply.
  package static func isProvisional(_ row: Int, in evaluation: Evaluation) -> Bool {
    evaluation.isProvisional(row)
  }

  /// The tiers that are possible, best first.
  package static func possibleTiers(_ row: Int, in evaluation: Evaluation) -> [Int] {
    guard let outlook = evaluation.possibilities.outlook(row) else {
      return [evaluation.tier(row)].compactMap { $0 }
    }
    return evaluation.possibilities.endings(outlook).compactMap {
      if case .tier(let tier) = $0 { tier } else { nil }
    }
  }

  /// The reasons for which the account could be left out, other than the one for which it is.
  package static func possibleExclusions(_ row: Int, in evaluation: Evaluation) -> [String] {
    guard let outlook = evaluation.possibilities.outlook(row) else { return [] }
    return evaluation.possibilities.endings(outlook).compactMap {
      switch $0 {
      case .tier, .noTier: nil
      case .excluded(let index): evaluation.program.excludes[index].reason
      case .rejected(let index): evaluation.program.rejects[index].reason
      }
    }
  }
}
