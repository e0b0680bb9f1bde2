import Glibc

/// Runs benchmarks and prints what they took.
struct Runner {
  private let settings: Settings
  private let program: String

  init(_ settings: Settings) throws(Failure) {
    self.settings = settings
    if let named = settings.program { program = named } else { program = try Runner.neighbour() }
    if unsafe access(program, X_OK) != 0 {
      throw Failure("there is no program `\(program)`; build it, or name it with --kamc PATH")
    }
  }

  /// Returns the path of kamc beside this program.
  private static func neighbour() throws(Failure) -> String {
    guard let pointer = unsafe realpath("/proc/self/exe", nil) else {
      throw Failure("name the program with --kamc PATH")
    }
    defer { unsafe free(pointer) }
    let path = unsafe String(cString: pointer)
    return path.prefix(through: path.lastIndex(of: "/") ?? path.startIndex) + "kamc"
  }

  /// Prepares the data, runs every job once to warm the caches, and then all jobs in turn, so that
  /// a noisy machine disturbs them alike.
  func run(_ benchmark: any Benchmark) throws(Failure) {
    let folder = try TemporaryFolder()
    let jobs = try benchmark.prepare(in: folder, rows: settings.rows)
    let runs = settings.runs * benchmark.repetitions
    var measured: [[Measurement]] = jobs.map { _ in [] }
    for round in 0...runs {
      for (index, job) in jobs.enumerated() {
        let measurement = try ChildProcess.run(program, job, in: folder)
        if round > 0 { measured[index].append(measurement) }
      }
    }
    let shares = zip(jobs, measured).map { job, measurements in
      job.share.map { $0.part(of: measurements, beyond: measured[$0.beyond]) } ?? measurements
    }
    printTable(benchmark, runs, jobs, shares)
  }

  private func printTable(
    _ benchmark: any Benchmark, _ runs: Int, _ jobs: [Job], _ measurements: [[Measurement]]
  ) {
    print("\(benchmark.name): \(benchmark.summary)")
    let width = jobs.map(\.label.count).max() ?? 0
    let head = "\(runs) runs, ms".padded(to: max(width, 14))
    print("  \(head)  \("wall".padded(to: 26))\("user + sys".padded(to: 26))peak memory")
    for (job, measurements) in zip(jobs, measurements) {
      let label = job.label.padded(to: max(width, 14))
      let wall = Spread(measurements.map(\.wall)).text.padded(to: 26)
      let busy = Spread(measurements.map(\.busy)).text.padded(to: 26)
      print("  \(label)  \(wall)\(busy)\(memory(of: measurements))")
    }
    print()
    fflush(nil)
  }

  private func memory(of measurements: [Measurement]) -> String {
    let peak = measurements.map(\.peak).max() ?? 0
    // A process starts with the peak of the one that starts it.
    return "\(peak <= Measurement.ownPeak ? "at most " : "")\((peak + 512) / 1024) MiB"
  }
}

/// The median of some times and how far they scatter.
struct Spread {
  private let sorted: [Double]

  /// The one in the middle.
  var median: Double {
    sorted.isEmpty ? 0 : (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }

  init(_ times: [Double]) { sorted = times.sorted() }

  /// Milliseconds: `312 (301 to 330)`.
  var text: String {
    guard let least = sorted.first, let most = sorted.last else { return "" }
    return "\(Spread.short(median)) (\(Spread.short(least)) to \(Spread.short(most)))"
  }

  private static func short(_ time: Double) -> String {
    // What is left of two times can be below zero where it is next to nothing.
    let tenths = max(0, Int((time * 10_000).rounded()))
    return tenths < 1000 ? "\(tenths / 10).\(tenths % 10)" : "\((tenths + 5) / 10)"
  }
}

extension Job.Share {
  /// Returns what is measured of each run.
  fileprivate func part(
    of measurements: [Measurement], beyond others: [Measurement]
  ) -> [Measurement] {
    let wall = Spread(others.map(\.wall)).median
    let busy = Spread(others.map(\.busy)).median
    return measurements.map { run in
      Measurement(
        wall: (run.wall - wall) / Double(parts), busy: (run.busy - busy) / Double(parts),
        peak: run.peak)
    }
  }
}

extension String {
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
