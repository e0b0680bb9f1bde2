import Diagnostics
import Tables

/// Limits whose keys leave many accounts equal.
extension CoverageChecker {
  /// Notes limits all of whose keys are coarse, so that equals are likely at the cut.
  mutating func checkTies() {
    for limit in program.limits where !limit.tiesAdmit {
      guard limit.keys.allSatisfy({ isCoarse($0.value) }) else { continue }
      let example = program.accountName == nil ? nil : "name ascending"
      report(.ties(example: example, at: limit.range))
    }
  }

  /// `true` iff a figure has few values, so that many accounts share one.
  private func isCoarse(_ id: TermID) -> Bool {
    let form = analysis.forms[id]
    switch program[form].kind {
    case .score(let index):
      return program.scores[index].criteria.allSatisfy {
        analysis.possible($0.points).values.count(upTo: 21) <= 20
      }
    case .aggregate(let aggregate):
      return aggregate.kind == .count || aggregate.kind == .countDistinct
    case .datePart, .wholeMonths: return true
    default: return analysis.possible(form).values.count(upTo: 21) <= 20
    }
  }
}
