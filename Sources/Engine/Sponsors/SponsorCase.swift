import Language
import Tables

/// One sponsor declaration with the data that it is about.
package struct SponsorCase: Sendable {
  /// Something that keeps a person from an account.
  package enum Obstacle: Hashable, Comparable, Sendable {
    /// Of `CheckedSponsor.only`.
    case only(Int)
    /// Of `CheckedSponsor.conflicts`.
    case conflict(Int)
    /// Does not do as a deputy.
    case deputy
    /// Is the account's sponsor, and so cannot be the deputy.
    case isSponsor
    /// Has as many accounts as the person takes, none of which anybody else can take.
    case full

    package static func < (left: Obstacle, right: Obstacle) -> Bool { left.order < right.order }

    private var order: (Int, Int) {
      switch self {
      case .only(let clause): (0, clause)
      case .conflict(let clause): (1, clause)
      case .deputy: (2, 0)
      case .isSponsor: (3, 0)
      case .full: (4, 0)
      }
    }
  }

  /// Of `CheckedProgram.sponsors`.
  package let declaration: Int
  package let sponsor: CheckedSponsor
  /// The rows of accounts, in rank order.
  package let accounts: [Int]
  /// In the order that breaks ties.
  package let people: [Person]
  /// The rows of the people.
  package let personRows: [Int]
  /// By account, the person whom it should keep; nil where nobody is named or `unless` holds.
  package let keeps: [Int?]
  /// By account, its tier among the sponsored ones.
  private let tierRanks: [Int]
  /// By account and person, the row of the table of pairs.
  private let accountPlaces: [Int]
  private let personPlaces: [Int]
  /// By account, the conflicts with people.
  private let conflicts: [Int: [(person: Int, clause: Int)]]
  private let only: [Condition]
  private let preferences: [Condition]
  private let deputyCondition: Condition?

  /// The values of a condition over pairs.
  private struct Condition: Sendable {
    var vector: Vector
    /// `true` iff one value stands for all pairs.
    var isConstant: Bool

    init?(_ term: TermID, _ evaluation: Evaluation) {
      guard let cell = evaluation.cell(term, 1) else { return nil }
      vector = cell.vector
      isConstant = cell.row == 0
    }

    func holds(_ pair: Int) -> Bool { vector.holds(isConstant ? 0 : pair) }
  }

  init(_ number: Int, in evaluation: Evaluation) {
    declaration = number
    let sponsor = evaluation.program.sponsors[number]
    let pairs = evaluation.pairs[number]
    self.sponsor = sponsor
    let order = evaluation.order(by: sponsor.order, of: sponsor.people)
    let personPlaces = pairs.people.indices.sorted {
      order.isAhead(pairs.people[$0], pairs.people[$1])
    }
    self.personPlaces = personPlaces
    personRows = personPlaces.map { pairs.people[$0] }
    let people = personPlaces.map { place in
      SponsorCase.person(pairs.people[place], of: sponsor, in: evaluation)
    }
    self.people = people
    let rankOrder = evaluation.rankOrder
    let accountPlaces = pairs.accounts.indices.sorted { left, right in
      let rows = (pairs.accounts[left], pairs.accounts[right])
      let (a, b) = (evaluation.tier(rows.0) ?? 0, evaluation.tier(rows.1) ?? 0)
      return a == b ? rankOrder.isAhead(rows.0, rows.1, tier: a) : a < b
    }
    self.accountPlaces = accountPlaces
    accounts = accountPlaces.map { pairs.accounts[$0] }
    let tiers = sponsor.tiers.sorted()
    tierRanks = accounts.map { tiers.firstIndex(of: evaluation.tier($0) ?? 0) ?? 0 }
    only = sponsor.only.compactMap { Condition($0.condition, evaluation) }
    preferences = sponsor.preferences.compactMap { Condition($0.condition, evaluation) }
    deputyCondition = sponsor.deputy.flatMap { Condition($0.condition, evaluation) }
    let index = Dictionary(uniqueKeysWithValues: people.indices.map { (people[$0].key, $0) })
    conflicts = SponsorCase.conflicts(of: sponsor, accounts, index, evaluation)
    let unless = sponsor.keepUnless.flatMap { Condition($0, evaluation) }
    keeps = accountPlaces.map { place in
      guard let term = sponsor.keep, let name = evaluation.text(term, pairs.accounts[place]),
        let person = index[name],
        unless?.holds(place * people.count + personPlaces[person]) != true
      else { return nil }
      return person
    }
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

  private static func conflicts(
    of sponsor: CheckedSponsor, _ accounts: [Int], _ people: [String: Int],
    _ evaluation: Evaluation
  ) -> [Int: [(person: Int, clause: Int)]] {
    guard !sponsor.conflicts.isEmpty else { return [:] }
    var found: [Int: [(person: Int, clause: Int)]] = [:]
    var clauses: [String: [Int]] = [:]
    for (clause, conflict) in sponsor.conflicts.enumerated() {
      clauses[conflict.account, default: []].append(clause)
    }
    for (account, row) in accounts.enumerated() {
      for key in evaluation.memberKeys(of: row) {
        for clause in clauses[key] ?? [] {
          guard let person = people[sponsor.conflicts[clause].person] else { continue }
          found[account, default: []].append((person, clause))
        }
      }
    }
    return found
  }

  // MARK: Pairs

  private func pair(_ account: Int, _ person: Int) -> Int {
    accountPlaces[account] * people.count + personPlaces[person]
  }

  /// Returns what keeps a person from being an account's sponsor, in the order of the agreement.
  package func obstacles(_ account: Int, _ person: Int) -> [Obstacle] {
    let pair = pair(account, person)
    return only.indices.filter { !only[$0].holds(pair) }.map { .only($0) }
      + against(account, person)
  }

  private func against(_ account: Int, _ person: Int) -> [Obstacle] {
    (conflicts[account] ?? []).filter { $0.person == person }.map { .conflict($0.clause) }
  }

  /// Returns the preferences that hold for a pair, of `CheckedSponsor.preferences`.
  package func preferencesHolding(_ account: Int, _ person: Int) -> [Int] {
    let pair = pair(account, person)
    return preferences.indices.filter { preferences[$0].holds(pair) }
  }

  // MARK: Needs

  /// Returns what the assigner has to know of every account.
  ///
  /// - Complexity: O(accounts × people × clauses).
  func needs() -> [SponsorNeed] {
    let weights = SponsorCase.wholes(sponsor.preferences.map(\.weight))
    return accounts.indices.map { account in
      var isEligible = people.indices.map { person in
        let pair = pair(account, person)
        return only.allSatisfy { $0.holds(pair) }
      }
      for conflict in conflicts[account] ?? [] { isEligible[conflict.person] = false }
      return SponsorNeed(
        account: accounts[account], tierRank: tierRanks[account], keep: keeps[account],
        isEligible: isEligible, weights: wishes(of: account, weights))
    }
  }

  /// Returns by person what the preferences that hold weigh together.
  private func wishes(of account: Int, _ weights: [Int]) -> [Int] {
    guard !preferences.isEmpty else { return [] }
    return people.indices.map { person in
      let pair = pair(account, person)
      var wish = 0
      for (preference, weight) in zip(preferences, weights) where preference.holds(pair) {
        wish += weight
      }
      return wish
    }
  }

  /// Returns weights in the same proportions as whole numbers that are as small as can be.
  private static func wholes(_ weights: [Decimal]) -> [Int] {
    // At most three places, so that thousandths are whole.
    let thousandths = weights.map { Int(clamping: $0.scaled / (Decimal.unit / 1000)) }
    var divisor = 0
    for weight in thousandths {
      var (a, b) = (divisor, weight)
      while b != 0 { (a, b) = (b, a % b) }
      divisor = a
    }
    return divisor == 0 ? thousandths : thousandths.map { $0 / divisor }
  }

  /// Returns the same for deputies of the accounts that have a sponsor.
  func deputyNeeds(_ sponsors: [Int?]) -> [SponsorNeed] {
    accounts.indices.map { account in
      var isEligible = people.indices.map { person in
        sponsors[account] != nil && sponsors[account] != person
          && deputyCondition?.holds(pair(account, person)) == true
      }
      for conflict in conflicts[account] ?? [] { isEligible[conflict.person] = false }
      return SponsorNeed(
        account: accounts[account], tierRank: tierRanks[account], keep: nil,
        isEligible: isEligible)
    }
  }

  /// Returns what keeps a person from being an account's deputy.
  func deputyObstacles(_ account: Int, _ person: Int, _ sponsors: [Int?]) -> [Obstacle] {
    let does = deputyCondition?.holds(pair(account, person)) == true
    return against(account, person) + (does ? [] : [.deputy])
      + (sponsors[account] == person ? [.isSponsor] : [])
  }
}
