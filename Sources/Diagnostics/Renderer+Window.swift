/// One line of source with a mark under part of it.
struct SourceWindow {
  /// What is drawn under the marked text.
  struct Mark {
    var sign: Character
    var color: Ink.Color
    var label: String?
  }

  /// The columns of a terminal that a window may fill, gutter included; labels may pass it.
  private static let width = 80

  /// Distance of the tab stops.
  private static let tabColumns = 4

  private let place: Place
  private let mark: Mark

  init(_ place: Place, _ mark: Mark) {
    self.place = place
    self.mark = mark
  }

  /// Returns the lines of the window, for line numbers of up to `gutter` digits.
  func render(gutter: Int, _ ink: Ink) -> String {
    let margin = String(repeating: " ", count: gutter)
    let address = "\(Printable.escaped(place.file)):\(place.line):\(place.column)"
    let header = margin + ink.paint("-->", .gutter) + " \(address)\n"
    let label = label
    guard let excerpt = place.excerpt, !excerpt.isEmpty else {
      return header + (label.isEmpty ? "" : margin + ink.paint(" = ", .gutter) + "\(label)\n")
    }
    let (source, start, length) = cut(excerpt, to: SourceWindow.width - gutter - 3)
    let number = String(place.line)
    let indent = String(repeating: " ", count: gutter - number.count)
    let marks = String(repeating: mark.sign, count: length)
    let sourceLine =
      ink.paint("\(indent)\(number) |", .gutter) + (source.isEmpty ? "" : " \(source)")
    let markLine =
      ink.paint("\(margin) |", .gutter) + " " + String(repeating: " ", count: start)
      + ink.paint(label.isEmpty ? marks : "\(marks) \(label)", mark.color)
    return header + "\(sourceLine)\n\(markLine)\n"
  }

  /// The label, and how far a mark goes whose end is on a later line.
  private var label: String {
    let end = place.endLine > place.line ? "to line \(place.endLine)" : nil
    return [end, mark.label.map { Printable.escaped($0) }].compactMap { $0 }
      .joined(separator: ": ")
  }

  /// Returns what is shown of the line, and the columns of the mark in it.
  private func cut(_ excerpt: String, to room: Int) -> (text: String, start: Int, length: Int) {
    let line = DisplayLine(excerpt, tabColumns: SourceWindow.tabColumns)
    let first = max(0, min(place.column - place.excerptColumn, line.pieces.count))
    let lastColumn =
      place.endLine > place.line ? line.pieces.count : place.endColumn - place.excerptColumn
    let last = max(first, min(lastColumn, line.pieces.count))
    let start = line.starts[first]
    let end = max(start + 1, line.starts[last])
    guard line.width > room else { return (line.pieces.joined(), start, end - start) }
    // The mark stands in the middle, or starts at the left if it is too long for that.
    let spare = max(8, room - (end - start))
    let from = max(0, min(start - spare / 2, max(line.width, end) - room))
    let text = line.text(from: from, columns: room)
    return (text, start - from, min(end - from, room) - (start - from))
  }
}

/// A line as a terminal shows it.
private struct DisplayLine {
  /// What is shown for each scalar.
  private(set) var pieces: [String] = []
  /// The column of each piece, from 0, and one more for the end.
  private(set) var starts: [Int] = []
  private(set) var width = 0

  init(_ text: String, tabColumns: Int) {
    for scalar in text.unicodeScalars {
      let shown =
        scalar == "\t"
        ? String(repeating: " ", count: tabColumns - width % tabColumns)
        : Printable.aligned(String(scalar))
      pieces.append(shown)
      starts.append(width)
      width += DisplayWidth.columns(of: shown)
    }
    starts.append(width)
  }

  /// Returns the part of the line in `columns` columns from the column `from`, with an ellipsis
  /// where something is left out.
  func text(from: Int, columns: Int) -> String {
    let low = from == 0 ? 0 : from + 1
    let high = from + columns >= width ? width : from + columns - 1
    let kept = pieces.indices.filter { starts[$0] >= low && starts[$0 + 1] <= high }
    // A wide character that the edge cuts in two leaves a gap.
    let gap = kept.first.map { String(repeating: " ", count: starts[$0] - low) } ?? ""
    return (from == 0 ? "" : "…") + gap + kept.map { pieces[$0] }.joined()
      + (high == width ? "" : "…")
  }
}
