import Diagnostics
import Language
import Tables

/// What a scoring model shows on the accounts as they are.
package enum ModelFinding: Hashable, Sendable {
  /// Without the criterion nobody has another tier.
  case idleCriterion(score: Int, Int)
  /// The part of the score's spread that follows from one criterion.
  case dominant(score: Int, Int, part: Decimal)
  /// Of so many pairs of accounts that one of two criteria orders, so many are ordered alike by both.
  case alike(score: Int, Int, Int, same: Int, of: Int)
  case emptyTier(Int)
  /// A tier that is not the last holds more than half of all accounts.
  case fullTier(Int, count: Int, of: Int)
  /// More accounts meet the rules of tiers than have seats.
  case overfull(limit: Int, count: Int, seats: Int)
  case metByNobody(TermID, of: Int)
  case metByAll(TermID, of: Int)
}

/// What a criterion does to the accounts as they are.
package struct CriterionSpread: Hashable, Sendable {
  package var score: Int
  package var criterion: Int
  /// Its part of the variance of the score: the covariance of what it adds to the score with the
  /// score, by the variance of the score; nil where all scores are the same.
  package var part: Decimal?
  /// `true` iff without it nobody has another tier; nil where that was not asked.
  package var isIdle: Bool?
}

/// Looks at what a run found about its own rules.
package struct ModelAudit: Sendable {
  /// From which part of the spread on a criterion explains nearly all of it.
  package static let dominance = Decimal(scaled: Decimal.unit / 100 * 80)
  /// From which part of pairs on two criteria rank nearly alike, in percent.
  package static let likeness = 90

  package var spreads: [CriterionSpread] = []
  package var findings: [ModelFinding] = []
  private let evaluation: Evaluation
  private let rows: [Int]

  /// - Parameter conditions: a run that has the answers of `conditions(of:)`.
  package init(
    _ evaluation: Evaluation, conditions: Evaluation, idle: (Int, Int) -> Bool?
  ) {
    self.evaluation = evaluation
    rows = (0..<evaluation.tables[0].rowCount).filter {
      evaluation.decision.status[$0] == .classified
    }
    if rows.isEmpty { return }
    for score in evaluation.program.scores.indices { audit(score, idle) }
    auditTiers()
    auditConditions(conditions)
  }

  /// The comparisons of an account's figures with numbers that are written.
  package static func conditions(of program: CheckedProgram) -> [TermID] {
    var found: [TermID] = []
    var seen: Set<TermID> = []
    var open =
      program.excludes.map(\.condition) + program.rejects.map(\.condition)
      + program.tiers.flatMap { $0.routes.compactMap(\.condition) }
      + program.limits.flatMap { $0.keys.map(\.value) }
    while let id = open.popLast() {
      guard seen.insert(id).inserted else { continue }
      if case .compare(_, let left, let right) = program[id].kind, program[id].home == .accounts,
        !program.implied.contains(id), [left, right].contains(where: { program.isWritten($0) })
      {
        found.append(id)
      }
      if case .score(let index) = program[id].kind {
        open += program.scores[index].criteria.map(\.points)
      }
      open += program[id].kind.operands
    }
    return found.sorted { program[$0].range.start < program[$1].range.start }
  }

  // MARK: Criteria

  private mutating func audit(_ score: Int, _ idle: (Int, Int) -> Bool?) {
    let criteria = evaluation.program.scores[score].criteria
    guard criteria.count > 1 else { return }
    let parts = self.parts(score)
    for index in criteria.indices {
      let part = ModelAudit.part(parts.map { $0[index] }, of: parts.map { $0.reduce(0, +) })
      let isIdle = idle(score, index)
      spreads.append(
        CriterionSpread(score: score, criterion: index, part: part, isIdle: isIdle))
      if isIdle == true, criteria[index].weight > .zero {
        findings.append(.idleCriterion(score: score, index))
      }
      if let part, part >= ModelAudit.dominance {
        findings.append(.dominant(score: score, index, part: part))
      }
    }
    for left in criteria.indices {
      for right in criteria.indices where right > left {
        let (same, all) = agreement(criteria[left].points, criteria[right].points)
        guard all > 0, same * 100 >= all * ModelAudit.likeness else { continue }
        findings.append(.alike(score: score, left, right, same: same, of: all))
      }
    }
  }

  /// By account, what each criterion adds to the score, in millionths.
  private func parts(_ score: Int) -> [[Int128]] {
    let criteria = evaluation.program.scores[score].criteria
    let columns = criteria.map { evaluation.values(of: $0.points) }
    return rows.compactMap { row in
      var weights: Int128 = 0
      var products: [Int128] = []
      for (criterion, column) in zip(criteria, columns) {
        guard let column, !column.isEmptyColumn else { return nil }
        let points = column.number(column.count == 1 ? 0 : row)
        if points != nil || !criterion.skipsMissing { weights += criterion.weight.scaled }
        let share = points.flatMap { Decimal.quotient($0, criterion.outOf.scaled) }
        products.append(share.flatMap { Decimal.product($0, criterion.weight.scaled) } ?? 0)
      }
      guard weights > 0 else { return nil }
      let million = Decimal.unit / 1_000_000
      return products.map { product in
        (Decimal.quotient(product, weights) ?? 0) * 100 / million
      }
    }
  }

  /// Returns the covariance of figures with their sums by the variance of the sums.
  static func part(_ figures: [Int128], of sums: [Int128]) -> Decimal? {
    let count = Int128(figures.count)
    func product(_ left: [Int128], _ right: [Int128]) -> Wide {
      zip(left, right).reduce(into: Wide.zero) { $0 += Wide($1.0, times: $1.1) }
    }
    let (total, whole) = (figures.reduce(0, +), sums.reduce(0, +))
    func centred(_ sum: Wide, _ left: Int128, _ right: Int128) -> Wide? {
      guard let narrow = sum.narrow else { return nil }
      var result = Wide(narrow, times: count)
      result -= Wide(left, times: right)
      return result
    }
    guard let covariance = centred(product(figures, sums), total, whole),
      let variance = centred(product(sums, sums), whole, whole), Wide.zero < variance
    else { return nil }
    return covariance.quotient(by: variance).map { Decimal(scaled: $0) }
  }

  /// Returns how many pairs of accounts both terms order alike, of those that one of them orders.
  private func agreement(_ left: TermID, _ right: TermID) -> (same: Int, of: Int) {
    guard let one = evaluation.values(of: left), let other = evaluation.values(of: right),
      one.count > 1, other.count > 1
    else { return (0, 0) }
    let pairs = rows.compactMap { row in
      one.number(row).flatMap { first in other.number(row).map { (first, $0) } }
    }
    return RankAgreement.count(pairs)
  }

  // MARK: Tiers and conditions

  private mutating func auditTiers() {
    let program = evaluation.program
    var counts = [Int](repeating: 0, count: program.tiers.count)
    for row in rows { if let tier = evaluation.tier(row) { counts[tier] += 1 } }
    for (tier, count) in counts.enumerated() {
      if count == 0 { findings.append(.emptyTier(tier)) }
      if tier < program.tiers.count - 1, count * 2 > rows.count {
        findings.append(.fullTier(tier, count: count, of: rows.count))
      }
    }
    for (index, limit) in evaluation.decision.limits.enumerated() {
      guard let seats = limit.seats, limit.displacedCount > 0 || limit.taken > seats else {
        continue
      }
      findings.append(
        .overfull(limit: index, count: limit.taken + limit.displacedCount, seats: seats))
    }
  }

  private mutating func auditConditions(_ conditions: Evaluation) {
    for condition in ModelAudit.conditions(of: evaluation.program) {
      guard let column = conditions.values(of: condition), column.count > 1 || rows.count == 1
      else { continue }
      let known = rows.filter { $0 < column.count && column.isPresent($0) }
      guard !known.isEmpty else { continue }
      let met = known.count { column.holds($0) }
      if met == 0 { findings.append(.metByNobody(condition, of: known.count)) }
      if met == known.count { findings.append(.metByAll(condition, of: known.count)) }
    }
  }
}

/// Counts pairs by how two figures order them.
package enum RankAgreement {
  /// Returns the pairs that both figures order in the same way, of those that either orders.
  ///
  /// - Complexity: O(n log n).
  package static func count(_ pairs: [(Int128, Int128)]) -> (same: Int, of: Int) {
    let sorted = pairs.sorted { $0.0 == $1.0 ? $0.1 < $1.1 : $0.0 < $1.0 }
    let ranks = Dictionary(
      Set(pairs.map(\.1)).sorted().enumerated().map { ($0.element, $0.offset + 1) },
      uniquingKeysWith: { first, _ in first })
    var tree = [Int](repeating: 0, count: ranks.count + 1)
    var (same, equal) = (0, 0)
    var start = 0
    while start < sorted.count {
      var end = start
      while end < sorted.count, sorted[end].0 == sorted[start].0 { end += 1 }
      for pair in sorted[start..<end] {
        var place = (ranks[pair.1] ?? 1) - 1
        while place > 0 {
          same += tree[place]
          place -= place & -place
        }
      }
      var run = start
      while run < end {
        var next = run
        while next < end, sorted[next].1 == sorted[run].1 { next += 1 }
        equal += (next - run) * (next - run - 1) / 2
        run = next
      }
      for pair in sorted[start..<end] {
        var place = ranks[pair.1] ?? 1
        while place < tree.count {
          tree[place] += 1
          place += place & -place
        }
      }
      start = end
    }
    return (same, pairs.count * (pairs.count - 1) / 2 - equal)
  }
}

extension Vector {
  fileprivate var isEmptyColumn: Bool { count == 0 }
}

extension CheckedProgram {
  /// `true` iff a term is a number or a day as it is written, perhaps by a name.
  fileprivate func isWritten(_ id: TermID) -> Bool {
    switch self[id].kind {
    case .constant(.number), .constant(.day): true
    case .named(_, let inner): isWritten(inner)
    default: false
    }
  }
}
