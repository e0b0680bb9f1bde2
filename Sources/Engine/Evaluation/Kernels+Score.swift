import Language
import Tables

/// The running sums of one score over a batch.
struct ScoreSums {
  fileprivate var sums: [Int128]
  fileprivate var weights: [Int128]
  fileprivate var absence: [UInt8]
  /// Rows whose sum does not fit in 128 bits.
  fileprivate var wide: [Int: Wide] = [:]

  init(count: Int) {
    sums = Array(repeating: 0, count: count)
    weights = Array(repeating: 0, count: count)
    absence = Array(repeating: 0, count: count)
  }
}

/// 100 × Σ weight × points/out ÷ Σ weight, rounded half-even to 6 places.
extension Kernels {
  /// Adds one criterion: without points it counts zero, or is left out with its weight.
  static func add(
    _ criterion: ScoreFormula.Criterion, _ points: Vector, to sums: inout ScoreSums, count: Int
  ) {
    let coefficient = criterion.coefficient
    // INVARIANT: a product below 2^122 cannot overflow, so it is formed without a check.
    let isSmall = coefficient < 1 << 32
    for row in 0..<count {
      guard points.absence[row] == 0 else {
        sums.absence[row] |= points.absence[row]
        if !criterion.skipsMissing { sums.weights[row] += criterion.weight }
        continue
      }
      sums.weights[row] += criterion.weight
      let value = points.numbers[row]
      if isSmall, value.magnitude >> 90 == 0, sums.wide.isEmpty {
        let (total, overflow) = sums.sums[row].addingReportingOverflow(value &* coefficient)
        if !overflow {
          sums.sums[row] = total
          continue
        }
      }
      let (product, overflow) = value.multipliedReportingOverflow(by: coefficient)
      let (total, more) = sums.sums[row].addingReportingOverflow(product)
      if overflow || more {
        var wide = sums.wide[row] ?? Wide(sums.sums[row])
        wide += Wide(points.numbers[row], times: criterion.coefficient)
        sums.wide[row] = wide
      } else if !sums.wide.isEmpty, let wide = sums.wide[row] {
        var wide = wide
        wide += Wide(product)
        sums.wide[row] = wide
      } else {
        sums.sums[row] = total
      }
    }
  }

  /// Turns sums into scores.
  static func finish(
    _ sums: ScoreSums, _ formula: ScoreFormula, into out: inout Vector, count: Int
  ) {
    let million = Decimal.unit / 1_000_000
    for row in 0..<count {
      guard sums.weights[row] != 0 else {
        let reason = sums.absence[row]
        out.absence[row] = reason == 0 ? Absence.divisionByZero.rawValue : reason
        continue
      }
      let (divisor, overflow) = sums.weights[row].multipliedReportingOverflow(by: formula.divisor)
      let millionths =
        overflow || !sums.wide.isEmpty
        ? (sums.wide[row] ?? Wide(sums.sums[row]))
          .roundedQuotient(by: Wide(sums.weights[row], times: formula.divisor))
        : Decimal.roundedQuotient(sums.sums[row], divisor)
      if let millionths, millionths.magnitude < (Decimal.bound / million).magnitude {
        out.numbers[row] = millionths * million
        out.absence[row] = 0
      } else {
        out.absence[row] = Absence.outOfRange.rawValue
      }
    }
  }
}
