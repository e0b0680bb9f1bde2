import Diagnostics
import Driver

/// Candidates below each other in columns, as a terminal lists them.
package enum CandidateList {
  /// How many are listed, and of how many characters each.
  private static let most = 60
  private static let longest = 60

  /// Returns lines of at most `width` columns; candidates are texts that nobody has looked at.
  package static func text(_ completion: Completion, width: Int) -> String {
    let shown = completion.candidates.prefix(most).map { Printable.escaped($0, limit: longest) }
    let widths = shown.map(DisplayWidth.columns)
    let column = (widths.max() ?? 0) + 2
    let perLine = max(1, (width - 2) / column)
    let lines = (shown.count + perLine - 1) / perLine
    var text = ""
    for line in 0..<lines {
      var row = ""
      // Down the columns, as people look for a name.
      for index in stride(from: line, to: shown.count, by: lines) {
        row += "  " + shown[index]
        if index + lines < shown.count {
          row += String(repeating: " ", count: column - 2 - widths[index])
        }
      }
      text += row + "\n"
    }
    let more = completion.count - shown.count
    return more > 0 ? text + "  and \(more) more\n" : text
  }
}
