/// Accounts of which more than one thing can become, each with all of them.
struct UncertainRows: Sendable {
  /// They ascend; behind those of accepted rows come those of rejected ones.
  private(set) var rows: [Int32] = []
  private(set) var outcomes: [[Outcome]] = []

  /// - Parameter found: by ascending rows.
  init(_ found: [RowFindings.Found]) {
    rows = found.map(\.row)
    outcomes = found.map(\.finding.outcomes)
  }

  /// Returns what can become of an account that is among these.
  ///
  /// - Complexity: O(log n).
  subscript(row: Int32) -> [Outcome]? {
    let place = rows.countOfFirst { $0 < row }
    return place < rows.count && rows[place] == row ? outcomes[place] : nil
  }

  /// Gives some accounts other outcomes; `changed`, which ascend, are among these.
  mutating func update(
    _ changed: some Sequence<Int32>, _ new: (Int32, [Outcome]) -> [Outcome]
  ) {
    var place = 0
    for row in changed {
      while rows[place] != row { place += 1 }
      outcomes[place] = new(row, outcomes[place])
    }
  }

  /// Adds accounts, in any order, that are not among these.
  mutating func insert(_ added: [(row: Int32, outcomes: [Outcome])]) {
    if added.isEmpty { return }
    let all = (Array(zip(rows, outcomes)) + added.map { ($0.row, $0.outcomes) })
      .sorted { $0.0 < $1.0 }
    rows = all.map(\.0)
    outcomes = all.map(\.1)
  }
}
