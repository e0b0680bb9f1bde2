import Diagnostics
import Tables

/// The bounds of what the program takes in; crossing one is a diagnostic.
enum FileLimits {
  /// The most bytes of a pipe or a device, which is kept in memory as a whole.
  static let pipeBytes = 1 << 30
}

extension ReadProblem {
  static let pipeTooLong = ReadProblem(
    "it holds more than \(FileLimits.pipeBytes >> 30) GiB",
    help: "save it as a file, and name the file", code: .pipeTooLong)
}
