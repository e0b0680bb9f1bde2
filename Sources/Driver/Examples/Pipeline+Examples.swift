import Diagnostics
import Engine
import Language
import Tables

extension Pipeline {
  /// Returns how the tests of an agreement came out.
  ///
  /// - Parameters:
  ///   - request: its accounts, where they have a path, are held against what is expected of them.
  ///   - mutates: whether to tell which small changes of the rules no test notices.
  package mutating func test(
    _ request: RunRequest, mutates: Bool
  ) async throws(RunFailure) -> ExampleReport {
    let program = try check(request.agreementPath, hasPrevious: request.previousPath != nil)
    let asOf = try asOf(of: program, request, reading: program.testDayReader)
    var report = ExampleReport(
      program: program, name: program.agreement.name, file: Paths.shown(request.agreementPath))
    let runner = ExampleRunner(program, asOf: asOf)
    (report.tests, report.conditions) = runner.run()
    if mutates { report.changes = runner.changes() }
    if program.tests.isEmpty, program.expectations.isEmpty {
      self.report(
        Diagnostic(
          .nothingToTest, .note, "`\(Printable.escaped(report.file))` has no tests", at: nil,
          help: "write an account and what you expect of it: "
            + "`test \"Large accounts\" { given revenue = 8M; expect tier = "
            + "\(Printable.escaped(program.tiers.first?.name ?? "Key")) }`"))
    }
    if request.accountsPath.isEmpty {
      report.unchecked = program.expectations.count
    } else if !program.expectations.isEmpty {
      var request = request
      request.detail = .reasons
      let run = try await run(request)
      report.accounts = accounts(of: run)
      report.isIncomplete = run.evaluation.tables.contains { $0.rejectedCount > 0 }
    }
    return report
  }

  /// Returns tests just below, at and just above each threshold of an agreement.
  package mutating func boundaries(_ request: RunRequest) throws(RunFailure) -> String {
    let program = try check(request.agreementPath, hasPrevious: request.previousPath != nil)
    let asOf = try asOf(of: program, request, reading: program.testDayReader)
    return BoundaryExamples(program, asOf: asOf).text
  }

  func accounts(of run: Run) -> [ExampleReport.Account] {
    let evaluation = run.evaluation
    let program = evaluation.program
    let names = program.expectations.map(\.account)
    let finder = AccountFinder(evaluation, of: Set(names))
    let doubts = finder.doubts(
      about: names.filter { if case .unmatched = finder.account($0) { true } else { false } })
    let reasons = ReasonText(evaluation)
    return program.expectations.map { expectation in
      var found = ExampleReport.Account(
        account: expectation.account,
        line: program.source.line(at: Int(expectation.range.start)),
        expected: program.tiers[expectation.tier].name, holds: false, because: "")
      switch finder.account(expectation.account) {
      case .account(let row):
        let tier = evaluation.tier(row)
        found.holds = tier == expectation.tier
        found.tier = tier.map { program.tiers[$0].name }
        found.because = tier == nil ? "it has no tier" : reasons.sentence(row)
      case .rejected: found.because = "its row was rejected"
      case .unmatched(let text):
        let doubt = doubts[text]
        found.because = [doubt.map { "this \($0.because)" }, doubt?.help].compactMap { $0 }
          .joined(separator: "; ")
      }
      return found
    }
  }
}
