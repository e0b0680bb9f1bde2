import Diagnostics
import Tables

/// One declaration of an agreement.
package enum Declaration: Hashable, Sendable {
  case agreement(AgreementDeclaration)
  /// `accounts { … }` and `table NAME from "…" { … }`.
  case table(TableDeclaration)
  case rates(RatesDeclaration)
  case group(GroupDeclaration)
  case letting(LetDeclaration)
  case score(ScoreDeclaration)
  /// A criterion outside a score block; all of them form the score called `score`.
  case criterion(CriterionDeclaration)
  case tier(TierDeclaration)
  case exclude(ExcludeDeclaration)
  case reject(RejectDeclaration)
  case limit(LimitDeclaration)
  case move(MoveDeclaration)
  case override(OverrideDeclaration)
  case show(ShowDeclaration)
  case finding(FindingDeclaration)
  case sponsor(SponsorDeclaration)
  case calendar(CalendarDeclaration)
  case review(ReviewDeclaration)
  case agenda(AgendaDeclaration)
  /// Text that is no declaration; the mistake has been reported.
  case error(SourceRange)
}

/// `agreement "Key accounts 2027" { … }`.
package struct AgreementDeclaration: Hashable, Sendable {
  package var name: TextLiteral
  package var clauses: [AgreementClause] = []
  package var range: SourceRange

  package init(name: TextLiteral, range: SourceRange) {
    self.name = name
    self.range = range
  }
}

/// One clause of the agreement's head.
package struct AgreementClause: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// `agreed 2027-03-15 by "…", "…"`.
    case agreed(Day, by: [TextLiteral])
    case effective(Day)
    case expires(Day)
    case asOf(Day)
    case currency(Name)
    /// `measure revenue`: the money that summaries are about.
    case measure(ExpressionID)
    /// `fiscal year starts April`, `fiscal year 4-4-5 ends last Saturday of January`.
    case fiscalYear(FiscalCalendar)
    /// `replacing costs 5 times care`: what it costs to replace a lost account.
    case replacing(factor: ExpressionID, figure: ExpressionID)
    /// `inform owner, sponsor`: who is told what changed.
    case inform([ExpressionID])
    case error
  }
  package var kind: Kind
  package var range: SourceRange

  package init(_ kind: Kind, range: SourceRange) {
    self.kind = kind
    self.range = range
  }
}

/// `let growth = expression`, or cases.
package struct LetDeclaration: Hashable, Sendable {
  package var name: Name
  package var body: Body
  package var range: SourceRange

  package init(name: Name, body: Body, range: SourceRange) {
    self.name = name
    self.body = body
    self.range = range
  }
}

/// `score attractiveness "Attractiveness" { … }`.
package struct ScoreDeclaration: Hashable, Sendable {
  package var name: Name
  package var title: TextLiteral?
  package var missing: MissingPolicy?
  package var criteria: [CriterionDeclaration] = []
  package var range: SourceRange

  package init(name: Name, title: TextLiteral?, range: SourceRange) {
    self.name = name
    self.title = title
    self.range = range
  }
}

/// What a criterion that cannot be decided does: it counts zero, or it is left out.
package enum MissingPolicy: String, Hashable, CaseIterable, Sendable {
  case zero, skip
}

/// `criterion growing "Growth" weight 50% out of 10 { … }`.
package struct CriterionDeclaration: Hashable, Sendable {
  package var name: Name
  package var title: TextLiteral?
  package var weight: ExpressionID?
  package var outOf: ExpressionID?
  /// `missing skip` on the criterion itself outranks the score's.
  package var missing: MissingPolicy?
  package var body: Body
  package var range: SourceRange

  package init(name: Name, title: TextLiteral?, body: Body, range: SourceRange) {
    self.name = name
    self.title = title
    self.body = body
    self.range = range
  }
}

/// `tier Strategic means "…" { … }`.
package struct TierDeclaration: Hashable, Sendable {
  package var name: Name
  /// `means "…"`.
  package var meaning: TextLiteral?
  package var routes: [Route] = []
  package var range: SourceRange

  package init(name: Name, meaning: TextLiteral?, range: SourceRange) {
    self.name = name
    self.meaning = meaning
    self.range = range
  }
}

/// `move at most N tiers`: how far an account may go from the tier that it had before.
package struct MoveDeclaration: Hashable, Sendable {
  package var steps: ExpressionID
  package var range: SourceRange

  package init(steps: ExpressionID, range: SourceRange) {
    self.steps = steps
    self.range = range
  }
}

/// `when "Label" condition`, `keep while condition`, or `otherwise` where the condition is nil.
package struct Route: Hashable, Sendable {
  package var label: TextLiteral?
  package var condition: ExpressionID?
  /// `true` iff only accounts that were in the tier before can take the route.
  package var isKeep: Bool
  package var range: SourceRange

  package init(
    label: TextLiteral?, condition: ExpressionID?, isKeep: Bool = false, range: SourceRange
  ) {
    self.label = label
    self.condition = condition
    self.isKeep = isKeep
    self.range = range
  }
}

/// `exclude "Reason" [from tiers] when condition`.
package struct ExcludeDeclaration: Hashable, Sendable {
  package var reason: TextLiteral
  package var fromTiersOnly: Bool
  package var condition: ExpressionID
  package var range: SourceRange

  package init(
    reason: TextLiteral, fromTiersOnly: Bool, condition: ExpressionID, range: SourceRange
  ) {
    self.reason = reason
    self.fromTiersOnly = fromTiersOnly
    self.condition = condition
    self.range = range
  }
}

/// `reject "Reason" when condition`.
package struct RejectDeclaration: Hashable, Sendable {
  package var reason: TextLiteral
  package var condition: ExpressionID
  package var range: SourceRange

  package init(reason: TextLiteral, condition: ExpressionID, range: SourceRange) {
    self.reason = reason
    self.condition = condition
    self.range = range
  }
}

/// `attractiveness`, `name ascending`: one key of an order.
package struct SortKey: Hashable, Sendable {
  package var value: ExpressionID
  package var direction: SortDirection?

  package init(value: ExpressionID, direction: SortDirection?) {
    self.value = value
    self.direction = direction
  }
}

/// `limit TIERS to SEATS by KEYS { spare …; overflow to TIER; ties admit }`.
package struct LimitDeclaration: Hashable, Sendable {
  package var tiers: [Name]
  package var seats: ExpressionID
  package var keys: [SortKey]
  package var spares: [Spare] = []
  package var overflow: Name?
  package var tiesAdmit = false
  package var range: SourceRange

  package init(tiers: [Name], seats: ExpressionID, keys: [SortKey], range: SourceRange) {
    self.tiers = tiers
    self.seats = seats
    self.keys = keys
    self.range = range
  }

  /// `spare "Label" [uncounted] when condition`.
  package struct Spare: Hashable, Sendable {
    package var label: TextLiteral?
    package var isUncounted: Bool
    package var condition: ExpressionID
    package var range: SourceRange

    package init(
      label: TextLiteral?, isUncounted: Bool, condition: ExpressionID, range: SourceRange
    ) {
      self.label = label
      self.isUncounted = isUncounted
      self.condition = condition
      self.range = range
    }
  }
}

/// `override "KEY" to TIER [until DATE] because "…"`.
package struct OverrideDeclaration: Hashable, Sendable {
  package var key: TextLiteral
  package var tier: Name
  package var until: Day?
  package var reason: TextLiteral
  package var range: SourceRange

  package init(
    key: TextLiteral, tier: Name, until: Day?, reason: TextLiteral, range: SourceRange
  ) {
    self.key = key
    self.tier = tier
    self.until = until
    self.reason = reason
    self.range = range
  }
}

extension Declaration {
  package var isSponsor: Bool { if case .sponsor = self { true } else { false } }
}

/// `sponsor for TIERS { from TABLE by FIELD; only C; at most N each; keep FIELD; prefer C }`.
package struct SponsorDeclaration: Hashable, Sendable {
  package var tiers: [Name]
  package var clauses: [Clause] = []
  package var range: SourceRange

  package init(tiers: [Name], range: SourceRange) {
    self.tiers = tiers
    self.range = range
  }

  package struct Clause: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
      /// `from executives [by place]`.
      case from(Name, by: [SortKey])
      /// `only CONDITION`, over the account and the person.
      case only(ExpressionID)
      /// `at most EXPRESSION each`.
      case atMost(ExpressionID)
      /// `keep FIELD [unless CONDITION]`.
      case keep(ExpressionID, unless: ExpressionID?)
      /// `not "PERSON" for "ACCOUNT" because "REASON"`.
      case never(person: TextLiteral, account: TextLiteral, because: TextLiteral)
      /// `prefer CONDITION [weight EXPRESSION]`, over the account and the person.
      case prefer(ExpressionID, weight: ExpressionID?)
      /// `deputy with CONDITION`, over the account and the person.
      case deputy(ExpressionID)
      /// `taking EXPRESSION of EXPRESSION days a month`.
      case taking(ExpressionID, of: ExpressionID)
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
