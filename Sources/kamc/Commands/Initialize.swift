import Diagnostics
import Driver

/// `kamc init`: prints an agreement to start from, made from what stands in files.
struct Initialize {
  private let arguments: Arguments
  private let console: Console

  init(_ arguments: Arguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  func run() async -> ExitStatus {
    var pipeline = Pipeline(files: Files(outputs: []))
    do throws(RunFailure) {
      let text = try await pipeline.start(
        accountsPath: arguments.operands[0], tables: arguments.tablePaths)
      console.report(pipeline.diagnostics.sorted)
      return print(text)
    } catch {
      console.report(pipeline.diagnostics.sorted)
      return ExitStatus(error)
    }
  }

  private func print(_ text: [UInt8]) -> ExitStatus {
    do throws(WriteProblem) {
      _ = try console.print(text)
      return .done
    } catch {
      console.report([error.diagnostic])
      return .fileFailure
    }
  }
}
