/// Finds the ultimate head of each row by following references to parents.
///
/// - Complexity: O(rows).
struct Grouping {
  /// Where the way from a row to its parents ends.
  enum End: Hashable {
    /// At a row without a parent.
    case head(Int)
    /// Nowhere: the way comes round to where it has been.
    case circle(Int)
  }

  /// By row.
  private(set) var ends: [End?]
  /// The rows of each circle in the order of their references, from the least.
  private(set) var circles: [[Int]] = []

  /// - Parameter parents: the row of each row's parent, -1 for none.
  init(_ parents: [Int32]) {
    ends = Array(repeating: nil, count: parents.count)
    var visit = [Int32](repeating: -1, count: parents.count)
    for start in parents.indices where ends[start] == nil {
      var path: [Int] = []
      var row = start
      while ends[row] == nil, visit[row] != Int32(start), parents[row] >= 0 {
        visit[row] = Int32(start)
        path.append(row)
        row = Int(parents[row])
      }
      let end: End
      if let known = ends[row] {
        end = known
      } else if parents[row] < 0 {
        end = .head(row)
        ends[row] = end
      } else {
        end = .circle(circles.count)
        circles.append(Grouping.turned(Array(path.drop { $0 != row })))
      }
      for row in path { ends[row] = end }
    }
  }

  /// Begins a circle with its least row.
  private static func turned(_ circle: [Int]) -> [Int] {
    guard let least = circle.min(), let place = circle.firstIndex(of: least) else { return circle }
    return Array(circle[place...] + circle[..<place])
  }
}

/// The groups that the rows of the accounts' file form.
package struct Groups: Sendable {
  /// Why a row belongs to no group.
  package enum Stray: Hashable, Sendable {
    /// It is in this one of `circles`, or below it.
    case circle(Int)
    /// The row at the top, which has this key, was rejected.
    case rejectedHead(String)
  }

  /// By group, the row at its top.
  package internal(set) var heads: [Int32] = []
  /// The rows of all groups, one group after the other, and where each begins; rows ascend.
  private var rows: [Int32] = []
  private var starts: [Int32] = [0]
  /// By row of the accounts' file, those that belong to no group.
  package internal(set) var strays: [Int: Stray] = [:]
  /// The keys in each circle of parents, in the order of their references.
  package internal(set) var circles: [[String]] = []
  /// By group, the keys of rows that would belong to it and were rejected.
  package internal(set) var lost: [Int: [String]] = [:]

  /// By row of the accounts' file, its group or -1.
  let groupOf: [Int32]

  /// - Parameter groupOf: by row, its group or -1.
  init(heads: [Int32], groupOf: [Int32]) {
    self.heads = heads
    self.groupOf = groupOf
    var counts = [Int32](repeating: 0, count: heads.count)
    for group in groupOf where group >= 0 { counts[Int(group)] += 1 }
    for count in counts { starts.append((starts.last ?? 0) + count) }
    rows = Array(repeating: 0, count: Int(starts.last ?? 0))
    var next = starts
    for (row, group) in groupOf.enumerated() where group >= 0 {
      rows[Int(next[Int(group)])] = Int32(row)
      next[Int(group)] += 1
    }
  }

  /// The group of a row of the accounts' file, nil for a row that belongs to none.
  package func group(of row: Int) -> Int? {
    row < groupOf.count && groupOf[row] >= 0 ? Int(groupOf[row]) : nil
  }

  /// The rows of the accounts' file that belong to a group, ascending; its head is among them.
  package func members(of group: Int) -> [Int] {
    rows[Int(starts[group])..<Int(starts[group + 1])].map(Int.init)
  }
}

/// What would belong to which group if the cells were mended for which rows were rejected.
///
/// Groups that are out because their heads were rejected are numbered after the others.
struct RejectedGroups: Sendable {
  /// By place among the rows that were rejected for a cell: the group, -1 for none.
  var groups: [Int32] = []
  /// By place among the groups that are out: the row at the top.
  var heads: [Int] = []
  /// By row that was accepted: the group that is out.
  var below: [Int32: Int32] = [:]
}
