import Foundation
import Testing

/// Texts that are expected of a case, each in a file of its own; an empty text has no file.
enum Expectation {
  /// `KAMC_RECORD=1` rewrites what is expected; such a run fails, so that nobody takes it for a test.
  static let isRecording = ProcessInfo.processInfo.environment["KAMC_RECORD"] == "1"

  /// Compares `observed` with the file at `path`; a difference leaves `PATH.observed`.
  static func check(
    _ observed: String, against path: String, at location: SourceLocation = #_sourceLocation
  ) throws {
    let expected = Folder.exists(path) ? try Folder.text(path) : ""
    let leftover = path + ".observed"
    guard observed != expected else { return Folder.remove(leftover) }
    let shown = path.dropFirst(packageFolder.count + 1)
    guard isRecording else {
      try Folder.write(observed, to: leftover)
      Issue.record(
        "\(shown) differs\n\(difference(expected, observed))", sourceLocation: location)
      return
    }
    Folder.remove(leftover)
    if observed.isEmpty { Folder.remove(path) } else { try Folder.write(observed, to: path) }
    Issue.record("\(shown) is rewritten: read it, then test again", sourceLocation: location)
  }

  /// Returns the lines around the first difference.
  static func difference(_ expected: String, _ observed: String) -> String {
    let (old, new) = (lines(expected), lines(observed))
    let same = zip(old, new).prefix { $0 == $1 }.count
    let expectedLines = old[same...].prefix(6).map { "- \($0)" }
    let observedLines = new[same...].prefix(6).map { "+ \($0)" }
    return (["line \(same + 1):"] + expectedLines + observedLines).joined(separator: "\n")
  }

  private static func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
  }
}
