/// Someone who can sponsor accounts.
package struct Person: Hashable, Sendable {
  package var name: String
  package var key: String
  /// The most accounts that the person takes; nil for any number.
  package var capacity: Int?

  package init(name: String, key: String, capacity: Int?) {
    self.name = name
    self.key = key
    self.capacity = capacity
  }
}

/// An account that should have a sponsor, with everything that the agreement says about the pair
/// of it and each person.
package struct SponsorNeed: Hashable, Sendable {
  /// The caller's index of the account.
  package var account: Int
  package var key: String
  /// 0 for the best of the sponsored tiers.
  package var tierRank: Int
  /// The person whom the agreement asks to keep.
  package var keep: Int?
  /// For each person, the clauses that exclude the pair, by the caller's numbers; none: eligible.
  package var exclusions: [[Int]]

  package init(account: Int, key: String, tierRank: Int, keep: Int?, exclusions: [[Int]]) {
    self.account = account
    self.key = key
    self.tierRank = tierRank
    self.keep = keep
    self.exclusions = exclusions
  }
}

/// Who sponsors what, and why some accounts have nobody.
package struct Assignment: Hashable, Sendable {
  /// The person of each need, in the order of the needs.
  package var sponsors: [Int?]
  /// The number of accounts of each person.
  package var loads: [Int]
  /// The needs without a person, in their order.
  package var unassigned: [UnsponsoredAccount]
}

/// An account that nobody can sponsor, with the clauses that leave nobody.
package struct UnsponsoredAccount: Hashable, Sendable {
  package enum Reason: Hashable, Sendable {
    /// There is nobody to choose from.
    case nobodyListed
    /// A clause, by the caller's number, excludes these people.
    case excluded(clause: Int, people: [Int])
    /// These people are eligible and full, and none of their accounts can go to anybody else.
    case full(people: [Int])
  }
  /// The index of the need.
  package var need: Int
  /// Clauses by number, then who is full.
  package var reasons: [Reason]

  package init(need: Int, reasons: [Reason]) {
    self.need = need
    self.reasons = reasons
  }
}

extension UnsponsoredAccount {
  /// Returns one phrase per reason, with the caller's text of each clause.
  package func because(people: [Person], clauseText: (Int) -> String) -> [String] {
    func names(_ indices: [Int]) -> String {
      indices.count == people.count && indices.count > 1
        ? "everybody" : indices.map { people[$0].name }.joined(separator: ", ")
    }
    return reasons.map { reason in
      switch reason {
      case .nobodyListed: "nobody is listed"
      case .excluded(let clause, let excluded): "\(clauseText(clause)): excludes \(names(excluded))"
      case .full(let full): "\(names(full)): at the most accounts they may have"
      }
    }
  }
}
