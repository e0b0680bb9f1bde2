import Testing
import kamc

/// Where an entry stands on the screen.
@Suite struct LineLayoutTests {
  private func layout(_ text: String, cursor: Int? = nil, columns: Int, height: Int = 24)
    -> LineLayout
  {
    var buffer = EditBuffer()
    buffer.set(text, cursor: cursor)
    return LineLayout(prompt: "> ", buffer, columns: columns, height: height)
  }

  @Test(arguments: [
    ("abc", 10, ["> abc"], 0, 5), ("abcdefgh", 10, ["> abcdefgh", ""], 1, 0),
    ("abcdefghij", 10, ["> abcdefgh", "ij"], 1, 2), ("ab\ncd", 10, ["> ab", ". cd"], 1, 4),
    ("汐見橋梁x", 10, ["> 汐見橋梁", "x"], 1, 1), ("a汐見橋梁", 10, ["> a汐見橋", "梁"], 1, 2),
    ("e\u{301}x", 10, ["> e\u{301}x"], 0, 4), ("a\u{1B}\tb", 10, ["> a␛ b"], 0, 6),
    ("a\u{202E}b", 10, ["> a\u{FFFD}b"], 0, 5), ("", 1, ["> ", ""], 1, 0),
  ])
  func wraps(text: String, columns: Int, rows: [String], row: Int, column: Int) {
    let layout = layout(text, columns: columns)
    #expect(layout.rows == rows)
    #expect(layout.cursorRow == row && layout.cursorColumn == column)
  }

  @Test func cursorBeforeAWideCharacterGoesWithIt() {
    let layout = layout("a汐見橋梁", cursor: 4, columns: 10)
    #expect(layout.cursorRow == 1 && layout.cursorColumn == 0)
  }

  @Test func cursorAtTheEndOfAFullLine() {
    let layout = layout("abcdefgh\nx", cursor: 8, columns: 10)
    #expect(layout.rows == ["> abcdefgh", "", ". x"])
    #expect(layout.cursorRow == 1 && layout.cursorColumn == 0)
  }

  @Test func tallEntriesAreShownAroundTheCursor() {
    let text = (0..<40).map { "line \($0)" }.joined(separator: "\n")
    let bottom = layout(text, columns: 40, height: 10)
    #expect(bottom.rows.count == 10 && bottom.rows.last == ". line 39" && bottom.cursorRow == 9)
    let top = layout(text, cursor: 0, columns: 40, height: 10)
    #expect(top.rows.first == "> line 0" && top.cursorRow == 0)
    let middle = layout(text, cursor: 150, columns: 40, height: 10)
    #expect(middle.rows.count == 10 && (0..<10).contains(middle.cursorRow))
  }

  @Test func paintsOverWhatWasThere() {
    var painter = LinePainter()
    #expect(
      painter.paint(layout("abcdefghij", columns: 10)) == "\r\u{1B}[J> abcdefgh\r\nij\r\u{1B}[2C")
    #expect(painter.paint(layout("a", columns: 10)) == "\r\u{1B}[1A\u{1B}[J> a\r\u{1B}[3C")
    #expect(painter.leave() == "\r\n")
    #expect(painter.leave().isEmpty)
  }

  /// A row of 10 columns takes two of 6, so that the cursor is a row lower than it was.
  @Test func goesUpFurtherInANarrowerWindow() {
    var painter = LinePainter()
    _ = painter.paint(layout("abcdefghij", columns: 10))
    painter.resize(to: 6)
    #expect(painter.paint(layout("", columns: 6)).hasPrefix("\r\u{1B}[2A\u{1B}[J"))
  }
}
