import Diagnostics

/// What is written as the grammar wants, and reads otherwise to many people.
extension Checker {
  /// Warns of every number that could be meant as thousands.
  mutating func checkThousands() {
    for token in tree.tokens where token.kind == .number {
      guard let doubt = ThousandsDoubt(tree.source.text(of: token.range)) else { continue }
      report(.thousandsOrDecimals(doubt), at: token.range)
    }
  }
}

/// A number with three decimals, which looks like thousands where a point sets these apart.
package struct ThousandsDoubt: Hashable, Sendable {
  /// The number as it stands in the agreement: `1.250M`.
  package var text: String
  private var whole: Substring
  private var decimals: Substring
  private var suffix: Substring

  /// Finds the doubt in the text of a number, if there is one.
  ///
  /// Thousands have one to three digits before the point, of which the first is not 0. Nobody
  /// counts percents in thousands, so that `78.125%` is clear.
  init?(_ text: String) {
    // PERF: most numbers are whole.
    guard text.utf8.contains(UInt8(ascii: ".")) else { return nil }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, (1...3).contains(parts[0].utf8.count), parts[0].first != "0" else {
      return nil
    }
    self.text = text
    whole = parts[0]
    decimals = parts[1].prefix(while: \.isNumber)
    suffix = parts[1].dropFirst(decimals.utf8.count)
    guard decimals.utf8.count == 3, suffix != "%" else { return nil }
  }

  /// What the number means: `1.25M`.
  private var meaning: String {
    var shown = decimals
    while shown.last == "0" { shown.removeLast() }
    return whole + (shown.isEmpty ? "" : "." + shown) + suffix
  }

  package var message: String {
    let thousands = "\(whole)\(decimals)\(suffix)"
    guard meaning != text else {
      return "`\(text)` has decimals here, and many people read it as \(thousands)"
    }
    return "`\(text)` means \(meaning) here, and many people read it as \(thousands)"
  }

  /// Both ways to say it clearly; one more 0 makes three decimals four.
  package var help: String {
    let decimal = meaning == text ? "\(whole).\(decimals)0\(suffix)" : meaning
    return "write `\(whole)_\(decimals)\(suffix)` for thousands, or `\(decimal)`"
  }
}
