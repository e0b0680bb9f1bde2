import Diagnostics

/// A token that is no trivia, with what the parser asks of it.
struct Lexeme {
  var kind: TokenKind
  var range: SourceRange
  /// The text of a word, or the empty text.
  private(set) var word = ""
  /// `true` iff this is a word that is never a name.
  private(set) var isReserved = false
  /// The operator that this is, in whatever case it is written.
  private(set) var binaryOperator: BinaryOperator?
  /// `true` iff a line end precedes it since the last lexeme.
  var startsLine: Bool

  /// Returns the lexemes of `tokens`; invalid bytes have been reported and are passed over.
  static func lexemes(of tokens: [Token], in source: SourceText) -> [Lexeme] {
    var lexemes: [Lexeme] = []
    var startsLine = true
    for token in tokens {
      switch token.kind {
      case .space, .comment, .invalid: continue
      case .lineEnd:
        startsLine = true
        continue
      case .word, .text, .number, .date, .time, .symbol, .endOfFile: break
      }
      var lexeme = Lexeme(kind: token.kind, range: token.range, startsLine: startsLine)
      lexeme.read(source)
      lexemes.append(lexeme)
      startsLine = false
    }
    return lexemes
  }

  /// Notes what the parser asks again and again.
  private mutating func read(_ source: SourceText) {
    switch kind {
    case .symbol(let symbol): binaryOperator = BinaryOperator(symbol)
    case .word:
      word = Lexeme.meaning(of: source.text(of: range))
      // Longer words are no operators.
      let length = word.utf8.count
      if length <= 9 { isReserved = ReservedWord.all.contains(word) }
      if length <= 3, word.utf8.allSatisfy(\.isLetter) {
        binaryOperator = BinaryOperator(rawValue: word.lowercased())
      }
    case .space, .lineEnd, .comment, .text, .number, .date, .time, .invalid, .endOfFile: break
    }
  }

  /// Returns the word that `text` is or, where it has been reported, means.
  private static func meaning(of text: String) -> String {
    guard text.utf8.contains(where: { !$0.isWordByte }) else { return text }
    if let sign = ForeignSign.all.first(where: { $0.spelling == text }) { return sign.meant }
    let visible = text.unicodeScalars.filter { !$0.isInvisible }
    let word = String(String.UnicodeScalarView(visible))
    return LookAlike.stranger(in: word) == nil ? word : LookAlike.latin(word)
  }

  /// `true` iff this is a word that may name something.
  var isFreeWord: Bool { kind == .word && !isReserved }

  /// `true` iff this is two figures with a minus between them and no spaces.
  func isCramped(in source: SourceText) -> Bool {
    do throws(DateProblem) {
      _ = try DateLiteral(source.bytes[range.offsets])
      return false
    } catch {
      return if case .crampedMinus = error { true } else { false }
    }
  }

  /// `true` iff this compares what stands on its sides.
  var isComparator: Bool {
    binaryOperator?.isComparison == true || word == "is" || word == "in"
  }

  /// `true` iff this may stand where a name may be quoted.
  var isName: Bool { isFreeWord || kind == .text }

  /// `true` iff a line may break after this, because it asks for more.
  var asksForMore: Bool {
    (kind != .word || isReserved) && kind.asksForMore(spelt: word)
  }
}

extension TokenKind {
  /// `true` iff a line may break after a token of this kind, because it asks for more; `word` is the
  /// text of a word.
  func asksForMore(spelt word: String) -> Bool {
    switch self {
    case .word: ReservedWord.operators.contains(word)
    case .symbol(let symbol):
      switch symbol {
      case .comma, .colon, .dot, .slash, .star, .plus, .minus, .equal, .notEqual, .less,
        .lessOrEqual, .greater, .greaterOrEqual:
        true
      case .leftBrace, .rightBrace, .leftParenthesis, .rightParenthesis, .leftBracket,
        .rightBracket, .semicolon:
        false
      }
    case .space, .lineEnd, .comment, .text, .number, .date, .time, .invalid, .endOfFile: false
    }
  }
}
