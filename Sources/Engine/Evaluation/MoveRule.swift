import Language

/// How far an account may go from the tier that it had before.
///
/// Steps count the tiers that have a route or `otherwise`: a tier that is only reached by overflow or
/// override is passed over.
struct MoveRule: Sendable {
  private let steps: Int
  /// By tier, whether it counts.
  private let counts: [Bool]

  /// Returns nil where accounts may go anywhere.
  init?(_ program: CheckedProgram) {
    guard let move = program.move else { return nil }
    steps = move.steps
    counts = program.tiers.map { !$0.routes.isEmpty }
  }

  /// Returns the tier that an account gets which was in tier `before` and would get `tier`.
  ///
  /// - Complexity: O(tiers).
  func target(from before: Int, to tier: Int) -> Int {
    if before == tier { return tier }
    var (place, taken, reached) = (before, 0, before)
    while place != tier, taken < steps {
      place += tier > before ? 1 : -1
      if counts[place] || place == tier { (taken, reached) = (taken + 1, place) }
    }
    return reached
  }
}
