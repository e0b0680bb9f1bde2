import Driver

/// `kamc explain`: why an account has its tier, and what it would take to have another.
enum Explain {
  static func run(_ arguments: Arguments, _ console: Console) async -> ExitStatus {
    let account = arguments.operands.dropFirst(2).first ?? ""
    let depth: ExplanationDepth =
      arguments.isBrief ? .brief : arguments.isFull ? .full : .usual
    return await console.answer(arguments) { pipeline throws(RunFailure) in
      let explanation = try await pipeline.explain(arguments.request, account: account)
      return Answer(
        status: RunOutcome.status(ofDrill: explanation.run),
        text: { ExplanationText.render(explanation, depth, style: $0) },
        json: { [] })
    }
  }
}
