import Diagnostics
import Language
import Tables
import Testing

/// Tests and expectations.
extension DeclarationTests {
  @Test func tests() throws {
    guard
      case (.test(let test), let outline) = try parse(
        """
        test "Large" {
          given revenue = 8M, not harms,
            rank(revenue) = 3
          given x is missing
          expect tier = Key and y > 3
          expect "DE" = country
        }
        """)
    else { throw Mismatch() }
    #expect(test.label.text == "Large")
    let clauses = test.clauses.map { clause in
      switch clause.kind {
      case .given(let facts): "given \(outline.list(facts))"
      case .expect(let condition): "expect \(outline.text(condition))"
      case .error: "error"
      }
    }
    #expect(clauses.count == 4)
    #expect(clauses[3] == #"expect ("DE" = country)"#)
  }

  @Test func expectations() throws {
    guard case (.expectation(let expectation), _) = try parse(#"expect "A ""B""" is "Long tail""#)
    else { throw Mismatch() }
    #expect(expectation.account.text == #"A "B""#)
    #expect(expectation.tier.text == "Long tail" && expectation.tier.isQuoted)
  }
}
