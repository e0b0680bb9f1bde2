import Foundation
import Testing

/// A session at the command line: `$ kamc …` and what it prints, several times.
struct Session {
  /// The folder in which the commands run.
  var folder: String
  /// Whether `[exit 3]` follows the output of a command that ends with status 3.
  var showsStatus: Bool

  /// The built program, which lies beside the bundle of tests.
  static let program: URL? = {
    let bundles = [Bundle.main.bundleURL, Bundle.main.executableURL].compactMap { $0 }
    let folders = bundles.flatMap { [$0, $0.deletingLastPathComponent()] }
    return folders.map { $0.appending(path: "kamc") }.first {
      FileManager.default.isExecutableFile(atPath: $0.path)
    }
  }()

  /// Returns `text` with the output of each command as it is now.
  func played(_ text: String) throws -> String {
    var lines: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false)
    where line.hasPrefix("$ ") {
      lines.append(String(line))
      let (output, status) = try run(String(line.dropFirst(2)))
      if !output.isEmpty {
        lines.append(output.hasSuffix("\n") ? String(output.dropLast()) : output)
      }
      if showsStatus, status != 0 { lines.append("[exit \(status)]") }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func run(_ command: String) throws -> (output: String, status: Int32) {
    let program = try #require(Self.program, "kamc is not built")
    let process = Process()
    // Whatever waits for a writer that never comes ends with the time limit, and status 124.
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "timeout", "--kill-after=5", "120", "/bin/sh", "-c", "exec 2>&1; " + command,
    ]
    process.currentDirectoryURL = URL(filePath: folder)
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    process.environment = [
      "PATH": "\(program.deletingLastPathComponent().path):\(path)", "LC_ALL": "C",
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (String(decoding: bytes, as: UTF8.self), process.terminationStatus)
  }

  /// `true` iff `observed` is `expected`, in which a line `…` stands for any lines.
  static func agree(_ expected: String, _ observed: String) -> Bool {
    var patterns = lines(expected)[...]
    var rest = lines(observed)[...]
    while let pattern = patterns.popFirst() {
      guard pattern.trimmingCharacters(in: .whitespaces) == "…" else {
        guard rest.popFirst() == pattern else { return false }
        continue
      }
      guard let next = patterns.first else { return true }
      while let line = rest.first, line != next { rest.removeFirst() }
    }
    return rest.isEmpty
  }

  private static func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
  }
}
