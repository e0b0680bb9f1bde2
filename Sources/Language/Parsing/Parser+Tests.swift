import Diagnostics
import Tables

/// Tests: invented accounts, and accounts of the data, with the tiers that they should have.
extension Parser {
  /// Parses a test.
  ///
  /// test = "test" text "{" { test-clause end } "}" ;
  mutating func parseTest(since start: Int) -> TestDeclaration {
    form = .test
    var test = TestDeclaration(label: parseText("the test's name"), range: range(since: start))
    parseBlock(inner: [DeclarationWord.expect.rawValue]) { parser in
      let start = parser.position
      let kind = parser.parseTestClause()
      test.clauses.append(TestDeclaration.Clause(kind, range: parser.range(since: start)))
    }
    test.range = range(since: start)
    return test
  }

  /// Parses a clause of a test.
  ///
  /// test-clause = "given" expression { "," expression } | "expect" expression ;
  private mutating func parseTestClause() -> TestDeclaration.Clause.Kind {
    switch takeClauseWord() {
    case "given":
      var facts = [parseExpression()]
      while !isRecovering, take(.comma) { facts.append(parseExpression()) }
      return .given(facts)
    case "expect": return .expect(parseExpression())
    default: return .error
    }
  }

  /// Parses the tier that an account should have.
  ///
  /// expect = "expect" text "is" name ;
  mutating func parseExpectation(since start: Int) -> ExpectationDeclaration {
    form = .expect
    let account = parseText("the account's key or name")
    if !isRecovering, !take("is"), !takeForeign(["=", "in"], meant: "is") {
      reportExpected("`is`")
    }
    let tier =
      isRecovering ? Name(text: "", range: range(since: start)) : parseName("a tier")
    return ExpectationDeclaration(account: account, tier: tier, range: range(since: start))
  }
}
