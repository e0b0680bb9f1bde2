internal import Language

/// How every comparison of a run came out; where two runs agree on all of them, no threshold lies
/// between their cells.
struct ComparisonTrace: Hashable {
  /// A comparison, or a call whose value is a step, asked of some rows.
  private struct Question: Hashable {
    var expression: ExpressionID
    var rows: [RowID]
  }

  private var answers: [Question: RefValue] = [:]

  /// Notes the order of the two sides of a comparison.
  mutating func note(
    _ id: ExpressionID, _ rows: [RowID], result: RefValue, _ left: RefValue, _ right: RefValue
  ) throws {
    switch result {
    case .truth, .missing: break
    case .number, .day, .text, .days, .months: return
    }
    if case .truth = left { return note(id, rows, result) }
    if left.isMissing || right.isMissing { return note(id, rows, .missing([])) }
    note(id, rows, .days(try ReferenceEvaluator.order(left, right)))
  }

  /// Notes the value of a call that moves in steps.
  mutating func note(_ id: ExpressionID, _ rows: [RowID], _ value: RefValue) {
    answers[Question(expression: id, rows: rows)] = value
  }
}
