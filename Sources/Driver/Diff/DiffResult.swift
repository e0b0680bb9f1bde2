import Engine
import Language
import Tables

/// Two runs, and what tells them apart.
package struct DiffResult: Sendable {
  /// An account that is in both runs, with different tiers.
  struct Move: Hashable, Sendable {
    var key: String
    var name: String?
    var oldRow: Int
    var newRow: Int
    /// The names of the tiers; nil for no tier.
    var from: String?
    var to: String?
    /// By the order of the tiers: 1 for a rise, -1 for a fall, 0 where the agreements do not tell.
    var direction: Int
    /// The sets of changes each of which alone causes the move, by places in the list of changes;
    /// none where that was not found out.
    var causes: [[Int]] = []
    /// The accounts that came and without which it would not have moved.
    var arrivals: [String] = []
  }

  /// An account that only one of the runs has.
  struct Lone: Hashable, Sendable {
    var key: String
    var name: String?
    var row: Int
    var tier: String?
  }

  /// What was changed.
  enum Changes: Sendable {
    case edits([AgreementEdit])
    case data([StateChange])
  }

  package let old: Run
  package let new: Run
  let changes: Changes
  /// By the tiers, from the best one, and then by the money.
  var moves: [Move]
  let came: [Lone]
  let went: [Lone]
  /// Changes that cannot be made without each other, each set with more than one.
  var dependent: [[Int]] = []
  /// `true` iff causes were not looked for to the end.
  var isCutShort = false

  init(old: Run, new: Run, changes: Changes) {
    self.old = old
    self.new = new
    self.changes = changes
    let pairs = AccountPairs(old.evaluation, new.evaluation)
    moves = pairs.moves
    came = pairs.came
    went = pairs.went
  }

  /// What an account is worth in the measure: by the new run, or by the old one where that has none.
  func measure(_ move: Move) -> Int128? {
    Measure(new.evaluation)?.figure(move.newRow) ?? Measure(old.evaluation)?.figure(move.oldRow)
  }
}

/// The accounts of two runs, beside each other by their keys.
struct AccountPairs {
  private(set) var moves: [DiffResult.Move] = []
  private(set) var came: [DiffResult.Lone] = []
  private(set) var went: [DiffResult.Lone] = []

  init(_ old: Evaluation, _ new: Evaluation) {
    let rows = AccountPairs.rows(of: old)
    var met: Set<Int> = []
    for row in 0..<new.tables[0].rowCount where new.decision.status[row] != .repeatedKey {
      let key = new.tables[0].key(row)
      guard let oldRow = rows[key] else {
        came.append(AccountPairs.lone(row, key, in: new))
        continue
      }
      met.insert(oldRow)
      let (from, to) = (old.tierName(oldRow), new.tierName(row))
      guard from != to else { continue }
      moves.append(
        DiffResult.Move(
          key: key, name: new.accountName(row) ?? old.accountName(oldRow), oldRow: oldRow,
          newRow: row, from: from, to: to,
          direction: AccountPairs.direction(old.tier(oldRow), new.tier(row), old, new)))
    }
    for (key, row) in rows where !met.contains(row) {
      went.append(AccountPairs.lone(row, key, in: old))
    }
    sort(old, new)
  }

  private mutating func sort(_ old: Evaluation, _ new: Evaluation) {
    let measure = Measure(new)
    moves.sort { left, right in
      let ranks = [left, right].map {
        (old.tier($0.oldRow) ?? Int.max, new.tier($0.newRow) ?? Int.max)
      }
      if ranks[0] != ranks[1] { return ranks[0] < ranks[1] }
      let figures = [left, right].map { measure?.figure($0.newRow) ?? Int128.min }
      if figures[0] != figures[1] { return figures[0] > figures[1] }
      return left.key.utf8.lexicographicallyPrecedes(right.key.utf8)
    }
    came.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    went.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }

  /// The rows of the accounts whose keys are theirs alone.
  static func rows(of evaluation: Evaluation) -> [String: Int] {
    let keys = evaluation.tables[0].keys
    let rows = (0..<keys.count).filter { evaluation.decision.status[$0] != .repeatedKey }
    return Dictionary(rows.map { (keys.text($0), $0) }) { first, _ in first }
  }

  private static func lone(
    _ row: Int, _ key: String, in evaluation: Evaluation
  ) -> DiffResult.Lone {
    DiffResult.Lone(
      key: key, name: evaluation.accountName(row), row: row, tier: evaluation.tierName(row))
  }

  /// Tiers that both agreements have tell by their order whether an account rises.
  private static func direction(
    _ from: Int?, _ to: Int?, _ old: Evaluation, _ new: Evaluation
  ) -> Int {
    guard let from else { return to == nil ? 0 : 1 }
    guard let to else { return -1 }
    let names = new.program.tiers.map(\.name)
    guard let place = names.firstIndex(of: old.program.tiers[from].name) else { return 0 }
    return place > to ? 1 : -1
  }
}

extension Evaluation {
  /// The name of an account's tier, nil for none.
  func tierName(_ row: Int) -> String? { tier(row).map { program.tiers[$0].name } }

  /// The name of the tier of the account with a key, which probably stands in `row`.
  func tierName(of key: String, near row: Int) -> String? {
    if row < tables[0].rowCount, tables[0].key(row) == key { return tierName(row) }
    return self.row(of: key, in: .accounts).flatMap { tierName($0) }
  }
}
