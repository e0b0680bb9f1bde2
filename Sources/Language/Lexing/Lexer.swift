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
  /// `true` iff the file is none of this language's, so that nothing else is worth saying about it.
  private(set) var isRejected = false

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
    if let (problem, offset) = FileProblem.of(source.bytes) {
      lexer.report(.file(problem), from: offset, to: offset + 1)
      lexer.rejectRest()
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

  /// Makes one invalid token of the rest of the text, and forgets what else was wrong with it.
  mutating func rejectRest() {
    isRejected = true
    mistakes = mistakes.filter { if case .lexical(.file) = $0.problem { true } else { false } }
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
    mistakes.append(
      Mistake(
        .lexical(problem), SourceRange(start: start, end: end), isUnderstood: problem.isUnderstood))
  }

  /// Records, once for a file, that it is not UTF-8.
  mutating func reportEncoding(at start: Int) {
    troubled.append(start)
    if encodingIsReported { return }
    encodingIsReported = true
    report(.file(.notUTF8(bytes[start])), from: start, to: start + 1)
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
      scanWord()
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

  /// Scans a word; the code of a currency beside a number is none, unless it starts a clause.
  mutating func scanWord() {
    let end = wordEnd(from: offset)
    if isCurrency(to: end), !startsClause, takeCurrency(end - offset) { return }
    if self.end(from: offset, while: \.isWordByte) < end {
      inspectWord(String(decoding: bytes[offset..<end], as: UTF8.self))
    }
    emit(.word, to: end)
  }

  /// `true` iff the bytes to `end` are the code of a currency.
  private func isCurrency(to end: Int) -> Bool {
    // PERF: most words have another length, or start otherwise than in capitals.
    guard end - offset == 3, bytes[offset] < UInt8(ascii: "a") else { return false }
    return Currencies.isCode(String(decoding: bytes[offset..<end], as: UTF8.self))
  }

  /// Reports letters of the word here that nobody sees or that only look like those around them.
  private mutating func inspectWord(_ text: String) {
    inspectCharacters(from: offset, to: offset + text.utf8.count)
    if let stranger = LookAlike.stranger(in: text) {
      let start = offset + stranger.offset
      report(.word(.mixed(stranger, word: text)), from: start, to: start + stranger.length)
    }
  }

  /// Returns the end of the word that starts at `start`; invisible characters do not end it.
  ///
  /// word = ( letter | "_" ) { letter | digit | "_" } ;
  func wordEnd(from start: Int) -> Int {
    var index = start
    while index < bytes.count {
      if bytes[index].isWordByte || index > start && bytes[index].isControl {
        index += 1
      } else if bytes[index] >= 0x80, let scalar = DecodedScalar(bytes, at: index),
        scalar.isWordPart || index > start && scalar.value.isInvisible
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

  /// Reports what cannot stand anywhere, not even in a comment or a text.
  mutating func inspectCharacters(from start: Int, to end: Int) {
    var index = start
    while index < end {
      guard bytes[index] >= 0x80 || bytes[index].isControl else {
        index += 1
        continue
      }
      guard let scalar = DecodedScalar(bytes, at: index) else { return reportEncoding(at: index) }
      if scalar.value.isInvisible, !scalar.value.joinsLetters {
        report(.word(.invisible(scalar.value)), from: index, to: index + scalar.length)
      }
      index += scalar.length
    }
  }
}
