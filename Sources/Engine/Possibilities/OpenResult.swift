import Language
import Tables

/// What was found of all accounts, carried through the limits.
struct OpenResult: Sendable {
  let judge: Judge
  let limits: OpenLimits
  /// What was found of accounts, and what of those that no limit asks about.
  private let findings: [RowFindings.Found]
  private let beyondLimits: BeyondLimits

  init(_ judge: Judge, _ found: RowFindings) {
    self.judge = judge
    findings = found.findings
    beyondLimits = found.beyondLimits
    var limits = OpenLimits(
      judge, uncertain: UncertainRows(findings), seats: judge.seats)
    limits.applyAll()
    self.limits = limits
  }

  private var context: OpenContext { judge.context }

  /// The rows that were searched and found open, ascending.
  var openRows: [Int32] { findings.map(\.row) }

  /// Returns the limits' result where some open accounts have other outcomes, and limits so many
  /// seats.
  func limits(with outcomes: [Int32: [Outcome]], seats: [Possible]) -> OpenLimits {
    var uncertain = UncertainRows(findings)
    uncertain.update(outcomes.keys.sorted()) { outcomes[$0] ?? $1 }
    var limits = OpenLimits(
      judge, uncertain: uncertain, seats: seats)
    limits.applyAll()
    return limits
  }

  /// Every possible ending of a row.
  func endings(_ row: Int) -> EndingSet { endings(row, limits) }

  func endings(_ row: Int, _ limits: OpenLimits) -> EndingSet {
    if let endings = beyondLimits[Int32(row)] { return endings }
    if let outcomes = limits.uncertain[Int32(row)] { return EndingSet(outcomes) }
    return EndingSet(judge.numbers.number(limits.tiers[row], context.decision.status[row]))
  }

  /// The rows, also of rejected ones, of which something may be open; they ascend.
  var rows: [Int32] { limitedRows.merged(with: beyondLimits.rows[...]) }

  /// Those of them that limits ask about, or move.
  private var limitedRows: [Int32] {
    // Mended, a rival can be surely ahead that the run left out.
    limits.uncertain.rows.merged(with: limits.tiers.differing[...])
  }

  var possibilities: Possibilities {
    let accepted = Int32(limits.tiers.count)
    var possibilities = Possibilities(
      judge.numbers, rows: Int(accepted), beyondLimits.accounts(before: accepted))
    var searched = RowCursor(openRows)
    for row in limitedRows.merged(with: beyondLimits.rows(from: accepted)[...]) {
      let known = beyondLimits[row]
      if known != nil, row < accepted { continue }
      let endings = known ?? endings(Int(row))
      let outlook = outlook(endings, searched.place(of: row).map { findings[$0].finding })
      if row < accepted {
        possibilities.append(outlook, of: row, isProvisional: judge.isOtherwise(endings, row))
      } else {
        possibilities.append(outlook, ofRejected: context.rejected[0].rows[Int(row - accepted)])
      }
    }
    return possibilities
  }

  private func outlook(_ endings: EndingSet, _ finding: RowFinding?) -> Outlook {
    guard let finding, !finding.scores.isEmpty else { return Outlook(endings: endings) }
    return Outlook(endings: endings, scores: scores(finding), points: points(finding))
  }

  private func scores(_ finding: RowFinding) -> [Possible?] {
    zip(judge.scores, finding.scores).map { id, score in id.map { _ in score } }
  }

  private func points(_ finding: RowFinding) -> [[Possible?]] {
    zip(judge.points, finding.points).map { ids, points in
      zip(ids, points).map { id, possible in id.map { _ in possible } }
    }
  }
}

/// Finds rows, which are asked for in ascending order, in a list that ascends too.
private struct RowCursor {
  private let rows: [Int32]
  private var next = 0

  init(_ rows: [Int32]) { self.rows = rows }

  mutating func place(of row: Int32) -> Int? {
    while next < rows.count, rows[next] < row { next += 1 }
    return next < rows.count && rows[next] == row ? next : nil
  }
}
