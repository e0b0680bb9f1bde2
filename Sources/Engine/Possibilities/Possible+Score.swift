import Language
import Tables

/// The range of a score: 100 × Σ weight × points/out ÷ Σ weight rises with each criterion's points.
extension Possible {
  /// Criteria that may or may not be left out are tried both ways, up to this many.
  private static let triedCriteria = 6

  /// Returns what a score could be.
  ///
  /// - Parameter points: by criterion, the register of its points in `values`.
  static func score(
    _ formula: ScoreFormula, _ points: [RegisterID], of values: [Possible]
  ) -> Possible {
    var sum = ScoreRange()
    var unsure: [(criterion: ScoreFormula.Criterion, points: Possible)] = []
    for (index, criterion) in formula.criteria.enumerated() {
      var possible = values[points[index].index]
      if possible.canBeMissing, !criterion.skipsMissing {
        possible = possible.present.union(Possible(certain: 0))
      }
      if possible.canBeMissing {
        if possible.canBePresent { unsure.append((criterion, possible)) }
      } else {
        sum.add(criterion, possible)
      }
    }
    guard unsure.count <= triedCriteria else { return widest(formula, points, values) }
    var result = Possible(1, 0)
    for chosen in 0..<(1 << unsure.count) {
      var sum = sum
      for (bit, part) in unsure.enumerated() where chosen >> bit & 1 == 1 {
        sum.add(part.criterion, part.points)
      }
      result.formUnion(sum.quotient(formula))
    }
    return result
  }

  /// A weighted mean lies between the smallest and the largest of what it is the mean of.
  private static func widest(
    _ formula: ScoreFormula, _ points: [RegisterID], _ values: [Possible]
  ) -> Possible {
    var result = missing
    for (index, criterion) in formula.criteria.enumerated() {
      var sum = ScoreRange()
      sum.add(criterion, values[points[index].index].present.union(Possible(certain: 0)))
      result.formUnion(sum.quotient(formula))
    }
    return result
  }
}

/// The least and the greatest sum of a score, with its weights.
private struct ScoreRange {
  private var low = Wide.zero
  private var high = Wide.zero
  private var weight: Int128 = 0

  mutating func add(_ criterion: ScoreFormula.Criterion, _ points: Possible) {
    low += Wide(points.low, times: criterion.coefficient)
    high += Wide(points.high, times: criterion.coefficient)
    weight += criterion.weight
  }

  func quotient(_ formula: ScoreFormula) -> Possible {
    guard weight != 0 else { return .missing }
    let divisor = Wide(weight, times: formula.divisor)
    return Possible(cut: value(low, divisor), value(high, divisor), canBeMissing: false)
  }

  private func value(_ sum: Wide, _ divisor: Wide) -> Int128? {
    let million = Decimal.unit / 1_000_000
    guard let millionths = sum.roundedQuotient(by: divisor),
      millionths.magnitude < (Decimal.bound / million).magnitude
    else { return nil }
    return millionths * million
  }
}
