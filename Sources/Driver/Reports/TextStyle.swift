/// How a text report looks.
package struct TextStyle: Hashable, Sendable {
  /// `true` iff headings are bold and remarks dim; nothing is said by colour alone.
  package var useColor: Bool
  /// The columns of a line.
  package var width: Int

  package init(useColor: Bool = false, width: Int = 80) {
    self.useColor = useColor
    self.width = width
  }

  func bold(_ text: String) -> String { useColor ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

  func dim(_ text: String) -> String { useColor ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
}
