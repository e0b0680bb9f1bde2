import Diagnostics

/// What was entered before, the oldest first.
package struct LineHistory: Hashable, Sendable {
  /// How many entries are kept, and of how many bytes each.
  package static let mostEntries = 1000
  package static let longestEntry = 16 << 10

  package private(set) var entries: [String] = []

  package init(_ entries: some Sequence<String> = []) {
    for entry in entries { add(entry) }
  }

  /// Adds what was entered, unless it is blank, too long, or the same as the last.
  @discardableResult
  package mutating func add(_ entry: String) -> Bool {
    guard !entry.allSatisfy(\.isWhitespace), entry != entries.last,
      entry.utf8.count <= LineHistory.longestEntry
    else { return false }
    entries.append(entry)
    if entries.count > LineHistory.mostEntries { entries.removeFirst() }
    return true
  }

  // MARK: As a file

  /// The entries as lines; line ends in them, and what nobody sees, are written as escapes.
  package var fileText: String { entries.map { LineHistory.line($0) + "\n" }.joined() }

  /// Reads lines, whoever wrote them.
  package init(fileText: String) {
    self.init(fileText.split(separator: "\n").map(LineHistory.entry))
  }

  private static func line(_ entry: String) -> String {
    var line = ""
    for scalar in entry.unicodeScalars {
      switch scalar {
      case "\\": line += "\\\\"
      case "\n": line += "\\n"
      case _ where Printable.isInvisible(scalar): line += Printable.escaped(String(scalar))
      default: line.unicodeScalars.append(scalar)
      }
    }
    return line
  }

  private static func entry(_ line: Substring) -> String {
    var entry = String.UnicodeScalarView()
    var rest = line.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "\\", let sign = rest.popFirst() else {
        entry.append(scalar)
        continue
      }
      switch sign {
      case "n": entry.append("\n")
      case "r": entry.append("\r")
      case "t": entry.append("\t")
      case "u":
        let digits = rest.dropFirst().prefix { $0 != "}" }
        rest = rest.dropFirst(digits.count + 2)
        let scalar = UInt32(String(digits), radix: 16).flatMap(Unicode.Scalar.init)
        entry.append(scalar ?? "\u{FFFD}")
      default: entry.append(sign)
      }
    }
    return String(entry)
  }
}

/// Goes through the entries of a history; what was typed, and what was changed on the way, stays.
package struct HistoryWalk: Hashable, Sendable {
  /// The entries, and last what was being typed.
  private var texts: [String]
  private var place: Int
  private let entries: [String]

  package init(_ history: LineHistory) { self.init(history.entries) }

  private init(_ entries: [String]) {
    self.entries = entries
    texts = entries + [""]
    place = entries.count
  }

  /// The walk as it began.
  package var fresh: HistoryWalk { HistoryWalk(entries) }

  /// Returns the text a step older or newer than `text`, which is the present one.
  package mutating func step(_ step: Int, from text: String) -> String? {
    guard texts.indices.contains(place + step) else { return nil }
    texts[place] = text
    place += step
    return texts[place]
  }

  /// Where a search starts: at the present text.
  package var start: Int { place }

  /// Returns the nearest text with `query` in it, at `place` or beyond in the direction of `step`.
  package func match(_ query: String, from place: Int, step: Int) -> (place: Int, text: String)? {
    var place = place
    while texts.indices.contains(place) {
      if texts[place].contains(query) { return (place, texts[place]) }
      place += step
    }
    return nil
  }

  /// Makes the text at `place` the present one.
  package mutating func go(to place: Int, from text: String) {
    texts[self.place] = text
    self.place = place
  }
}
