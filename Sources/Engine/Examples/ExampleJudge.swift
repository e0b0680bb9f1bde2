import Language
import Tables

/// Judges invented accounts by the routes of an agreement: nobody else is there, so that no limit
/// counts, and what is not given is blank.
package struct ExampleJudge {
  package let program: CheckedProgram
  private let asOf: Day
  /// The figures of an account of which nothing is given.
  private let blank: DayFigures

  package init(_ program: CheckedProgram, asOf: Day) {
    var program = program
    program.settle(on: asOf)
    self.program = program
    self.asOf = asOf
    let settled = program
    blank = DayFigures(example: program, on: asOf) {
      (id, figures) throws(DayFigures.ReadsData) -> Constant? in
      try ExampleJudge.value(id, of: settled, figures)
    }
  }

  /// Returns what becomes of the account of a test, and whether that was expected.
  package func judge(_ test: CheckedTest) -> ExampleJudgement {
    var figures = blank.fresh
    var judgement = ExampleJudgement()
    let answers = ConditionAnswers()
    figures.witness = { answers.note($0, $1) }
    give(test.facts, to: &figures)
    do throws(DayFigures.ReadsData) {
      judgement.ending = try ending(figures, answers)
      let tier: Constant? =
        if case .route(let tier, _)? = judgement.ending { .code(tier) } else { nil }
      for term in tierTerms { figures.give(term, tier) }
      figures.witness = nil
      for expectation in test.expectations {
        judgement.answers.append(try figures.truth(expectation.condition))
      }
    } catch {
      judgement.needs = error.term
    }
    judgement.conditions = answers.known
    judgement.figures = figures
    return judgement
  }

  private func give(_ facts: [CheckedTest.Fact], to figures: inout DayFigures) {
    let written = DayFigures(program, on: asOf)
    var bits: [TermKind: Int] = [:]
    for fact in facts {
      switch fact.given {
      case .value(let term): figures.give(fact.target, (try? written.value(term)) ?? nil)
      case .constant(let value): figures.give(fact.target, value)
      case .truth(let truth): figures.give(fact.target, .truth(truth))
      case .missing: figures.give(fact.target, nil)
      case .bit(let bit):
        let field = program[fact.target].kind
        bits[field, default: 0] |= 1 << bit
        figures.give(fact.target, .code(bits[field] ?? 0))
      }
    }
  }

  private var tierTerms: [TermID] {
    program.terms.indices.filter { program.terms[$0].kind == .tier }.map(TermID.init)
  }

  private func ending(
    _ figures: DayFigures, _ answers: ConditionAnswers
  ) throws(DayFigures.ReadsData) -> ExampleJudgement.Ending {
    func holds(_ condition: TermID) throws(DayFigures.ReadsData) -> Bool {
      let answer = try figures.truth(condition)
      answers.note(condition, answer)
      return answer == true
    }
    // Out of everything comes before out of tiers.
    for fromTiersOnly in [false, true] {
      for (index, exclude) in program.excludes.enumerated()
      where exclude.fromTiersOnly == fromTiersOnly {
        if try holds(exclude.condition) { return .excluded(index) }
      }
    }
    for (index, reject) in program.rejects.enumerated() where try holds(reject.condition) {
      return .rejected(index)
    }
    for (tier, declared) in program.tiers.enumerated() {
      for (index, route) in declared.routes.enumerated() {
        guard let condition = route.condition else { return .route(tier: tier, index) }
        if try holds(condition) { return .route(tier: tier, index) }
      }
    }
    return .nowhere
  }

  // MARK: What nobody gave

  private static func value(
    _ id: TermID, of program: CheckedProgram, _ figures: DayFigures
  ) throws(DayFigures.ReadsData) -> Constant? {
    switch program[id].kind {
    case .field(let index), .named(.combined(let index), _):
      let fields = program[program[id].home].schema.fields
      return fields.indices.contains(index) ? fields[index].blankMeans.map { Constant($0) } : nil
    case .scale(let x, let low, let high, let outOf):
      guard let x = try figures.number(x), let low = try figures.number(low),
        let high = try figures.number(high)
      else { return nil }
      let points = Scale.points(
        x.scaled, low: low.scaled, high: high.scaled, outOf: outOf.scaled)
      guard case .success(let scaled) = points else { return nil }
      return .number(Decimal(scaled: scaled))
    case .score(let index): return try score(index, of: program, figures)
    case .aggregate(let aggregate):
      guard case .reference = aggregate.bucket, aggregate.source != .accounts else {
        throw DayFigures.ReadsData(term: id)
      }
      // No row of another table is about the account; its own row is nobody's figure yet.
      if aggregate.source == program.group?.members { return nil }
      switch aggregate.kind {
      case .count, .countDistinct, .sum: return .number(.zero)
      case .average, .min, .max: return nil
      }
    case .rank, .share: throw DayFigures.ReadsData(term: id)
    default: return nil
    }
  }

  private static func score(
    _ index: Int, of program: CheckedProgram, _ figures: DayFigures
  ) throws(DayFigures.ReadsData) -> Constant? {
    let score = program.scores[index]
    guard let formula = score.formula else { return nil }
    var sums = ScoreSums(count: 1)
    for (number, criterion) in score.criteria.enumerated() {
      var points = Vector(.number, count: 1)
      let value: Constant?
      if let given = figures.givenNames[.criterion(index, number)] {
        value = given
      } else {
        value = try figures.value(criterion.points)
      }
      if case .number(let figure)? = value {
        points.numbers[0] = figure.scaled
      } else {
        points.absence[0] = Absence.blank.rawValue
      }
      Kernels.add(formula.criteria[number], points, to: &sums, count: 1)
    }
    var out = Vector(.number, count: 1)
    Kernels.finish(sums, formula, into: &out, count: 1)
    return out.isPresent(0) ? .number(Decimal(scaled: out.numbers[0])) : nil
  }
}

/// What conditions were asked, and with which answers.
private final class ConditionAnswers {
  private(set) var known: [TermID: Set<Bool?>] = [:]

  func note(_ condition: TermID, _ answer: Bool?) { known[condition, default: []].insert(answer) }
}

/// What becomes of an invented account.
package struct ExampleJudgement {
  package enum Ending: Hashable, Sendable {
    case excluded(Int)
    case rejected(Int)
    case route(tier: Int, Int)
    /// No route holds.
    case nowhere
  }

  /// nil where a figure is needed that only other accounts could tell.
  package var ending: Ending?
  /// That figure.
  package var needs: TermID?
  /// Of each expectation, whether it holds; nil where that is unknown.
  package var answers: [Bool?] = []
  /// What was asked on the way, with the answers.
  package var conditions: [TermID: Set<Bool?>] = [:]
  fileprivate var figures: DayFigures?

  /// `true` iff everything that is expected is so.
  package var holds: Bool { needs == nil && answers.allSatisfy { $0 == true } }

  /// The tier, where there is one.
  package var tier: Int? { if case .route(let tier, _)? = ending { tier } else { nil } }

  /// Returns the value of a figure of the account, nil where only other accounts could tell.
  package func value(_ id: TermID, in program: CheckedProgram) -> Value? {
    guard let figures, let value = try? figures.value(id) as Constant?? else { return nil }
    guard let constant = value else { return .missing([]) }
    switch (constant, program[id].type) {
    case (.number(let number), let type): return .number(number, type)
    case (.day(let day), _): return .day(day)
    case (.months(let months), _): return .number(Decimal(months), .number)
    case (.truth(let truth), _): return .truth(truth)
    case (.text(let text), _): return .text(text)
    case (.code(let code), .choice(let list)): return .text(program.choices[list.index][code])
    case (.code(let code), .choices(let list)):
      return .text(program.text(of: Int32(clamping: code), in: list))
    case (.code(let code), .tier): return .text(program.tiers[code].name)
    case (.code(let code), _): return .number(Decimal(code), .number)
    }
  }
}
