/// How tightly an operator binds; later cases bind tighter.
package enum Precedence: Int, Comparable, CaseIterable, Sendable {
  case or, and, not, fallback, comparison, sum, product, negation, member

  package static func < (left: Precedence, right: Precedence) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// Every binary operator; the one place where its spelling and precedence are written.
package enum BinaryOperator: String, Hashable, CaseIterable, Sendable {
  case or = "or"
  case and = "and"
  case equal = "="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case plus = "+"
  case minus = "-"
  case times = "*"
  case dividedBy = "/"

  /// Returns the operator that `symbol` spells.
  init?(_ symbol: Symbol) {
    switch symbol {
    case .equal: self = .equal
    case .notEqual: self = .notEqual
    case .less: self = .less
    case .lessOrEqual: self = .lessOrEqual
    case .greater: self = .greater
    case .greaterOrEqual: self = .greaterOrEqual
    case .plus: self = .plus
    case .minus: self = .minus
    case .star: self = .times
    case .slash: self = .dividedBy
    case .leftBrace, .rightBrace, .leftParenthesis, .rightParenthesis, .leftBracket, .rightBracket,
      .comma, .semicolon, .colon, .dot:
      return nil
    }
  }

  package var precedence: Precedence {
    switch self {
    case .or: .or
    case .and: .and
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: .comparison
    case .plus, .minus: .sum
    case .times, .dividedBy: .product
    }
  }

  package var isComparison: Bool { precedence == .comparison }

  /// `true` iff this asks which side is more.
  var isOrdering: Bool { isComparison && self != .equal && self != .notEqual }
}
