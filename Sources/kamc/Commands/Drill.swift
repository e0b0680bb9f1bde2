import Diagnostics
import Driver
import Glibc

/// `kamc drill`: what is left without people, or without accounts.
struct Drill {
  private let arguments: Arguments
  private let console: Console

  init(_ arguments: Arguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  func run() async -> ExitStatus {
    var pipeline = Pipeline(files: Files(outputs: []))
    do throws(RunFailure) {
      let (run, report) = try await drill(&pipeline)
      return finish(run, report, pipeline.diagnostics.sorted)
    } catch {
      console.report(pipeline.diagnostics.sorted)
      return ExitStatus(error)
    }
  }

  private func drill(
    _ pipeline: inout Pipeline
  ) async throws(RunFailure) -> (run: Run, report: [UInt8]) {
    switch arguments.drill {
    case .leaver:
      let result = try await pipeline.leaverDrill(arguments.request, request)
      return (
        result.run, report(LeaverText.render(result, style: style), LeaverJSON.render(result))
      )
    case .loss:
      let result = try await pipeline.lossDrill(arguments.request, request)
      return (result.run, report(LossText.render(result, style: style), LossJSON.render(result)))
    }
  }

  private var request: DrillRequest {
    var request = DrillRequest()
    request.names = arguments.names
    request.tops = arguments.tops
    request.keyTiers = arguments.keyTiers
    return request
  }

  private var style: TextStyle {
    TextStyle(
      useColor: Terminal.usesColor(arguments.color, on: STDOUT_FILENO), width: Terminal.width)
  }

  private func report(
    _ text: @autoclosure () -> String, _ json: @autoclosure () -> [UInt8]
  ) -> [UInt8] {
    if arguments.isQuiet { return [] }
    return switch arguments.format {
    case .json: json()
    case .text: Array(text().utf8)
    }
  }

  private func finish(
    _ run: Run, _ report: [UInt8], _ diagnostics: [Diagnostic]
  ) -> ExitStatus {
    do throws(WriteProblem) {
      guard try console.print(report) else { return .done }
      console.report(diagnostics)
      return RunOutcome.status(ofDrill: run)
    } catch {
      console.report([error.diagnostic] + diagnostics)
      return .fileFailure
    }
  }
}
