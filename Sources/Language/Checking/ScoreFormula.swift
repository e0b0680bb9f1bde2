import Tables

/// 100 × Σ weight × points/out ÷ Σ weight as integers: with every weight w and out o scaled to
/// whole numbers, the score in millionths is Σ pᵢ·coefficientᵢ ÷ (Σ weights · divisor).
package struct ScoreFormula: Hashable, Sendable {
  package struct Criterion: Hashable, Sendable {
    package var weight: Int128
    package var coefficient: Int128
    package var skipsMissing: Bool
  }
  package var criteria: [Criterion]
  /// Points are scaled by 10^18; this brings the sum to millionths.
  package var divisor: Int128

  /// Returns nil where the figures are too extreme for the formula's integers.
  package init?(_ criteria: [CheckedCriterion]) {
    let weights = ScoreFormula.integers(criteria.map(\.weight))
    let (outs, outPlaces) = ScoreFormula.scaledIntegers(criteria.map(\.outOf))
    var multiple: Int128 = 1
    for out in outs {
      let step = out / ScoreFormula.greatestCommonDivisor(multiple, out)
      let (product, overflow) = multiple.multipliedReportingOverflow(by: step)
      guard !overflow, product < Decimal.unit else { return nil }
      multiple = product
    }
    // score·10⁶ = 10⁸·10^places·10⁻¹⁸·Σ W·P/O ÷ ΣW, with P scaled by 10¹⁸ and O = o·10^places.
    var numerator: Int128 = 1
    var divisor = multiple
    let shift = outPlaces - 10
    if shift >= 0 {
      numerator = Decimal.powersOfTen[shift]
    } else {
      divisor *= Decimal.powersOfTen[-shift]
    }
    var parts: [Criterion] = []
    for (index, criterion) in criteria.enumerated() {
      let (first, overflow) = weights[index].multipliedReportingOverflow(by: multiple / outs[index])
      let (coefficient, more) = first.multipliedReportingOverflow(by: numerator)
      guard !overflow, !more, coefficient < Decimal.unit else { return nil }
      parts.append(
        Criterion(
          weight: weights[index], coefficient: coefficient, skipsMissing: criterion.skipsMissing))
    }
    self.criteria = parts
    self.divisor = divisor
  }

  private static func integers(_ values: [Decimal]) -> [Int128] {
    let divisor = values.reduce(Int128(0)) { greatestCommonDivisor($0, $1.scaled) }
    return values.map { divisor == 0 ? 0 : $0.scaled / divisor }
  }

  /// Returns the values times the smallest power of ten that makes them whole, and that power.
  private static func scaledIntegers(_ values: [Decimal]) -> ([Int128], Int) {
    var places = 18
    while places > 0, values.allSatisfy({ $0.scaled % Decimal.powersOfTen[18 - places + 1] == 0 }) {
      places -= 1
    }
    return (values.map { $0.scaled / Decimal.powersOfTen[18 - places] }, places)
  }

  package static func greatestCommonDivisor(_ left: Int128, _ right: Int128) -> Int128 {
    var (left, right) = (left, right)
    while right != 0 { (left, right) = (right, left % right) }
    return left
  }
}
