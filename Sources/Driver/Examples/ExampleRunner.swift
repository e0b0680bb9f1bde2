import Diagnostics
import Engine
import Language
import Tables

/// Judges the tests of an agreement, and notes which conditions they answer.
struct ExampleRunner {
  private let program: CheckedProgram
  private let judge: ExampleJudge
  private let asOf: Day

  init(_ program: CheckedProgram, asOf: Day) {
    self.asOf = asOf
    judge = ExampleJudge(program, asOf: asOf)
    self.program = judge.program
  }

  /// Returns how the tests came out, and what became of each condition.
  func run() -> (tests: [ExampleReport.Test], conditions: [ExampleReport.Condition]) {
    let clauses = self.clauses
    var answers: [TermID: Set<Bool?>] = [:]
    let tests = program.tests.map { test in
      let judgement = judge.judge(test)
      answers.merge(judgement.conditions) { $0.union($1) }
      return result(of: test, judgement)
    }
    let conditions = clauses.map { clause in
      let known = answers[clause.condition] ?? []
      return ExampleReport.Condition(
        clause: self.clause(clause.text, clause.range), wasYes: known.contains(true),
        wasNo: known.contains(false), wasUnknown: known.contains(nil))
    }
    return (tests, conditions)
  }

  /// Returns each small change of the rules, and whether a test notices it.
  ///
  /// - Complexity: O(changes × (terms + tests)).
  func changes() -> [ExampleReport.Change] {
    let usual = outcomes(by: judge)
    return RuleChange.all(of: program).map { change in
      let other = ExampleJudge(change.applied(to: program), asOf: asOf)
      var words = program.source.text(of: change.whole)
      if case .weight(let name, _, _) = change.part { words = "criterion \(name)" }
      return ExampleReport.Change(
        part: change.part, clause: clause(words, change.range),
        isNoticed: outcomes(by: other) != usual)
    }
  }

  private func outcomes(by judge: ExampleJudge) -> [Bool] {
    program.tests.map { judge.judge($0).holds }
  }

  private func result(
    of test: CheckedTest, _ judgement: ExampleJudgement
  ) -> ExampleReport.Test {
    var result = ExampleReport.Test(
      label: test.label, line: line(test.range), holds: judgement.holds)
    result.tier = judgement.tier.map { program.tiers[$0].name }
    result.needs = judgement.needs.map {
      clause(program.source.text(of: program[$0].range), program[$0].range)
    }
    switch judgement.ending {
    case .route(let tier, let index)?:
      result.reason = clause(of: program.tiers[tier].routes[index], judgement)
    case .excluded(let index)?:
      let exclude = program.excludes[index]
      result.isLeftOut = true
      result.reason = clause(
        exclude.reason, exclude.range, figures(in: exclude.condition, judgement))
    case .rejected(let index)?:
      let reject = program.rejects[index]
      result.isLeftOut = true
      result.reason = clause(reject.reason, reject.range, figures(in: reject.condition, judgement))
    case .nowhere?, nil: break
    }
    for (index, expectation) in test.expectations.enumerated() {
      let holds = judgement.answers.indices.contains(index) ? judgement.answers[index] : nil
      var found = ExampleReport.Expectation(
        clause: clause(
          program.source.text(of: expectation.range), expectation.range,
          figures(in: expectation.condition, judgement)), holds: holds)
      if holds != true, let wanted = expectedTier(expectation.condition) {
        found.wanted = program.tiers[wanted].routes.filter { $0.condition != nil }.map {
          clause(of: $0, judgement)
        }
      }
      result.expectations.append(found)
    }
    return result
  }

  /// Returns the tier that a condition of the form `tier = T` means.
  private func expectedTier(_ condition: TermID) -> Int? {
    guard case .compare(.equal, let left, let right) = program[condition].kind,
      program[left].kind == .tier, case .constant(.code(let tier)) = program[right].kind
    else { return nil }
    return tier
  }

  // MARK: Clauses

  private func clause(
    of route: CheckedRoute, _ judgement: ExampleJudgement
  ) -> ExampleReport.Clause {
    clause(
      words(of: route), route.range,
      route.condition.map { figures(in: $0, judgement) } ?? [])
  }

  private func words(of route: CheckedRoute) -> String {
    (route.label.map { "\($0): " } ?? "") + (route.isKeep ? "keep while " : "")
      + program.text(of: route)
  }

  private func clause(
    _ text: String, _ range: SourceRange, _ figures: [ExampleReport.Figure] = []
  ) -> ExampleReport.Clause {
    ExampleReport.Clause(
      text: ClauseText.collapsed(text), line: line(range), figures: figures)
  }

  private func figures(
    in condition: TermID, _ judgement: ExampleJudgement
  ) -> [ExampleReport.Figure] {
    program.figures(in: condition).filter { $0.name != "tier" }.map { figure in
      ExampleReport.Figure(
        name: ClauseText.collapsed(figure.name), value: judgement.value(figure.term, in: program))
    }
  }

  private func line(_ range: SourceRange) -> Int { program.source.line(at: Int(range.start)) }

  /// Every condition that can decide a tier, in the order of the text.
  private var clauses: [(condition: TermID, text: String, range: SourceRange)] {
    var found: [(condition: TermID, text: String, range: SourceRange)] = []
    var roots: [TermID] = []
    for exclude in program.excludes {
      found.append((exclude.condition, "exclude \(exclude.reason)", exclude.range))
    }
    for reject in program.rejects {
      found.append((reject.condition, "reject \(reject.reason)", reject.range))
    }
    for route in program.tiers.flatMap(\.routes) {
      guard let condition = route.condition else { continue }
      found.append((condition, words(of: route), route.range))
    }
    roots = found.map(\.condition)
    for item in cases(below: roots) {
      guard let condition = item.condition, !isSetting(condition) else { continue }
      found.append((condition, program.source.text(of: item.range), item.range))
    }
    return found.sorted { $0.range.start < $1.range.start }
  }

  /// `true` iff a condition depends on the day alone, so that no test can change it.
  private func isSetting(_ condition: TermID) -> Bool {
    do throws(DayFigures.ReadsData) {
      _ = try DayFigures(program, on: asOf).truth(condition)
      return true
    } catch {
      return false
    }
  }

  /// Returns the cases of all figures that decide, each once.
  private func cases(below roots: [TermID]) -> [CheckedCase] {
    var seen: Set<TermID> = []
    var open = roots
    var cases: [CheckedCase] = []
    while let id = open.popLast() {
      guard seen.insert(id).inserted else { continue }
      let kind = program[id].kind
      if case .cases(let items) = kind { cases += items.filter { $0.range.end > $0.range.start } }
      if case .score(let index) = kind { open += program.scores[index].criteria.map(\.points) }
      open += kind.operands
    }
    return cases
  }
}
