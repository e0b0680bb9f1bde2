import Diagnostics

/// What stands after the end of a clause, and figures that a comma cuts in two.
extension Parser {
  /// Reports what stands after the end of a clause.
  mutating func reportTrailing() {
    if current.kind == .symbol(.comma), lexeme(after: 1).startsLine, !isRecovering {
      let problem = Misuse.misplaced("no comma is needed at the end of a line", remedy: "delete it")
      reportLightly(.misuse(problem), at: current.range)
      advance()
      clauseEnd = position
    } else if isAtClosingBracket {
      report(.strayBracket(source.text(of: current.range)), at: current.range)
    } else if !reportComma() {
      report(
        .trailing(found: description(of: current), remedy: remedyForTrailing), at: current.range)
    }
  }

  /// `true` iff a bracket stands here that no open one waits for.
  var isAtClosingBracket: Bool {
    current.kind == .symbol(.rightParenthesis) || current.kind == .symbol(.rightBracket)
  }

  /// Reports a comma that stands in a figure for its point or between its thousands, or a space
  /// between thousands; `false` if there is none.
  mutating func reportComma() -> Bool {
    guard let first = previous, first.kind == .number else { return false }
    var index = position
    var groups = [source.text(of: first.range)]
    let hasComma = current.kind == .symbol(.comma)
    while index < lexemes.count, !lexemes[index].startsLine {
      if hasComma {
        guard lexemes[index].kind == .symbol(.comma), touches(index), touches(index + 1) else {
          break
        }
        index += 1
      }
      guard lexemes[index].kind == .number else { break }
      groups.append(source.text(of: lexemes[index].range))
      index += 1
    }
    guard groups.count > 1, let problem = NumberProblem.cut(groups, byComma: hasComma) else {
      return false
    }
    let range = first.range.joined(with: lexemes[index - 1].range)
    forgetMistakes(at: range)
    report(.lexical(.number(problem)), at: range)
    return true
  }

  /// `true` iff nothing separates the lexeme at `index` from the one before it.
  private func touches(_ index: Int) -> Bool {
    index < lexemes.count && lexemes[index].range.start == lexemes[index - 1].range.end
  }

  /// What to write instead of the current lexeme, which follows a complete clause.
  private var remedyForTrailing: String? {
    if current.kind == .symbol(.comma) {
      return "commas stand only inside lists; start a new line for a new clause"
    }
    if current.kind == .symbol(.leftBrace) {
      return "delete the block, or start its declaration on a new line"
    }
    if previous?.word.lowercased() == "top", current.kind == .number {
      return Parser.remedyForTop
    }
    guard current.kind == .word else { return nil }
    if let remedy = Parser.remedies[current.word.lowercased()] { return remedy }
    let words = [
      "and", "or", "when", "otherwise", "else", "is", "in", "by", "where", "within", "until",
      "unless", "zone", "per", "each", "ascending", "descending",
    ]
    if let meant = suggestion(for: current.word, among: words) { return "did you mean `\(meant)`?" }
    if form == .show { return "write a comma between the figures that are shown" }
    guard let previous, previous.isFreeWord, current.isFreeWord else { return nil }
    let text = source.text(of: previous.range.joined(with: current.range))
    return "write a text of several words between quotes, `\"\(text)\"`, and a name as one word, "
      + "`\(previous.word)_\(current.word)`"
  }

  /// What to write for `top 10`.
  static let remedyForTop =
    "write `rank(revenue) <= 10` for the ten largest, "
    + "`share_through(revenue) <= 20%` for those that hold a part"

  /// What to write for words of other notations that follow a complete clause.
  private static let remedies = [
    "if": "write `when` for a condition",
    "unless": "write `when not` and the condition",
    "then": "write the value first: `10 when revenue >= 5M`",
    "contains": "compare whole texts with `=` or `in [ … ]`",
    "like": "compare whole texts with `=` or `in [ … ]`",
    "matches": "compare whole texts with `=` or `in [ … ]`",
    "starts": "compare whole texts with `=` or `in [ … ]`",
    "plus": "write `+`",
    "minus": "write `-`, with a space on each side",
    "times": "write `*`",
  ]
}

extension NumberProblem {
  /// Returns the problem of a figure that commas or spaces cut into `groups`; nil if the groups make
  /// no figure.
  fileprivate static func cut(_ groups: [String], byComma: Bool) -> NumberProblem? {
    let text = groups.joined(separator: byComma ? "," : " ")
    let digits = groups.map { $0.prefix(while: \.isNumber) }
    let written = groups[groups.count - 1].drop { $0.isNumber || $0 == "." }
    let suffix = Suffix.meant(by: written.filter { $0 != " " }) ?? ""
    let fraction = groups[groups.count - 1].drop(while: \.isNumber).prefix {
      $0.isNumber || $0 == "."
    }
    let areThousands =
      digits.dropFirst().allSatisfy { $0.count == 3 } && digits[0].count <= 3
      && groups.dropLast().allSatisfy { $0.allSatisfy(\.isNumber) }
    if areThousands {
      let meant = digits.joined(separator: "_") + fraction + suffix
      return .misspelt(text, meant: meant, .grouping)
    }
    guard byComma, groups.count == 2, fraction.isEmpty, groups[0].allSatisfy(\.isNumber) else {
      return nil
    }
    return .misspelt(text, meant: "\(digits[0]).\(digits[1])\(suffix)", .decimalComma)
  }
}
