import Diagnostics
import Driver

/// `kamc repl`: lines in, results out.
struct Repl {
  private let arguments: Arguments
  private let console: Console
  private let input = LineReader()

  init(_ arguments: Arguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  func run() async -> ExitStatus {
    var pipeline = Pipeline(files: Files(outputs: []))
    var session: WhatIfSession
    do throws(RunFailure) {
      session = try await WhatIfSession(
        &pipeline, arguments.request, style: arguments.textStyle)
    } catch {
      console.report(pipeline.diagnostics.sorted)
      return ExitStatus(error)
    }
    console.report(pipeline.diagnostics.sorted)
    do throws(WriteProblem) {
      let status = try await talk(&session)
      let isIncomplete = status == .done && RunOutcome.hasRejections(session.loadedRun)
      return isIncomplete ? .incomplete : status
    } catch {
      console.report([error.diagnostic])
      return .fileFailure
    }
  }

  /// Reads on until the end of the input, or until it is asked to stop.
  private func talk(_ session: inout WhatIfSession) async throws(WriteProblem) -> ExitStatus {
    guard try show(session.greeting) else { return .done }
    while let line = try next(after: "") {
      var text = line
      while WhatIfSession.isOpen(text) {
        guard let more = try next(after: text) else {
          console.report([.openInput])
          return .wrong
        }
        text += "\n" + more
      }
      let reply = await session.execute(text)
      console.report(reply.diagnostics)
      if let file = reply.file, try await !write(file) { continue }
      guard try show(reply.text), !reply.isEnd else { return .done }
    }
    return .done
  }

  /// Asks for a line; what comes through a pipe is printed, so that a record can be read.
  private func next(after text: String) throws(WriteProblem) -> String? {
    let prompt = text.isEmpty ? "> " : ". "
    if input.isTerminal, try !show(prompt) { return nil }
    guard let line = input.next() else { return nil }
    if !input.isTerminal, try !show(prompt + Printable.escaped(line) + "\n") { return nil }
    return line
  }

  private func show(_ text: String) throws(WriteProblem) -> Bool {
    try console.print(Array(text.utf8))
  }

  /// Writes an agreement; returns false where that was refused.
  private func write(_ file: (path: String, bytes: [UInt8])) async throws(WriteProblem) -> Bool {
    var arguments = arguments
    arguments.outputs = [
      Arguments.Output(option: .schedule, path: file.path, format: .csv)
    ]
    do throws(OutputMistakes) {
      let targets = try arguments.targets()
      do throws(WriteProblem) {
        _ = try await OutputTarget.write(targets.map { ($0, .bytes(file.bytes)) })
      } catch {
        console.report([error.diagnostic])
        return false
      }
    } catch {
      console.report(error.diagnostics)
      return false
    }
    return true
  }
}

extension Diagnostic {
  fileprivate static let openInput = Diagnostic(
    .openInput, .error, "the input ends within a declaration", at: nil,
    help: "close every bracket and brace that is open")
}
