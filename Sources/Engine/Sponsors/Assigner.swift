/// Gives sponsors to accounts.
///
/// The assignment is the best one, compared in this order:
/// 1. the most accounts of the best tier have a person, then of the next tier, and so on;
/// 2. the most accounts keep the person whom the agreement asks to keep;
/// 3. the sum over the people of (accounts of the person)² is least.
///
/// Among equals, accounts keep their person in the order of the needs wherever that is still
/// best. Then the accounts in the same order each take, of the people with whom the whole is
/// still best, the one with the fewest accounts so far, kept ones counted from the start; then the
/// one listed first. An account that can have a person or none takes a person.
package enum Assigner {
  /// Returns the best assignment.
  ///
  /// - Parameters:
  ///   - needs: the accounts by rank, best first.
  ///   - people: in the order that breaks ties.
  /// - Requires: each need has one entry in `exclusions` per person.
  /// - Complexity: O(*a* · (*a* · *p* + *s*)) for *a* accounts, *p* people and *s* corrections of
  ///   a path, typically few.
  package static func assign(_ needs: [SponsorNeed], to people: [Person]) -> Assignment {
    var flow = SponsorFlow(needs, people)
    flow.cover()
    flow.settle()
    return Assignment(
      sponsors: flow.sponsors, loads: flow.loads,
      unassigned: needs.indices.filter { flow.sponsors[$0] == nil }.map {
        UnsponsoredAccount(need: $0, reasons: reasons(for: needs[$0], people))
      })
  }

  private static func reasons(
    for need: SponsorNeed, _ people: [Person]
  ) -> [UnsponsoredAccount.Reason] {
    guard !people.isEmpty else { return [.nobodyListed] }
    let clauses = Set(need.exclusions.joined()).sorted()
    let eligible = people.indices.filter { need.exclusions[$0].isEmpty }
    return clauses.map { clause in
      .excluded(
        clause: clause, people: people.indices.filter { need.exclusions[$0].contains(clause) })
    } + (eligible.isEmpty ? [] : [.full(people: eligible)])
  }
}
