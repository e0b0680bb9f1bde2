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
      AccountRoll.sort(&rows[tier], by: evaluation.firstKey(of: tier)) {
        order.isAhead($0, $1, tier: tier)
      }
    }
    self.rows = rows
  }

  /// PERF: most accounts differ in the first key, which is a number and compared as one; only
  /// equals are asked for their order.
  private static func sort(
    _ rows: inout [Int], by key: (column: ValueColumn, isAscending: Bool)?,
    _ isAhead: (Int, Int) -> Bool
  ) {
    guard let key else { return rows.sort(by: isAhead) }
    var places = rows.map { row in
      // Missing comes last.
      (figure: key.column.number(row).map { key.isAscending ? $0 : -$0 } ?? .max, row: row)
    }
    places.sort { left, right in
      left.figure == right.figure ? isAhead(left.row, right.row) : left.figure < right.figure
    }
    rows = places.map(\.row)
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
  /// The first key of the order of ranks within a tier, where it is a number.
  fileprivate func firstKey(of tier: Int) -> (column: ValueColumn, isAscending: Bool)? {
    let limit = program.limits.first { $0.tiers.contains(tier) }
    let key =
      limit?.keys.first ?? program.scoreTerm(0).map { CheckedKey(value: $0, isAscending: false) }
    guard let key, program[key.value].type.isNumeric, program[key.value].home == .accounts,
      let column = ValueColumn("", key.value, in: self)
    else { return nil }
    return (column, key.isAscending)
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
