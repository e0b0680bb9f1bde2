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
  /// 0 for the best of the sponsored tiers.
  package var tierRank: Int
  /// The person whom the agreement asks to keep.
  package var keep: Int?
  /// By person, whether no clause excludes the pair.
  package var isEligible: [Bool]
  /// By person, what the preferences that hold weigh, 0 or more; empty where there are none.
  package var weights: [Int]

  package init(
    account: Int, tierRank: Int, keep: Int?, isEligible: [Bool], weights: [Int] = []
  ) {
    self.account = account
    self.tierRank = tierRank
    self.keep = keep
    self.isEligible = isEligible
    self.weights = weights
  }
}

/// Who sponsors what.
package struct Assignment: Hashable, Sendable {
  /// The person of each need, in the order of the needs.
  package var sponsors: [Int?]
  /// The number of accounts of each person.
  package var loads: [Int]
  /// The needs without a person, in their order.
  package var unassigned: [Int] { sponsors.indices.filter { sponsors[$0] == nil } }
}

/// Gives sponsors to accounts.
///
/// The assignment is the best one, compared in this order:
/// 1. the most accounts of the best tier have a person, then of the next tier, and so on;
/// 2. the most accounts keep the person whom the agreement asks to keep;
/// 3. the sum of the weights of preferences is greatest;
/// 4. the sum over the people of (accounts of the person)² is least.
///
/// Among equals, accounts keep their person in the order of the needs wherever that is still
/// best. Then the accounts in the same order each take, of the people with whom the whole is
/// still best, the one with the fewest accounts so far, kept ones counted from the start; then the
/// one listed first. An account that can have a person or none takes a person.
package enum Assigner {
  /// Returns the best assignment.
  ///
  /// - Parameters:
  ///   - needs: the accounts by tier and rank, best first.
  ///   - people: in the order that breaks ties.
  ///   - loads: how many accounts each person has already, which stay with them; none where empty.
  /// - Requires: each need has one entry in `isEligible` per person.
  /// - Complexity: O(*a* · *p* · *v*) for *a* accounts, *p* people and *v* accounts of those people
  ///   who are asked to make room, typically few.
  package static func assign(
    _ needs: [SponsorNeed], to people: [Person], beside loads: [Int] = []
  ) -> Assignment {
    let loads = loads.isEmpty ? people.map { _ in 0 } : loads
    let wishes = Wishes(needs, peopleCount: people.count)
    return wishes.areSmall(accounts: needs.count + (loads.max() ?? 0), people: people.count)
      ? assign(needs, people, loads, wishes, as: Int64.self)
      : assign(needs, people, loads, wishes, as: Int128.self)
  }

  private static func assign<Cost: FixedWidthInteger & SignedInteger & Sendable>(
    _ needs: [SponsorNeed], _ people: [Person], _ loads: [Int], _ wishes: Wishes,
    as cost: Cost.Type
  ) -> Assignment {
    var flow = SponsorFlow<Cost>(needs, people, wishes, beside: loads)
    flow.settle(needs.map(\.possibleKeep), beside: loads)
    return Assignment(
      sponsors: needs.indices.map { flow.person(of: $0) }, loads: flow.loads)
  }
}

extension SponsorNeed {
  /// The person to keep, if that may be.
  var possibleKeep: Int? { keep.flatMap { isEligible[$0] ? $0 : nil } }
}
