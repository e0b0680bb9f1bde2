import Diagnostics
import Tables

/// Questions for what is missing, and `else`, where nothing ever is.
extension CoverageChecker {
  mutating func checkQuestion(_ id: TermID, _ figure: TermID) {
    guard !analysis.forms.isWritten(figure) else { return }
    if isSumOfPresent(figure) {
      return report(.sumOfNothing(figure: name(of: figure), at: program[id].range))
    }
    guard !analysis.possible(figure).mayBeMissing else { return }
    reportedAtoms.insert(analysis.forms[id])
    report(
      .neverMissing(
        figure: name(of: figure), reason(figure), declared: declaration(of: figure),
        at: program[id].range), .present(figure))
  }

  /// `true` iff a figure is a sum that only numbers beyond all range can make missing.
  private func isSumOfPresent(_ figure: TermID) -> Bool {
    guard case .aggregate(let aggregate) = program[analysis.forms[figure]].kind,
      aggregate.kind == .sum, let added = aggregate.figure
    else { return false }
    switch aggregate.bucket {
    case .all, .reference: return !analysis.possible(added).mayBeMissing
    case .partition: return false
    }
  }

  private func reason(_ figure: TermID) -> CoverageProblem.Reason {
    let form = analysis.forms[figure]
    switch program[form].kind {
    case .field(let index):
      guard let blank = program[program[form].home].schema.fields[index].blankMeans else {
        return .mandatory
      }
      return .blankMeans(words(for: form).blank(blank))
    case .follow(_, let inner): return reason(inner)
    case .aggregate: return .count
    default: return .made
    }
  }

  /// Notes where `else` follows a figure that is always there.
  mutating func checkFallbacks() {
    for index in program.terms.indices {
      let id = TermID(index)
      guard case .fallback(let first, _) = program[id].kind, !analysis.forms.isWritten(first),
        !analysis.possible(first).mayBeMissing
      else { continue }
      report(
        .uselessElse(figure: name(of: first), reason(first), at: program[id].range),
        .present(first))
    }
  }
}

extension RangeText {
  /// Returns what a blank cell means.
  func blank(_ value: CellValue) -> String {
    switch value {
    case .number(let number): self.value(number.scaled)
    case .day(let day): day.description
    case .truth(let truth): truth ? "yes" : "no"
    case .text(let text): "\"\(text)\""
    case .choice(let code): self.value(Int128(code))
    }
  }
}
