/// The bounds of what a table may hold; crossing one is a diagnostic, never a trap.
package enum TableLimits {
  /// The longest record in bytes: a quote that is never closed must not swallow a whole file.
  package static let recordBytes = 16 << 20
  /// The rejected rows that are described one by one; all of them are counted.
  package static let describedRejections = 1000
  /// The rejected rows whose readable cells are kept, to tell what the others could change.
  package static let openRejections = 1000
  /// The rejected rows of each kind that are described even after that.
  package static let describedOfEachKind = 20
  /// The most columns: as many as a spreadsheet has.
  package static let columns = 16_384
  /// The longest text of a cell that a message shows, in characters.
  package static let shownCharacters = 60
  /// The bytes of a rejected cell that are kept.
  package static let keptBytes = 4096
  /// The longest part of a line that is kept as the excerpt of a diagnostic, in bytes.
  package static let excerptBytes = 240
}
