/// A cell as a spreadsheet names it, such as `D18`.
package struct SheetCell: Hashable, Sendable, CustomStringConvertible {
  /// The row from 1, where the header stands in the first; a record that spans lines is one row.
  package var row: Int
  /// The column from 1.
  package var column: Int

  package init(row: Int, column: Int) {
    self.row = row
    self.column = column
  }

  package var description: String { SheetCell.letters(ofColumn: column) + String(row) }

  /// Returns the letters over a column: `A` for 1, `Z` for 26, `AA` for 27.
  ///
  /// - Requires: `column` is at least 1.
  package static func letters(ofColumn column: Int) -> String {
    var rest = column
    var letters = ""
    while rest > 0 {
      let digit = UInt8((rest - 1) % 26)
      letters = String(UnicodeScalar(UInt8(ascii: "A") + digit)) + letters
      rest = (rest - 1) / 26
    }
    return letters
  }
}
