/// Writes records of CSV into a buffer of bytes.
///
/// A text cell that a spreadsheet would run as a formula gets a leading `'`; figures are written by
/// `verbatim(_:)` and left alone, so that a negative number stays a number.
package struct CSVWriter: Sendable {
  /// The records that are written so far.
  package private(set) var bytes: [UInt8] = []
  /// The number of text cells that got a leading `'`.
  package private(set) var neutralizedCells = 0
  private let separator: UInt8
  private var recordStart = 0
  private var cells = 0

  package init(separator: UInt8 = UInt8(ascii: ",")) { self.separator = separator }

  /// Writes a text cell, in quotes where it needs them.
  package mutating func text(_ text: String) {
    var text = text
    let slice = text.withUTF8 { unsafe Array($0)[...] }
    self.text(slice)
  }

  /// Writes a text cell from its UTF-8.
  package mutating func text(_ text: ArraySlice<UInt8>) {
    beginCell()
    let isFormula = CSVWriter.startsFormula(text)
    if isFormula { neutralizedCells += 1 }
    guard needsQuotes(text) else {
      if isFormula { bytes.append(UInt8(ascii: "'")) }
      bytes.append(contentsOf: text)
      return
    }
    let quote = UInt8(ascii: "\"")
    bytes.append(quote)
    if isFormula { bytes.append(UInt8(ascii: "'")) }
    for byte in text {
      if byte == quote { bytes.append(quote) }
      bytes.append(byte)
    }
    bytes.append(quote)
  }

  /// Writes an empty cell.
  package mutating func empty() { beginCell() }

  /// Writes a cell that needs no quotes and is no text: a figure, a date, a code, or nothing.
  ///
  /// - Requires: `cell` holds neither the separator nor a quote nor a line end.
  package mutating func verbatim(_ cell: String) {
    beginCell()
    bytes.append(contentsOf: cell.utf8)
  }

  /// Writes a decimal exactly, or nothing for nil.
  package mutating func number(_ scaled: Int128?) {
    beginCell()
    if let scaled { DecimalText.append(scaled, to: &bytes) }
  }

  /// Ends the record with a line feed.
  package mutating func endRecord() {
    // A record of one empty cell would otherwise be an empty line, which readers pass over.
    if bytes.count == recordStart { bytes.append(contentsOf: "\"\"".utf8) }
    bytes.append(UInt8(ascii: "\n"))
    recordStart = bytes.count
    cells = 0
  }

  private mutating func beginCell() {
    if cells > 0 { bytes.append(separator) }
    cells += 1
  }

  private func needsQuotes(_ text: ArraySlice<UInt8>) -> Bool {
    for byte in text where byte < 0x30 || byte == separator {
      switch byte {
      case separator, UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r"): return true
      default: continue
      }
    }
    return false
  }

  /// `true` iff a spreadsheet may take `text` for a formula: it starts with `=`, `+`, `-` or `@`,
  /// also in their full-width forms, or with a tab or a carriage return.
  private static func startsFormula(_ text: ArraySlice<UInt8>) -> Bool {
    switch text.first {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"),
      UInt8(ascii: "\t"), UInt8(ascii: "\r"):
      true
    case 0xEF: ["＝", "＋", "－", "＠"].contains { text.starts(with: $0.utf8) }
    default: false
    }
  }
}
