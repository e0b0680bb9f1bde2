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
}
