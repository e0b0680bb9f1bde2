import Diagnostics

/// Cuts a text into tokens, over bytes.
///
/// INVARIANT: the tokens' ranges tile the text, whatever its bytes are: each step of the main loop
/// emits one token that starts where the last one ended and is not empty.
package struct Lexer {
  let source: SourceText
  let bytes: [UInt8]
  private(set) var tokens: [Token] = []
  private(set) var mistakes: [Mistake] = []
  /// Where bytes are that the parser does not see as they were meant.
  private(set) var troubled: [Int] = []
  private(set) var offset = 0
  private var encodingIsReported = false
  private var controlIsReported = false

  /// Returns the tokens of `source`, which tile it and end with `endOfFile`, and its mistakes.
  package static func lex(
    _ source: SourceText
  ) -> (tokens: [Token], diagnostics: [Diagnostic]) {
    let lexer = scan(source)
    return (lexer.tokens, Mistake.diagnostics(for: lexer.mistakes, in: source))
  }

  /// Returns the lexer that has read all of `source`.
  static func scan(_ source: SourceText) -> Lexer {
    var lexer = Lexer(source)
    if source.bytes.count > Limits.sourceBytes {
      lexer.rejectAll(.tooLarge)
    } else if source.bytes.starts(with: [0xFF, 0xFE]) || source.bytes.starts(with: [0xFE, 0xFF]) {
      lexer.rejectAll(.utf16)
    }
    while lexer.offset < lexer.bytes.count { lexer.scanToken() }
    lexer.tokens.append(
      Token(kind: .endOfFile, range: SourceRange(start: lexer.offset, end: lexer.offset)))
    return lexer
  }

  private init(_ source: SourceText) {
    self.source = source
    bytes = source.bytes
  }

  /// Makes one invalid token of the whole text.
  private mutating func rejectAll(_ problem: FileProblem) {
    report(.file(problem), from: 0, to: min(bytes.count, 1))
    emit(.invalid, to: bytes.count)
  }

  // MARK: Steps

  /// Ends the token that starts at `offset` before `end`.
  mutating func emit(_ kind: TokenKind, to end: Int) {
    if kind == .invalid { troubled.append(offset) }
    tokens.append(Token(kind: kind, range: SourceRange(start: offset, end: end)))
    offset = end
  }

  /// Notes that the parser will stumble over the token that starts at `start`.
  mutating func noteTrouble(at start: Int) { troubled.append(start) }

  /// Records a mistake at the bytes from `start` to `end`.
  mutating func report(_ problem: LexicalProblem, from start: Int, to end: Int) {
    mistakes.append(Mistake(.lexical(problem), SourceRange(start: start, end: end)))
  }

  /// Records, once for a file, that it is not UTF-8.
  mutating func reportEncoding(at start: Int) {
    troubled.append(start)
    if encodingIsReported { return }
    encodingIsReported = true
    report(.file(.notUTF8(bytes[start])), from: start, to: start + 1)
  }

  /// Records, once for a file, that it holds control characters.
  mutating func reportControl(at start: Int) {
    troubled.append(start)
    if controlIsReported { return }
    controlIsReported = true
    report(.file(.controlCharacter(bytes[start])), from: start, to: start + 1)
  }

  /// Returns the byte at `index`, or nil beyond the text.
  func byte(at index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }

  /// Returns the end of the run of bytes from `start` that satisfy `predicate`.
  func end(from start: Int, while predicate: (UInt8) -> Bool) -> Int {
    var index = start
    while index < bytes.count, predicate(bytes[index]) { index += 1 }
    return index
  }

  // MARK: Tokens

  /// Scans the token at `offset`.
  private mutating func scanToken() {
    let byte = bytes[offset]
    switch byte {
    case _ where byte.isBlank: emit(.space, to: end(from: offset, while: \.isBlank))
    case _ where byte.isLineEnd: scanLineEnd()
    case _ where byte.isDigit: scanFigure()
    case UInt8(ascii: "_"),
      _ where byte.isLetter:
      emit(.word, to: wordEnd(from: offset))
    case UInt8(ascii: "#"): scanComment()
    case UInt8(ascii: "\""): scanText()
    case 0x80...: scanBeyondASCII()
    default: scanSign()
    }
  }

  /// Scans a line end.
  ///
  /// line-end = "LF" | "CR" "LF" | "CR" ;
  private mutating func scanLineEnd() {
    let isPair =
      bytes[offset] == UInt8(ascii: "\r") && byte(at: offset + 1) == UInt8(ascii: "\n")
    emit(.lineEnd, to: offset + (isPair ? 2 : 1))
  }

  /// Returns the end of the word that starts at `start`.
  ///
  /// word = ( letter | "_" ) { letter | digit | "_" } ;
  func wordEnd(from start: Int) -> Int {
    var index = start
    while index < bytes.count {
      if bytes[index].isWordByte {
        index += 1
      } else if bytes[index] >= 0x80, let scalar = DecodedScalar(bytes, at: index),
        scalar.isWordPart
      {
        index += scalar.length
      } else {
        break
      }
    }
    return index
  }

  /// Scans a comment, which ends before its line end.
  ///
  /// comment = "#" { character } ;
  mutating func scanComment() {
    let end = end(from: offset) { !$0.isLineEnd }
    inspectCharacters(from: offset, to: end)
    emit(.comment, to: end)
  }

  /// Reports bytes that cannot stand in a comment or a text.
  mutating func inspectCharacters(from start: Int, to end: Int) {
    var index = start
    while index < end {
      if bytes[index].isControl { return reportControl(at: index) }
      guard bytes[index] >= 0x80 else {
        index += 1
        continue
      }
      guard let scalar = DecodedScalar(bytes, at: index) else { return reportEncoding(at: index) }
      index += scalar.length
    }
  }
}
