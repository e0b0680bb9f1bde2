import Diagnostics
import Glibc

/// Results go to standard output, diagnostics to standard error.
struct Console {
  var format: ReportFormat
  var color: ColorChoice
  /// `true` iff only errors are shown.
  var isQuiet = false

  /// Prints a result.
  ///
  /// - Returns: `false` iff nobody reads on.
  func print(_ bytes: [UInt8]) throws(WriteProblem) -> Bool {
    do throws(SystemError) {
      try Descriptor(STDOUT_FILENO).write(bytes)
      return true
    } catch {
      if error.code == EPIPE { return false }
      throw WriteProblem("-", error)
    }
  }

  /// Prints a result that may be made while it is printed.
  ///
  /// - Returns: the number of neutralised texts in it, or nil if nobody reads on.
  func print(_ content: OutputContent) async throws(WriteProblem) -> Int? {
    do throws(SystemError) {
      return try await content.write(to: Descriptor(STDOUT_FILENO))
    } catch {
      throw WriteProblem("-", error)
    }
  }

  /// Shows diagnostics; where they cannot be shown, the exit status must do.
  func report(_ diagnostics: [Diagnostic]) {
    let shown = diagnostics.filter { !isQuiet || $0.severity == .error }
    switch format {
    case .json: printError(DiagnosticRenderer.json(shown))
    case .text:
      let useColor = Terminal.usesColor(color, on: STDERR_FILENO)
      printError(Array(DiagnosticRenderer.render(shown, useColor: useColor).utf8))
    }
  }

  /// Writes to standard error as it is.
  func printError(_ bytes: [UInt8]) {
    try? Descriptor(STDERR_FILENO).write(bytes)
  }
}
