/// Shows diagnostics to people: each with its place in the source, and a closing count.
///
/// ```
/// error[K0204]: unknown column `revnue`
///   --> criteria.kam:12:8
/// 12 |   when revnue > 250_000
///    |        ^^^^^^ `accounts` has no such column
/// help: did you mean `revenue`?
/// ```
package enum DiagnosticRenderer {
  /// Returns the text for `diagnostics` in their order, or nothing if there are none.
  package static func render(_ diagnostics: [Diagnostic], useColor: Bool) -> String {
    guard !diagnostics.isEmpty else { return "" }
    let ink = Ink(useColor: useColor)
    let sizes = Dictionary(
      diagnostics.compactMap { item in key(item).map { ($0, 1 + item.unlisted) } },
      uniquingKeysWith: +)
    var seen: [SeriesKey: Int] = [:]
    var text = ""
    for diagnostic in diagnostics {
      guard let key = key(diagnostic) else {
        text += block(diagnostic, ink) + "\n"
        continue
      }
      let number = seen[key, default: 0] + 1
      let size = sizes[key, default: 0]
      seen[key] = number
      guard number <= key.shown else { continue }
      text += block(diagnostic, ink)
      if number == min(key.shown, size - diagnostic.unlisted), size > number {
        text += ending(key, size - number, ink)
      }
      text += "\n"
    }
    return text + summary(diagnostics) + "\n"
  }

  // MARK: Series

  /// What makes diagnostics repetitions of each other.
  private struct SeriesKey: Hashable {
    var code: DiagnosticCode
    var file: String
    /// nil for diagnostics that have nothing in common but code and file.
    var series: String?

    /// How many are shown before the rest is counted: of a column that is wrong throughout, enough
    /// to see what is wrong; of mistakes in a text, more than anybody mends before running again.
    var shown: Int { series == nil ? 10 : 3 }
  }

  private static func key(_ diagnostic: Diagnostic) -> SeriesKey? {
    diagnostic.place.map {
      SeriesKey(code: diagnostic.code, file: $0.file, series: diagnostic.series)
    }
  }

  private static func ending(_ key: SeriesKey, _ rest: Int, _ ink: Ink) -> String {
    ink.paint(
      "... and \(grouped(rest)) more of \(key.code.rawValue) in "
        + Printable.escaped(key.series ?? key.file), .gutter)
      + "\n"
  }

  /// Returns the counts, such as `2 errors, 1 warning`.
  private static func summary(_ diagnostics: [Diagnostic]) -> String {
    [Severity.error, .warning, .note].compactMap { severity in
      let count = diagnostics.reduce(0) {
        $1.severity == severity ? $0 + 1 + $1.unlisted : $0
      }
      return count == 0 ? nil : "\(grouped(count)) \(severity.rawValue)\(count == 1 ? "" : "s")"
    }.joined(separator: ", ")
  }

  /// Returns a count with commas between thousands.
  private static func grouped(_ count: Int) -> String {
    let digits = String(count)
    return digits.indices.reduce("") { text, index in
      let rest = digits.distance(from: index, to: digits.endIndex)
      return text + (rest % 3 == 0 && !text.isEmpty ? "," : "") + String(digits[index])
    }
  }

  // MARK: One diagnostic

  private static func block(_ diagnostic: Diagnostic, _ ink: Ink) -> String {
    let color = Ink.Color(diagnostic.severity)
    var text =
      ink.paint("\(diagnostic.severity.rawValue)[\(diagnostic.code.rawValue)]", color)
      + ink.paint(": \(Printable.escaped(diagnostic.message))", .headline) + "\n"
    let places = [diagnostic.place].compactMap { $0 } + diagnostic.related.map(\.place)
    let gutter = places.reduce(1) { max($0, String($1.line).count) }
    if let place = diagnostic.place {
      let mark = SourceWindow.Mark(sign: "^", color: color, label: diagnostic.label)
      text += SourceWindow(place, mark).render(gutter: gutter, ink)
    }
    for related in diagnostic.related {
      let mark = SourceWindow.Mark(sign: "-", color: .gutter, label: related.message)
      text += SourceWindow(related.place, mark).render(gutter: gutter, ink)
    }
    if let help = diagnostic.help {
      text += ink.paint("help", .help) + ": \(Printable.escaped(help))\n"
    }
    return text
  }
}

/// Colours for a terminal, or none.
struct Ink {
  enum Color: String {
    case error = "1;31"
    case warning = "1;33"
    case note = "1;36"
    case headline = "1"
    case gutter = "34"
    case help = "32"

    init(_ severity: Severity) {
      self =
        switch severity {
        case .error: .error
        case .warning: .warning
        case .note: .note
        }
    }
  }

  var useColor: Bool

  func paint(_ text: String, _ color: Color) -> String {
    useColor && !text.isEmpty ? "\u{1B}[\(color.rawValue)m\(text)\u{1B}[0m" : text
  }
}
