import Engine
import Language
import Tables

/// How far each number of an agreement can go without moving an account, and who stands nearest to
/// another tier.
package struct RobustnessResult: Sendable {
  /// An account that a small change of one number moves.
  package struct Contest: Hashable, Sendable {
    package var row: Int
    /// Of `dials`.
    package var dial: Int
    package var flip: DialFlip
    /// How far the number has to go, by how far it was turned: at most 1.
    package var closeness: Decimal
  }

  package let run: Run
  /// How large a change is taken for small, as a part of a number.
  package let within: Decimal
  package let dials: [DialResult]
  /// Each account once, by the change that takes the least, the nearest first.
  package let contests: [Contest]
  /// The same for all accounts that move first in any direction, small change or not.
  package let edges: [Contest]
  package let audit: ModelAudit

  init(_ run: Run, within: Decimal, _ dials: [DialResult], _ audit: ModelAudit) {
    self.run = run
    self.within = within
    self.dials = dials
    self.audit = audit
    let sides = dials.enumerated().flatMap { number, result in
      [result.low, result.high].compactMap { $0 }.map { (number, result, $0) }
    }
    contests = RobustnessResult.nearest(
      sides.flatMap { number, result, side in
        side.near.compactMap { Contest($0, number, result) }
      }, run)
    edges = RobustnessResult.nearest(
      sides.flatMap { number, result, side in
        (side.near + side.first).compactMap { Contest($0, number, result) }
      }, run)
  }

  /// The numbers of which not everything within the stated size is known.
  package var incomplete: [DialResult] {
    dials.filter { result in
      result.isUnknown && !result.isAlone
        || [result.low, result.high].contains { $0?.isComplete == false }
    }
  }

  /// How many accounts have a tier and keep it by every small change of one number.
  package var robustCount: Int {
    let contested = Set(contests.map(\.row))
    return run.evaluation.decision.tiers.indices.count {
      run.evaluation.decision.tiers[$0] >= 0 && !contested.contains($0)
    }
  }

  private static func nearest(_ contests: [Contest], _ run: Run) -> [Contest] {
    var best: [Int: Contest] = [:]
    for contest in contests {
      if let known = best[contest.row],
        (known.closeness, known.dial) <= (contest.closeness, contest.dial)
      {
        continue
      }
      best[contest.row] = contest
    }
    let order = run.evaluation.order(by: [])
    return best.values.sorted { left, right in
      left.closeness == right.closeness
        ? order.isAhead(left.row, right.row) : left.closeness < right.closeness
    }
  }
}

extension RobustnessResult.Contest {
  fileprivate init?(_ flip: DialFlip, _ number: Int, _ result: DialResult) {
    guard result.reach > 0,
      let closeness = Decimal.quotient(flip.distance(from: result.dial.position), result.reach)
    else { return nil }
    self.init(row: flip.row, dial: number, flip: flip, closeness: Decimal(scaled: closeness))
  }
}

extension DialResult {
  /// `true` iff it is the weight of the only criterion that weighs anything, and so means nothing.
  var isAlone: Bool { if case .weight = dial.part { isUnknown } else { false } }
}
