import Diagnostics
import Engine
import Language
import Tables

/// Whom a nomination means.
enum NamedAccount: Hashable {
  /// A row of accounts, which is a group where accounts form groups.
  case account(Int)
  /// The key of an account whose row was rejected.
  case rejected(String)
  /// A text that means no account.
  case unmatched(String)
}

/// Finds the accounts that texts mean: an account's key, or the name that no other account has.
///
/// Nothing is guessed: a text that means no account, or more than one, is told with what it may mean.
struct AccountFinder {
  /// What is said of a text that means no single account.
  struct Doubt {
    /// Goes on from the text: `is no key and no name of an account`.
    var because: String
    var help: String
    /// What the text probably means, where something is near enough.
    var suggestion: String?
  }

  /// How many names are looked at for each suggestion, and how many texts get one.
  private static let candidates = 20_000
  private static let suggestions = 50
  /// PERF: up to so many texts are looked for one after the other, without a text for each row.
  private static let fewTexts = 4

  private let evaluation: Evaluation
  /// By text, the rows of the accounts' file with this key.
  private var keyRows: [String: [Int]] = [:]
  /// By text, the accounts with this name.
  private var nameRows: [String: [Int]] = [:]
  private var rejectedKeys: Set<String> = []
  private var members: TableResult { evaluation.tables[evaluation.program.accountsFile.index] }

  /// - Complexity: O(accounts) in time, O(`texts`) in memory.
  init(_ evaluation: Evaluation, of texts: Set<String>) {
    self.evaluation = evaluation
    let file = evaluation.tables[evaluation.program.accountsFile.index]
    for text in texts where texts.count <= AccountFinder.fewTexts {
      keyRows[text] = file.keys.rows(of: text)
    }
    for row in 0..<file.keys.count where texts.count > AccountFinder.fewTexts {
      let key = file.keys.text(row)
      if texts.contains(key) { keyRows[key, default: []].append(row) }
    }
    for row in 0..<file.rejectedKeys.count {
      let key = file.rejectedKeys.text(row)
      if texts.contains(key) { rejectedKeys.insert(key) }
    }
    findNames(texts)
  }

  private mutating func findNames(_ texts: Set<String>) {
    guard let term = evaluation.program.accountName else { return }
    let (program, rows) = (evaluation.program, 0..<evaluation.tables[0].rowCount)
    guard program[term].type == .text, program[term].home == .accounts, !program.isRowKey(term),
      let names = evaluation.values(of: term)
    else {
      for row in rows {
        guard let name = evaluation.accountName(row), texts.contains(name) else { continue }
        nameRows[name, default: []].append(row)
      }
      return
    }
    // PERF: texts have numbers, and most accounts have a name that nobody asks for.
    var wanted: [Int32: String] = [:]
    for text in texts {
      if let number = evaluation.pool.find(Array(text.utf8)[...]) { wanted[Int32(number)] = text }
    }
    if wanted.isEmpty { return }
    for row in rows where names.isPresent(row) {
      guard let name = wanted[names.codes[row]] else { continue }
      nameRows[name, default: []].append(row)
    }
  }

  /// Returns whom `text` means, if that is one account.
  func account(_ text: String) -> NamedAccount {
    let rows = keyRows[text] ?? []
    let byName = (nameRows[text] ?? []).map { NamedAccount.account($0) }
    var byKey: NamedAccount?
    if let row = rows.first {
      guard rows.count == 1 else { return .unmatched(text) }
      byKey = account(ofFileRow: row, text)
    } else if rejectedKeys.contains(text) {
      byKey = .rejected(text)
    }
    let meant = Set([byKey].compactMap { $0 } + byName)
    guard meant.count == 1, let only = meant.first, !isRepeated(only) else {
      return .unmatched(text)
    }
    return only
  }

  private func account(ofFileRow row: Int, _ key: String) -> NamedAccount {
    guard let groups = evaluation.groups else { return .account(row) }
    return groups.group(of: row).map { .account($0) } ?? .rejected(key)
  }

  private func isRepeated(_ named: NamedAccount) -> Bool {
    guard case .account(let row) = named else { return false }
    return evaluation.decision.status[row] == .repeatedKey
  }

  /// Returns the key of the head for which the key `text` of a member counts.
  func head(of text: String) -> String? {
    guard evaluation.groups != nil, keyRows[text] != nil, case .account(let row) = account(text)
    else { return nil }
    let head = evaluation.tables[0].key(row)
    return head == text ? nil : head
  }

  // MARK: Doubts

  /// Returns why each of `texts` means no account.
  func doubts(about texts: [String]) -> [String: Doubt] {
    var doubts: [String: Doubt] = [:]
    for text in texts where doubts[text] == nil {
      doubts[text] = doubt(about: text, suggests: doubts.count < AccountFinder.suggestions)
    }
    return doubts
  }

  private func doubt(about text: String, suggests: Bool) -> Doubt {
    let rows = keyRows[text] ?? []
    let accounts = nameRows[text] ?? []
    if rows.count > 1 || accounts.contains(where: { isRepeated(.account($0)) }) {
      return Doubt(
        because: "is an account whose key stands in more than one row",
        help: "give each account one row with a key of its own")
    }
    if let row = rows.first, !accounts.isEmpty {
      return ambiguous(
        "is the key of an account and the name of another one",
        [members.key(row)] + accounts.map { evaluation.tables[0].key($0) })
    }
    if rejectedKeys.contains(text), !accounts.isEmpty {
      return ambiguous(
        "is the key of a rejected row and the name of an account",
        accounts.map { evaluation.tables[0].key($0) })
    }
    if !accounts.isEmpty {
      return ambiguous(
        "is the name of \(accounts.count) accounts",
        accounts.map { evaluation.tables[0].key($0) })
    }
    let nearest = suggests ? suggestion(for: text) : nil
    let hasNames = evaluation.program.accountName != nil
    return Doubt(
      because: hasNames
        ? "is neither a key nor a name of an account" : "is no account's key",
      help: nearest.map { "did you mean `\(Printable.escaped($0, limit: 40))`?" }
        ?? "write \(hasNames ? "a key or a name" : "a key") as the accounts have it",
      suggestion: nearest)
  }

  private func ambiguous(_ because: String, _ keys: [String]) -> Doubt {
    let shown = NameList.text(Array(keys.indices)) { Printable.escaped(keys[$0], limit: 40) }
    return Doubt(because: because, help: "write the key of the one that is meant: \(shown)")
  }

  private func suggestion(for text: String) -> String? {
    let keys = (0..<min(members.keys.count, AccountFinder.candidates)).lazy.map {
      members.keys.text($0)
    }
    let names = (0..<min(evaluation.tables[0].rowCount, AccountFinder.candidates)).lazy
      .compactMap { evaluation.accountName($0) }
    // A name says more than a key that happens to look like the text.
    return Suggestion.nearest(to: text, among: Array(names) + Array(keys))
  }
}
