import Engine
import Language

/// Whether an account's tier could be another one if its blanks were filled in.
package enum Certainty {
  /// `true` iff data that are missing leave open whether another tier would apply.
  package static func isProvisional(_ row: Int, in evaluation: Evaluation) -> Bool {
    evaluation.decision.unknown[row]
  }

  /// The tiers that are possible, best first, where they are known; nil for a provisional account.
  package static func possibleTiers(_ row: Int, in evaluation: Evaluation) -> [Int]? {
    isProvisional(row, in: evaluation) ? nil : [evaluation.tier(row)].compactMap { $0 }
  }
}
