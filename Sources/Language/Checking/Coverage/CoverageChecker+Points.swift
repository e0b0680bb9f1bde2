import Diagnostics
import Tables

/// Points that a criterion is not out of, and criteria that count for nothing.
extension CoverageChecker {
  /// Warns of points that always lie beyond what the criterion is out of.
  mutating func checkPoints() {
    checkWeights()
    for criterion in program.scores.flatMap(\.criteria) {
      guard let cases = cases(of: criterion.points) else {
        checkPoints(criterion.points, criterion, at: program[criterion.points].range)
        continue
      }
      for item in cases {
        checkPoints(item.value, criterion, at: place(of: item.value, in: item.range))
      }
    }
  }

  /// Notes criteria without weight whose points nothing else reads.
  private mutating func checkWeights() {
    var read: Set<NamedThing> = []
    for term in program.terms { if case .named(let thing, _) = term.kind { read.insert(thing) } }
    for (number, score) in program.scores.enumerated() {
      for (index, criterion) in score.criteria.enumerated()
      where criterion.weight == .zero && !read.contains(.criterion(number, index)) {
        report(.weightOfZero(criterion: "`\(criterion.name)`", at: criterion.range))
      }
    }
  }

  /// Returns the cases that a figure is made of, by whatever name.
  private func cases(of id: TermID) -> [CheckedCase]? {
    switch program[id].kind {
    case .cases(let cases): cases
    case .named(_, let inner): cases(of: inner)
    default: nil
    }
  }

  private mutating func checkPoints(
    _ value: TermID, _ criterion: CheckedCriterion, at range: SourceRange
  ) {
    let points = analysis.possible(value).values
    guard let low = points.lowest, let high = points.highest else { return }
    let isBelow = high < 0
    guard isBelow || low > criterion.outOf.scaled else { return }
    let words = RangeText(program: program, type: .number)
    let text =
      low == high
      ? words.value(low)
      : isBelow ? words.most(high, points.step) : words.least(low, points.step)
    report(
      .pointsBeyond(
        points: text, outOf: words.value(criterion.outOf.scaled), isBelow: isBelow, at: range))
  }
}
