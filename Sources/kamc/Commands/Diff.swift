import Driver

/// `kamc diff`: who moves between two agreements, or two states of the accounts, and why.
enum Diff {
  static func run(_ arguments: Arguments, _ console: Console) async -> ExitStatus {
    let request = DiffRequest(paths: arguments.operands, run: arguments.request)
    return await console.answer(arguments) { pipeline throws(RunFailure) in
      let result = try await pipeline.diff(request)
      return Answer(
        status: RunOutcome.status(of: result),
        text: { DiffText.render(result, style: $0) }, json: { DiffJSON.render(result) })
    }
  }
}
