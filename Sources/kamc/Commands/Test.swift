import Driver

/// `kamc test`: the tests of agreements, and what they expect of accounts.
enum Test {
  static func run(_ arguments: Arguments, _ console: Console) async -> ExitStatus {
    if arguments.asksForBoundaries { return await writeBoundaries(arguments, console) }
    return await console.answer(arguments) { pipeline throws(RunFailure) in
      var reports: [ExampleReport] = []
      var failure: RunFailure?
      for path in arguments.operands {
        var request = arguments.request
        request.agreementPath = path
        request.accountsPath = arguments.data ?? ""
        do throws(RunFailure) {
          reports.append(try await pipeline.test(request, mutates: arguments.isMutating))
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

  /// Prints tests that the authors of agreements may want to add.
  private static func writeBoundaries(
    _ arguments: Arguments, _ console: Console
  ) async -> ExitStatus {
    await console.answer(arguments) { pipeline throws(RunFailure) in
      var texts: [String] = []
      for path in arguments.operands {
        var request = arguments.request
        request.agreementPath = path
        request.accountsPath = ""
        texts.append(try pipeline.boundaries(request))
      }
      let text = texts.filter { !$0.isEmpty }.joined(separator: "\n")
      return Answer(
        status: .done, text: { _ in text },
        json: { ExampleJSON.render(boundaries: text) })
    }
  }
}
