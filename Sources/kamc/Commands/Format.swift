import Diagnostics
import Driver

/// `kamc fmt`: gives agreements their canonical layout, or says which do not have it.
struct Format {
  private let arguments: Arguments
  private let console: Console
  private var pipeline = Pipeline(files: Files(outputs: []))
  private var problems: [Diagnostic] = []
  private var statuses: [ExitStatus] = [.done]
  /// What is said, or printed in place of standard input.
  private var output: [UInt8] = []

  init(_ arguments: Arguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  /// Treats each file by itself: what is wrong with one of them does not concern the others.
  consuming func run() async -> ExitStatus {
    for path in arguments.operands { await format(path) }
    do throws(WriteProblem) {
      _ = try console.print(output)
    } catch {
      problems.append(error.diagnostic)
      statuses.append(.fileFailure)
    }
    console.report(problems + pipeline.diagnostics.sorted)
    return statuses.max { $0.rawValue < $1.rawValue } ?? .done
  }

  private mutating func format(_ path: String) async {
    do throws(RunFailure) {
      let (text, form) = try pipeline.format(path)
      if arguments.isCheck {
        if text != form { list(path) }
      } else if path == "-" {
        output += form
      } else if text != form {
        await write(form, to: path)
      }
    } catch {
      statuses.append(ExitStatus(error))
    }
  }

  private mutating func list(_ path: String) {
    statuses.append(.refused)
    say(Printable.escaped(path))
  }

  private mutating func write(_ form: [UInt8], to path: String) async {
    do throws(WriteProblem) {
      _ = try await OutputTarget.write([(try OutputTarget(path), .bytes(form))])
      say("\(Printable.escaped(path)): laid out")
    } catch {
      problems.append(error.diagnostic)
      statuses.append(.fileFailure)
    }
  }

  /// Says something about a file, unless standard output is for a text or has to stay empty.
  private mutating func say(_ line: String) {
    let holdsText = !arguments.isCheck && arguments.operands.contains("-")
    if arguments.isQuiet || holdsText { return }
    output += Array((line + "\n").utf8)
  }
}
