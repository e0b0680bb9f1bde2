import Diagnostics

/// The rows of a terminal that an entry takes, wrapped at its width, and where its cursor stands.
package struct LineLayout: Hashable, Sendable {
  private static let furtherPrompt = ". "

  package private(set) var rows: [String] = []
  /// The columns that each row takes.
  package private(set) var widths: [Int] = []
  package private(set) var cursorRow = 0
  package private(set) var cursorColumn = 0
  private let columns: Int

  /// Lays out an entry; of one that takes more than `height` rows, those around the cursor.
  package init(_ editor: LineEditor, columns: Int, height: Int) {
    self.init(prompt: editor.prompt, editor.buffer, columns: columns, height: height)
  }

  package init(prompt: String, _ buffer: EditBuffer, columns: Int, height: Int) {
    // A wide character takes two.
    self.columns = max(2, columns)
    beginRow()
    for character in prompt { put(character) }
    for (index, character) in buffer.characters.enumerated() {
      if index == buffer.cursor { placeCursor(before: character) }
      if character == "\n" {
        beginRow()
        for sign in LineLayout.furtherPrompt { put(sign) }
      } else {
        put(character)
      }
    }
    if buffer.cursor == buffer.characters.count { placeCursor(before: nil) }
    show(most: max(1, height))
  }

  private mutating func beginRow() {
    rows.append("")
    widths.append(0)
  }

  private mutating func put(_ character: Character) {
    let shown = LineLayout.shown(character)
    let width = DisplayWidth.columns(of: shown)
    if widths[rows.count - 1] + width > columns { beginRow() }
    rows[rows.count - 1] += shown
    widths[rows.count - 1] += width
  }

  /// A character as it can be shown: none moves the cursor.
  private static func shown(_ character: Character) -> String {
    Printable.aligned(String(character))
  }

  private mutating func placeCursor(before next: Character?) {
    let width = next.map { $0 == "\n" ? 1 : DisplayWidth.columns(of: LineLayout.shown($0)) } ?? 1
    if widths[rows.count - 1] + width > columns { beginRow() }
    (cursorRow, cursorColumn) = (rows.count - 1, widths[rows.count - 1])
  }

  /// Leaves out what the window has no room for.
  private mutating func show(most: Int) {
    guard rows.count > most else { return }
    let top = max(0, min(cursorRow - most / 2, rows.count - most))
    rows = Array(rows[top..<top + most])
    widths = Array(widths[top..<top + most])
    cursorRow -= top
  }
}

/// Writes layouts to a terminal, each over the one before.
package struct LinePainter: Sendable {
  /// What stands on the screen now.
  private var last: LineLayout?

  package init() {}

  /// Returns what draws `next` in place of what was drawn last.
  package mutating func paint(_ next: LineLayout) -> String {
    var text = erase()
    text += next.rows.joined(separator: "\r\n")
    text += LinePainter.up(next.rows.count - 1 - next.cursorRow) + "\r"
    if next.cursorColumn > 0 { text += "\u{1B}[\(next.cursorColumn)C" }
    last = next
    return text
  }

  /// Returns what goes below the last drawing, which then stays as it is.
  package mutating func leave() -> String {
    guard let last else { return "" }
    self.last = nil
    return LinePainter.down(last.rows.count - 1 - last.cursorRow) + "\r\n"
  }

  /// Forgets the last drawing, since the screen was cleared.
  package mutating func forget() { last = nil }

  /// Takes note that the window has become as wide as `columns`.
  ///
  /// Terminals break rows that have become too wide; what was drawn then takes more rows.
  package mutating func resize(to columns: Int) {
    guard let last else { return }
    self.last = last.broken(at: max(1, columns))
  }

  private func erase() -> String {
    guard let last else { return "\r\u{1B}[J" }
    return "\r\(LinePainter.up(last.cursorRow))\u{1B}[J"
  }

  private static func up(_ rows: Int) -> String { rows > 0 ? "\u{1B}[\(rows)A" : "" }
  private static func down(_ rows: Int) -> String { rows > 0 ? "\u{1B}[\(rows)B" : "" }
}

extension LineLayout {
  /// The same rows where a terminal of `columns` has broken those that are wider.
  fileprivate func broken(at columns: Int) -> LineLayout {
    var result = self
    result.rows = []
    result.widths = []
    for (index, row) in rows.enumerated() {
      let pieces = max(1, (widths[index] + columns - 1) / columns)
      if index == cursorRow {
        result.cursorRow = result.rows.count + min(cursorColumn / columns, pieces - 1)
        result.cursorColumn = cursorColumn % columns
      }
      result.rows += [row] + Array(repeating: "", count: pieces - 1)
      result.widths += Array(repeating: columns, count: pieces)
    }
    return result
  }
}
