import Diagnostics
import Tables

/// `test "Label" { given FACTS; expect CONDITION }`: what the rules say of an invented account.
package struct TestDeclaration: Hashable, Sendable {
  package var label: TextLiteral
  package var clauses: [Clause] = []
  package var range: SourceRange

  package init(label: TextLiteral, range: SourceRange) {
    self.label = label
    self.range = range
  }

  package struct Clause: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
      /// `given revenue = 8M, harms, last_year is missing`.
      case given([ExpressionID])
      /// `expect tier = Strategic`.
      case expect(ExpressionID)
      case error
    }
    package var kind: Kind
    package var range: SourceRange

    package init(_ kind: Kind, range: SourceRange) {
      self.kind = kind
      self.range = range
    }
  }
}

/// `expect "Fulmar Bank" is "Long tail"`: the tier that an account of the data should have.
package struct ExpectationDeclaration: Hashable, Sendable {
  /// A key, or a name that no other account has.
  package var account: TextLiteral
  package var tier: Name
  package var range: SourceRange

  package init(account: TextLiteral, tier: Name, range: SourceRange) {
    self.account = account
    self.tier = tier
    self.range = range
  }
}
