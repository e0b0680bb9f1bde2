import Diagnostics
import Tables

/// A table of the data; the one called `accounts` has no path.
package struct TableDeclaration: Hashable, Sendable {
  package var name: Name
  package var path: TextLiteral?
  package var items: [TableItem] = []
  package var range: SourceRange

  package init(name: Name, path: TextLiteral?, range: SourceRange) {
    self.name = name
    self.path = path
    self.range = range
  }
}

/// `group accounts by parent { … }`: accounts of one corporate group are judged as one.
package struct GroupDeclaration: Hashable, Sendable {
  /// How the members' figures become the group's.
  package enum Combination: Hashable, Sendable {
    case sum, min, max, any, all, count
    /// The value of the account at the top, as for a field that is not mentioned.
    case head
    case average(by: Name)
  }

  package struct Clause: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
      case combine(Name, Combination)
      /// `alone when C`: such an account does not belong to its parent's group.
      case alone(ExpressionID)
      case error
    }
    package var kind: Kind
    package var range: SourceRange

    package init(_ kind: Kind, range: SourceRange) {
      self.kind = kind
      self.range = range
    }
  }
  /// The accounts' field that names the parent.
  package var parent: Name
  package var clauses: [Clause] = []
  package var range: SourceRange

  package init(parent: Name, range: SourceRange) {
    self.parent = parent
    self.range = range
  }
}

/// One line of a table's block.
package enum TableItem: Hashable, Sendable {
  case field(FieldDeclaration)
  /// `value = price * quantity`.
  case computed(Name, ExpressionID, SourceRange)
  /// `separator ";"`.
  case separator(TextLiteral)
  /// `decimal comma`.
  case decimalComma(SourceRange)
  /// `encoding latin1`.
  case encoding(TextEncoding)
  /// `missing "N/A", "NULL"`.
  case missing([TextLiteral])
  case error(SourceRange)
}

/// `revenue : money at least 0 from "Revenue FY27"`.
package struct FieldDeclaration: Hashable, Sendable {
  package var name: Name
  package var type: FieldType
  package var typeRange: SourceRange
  package var modifiers: [FieldModifier] = []
  package var range: SourceRange

  package init(name: Name, type: FieldType, typeRange: SourceRange, range: SourceRange) {
    self.name = name
    self.type = type
    self.typeRange = typeRange
    self.range = range
  }
}

/// What the cells of a column hold.
package enum FieldType: Hashable, Sendable {
  case text, number, money, percent, date, truth, tier
  /// `one of A, B, C`.
  case choice([Name])
  /// `some of A, B, C separated by "|"`; nil for a semicolon.
  case choices([Name], separator: TextLiteral?)
  /// A table's name.
  case reference(Name)
  case error
}

/// What a field says beside its type.
package struct FieldModifier: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case key
    case optional
    /// `else VALUE`: what a blank means.
    case blankMeans(ExpressionID)
    /// `1 to 5`, `at least 0`, `at most 100`.
    case bounds(low: ExpressionID?, high: ExpressionID?)
    /// `from "Header"`.
    case header(TextLiteral)
    /// `in thousands` is 3, `in millions` is 6.
    case exponent(Int)
    /// `in COLUMN`: the field, or else the header, of the code of each amount's currency.
    case currency(Name)
    case asPoints
    case asFraction
    /// `as "dd/mm/yyyy"`.
    case asDate(TextLiteral)
  }
  package var kind: Kind
  package var range: SourceRange

  package init(_ kind: Kind, range: SourceRange) {
    self.kind = kind
    self.range = range
  }
}
