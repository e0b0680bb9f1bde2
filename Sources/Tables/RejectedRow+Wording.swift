import Diagnostics

extension RejectedRow {
  /// Returns the problem as a diagnostic about the file `path` of the table that `schema` describes.
  package func diagnostic(path: String, schema: TableSchema) -> Diagnostic {
    let field = field.map { schema.fields[$0] }
    return Diagnostic(
      code, .warning, message(schema), at: place.inFile(path), label: label(field),
      help: help(schema),
      related: columnNumber == nil ? [] : field.flatMap(\.declaredHere).map { [$0] } ?? [],
      series: series(path))
  }

  /// Returns where and what is wrong, as a sentence that stands for itself.
  package func message(_ schema: TableSchema) -> String {
    let field = field.map { schema.fields[$0] }
    let row = key.map { "\"\(Printable.escaped($0, limit: 40))\"" }
    switch cause {
    case .blank?: return "row \(sheetRow) is blank"
    case .footer(let text)?:
      return "row \(sheetRow) looks like a line under the table, not like data: "
        + "`\(Printable.escaped(text, limit: TableLimits.shownCharacters))`"
    case .runawayQuote?, .cutFigure?, .otherSeparator?, .loneReturn?, .blankCellsBeyond?, nil: break
    }
    let what = problem.message(about: shownText, field, schema.encoding)
    guard let cell else { return "row \(sheetRow)\(row.map { ", \($0)" } ?? ""): \(what)" }
    let column = header.map { ", \"\(Printable.escaped($0, limit: 40))\"" } ?? ""
    return "cell \(cell)\(column)\(row.map { " of \($0)" } ?? ""): \(what)"
  }

  private func label(_ field: FieldSchema?) -> String? {
    switch cause {
    case .blank?, .footer?: nil
    case .runawayQuote?, .cutFigure?, .otherSeparator?, .loneReturn?, .blankCellsBeyond?, nil:
      problem.label(field)
    }
  }

  private func series(_ path: String) -> String {
    header.map { "column \"\(Printable.escaped($0, limit: 40))\"" } ?? path
  }

  private var shownText: String {
    "`\(Printable.escaped(text, limit: TableLimits.shownCharacters))`"
  }

  private func help(_ schema: TableSchema) -> String {
    if let cause { return help(cause, schema) }
    guard let field = field.map({ schema.fields[$0] }), let cell else { return problem.helpOnForm }
    return CellAdvice(field: field, schema: schema, cell: cell, text: text).help(problem)
  }

  private func help(_ cause: RowCause, _ schema: TableSchema) -> String {
    func cell(_ column: Int) -> String { SheetCell(row: sheetRow, column: column).description }
    switch cause {
    case .blank: return "delete row \(sheetRow); it counts as a row as long as it has separators"
    case .footer: return "delete row \(sheetRow), or export the table without its footer"
    case .runawayQuote(let column, let lines):
      return "the quoted cell \(cell(column)) runs over \(lines) lines: look for a quote that is "
        + "not closed"
    case .cutFigure(let column):
      return "\(cell(column)) and \(cell(column + 1)) may be one figure with a comma: put it in "
        + "quotes, or export the file with another separator"
    case .otherSeparator(let sign):
      return
        "the row separates its cells with \(sign == "tab" ? "tabs" : "`\(sign)`"): give all rows "
        + "one separator"
    case .loneReturn:
      return "a carriage return without a line feed joins two rows: save the file anew, with one "
        + "kind of line ends"
    case .blankCellsBeyond: return "remove the separators at the end of the row"
    }
  }
}

extension FieldSchema {
  /// Where the agreement declares the field, with what it declares.
  package var declaredHere: RelatedPlace? {
    declaration.map {
      RelatedPlace(
        isHelper ? "named here" : "`\(name)` is \(typePhrase), declared here", at: $0)
    }
  }

  /// The type as part of a sentence.
  private var typePhrase: String {
    switch kind {
    case .text: isKey ? "the key" : "text"
    case .number: isMoney ? "money" : "a number"
    case .percent: "a percent"
    case .date: "a date"
    case .truth: "yes or no"
    case .choice: "one of a list"
    case .choices: "some of a list"
    case .reference(let table): "a row of `\(table)`"
    }
  }
}
