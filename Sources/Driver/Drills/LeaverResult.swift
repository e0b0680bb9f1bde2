import Diagnostics
import Engine
import Language
import Tables

/// What an account loses with one of our people.
struct LeaverLoss {
  var row: Int
  /// `true` iff the account has no owner any more.
  var isOwned: Bool
  /// Who has a relationship with the account besides; nil where the one who leaves had none.
  var remaining: [String]?
  /// Contacts whom nobody else knows, by name.
  var contacts: [String]
  var isSponsored: Bool
  var isDeputized: Bool

  /// `true` iff at most one person with a relationship is left.
  var lacksSecond: Bool { remaining.map { $0.count <= 1 } ?? false }
  var lacksAnybody: Bool { remaining.map { $0.isEmpty } ?? false }
  /// `true` iff the account is left without an owner or without a second relationship.
  var isAtRisk: Bool { isOwned || lacksSecond }
}

/// What is left without one of our people.
struct Leaver {
  var name: String
  /// Key accounts, by tier and then by rank.
  var accounts: [LeaverLoss]
  /// Other accounts in totals, by key.
  var others: [LeaverLoss]
  /// How many reviews of the schedule the person attends.
  var reviews: Int
  /// What the key accounts at risk are worth in the measure; nil without one.
  var measure: Wide?

  var atRisk: [LeaverLoss] { accounts.filter(\.isAtRisk) }
}

/// What an account loses with one of the customer's people.
struct ContactLoss {
  var row: Int
  /// Who of ours knows the person.
  var knownBy: [String]
  /// The contacts that the account still has.
  var contacts: [String]
  /// Who of ours still knows somebody there.
  var remaining: [String]
}

/// What is left without one of the customers' people.
struct LostContact {
  var name: String
  var accounts: [ContactLoss]
  var others: [ContactLoss]
}

/// What is left without each of our people, or without those who are named.
package struct LeaverResult {
  package let run: Run
  /// Indices of tiers, ascending.
  let keyTiers: [Int]
  /// By tier and then by rank.
  let keyAccounts: [Int]
  let relationships: Relationships
  /// All of our people.
  let everyone: Set<String>
  /// `true` iff names were asked for.
  let isNamed: Bool
  /// By money at risk, or without a measure by accounts at risk, then by name; in the order in which
  /// they were asked for where they were.
  private(set) var leavers: [Leaver] = []
  private(set) var contacts: [LostContact] = []
  /// Names that mean nobody.
  private(set) var unknown: [String] = []

  private var evaluation: Evaluation { run.evaluation }

  init(_ run: Run, names: [String], keyTiers: [Int]) {
    self.run = run
    self.keyTiers = keyTiers
    let roll = AccountRoll(run.evaluation)
    keyAccounts = keyTiers.flatMap { roll.rows[$0] }
    relationships = Relationships(run.evaluation)
    everyone = relationships.everyone.union(run.sponsors.flatMap { $0.people.map(\.name) })
    isNamed = !names.isEmpty
    var seen: Set<String> = []
    let names = names.filter { seen.insert($0).inserted }
    let book = LeaverBook(run, relationships, keyAccounts: keyAccounts)
    leavers = (names.isEmpty ? Array(everyone) : names.filter(everyone.contains)).map {
      book.leaver($0)
    }
    if names.isEmpty { leavers.sort(by: LeaverResult.isAhead) }
    contacts = names.compactMap { book.contact($0) }
    let known = Set(contacts.map(\.name)).union(everyone)
    unknown = names.filter { !known.contains($0) }
  }

  private static func isAhead(_ left: Leaver, _ right: Leaver) -> Bool {
    if let one = left.measure, let other = right.measure, one != other { return other < one }
    if left.measure == nil, left.atRisk.count != right.atRisk.count {
      return left.atRisk.count > right.atRisk.count
    }
    return left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
  }

  /// Returns the name that is probably meant.
  func suggestion(for name: String) -> String? {
    let contacts = Set(relationships.contacts.values.flatMap(\.keys))
    let known = [everyone, contacts].flatMap { $0.sorted(by: LeaverBook.precedes) }
    if let nearest = Suggestion.nearest(to: name, among: known) { return nearest }
    // A single word of a name is as good where no other name has it.
    let having = known.filter { $0.split(separator: " ").contains(Substring(name)) }
    return having.count == 1 ? having[0] : nil
  }

  /// By number of our people, how many key accounts that many have a relationship with.
  var widths: [Int: Int] {
    keyAccounts.reduce(into: [:]) { $0[relationships.people[$1]?.count ?? 0, default: 0] += 1 }
  }

  /// The other accounts that at least one of the leavers would put at risk.
  var otherRows: Set<Int> { Set(leavers.flatMap { $0.others.filter(\.isAtRisk).map(\.row) }) }
}

/// Who stands for what, by person.
private struct LeaverBook {
  private let run: Run
  private let relationships: Relationships
  private let keyAccounts: [Int]
  /// By account in totals that is no key account, in the order of keys.
  private let others: [Int]
  /// By account, its place in one of the two lists.
  private let keyPlaces: [Int: Int]
  private let otherPlaces: [Int: Int]
  private let measure: Measure?
  private var owned: [String: Set<Int>] = [:]
  private var known: [String: Set<Int>] = [:]
  private var sponsored: [String: Set<Int>] = [:]
  private var deputized: [String: Set<Int>] = [:]
  private var reviews: [String: Int] = [:]

  init(_ run: Run, _ relationships: Relationships, keyAccounts: [Int]) {
    self.run = run
    self.relationships = relationships
    self.keyAccounts = keyAccounts
    let evaluation = run.evaluation
    let keys = Set(keyAccounts)
    let order = evaluation.order(by: [])
    others = (0..<evaluation.tables[0].rowCount)
      .filter { evaluation.isInTotals($0) && !keys.contains($0) }
      .sorted { order.isAhead($0, $1) }
    keyPlaces = LeaverBook.places(keyAccounts)
    otherPlaces = LeaverBook.places(others)
    measure = Measure(evaluation)
    for (row, owner) in relationships.owners { owned[owner, default: []].insert(row) }
    for (row, people) in relationships.people {
      for person in people { known[person, default: []].insert(row) }
    }
    for (row, person) in run.sponsors.namesByAccount { sponsored[person, default: []].insert(row) }
    for (row, person) in run.sponsors.deputiesByAccount {
      deputized[person, default: []].insert(row)
    }
    for review in run.schedule.reviews {
      for person in review.attendees { reviews[person, default: 0] += 1 }
    }
  }

  private static func places(_ rows: [Int]) -> [Int: Int] {
    Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($0.element, $0.offset) })
  }

  static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  func leaver(_ name: String) -> Leaver {
    let rows = [owned, known, sponsored, deputized].reduce(into: Set<Int>()) {
      $0.formUnion($1[name] ?? [])
    }
    func losses(_ places: [Int: Int]) -> [LeaverLoss] {
      rows.compactMap { row in places[row].map { (row, $0) } }.sorted { $0.1 < $1.1 }
        .map { loss(of: name, $0.0) }
    }
    var leaver = Leaver(
      name: name, accounts: losses(keyPlaces), others: losses(otherPlaces),
      reviews: reviews[name] ?? 0)
    leaver.measure = measure?.total(leaver.atRisk.map(\.row))
    return leaver
  }

  private func loss(of name: String, _ row: Int) -> LeaverLoss {
    let people = relationships.people[row] ?? []
    let contacts = (relationships.contacts[row] ?? [:]).filter { $0.value == [name] }
    return LeaverLoss(
      row: row, isOwned: relationships.owners[row] == name,
      remaining: people.contains(name) ? LeaverBook.sorted(people.subtracting([name])) : nil,
      contacts: LeaverBook.sorted(contacts.keys),
      isSponsored: sponsored[name]?.contains(row) ?? false,
      isDeputized: deputized[name]?.contains(row) ?? false)
  }

  /// Returns what is lost with a customer's contact, nil where there is none of that name.
  func contact(_ name: String) -> LostContact? {
    func losses(_ order: [Int]) -> [ContactLoss] {
      order.compactMap { row in
        guard let contacts = relationships.contacts[row], let knownBy = contacts[name] else {
          return nil
        }
        let left = contacts.filter { $0.key != name }
        return ContactLoss(
          row: row, knownBy: LeaverBook.sorted(knownBy), contacts: LeaverBook.sorted(left.keys),
          remaining: LeaverBook.sorted(left.values.reduce(into: Set()) { $0.formUnion($1) }))
      }
    }
    let lost = LostContact(name: name, accounts: losses(keyAccounts), others: losses(others))
    return lost.accounts.isEmpty && lost.others.isEmpty ? nil : lost
  }

  private static func sorted(_ names: some Sequence<String>) -> [String] {
    names.sorted(by: precedes)
  }
}
