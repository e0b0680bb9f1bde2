import Diagnostics
import Engine
import Language
import Tables

/// What is asked about nominations.
package struct NominationRequest: Sendable {
  package var path: String
  /// The tiers whose accounts are key accounts; nil for every tier but the one for all who are left.
  package var keyTiers: [String]?
  /// `true` iff nothing may show who nominates.
  package var isAnonymous = false

  package init(path: String) { self.path = path }
}

/// A nomination that means no single account.
struct UnmatchedNomination {
  var nomination: NominationRow
  var because: String
  var help: String
  var suggestion: String?
}

/// What somebody names, or nobody.
struct NominationAnswer {
  var named: NamedAccount
  /// The account's key, or the text that means no account.
  var text: String
  var support = 0
  /// Of the nominations that have a rank: their number, and their sum.
  var ranked = 0
  var ranks: Int128 = 0

  /// The mean of the ranks that were given.
  var meanRank: Decimal? {
    ranked == 0 ? nil : Fraction(ranks, Int128(ranked)).value
  }
}

/// Somebody who nominates.
struct Nominator {
  /// The person's name, or a number that stands for it.
  var name: String
  /// Places in `NominationResult.answers`, ascending.
  var answers: [Int]
  /// Of these, those that are key accounts.
  var matches: [Int]
}

/// What the nominators of one function name together.
struct NominatingFunction {
  var name: String
  var nominators: Int
  /// Places in `NominationResult.answers`, ascending.
  var answers: [Int]
  /// Of these, those that are key accounts.
  var matches: [Int]
}

/// How far nominations agree with each other and with the criteria.
package struct NominationResult {
  package let run: Run
  private(set) var file: NominationFile
  /// Indices of tiers, ascending.
  let keyTiers: [Int]
  /// The accounts in these tiers, by tier and then by rank.
  let keyAccounts: [Int]
  /// What is named, by support and then by key.
  private(set) var answers: [NominationAnswer] = []
  /// By name; where nobody may be shown, in an order that only those know who have the file.
  private(set) var nominators: [Nominator] = []
  private(set) var figures: NominationFigures
  /// By name; none where the file does not say who works where.
  private(set) var functions: [NominatingFunction] = []
  /// The same figures of the lists that functions have in common.
  private(set) var functionFigures: NominationFigures
  /// By line of the file.
  private(set) var unmatched: [UnmatchedNomination] = []
  /// Keys of members that count for the head of their group, by key.
  private(set) var heads: [(member: String, head: String)] = []

  private var evaluation: Evaluation { run.evaluation }

  init(_ run: Run, _ file: NominationFile, keyTiers: [Int]) {
    self.run = run
    self.file = file
    self.keyTiers = keyTiers
    let roll = AccountRoll(run.evaluation)
    keyAccounts = keyTiers.flatMap { roll.rows[$0] }
    figures = NominationFigures([])
    functionFigures = figures
    let texts = Set(file.nominations.map(\.account))
    let finder = AccountFinder(run.evaluation, of: texts)
    let named = Dictionary(uniqueKeysWithValues: texts.map { ($0, finder.account($0)) })
    heads = texts.compactMap { text in finder.head(of: text).map { (text, $0) } }
      .sorted { $0.member.utf8.lexicographicallyPrecedes($1.member.utf8) }
    let kept = takeOutRepeated(named)
    collect(kept)
    noteUnmatched(kept.filter { NominationResult.isUnmatched($0.named) }.map(\.row), finder)
  }

  /// `true` iff rows were left out, or names mean no account.
  package var isIncomplete: Bool { file.rejectedCount > 0 || !unmatched.isEmpty }

  /// What to say about the file of nominations.
  var diagnostics: [Diagnostic] { file.diagnostics }

  /// `true` iff so many name an account that the rules should say why it is no key account: at least
  /// half of the nominators, and at least two.
  func isNamedByMany(_ answer: NominationAnswer) -> Bool {
    answer.support >= 2 && 2 * answer.support >= nominators.count
  }

  func isKeyAccount(_ named: NamedAccount) -> Bool {
    guard case .account(let row) = named, let tier = evaluation.tier(row) else { return false }
    return keyTiers.contains(tier)
  }

  /// Accounts that many name and that are no key accounts.
  var refused: [NominationAnswer] {
    answers.filter {
      isNamedByMany($0) && !isKeyAccount($0.named) && !NominationResult.isUnmatched($0.named)
    }
  }

  /// Key accounts that nobody names.
  var unnamed: [Int] {
    let named = Set(answers.map(\.named))
    return keyAccounts.filter { !named.contains(.account($0)) }
  }

  // MARK: Counting

  private typealias Kept = (row: NominationRow, named: NamedAccount)

  static func isUnmatched(_ named: NamedAccount) -> Bool {
    if case .unmatched = named { true } else { false }
  }

  /// Returns the first nomination of each account by each person.
  private mutating func takeOutRepeated(_ named: [String: NamedAccount]) -> [Kept] {
    var kept: [Kept] = []
    var repeated: [(nomination: NominationRow, first: NominationRow)] = []
    var seen: [String: [NamedAccount: NominationRow]] = [:]
    for row in file.nominations {
      let account = named[row.account] ?? .unmatched(row.account)
      if let first = seen[row.nominator]?[account] {
        repeated.append((row, first))
      } else {
        seen[row.nominator, default: [:]][account] = row
        kept.append((row, account))
      }
    }
    file.reject(repeated: repeated)
    return kept
  }

  private mutating func collect(_ kept: [Kept]) {
    var found: [NamedAccount: NominationAnswer] = [:]
    for (row, named) in kept {
      var answer =
        found[named] ?? NominationAnswer(named: named, text: text(of: named))
      answer.support += 1
      if let rank = row.rank {
        answer.ranked += 1
        answer.ranks += Int128(rank)
      }
      found[named] = answer
    }
    answers = found.values.sorted { left, right in
      if left.support != right.support { return left.support > right.support }
      if left.text == right.text { return !NominationResult.isUnmatched(left.named) }
      return left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
    let places = Dictionary(
      uniqueKeysWithValues: answers.enumerated().map { ($0.element.named, $0.offset) })
    var lists: [String: [Int]] = [:]
    for (row, named) in kept { lists[row.nominator, default: []].append(places[named] ?? 0) }
    figures = NominationFigures(lists.values.map { $0.sorted() })
    nominators = ordered(Array(lists.keys)).map { name, shown in
      let list = (lists[name] ?? []).sorted()
      return Nominator(
        name: shown, answers: list, matches: list.filter { isKeyAccount(answers[$0].named) })
    }
    collectFunctions(kept, places)
  }

  private mutating func collectFunctions(_ kept: [Kept], _ places: [NamedAccount: Int]) {
    var lists: [String: Set<Int>] = [:]
    var people: [String: Set<String>] = [:]
    for (row, named) in kept {
      guard let function = row.function else { continue }
      lists[function, default: []].insert(places[named] ?? 0)
      people[function, default: []].insert(row.nominator)
    }
    functions = lists.map { name, list in
      let answers = list.sorted()
      return NominatingFunction(
        name: name, nominators: people[name]?.count ?? 0, answers: answers,
        matches: answers.filter { isKeyAccount(self.answers[$0].named) })
    }.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    functionFigures = NominationFigures(functions.map(\.answers))
  }

  private func text(of named: NamedAccount) -> String {
    switch named {
    case .account(let row): evaluation.tables[0].key(row)
    case .rejected(let text), .unmatched(let text): text
    }
  }

  /// Returns the names in their order, each with what is shown of it.
  ///
  /// Numbers go by a digest of the name with both files, of which reports do not show the one of the
  /// nominations: who has the report and can guess the names still cannot tell whose number is whose.
  private func ordered(_ names: [String]) -> [(name: String, shown: String)] {
    func precedes(_ left: String, _ right: String) -> Bool {
      left.utf8.lexicographicallyPrecedes(right.utf8)
    }
    guard file.isAnonymous else { return names.sorted(by: precedes).map { ($0, $0) } }
    let salt = run.agreementDigest + (FileDigest.hexadecimal(of: file.rows.input.source) ?? "")
    return names.map { (digest: SHA256.hexDigest(of: Array((salt + $0).utf8)), name: $0) }
      .sorted { precedes($0.digest, $1.digest) }
      .enumerated().map { ($0.element.name, "Nominator \($0.offset + 1)") }
  }

  private mutating func noteUnmatched(_ rows: [NominationRow], _ finder: AccountFinder) {
    let doubts = finder.doubts(about: rows.map(\.account))
    unmatched = rows.compactMap { row in
      doubts[row.account].map {
        UnmatchedNomination(
          nomination: row, because: $0.because, help: $0.help, suggestion: $0.suggestion)
      }
    }
    file.report(unmatched: unmatched)
  }
}
