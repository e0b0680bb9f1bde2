import Diagnostics
import Tables

/// Comparisons that are never yes, and why.
extension CoverageChecker {
  /// Reports each comparison that is never yes, and each question that is never answered so.
  mutating func checkAtoms() {
    for index in written {
      let id = TermID(index)
      switch program[id].kind {
      case .compare(let comparison, let a, let b): checkComparison(id, comparison, a, b)
      case .isMissing(let figure): checkQuestion(id, figure)
      case .not(let inner): checkNegation(id, inner)
      default: continue
      }
    }
  }

  private mutating func checkComparison(
    _ id: TermID, _ comparison: Comparison, _ a: TermID, _ b: TermID
  ) {
    let possible = analysis.possible(id)
    guard !analysis.forms.isWritten(id) else { return }
    if analysis.forms[a] == analysis.forms[b] {
      reportedAtoms.insert(analysis.forms[id])
      let figures = name(of: a) == name(of: b) ? [name(of: a)] : [name(of: a), name(of: b)]
      report(
        .sameOnBothSides(
          figures, isYes: comparison.holdsForEquals, inRows: comparison == .equal && isInRows(id),
          at: program[id].range), comparison.holdsForEquals ? nil : .never(id))
      return
    }
    guard !possible.canBeYes, !analysis.possible(a).values.isEmpty,
      !analysis.possible(b).values.isEmpty
    else { return }
    reportedAtoms.insert(analysis.forms[id])
    let (figure, other, sign) =
      analysis.forms.isWritten(a) ? (b, a, comparison.mirrored) : (a, b, comparison)
    let evidence = evidence(figure, sign, other)
    if case .score(let score) = program[analysis.forms[figure]].kind {
      report(
        .unreachableThreshold(
          evidence, tier: tier(at: program[id].range), criteria: criteria(score, sign),
          at: program[id].range), .never(id))
    } else {
      report(.neverHolds(evidence, at: program[id].range), .never(id))
    }
  }

  /// Reports `not` before a condition that is always yes.
  private mutating func checkNegation(_ id: TermID, _ inner: TermID) {
    let answers = analysis.possible(id)
    guard !analysis.forms.isWritten(id), !answers.canBeYes, !answers.values.isEmpty,
      !isReported(within: id)
    else { return }
    reportedAtoms.insert(analysis.forms[id])
    let evidence =
      constantEvidence(of: inner)
      ?? CoverageProblem.Evidence(
        text: "\(name(of: inner)) always holds", help: "change it, or remove this", declared: nil)
    report(.neverHolds(evidence, at: program[id].range), .never(id))
  }

  /// `true` iff the term is read row by row by a figure over the accounts.
  private func isInRows(_ id: TermID) -> Bool {
    program.terms.contains { term in
      guard case .aggregate(let aggregate) = term.kind, aggregate.source == .accounts,
        let condition = aggregate.condition
      else { return false }
      let range = program[condition].range
      return range.start <= program[id].range.start && program[id].range.end <= range.end
    }
  }

  /// Returns the tier in one of whose routes the place lies.
  private func tier(at range: SourceRange) -> String? {
    program.tiers.first { tier in
      tier.routes.contains { $0.range.start <= range.start && range.end <= $0.range.end }
    }?.name
  }

  /// Returns why the figure never compares so, and what to do about it.
  func evidence(
    _ figure: TermID, _ comparison: Comparison, _ other: TermID
  ) -> CoverageProblem.Evidence {
    let values = analysis.possible(figure).values
    let isFraction = analysis.possible(other).values.only.map { $0 % values.step != 0 } ?? false
    var text = "\(name(of: figure)) \(limit(of: figure, comparison, isFraction: isFraction))"
    if !analysis.forms.isWritten(other) || isNamed(other) {
      text += " and \(name(of: other)) \(limit(of: other, comparison.mirrored, isFraction: false))"
    }
    let range = words(for: figure).range(values)
    let isField = declaration(of: figure) != nil
    let remedy =
      if case .score = program[analysis.forms[figure]].kind {
        "ask for a score that can be reached, or change the points of a criterion"
      } else {
        "compare it with a figure that it can have, or "
          + (isField ? "change its bounds" : "remove this")
      }
    return CoverageProblem.Evidence(
      text: text, help: remedy,
      declared: origin(of: figure).map { place in
        CoverageProblem.Remark(
          text: "\(name(of: figure)) is \(isField ? "declared" : "worked out") here"
            + (range.map { " as \($0)" } ?? ""), range: place)
      }, isBounded: isField)
  }

  /// Returns where a figure's range comes from, if that is one place.
  private func origin(of figure: TermID) -> SourceRange? {
    switch program[figure].kind {
    case .named(.letting(let index), _): program.lets[index].range
    case .named(.combined(let index), _): program[.accounts].fields[index].range
    case .named(.computed(let table, let index), _): program[table].computed[index].range
    case .named(.criterion(let score, let index), _):
      program.scores[score].criteria[index].range
    default: declaration(of: figure)
    }
  }

  private func isNamed(_ id: TermID) -> Bool {
    if case .named = program[id].kind { true } else { false }
  }

  /// Returns the end of a figure's range that a comparison does not get beyond.
  private func limit(of figure: TermID, _ comparison: Comparison, isFraction: Bool) -> String {
    let values = analysis.possible(figure).values
    let words = words(for: figure)
    guard let low = values.lowest, let high = values.highest else { return "has no value" }
    if low == high { return "is always \(words.value(low))" }
    switch comparison {
    case .greater, .greaterOrEqual: return "is \(words.most(high, values.step))"
    case .less, .lessOrEqual: return "is \(words.least(low, values.step))"
    case .equal, .notEqual:
      if isFraction, values.step == Decimal.unit { return "is a whole number" }
      return "is \(words.range(values) ?? "something else")"
    }
  }

  /// Returns the criteria that keep a score from its end.
  private func criteria(_ score: Int, _ comparison: Comparison) -> [CoverageProblem.Remark] {
    let isUpwards = comparison == .greater || comparison == .greaterOrEqual
    var remarks: [CoverageProblem.Remark] = []
    for criterion in program.scores[score].criteria where criterion.weight > .zero {
      let values = analysis.possible(criterion.points).values
      guard let low = values.lowest, let high = values.highest else { continue }
      let points = RangeText(program: program, type: .number)
      if isUpwards, high < criterion.outOf.scaled {
        remarks.append(
          CoverageProblem.Remark(
            text: "gives at most \(points.value(high)) of \(criterion.outOf)",
            range: criterion.range))
      } else if !isUpwards, low > 0 {
        remarks.append(
          CoverageProblem.Remark(
            text: "gives at least \(points.value(low)) of \(criterion.outOf)",
            range: criterion.range))
      }
    }
    return Array(remarks.prefix(4))
  }
}
