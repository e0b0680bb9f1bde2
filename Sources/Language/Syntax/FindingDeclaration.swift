import Diagnostics
import Tables

/// `show wallet, champions`, `show "HHI" = expression`, `show "Accounts" = count(accounts) for each
/// owner`.
package struct ShowDeclaration: Hashable, Sendable {
  package var items: [Item]
  /// The table or field through which it goes, if it does.
  package var each: Name?
  package var range: SourceRange

  package init(items: [Item], each: Name? = nil, range: SourceRange) {
    self.items = items
    self.each = each
    self.range = range
  }

  package struct Item: Hashable, Sendable {
    package var label: TextLiteral?
    package var value: ExpressionID

    package init(label: TextLiteral?, value: ExpressionID) {
      self.label = label
      self.value = value
    }
  }
}

/// `require "Label" [scope] that condition`, `warn "Label" [scope] when condition`, each with the
/// question that it answers and with what is to be done.
package struct FindingDeclaration: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable { case require, warn }

  package enum Scope: Hashable, Sendable {
    /// Once for the whole portfolio.
    case portfolio
    /// `for Strategic, Star`.
    case tiers([Name])
    /// `for all`: each account with a tier.
    case all
    /// `for each TABLE` or `for each FIELD`.
    case each(Name)
  }

  package var kind: Kind
  package var label: TextLiteral
  package var scope: Scope
  package var condition: ExpressionID
  package var question: Question?
  package var deed: Deed?
  package var range: SourceRange

  package init(
    kind: Kind, label: TextLiteral, scope: Scope, condition: ExpressionID, range: SourceRange
  ) {
    self.kind = kind
    self.label = label
    self.scope = scope
    self.condition = condition
    self.range = range
  }

  /// `question "Who owns it?" [fresh for 12 months after DATE]`.
  package struct Question: Hashable, Sendable {
    package var text: TextLiteral
    package var freshness: Freshness?

    package init(text: TextLiteral, freshness: Freshness?) {
      self.text = text
      self.freshness = freshness
    }
  }

  /// `for 12 months after DATE`.
  package struct Freshness: Hashable, Sendable {
    package var span: TimeSpan
    package var since: ExpressionID

    package init(span: TimeSpan, since: ExpressionID) {
      self.span = span
      self.since = since
    }
  }

  /// `do "Name an owner" [by PERSON] [in 14 days]`.
  package struct Deed: Hashable, Sendable {
    package var text: TextLiteral
    package var by: ExpressionID?
    package var span: TimeSpan?

    package init(text: TextLiteral) { self.text = text }
  }
}

/// A length of time, such as `14 days`.
package struct TimeSpan: Hashable, Sendable {
  package var count: Int
  package var unit: DurationUnit

  package init(_ count: Int, _ unit: DurationUnit) {
    self.count = count
    self.unit = unit
  }
}

extension TimeSpan {
  /// Returns the day that comes so long after `day`, or nil beyond the calendar.
  package func after(_ day: Day) -> Day? {
    switch unit {
    case .days: day.adding(days: count)
    case .weeks: day.adding(days: 7 * count)
    case .months: day.adding(months: count)
    case .years: day.adding(months: 12 * count)
    }
  }
}
