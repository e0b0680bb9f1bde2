import Language
import Tables

/// What a `require` or `warn` said.
package struct FindingResult: Hashable, Sendable {
  /// Of `CheckedProgram.findings`.
  package var index: Int
  /// The rows of the finding's table (accounts, or the table of `for each`) for which a requirement
  /// fails or a warning fires; a portfolio finding that fails or fires has row 0.
  package var rows: [Int]
  /// The rows whose condition is unknown; for a requirement they are among `rows` too.
  package var undecided: [Int]
  /// How many rows were looked at.
  package var checked: Int
}

/// Judges what is required and warned of.
package enum Findings {
  /// Returns the result of every finding, in the order of the agreement.
  ///
  /// A requirement must be shown: unknown counts as failed and is marked undecided. An unknown
  /// warning does not fire.
  package static func evaluate(_ evaluation: Evaluation) -> [FindingResult] {
    evaluation.program.findings.indices.map { evaluate($0, in: evaluation) }
  }

  private static func evaluate(_ index: Int, in evaluation: Evaluation) -> FindingResult {
    let finding = evaluation.program.findings[index]
    let rows = self.rows(of: finding.scope, in: evaluation)
    var result = FindingResult(index: index, rows: [], undecided: [], checked: rows.count)
    guard let register = evaluation.plan.outputs[finding.condition] else { return result }
    let values = evaluation.columns[register.index]
    let isConstant = evaluation.plan[register].home == .portfolio
    for row in rows {
      let place = isConstant ? 0 : row
      let isUnknown = values.absence[place] != 0
      if isUnknown { result.undecided.append(row) }
      if finding.isRequirement ? isUnknown || values.truths[place] == 0 : values.holds(place) {
        result.rows.append(row)
      }
    }
    return result
  }

  /// Returns the rows that a finding judges.
  package static func rows(
    of scope: CheckedFinding.Scope, in evaluation: Evaluation
  ) -> [Int] {
    let accounts = evaluation.tables[0].rowCount
    switch scope {
    case .portfolio: return [0]
    case .tiers(let tiers):
      return (0..<accounts).filter { row in evaluation.tier(row).map(tiers.contains) ?? false }
    case .all: return (0..<accounts).filter { evaluation.tier($0) != nil }
    case .each(let table):
      let result = evaluation.tables[table.index]
      if table == .accounts { return (0..<accounts).filter { evaluation.isInTotals($0) } }
      return (0..<result.rowCount).filter { result.repeated[$0] == nil }
    }
  }
}
