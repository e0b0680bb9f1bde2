import Diagnostics
import Engine
import Language
import Tables

/// Tests and expectations that are typed: they are run at once.
extension WhatIfSession {
  /// Returns how typed tests and expectations came out; `reply` where something else was typed too.
  mutating func answer(
    ofTests typed: SourceText, instead reply: WhatIfReply
  ) throws(RunFailure) -> WhatIfReply {
    var labels: Set<String> = []
    var accounts: Set<String> = []
    for declaration in Parser.parse(typed).tree.declarations {
      switch declaration {
      case .test(let test): labels.insert(test.label.text)
      case .expectation(let expectation): accounts.insert(expectation.account.text)
      default: return reply
      }
    }
    guard !labels.isEmpty || !accounts.isEmpty else { return reply }
    let program = run.evaluation.program
    var report = ExampleReport(
      program: program, name: program.agreement.name, file: program.source.name)
    let asOf = try pipeline.asOf(of: program, request, reading: program.testDayReader)
    report.tests = ExampleRunner(program, asOf: asOf).run().tests
      .filter { labels.contains($0.label) }
    report.accounts = pipeline.accounts(of: run).filter { accounts.contains($0.account) }
    return WhatIfReply(text: ExampleText.answers(report, style: style))
  }
}
