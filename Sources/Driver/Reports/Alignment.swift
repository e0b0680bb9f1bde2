import Diagnostics

/// Texts brought to a width in columns of a terminal.
enum Alignment {
  enum Side { case left, right }

  /// Returns `text` with spaces to make it `width` columns wide, on the side away from `side`.
  static func padded(_ text: String, to width: Int, _ side: Side) -> String {
    let spaces = String(repeating: " ", count: max(0, width - DisplayWidth.columns(of: text)))
    return side == .left ? text + spaces : spaces + text
  }

  /// Returns `text` as lines of at most `width` columns, the first of at most `first`, broken at
  /// spaces, and inside a word only where that alone is too long; nothing is cut off.
  static func wrapped(_ text: String, to width: Int, first: Int? = nil) -> [String] {
    guard DisplayWidth.columns(of: text) > first ?? width else { return [text] }
    var lines: [String] = []
    var line = ""
    var columns = 0
    for word in text.split(separator: " ").flatMap({ broken(String($0), to: width) }) {
      let length = DisplayWidth.columns(of: word)
      if columns > 0, columns + 1 + length > (lines.isEmpty ? first ?? width : width) {
        lines.append(line)
        (line, columns) = ("", 0)
      }
      line += columns > 0 ? " " + word : word
      columns += columns > 0 ? length + 1 : length
    }
    return columns > 0 || lines.isEmpty ? lines + [line] : lines
  }

  /// Returns the parts of a word that fit into `width` columns each.
  private static func broken(_ word: String, to width: Int) -> [String] {
    guard DisplayWidth.columns(of: word) > width else { return [word] }
    var parts: [String] = []
    var part = ""
    var columns = 0
    for character in word {
      let length = DisplayWidth.columns(of: String(character))
      if columns > 0, columns + length > width {
        parts.append(part)
        (part, columns) = ("", 0)
      }
      part.append(character)
      columns += length
    }
    return parts + [part]
  }
}
