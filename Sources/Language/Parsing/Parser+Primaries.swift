import Diagnostics
import Tables

/// The smallest expressions: literals, names, calls and parentheses.
extension Parser {
  /// Parses the smallest expression.
  ///
  /// primary = number | duration | text | date | "yes" | "no" | "today" | "tier" | call | word
  ///   | "(" expression ")" ;
  mutating func parsePrimary() -> ExpressionID {
    let start = position
    if isConditionBelow { joinLine() }
    guard !isAtEnd else { return parseMissingExpression() }
    if isAt(.equal), startsExpression { takeLeadingEquals() }
    switch current.kind {
    case .number: return parseNumber()
    case .text:
      let text = takeText()?.text ?? ""
      return add(.text(text), since: start)
    case .date:
      let day = parseDate("a date")
      return add(day.map { .date($0) } ?? .error, since: start)
    case .word: return parseWordExpression()
    case .symbol(.leftParenthesis): return parseParenthesized()
    case .symbol, .time, .space, .lineEnd, .comment, .invalid, .endOfFile:
      return parseMissingExpression()
    }
  }

  /// `true` iff the line ends after the word that a condition follows, and the next one starts it.
  private var isConditionBelow: Bool {
    guard current.startsLine, let previous,
      ["when", "that", "where", "only"].contains(previous.word),
      !current.word.isEmpty, !form.clauseWords.contains(current.word),
      current.declaration == nil
    else { return false }
    return isBelow(current.word)
  }

  /// `true` iff nothing of the expression stands before the lexeme here.
  private var startsExpression: Bool {
    guard let previous else { return false }
    return previous.isReserved || previous.kind == .symbol(.equal)
      || previous.kind == .symbol(.leftParenthesis)
  }

  /// Passes over the `=` that spreadsheets write before a formula, which is reported.
  private mutating func takeLeadingEquals() {
    let start = position
    while take(.equal) {}
    let problem = Misuse.misplaced("a formula needs no `=` before it", remedy: "delete the `=`")
    reportLightly(.misuse(problem), at: range(since: start))
  }

  /// Parses a number, or a duration where a unit follows it.
  ///
  /// duration = number ( "day" | "days" | "week" | "weeks" | "month" | "months" | "year"
  ///   | "years" ) ;
  private mutating func parseNumber() -> ExpressionID {
    let start = position
    let range = current.range
    advance()
    let literal = NumberLiteral.understood(source.bytes[range.offsets])
    guard let unit = takeDurationUnit() else {
      guard let literal else { return add(.error, since: start) }
      return add(.number(literal.value, isPercent: literal.isPercent), since: start)
    }
    guard let literal else { return add(.error, since: start) }
    guard let count = literal.value.integer, count <= unit.most, !literal.isPercent else {
      let problem = Misuse.countOutOfRange("a number of \(unit.rawValue)", most: unit.most)
      report(.misuse(problem), at: range)
      return add(.error, since: start)
    }
    return add(.duration(count, unit), since: start)
  }

  private mutating func parseWordExpression() -> ExpressionID {
    let start = position
    let word = current.word
    switch word {
    case "yes", "no": return advancing(.truth(word == "yes"))
    case "today": return parseToday()
    case "tier": return advancing(.tier)
    case _ where current.isReserved: return parseMissingExpression()
    case "if" where isForeignIf: return parseMissingExpression()
    case "true", "false":
      guard !isCall else { break }
      reportForeign(meant: word == "true" ? "yes" : "no", at: current.range)
      return advancing(.truth(word == "true"))
    default: break
    }
    if isCall { return parseCall() }
    advance()
    return add(.name(word), since: start)
  }

  /// Parses `today`; parentheses behind it are reported.
  private mutating func parseToday() -> ExpressionID {
    let start = position
    advance()
    if isAt(.leftParenthesis), lexeme(after: 1).kind == .symbol(.rightParenthesis) {
      advance()
      advance()
      reportForeign(meant: "today", at: range(since: start))
    }
    return add(.today, since: start)
  }

  private mutating func advancing(_ kind: ExpressionKind) -> ExpressionID {
    let start = position
    advance()
    return add(kind, since: start)
  }

  /// `true` iff a parenthesis follows the word here.
  private var isCall: Bool {
    let next = lexeme(after: 1)
    return next.kind == .symbol(.leftParenthesis) && (!next.startsLine || openBrackets > 0)
  }

  /// `true` iff the word `if` here starts a condition and is no name.
  private var isForeignIf: Bool {
    let next = lexeme(after: 1)
    guard !next.startsLine else { return false }
    switch next.kind {
    case .word: return !next.isReserved || next.word == "not" || next.word == "tier"
    case .number, .text, .date, .symbol(.leftParenthesis): return true
    case .symbol, .time, .space, .lineEnd, .comment, .invalid, .endOfFile: return false
    }
  }

  /// Parses an expression between parentheses.
  private mutating func parseParenthesized() -> ExpressionID {
    let start = position
    let opening = current.range
    advance()
    let content = bracketed(.rightParenthesis, opening) { parser in
      parser.parseExpression()
    }
    return add(.parenthesized(content), since: start)
  }

  /// Reports that an expression is absent, and makes an error of nothing.
  private mutating func parseMissingExpression() -> ExpressionID {
    if !reportComma() {
      let remedy = remedyForMissingExpression
      report(
        .expected(
          Expectation(
            what: missingExpression, found: found, form: form, remedy: remedy, isExpression: true)),
        at: hereRange)
    }
    return add(.error, since: position)
  }

  // MARK: Calls

  /// Parses a call; which of its parts a function takes is checked later.
  ///
  /// call = word "(" [ "distinct" ] [ argument { "," argument } ] [ "by" expression ]
  ///   [ "from" expression "to" expression ] [ "where" expression ] [ "within" expression ] ")" ;
  private mutating func parseCall() -> ExpressionID {
    let start = position
    var call = Call(name: Name(text: current.word, range: current.range))
    advance()
    let opening = current.range
    advance()
    bracketed(.rightParenthesis, opening) { parser in
      parser.parseArguments(of: &call)
      parser.parseScope(of: &call)
    }
    return add(.call(call), since: start)
  }

  private mutating func parseArguments(of call: inout Call) {
    let next = lexeme(after: 1)
    if isAt("distinct"), next.isFreeWord || next.word == "tier" {
      call.isDistinct = true
      advance()
    }
    guard !isAt(.rightParenthesis) else { return }
    call.arguments.append(parseArgument())
    while !isRecovering, take(.comma) { call.arguments.append(parseArgument()) }
    if !isRecovering, take("by") { call.order = parseExpression() }
    if !isRecovering, take("from") {
      let low = parseExpression()
      expect("to")
      call.bounds = Call.Bounds(low: low, high: parseExpression())
    }
  }

  /// Parses what a function works on.
  ///
  /// argument = expression [ "ascending" | "descending" ] ;
  private mutating func parseArgument() -> Call.Argument {
    let value = parseExpression()
    return Call.Argument(value: value, direction: takeDirection())
  }

  /// Parses which rows a call reads, and in which parts of the portfolio.
  private mutating func parseScope(of call: inout Call) {
    if !isRecovering, take("where") { call.condition = parseExpression() }
    if !isRecovering, take("within") { call.partition = parseExpression() }
    if isAt("where") {
      let remedy = call.condition == nil ? "write `where` before `within`" : "join them with `and`"
      report(.misuse(.misplaced("`where` cannot stand here", remedy: remedy)), at: current.range)
    }
  }

  /// Takes `ascending` or `descending`.
  mutating func takeDirection() -> SortDirection? {
    if isRecovering { return nil }
    if take("ascending") || takeForeign(["asc"], meant: "ascending") { return .ascending }
    if take("descending") || takeForeign(["desc"], meant: "descending") { return .descending }
    guard current.kind == .word, !isAtEnd, current.word.utf8.count > 6 else { return nil }
    switch takeMisspelt(["ascending", "descending"]) {
    case "ascending": return .ascending
    case "descending": return .descending
    default: return nil
    }
  }

  /// Parses what accounts or people are ordered by.
  ///
  /// sort-keys = sort-key { "," sort-key } ;
  mutating func parseSortKeys() -> [SortKey] {
    var keys = [parseSortKey()]
    while !isRecovering, take(.comma) { keys.append(parseSortKey()) }
    return keys
  }

  /// Parses one key of an order.
  ///
  /// sort-key = expression [ "ascending" | "descending" ] ;
  private mutating func parseSortKey() -> SortKey {
    let value = parseExpression()
    return SortKey(value: value, direction: takeDirection())
  }
}

extension DurationUnit {
  /// The length of the calendar from year 1 to 9999, so that no count can overflow.
  package var most: Int {
    switch self {
    case .days: 3_652_059
    case .weeks: 521_722
    case .months: 119_988
    case .years: 9_999
    }
  }
}
