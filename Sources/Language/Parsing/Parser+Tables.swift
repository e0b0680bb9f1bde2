import Diagnostics
import Tables

/// Tables, their fields, and how files are read.
extension Parser {
  /// Parses a table of the data.
  ///
  /// table = ( "accounts" | "table" word "from" text ) "{" { table-item end } "}" ;
  mutating func parseTable(_ word: DeclarationWord, since start: Int) -> TableDeclaration {
    form = .table
    var table = parseTableHeader(word, since: start)
    parseBlock { parser in
      let item = parser.parseTableItem()
      table.items.append(item)
    }
    table.range = range(since: start)
    return table
  }

  private mutating func parseTableHeader(
    _ word: DeclarationWord, since start: Int
  ) -> TableDeclaration {
    if word == .table {
      let name = parseWord("the table's name", remedy: remedyForTableName)
      expect("from")
      let path = parseText("the path of the table's file")
      return TableDeclaration(name: name, path: path, range: range(since: start))
    }
    let name = Name(text: "accounts", range: lexemes[start].range)
    if isAt("from") {
      let remedy = "delete `from` and the path; the accounts are named on the command line"
      report(
        .misuse(.misplaced("`accounts` has no path in the agreement", remedy: remedy)),
        at: current.range)
    }
    return TableDeclaration(name: name, path: nil, range: range(since: start))
  }

  /// What to write where a table lacks its name.
  private var remedyForTableName: String? {
    let path = lexeme(after: 1)
    guard isAt("from"), path.kind == .text else { return nil }
    return "write `table orders from \(source.text(of: path.range))`"
  }

  /// Parses a field, or a clause about the whole file.
  ///
  /// table-item = field | computed-field | "separator" text | "decimal" "comma"
  ///   | "encoding" ( "utf8" | "latin1" | "windows1252" ) | "missing" texts ;
  private mutating func parseTableItem() -> TableItem {
    let start = position
    let next = lexeme(after: 1)
    if !next.startsLine, next.kind == .symbol(.colon) { return parseField() }
    if !next.startsLine, next.kind == .symbol(.equal) { return parseComputedField() }
    if take("separator") {
      return .separator(parseText("the separator", remedy: "write it like `separator \";\"`"))
    }
    if take("decimal") {
      if isAt("point") || isAt("dot") {
        let remedy = "leave it out; figures have a decimal point unless `decimal comma` is written"
        reportExpected("`comma`", remedy: remedy)
        advance()
      } else {
        expect("comma")
      }
      return .decimalComma(range(since: start))
    }
    if take("encoding") { return parseEncoding(since: start) }
    if take("missing") { return .missing(parseTexts("what stands for a blank")) }
    if current.isName, !isAtForeignClause { return parseField() }
    reportUnknownClause()
    skipClause()
    return .error(range(since: start))
  }

  /// `true` iff a clause of another block starts here.
  private var isAtForeignClause: Bool {
    let next = lexeme(after: 1)
    return Form.withClauses.contains { $0 != .table && $0.clauseWords.contains(current.word) }
      && !next.startsLine && FieldType.foreign[next.word] == nil
  }

  private mutating func parseEncoding(since start: Int) -> TableItem {
    let known = TextEncoding.allCases
    if let encoding = known.first(where: { take($0.rawValue) }) { return .encoding(encoding) }
    let meant = TextEncoding.meant(by: current.word)
    let shown = meant.map { [$0] } ?? known
    reportExpected(
      "an encoding",
      remedy: "write " + shown.map { "`encoding \($0.rawValue)`" }.joined(separator: " or "))
    return .error(range(since: start))
  }

  /// Parses a figure of a row that is computed from its others.
  ///
  /// computed-field = word "=" expression ;
  private mutating func parseComputedField() -> TableItem {
    let start = position
    let name = parseWord("a field's name")
    expect(.equal)
    let value = parseExpression()
    return .computed(name, value, range(since: start))
  }

  /// Parses the declaration of a column.
  ///
  /// field = word ":" type { modifier } ;
  private mutating func parseField() -> TableItem {
    let start = position
    form = .field
    let name = parseDeclaredName("a field's name", before: [.colon, .equal])
    if take(.equal) {
      form = .table
      return .computed(name, parseExpression(), range(since: start))
    }
    if !isRecovering, !take(.colon) { reportMissingColon(after: name) }
    if reportMissingType() { return .error(range(since: start)) }
    let typeStart = position
    let type = parseType()
    var field = FieldDeclaration(
      name: name, type: type, typeRange: range(since: typeStart), range: range(since: start))
    while !isRecovering, !isAtEnd {
      let start = position
      guard let kind = takeModifier() else { break }
      field.modifiers.append(FieldModifier(kind, range: range(since: start)))
    }
    field.range = range(since: start)
    return .field(field)
  }

  private mutating func reportMissingColon(after name: Name) {
    let isKnown = current.isFreeWord || current.word == "tier" || current.word == "yes"
    guard isKnown, !isAtEnd else { return reportExpected("`:`") }
    reportExpected("`:`", remedy: "write `\(name.text) : \(source.text(of: current.range))`")
    endRecovery()
  }

  /// Reports a type that is left out, where the next line is another column already.
  private mutating func reportMissingType() -> Bool {
    let next = lexeme(after: 1)
    guard !isRecovering, current.startsLine, current.kind == .word, let previous,
      next.kind == .symbol(.colon) || next.kind == .symbol(.equal), !next.startsLine
    else { return false }
    clauseEnd = position
    let end = SourceRange(start: Int(previous.range.end), end: Int(previous.range.end))
    let expectation = Expectation(
      what: "the field's type", found: .endOfLine, form: form, remedy: FieldType.remedy)
    report(.expected(expectation), at: end)
    return true
  }

  /// Parses the type of a field.
  ///
  /// type = "text" | "number" | "money" | "percent" | "date" | "yes" "/" "no" | "tier" | "person"
  ///   | "one" "of" names | "some" "of" names [ "separated" "by" text ] | word ;
  private mutating func parseType() -> FieldType {
    if isRecovering { return .error }
    if take("tier") { return .tier }
    if isAt("yes") { return parseTruthType() }
    if isAt("one"), lexeme(after: 1).word == "of" {
      advance()
      advance()
      return .choice(parseNames("a value"))
    }
    if takeSomeOf() { return parseSeveral() }
    if lexeme(after: 1).isName,
      takeForeign(["enum", "choice", "picklist", "list"], meant: "one of")
    {
      return .choice(parseNames("a value"))
    }
    guard let word = takeWord() else {
      reportExpected("the field's type", remedy: FieldType.remedy)
      return .error
    }
    if let type = FieldType.foreign[word.text.lowercased()], type.rawValue != word.text {
      reportLightly(.foreignWord(word.text, meant: type.rawValue), at: word.range)
      return type.type
    }
    switch word.text {
    case "text": return .text
    case "number": return .number
    case "money": return .money
    case "percent": return .percent
    case "date": return .date
    default: return .reference(word)
    }
  }

  /// Takes the words before values of which a cell can hold several.
  private mutating func takeSomeOf() -> Bool {
    let start = position
    let foreign = ["any", "many", "several", "multiple", "set", "list"]
    if lexeme(after: 1).word == "of", isAt("some") || foreign.contains(current.word.lowercased()) {
      let isForeign = !isAt("some")
      advance()
      advance()
      if isForeign { reportForeign(meant: "some of", at: range(since: start)) }
      return true
    }
    return lexeme(after: 1).isName
      && takeForeign(["multiselect", "multichoice", "multipicklist", "tags"], meant: "some of")
  }

  private mutating func parseSeveral() -> FieldType {
    let values = parseNames("a value")
    guard !isRecovering, !isAtEnd, take("separated") else {
      return .choices(values, separator: nil)
    }
    expect("by")
    return .choices(
      values, separator: parseText("the separator", remedy: "write it like `separated by \"|\"`"))
  }

  private mutating func parseTruthType() -> FieldType {
    let start = position
    advance()
    if take(.slash) {
      expect("no")
      return .truth
    }
    if take("or") { _ = take("no") }
    reportForeign(meant: "yes/no", at: range(since: start))
    return .truth
  }

  /// Takes a modifier of a field.
  ///
  /// modifier = "key" | "optional" | "else" operand | bounds | "from" text
  ///   | "in" ( "thousands" | "millions" | name ) | "as" ( "points" | "fraction" | text ) ;
  private mutating func takeModifier() -> FieldModifier.Kind? {
    if let bounds = takeBounds() { return bounds }
    switch current.word {
    case "key": return advancing(.key)
    case "optional": return advancing(.optional)
    case "else":
      advance()
      return .blankMeans(parseOperand())
    case "from":
      advance()
      if current.kind == .number, lexeme(after: 1).word == "to" { return parseForeignRange() }
      return .header(parseText("the column's header"))
    case "in":
      advance()
      return parseUnit()
    case "as":
      advance()
      return parseReading()
    default: return takeMisspeltModifier()
    }
  }

  /// Parses `1 to 5` after `from`, which is reported.
  private mutating func parseForeignRange() -> FieldModifier.Kind? {
    let start = position
    let bounds = takeBounds()
    let range = range(since: start)
    let remedy = "write `\(source.text(of: range))` without `from`"
    reportLightly(
      .misuse(.misplaced("`from` stands before a column's header", remedy: remedy)), at: range)
    return bounds
  }

  private mutating func advancing(_ kind: FieldModifier.Kind) -> FieldModifier.Kind {
    advance()
    return kind
  }

  private mutating func takeMisspeltModifier() -> FieldModifier.Kind? {
    switch takeMisspelt(["key", "optional"]) {
    case "key": return .key
    case "optional": return .optional
    default: break
    }
    if takeForeign(["nullable"], meant: "optional") { return .optional }
    if isAt("not"), lexeme(after: 1).word == "null" { return takeNotNull() }
    if takeForeign(["unique", "primary", "id"], meant: "key") { return .key }
    if takeForeign(["default"], meant: "else") { return .blankMeans(parseOperand()) }
    if let bounds = takeForeignBounds() { return bounds }
    if isAt(.comma), lexeme(after: 2).kind == .symbol(.colon) {
      let remedy = "write `;` for the comma, or start a new line"
      reportLightly(
        .misuse(.misplaced("each field needs a line of its own", remedy: remedy)), at: current.range
      )
      advance()
      clauseEnd = position
      return nil
    }
    if isAt(.comma), lexeme(after: 1).startsLine {
      reportTrailing()
      return nil
    }
    if isAt(.comma), lexeme(after: 1).kind == .word {
      reportLightly(
        .misuse(.misplaced("commas stand only inside lists", remedy: "delete the comma")),
        at: current.range)
      advance()
      return takeModifier()
    }
    reportExpected("a word about the field", remedy: FieldModifier.remedy)
    return nil
  }

  /// Passes over `not null`, which is reported, to the next modifier.
  private mutating func takeNotNull() -> FieldModifier.Kind? {
    let start = position
    advance()
    advance()
    let problem = Misuse.misplaced(
      "a field has no blanks unless it is `optional`", remedy: "delete `not null`")
    reportLightly(.misuse(problem), at: range(since: start))
    return isAtEnd ? nil : takeModifier()
  }

  /// Takes `>= 0` or `min 0`, which is reported, as `at least 0`.
  private mutating func takeForeignBounds() -> FieldModifier.Kind? {
    if takeForeign([">=", "min", "minimum"], meant: "at least") {
      return .bounds(low: parseOperand(), high: nil)
    }
    if takeForeign(["<=", "max", "maximum"], meant: "at most") {
      return .bounds(low: nil, high: parseOperand())
    }
    guard isAt("between"), lexeme(after: 2).word == "and" else { return nil }
    let start = position
    advance()
    let low = parseOperand()
    advance()
    let high = parseOperand()
    let ends = [low, high].map { source.text(of: tree[$0].range) }
    reportForeign(meant: "\(ends[0]) to \(ends[1])", at: range(since: start))
    return .bounds(low: low, high: high)
  }

  /// Takes the bounds of a figure.
  ///
  /// bounds = operand "to" operand | "at" ( "least" | "most" ) operand ;
  private mutating func takeBounds() -> FieldModifier.Kind? {
    if current.kind == .date, lexemes[position].isCramped(in: source) {
      // `1-5` has been reported.
      advance()
      return .bounds(low: nil, high: nil)
    }
    if take("at") {
      if take("most") { return .bounds(low: nil, high: parseOperand()) }
      expect("least")
      return .bounds(low: parseOperand(), high: nil)
    }
    guard current.kind == .number || current.kind == .date || isAt(.minus) else { return nil }
    let low = parseOperand()
    if !takeTo() {
      reportExpected("`to`", remedy: "write bounds like `1 to 5`, `at least 0` or `at most 100`")
    }
    return .bounds(low: low, high: isRecovering ? nil : parseOperand())
  }

  /// Parses what stands behind `in`: in what figures, or in which currency a column is written.
  private mutating func parseUnit() -> FieldModifier.Kind? {
    if take("thousands") { return .exponent(3) }
    if take("millions") { return .exponent(6) }
    if let header = takeText() {
      return .currency(Name(text: header.text, range: header.range, isQuoted: true))
    }
    switch takeMisspelt(["thousands", "millions"]) {
    case "thousands": return .exponent(3)
    case "millions": return .exponent(6)
    default: break
    }
    let isAtNextField = current.startsLine && lexeme(after: 1).kind == .symbol(.colon)
    if !isAtCurrency, !isAtNextField, let column = takeWord() { return .currency(column) }
    reportExpected("`thousands`, `millions` or a column with currencies", remedy: remedyForUnit)
    return nil
  }

  /// `true` iff a currency itself stands here, which no modifier names.
  private var isAtCurrency: Bool {
    Currencies.isCode(current.word.uppercased()) || isAt("euros") || isAt("dollars")
  }

  private var remedyForUnit: String {
    isAtCurrency
      ? "leave it out; `currency EUR` in the agreement's block says it once for all"
      : "write `in thousands`, `in millions` or `in` and the column of the currencies, or leave it out"
  }

  private mutating func parseReading() -> FieldModifier.Kind? {
    if take("points") { return .asPoints }
    if take("fraction") { return .asFraction }
    if let pattern = takeText() { return .asDate(pattern) }
    switch takeMisspelt(["points", "fraction"]) {
    case "points": return .asPoints
    case "fraction": return .asFraction
    default:
      reportExpected(
        "`points`, `fraction` or a date's form",
        remedy: #"write `as points`, `as fraction` or `as "dd/mm/yyyy"`"#)
      return nil
    }
  }
}

extension FieldType {
  fileprivate static let remedy =
    "write `text`, `number`, `money`, `percent`, `date`, `yes/no`, `tier`, `person`, "
    + "`one of A, B`, `some of A, B` or a table's name"

  /// Types as spreadsheets and databases call them.
  fileprivate static let foreign: [String: (rawValue: String, type: FieldType)] = {
    let groups: [([String], String, FieldType)] = [
      (["text", "string", "varchar", "char"], "text", .text),
      (["number", "numeric", "integer", "int", "decimal", "float", "double"], "number", .number),
      (["money", "currency", "amount"], "money", .money),
      (["percent", "percentage"], "percent", .percent), (["date", "datetime"], "date", .date),
      (["boolean", "bool", "yesno", "flag"], "yes/no", .truth),
    ]
    var types: [String: (rawValue: String, type: FieldType)] = [:]
    for (words, spelling, type) in groups { for word in words { types[word] = (spelling, type) } }
    return types
  }()
}

extension FieldModifier {
  fileprivate static let remedy =
    "what may follow a type: `key`, `optional`, `else VALUE`, `at least 0`, `at most 100`, `1 to 5`, "
    + #"`from "Header"`, `in thousands`, `in COLUMN`, `as points`"#
}
