import Diagnostics
import Tables

/// An invented account with what the rules should say of it.
package struct CheckedTest: Hashable, Sendable {
  /// What is given of a figure.
  package struct Fact: Hashable, Sendable {
    package enum Given: Hashable, Sendable {
      /// At home in the portfolio, and read from no data.
      case value(TermID)
      case truth(Bool)
      case constant(Constant)
      /// One of the values of a cell that has several.
      case bit(Int)
      case missing
    }
    package var target: TermID
    package var given: Given
    package var range: SourceRange

    package init(target: TermID, given: Given, range: SourceRange) {
      self.target = target
      self.given = given
      self.range = range
    }
  }

  /// A condition over the account, its tier included.
  package struct Expectation: Hashable, Sendable {
    package var condition: TermID
    package var range: SourceRange
  }

  package var label: String
  package var facts: [Fact] = []
  package var expectations: [Expectation] = []
  package var range: SourceRange

  package init(label: String, facts: [Fact] = [], range: SourceRange) {
    self.label = label
    self.facts = facts
    self.range = range
  }
}

/// The tier that an account of the data should have.
package struct CheckedExpectation: Hashable, Sendable {
  /// A key, or a name that no other account has.
  package var account: String
  package var tier: Int
  package var range: SourceRange
}

/// Checking tests.
extension Checker {
  mutating func checkTests() {
    // A test is no part of a run, which need not know the day for it.
    let dayReader = program.dayReader
    program.dayReader = nil
    for declaration in declarations {
      switch declaration {
      case .test(let test): checkTest(test)
      case .expectation(let expectation):
        guard let tier = tier(expectation.tier) else { continue }
        program.expectations.append(
          CheckedExpectation(
            account: expectation.account.text, tier: tier, range: expectation.range))
      default: break
      }
    }
    program.testDayReader = program.dayReader
    program.dayReader = dayReader
  }

  private mutating func checkTest(_ declaration: TestDeclaration) {
    var test = CheckedTest(label: declaration.label.text, range: declaration.label.range)
    if let twin = program.tests.first(where: { $0.label == test.label }) {
      report(.repeatedName(test.label, first: twin.range), at: test.range)
    }
    var expectsNothing = true
    for clause in declaration.clauses {
      switch clause.kind {
      case .given(let facts):
        for fact in facts { add(fact, to: &test) }
      case .expect(let condition):
        expectsNothing = false
        let term = checkCondition(condition, in: .account)
        if type(term) == .error { continue }
        test.expectations.append(
          CheckedTest.Expectation(condition: term, range: tree[condition].range))
      case .error: expectsNothing = false
      }
    }
    if expectsNothing {
      report(
        .missingClause(
          of: "this test", clause: "expect",
          example: "expect tier = \(program.tiers.first?.name ?? "Key")"), at: test.range)
    }
    program.tests.append(test)
  }

  private mutating func add(_ id: ExpressionID, to test: inout CheckedTest) {
    let range = tree[id].range
    let condition = checkCondition(id, in: .account)
    if type(condition) == .error { return }
    guard let fact = fact(condition, at: range) else {
      if program[condition].kind.operands.contains(where: { type($0) == .error }) { return }
      report(.givenNoFact, at: range)
      return
    }
    let twin = test.facts.first { other in
      let isBit = if case .bit = fact.given { true } else { false }
      return !isBit && program[other.target].kind == program[fact.target].kind
        && program[other.target].home == program[fact.target].home
    }
    if let twin {
      report(
        .givenTwice(tree.source.text(of: program[fact.target].range), first: twin.range), at: range)
    } else {
      test.facts.append(fact)
    }
  }

  /// Returns what a condition says of one figure, if that is all it says.
  private func fact(_ condition: TermID, at range: SourceRange) -> CheckedTest.Fact? {
    func fact(_ target: TermID, _ given: CheckedTest.Fact.Given) -> CheckedTest.Fact? {
      isFigure(target) ? CheckedTest.Fact(target: target, given: given, range: range) : nil
    }
    switch program[condition].kind {
    case .compare(.equal, let target, let value):
      let isFixed = program[value].home == .portfolio && program[value].stage == .rows
      return isFixed ? fact(target, .value(value)) : nil
    case .isMissing(let target): return fact(target, .missing)
    case .holds(let target, let bit): return fact(target, .bit(bit))
    case .not(let target): return fact(target, .truth(false))
    default: return fact(condition, .truth(true))
    }
  }

  /// `true` iff a term is one figure of an account, which can be given.
  private func isFigure(_ id: TermID) -> Bool {
    switch program[id].kind {
    case .field, .named, .follow, .earlier, .score, .aggregate, .rank, .share: true
    default: false
    }
  }
}
