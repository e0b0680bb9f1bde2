import Language
import Tables

extension Kernels {
  /// 100 × Σ weight × points/out ÷ Σ weight, rounded half-even to 6 places.
  ///
  /// A criterion without points counts zero, or is left out with its weight where it skips.
  static func score(
    _ formula: ScoreFormula, _ points: [Vector], into out: inout Vector, count: Int
  ) {
    let million = Decimal.unit / 1_000_000
    for row in 0..<count {
      var sum: Int128 = 0
      var weight: Int128 = 0
      var absence: UInt8 = 0
      var isNarrow = true
      for (criterion, column) in zip(formula.criteria, points) {
        guard column.absence[row] == 0 else {
          absence |= column.absence[row]
          if !criterion.skipsMissing { weight += criterion.weight }
          continue
        }
        weight += criterion.weight
        let (product, overflow) = column.numbers[row].multipliedReportingOverflow(
          by: criterion.coefficient)
        let (total, more) = sum.addingReportingOverflow(product)
        isNarrow = isNarrow && !overflow && !more
        sum = total
      }
      guard weight != 0 else {
        out.absence[row] = absence == 0 ? Absence.divisionByZero.rawValue : absence
        continue
      }
      let divisor = Wide(weight, times: formula.divisor)
      let millionths =
        isNarrow
        ? Wide(sum).roundedQuotient(by: divisor)
        : wideSum(formula, points, row).roundedQuotient(by: divisor)
      if let millionths, Decimal.isInRange(millionths), millionths.magnitude < Decimal.bound.magnitude / million.magnitude {
        out.numbers[row] = millionths * million
        out.absence[row] = 0
      } else {
        out.absence[row] = Absence.outOfRange.rawValue
      }
    }
  }

  /// The sum of weighted points where it does not fit in 128 bits.
  private static func wideSum(_ formula: ScoreFormula, _ points: [Vector], _ row: Int) -> Wide {
    zip(formula.criteria, points).reduce(into: Wide.zero) { sum, item in
      guard item.1.absence[row] == 0 else { return }
      sum += Wide(item.1.numbers[row], times: item.0.coefficient)
    }
  }
}
