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
      let name = parseWord("the table's name")
      expect("from")
      let path = parseText("the path of the table's file")
      return TableDeclaration(name: name, path: path, range: range(since: start))
    }
    let name = Name(text: "accounts", range: lexemes[start].range)
    if isAt("from") {
      let remedy = "name the file of the accounts on the command line"
      report(
        .misuse(.misplaced("`accounts` has no path in the agreement", remedy: remedy)),
        at: current.range)
    }
    return TableDeclaration(name: name, path: nil, range: range(since: start))
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
    if take("separator") { return .separator(parseText("the separator")) }
    if take("decimal") {
      expect("comma")
      return .decimalComma(range(since: start))
    }
    if take("encoding") { return parseEncoding(since: start) }
    if take("missing") { return .missing(parseTexts("what stands for a blank")) }
    if current.isName { return parseField() }
    report(.unknownClause(found: description(of: current), in: .table), at: current.range)
    skipClause()
    return .error(range(since: start))
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
    let name = parseWord("a field's name")
    expect(.colon)
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

  /// Parses the type of a field.
  ///
  /// type = "text" | "number" | "money" | "percent" | "date" | "yes" "/" "no" | "tier"
  ///   | "one" "of" names | word ;
  private mutating func parseType() -> FieldType {
    if isRecovering { return .error }
    if take("tier") { return .tier }
    if take("yes") {
      expect(.slash)
      expect("no")
      return .truth
    }
    if isAt("one"), lexeme(after: 1).word == "of" {
      advance()
      advance()
      return .choice(parseNames("a value"))
    }
    guard let word = takeWord() else {
      reportExpected("a type", remedy: FieldType.remedy)
      return .error
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

  /// Takes a modifier of a field.
  ///
  /// modifier = "key" | "optional" | "else" operand | bounds | "from" text
  ///   | "in" ( "thousands" | "millions" ) | "as" ( "points" | "fraction" | text ) ;
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
      return .header(parseText("the column's header"))
    case "in":
      advance()
      return parseUnitOfFigures()
    case "as":
      advance()
      return parseReading()
    default: return takeMisspeltModifier()
    }
  }

  private mutating func advancing(_ kind: FieldModifier.Kind) -> FieldModifier.Kind {
    advance()
    return kind
  }

  private mutating func takeMisspeltModifier() -> FieldModifier.Kind? {
    switch takeMisspelt(["key", "optional"]) {
    case "key": return .key
    case "optional": return .optional
    default:
      reportExpected("a modifier", remedy: FieldModifier.remedy)
      return nil
    }
  }

  /// Takes the bounds of a figure.
  ///
  /// bounds = operand "to" operand | "at" ( "least" | "most" ) operand ;
  private mutating func takeBounds() -> FieldModifier.Kind? {
    if take("at") {
      if take("most") { return .bounds(low: nil, high: parseOperand()) }
      expect("least")
      return .bounds(low: parseOperand(), high: nil)
    }
    guard current.kind == .number || current.kind == .date || isAt(.minus) else { return nil }
    let low = parseOperand()
    expect("to", remedy: "write bounds like `1 to 5`, `at least 0` or `at most 100`")
    return .bounds(low: low, high: isRecovering ? nil : parseOperand())
  }

  private mutating func parseUnitOfFigures() -> FieldModifier.Kind? {
    if take("thousands") { return .exponent(3) }
    if take("millions") { return .exponent(6) }
    switch takeMisspelt(["thousands", "millions"]) {
    case "thousands": return .exponent(3)
    case "millions": return .exponent(6)
    default:
      reportExpected("`thousands` or `millions` after `in`")
      return nil
    }
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
        "`points`, `fraction` or a date pattern after `as`",
        remedy: #"write `as points`, `as fraction` or `as "dd/mm/yyyy"`"#)
      return nil
    }
  }
}

extension FieldType {
  fileprivate static let remedy =
    "write `text`, `number`, `money`, `percent`, `date`, `yes/no`, `tier`, `one of A, B` or a "
    + "table's name"
}

extension FieldModifier {
  fileprivate static let remedy =
    "write `key`, `optional`, `else VALUE`, `at least 0`, `at most 100`, `1 to 5`, "
    + #"`from "Header"`, `in thousands`, `in millions` or `as points`"#
}
