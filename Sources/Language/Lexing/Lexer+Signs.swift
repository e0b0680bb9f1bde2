/// A sign that other notations use for something that is written differently here.
struct ForeignSign {
  var spelling: String
  /// What stands in its place.
  var meant: String

  init(_ spelling: String, _ meant: String) {
    self.spelling = spelling
    self.meant = meant
  }

  /// Longer spellings first.
  static let all = [
    ForeignSign("===", "="), ForeignSign("!==", "!="), ForeignSign("==", "="),
    ForeignSign("<>", "!="), ForeignSign("=>", ">="), ForeignSign("=<", "<="),
    ForeignSign("=/=", "!="), ForeignSign("&&", "and"), ForeignSign("||", "or"),
    ForeignSign("≥", ">="), ForeignSign("≤", "<="), ForeignSign("≠", "!="),
    ForeignSign("×", "*"), ForeignSign("·", "*"), ForeignSign("÷", "/"), ForeignSign("−", "-"),
    ForeignSign("–", "-"), ForeignSign("—", "-"), ForeignSign("&", "and"), ForeignSign("|", "or"),
    ForeignSign("∧", "and"), ForeignSign("∨", "or"), ForeignSign("¬", "not"),
    ForeignSign("!", "not"),
  ]

  var symbol: Symbol? { Symbol(rawValue: meant) }
}

extension Lexer {
  /// Scans a sign, a foreign one, or bytes that belong to nothing.
  mutating func scanSign() {
    // PERF: nearly all signs are plain, and need not be held against spellings.
    if let (symbol, length) = plainSign { return emit(.symbol(symbol), to: offset + length) }
    let comments = ["//", "/*"] + (startsLine ? ["--"] : [])
    if let sign = comments.first(where: { starts(with: $0) }) {
      report(.sign(.foreignComment(sign)), from: offset, to: offset + 2)
      return scanComment()
    }
    if bytes[offset] == UInt8(ascii: "."), let next = byte(at: offset + 1), next.isDigit {
      return scanFigure()
    }
    if bytes[offset] == UInt8(ascii: "$"), takeCurrency(1) { return }
    if bytes[offset] == UInt8(ascii: "'"), takeForeignText(closedBy: ["'"]) { return }
    if starts(with: "`"), !starts(with: "``"), takeForeignText(closedBy: ["`", "'"]) { return }
    if starts(with: "!="), !starts(with: "!==") { return emit(.symbol(.notEqual), to: offset + 2) }
    if takeForeignSign() { return }
    for length in [2, 1] where offset + length <= bytes.count {
      let spelling = String(decoding: bytes[offset..<(offset + length)], as: UTF8.self)
      guard let symbol = Symbol(rawValue: spelling) else { continue }
      return emit(.symbol(symbol), to: offset + length)
    }
    scanInvalid()
  }

  /// The sign here with its length, if it can be the start of nothing else.
  private var plainSign: (Symbol, length: Int)? {
    let next = byte(at: offset + 1)
    let isLonger = next == UInt8(ascii: "=") || next == UInt8(ascii: ">")
    switch bytes[offset] {
    case UInt8(ascii: "{"): return (.leftBrace, 1)
    case UInt8(ascii: "}"): return (.rightBrace, 1)
    case UInt8(ascii: "("): return (.leftParenthesis, 1)
    case UInt8(ascii: ")"): return (.rightParenthesis, 1)
    case UInt8(ascii: ","): return (.comma, 1)
    case UInt8(ascii: ";"): return (.semicolon, 1)
    case UInt8(ascii: ":"): return (.colon, 1)
    case UInt8(ascii: "*"): return (.star, 1)
    case UInt8(ascii: "+"): return (.plus, 1)
    case UInt8(ascii: "-"): return next == UInt8(ascii: "-") ? nil : (.minus, 1)
    case UInt8(ascii: "="):
      let isPlain = next == UInt8(ascii: " ") || next?.isWordByte == true
      return isPlain ? (.equal, 1) : nil
    case UInt8(ascii: ">"):
      return next == UInt8(ascii: "=") ? (.greaterOrEqual, 2) : (.greater, 1)
    case UInt8(ascii: "<"): return isLonger ? nil : (.less, 1)
    default: return nil
    }
  }

  /// Scans what starts with a byte beyond ASCII: a word, a no-break space, or something foreign.
  mutating func scanBeyondASCII() {
    guard let scalar = DecodedScalar(bytes, at: offset) else {
      reportEncoding(at: offset)
      return rejectRest()
    }
    if scalar.isWordPart { return scanWord() }
    if scalar.value.properties.generalCategory == .spaceSeparator || scalar.value.isInvisible {
      let isByteOrderMark = scalar.value == "\u{FEFF}" && offset == 0
      if !isByteOrderMark { inspectCharacters(from: offset, to: offset + scalar.length) }
      return emit(.space, to: offset + scalar.length)
    }
    switch scalar.value {
    case "“", "”", "„", "‟", "«", "»":
      if takeForeignText(closedBy: ["”", "“", "»", "«", "\""]) { return }
    case "‘", "’", "‚": if takeForeignText(closedBy: ["’", "‘", "'"]) { return }
    case "€", "£", "¥": if takeCurrency(scalar.length) { return }
    default: if takeForeignSign() { return }
    }
    report(.sign(.unexpected(String(scalar.value))), from: offset, to: offset + scalar.length)
    emit(.invalid, to: offset + scalar.length)
  }

  /// Passes over the sign or code of a currency beside a number, which is reported.
  mutating func takeCurrency(_ length: Int) -> Bool {
    let end = offset + length
    let next = self.end(from: end, while: \.isBlank)
    guard byte(at: next)?.isDigit == true || followsNumber else { return false }
    let text = String(decoding: bytes[offset..<end], as: UTF8.self)
    report(.sign(.currency(text)), from: offset, to: end)
    emit(.space, to: end)
    return true
  }

  /// `true` iff nothing but spaces stands before the token here on its line.
  private var startsLine: Bool {
    let last = tokens.last { $0.kind != .space }
    return last == nil || last?.kind == .lineEnd
  }

  /// `true` iff the token here is the first of its clause.
  var startsClause: Bool {
    switch tokens.last(where: { $0.kind != .space })?.kind {
    case nil, .lineEnd, .comment, .symbol(.semicolon), .symbol(.leftBrace): true
    case .word, .text, .number, .date, .time, .symbol, .space, .invalid, .endOfFile: false
    }
  }

  private var followsNumber: Bool { tokens.last { $0.kind != .space }?.kind == .number }

  /// Takes a sign of another notation as the one it means, which is reported.
  private mutating func takeForeignSign() -> Bool {
    guard let sign = ForeignSign.all.first(where: { starts(with: $0.spelling) }) else {
      return false
    }
    let end = offset + sign.spelling.utf8.count
    report(.sign(.foreign(sign.spelling, meant: sign.meant)), from: offset, to: end)
    emit(sign.symbol.map { .symbol($0) } ?? .word, to: end)
    return true
  }

  /// Makes one invalid token of the same byte repeated.
  private mutating func scanInvalid() {
    let first = bytes[offset]
    let end = end(from: offset) { $0 == first }
    if first.isControl {
      report(.word(.invisible(Unicode.Scalar(first))), from: offset, to: end)
      return emit(.space, to: end)
    }
    report(.sign(.unexpected(String(Unicode.Scalar(first)))), from: offset, to: end)
    emit(.invalid, to: end)
  }

  /// `true` iff the text goes on with `spelling` at `offset`.
  func starts(with spelling: String) -> Bool { bytes[offset...].starts(with: spelling.utf8) }
}
