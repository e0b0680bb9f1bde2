import Diagnostics
import Tables

/// An expression and the text it stands for.
package struct ExpressionNode: Hashable, Sendable {
  package var kind: ExpressionKind
  package var range: SourceRange

  package init(_ kind: ExpressionKind, range: SourceRange) {
    self.kind = kind
    self.range = range
  }
}

/// What an expression is made of.
package enum ExpressionKind: Hashable, Sendable {
  /// Text that is not an expression; the mistake has been reported.
  case error
  /// `1_000`, `250k`, `5M`; `isPercent` for `15%`, whose value is then 0.15.
  case number(Decimal, isPercent: Bool)
  case text(String)
  case date(Day)
  /// `90 days`, `13 weeks`, `12 months`, `2 years`.
  case duration(Int, DurationUnit)
  case truth(Bool)
  /// A bare word; a field, let, score, value or function parameter.
  case name(String)
  /// `base.name`; `base` is a name or a member itself.
  case member(ExpressionID, Name)
  /// The reserved word `today`.
  case today
  /// The reserved word `tier`.
  case tier
  case negated(ExpressionID)
  case not(ExpressionID)
  case binary(BinaryOperator, ExpressionID, ExpressionID)
  /// `x is missing`, `x is present`.
  case presence(ExpressionID, isMissing: Bool)
  /// `x in [A, B]`.
  case membership(ExpressionID, [ExpressionID])
  /// `A in x`, where `x` has several values.
  case holding(ExpressionID, in: ExpressionID)
  /// `x else y`.
  case fallback(ExpressionID, ExpressionID)
  /// PERF: apart from the node, which would be five times as large.
  indirect case call(Call)
  /// `( x )`.
  case parenthesized(ExpressionID)
}

/// The units that a number of days or months is written in.
package enum DurationUnit: String, Hashable, CaseIterable, Sendable {
  case days, weeks, months, years
}

/// `name ( distinct? arguments where? within? )`, `scale ( x from a to b )`, or `latest ( x by d )`.
package struct Call: Hashable, Sendable {
  package var name: Name
  package var isDistinct = false
  package var arguments: [Argument] = []
  /// `by d` of `latest`.
  package var order: ExpressionID?
  package var condition: ExpressionID?
  package var partition: ExpressionID?
  /// `from a to b` of `scale`.
  package var bounds: Bounds?

  package init(name: Name) { self.name = name }

  package struct Argument: Hashable, Sendable {
    package var value: ExpressionID
    package var direction: SortDirection?

    package init(value: ExpressionID, direction: SortDirection?) {
      self.value = value
      self.direction = direction
    }
  }

  package struct Bounds: Hashable, Sendable {
    package var low: ExpressionID
    package var high: ExpressionID

    package init(low: ExpressionID, high: ExpressionID) {
      self.low = low
      self.high = high
    }
  }
}

/// Which end of an order comes first.
package enum SortDirection: String, Hashable, Sendable {
  case ascending, descending
}

/// `value when condition`, or `value otherwise`.
package struct Case: Hashable, Sendable {
  package var value: ExpressionID
  /// nil for `otherwise`.
  package var condition: ExpressionID?
  package var range: SourceRange

  package init(value: ExpressionID, condition: ExpressionID?, range: SourceRange) {
    self.value = value
    self.condition = condition
    self.range = range
  }
}

/// What a let or a criterion is: one expression, or cases of which the first that holds counts.
package enum Body: Hashable, Sendable {
  case expression(ExpressionID)
  case cases([Case])
}

extension ExpressionKind {
  /// The expressions that this one is made of, in the order of the text.
  package var children: [ExpressionID] {
    var children: [ExpressionID] = []
    forEachChild { children.append($0) }
    return children
  }

  /// Calls `body` with the expressions that this one is made of, in the order of the text.
  func forEachChild(_ body: (ExpressionID) -> Void) {
    switch self {
    case .error, .number, .text, .date, .duration, .truth, .name, .today, .tier: break
    case .member(let base, _): body(base)
    case .negated(let operand), .not(let operand), .presence(let operand, _),
      .parenthesized(let operand):
      body(operand)
    case .binary(_, let left, let right), .fallback(let left, let right),
      .holding(let left, let right):
      body(left)
      body(right)
    case .membership(let operand, let elements):
      body(operand)
      elements.forEach(body)
    case .call(let call): call.children.forEach(body)
    }
  }
}

extension Call {
  /// The expressions between the parentheses, in the order of the text.
  package var children: [ExpressionID] {
    var children = arguments.map(\.value)
    if let order { children.append(order) }
    if let bounds { children += [bounds.low, bounds.high] }
    if let condition { children.append(condition) }
    if let partition { children.append(partition) }
    return children
  }
}
