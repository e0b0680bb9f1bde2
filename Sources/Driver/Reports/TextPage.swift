import Diagnostics

/// A report as it grows: headed sections of paragraphs and tables within the style's width.
struct TextPage {
  private static let indent = 2

  let style: TextStyle
  private(set) var text = ""

  init(style: TextStyle) { self.style = style }

  /// Starts a section, after an empty line.
  mutating func heading(_ title: String, remark: String? = nil) {
    if !text.isEmpty { text += "\n" }
    let full = title + (remark.map { ": " + $0 } ?? "")
    for line in Alignment.wrapped(full, to: style.width) { text += style.bold(line) + "\n" }
  }

  /// Writes a paragraph whose further lines stand `hanging` columns further in.
  mutating func paragraph(
    _ content: String, indent: Int = TextPage.indent, hanging: Int = 2, isRemark: Bool = false
  ) {
    let width = max(1, style.width - indent)
    let lines = Alignment.wrapped(content, to: max(1, width - hanging), first: width)
    for (number, line) in lines.enumerated() {
      let spaces = String(repeating: " ", count: indent + (number == 0 ? 0 : hanging))
      text += isRemark ? style.dim(spaces + line) + "\n" : spaces + line + "\n"
    }
  }

  mutating func table(_ table: TextTable) {
    let lines = table.lines(width: style.width, indent: TextPage.indent)
    for line in lines.header { self.line(line, isRemark: true) }
    for line in lines.rows.joined() { self.line(line) }
  }

  /// Writes a line that fits already.
  mutating func line(_ content: String, isRemark: Bool = false) {
    text += (isRemark ? style.dim(content) : content) + "\n"
  }
}
