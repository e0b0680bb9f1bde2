import Diagnostics
import Tables

/// Single comparisons, questions for what is missing, and conditions as a whole.
extension CoverageChecker {
  // MARK: Comparisons

  /// Reports each comparison that is never yes, and each question that is never answered so.
  mutating func checkAtoms() {
    for index in program.terms.indices {
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
    var text = "\(name(of: figure)) \(limit(of: figure, comparison))"
    if !analysis.forms.isWritten(other) || isNamed(other) {
      text += " and \(name(of: other)) \(limit(of: other, comparison.mirrored))"
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
  private func limit(of figure: TermID, _ comparison: Comparison) -> String {
    let values = analysis.possible(figure).values
    let words = words(for: figure)
    guard let low = values.lowest, let high = values.highest else { return "has no value" }
    if low == high { return "is always \(words.value(low))" }
    switch comparison {
    case .greater, .greaterOrEqual: return "is \(words.most(high, values.step))"
    case .less, .lessOrEqual: return "is \(words.least(low, values.step))"
    case .equal, .notEqual: return "is \(words.range(values) ?? "something else")"
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

  // MARK: Questions for what is missing

  private mutating func checkQuestion(_ id: TermID, _ figure: TermID) {
    guard !analysis.forms.isWritten(figure) else { return }
    if isSumOfPresent(figure) {
      return report(.sumOfNothing(figure: name(of: figure), at: program[id].range))
    }
    guard !analysis.possible(figure).mayBeMissing else { return }
    reportedAtoms.insert(analysis.forms[id])
    report(
      .neverMissing(
        figure: name(of: figure), reason(figure), declared: declaration(of: figure),
        at: program[id].range), .present(figure))
  }

  /// `true` iff a figure is a sum that only numbers beyond all range can make missing.
  private func isSumOfPresent(_ figure: TermID) -> Bool {
    guard case .aggregate(let aggregate) = program[analysis.forms[figure]].kind,
      aggregate.kind == .sum, let added = aggregate.figure
    else { return false }
    switch aggregate.bucket {
    case .all, .reference: return !analysis.possible(added).mayBeMissing
    case .partition: return false
    }
  }

  private func reason(_ figure: TermID) -> CoverageProblem.Reason {
    let form = analysis.forms[figure]
    switch program[form].kind {
    case .field(let index):
      guard let blank = program[program[form].home].schema.fields[index].blankMeans else {
        return .mandatory
      }
      return .blankMeans(words(for: form).blank(blank))
    case .aggregate: return .count
    default: return .made
    }
  }

  /// Notes where `else` follows a figure that is always there.
  mutating func checkFallbacks() {
    for index in program.terms.indices {
      let id = TermID(index)
      guard case .fallback(let first, _) = program[id].kind, !analysis.forms.isWritten(first),
        !analysis.possible(first).mayBeMissing
      else { continue }
      report(
        .uselessElse(figure: name(of: first), reason(first), at: program[id].range),
        .present(first))
    }
  }

  // MARK: Conditions that cannot hold together

  mutating func checkConjunctions() {
    var inner: Set<TermID> = []
    for term in program.terms {
      if case .and(let a, let b) = term.kind { inner.formUnion([a, b]) }
    }
    for index in program.terms.indices where !inner.contains(TermID(index)) {
      if case .and = program.terms[index].kind { checkConjunction(TermID(index)) }
    }
  }

  private mutating func checkConjunction(_ id: TermID) {
    let parts = conjuncts(of: id)
    guard !canHold(parts), !isReported(within: id) else { return }
    let range = program[id].range
    for (index, later) in parts.enumerated() {
      for earlier in parts[..<index] where !canHold([earlier, later]) {
        report(
          .contradiction(
            first: CoverageProblem.Remark(
              text: "this rules it out", range: program[earlier].range),
            at: place(of: later, in: range)), .never(id))
        return
      }
    }
    report(.contradiction(first: nil, at: range), .never(id))
  }

  /// `false` iff no row makes all conditions yes.
  private mutating func canHold(_ conditions: [TermID]) -> Bool {
    analysis.begin()
    var known = Knowledge.none
    // The second time each condition is met with what the later ones say.
    for condition in conditions + conditions {
      guard let next = analysis.assume(condition, .yes, given: known) else { return false }
      known = next
    }
    return true
  }

  /// The conditions that `and` joins in one expression.
  private func conjuncts(of id: TermID) -> [TermID] {
    var parts: [TermID] = []
    var open = [id]
    while let next = open.popLast() {
      if case .and(let a, let b) = program[next].kind {
        open += [b, a]
      } else {
        parts.append(next)
      }
    }
    return parts
  }

  /// `true` iff a part of the condition was reported, names included.
  func isReported(within id: TermID) -> Bool {
    var open = [analysis.forms[id]]
    var seen: Set<TermID> = []
    while let next = open.popLast() {
      guard seen.insert(next).inserted else { continue }
      if reportedAtoms.contains(next) { return true }
      switch program[next].kind {
      case .and, .or, .not, .compare, .isMissing, .fallback:
        open += program[next].kind.operands.map { analysis.forms[$0] }
      default: continue
      }
    }
    return false
  }
}

extension RangeText {
  /// Returns what a blank cell means.
  func blank(_ value: CellValue) -> String {
    switch value {
    case .number(let number): self.value(number.scaled)
    case .day(let day): day.description
    case .truth(let truth): truth ? "yes" : "no"
    case .text(let text): "\"\(text)\""
    case .choice(let code): self.value(Int128(code))
    }
  }
}
