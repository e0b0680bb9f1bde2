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
  /// What does not fit 128 bits is in `wideLow` and `wideHigh`.
  private var low: Int128 = 0
  private var high: Int128 = 0
  private var wideLow = Wide.zero
  private var wideHigh = Wide.zero
  private var isWide = false
  private var weight: Int128 = 0

  mutating func add(_ criterion: ScoreFormula.Criterion, _ points: Possible) {
    weight += criterion.weight
    let coefficient = criterion.coefficient
    // INVARIANT: a product below 2^122 cannot overflow, nor can the sum of a few dozen.
    if coefficient < 1 << 32, (points.low.magnitude | points.high.magnitude) >> 90 == 0,
      (low.magnitude | high.magnitude) >> 126 == 0
    {
      low &+= points.low &* coefficient
      high &+= points.high &* coefficient
      return
    }
    isWide = true
    wideLow += Wide(points.low, times: coefficient)
    wideHigh += Wide(points.high, times: coefficient)
  }

  func quotient(_ formula: ScoreFormula) -> Possible {
    guard weight != 0 else { return .missing }
    let (divisor, overflow) = weight.multipliedReportingOverflow(by: formula.divisor)
    if !isWide, !overflow {
      let first = value(Decimal.roundedQuotient(low, divisor))
      let last = low == high ? first : value(Decimal.roundedQuotient(high, divisor))
      return Possible(cut: first, last, canBeMissing: false)
    }
    let wide = Wide(weight, times: formula.divisor)
    var (least, most) = (Wide(low), Wide(high))
    least += wideLow
    most += wideHigh
    return Possible(
      cut: least.roundedQuotient(by: wide).flatMap { value($0) },
      most.roundedQuotient(by: wide).flatMap { value($0) }, canBeMissing: false)
  }

  private func value(_ millionths: Int128) -> Int128? {
    let million = Decimal.unit / 1_000_000
    guard millionths.magnitude < (Decimal.bound / million).magnitude else { return nil }
    return millionths &* million
  }
}
