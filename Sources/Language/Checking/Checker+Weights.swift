import Diagnostics
import Tables

/// Weights of criteria: figures, and what follows from the day.
extension Checker {
  /// Reads a weight that is no plain figure: one that follows from what is written, or its term
  /// where it follows from the day too.
  mutating func checkWeight(
    _ id: ExpressionID, in context: Context = .account
  ) -> (value: Decimal, term: TermID?)? {
    guard let term = adapt(check(id, in: context), to: .number) else { return nil }
    guard type(term) == .number || type(term) == .percent else {
      if type(term) != .error {
        report(
          .wrongType(what: "a weight", expected: "a number or a percent", found: type(term)),
          at: tree[id].range)
      }
      return nil
    }
    let reads = program.reads(term)
    if reads.data {
      report(.weightReadsData, at: tree[id].range)
      return nil
    }
    // Until the day is known, the criterion has some weight.
    if reads.day { return (.one, term) }
    guard let value = program.weight(term, on: .first), value >= .zero else {
      report(
        .badModifier("a weight must not be below 0", help: "write 0 or a figure above it"),
        at: tree[id].range)
      return nil
    }
    return (value, nil)
  }

  /// Checks the weights of scores whose criteria all have one that is written.
  mutating func checkWeights(_ score: ScoreDeclaration, _ criteria: inout [CheckedCriterion]) {
    let arePercents = zip(score.criteria, criteria).map { isPercent($0.weight, $1.weightTerm) }
    if arePercents.contains(true), arePercents.contains(false) {
      // They fit on no day.
      for index in criteria.indices { criteria[index].weightTerm = nil }
      return report(.mixedWeights, at: score.name.range)
    }
    guard criteria.allSatisfy({ $0.weightTerm == nil }) else { return }
    let sum = criteria.reduce(Decimal.zero) { $0.adding($1.weight) ?? $0 }
    if arePercents.contains(true), sum != .one {
      report(.percentWeights(criteria.map(\.weight), sum: sum), at: score.name.range)
    } else if sum == .zero, !criteria.isEmpty {
      report(.zeroWeights, at: score.name.range)
    }
  }

  func arePercents(_ score: ScoreDeclaration, _ criteria: [CheckedCriterion]) -> Bool {
    zip(score.criteria, criteria).contains { isPercent($0.weight, $1.weightTerm) }
  }

  private func isPercent(_ id: ExpressionID?, _ term: TermID?) -> Bool {
    if let term { return type(term) == .percent }
    if let id, case .number(_, isPercent: true) = tree[id].kind { return true }
    return false
  }

  /// Looks at the weights of every day on which the agreement holds; of a score the first day is
  /// reported on which they do not fit.
  mutating func checkWeightsOfDays() {
    guard let first = program.agreement.statedDay, let last = program.horizon(from: first) else {
      return
    }
    for score in program.scores where score.criteria.contains(where: { $0.weightTerm != nil }) {
      for number in first.number...max(first.number, last.number) {
        let day = Day(number: number)
        guard let reason = program.weightProblem(of: score, on: day) else { continue }
        report(.weightsOfDay(day, reason: reason), at: program.place(of: score))
        break
      }
    }
  }
}

extension CheckedProgram {
  /// Returns whether a term reads the day, and whether it reads data.
  package func reads(_ id: TermID) -> (day: Bool, data: Bool) {
    var known: [TermID: (day: Bool, data: Bool)] = [:]
    func visit(_ id: TermID) -> (day: Bool, data: Bool) {
      if let answer = known[id] { return answer }
      var answer = (day: false, data: false)
      switch self[id].kind {
      case .today: answer.day = true
      case .field, .follow, .pairMember, .valueRow, .group, .head, .earlier, .tier, .score,
        .aggregate,
        .rank,
        .share, .scale:
        answer.data = true
      default: break
      }
      for operand in self[id].kind.operands {
        let part = visit(operand)
        answer = (answer.day || part.day, answer.data || part.data)
      }
      known[id] = answer
      return answer
    }
    return visit(id)
  }

  /// The last day up to which it is told what time will change: the agreement's last one, at most
  /// three years on, or else a year on.
  package func horizon(from day: Day) -> Day? {
    guard let expires = agreement.expires, expires > day else { return day.adding(months: 12) }
    return day.adding(months: 36).map { min($0, expires) }
  }

  /// Where the score is named.
  fileprivate func place(of score: CheckedScore) -> SourceRange {
    let index = scores.firstIndex(of: score)
    let term = terms.first { term in
      if case .score(let number) = term.kind { number == index } else { false }
    }
    return term?.range ?? score.range
  }

  fileprivate func weight(_ term: TermID, on day: Day) -> Decimal? {
    let value = (try? DayFigures(self, on: day).value(term)) ?? nil
    if case .number(let number)? = value { return number }
    return nil
  }

  /// Makes scores and preferences weigh what they do on `day`.
  package mutating func settleWeights(on day: Day) {
    for index in sponsors.indices {
      for place in sponsors[index].preferences.indices {
        guard let term = sponsors[index].preferences[place].weightTerm else { continue }
        sponsors[index].preferences[place].weight = weight(term, on: day) ?? .zero
      }
    }
    for index in scores.indices where scores[index].criteria.contains(where: \.isWeighedByDay) {
      scores[index].criteria = weighed(scores[index], on: day)
      scores[index].formula = ScoreFormula(scores[index].criteria)
    }
  }

  private func weighed(_ score: CheckedScore, on day: Day) -> [CheckedCriterion] {
    score.criteria.map { criterion in
      var criterion = criterion
      if let term = criterion.weightTerm { criterion.weight = weight(term, on: day) ?? .zero }
      return criterion
    }
  }

  /// Returns what is wrong with a score's weights on `day`.
  fileprivate func weightProblem(of score: CheckedScore, on day: Day) -> String? {
    for criterion in score.criteria {
      guard let term = criterion.weightTerm else { continue }
      guard let weight = weight(term, on: day) else {
        return "`\(criterion.name)` has no weight"
      }
      if weight < .zero { return "the weight of `\(criterion.name)` is below 0" }
    }
    let criteria = weighed(score, on: day)
    let sum = criteria.reduce(Decimal.zero) { $0.adding($1.weight) ?? $0 }
    if score.isInPercent, sum != .one {
      return CheckProblem.percentWeights(criteria.map(\.weight), sum: sum).message
    }
    if sum == .zero { return CheckProblem.zeroWeights.message }
    return ScoreFormula(criteria) == nil ? CheckProblem.extremeWeights.message : nil
  }

  /// Returns the first score whose weights do not fit on `day`.
  package func weightProblem(on day: Day) -> Diagnostic? {
    for score in scores {
      guard let reason = weightProblem(of: score, on: day) else { continue }
      let problem = CheckProblem.weightsOfDay(day, reason: reason)
      return Diagnostic(
        problem.code, problem.severity, problem.message, at: source.place(of: place(of: score)),
        help: problem.help)
    }
    for preference in sponsors.flatMap(\.preferences) {
      guard let term = preference.weightTerm else { continue }
      if let weight = weight(term, on: day), CheckedSponsor.canWeigh(weight) { continue }
      let problem = CheckProblem.extremePreference
      return Diagnostic(
        problem.code, problem.severity, problem.message, at: source.place(of: preference.range),
        help: problem.help)
    }
    return nil
  }
}

extension CheckedCriterion {
  fileprivate var isWeighedByDay: Bool { weightTerm != nil }
}
