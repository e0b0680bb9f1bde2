import Driver

/// `kamc sponsors`: who sponsors what, and why.
enum Sponsors {
  static func run(_ arguments: Arguments, _ console: Console) async -> ExitStatus {
    let words = arguments.operands.dropFirst(2)
    return await console.answer(arguments) { pipeline throws(RunFailure) in
      let report = try await pipeline.sponsors(
        arguments.request, account: words.first, person: words.dropFirst().first)
      return Answer(
        status: RunOutcome.status(of: report),
        text: { SponsorReportText.render(report, style: $0) },
        json: { SponsorReportJSON.render(report) })
    }
  }
}
