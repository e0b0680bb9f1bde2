import Diagnostics

/// Rows of cells in aligned columns; a cell that is too long continues on further lines.
struct TextTable {
  struct Column {
    var side: Alignment.Side
    /// `true` iff the column gives way first where the table is too wide.
    var isFlexible = false

    static let left = Column(side: .left)
    static let right = Column(side: .right)
    static let flexible = Column(side: .left, isFlexible: true)
  }

  private static let gap = 2
  /// What a flexible column keeps as long as others can give way.
  private static let leastFlexible = 14

  private let columns: [Column]
  /// What the columns are called; of a long name only its longest word counts for the width.
  private let header: [String]
  private var rows: [[String]] = []

  init(_ columns: [Column], header: [String] = []) {
    self.columns = columns
    self.header = header
  }

  mutating func append(_ cells: [String]) { rows.append(cells) }

  /// Returns the lines of the header and of each row, of at most `width` columns, without spaces at
  /// their ends.
  func lines(width: Int, indent: Int) -> (header: [String], rows: [[String]]) {
    let widths = self.widths(width - indent)
    return (headerLines(widths, indent), rows.map { lines(of: $0, widths, indent) })
  }

  /// The header stands on the rows: what is shorter starts lower.
  private func headerLines(_ widths: [Int], _ indent: Int) -> [String] {
    let cells = zip(header, widths).map { Alignment.wrapped($0, to: max(1, $1)) }
    let height = cells.map(\.count).max() ?? 0
    let sunk = cells.map { Array(repeating: "", count: height - $0.count) + $0 }
    return joined(sunk, widths, indent)
  }

  private func lines(of row: [String], _ widths: [Int], _ indent: Int) -> [String] {
    joined(zip(row, widths).map { Alignment.wrapped($0, to: max(1, $1)) }, widths, indent)
  }

  private func joined(_ cells: [[String]], _ widths: [Int], _ indent: Int) -> [String] {
    let height = cells.map(\.count).max() ?? 0
    return (0..<height).map { number in
      var line = String(repeating: " ", count: indent)
      for (index, cell) in cells.enumerated() {
        if index > 0, widths[index] > 0 {
          line += String(repeating: " ", count: TextTable.gap)
        }
        let text = number < cell.count ? cell[number] : ""
        line += Alignment.padded(text, to: widths[index], columns[index].side)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  private func needed(_ column: Int) -> Int {
    let words = header.isEmpty ? [] : header[column].split(separator: " ").map(String.init)
    return (words + rows.map { $0[column] }).map { DisplayWidth.columns(of: $0) }.max() ?? 0
  }

  /// The columns' widths: what their cells need, less what is too much, taken from the widest.
  private func widths(_ width: Int) -> [Int] {
    var widths = columns.indices.map { min(width, needed($0)) }
    let gaps = TextTable.gap * max(0, widths.count { $0 > 0 } - 1)
    var excess = widths.reduce(gaps, +) - width
    while excess > 0 {
      let flexible = columns.indices.filter {
        columns[$0].isFlexible && widths[$0] > TextTable.leastFlexible
      }
      let candidates = flexible.isEmpty ? Array(columns.indices) : flexible
      guard let widest = candidates.max(by: { widths[$0] < widths[$1] }), widths[widest] > 1 else {
        break
      }
      widths[widest] -= 1
      excess -= 1
    }
    return widths
  }
}
