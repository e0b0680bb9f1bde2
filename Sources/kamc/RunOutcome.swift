import Diagnostics
import Driver
import Engine
import Language

/// What a run that came to its end means for the caller.
enum RunOutcome {
  /// An incomplete run outranks one that says no: a "no" on incomplete data is not a no.
  static func status(of run: Run) -> ExitStatus {
    if isIncomplete(run) { return .incomplete }
    return hasFailedRequirement(run) ? .refused : .done
  }

  /// `true` iff a row of any table was left out because of what stands in it.
  static func hasRejections(_ run: Run) -> Bool {
    let status = run.evaluation.decision.status
    return run.rejectedHolidays > 0
      || run.evaluation.tables.contains { $0.rejectedCount > 0 || !$0.repeated.isEmpty }
      || status.contains { status in
        switch status {
        case .rejected, .repeatedKey: true
        case .classified, .excluded: false
        }
      }
  }

  /// Returns what the diagnostics of the run leave unsaid.
  static func notes(on run: Run) -> [Diagnostic] {
    run.evaluation.program.tables.indices.compactMap { index in
      let table = run.evaluation.tables[index]
      let rest = table.rejectedCount - table.rejected.count
      guard rest > 0 else { return nil }
      let name = run.evaluation.program.tables[index].name
      return Diagnostic(
        .undescribedRejections, .note,
        "\(Count.of(rest, "more row")) of `\(name)` \(rest == 1 ? "is" : "are") rejected", at: nil,
        help: "mend those that are described, and run again")
    }
  }

  private static func isIncomplete(_ run: Run) -> Bool {
    hasRejections(run) || !run.schedule.unplaced.isEmpty
      || run.sponsors.contains { !$0.assignment.unassigned.isEmpty }
  }

  private static func hasFailedRequirement(_ run: Run) -> Bool {
    run.findings.contains { result in
      run.evaluation.program.findings[result.index].isRequirement && !result.rows.isEmpty
    }
  }
}

extension ExitStatus {
  /// The status of a run that ended without a result.
  init(_ failure: RunFailure) {
    switch failure {
    case .wrong: self = .wrong
    case .unreadable: self = .fileFailure
    }
  }
}
