import Engine
import Language
import Tables

/// The classified accounts in the order of reports: by tier, then by rank within it.
struct AccountRoll: Sendable {
  /// By tier, the rows in rank order; ties beyond the ranking keys go by the account key.
  let rows: [[Int]]

  /// - Complexity: O(n log n) in the accounts of a tier.
  init(_ evaluation: Evaluation) {
    var rows = [[Int]](repeating: [], count: evaluation.program.tiers.count)
    for (row, tier) in evaluation.decision.tiers.enumerated() where tier >= 0 {
      rows[Int(tier)].append(row)
    }
    let order = evaluation.rankOrder
    for tier in rows.indices {
      rows[tier] = AccountRoll.first(rows[tier].count, of: rows[tier], tier, order, evaluation)
    }
    self.rows = rows
  }

  /// Returns the first `count` accounts of all.
  ///
  /// - Complexity: O(n) where `count` is small.
  static func first(_ count: Int, of evaluation: Evaluation) -> [Int] {
    let order = evaluation.rankOrder
    var found: [Int] = []
    for tier in evaluation.program.tiers.indices where found.count < count {
      let tiers = evaluation.decision.tiers
      let rows = tiers.indices.filter { tiers[$0] == TierNumber(tier) }
      found += first(count - found.count, of: rows, tier, order, evaluation)
    }
    return found
  }

  /// Returns the first of a tier's accounts in rank order.
  ///
  /// PERF: most accounts are told apart by two comparisons of integers; only equals are asked for
  /// their order.
  private static func first(
    _ count: Int, of rows: [Int], _ tier: Int, _ order: RankOrder, _ evaluation: Evaluation
  ) -> [Int] {
    guard let key = evaluation.firstKey(of: tier) else {
      return rows.first(count) { order.isAhead($0, $1, tier: tier) }
    }
    return rows.lazy.map { key.place(of: $0) }.first(count) { left, right in
      if left.figure != right.figure { return left.figure < right.figure }
      if left.name != right.name { return left.name < right.name }
      return order.isAhead(left.row, right.row, tier: tier)
    }.map(\.row)
  }
}

/// What tells an account's place in its tier before all of its keys are looked at.
private struct RankPlace {
  /// The first ranking key, turned so that less is better; missing comes last.
  var figure: Int128
  /// The first bytes of the account key if that is the only further key, else 0.
  var name: UInt128
  var row: Int
}

/// The first key of the order of ranks within a tier.
private struct FirstKey {
  var column: ValueColumn
  var isAscending: Bool
  var isOnly: Bool
  var names: TextColumn

  func place(of row: Int) -> RankPlace {
    let figure = column.number(row).map { isAscending ? $0 : -$0 } ?? .max
    return RankPlace(figure: figure, name: isOnly ? name(row) : 0, row: row)
  }

  /// The first 16 bytes as one integer that is ordered as they are.
  private func name(_ row: Int) -> UInt128 {
    let range = names.range(row)
    var packed: UInt128 = 0
    for offset in 0..<16 {
      let place = range.lowerBound + offset
      packed = packed << 8 | (place < range.upperBound ? UInt128(names.bytes[place]) : 0)
    }
    return packed
  }
}

/// For each row, some numbers in ascending order of their arrival; all rows share one array.
struct RowLists: Sendable {
  private var starts: [Int32]
  private var items: [Int32]

  /// - Parameter lists: by item, the rows that have it.
  init(rowCount: Int, _ lists: [(item: Int, rows: [Int])]) {
    starts = Array(repeating: 0, count: rowCount + 1)
    for list in lists { for row in list.rows { starts[row + 1] += 1 } }
    for row in 0..<rowCount { starts[row + 1] += starts[row] }
    items = Array(repeating: 0, count: Int(starts[rowCount]))
    var next = starts
    for list in lists {
      for row in list.rows {
        items[Int(next[row])] = Int32(list.item)
        next[row] += 1
      }
    }
  }

  subscript(row: Int) -> ArraySlice<Int32> { items[Int(starts[row])..<Int(starts[row + 1])] }
}

extension Evaluation {
  /// Returns nil where the first key is no number of the account.
  fileprivate func firstKey(of tier: Int) -> FirstKey? {
    let limit = program.limits.first { $0.tiers.contains(tier) }
    let score = program.scoreTerm(0).map { CheckedKey(value: $0, isAscending: false) }
    let keys = limit?.keys ?? [score].compactMap { $0 }
    guard let key = keys.first, program[key.value].type.isNumeric,
      program[key.value].home == .accounts, let column = ValueColumn("", key.value, in: self)
    else { return nil }
    return FirstKey(
      column: column, isAscending: key.isAscending, isOnly: keys.count == 1, names: tables[0].keys)
  }

  /// The account's name as the agreement has it, else nothing.
  func accountName(_ row: Int) -> String? { program.accountName.flatMap { text($0, row) } }

  /// The day that the run is as of, unless nothing in the agreement depends on it.
  var statedDay: Day? {
    let isStated =
      asOf != Day(number: 0) || program.agreement.asOf != nil || program.agreement.effective != nil
    return isStated ? asOf : nil
  }
}
