import Language

/// The operations of a tape without references, so that one is taken up without being copied.
struct TapeSteps: Sendable {
  enum Step: Sendable {
    case arithmetic(ArithmeticOperator, RegisterID, RegisterID)
    case compare(Comparison, RegisterID, RegisterID)
    case and(RegisterID, RegisterID)
    case or(RegisterID, RegisterID)
    case not(RegisterID)
    case scale(RegisterID, low: RegisterID, high: RegisterID, outOf: Int128)
    /// Of `cases`.
    case cases(Range<Int>)
    /// Of `scores`.
    case score(Int)
    /// An operation that is done by its own number.
    case other(Int)
  }

  private var steps: [Step] = []
  private(set) var cases: [Operation.CaseInput] = []
  private(set) var scores: [(formula: ScoreFormula, points: [RegisterID])] = []

  init(_ operations: [Operation]) {
    for (index, operation) in operations.enumerated() { steps.append(step(operation, index)) }
  }

  subscript(index: Int) -> Step { steps[index] }

  private mutating func step(_ operation: Operation, _ index: Int) -> Step {
    switch operation {
    case .arithmetic(let sign, let a, let b): return .arithmetic(sign, a, b)
    case .compare(let comparison, let a, let b): return .compare(comparison, a, b)
    case .and(let a, let b): return .and(a, b)
    case .or(let a, let b): return .or(a, b)
    case .not(let a): return .not(a)
    case .scale(let x, let low, let high, let outOf):
      return .scale(x, low: low, high: high, outOf: outOf)
    case .cases(let inputs):
      cases += inputs
      return .cases(cases.count - inputs.count..<cases.count)
    case .score(let formula, let points):
      scores.append((formula, points))
      return .score(scores.count - 1)
    case .negate, .absolute, .round, .shiftDays, .shiftMonths, .daysBetween, .pickDate, .datePart,
      .wholeMonths, .holds, .isMissing, .fallback, .gather, .broadcast, .firstHolding:
      return .other(index)
    }
  }
}
