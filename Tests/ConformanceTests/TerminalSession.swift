import Foundation
import Testing

/// A session at a terminal: lines that start with `% ` say what somebody does, others what the
/// screen shows then.
struct TerminalSession {
  /// The folder in which the commands run.
  var folder: String
  private var process: TerminalProcess?
  private var size = (columns: 80, height: 24)

  init(folder: String) { self.folder = folder }

  /// Returns `text` with the screens as they are now.
  mutating func played(_ text: String) throws -> String {
    var lines: [String] = []
    var rest = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    while let line = rest.popFirst() {
      guard line.hasPrefix("% ") else { continue }
      lines.append(String(line))
      let expected = rest.prefix { !$0.hasPrefix("% ") }.joined(separator: "\n")
      let shown = try perform(String(line.dropFirst(2)), expected)
      if !shown.isEmpty { lines.append(shown) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private mutating func perform(_ action: String, _ expected: String) throws -> String {
    let words = action.split(separator: " ", maxSplits: 1).map(String.init)
    let rest = words.count > 1 ? words[1] : ""
    switch words[0] {
    case "size":
      let figures = rest.split(separator: "x").compactMap { Int($0) }
      try #require(figures.count == 2)
      size = (figures[0], figures[1])
      process?.resize(columns: size.columns, height: size.height)
    case "run":
      process = try TerminalProcess(
        rest, in: folder, columns: size.columns, height: size.height)
    case "type": try running.press(Array(rest.utf8))
    case "paste":
      let lines = rest.replacing("⏎", with: "\r")
      try running.press(Array("\u{1B}[200~\(lines)\u{1B}[201~".utf8))
    case "press":
      for key in rest.split(separator: " ") { try running.press(try bytes(of: String(key))) }
    case "wait": try running.wait { $0.text.contains(rest) }
    case "working": try running.wait { $0.isAtStart }
    case "screen": return try screen(expected)
    case "end": return try running.end()
    case "files": return try shell("ls -lAR \(rest) | awk 'NF > 8 { print $1, $9 }'")
    case "shell": return try shell(rest)
    default: Issue.record("nobody can `\(action)`")
    }
    return ""
  }

  private var running: TerminalProcess {
    get throws { try #require(process, "nothing is run yet") }
  }

  /// Waits for what is expected; what else there is is shown once it has settled.
  private func screen(_ expected: String) throws -> String {
    let running = try running
    // What is expected may be there for a moment alone, and must not be recorded then.
    if !Expectation.isRecording, !expected.isEmpty {
      running.wait { $0.text == expected + "\n" }
    } else {
      running.settle()
    }
    #expect(running.screen.unknown.isEmpty)
    return String(running.screen.text.dropLast())
  }

  private func shell(_ command: String) throws -> String {
    let session = Session(folder: folder, showsStatus: true)
    let lines = try session.played("$ \(command)\n").split(separator: "\n")
    return lines.dropFirst().joined(separator: "\n")
  }

  private func bytes(of key: String) throws -> [UInt8] {
    let names = [
      "enter": "\r", "tab": "\t", "backspace": "\u{7F}", "delete": "\u{1B}[3~",
      "escape": "\u{1B}", "up": "\u{1B}[A", "down": "\u{1B}[B", "right": "\u{1B}[C",
      "left": "\u{1B}[D", "home": "\u{1B}[H", "end": "\u{1B}[F", "ctrl-left": "\u{1B}[1;5D",
      "ctrl-right": "\u{1B}[1;5C",
    ]
    if let text = names[key] { return Array(text.utf8) }
    let letter = try #require(key.utf8.last)
    if key.hasPrefix("alt-") { return [0x1B, letter] }
    try #require(key.hasPrefix("ctrl-"), "there is no key `\(key)`")
    return [letter & 0x1F]
  }
}
