import Engine
import Language

/// Why an account that many name is no key account.
struct Refusal {
  /// What became of the account, other than that no route of a key tier takes it.
  let sentence: String?
  /// The routes of key tiers that do not take the account; those that keep accounts are asked only
  /// for accounts that had the tier before.
  let routes: [(tier: Int, index: Int)]

  init(_ named: NamedAccount, in result: NominationResult) {
    let evaluation = result.run.evaluation
    switch named {
    case .unmatched: (sentence, routes) = (nil, [])
    case .rejected(let key):
      let record = RejectedRecord.of(evaluation.program.accountsFile, in: evaluation)
        .first { $0.key == key }
      sentence = record.map { "rejected in line \($0.line): \($0.message)" } ?? "rejected"
      routes = []
    case .account(let row):
      (sentence, routes) = Refusal.reason(row, evaluation, result.keyTiers)
    }
  }

  private static func reason(
    _ row: Int, _ evaluation: Evaluation, _ keyTiers: [Int]
  ) -> (sentence: String?, routes: [(tier: Int, index: Int)]) {
    let program = evaluation.program
    switch evaluation.decision.status[row] {
    case .excluded(let index): return ("left out: \(program.excludes[index].reason)", [])
    case .rejected(let index): return ("rejected: \(program.rejects[index].reason)", [])
    case .repeatedKey: return ("rejected: its key stands in more than one row", [])
    case .classified: break
    }
    let reasons = ReasonText(evaluation)
    let displaced = evaluation.decision.displaced[row].map { keyTiers.contains($0.from) } ?? false
    let held = evaluation.decision.heldBack[row].map {
      keyTiers.contains(evaluation.plan.decision.routes[$0].tier)
    }
    switch evaluation.clause(row) {
    case .override?: return (reasons.sentence(row), [])
    case .overflow(let limit)? where displaced:
      return (reasons.sentence(row) + reasons.cut(of: limit, besides: row), [])
    case .move? where held ?? false: return (reasons.sentence(row), [])
    case .route?, .overflow?, .move?, nil: break
    }
    // A tier that stands above takes accounts before the key tier is asked.
    let tier = evaluation.tier(row) ?? program.tiers.count
    let asked = keyTiers.filter { $0 < tier }
    let before = PreviousTiers(evaluation).name(row)
    let routes = asked.flatMap { tier in
      program.tiers[tier].routes.indices.filter {
        !program.tiers[tier].routes[$0].isKeep || program.tiers[tier].name == before
      }.map { (tier, $0) }
    }
    return routes.isEmpty ? ("its tier comes before the key tiers", []) : (nil, routes)
  }
}
