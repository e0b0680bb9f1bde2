import Driver

/// `kamc test`: the tests of agreements, and what they expect of accounts.
enum Test {
  static func run(_ arguments: Arguments, _ console: Console) async -> ExitStatus {
    await console.answer(arguments) { pipeline throws(RunFailure) in
      var reports: [ExampleReport] = []
      var failure: RunFailure?
      for path in arguments.operands {
        var request = arguments.request
        request.agreementPath = path
        request.accountsPath = arguments.data ?? ""
        do throws(RunFailure) {
          reports.append(try await pipeline.test(request))
        } catch {
          failure = failure == .unreadable ? .unreadable : error
        }
      }
      if let failure { throw failure }
      return Answer(
        status: RunOutcome.status(of: reports),
        text: { ExampleText.render(reports, style: $0) },
        json: { ExampleJSON.render(reports) })
    }
  }
}
