import Diagnostics
import Language
import Tables

/// An agreement and cells as somebody would have them, beside what the files say.
struct WhatIfState: Sendable {
  /// A cell that has another value than the file's.
  struct Cell: Hashable, Sendable {
    /// The table's name; nil for the accounts.
    var table: String?
    var field: String
    var key: String
    /// As it was typed.
    var value: String
    /// Where the key probably stands.
    var row: Int?
  }

  var agreement: EditableAgreement
  /// In the order in which they were typed; a later one counts.
  var cells: [Cell] = []
  /// The lines that led here.
  var lines: [String] = []
}

/// What a line brought about.
package struct WhatIfReply: Sendable {
  package var text = ""
  package var diagnostics: [Diagnostic] = []
  /// A file to be written, and what is in it.
  package var file: (path: String, bytes: [UInt8])?
  /// `true` iff the session ends.
  package var isEnd = false
}
