import Language
import Tables

/// The sponsors of the accounts in one declaration's tiers.
package struct SponsorResult: Hashable, Sendable {
  /// Of `CheckedProgram.sponsors`.
  package var declaration: Int
  /// The rows of accounts, in rank order, with the person of each.
  package var accounts: [Int]
  package var people: [Person]
  package var assignment: Assignment
}

extension [SponsorResult] {
  /// By row of accounts, the sponsor's name; the first declaration that gives one counts.
  package var namesByAccount: [Int: String] {
    var names: [Int: String] = [:]
    for result in self {
      for (row, person) in zip(result.accounts, result.assignment.sponsors) {
        if let person, names[row] == nil { names[row] = result.people[person].name }
      }
    }
    return names
  }
}

/// Hands the assigner what the agreement says about accounts and people.
package enum SponsorStage {
  /// Returns the assignment of each sponsor declaration.
  package static func assign(_ evaluation: Evaluation) -> [SponsorResult] {
    evaluation.program.sponsors.indices.map { assign($0, in: evaluation) }
  }

  private static func assign(_ number: Int, in evaluation: Evaluation) -> SponsorResult {
    let sponsor = evaluation.program.sponsors[number]
    let pairs = evaluation.pairs[number]
    let order = evaluation.order(by: sponsor.order, of: sponsor.people)
    let places = pairs.people.indices.sorted {
      order.isAhead(pairs.people[$0], pairs.people[$1])
    }
    let people = places.map { place in
      person(pairs.people[place], of: sponsor, in: evaluation)
    }
    let ranked = rank(pairs.accounts.indices, pairs.accounts, sponsor, evaluation)
    let needs = ranked.map { index in
      need(index, pairs, places, people, number, evaluation)
    }
    return SponsorResult(
      declaration: number, accounts: ranked.map { pairs.accounts[$0] }, people: people,
      assignment: Assigner.assign(needs, to: people))
  }

  private static func person(
    _ row: Int, of sponsor: CheckedSponsor, in evaluation: Evaluation
  ) -> Person {
    let key = evaluation.tables[sponsor.people.index].key(row)
    var capacity: Int?
    if let term = sponsor.capacity {
      // A capacity that is missing is a capacity of nobody.
      if case .number(let value, _) = evaluation.value(term, row) {
        capacity = Int(clamping: max(0, value.scaled / Decimal.unit))
      } else {
        capacity = 0
      }
    }
    return Person(name: key, key: key, capacity: capacity)
  }

  /// Accounts by tier, then by the keys of the limits, else by the first score, else by key.
  private static func rank(
    _ indices: Range<Int>, _ rows: [Int], _ sponsor: CheckedSponsor, _ evaluation: Evaluation
  ) -> [Int] {
    let order = evaluation.rankOrder
    return indices.sorted { left, right in
      let (a, b) = (evaluation.tier(rows[left]) ?? 0, evaluation.tier(rows[right]) ?? 0)
      return a == b ? order.isAhead(rows[left], rows[right], tier: a) : a < b
    }
  }

  private static func need(
    _ index: Int, _ pairs: PairRows, _ places: [Int], _ people: [Person], _ number: Int,
    _ evaluation: Evaluation
  ) -> SponsorNeed {
    let sponsor = evaluation.program.sponsors[number]
    let row = pairs.accounts[index]
    let exclusions = places.map { place in
      sponsor.only.indices.filter { clause in
        let pair = index * pairs.people.count + place
        guard let (values, cell) = evaluation.cell(sponsor.only[clause].condition, pair) else {
          return false
        }
        return !values.holds(cell)
      }
    }
    return SponsorNeed(
      account: row, key: evaluation.tables[0].key(row),
      tierRank: sponsor.tiers.sorted().firstIndex(of: evaluation.tier(row) ?? 0) ?? 0,
      keep: keep(row, sponsor, people, evaluation), exclusions: exclusions)
  }

  private static func keep(
    _ row: Int, _ sponsor: CheckedSponsor, _ people: [Person], _ evaluation: Evaluation
  ) -> Int? {
    guard let term = sponsor.keep, let name = evaluation.text(term, row) else { return nil }
    if let unless = sponsor.keepUnless, let (values, place) = evaluation.cell(unless, row),
      values.holds(place)
    {
      return nil
    }
    return people.firstIndex { $0.key == name }
  }
}

/// The order of accounts within their tier: the keys of the limit that seats it, else the first
/// score descending, then the account key.
package struct RankOrder: Sendable {
  private let byTier: [RowOrder]

  package init(_ evaluation: Evaluation) {
    let program = evaluation.program
    let score = program.scoreTerm(0)
    let fallback = evaluation.order(
      by: score.map { [CheckedKey(value: $0, isAscending: false)] } ?? [])
    byTier = program.tiers.indices.map { tier in
      program.limits.first { $0.tiers.contains(tier) }.map { evaluation.order(by: $0.keys) }
        ?? fallback
    }
  }

  /// `true` iff `left` ranks before `right` among the accounts of `tier`.
  package func isAhead(_ left: Int, _ right: Int, tier: Int) -> Bool {
    byTier[tier].isAhead(left, right)
  }
}

extension Evaluation {
  package var rankOrder: RankOrder { RankOrder(self) }
}
