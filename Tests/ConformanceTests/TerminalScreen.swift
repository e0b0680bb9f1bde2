import Diagnostics

/// What somebody sees at a terminal: takes what programs write, as terminals that break long rows
/// anew when their window changes.
struct TerminalScreen {
  /// A row; of a wide character the second cell is empty.
  private struct Row {
    var cells: [String] = []
    /// `true` iff the text goes on in the next row, since this one is full.
    var goesOn = false
  }

  private(set) var columns: Int
  private(set) var height: Int
  private var rows: [Row] = [Row()]
  private var row = 0
  private var column = 0
  /// Bytes of a character or a sequence that is not whole yet.
  private var waiting: [UInt8] = []
  /// How often it was to ring.
  private(set) var bells = 0
  /// What it does not understand.
  private(set) var unknown: [String] = []

  init(columns: Int, height: Int) {
    self.columns = columns
    self.height = height
  }

  /// The rows down to the last one with text or the cursor, which is shown as `‸`.
  var text: String {
    var lines: [String] = []
    for (index, line) in rows.enumerated() {
      var cells = line.cells
      if index == row {
        while cells.count < column { cells.append(" ") }
        cells.insert("‸", at: min(column, cells.count))
      }
      lines.append(String(cells.joined().reversed().drop { $0 == " " }.reversed()))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// `true` iff the cursor stands at the start of an empty row, as while a program works.
  var isAtStart: Bool { column == 0 && rows[row].cells.allSatisfy { $0 == " " } }

  mutating func take(_ bytes: some Sequence<UInt8>) {
    waiting += bytes
    while let length = wholeLength {
      let piece = Array(waiting[..<length])
      waiting.removeFirst(length)
      if piece[0] == 0x1B { obey(piece) } else { put(String(decoding: piece, as: UTF8.self)) }
    }
  }

  /// The length of the first character or sequence, nil where it is not whole.
  private var wholeLength: Int? {
    guard let first = waiting.first else { return nil }
    if first == 0x1B {
      guard waiting.count > 1 else { return nil }
      guard waiting[1] == UInt8(ascii: "[") else { return 2 }
      return waiting.dropFirst(2).firstIndex { (0x40...0x7E).contains($0) }.map { $0 + 1 }
    }
    let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    return waiting.count < length ? nil : length
  }

  // MARK: Characters

  private mutating func put(_ text: String) {
    switch text {
    case "\r": column = 0
    case "\n": goDown()
    case "\u{8}": column = max(0, column - 1)
    case "\u{7}": bells += 1
    default: write(text)
    }
  }

  private mutating func write(_ text: String) {
    let width = DisplayWidth.columns(of: text)
    if width == 0 {
      // What combines goes to the character before it.
      guard let last = rows[row].cells[..<column].lastIndex(where: { !$0.isEmpty }) else { return }
      rows[row].cells[last] += text
      return
    }
    if column + width > columns {
      rows[row].goesOn = true
      goDown()
      column = 0
    }
    while rows[row].cells.count < column + width { rows[row].cells.append(" ") }
    rows[row].cells[column] = text
    if width == 2 { rows[row].cells[column + 1] = "" }
    column += width
  }

  private mutating func goDown() {
    row += 1
    if row == rows.count { rows.append(Row()) }
    scroll()
  }

  private mutating func scroll() {
    while rows.count > height {
      rows.removeFirst()
      row = max(0, row - 1)
    }
  }

  // MARK: Sequences

  private mutating func obey(_ bytes: [UInt8]) {
    let sequence = String(decoding: bytes.dropFirst(), as: UTF8.self)
    let figures = sequence.dropFirst().dropLast()
    let count = max(1, Int(figures) ?? 1)
    switch sequence.last {
    case "A": row = max(0, row - count)
    case "B": row = min(rows.count - 1, row + count)
    case "C": column = min(columns - 1, column + count)
    case "D": column = max(0, column - count)
    case "H": (row, column) = (0, 0)
    case "J" where figures.isEmpty:
      rows.removeSubrange((row + 1)...)
      rows[row].cells.removeSubrange(min(column, rows[row].cells.count)...)
      rows[row].goesOn = false
    case "J": (rows, row) = ([Row()], 0)
    case "m", "h", "l": break
    default: unknown.append(sequence)
    }
  }

  // MARK: The window

  /// Takes another size; rows that are too wide are broken, and those that were are joined again.
  mutating func resize(columns: Int, height: Int) {
    var lines: [[String]] = []
    var place = (line: 0, cell: 0)
    var isNew = true
    for (index, line) in rows.enumerated() {
      if isNew { lines.append([]) }
      if index == row { place = (lines.count - 1, lines[lines.count - 1].count + column) }
      lines[lines.count - 1] += line.cells
      isNew = !line.goesOn
    }
    (self.columns, self.height) = (columns, height)
    rows = []
    for (index, line) in lines.enumerated() {
      let first = rows.count
      rows.append(Row())
      for cell in line {
        if rows[rows.count - 1].cells.count == columns {
          rows[rows.count - 1].goesOn = true
          rows.append(Row())
        }
        rows[rows.count - 1].cells.append(cell)
      }
      if index == place.line {
        row = min(first + place.cell / columns, rows.count - 1)
        column = place.cell - (row - first) * columns
      }
    }
    scroll()
  }
}
