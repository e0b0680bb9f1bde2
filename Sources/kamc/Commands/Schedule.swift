import Driver

/// `kamc schedule`: the calendar of reviews, month by month, and the hours that they take.
enum ScheduleCommand {
  static func run(_ arguments: Arguments, _ console: Console) async -> ExitStatus {
    await console.answer(arguments) { pipeline throws(RunFailure) in
      let report = try await pipeline.schedule(arguments.request, people: arguments.names)
      return Answer(
        status: RunOutcome.status(of: report),
        text: { ScheduleText.render(report, style: $0) },
        json: { ScheduleReportJSON.render(report) })
    }
  }
}
