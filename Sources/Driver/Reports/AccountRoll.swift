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
      rows[tier].sort { order.isAhead($0, $1, tier: tier) }
    }
    self.rows = rows
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
  /// The account's name as the agreement has it, else nothing.
  func accountName(_ row: Int) -> String? { program.accountName.flatMap { text($0, row) } }

  /// The day that the run is as of, unless nothing in the agreement depends on it.
  var statedDay: Day? {
    let isStated =
      asOf != Day(number: 0) || program.agreement.asOf != nil || program.agreement.effective != nil
    return isStated ? asOf : nil
  }
}
