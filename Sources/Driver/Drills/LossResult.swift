import Engine
import Language
import Tables

/// Accounts that are lost together.
struct LossCase {
  /// `the 3 largest by revenue`.
  var title: String
  /// How many of the largest are lost; nil where accounts are named.
  var top: Int?
  /// The largest first, or as they were named.
  var rows: [Int]
}

/// What an agreement says of the accounts that are left.
struct LossOutcome {
  /// A key account that has another tier without the lost ones, or a former one.
  struct Move {
    var row: Int
    var from: Int?
    var to: Int?
  }

  let lost: LossCase
  let evaluation: Evaluation
  let concentration: Concentration?
  /// The key accounts that result, by tier and then by rank.
  let roll: [[Int]]
  /// Who rises, then who falls; by the new tier, then by rank.
  private(set) var moves: [Move] = []
  /// Requirements that fail, in the order of the agreement.
  let failing: [Int]
  let tierCounts: TierCounts
  let accountCount: Int
  /// What is left in the measure, and what is lost; nil without one.
  private(set) var left: Wide?
  private(set) var money: Wide?
  private(set) var cost: ReplacementCost?

  init(_ lost: LossCase, in before: Evaluation, leaving evaluation: Evaluation) {
    self.lost = lost
    self.evaluation = evaluation
    concentration = Concentration(evaluation)
    roll = AccountRoll(evaluation).rows
    failing = LossResult.failing(in: evaluation)
    tierCounts = TierCounts(evaluation)
    let rows = (0..<evaluation.tables[0].rowCount).filter { evaluation.isInTotals($0) }
    accountCount = rows.count
    left = Measure(evaluation)?.total(rows)
    money = Measure(before)?.total(lost.rows.filter { before.isInTotals($0) })
    cost = ReplacementCost(of: lost.rows.filter { before.isInTotals($0) }, in: before)
    let moved = (roll.joined() + rows.filter { evaluation.tier($0) == nil }).compactMap { row in
      let (from, to) = (before.tier(row), evaluation.tier(row))
      return from == to ? nil : Move(row: row, from: from, to: to)
    }
    moves = moved.filter(\.isUp) + moved.filter { !$0.isUp }
  }
}

extension LossOutcome.Move {
  var isUp: Bool {
    guard let to else { return false }
    return from.map { to < $0 } ?? true
  }
}

/// What replacing some accounts costs by the agreement's own factor.
struct ReplacementCost {
  private(set) var sum = Wide.zero
  /// How many accounts have no figure, so that they add nothing.
  private(set) var missing = 0
  let type: ValueType

  /// Returns nil where the agreement says nothing about it.
  init?(of rows: [Int], in evaluation: Evaluation) {
    guard let replacing = evaluation.program.agreement.replacing else { return nil }
    type = evaluation.program[replacing.figure].type
    for row in rows {
      if case .number(let figure, _) = evaluation.value(replacing.figure, row),
        let cost = figure.multiplied(by: replacing.factor)
      {
        sum += Wide(cost.scaled)
      } else {
        missing += 1
      }
    }
  }
}

/// What is left when the largest accounts are lost, or those that are named.
package struct LossResult {
  static let usualTops = [1, 3, 5]

  package let run: Run
  /// Indices of tiers, ascending.
  let keyTiers: [Int]
  let measure: Measure?
  let concentration: Concentration?
  /// Requirements that fail without any loss.
  let failing: [Int]
  let tierCounts: TierCounts
  /// The accounts in totals.
  let rows: [Int]
  /// What they are worth in the measure; nil without one.
  let total: Wide?
  private(set) var outcomes: [LossOutcome] = []

  private var evaluation: Evaluation { run.evaluation }

  init(_ run: Run, keyTiers: [Int]) {
    self.run = run
    self.keyTiers = keyTiers
    let evaluation = run.evaluation
    measure = Measure(evaluation)
    concentration = Concentration(evaluation)
    failing = LossResult.failing(in: evaluation)
    tierCounts = TierCounts(evaluation)
    rows = (0..<evaluation.tables[0].rowCount).filter { evaluation.isInTotals($0) }
    total = measure?.total(rows)
  }

  static func failing(in evaluation: Evaluation) -> [Int] {
    Findings.evaluate(evaluation).filter {
      evaluation.program.findings[$0.index].isRequirement && !$0.holds
    }.map(\.index)
  }

  /// The accounts in totals in the order in which they are lost: by the measure, without one by tier
  /// and rank.
  private var largest: [Int] {
    if let measure { return measure.largest(in: evaluation).map(\.row) }
    return AccountRoll(evaluation).rows.flatMap { $0 }
  }

  /// Returns what to lose, each set of accounts once.
  func cases(tops: [Int], named: [Int]) -> [LossCase] {
    let largest = tops.isEmpty ? [] : self.largest
    var cases: [LossCase] = []
    for top in Set(tops).sorted() {
      let rows = Array(largest.prefix(top))
      if rows.isEmpty || cases.contains(where: { $0.rows.count == rows.count }) { continue }
      cases.append(LossCase(title: title(rows.count), top: rows.count, rows: rows))
    }
    if !named.isEmpty { cases.append(LossCase(title: title(of: named), top: nil, rows: named)) }
    return cases
  }

  private func title(_ count: Int) -> String {
    guard let measure else {
      return count == 1 ? "the first account" : "the first \(Count.grouped(count)) accounts"
    }
    let whom = count == 1 ? "the largest account" : "the \(Count.grouped(count)) largest"
    return "\(whom) by \(measure.name)"
  }

  private func title(of named: [Int]) -> String {
    NameList.text(named, limit: 3) { evaluation.shownAccount($0) }
  }

  mutating func add(_ lost: LossCase, leaving evaluation: Evaluation) {
    outcomes.append(LossOutcome(lost, in: self.evaluation, leaving: evaluation))
  }
}
