/// Where something is in a file, resolved so that it outlives the file's text.
package struct Place: Hashable, Sendable {
  /// The file's name as the user wrote it.
  package var file: String
  /// 1-based; columns count Unicode scalars, and `endColumn` is exclusive.
  package var line: Int
  package var column: Int
  package var endLine: Int
  package var endColumn: Int
  /// The text of `line`, or of a part of it that starts at `excerptColumn`; nil where there is none
  /// to show.
  package var excerpt: String?
  package var excerptColumn: Int

  package init(
    file: String, line: Int, column: Int, endLine: Int, endColumn: Int, excerpt: String?,
    excerptColumn: Int = 1
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.endLine = endLine
    self.endColumn = endColumn
    self.excerpt = excerpt
    self.excerptColumn = excerptColumn
  }
}

extension Place: Comparable {
  package static func < (left: Place, right: Place) -> Bool {
    (left.file, left.line, left.column, left.endLine, left.endColumn)
      < (right.file, right.line, right.column, right.endLine, right.endColumn)
  }
}
