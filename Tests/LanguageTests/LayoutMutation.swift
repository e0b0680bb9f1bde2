import Diagnostics
import Language
import TestSupport

/// Changes the layout of an agreement without changing what it says or what its author chose.
struct LayoutMutation {
  private let source: SourceText
  private let tokens: [Token]
  private var random: SplitMix64
  private let addsComments: Bool
  private var result = ""
  private var openBrackets = 0
  /// `true` iff the declaration that is being written may have remarks on lines of their own.
  private var isFinding = false
  /// `true` iff it is a review, of which a clause may go on with `unless`.
  private var isReview = false
  private(set) var comments = 0

  /// Returns `text`, which has its canonical layout, in another one.
  static func layout(_ text: String, seed: UInt64) -> String {
    mutated(text, seed: seed, addsComments: false)
  }

  /// Returns `text`, which has its canonical layout, in another one and with more comments.
  static func comments(_ text: String, seed: UInt64) -> String {
    mutated(text, seed: seed, addsComments: true)
  }

  private static func mutated(_ text: String, seed: UInt64, addsComments: Bool) -> String {
    var mutation = LayoutMutation(text, seed: seed, addsComments: addsComments)
    mutation.run()
    return mutation.result
  }

  private init(_ text: String, seed: UInt64, addsComments: Bool) {
    source = Sample.source(text)
    tokens = Lexer.lex(source).tokens
    random = SplitMix64(seed: seed)
    self.addsComments = addsComments
  }

  private mutating func run() {
    var previous: Token?
    var gap: [Token] = []
    for token in tokens {
      switch token.kind {
      case .space, .lineEnd, .comment: gap.append(token)
      default:
        write(gap, between: previous, token)
        result += source.text(of: token.range)
        count(token, startsLine: gap.contains { $0.kind == .lineEnd })
        previous = token
        gap = []
      }
    }
  }

  private mutating func count(_ token: Token, startsLine: Bool) {
    let text = source.text(of: token.range)
    switch token.kind {
    case .word where startsLine && startsDeclaration.contains(text):
      isFinding = ["require", "warn"].contains(text)
      isReview = text == "review"
    case .symbol(.leftParenthesis), .symbol(.leftBracket): openBrackets += 1
    case .symbol(.rightParenthesis), .symbol(.rightBracket): openBrackets -= 1
    default: break
    }
  }

  /// Writes what stands between two tokens in another way.
  private mutating func write(_ gap: [Token], between previous: Token?, _ next: Token) {
    if gap.contains(where: { $0.kind == .comment }) { return rewrite(gap) }
    let lineEnds = gap.count { $0.kind == .lineEnd }
    let goesOn = lineEnds == 1 && previous.map(asksForMore) ?? false
    let mayBreak = goesOn || previous.map { breaks(between: $0, next) } ?? false
    if mayBreak {
      writeInside(isApart: !gap.isEmpty)
    } else if lineEnds > 1 {
      for _ in 0..<(2 + random.below(3)) { writeLineEnd() }
      result += spaces(0)
    } else if lineEnds == 1 {
      writeEnd(between: previous, next)
    } else {
      result += spaces(gap.isEmpty ? 0 : 1)
    }
  }

  private mutating func rewrite(_ gap: [Token]) {
    for token in gap {
      switch token.kind {
      case .lineEnd: writeLineEnd()
      case .comment: result += source.text(of: token.range)
      default: result += spaces(1)
      }
    }
  }

  /// Writes what stands inside a clause, where lines may break.
  private mutating func writeInside(isApart: Bool) {
    if addsComments, random.below(8) == 0 {
      result += " # inside \(random.below(1000))"
      writeLineEnd()
      if random.below(3) == 0 {
        result += "  # alone \(random.below(1000))\t "
        writeLineEnd()
      }
      result += spaces(0)
      return
    }
    if random.below(4) == 0 { writeLineEnd() }
    result += spaces(isApart ? 1 : 0)
  }

  /// Writes the end of a clause, or what stands next to a brace.
  private mutating func writeEnd(between previous: Token?, _ next: Token) {
    let standsAlone = previous.map { $0.kind != .symbol(.leftBrace) } ?? false
    if addsComments, standsAlone, random.below(6) == 0 { result += " # behind" }
    let isPlain = standsAlone && next.kind != .endOfFile && !addsComments
    if isPlain, next.kind != .symbol(.rightBrace), random.below(6) == 0 {
      result += "; "
      return
    }
    if isPlain, random.below(8) == 0 { result += ";" }
    writeLineEnd()
    if addsComments, random.below(6) == 0 {
      result += "   # above \(random.below(1000))"
      writeLineEnd()
    }
    result += spaces(0)
  }

  private mutating func writeLineEnd() {
    result += spaces(0) + random.pick(["\n", "\n", "\r\n", "\r"])
    // A lone carriage return before a line feed would be one line end.
    if result.utf8.last == UInt8(ascii: "\r") { result += " " }
  }

  /// Returns at least so many blanks; no-break spaces only where a blank has to stand.
  private mutating func spaces(_ least: Int) -> String {
    if random.below(3) > 0 { return String(repeating: " ", count: least) }
    let kinds = least == 0 ? [" ", "\t"] : [" ", "\t", "\u{A0}"]
    return (0..<(least + random.below(4))).map { _ in random.pick(kinds) }.joined()
  }

  /// `true` iff a line may end between two tokens of one clause.
  private func breaks(between previous: Token, _ next: Token) -> Bool {
    if next.kind == .word, startsDeclaration.contains(source.text(of: next.range)) { return false }
    if next.kind == .endOfFile || previous.kind == .symbol(.leftBrace) { return false }
    if openBrackets > 0 { return true }
    let before = source.text(of: previous.range)
    let after = source.text(of: next.range)
    if asksForMore(previous) { return true }
    let isRemark = isFinding && ["question", "do"].contains(after)
    if isRemark, !["that", "when"].contains(before) { return true }
    return next.kind == .word && (["and", "or"].contains(after) || isReview && after == "unless")
  }

  private func asksForMore(_ token: Token) -> Bool {
    token.kind != .text && asking.contains(source.text(of: token.range))
  }

  private let asking: Set<String> = [
    "and", "or", "not", "in", "is", "else", "+", "-", "*", "/", "=", "!=", "<", "<=", ">", ">=",
    ",", ":", ".",
  ]

  private let startsDeclaration: Set<String> = [
    "agreement", "accounts", "table", "let", "score", "criterion", "tier", "exclude", "reject",
    "limit", "override", "show", "require", "warn", "sponsor", "calendar", "review", "agenda",
    "test", "expect",
  ]
}
