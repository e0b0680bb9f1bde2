import Driver

/// `kamc agree`: how far nominations agree with each other and with the criteria.
enum Agree {
  static func run(_ arguments: Arguments, _ console: Console) async -> ExitStatus {
    var request = NominationRequest(path: arguments.operands[2])
    request.keyTiers = arguments.keyTiers
    request.isAnonymous = arguments.isAnonymous
    return await console.answer(arguments) { pipeline throws(RunFailure) in
      let result = try await pipeline.agree(arguments.request, request)
      return Answer(
        status: RunOutcome.status(of: result),
        text: { NominationText.render(result, style: $0) },
        json: { NominationJSON.render(result) })
    }
  }
}
