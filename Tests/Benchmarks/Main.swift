import Glibc

/// Measures kamc as its users run it: whole processes over invented data.
///
/// Data come from seeds, so that every machine measures the same bytes; they lie in a temporary
/// folder that is removed in the end.
@main
enum Main {
  private static let benchmarks: [any Benchmark] = [
    Flat(), Joined(), Version(), Check(), Full(), Criteria(), Explained(), Sponsors(), Schedule(),
    WhatIf(),
  ]

  static func main() {
    do throws(Failure) {
      let settings = try Settings.read(
        Array(CommandLine.arguments.dropFirst()), known: benchmarks.map(\.name))
      if settings.wantsHelp {
        printHelp()
        return
      }
      let runner = try Runner(settings)
      for benchmark in benchmarks where settings.includes(benchmark.name) {
        try runner.run(benchmark)
      }
    } catch {
      let words = Array("benchmarks: \(error.reason)\n".utf8)
      _ = unsafe words.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
      exit(2)
    }
  }

  private static func printHelp() {
    print("usage: \(Settings.usage)\n")
    for benchmark in benchmarks {
      print("  \(benchmark.name.padded(to: 10))  \(benchmark.summary)")
    }
    print("\nWithout a name, all of them run. Their data take up to 1 GB of the temporary folder.")
  }
}

/// Why the measurements end early, as the end of a line.
struct Failure: Error {
  var reason: String

  init(_ reason: String) { self.reason = reason }

  /// What the system says of the call that has just failed.
  static func ofSystem(_ subject: String) -> Failure {
    Failure("\(subject): \(unsafe String(cString: strerror(errno)))")
  }
}
