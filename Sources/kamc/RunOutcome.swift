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

  /// Nominations ask nothing of the accounts' sponsors, reviews and requirements.
  static func status(of result: NominationResult) -> ExitStatus {
    result.isIncomplete || hasRejections(result.run) ? .incomplete : .done
  }

  /// Requirements do not matter to who sponsors what; of one account, nor do others.
  static func status(of report: SponsorReport) -> ExitStatus {
    let hasVacancies =
      report.row == nil
      ? report.run.sponsors.contains(where: \.hasVacancies) : report.answer?.isVacant == true
    return hasRejections(report.run) || hasVacancies ? .incomplete : .done
  }

  /// Requirements do not matter to when reviews are.
  static func status(of report: ScheduleReport) -> ExitStatus {
    hasRejections(report.run) || !report.run.schedule.unplaced.isEmpty ? .incomplete : .done
  }

  /// A test that fails on whole data is a no.
  static func status(of reports: [ExampleReport]) -> ExitStatus {
    if reports.contains(where: \.isIncomplete) { return .incomplete }
    return reports.contains(where: \.hasFailed) ? .refused : .done
  }

  /// What a drill finds is said of a case that has not come about, so only the data count.
  static func status(ofDrill run: Run) -> ExitStatus { hasRejections(run) ? .incomplete : .done }

  /// Whatever moves, the comparison is done; it is incomplete where one of the runs is.
  static func status(of diff: DiffResult) -> ExitStatus {
    isIncomplete(diff.old) || isIncomplete(diff.new) ? .incomplete : .done
  }

  /// `true` iff a row of any table was left out because of what stands in it.
  static func hasRejections(_ run: Run) -> Bool {
    let status = run.evaluation.decision.status
    return run.rejectedHolidays > 0
      || run.evaluation.tables.contains { $0.rejectedCount > 0 || !$0.repeated.isEmpty }
      || !(run.evaluation.groups?.strays.isEmpty ?? true)
      || !status.areAllClassified
        && status.contains { status in
          switch status {
          case .rejected, .repeatedKey: true
          case .classified, .excluded: false
          }
        }
  }

  private static func isIncomplete(_ run: Run) -> Bool {
    hasRejections(run) || !run.schedule.unplaced.isEmpty
      || run.sponsors.contains(where: \.hasVacancies)
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
    case .wrong, .stopped: self = .wrong
    case .unreadable: self = .fileFailure
    }
  }
}
