import Driver

/// `kamc drill`: what is left without people, or without accounts.
enum Drill {
  static func run(_ arguments: Arguments, _ console: Console) async -> ExitStatus {
    var request = DrillRequest()
    request.names = arguments.names
    request.tops = arguments.tops
    request.keyTiers = arguments.keyTiers
    return await console.answer(arguments) { pipeline throws(RunFailure) in
      switch arguments.drill {
      case .leaver:
        let result = try await pipeline.leaverDrill(arguments.request, request)
        return Answer(
          status: RunOutcome.status(ofDrill: result.run),
          text: { LeaverText.render(result, style: $0) }, json: { LeaverJSON.render(result) })
      case .loss:
        let result = try await pipeline.lossDrill(arguments.request, request)
        return Answer(
          status: RunOutcome.status(ofDrill: result.run),
          text: { LossText.render(result, style: $0) }, json: { LossJSON.render(result) })
      }
    }
  }
}
