import Diagnostics
import Driver
import Engine

/// `kamc repl`: lines in, results out.
struct Repl {
  private let arguments: Arguments
  private let console: Console
  private let input = LineReader()
  private let historyFile = HistoryFile()

  init(_ arguments: Arguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  func run() async -> ExitStatus {
    var pipeline = Pipeline(files: Files(outputs: []))
    var session: WhatIfSession
    var request = arguments.request
    request.settings.stop = TerminalMode.stop
    do throws(RunFailure) {
      session = try await WhatIfSession(&pipeline, request, style: arguments.textStyle)
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
    guard let terminal = LineTerminal(console) else {
      while true {
        let entry = try next()
        if let status = try await follow(entry, &session) { return status }
      }
    }
    defer { terminal.close() }
    var history = history()
    while true {
      let entry = try terminal.read(history, isOpen: WhatIfSession.isOpen) {
        session.completion(of: $0)
      }
      if case .text(let text) = entry { await keep(text, in: &history) }
      if let status = try await follow(entry, &session) { return status }
    }
  }

  /// Carries out what was entered; returns the exit status where that is the end.
  private func follow(
    _ entry: LineTerminal.Entry, _ session: inout WhatIfSession
  ) async throws(WriteProblem) -> ExitStatus? {
    switch entry {
    case .end: return .done
    case .endInside:
      console.report([.openInput])
      return .wrong
    case .text(let text):
      let reply = await session.execute(text)
      console.report(reply.diagnostics)
      if let file = reply.file, try await !write(file) { return nil }
      return try !show(reply.text) || reply.isEnd ? .done : nil
    }
  }

  // MARK: Plain lines

  /// Asks for lines until the brackets in them are closed.
  private func next() throws(WriteProblem) -> LineTerminal.Entry {
    guard var text = try nextLine(after: "") else { return .end }
    while WhatIfSession.isOpen(text) {
      guard let more = try nextLine(after: text) else { return .endInside }
      text += "\n" + more
    }
    return .text(text)
  }

  /// Asks for a line; what comes through a pipe is printed, so that a record can be read.
  private func nextLine(after text: String) throws(WriteProblem) -> String? {
    let prompt = text.isEmpty ? "> " : ". "
    if input.isTerminal, try !show(prompt) { return nil }
    guard let line = input.next() else { return nil }
    if !input.isTerminal, try !show(prompt + Printable.escaped(line) + "\n") { return nil }
    return line
  }

  // MARK: The history

  private func history() -> LineHistory {
    do throws(HistoryProblem) {
      return try historyFile.read()
    } catch {
      console.report([error.diagnostic])
      return LineHistory()
    }
  }

  private func keep(_ text: String, in history: inout LineHistory) async {
    guard history.add(text) else { return }
    do throws(HistoryProblem) {
      try await historyFile.add(text)
    } catch {
      console.report([error.diagnostic])
    }
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
