import Diagnostics
import Driver

/// `kamc check`: the mistakes of an agreement, and of data under it.
struct Check {
  private let arguments: Arguments
  private let console: Console

  init(_ arguments: Arguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  func run() async -> ExitStatus {
    var pipeline = Pipeline(files: Files(outputs: []))
    var status = ExitStatus.done
    do throws(RunFailure) {
      if arguments.operands.count > 1 {
        var request = arguments.request
        request.detail = .decisions
        let run = try await pipeline.run(request)
        if RunOutcome.hasRejections(run) { status = .incomplete }
      } else {
        _ = try pipeline.check(arguments.operands[0])
      }
    } catch {
      status = ExitStatus(error)
    }
    let diagnostics = pipeline.diagnostics.sorted
    console.report(diagnostics)
    guard diagnostics.isEmpty, arguments.format == .text, !arguments.isQuiet else { return status }
    return praise(status)
  }

  private func praise(_ status: ExitStatus) -> ExitStatus {
    let names = arguments.operands.map { Printable.escaped(Paths.shown($0)) }
    do throws(WriteProblem) {
      _ = try console.print(Array("\(names.joined(separator: ", ")): no problems\n".utf8))
      return status
    } catch {
      console.report([error.diagnostic])
      return .fileFailure
    }
  }
}
