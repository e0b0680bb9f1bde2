import Diagnostics

/// A token that is no trivia, with what the parser asks of it.
struct Lexeme {
  var kind: TokenKind
  var range: SourceRange
  /// What a word is.
  private var meaning = WordMeaning()
  /// The operator that this is, in whatever case it is written.
  private(set) var binaryOperator: BinaryOperator?
  /// `true` iff a line end precedes it since the last lexeme.
  var startsLine: Bool
  /// `true` iff every clause ends before it.
  private(set) var endsClause = false

  /// The text of a word, or the empty text.
  var word: String { meaning.text }

  /// `true` iff this is a word that is never a name.
  var isReserved: Bool { meaning.isReserved }

  /// The declaration that this word starts.
  var declaration: DeclarationWord? { meaning.declaration }

  /// Returns the lexemes of `tokens`; invalid bytes have been reported and are passed over.
  static func lexemes(of tokens: [Token], in source: SourceText) -> [Lexeme] {
    var lexemes: [Lexeme] = []
    lexemes.reserveCapacity(tokens.count)
    var words = WordMeanings()
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
      lexeme.read(source, &words)
      lexemes.append(lexeme)
      startsLine = false
    }
    return lexemes
  }

  /// Notes what the parser asks again and again.
  private mutating func read(_ source: SourceText, _ words: inout WordMeanings) {
    switch kind {
    case .symbol(let symbol):
      binaryOperator = BinaryOperator(symbol)
      endsClause = symbol == .rightBrace || symbol == .semicolon
    case .word:
      meaning = words.meaning(of: range, in: source)
      binaryOperator = meaning.binaryOperator
    case .endOfFile: endsClause = true
    case .space, .lineEnd, .comment, .text, .number, .date, .time, .invalid: break
    }
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
