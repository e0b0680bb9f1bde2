import Diagnostics
import Tables

/// Fields of which a cell holds several values.
extension Checker {
  /// The most values that such a field can list: a cell is one code, with a bit for each of them.
  static let mostSeveral = 31

  func isSeveral(_ term: TermID) -> Bool {
    if case .choices = type(term) { true } else { false }
  }

  /// Returns what stands between the values of a cell; nil, reported, where no cell could be read.
  mutating func separator(
    _ text: TextLiteral?, between values: [Name], at range: SourceRange
  ) -> String? {
    guard values.count <= Checker.mostSeveral else {
      report(
        .badModifier(
          "a field lists at most \(Checker.mostSeveral) values of which a cell holds some, and these "
            + "are \(values.count)",
          help: "make several columns of them, or a table with one row for each"), at: range)
      return nil
    }
    let sign = text?.text ?? ";"
    guard sign.contains(where: { $0 != " " }) else {
      report(
        .badModifier(
          "spaces alone separate no values", help: "write a sign, such as `separated by \"|\"`"),
        at: text?.range ?? range)
      return nil
    }
    if let value = values.first(where: { $0.text.contains(sign) }) {
      report(
        .badModifier(
          "`\(value.text)` holds the separator \"\(sign)\", so that no cell could hold it",
          help: "give it another name, or the cells another separator"), at: value.range)
      return nil
    }
    return sign
  }

  /// Checks `champion in roles`.
  mutating func checkHolding(
    _ value: ExpressionID, _ holder: ExpressionID, in context: Context, at range: SourceRange
  ) -> TermID {
    if let word = word(holder), !isKnown(word, in: context) {
      return reportNoList(value, holder, isFigure: false, at: range)
    }
    let several = check(holder, in: context)
    guard type(several) != .error else { return errorTerm(at: range) }
    guard isSeveral(several) else {
      return reportNoList(value, holder, isFigure: true, at: range)
    }
    guard let word = word(value) else {
      let figure = check(value, in: context)
      guard type(figure) != .error else { return figure }
      report(
        .wrongType(
          what: "what stands before `in`", expected: "one of the values of the list",
          found: type(figure)), at: tree[value].range)
      return errorTerm(at: range)
    }
    let name = "`\(tree.source.text(of: tree[holder].range))`"
    let held =
      checkWord(value, beside: several, in: context)
      ?? resolve(word, among: type(several), of: name, at: word.range)
    guard let held, case .constant(.code(let bits)) = program[held].kind else {
      return errorTerm(at: range)
    }
    return make(
      .holds(several, bit: bits.trailingZeroBitCount), .truth, of: [several], at: range)
  }

  /// Reports that what follows `in` is neither a list nor a field of several values.
  private mutating func reportNoList(
    _ value: ExpressionID, _ holder: ExpressionID, isFigure: Bool, at range: SourceRange
  ) -> TermID {
    let list = tree.source.text(of: tree[holder].range)
    let figure = tree.source.text(of: tree[value].range)
    let remedy = isFigure ? "\(figure) = \(list)" : "\(figure) in [\(list)]"
    report(.noList(list, remedy: "write `\(remedy)`"), at: tree[holder].range)
    return errorTerm(at: range)
  }

  /// Reports a comparison of a cell's values as if they were one.
  mutating func reportSeveral(
    _ operation: BinaryOperator, _ left: (ExpressionID, TermID), _ right: (ExpressionID, TermID),
    at range: SourceRange
  ) -> TermID {
    guard type(left.1) != .error, type(right.1) != .error else { return errorTerm(at: range) }
    let isValue = { (side: (ExpressionID, TermID), program: CheckedProgram) in
      if case .constant = program[side.1].kind { true } else { false }
    }
    let isMirrored = isValue(left, program) || !isSeveral(left.1)
    let (several, other) = isMirrored ? (right, left) : (left, right)
    let name = tree.source.text(of: tree[several.0].range)
    let value =
      isValue(other, program) && isSeveral(other.1)
      ? tree.source.text(of: tree[other.0].range) : firstValue(of: several.1)
    let question = "\(operation == .notEqual ? "not " : "")\(value) in \(name)"
    report(.severalValues(name, remedy: "write `\(question)`"), at: range)
    return errorTerm(at: range)
  }

  /// Reports `roles in [champion, influencer]`.
  mutating func reportSeveral(
    _ several: ExpressionID, among list: [ExpressionID], at range: SourceRange
  ) -> TermID {
    let name = tree.source.text(of: tree[several].range)
    let questions = list.map { "\(tree.source.text(of: tree[$0].range)) in \(name)" }
    report(
      .severalValues(name, remedy: "write `\(questions.joined(separator: " or "))`"), at: range)
    return errorTerm(at: range)
  }

  private func firstValue(of term: TermID) -> String {
    guard case .choices(let id) = type(term), let value = program.choices[id.index].first else {
      return "\"…\""
    }
    return Spelling.name(value) ?? "\"\(value)\""
  }
}

extension CheckedProgram {
  /// Returns the values that a cell holds, in the order of their list.
  package func values(of bits: Int32, in list: ChoiceID) -> [String] {
    choices[list.index].enumerated().filter { bits >> Int32($0.offset) & 1 == 1 }.map(\.element)
  }

  /// Returns the values that a cell holds as one text.
  package func text(of bits: Int32, in list: ChoiceID) -> String {
    values(of: bits, in: list).joined(separator: "; ")
  }
}
