import Diagnostics
import Driver
import Engine
import Glibc
import Tables

/// Why the outputs of a command line cannot be written.
struct OutputMistakes: Error {
  var diagnostics: [Diagnostic]
  var status: ExitStatus
}

extension Arguments {
  /// What the pipeline is asked for.
  var request: RunRequest {
    var settings = WorkSettings(
      workers: Workforce(
        workers ?? Processors.count, settle: Processors.settle,
        vectorSize: Processors.vectorSize(for:)))
    settings.advice = LargePages.take(_:within:)
    var request = RunRequest(
      agreementPath: operands[0], accountsPath: operands.count > 1 ? operands[1] : "",
      settings: settings)
    request.tablePaths = tablePaths
    request.asOf = asOf
    request.previousPath = previous
    return request
  }

  /// How a report looks on standard output.
  var textStyle: TextStyle {
    TextStyle(useColor: Terminal.usesColor(color, on: STDOUT_FILENO), width: Terminal.width)
  }

  /// Returns where each output goes.
  ///
  /// - Throws: all outputs that are unwritable, or that would overwrite an input or each other.
  func targets() throws(OutputMistakes) -> [OutputTarget] {
    var targets: [OutputTarget] = []
    var unwritable: [Diagnostic] = []
    for output in outputs {
      do throws(WriteProblem) {
        targets.append(try OutputTarget(output.path))
      } catch {
        unwritable.append(error.diagnostic)
      }
    }
    let clashes = clashes(of: targets)
    guard unwritable.isEmpty, clashes.isEmpty else {
      throw OutputMistakes(
        diagnostics: clashes + unwritable, status: clashes.isEmpty ? .fileFailure : .wrong)
    }
    return targets
  }

  private func clashes(of targets: [OutputTarget]) -> [Diagnostic] {
    let read = inputs.map { (path: $0, identity: FileIdentity(regularFile: $0)) }
    return targets.indices.compactMap { index in
      let target = targets[index]
      guard let identity = target.identity else { return nil }
      if let input = read.first(where: { $0.identity == identity }) {
        return clash("`\(shown(target.path))` is to be read and written", input.path, target.path)
      }
      guard let other = targets[..<index].first(where: { $0.identity == identity }) else {
        return nil
      }
      return clash("`\(shown(target.path))` is to be written twice", other.path, target.path)
    }
  }

  private func clash(_ message: String, _ first: String, _ second: String) -> Diagnostic {
    let names = first == second ? "" : "; `\(shown(first))` and `\(shown(second))` are one file"
    return Diagnostic(
      .clashingFiles, .error, message + names, at: nil, help: "write to a file of its own")
  }

  private func shown(_ path: String) -> String { Printable.escaped(path) }
}
