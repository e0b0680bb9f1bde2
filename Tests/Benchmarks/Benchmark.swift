/// Something that is measured: one command, or several that are compared.
protocol Benchmark: Sendable {
  /// The word by which the command line asks for it.
  var name: String { get }
  /// What is measured, in a line.
  var summary: String { get }
  /// How many times as often as others it runs; short commands need more runs to say anything.
  var repetitions: Int { get }

  /// Writes the files that the jobs read into `folder`.
  ///
  /// - Parameter rows: the accounts of a large table.
  func prepare(in folder: borrowing TemporaryFolder, rows: Int) throws(Failure) -> [Job]
}

extension Benchmark {
  var repetitions: Int { 1 }
}

/// A command whose runs are timed.
struct Job {
  var label: String
  /// The words after the program's name.
  var arguments: [String]
  /// The path of what it reads from standard input.
  var input: String?
  /// Where only a part of the run is measured, which part.
  var share: Share?

  /// What a run takes beyond another job, divided by how often it does the same.
  struct Share {
    /// Of the benchmark's jobs.
    var beyond: Int
    var parts: Int
  }
}
