import Diagnostics
import Tables

/// Names that nothing has, and what was probably meant.
extension Checker {
  /// Reports that no `kind` among `known` is called `name`.
  mutating func reportUnknown(
    _ name: String, kind: String, among known: [String], at range: SourceRange,
    hint: String? = nil
  ) {
    // Where nothing is declared, every name would be unknown.
    if accountsAreMissing { return }
    if let twin = twin(of: name, among: known) {
      return report(lookAlike(name, twin), at: place(ofDifference: name, from: twin, in: range))
    }
    report(
      .unknownName(
        name, kind: kind, nearest: Suggestion.nearest(to: name, among: known), known: known,
        hint: hint), at: range)
  }

  /// Returns the one of `known` that looks like `name` and is another.
  func twin(of name: String, among known: [String]) -> String? {
    let shape = LookAlike.shape(of: name)
    return known.first { $0 != name && LookAlike.shape(of: $0) == shape }
  }

  func lookAlike(_ name: String, _ twin: String) -> CheckProblem {
    let letters = LookAlike.difference(of: name, from: twin)
    return .lookAlike(
      name, twin: twin, own: letters?.own.named ?? "", others: letters?.others.named ?? "",
      declared: nameRanges[twin] ?? tierDeclarations.first { $0.name.text == twin }?.name.range)
  }

  /// Returns the place of the letter at `range` by which `name` differs from its `twin`.
  func place(
    ofDifference name: String, from twin: String, in range: SourceRange
  ) -> SourceRange {
    guard tree.source.text(of: range) == name,
      let index = zip(name.unicodeScalars, twin.unicodeScalars).enumerated()
        .first(where: { $0.element.0 != $0.element.1 })?.offset
    else { return range }
    let scalars = Array(name.unicodeScalars)
    let start = Int(range.start) + scalars[..<index].reduce(0) { $0 + UTF8.width($1) }
    return SourceRange(start: start, end: start + UTF8.width(scalars[index]))
  }

  /// What the unknown figure `name` is, if not a figure.
  func hint(forFigure name: String) -> String? {
    if ["text", "number", "money", "percent", "date"].contains(name) {
      return "a type stands behind a colon: `revenue : \(name)`"
    }
    if tierDeclarations.contains(where: { $0.name.text == name }) {
      return "`\(name)` is a tier: write `tier = \(name)`"
    }
    if let field = program.tables.first?.fields.first(where: { isValue(name, of: $0.type) }) {
      let isOne = if case .choice = field.type { true } else { false }
      let question = isOne ? "\(field.name) = \(name)" : "\(name) in \(field.name)"
      return "`\(name)` is a value of `\(field.name)`: write `\(question)`"
    }
    if let definition = names[name], definition.belongsToOneAccount {
      return "`\(name)` belongs to one account: write a figure over many, "
        + "such as `sum(accounts.\(name))`"
    }
    if let field = program.tables.first?.schema.fields.first(where: {
      $0.header == name && $0.name != name
    }) {
      return "the column \"\(name)\" is called `\(field.name)` in this agreement"
    }
    if let function = Builtin(rawValue: name) {
      return "`\(name)` is a function: write `\(function.signature)`"
    }
    return ["now", "date", "current_date"].contains(name.lowercased()) ? "write `today`" : nil
  }

  private func isValue(_ name: String, of type: ValueType) -> Bool {
    switch type {
    case .choice(let id), .choices(let id): program.choices[id.index].contains(name)
    default: false
    }
  }
}
