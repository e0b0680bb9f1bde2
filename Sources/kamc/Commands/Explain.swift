import Driver

/// `kamc explain`: why an account has its tier, and what it would take to have another.
enum Explain {
  static func run(_ arguments: Arguments, _ console: Console) async -> ExitStatus {
    guard let account = arguments.operands.dropFirst(2).first else {
      return await console.answer(arguments) { pipeline throws(RunFailure) in
        let minutes = try pipeline.minutes(of: arguments.operands[0])
        return Answer(
          status: .done, text: { MinutesText.render(minutes, style: $0) },
          json: { MinutesJSON.render(minutes) })
      }
    }
    let depth: ExplanationDepth =
      arguments.isBrief ? .brief : arguments.isFull ? .full : .usual
    return await console.answer(arguments) { pipeline throws(RunFailure) in
      let explained = try await pipeline.explain(
        arguments.request, account: account,
        seeksChanges: depth != .brief || arguments.format == .json)
      switch explained {
      case .judged(let explanation):
        return Answer(
          status: RunOutcome.status(ofDrill: explanation.run),
          text: { ExplanationText.render(explanation, depth, style: $0) },
          json: { ExplanationJSON.render(explanation) })
      case .rejected(let rejected):
        return Answer(
          status: RunOutcome.status(ofDrill: rejected.run),
          text: { RejectedAccountText.render(rejected, depth, style: $0) },
          json: { RejectedAccountJSON.render(rejected) })
      }
    }
  }
}
