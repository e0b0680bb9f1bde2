/// What one column of a file holds.
package struct ColumnProfile: Sendable {
  /// The header, trimmed.
  package let header: String
  /// The column's number, from 1.
  package let number: Int
  /// Cells that hold something other than a mark.
  package private(set) var filled = 0
  package private(set) var blank = 0
  /// The marks of `BlankMark` that whole cells hold, with the number of cells.
  package private(set) var marks: [String: Int] = [:]
  /// The different texts with the number of cells, or nil where there are more than a few.
  package private(set) var values: [String: Int]? = [:]
  /// The first text.
  package private(set) var example: String?
  /// Cells of several digits that start with a zero, such as `007`.
  package private(set) var leadingZeros = 0
  /// Cells that hold something other than digits.
  package private(set) var nonDigits = 0
  package private(set) var points = FigureTally(decimalComma: false)
  package private(set) var commas = FigureTally(decimalComma: true)
  package private(set) var truths = Trial(.truth)
  package private(set) var dates = DateTally()
  /// The different texts among the first cells.
  private var sample: Set<UInt64> = []
  private var sampled = 0

  /// More different values than this are no list to choose from.
  package static let mostValues = 24
  /// A longer text, in bytes, is no value to choose.
  private static let longestValue = 160
  private static let sampleSize = 4096

  init(header: String, number: Int) {
    self.header = header
    self.number = number
  }

  /// The part of the first cells that hold a text which no cell before them held, in percent.
  package var distinctness: Int { sampled == 0 ? 0 : sample.count * 100 / sampled }

  /// The figures as the table's decimal sign makes them.
  package func figures(decimalComma: Bool) -> FigureTally { decimalComma ? commas : points }

  mutating func takeBlank() { blank += 1 }

  /// Takes the trimmed text of a cell.
  mutating func take(_ cell: ArraySlice<UInt8>, line: Int) {
    if let mark = BlankMark.spelling(of: cell) {
      marks[mark, default: 0] += 1
      return
    }
    filled += 1
    if example == nil { example = String(decoding: cell.prefix(240), as: UTF8.self) }
    takeValue(cell)
    let digits = cell.prefix(while: \.isDigit)
    if digits.count < cell.count { nonDigits += 1 }
    if digits.count > 1, digits.first == UInt8(ascii: "0") { leadingZeros += 1 }
    points.take(cell, line: line)
    commas.take(cell, line: line)
    dates.take(cell, line: line)
    if !truths.isHopeless { truths.take(cell, line: line) }
  }

  private mutating func countValue(_ cell: ArraySlice<UInt8>) {
    if values == nil { return }
    guard cell.count <= ColumnProfile.longestValue else {
      values = nil
      return
    }
    let text = String(decoding: cell, as: UTF8.self)
    // Accents are stored in two ways, which look the same and are two values: no list names both.
    if let known = values?.index(forKey: text).flatMap({ values?[$0].key }),
      !known.utf8.elementsEqual(cell)
    {
      values = nil
      return
    }
    values?[text, default: 0] += 1
    if let count = values?.count, count > ColumnProfile.mostValues { values = nil }
  }

  private mutating func takeValue(_ cell: ArraySlice<UInt8>) {
    countValue(cell)
    guard sampled < ColumnProfile.sampleSize else { return }
    sampled += 1
    sample.insert(CellHash.of(cell))
  }
}

/// A whole cell that often stands for a blank.
package enum BlankMark {
  /// Marks that hardly mean anything else.
  package static let clear: Set<String> = [
    "NULL", "null", "Null", "(null)", "\\N", "N/A", "n/a", "#N/A", "#n/a", "N.A.", "n.a.", "-",
    "--",
    "---", "–", "—", "?", "??", "(blank)",
  ]

  /// Marks that are also words or codes: they count where the other cells are no texts.
  package static let possible: Set<String> = [
    "NA", "na", "None", "none", "NONE", "nil", "NaN", "nan", "k.A.", "unknown", "Unknown", "tbd",
    "TBD", "TBC", "tbc", "missing", "blank",
  ]

  private static let longest = 9

  /// Returns `cell` as a mark if it is one.
  static func spelling(of cell: ArraySlice<UInt8>) -> String? {
    guard cell.count <= longest, let first = cell.first, !first.isDigit else { return nil }
    let text = String(decoding: cell, as: UTF8.self)
    return clear.contains(text) || possible.contains(text) ? text : nil
  }
}

/// A number for a text that is the same in every run.
enum CellHash {
  /// FNV-1a, its bits mixed once more.
  static func of(_ cell: ArraySlice<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in cell { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    hash ^= hash >> 32
    return hash &* 0x9E37_79B9_7F4A_7C15
  }
}
