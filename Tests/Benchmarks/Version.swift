/// How long the program takes to start and end.
struct Version: Benchmark {
  let name = "version"
  let summary = "the start of the program"
  let repetitions = 20

  func prepare(in folder: borrowing TemporaryFolder, rows: Int) -> [Job] {
    [Job(label: "--version", arguments: ["--version"])]
  }
}
