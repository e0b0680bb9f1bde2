import Engine
import Language

/// How an agreement's tests, and what it expects of accounts, came out.
package struct ExampleReport: Sendable {
  /// A figure by the name under which a clause reads it.
  package struct Figure: Sendable {
    package var name: String
    /// nil where only other accounts could tell it.
    package var value: Value?
  }

  /// A clause with the figures that it read.
  package struct Clause: Sendable {
    package var text: String
    package var line: Int
    package var figures: [Figure] = []
  }

  package struct Expectation: Sendable {
    package var clause: Clause
    /// nil where that is unknown, or where the test does not say enough.
    package var holds: Bool?
    /// What the tier asks for that was expected and is not there.
    package var wanted: [Clause] = []
  }

  package struct Test: Sendable {
    package var label: String
    package var line: Int
    package var holds: Bool
    package var tier: String?
    /// What decided: a route, or a reason to leave the account out; nil where nothing did.
    package var reason: Clause?
    package var isLeftOut = false
    /// The figure without which the test cannot be judged.
    package var needs: Clause?
    package var expectations: [Expectation] = []
  }

  /// What is expected of an account of the data.
  package struct Account: Sendable {
    package var account: String
    package var line: Int
    package var expected: String
    package var holds: Bool
    /// The tier that it has, if any.
    package var tier: String?
    /// Why it has its tier, or none.
    package var because: String
  }

  /// A condition that tests can answer.
  package struct Condition: Sendable {
    package var clause: Clause
    package var wasYes = false
    package var wasNo = false
    package var wasUnknown = false

    package var isCovered: Bool { wasYes && wasNo }
  }

  /// A small change of a rule.
  package struct Change: Sendable {
    package var part: RuleChange.Part
    package var clause: Clause
    /// `true` iff a test comes out otherwise.
    package var isNoticed: Bool
  }

  package var program: CheckedProgram
  package var name: String
  package var file: String
  package var tests: [Test] = []
  package var accounts: [Account] = []
  /// How many expectations of accounts no data could answer.
  package var unchecked = 0
  package var conditions: [Condition] = []
  /// nil where nobody asked.
  package var changes: [Change]?
  /// `true` iff rows of the data were rejected.
  package var isIncomplete = false

  /// `true` iff a test or an expectation fails.
  package var hasFailed: Bool {
    tests.contains { !$0.holds } || accounts.contains { !$0.holds }
  }
}
