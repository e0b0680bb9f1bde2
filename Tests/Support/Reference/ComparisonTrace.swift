internal import Language
internal import Tables

/// How every comparison of a run came out; where two runs agree on all of them, no threshold lies
/// between their cells.
struct ComparisonTrace {
  /// A comparison, or a call whose value is a step, asked of some rows.
  struct Question: Hashable {
    var expression: ExpressionID
    var rows: [RowID]
  }

  /// The order of the two sides, -1, 0 or 1; 2 where a side is missing.
  private(set) var orders: [Question: Int] = [:]
  /// How far the left side is above the right one, for figures and dates.
  private(set) var gaps: [Question: Double] = [:]

  /// Notes the order of the two sides of a comparison.
  mutating func note(
    _ id: ExpressionID, _ rows: [RowID], _ left: RefValue, _ right: RefValue
  ) throws {
    let question = Question(expression: id, rows: rows)
    if left.isMissing || right.isMissing {
      orders[question] = 2
      return
    }
    orders[question] = try ReferenceEvaluator.order(left, right)
    if let left = left.place, let right = right.place { gaps[question] = left - right }
  }

  /// Notes a whole number that moves in steps.
  mutating func note(_ id: ExpressionID, _ rows: [RowID], step: Int) {
    orders[Question(expression: id, rows: rows)] = step
  }
}

extension RefValue {
  /// About where the value lies on a line.
  fileprivate var place: Double? {
    switch self {
    case .number(let number): Double(number.scaled)
    case .day(let day): Double(day.number)
    case .days(let count): Double(count)
    case .text, .values, .truth, .months, .missing: nil
    }
  }
}
