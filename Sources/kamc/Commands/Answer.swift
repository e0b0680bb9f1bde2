import Diagnostics
import Driver

/// What a command that writes no files says on standard output, in both forms.
struct Answer {
  var status: ExitStatus
  var text: (TextStyle) -> String
  var json: () -> [UInt8]
}

extension Console {
  /// Lets a pipeline work, prints its answer as the command line asks, and reports what was found.
  func answer(
    _ arguments: Arguments, _ work: (inout Pipeline) async throws(RunFailure) -> Answer
  ) async -> ExitStatus {
    var pipeline = Pipeline(files: Files(outputs: []))
    let answer: Answer
    do throws(RunFailure) {
      answer = try await work(&pipeline)
    } catch {
      report(pipeline.diagnostics.sorted)
      return ExitStatus(error)
    }
    let diagnostics = pipeline.diagnostics.sorted
    do throws(WriteProblem) {
      guard try print(arguments.isQuiet ? [] : rendered(answer, arguments)) else { return .done }
      report(diagnostics)
      return answer.status
    } catch {
      report([error.diagnostic] + diagnostics)
      return .fileFailure
    }
  }

  private func rendered(_ answer: Answer, _ arguments: Arguments) -> [UInt8] {
    switch arguments.format {
    case .json: answer.json()
    case .text: Array(answer.text(arguments.textStyle).utf8)
    }
  }
}
