package import Language
internal import Tables

/// What the reference evaluator finds: every account's fate, the seats, and the findings.
package struct ReferenceResult: Hashable, Sendable {
  /// One account per record of the file, in its order.
  package var accounts: [Account] = []
  /// In the order in which they were applied.
  package var limits: [Limit] = []
  /// The same limits without any override.
  package var limitsByRulesAlone: [Limit] = []
  /// The figures that read no account.
  package var shown: [ShownItem: RefValue] = [:]
  /// The figures of each `show … for each`, row by row.
  package var books: [[[RefValue]]] = []
  package var findings: [Finding] = []

  package struct Account: Hashable, Sendable {
    package var record: Int
    package var key: String?
    package var status: Status
    /// The final tier of a classified account.
    package var tier: String?
    package var decision: Decision?
    package var rulesAlone: String?
    package var decisionByRulesAlone: Decision?
    package var isDisplaced = false
    /// Routes that came before the deciding one and could not be decided.
    package var unknownRoutes: [RouteID] = []
    /// By the score's name; missing where it could not be decided.
    package var scores: [String: RefValue] = [:]
    /// By the score's and the criterion's name, joined by a point.
    package var points: [String: RefValue] = [:]
    /// The figures of `show` that read the account.
    package var shown: [ShownItem: RefValue] = [:]
  }

  package enum Status: Hashable, Sendable {
    case classified
    case excluded(reason: String, inTotals: Bool)
    /// The agreement's own `reject`.
    case rejected(reason: String)
    /// A cell, the shape of the record, or a key that several records share.
    case unreadable(String)
  }

  /// A route by the index of its tier among the tiers and its own within the tier.
  package struct RouteID: Hashable, Sendable {
    package var tier: Int
    package var route: Int

    package init(tier: Int, route: Int) {
      self.tier = tier
      self.route = route
    }
  }

  /// The clause that gave an account its tier; declarations by their index in the tree.
  package enum Decision: Hashable, Sendable {
    case route(RouteID)
    case override(declaration: Int)
    /// Held back, since the tier of its route is too far from the one before.
    case move
    /// Displaced by the limit, the last one if there were several.
    case overflow(limit: Int)
  }

  package struct Limit: Hashable, Sendable {
    package var declaration: Int
    /// nil where they are missing.
    package var seats: Int?
    /// Seats that are taken: by overrides, by spared accounts that count, and by rank.
    package var taken: Int
    /// Keys of accounts, in the order of the limit.
    package var overridden: [String]
    package var spared: [String]
    package var uncounted: [String]
    package var seated: [String]
    package var displaced: [String]
    /// The account that holds the last seat by rank.
    package var lastSeat: String?
    /// That account's written keys: the cut line.
    package var cut: [RefValue]
    /// Whether the account key alone decided a seat.
    package var isByKey: Bool
    /// Whether overridden and spared accounts alone exceed the seats.
    package var isExceeded: Bool
  }

  /// A figure of a `show` by the index of its declaration in the tree and its own within it.
  package struct ShownItem: Hashable, Sendable {
    package var declaration: Int
    package var item: Int

    package init(declaration: Int, item: Int) {
      self.declaration = declaration
      self.item = item
    }
  }

  package struct Finding: Hashable, Sendable {
    package var declaration: Int
    package var kind: FindingDeclaration.Kind
    package var label: String
    /// Where a warning fires, or a requirement does not hold.
    package var fired: [Subject] = []
    /// Where the condition is unknown.
    package var undecided: [Subject] = []

    /// Whether a requirement is shown to hold.
    package var holds: Bool { fired.isEmpty && undecided.isEmpty }
  }

  package enum Subject: Hashable, Sendable {
    case portfolio
    case account(key: String)
    /// The accounts that share a value of the field.
    case group(RefValue)
    case row(RowID)
  }

  /// The account with `key`; nil when none, or several, have it.
  package func account(_ key: String) -> Account? {
    let found = accounts.filter { $0.key == key }
    return found.count == 1 ? found[0] : nil
  }
}
