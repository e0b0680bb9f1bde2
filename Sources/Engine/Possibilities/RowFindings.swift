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
    for part in parts { findings += part.found.findings }
    beyondLimits = BeyondLimits(parts.flatMap(\.found.beyondLimits.parts))
  }

  private init(_ chunk: Int, of searches: inout RowSearches) {
    let first = chunk * RowFindings.chunk
    let judge = searches.judge
    var part = BeyondLimits.Part()
    defer { beyondLimits = BeyondLimits([part]) }
    searches.search(first..<min(searches.count, first + RowFindings.chunk)) { found in
      if found.finding.outcomes.isEmpty {
        part.append(
          found.finding.endings, of: found.row,
          isProvisional: judge.isOtherwise(found.finding.endings, found.row))
      } else {
        findings.append(found)
      }
    }
  }
}

/// Accounts that no limit asks about, of which only what can become of them is of interest.
///
/// PERF: they stay in the parts in which they were found, since there can be as many as accounts.
struct BeyondLimits: Sendable {
  struct Part: Sendable {
    /// They ascend.
    private(set) var rows: [Int32] = []
    private(set) var endings: [EndingSet] = []
    /// Those that could end otherwise than in the run, of the accepted ones.
    private(set) var provisional: [Int32] = []

    mutating func append(_ endings: EndingSet, of row: Int32, isProvisional: Bool) {
      rows.append(row)
      self.endings.append(endings)
      if isProvisional { provisional.append(row) }
    }

    /// Forgets all from `row` on.
    fileprivate mutating func cut(at row: Int32) {
      let count = rows.countOfFirst { $0 < row }
      rows.removeSubrange(count...)
      endings.removeSubrange(count...)
    }
  }

  /// None is empty, and their rows ascend from part to part.
  fileprivate let parts: [Part]

  init(_ parts: [Part] = []) { self.parts = parts.filter { !$0.rows.isEmpty } }

  /// All rows, ascending.
  var rows: [Int32] { parts.flatMap(\.rows) }

  /// Inserts those that could end otherwise than in the run, of the accepted ones.
  func markProvisional(in marks: inout RowSet) {
    for part in parts {
      for row in part.provisional { marks.insert(row) }
    }
  }

  /// - Complexity: O(log n).
  subscript(row: Int32) -> EndingSet? {
    let number = parts.countOfFirst { ($0.rows.last ?? -1) < row }
    guard number < parts.count else { return nil }
    let part = parts[number]
    let place = part.rows.countOfFirst { $0 < row }
    return part.rows[place] == row ? part.endings[place] : nil
  }

  /// Returns the rows from `row` on, ascending.
  func rows(from row: Int32) -> [Int32] {
    let number = parts.countOfFirst { ($0.rows.last ?? -1) < row }
    return parts[number...].flatMap(\.rows).filter { $0 >= row }
  }

  /// Returns those before `row`.
  func accounts(before row: Int32) -> BeyondLimits {
    var parts = parts
    while let last = parts.last?.rows.last, last >= row {
      parts[parts.count - 1].cut(at: row)
      if parts[parts.count - 1].rows.isEmpty { parts.removeLast() }
    }
    return BeyondLimits(parts)
  }
}
