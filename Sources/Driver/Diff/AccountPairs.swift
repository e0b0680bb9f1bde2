import Engine
import Language
import Tables

/// The accounts of two runs, beside each other by their keys.
///
/// What: those whose tiers have other names, by the tiers from which and to which they go.
///
/// Why this way: most accounts stay where they are, and of those that move only the first are shown;
/// words are made for these alone.
struct AccountPairs {
  /// The rows of an account that both runs have.
  struct Pair: Hashable, Sendable {
    var old: Int
    var new: Int
  }

  /// Accounts that go from one tier to another, at least one.
  struct Group: Sendable {
    /// The tiers; nil for no tier.
    var from: Int?
    var to: Int?
    /// By the order of the tiers: 1 for a rise, -1 for a fall, 0 where the agreements do not tell.
    var direction: Int
    /// In the order of the new run.
    var pairs: [Pair]
  }

  private let old: Evaluation
  private let new: Evaluation
  private let measures: (old: Measure?, new: Measure?)
  /// By the tiers, from the best one; no tier comes last.
  private(set) var groups: [Group] = []
  /// In the order of their keys.
  private(set) var came: [DiffResult.Lone] = []
  private(set) var went: [DiffResult.Lone] = []

  /// - Complexity: O(accounts).
  init(_ old: Evaluation, _ new: Evaluation) {
    (self.old, self.new) = (old, new)
    measures = (Measure(old), Measure(new))
    var table = MoveTable(old, new)
    if old.tables[0].keys == new.tables[0].keys {
      pairRows(&table)
    } else {
      pairKeys(&table)
    }
    groups = table.groups
    came.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    went.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }

  /// Pairs the rows of runs over the same accounts.
  private mutating func pairRows(_ table: inout MoveTable) {
    let (before, now) = (old.tables[0].repeated, new.tables[0].repeated)
    table.noteRows { before[$0] == nil && now[$0] == nil }
    for row in before.keys where now[row] == nil { came.append(AccountPairs.lone(row, in: new)) }
    for row in now.keys where before[row] == nil { went.append(AccountPairs.lone(row, in: old)) }
  }

  private mutating func pairKeys(_ table: inout MoveTable) {
    let (before, now) = (old.tables[0], new.tables[0])
    let index = KeyIndex(before.keys)
    var found = [Int32](repeating: -1, count: now.keys.count)
    index.find(now.keys, into: &found)
    var isMet = [Bool](repeating: false, count: before.keys.count)
    for row in found.indices where now.repeated[row] == nil {
      let oldRow = Int(found[row])
      guard oldRow >= 0, before.repeated[oldRow] == nil else {
        came.append(AccountPairs.lone(row, in: new))
        continue
      }
      isMet[oldRow] = true
      table.note(Pair(old: oldRow, new: row))
    }
    for row in isMet.indices where !isMet[row] && before.repeated[row] == nil {
      went.append(AccountPairs.lone(row, in: old))
    }
  }

  private static func lone(_ row: Int, in evaluation: Evaluation) -> DiffResult.Lone {
    DiffResult.Lone(
      key: evaluation.tables[0].key(row), name: evaluation.accountName(row), row: row,
      tier: evaluation.tierName(row))
  }

  // MARK: Accounts that move

  /// What an account is worth in the measure: by the new run, or by the old one where that has none.
  func figure(_ pair: Pair) -> Int128? {
    measures.new?.figure(pair.new) ?? measures.old?.figure(pair.old)
  }

  /// Returns the first accounts of a group: those worth most come first, equals by their keys.
  ///
  /// - Complexity: O(n) beside the order of those that are returned.
  func first(_ count: Int, of group: Group) -> [DiffResult.Move] {
    let order = new.order(by: [])
    let ranked = group.pairs.lazy.map { pair in
      (pair: pair, figure: measures.new?.figure(pair.new) ?? Int128.min)
    }
    return ranked.first(count) { left, right in
      left.figure == right.figure
        ? order.isAhead(left.pair.new, right.pair.new) : left.figure > right.figure
    }.map { move($0.pair, of: group) }
  }

  /// All accounts that move, by the tiers, from the best one, and then by the money.
  var moves: [DiffResult.Move] { groups.flatMap { first($0.pairs.count, of: $0) } }

  private func move(_ pair: Pair, of group: Group) -> DiffResult.Move {
    DiffResult.Move(
      key: new.tables[0].key(pair.new),
      name: new.accountName(pair.new) ?? old.accountName(pair.old), oldRow: pair.old,
      newRow: pair.new, from: group.from.map { old.program.tiers[$0].name },
      to: group.to.map { new.program.tiers[$0].name }, direction: group.direction)
  }
}

/// Collects accounts by the tiers from which and to which they go.
private struct MoveTable {
  private let old: Evaluation
  private let new: Evaluation
  private let before: [TierNumber]
  private let now: [TierNumber]
  /// By the old tier plus 1, the new tier of the same name; -2 where there is none.
  private let renamed: [TierNumber]
  /// By the old tier, then the new tier, none of which comes last.
  private var pairs: [[AccountPairs.Pair]]
  private var width: Int { new.program.tiers.count + 1 }

  init(_ old: Evaluation, _ new: Evaluation) {
    (self.old, self.new) = (old, new)
    (before, now) = (old.decision.tiers, new.decision.tiers)
    let names = new.program.tiers.map(\.name)
    renamed =
      [-1] + old.program.tiers.map { tier in TierNumber(names.firstIndex(of: tier.name) ?? -2) }
    pairs = Array(repeating: [], count: (old.program.tiers.count + 1) * (names.count + 1))
  }

  mutating func note(_ pair: AccountPairs.Pair) {
    let (from, to) = (Int(before[pair.old]), Int(now[pair.new]))
    guard Int(renamed[from + 1]) != to else { return }
    let (one, other) = (
      from < 0 ? old.program.tiers.count : from, to < 0 ? new.program.tiers.count : to
    )
    pairs[one * width + other].append(pair)
  }

  /// Notes all rows that count, where the rows of both runs are of the same accounts.
  mutating func noteRows(_ counts: (Int) -> Bool) {
    for row in moved where counts(row) { note(AccountPairs.Pair(old: row, new: row)) }
  }

  /// PERF: the rows that differ are few, and are found without looking at anything else.
  private var moved: [Int] {
    let (before, now, renamed) = (before.span, now.span, renamed.span)
    var rows: [Int] = []
    for row in 0..<min(before.count, now.count)
    where renamed[Int(before[row]) + 1] != now[row] {
      rows.append(row)
    }
    return rows
  }

  var groups: [AccountPairs.Group] {
    pairs.indices.filter { !pairs[$0].isEmpty }.map { place in
      let (from, to) = (tier(place / width, of: old), tier(place % width, of: new))
      return AccountPairs.Group(
        from: from, to: to, direction: direction(from, to), pairs: pairs[place])
    }
  }

  private func tier(_ place: Int, of evaluation: Evaluation) -> Int? {
    place < evaluation.program.tiers.count ? place : nil
  }

  /// Tiers that both agreements have tell by their order whether an account rises.
  private func direction(_ from: Int?, _ to: Int?) -> Int {
    guard let from else { return to == nil ? 0 : 1 }
    guard let to else { return -1 }
    let place = Int(renamed[from + 1])
    return place < 0 ? 0 : place > to ? 1 : -1
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
