import Diagnostics
import Driver
import Glibc

/// `kamc agree`: how far nominations agree with each other and with the criteria.
struct Agree {
  private let arguments: Arguments
  private let console: Console

  init(_ arguments: Arguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  func run() async -> ExitStatus {
    var pipeline = Pipeline(files: Files(outputs: []))
    do throws(RunFailure) {
      let result = try await pipeline.agree(arguments.request, request)
      return finish(result, pipeline.diagnostics.sorted)
    } catch {
      console.report(pipeline.diagnostics.sorted)
      return ExitStatus(error)
    }
  }

  private var request: NominationRequest {
    var request = NominationRequest(path: arguments.operands[2])
    request.keyTiers = arguments.keyTiers
    request.isAnonymous = arguments.isAnonymous
    return request
  }

  private func finish(_ result: NominationResult, _ diagnostics: [Diagnostic]) -> ExitStatus {
    do throws(WriteProblem) {
      guard try console.print(arguments.isQuiet ? [] : report(result)) else { return .done }
      console.report(diagnostics)
      return RunOutcome.status(of: result)
    } catch {
      console.report([error.diagnostic] + diagnostics)
      return .fileFailure
    }
  }

  private func report(_ result: NominationResult) -> [UInt8] {
    switch arguments.format {
    case .json: return NominationJSON.render(result)
    case .text:
      let style = TextStyle(
        useColor: Terminal.usesColor(arguments.color, on: STDOUT_FILENO), width: Terminal.width)
      return Array(NominationText.render(result, style: style).utf8)
    }
  }
}
