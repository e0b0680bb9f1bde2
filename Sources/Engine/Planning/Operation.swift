import Language
import Tables

/// One column-wise step: its inputs are registers of the same home, or constants.
package enum Operation: Hashable, Sendable {
  case negate(RegisterID)
  case absolute(RegisterID)
  case round(RegisterID, places: Int)
  case arithmetic(ArithmeticOperator, RegisterID, RegisterID)
  case shiftDays(RegisterID, by: RegisterID, backwards: Bool)
  case shiftMonths(RegisterID, by: Int)
  case daysBetween(RegisterID, RegisterID)
  case pickDate(RegisterID, RegisterID, latest: Bool)
  case datePart(RegisterID, isYear: Bool)
  case wholeMonths(RegisterID, RegisterID, perYear: Bool)
  case compare(Comparison, RegisterID, RegisterID)
  /// Whether a code has a bit.
  case holds(RegisterID, bit: Int)
  case and(RegisterID, RegisterID)
  case or(RegisterID, RegisterID)
  case not(RegisterID)
  case isMissing(RegisterID)
  case fallback(RegisterID, RegisterID)
  case cases([CaseInput])
  case scale(RegisterID, low: RegisterID, high: RegisterID, outOf: Int128)
  case score(ScoreFormula, [RegisterID])
  /// The value that the row of another table, referred to by the first register, has in the second.
  case gather(RegisterID, RegisterID)
  /// The portfolio's value for every row.
  case broadcast(RegisterID)
  /// The index of the first condition that holds, or the count of conditions.
  case firstHolding([RegisterID])

  package struct CaseInput: Hashable, Sendable {
    package var condition: RegisterID?
    package var value: RegisterID
  }

  /// The registers that the operation reads in its own pass.
  package var inputs: [RegisterID] {
    switch self {
    case .negate(let a), .absolute(let a), .round(let a, _), .shiftMonths(let a, _),
      .datePart(let a, _), .holds(let a, _), .not(let a), .isMissing(let a), .gather(let a, _):
      [a]
    case .arithmetic(_, let a, let b), .shiftDays(let a, let b, _), .daysBetween(let a, let b),
      .pickDate(let a, let b, _), .wholeMonths(let a, let b, _), .compare(_, let a, let b),
      .and(let a, let b), .or(let a, let b), .fallback(let a, let b):
      [a, b]
    case .cases(let cases): cases.flatMap { [$0.condition, $0.value].compactMap { $0 } }
    case .scale(let x, let low, let high, _): [x, low, high]
    case .score(_, let points): points
    case .broadcast: []
    case .firstHolding(let conditions): conditions
    }
  }

  /// The register of another home that the operation reads, known a pass earlier.
  package var foreignInput: RegisterID? {
    switch self {
    case .gather(_, let column), .broadcast(let column): column
    default: nil
    }
  }
}
