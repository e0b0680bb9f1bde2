import Language
import Tables

/// What was found of accounts, many of which are searched at a time.
struct RowFindings: Sendable {
  typealias Found = (row: Int32, finding: RowFinding)

  /// What limits ask about, by ascending rows.
  private(set) var findings: [Found] = []
  private(set) var beyondLimits = BeyondLimits()

  /// Rows that one task takes.
  private static let chunk = 512

  private init() {}

  /// Searches all accounts that have to be.
  init(_ judge: Judge, workers: Workforce) async {
    let staff = RowSearches(judge)
    let next = StretchCounter()
    let chunks = (staff.count + RowFindings.chunk - 1) / RowFindings.chunk
    let shares = await workers.cut(to: chunks).run { _ in
      var searches = staff
      var parts: [(chunk: Int, found: RowFindings)] = []
      while case let chunk = next.take(), chunk < chunks {
        parts.append((chunk, RowFindings(chunk, of: &searches)))
      }
      return parts
    }
    let parts = shares.joined().sorted { $0.chunk < $1.chunk }
    findings.reserveCapacity(parts.reduce(0) { $0 + $1.found.findings.count })
    beyondLimits.reserve(parts.map(\.found.beyondLimits))
    for part in parts {
      findings += part.found.findings
      beyondLimits.append(part.found.beyondLimits)
    }
  }

  private init(_ chunk: Int, of searches: inout RowSearches) {
    let first = chunk * RowFindings.chunk
    let judge = searches.judge
    searches.search(first..<min(searches.count, first + RowFindings.chunk)) { found in
      if found.finding.outcomes.isEmpty {
        beyondLimits.append(
          found.finding.endings, of: found.row,
          isProvisional: judge.isOtherwise(found.finding.endings, found.row))
      } else {
        findings.append(found)
      }
    }
  }
}

/// Accounts that no limit asks about, of which only what can become of them is of interest.
struct BeyondLimits: Sendable {
  /// They ascend.
  private(set) var rows: [Int32] = []
  private(set) var endings: [EndingSet] = []
  /// Those that could end otherwise than in the run, of the accepted ones.
  private(set) var provisional: [Int32] = []

  /// - Complexity: O(log n).
  subscript(row: Int32) -> EndingSet? {
    let place = rows.countOfFirst { $0 < row }
    return place < rows.count && rows[place] == row ? endings[place] : nil
  }

  mutating func append(_ endings: EndingSet, of row: Int32, isProvisional: Bool) {
    rows.append(row)
    self.endings.append(endings)
    if isProvisional { provisional.append(row) }
  }

  /// Returns those before `row`.
  func accounts(before row: Int32) -> BeyondLimits {
    let count = rows.countOfFirst { $0 < row }
    if count == rows.count { return self }
    var others = self
    others.rows.removeSubrange(count...)
    others.endings.removeSubrange(count...)
    return others
  }

  /// Makes room for what is in `parts`.
  mutating func reserve(_ parts: [BeyondLimits]) {
    let count = parts.reduce(0) { $0 + $1.rows.count }
    rows.reserveCapacity(count)
    endings.reserveCapacity(count)
    provisional.reserveCapacity(parts.reduce(0) { $0 + $1.provisional.count })
  }

  mutating func append(_ other: BeyondLimits) {
    rows += other.rows
    endings += other.endings
    provisional += other.provisional
  }
}
