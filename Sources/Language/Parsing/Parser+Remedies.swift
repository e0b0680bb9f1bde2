import Diagnostics

/// What to write where a figure, a condition or a brace is missing.
extension Parser {
  /// What an expression here would be.
  var missingExpression: String {
    switch previous?.word {
    case "when", "where", "that", "only", "unless", "and", "or", "not": return "a condition"
    default: break
    }
    if previous?.kind == .symbol(.leftBracket) { return "a value" }
    let isLabelled = previous?.kind == .text && [.tier, .exclude, .reject].contains(form)
    return isLabelled ? "a condition" : "a figure"
  }

  /// What to write where one fixed word or sign is missing: the line with it.
  func remedyForMissing(_ what: String) -> String? {
    let word = what.dropFirst().dropLast()
    guard what.hasPrefix("`"), !word.contains("`"), word != "{", let previous else { return nil }
    if isAtEnd {
      let header = textOfLine(from: clauseStart)
      let isCut =
        header.isEmpty || header.hasSuffix("…") || header.contains(" = ")
        || word.first?.isLetter != true
      return isCut ? nil : "write `\(header) \(word)\(word == "each" ? "" : " …")`"
    }
    let rest = textOfLine(from: position)
    guard !rest.isEmpty else { return nil }
    return "write `\(source.text(of: previous.range)) \(word) \(rest)`"
  }

  /// Returns the text of the line from the lexeme at `start`, cut where it is long.
  func textOfLine(from start: Int) -> String {
    guard start < lexemes.count - 1 else { return "" }
    var end = start
    while end < lexemes.count - 1, end == start || !lexemes[end].startsLine {
      let range = lexemes[start].range.joined(with: lexemes[end].range)
      if lexemes[end].kind == .symbol(.rightBrace) || lexemes[end].kind == .symbol(.leftBrace) {
        break
      }
      if lexemes[end].kind == .symbol(.semicolon) { break }
      if end > start, range.offsets.count > 50 {
        return text(from: start, to: end).map { $0 + " …" } ?? ""
      }
      end += 1
    }
    return text(from: start, to: end) ?? ""
  }

  /// What to write where an expression is missing.
  var remedyForMissingExpression: String? {
    if isAtEnd { return remedyForMissingEnd }
    if let remedy = Parser.remedies[current.word] { return remedy }
    switch current.kind {
    case .word: return remedyForMissingWord
    case .symbol(.leftBracket): return "lists of values stand only after `in`"
    case .symbol(.leftBrace): return "braces hold blocks; write `(` and `)` around a figure"
    case .symbol(let sign) where BinaryOperator(rawValue: sign.rawValue)?.isComparison == true:
      return remedyForMissingSide
    case .symbol(let sign) where sign == .semicolon || sign == .comma || sign == .colon:
      return "write the figure before the `\(sign.rawValue)`, or delete it"
    case .symbol, .number, .text, .date, .time, .space, .lineEnd, .comment, .invalid, .endOfFile:
      return remedyAfterSign
    }
  }

  private var remedyForMissingEnd: String? {
    guard let previous else { return nil }
    switch previous.word {
    case "else" where form == .aCase: return "write `otherwise`"
    case "measure": return "write it like `measure revenue`"
    case "times": return "write it like `replacing costs 5 times revenue`"
    case "when", "that": return "write a condition, such as `\(previous.word) revenue >= 1M`"
    case "least", "most": return "write a figure, such as `at \(previous.word) 0`"
    case "to" where form == .field: return "write the upper bound, such as `1 to 5`"
    default: break
    }
    if form == .tier, previous.kind == .text {
      return "write a condition behind the label, such as `when \"Large\" revenue >= 1M`"
    }
    if form == .table, previous.kind == .symbol(.equal) {
      return "write it like `value = price * quantity`"
    }
    return remedyAfterSign
  }

  /// What to write after an operator that nothing follows.
  private var remedyAfterSign: String? {
    if previous?.kind == .symbol(.comma) { return "write what follows the comma, or delete it" }
    guard let previous,
      BinaryOperator(rawValue: operatorText(previous)) != nil || isNegation(previous)
    else { return nil }
    let sign = operatorText(previous)
    guard sign != "=" || form != .letting else { return nil }
    return "write \(missingExpression) after `\(sign)`, or delete the `\(sign)`"
  }

  private func operatorText(_ lexeme: Lexeme) -> String {
    lexeme.kind == .word ? lexeme.word : source.text(of: lexeme.range)
  }

  private func isNegation(_ lexeme: Lexeme) -> Bool { lexeme.word == "not" }

  /// What to write where a comparison lacks its left side, as in `revenue > 1M and < 5M`.
  private var remedyForMissingSide: String? {
    guard let previous, previous.word == "and" || previous.word == "or", let lastCompared else {
      return "write a figure before `\(source.text(of: current.range))`"
    }
    let next = lexeme(after: 1)
    let rest = current.range.joined(with: next.startsLine ? current.range : next.range)
    return "repeat the figure: `\(source.text(of: lastCompared)) \(source.text(of: rest))`"
  }

  private var remedyForMissingWord: String? {
    switch current.word {
    case "if": return remedyForIf
    case "else", "otherwise": return remedyForLeadingOtherwise
    case "when": return remedyForLeadingWhen
    default: break
    }
    return current.isReserved
      ? "`\(current.word)` is a word of the language and no name; write a figure before it" : nil
  }

  /// What to write where words of the language stand in the place of a figure.
  private static let remedies = [
    "missing": "ask with `is`: `revenue is missing`",
    "present": "ask with `is`: `revenue is present`",
    "is": "write the figure first: `revenue is missing`",
    "in": "write the figure first: `country in [\"DE\", \"AT\"]`",
    "and": "write a condition on each side of `and`",
    "or": "write a condition on each side of `or`",
    "where": "`where` stands inside functions: `count(accounts where revenue > 0)`",
    "within": "`within` stands inside functions: `rank(revenue within country)`",
  ]

  // MARK: Cases that start with their condition

  /// What to write for `if revenue > 5M then 10`.
  private var remedyForIf: String {
    let example = "there is no `if`: write cases such as `10 when revenue >= 5M`"
    guard let then = indexOnLine(of: ["then"]) else { return example }
    let end = indexOnLine(of: ["else"], from: then) ?? endOfLine
    guard let condition = text(from: position + 1, to: then),
      let value = text(from: then + 1, to: end)
    else { return example }
    let cases = "`\(value) when \(condition)`"
    guard form != .aCase, let other = text(from: end + 1, to: endOfLine) else {
      return "write the value first: \(cases)"
    }
    return "write cases between braces: `{ \(value) when \(condition); \(other) otherwise }`"
  }

  /// What to write for `else 0`.
  private var remedyForLeadingOtherwise: String {
    let value = text(from: position + 1, to: endOfLine) ?? "0"
    return value.hasPrefix("if ")
      ? "write each case on its own line, the value first: `10 when revenue >= 5M`"
      : "write the value first: `\(value) otherwise`"
  }

  /// What to write for `when revenue > 5M then 10`.
  private var remedyForLeadingWhen: String {
    guard let then = indexOnLine(of: ["then"]) ?? indexOnLine(of: [":"]),
      let condition = text(from: position + 1, to: then),
      let value = text(from: then + 1, to: endOfLine)
    else { return "write the value first: `10 when revenue >= 5M`" }
    return "write the value first: `\(value) when \(condition)`"
  }

  private func indexOnLine(of texts: [String], from start: Int? = nil) -> Int? {
    ((start ?? position)..<max(start ?? position, endOfLine)).first { index in
      texts.contains(source.text(of: lexemes[index].range).lowercased())
    }
  }

  /// The index of the first lexeme after this line or this block.
  private var endOfLine: Int {
    var index = position
    while index < lexemes.count - 1, index == position || !lexemes[index].startsLine {
      let kind = lexemes[index].kind
      if kind == .symbol(.rightBrace) || kind == .symbol(.semicolon) { break }
      index += 1
    }
    return index
  }

  /// Returns the text of the lexemes from `start` to before `end`, if there are any.
  private func text(from start: Int, to end: Int) -> String? {
    guard start < end else { return nil }
    return source.text(of: lexemes[start].range.joined(with: lexemes[end - 1].range))
  }

  // MARK: Braces

  /// What to write where a `{` is missing.
  var remedyForBrace: String? {
    let header = clauseStart < position ? text(from: clauseStart, to: position) ?? "" : ""
    if isAtEnd { return header.isEmpty ? nil : "write `\(header) {`" }
    let rest = textOfLine(from: position + 1)
    if form == .tier, isAt(.colon) || isAt(.equal), !rest.isEmpty {
      return "write `\(header) { when \(rest) }`"
    }
    guard current.kind == .word,
      let meant = suggestion(for: current.word, among: ["means", "weight", "out", "missing"])
    else {
      return form.clauseWords.contains(current.word) ? "write `\(header) { \(current.word) …`" : nil
    }
    return "did you mean `\(meant)`?"
  }
}
