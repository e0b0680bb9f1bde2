import Diagnostics
import Driver
import Glibc

/// `kamc sponsors`: who sponsors what, and why.
struct Sponsors {
  private let arguments: Arguments
  private let console: Console

  init(_ arguments: Arguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  func run() async -> ExitStatus {
    var pipeline = Pipeline(files: Files(outputs: []))
    let words = arguments.operands.dropFirst(2)
    do throws(RunFailure) {
      let report = try await pipeline.sponsors(
        arguments.request, account: words.first, person: words.dropFirst().first)
      return finish(report, pipeline.diagnostics.sorted)
    } catch {
      console.report(pipeline.diagnostics.sorted)
      return ExitStatus(error)
    }
  }

  private func finish(_ report: SponsorReport, _ diagnostics: [Diagnostic]) -> ExitStatus {
    do throws(WriteProblem) {
      guard try console.print(arguments.isQuiet ? [] : text(report)) else { return .done }
      console.report(diagnostics)
      return RunOutcome.status(of: report)
    } catch {
      console.report([error.diagnostic] + diagnostics)
      return .fileFailure
    }
  }

  private func text(_ report: SponsorReport) -> [UInt8] {
    switch arguments.format {
    case .json: return SponsorReportJSON.render(report)
    case .text:
      let style = TextStyle(
        useColor: Terminal.usesColor(arguments.color, on: STDOUT_FILENO), width: Terminal.width)
      return Array(SponsorReportText.render(report, style: style).utf8)
    }
  }
}
