import Diagnostics
import Tables

/// The sign and the left side of a comparison, which what follows `and` or `or` may repeat.
struct LastComparison {
  var sign: BinaryOperator
  var left: ExpressionID
}

/// Binary operators: their operand types and results.
extension Checker {
  mutating func checkBinary(
    _ operation: BinaryOperator, _ left: ExpressionID, _ right: ExpressionID,
    in context: Context, at range: SourceRange
  ) -> TermID {
    switch operation {
    case .and, .or:
      let first = checkCondition(left, in: context)
      let second = checkSecondCondition(right, after: left, operation, in: context)
      return make(
        operation == .and ? .and(first, second) : .or(first, second), .truth,
        of: [first, second], at: range)
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      let (first, second) = checkOperands(left, right, in: context)
      if isSeveral(first) || isSeveral(second) {
        return reportSeveral(operation, (left, first), (right, second), at: range)
      }
      return compare(operation.comparison, first, second, at: range)
    case .plus, .minus, .times, .dividedBy:
      let (first, second) = (check(left, in: context), check(right, in: context))
      return calculate(operation, first, second, at: range)
    }
  }

  /// Checks what follows `and` or `or`; `region = "North" or "South"` repeats only a value.
  private mutating func checkSecondCondition(
    _ id: ExpressionID, after left: ExpressionID, _ operation: BinaryOperator, in context: Context
  ) -> TermID {
    guard let comparison = lastComparison(of: left) else {
      return checkCondition(id, in: context)
    }
    guard comparison.sign == .equal, let word = word(id),
      word.isQuoted || !isKnown(word, in: context)
    else { return checkCondition(id, in: context, after: comparison) }
    var remedy = remedy(forRepeating: comparison, with: id)
    let value = tree.source.text(of: tree[id].range)
    if operation == .or, case .binary(.equal, _, let first) = tree[left].kind {
      let figure = tree.source.text(of: tree[comparison.left].range)
      let list = tree.source.text(of: tree[first].range)
      remedy += ", or write `\(figure) in [\(list), \(value)]`"
    }
    report(.valueAlone(value, remedy: remedy), at: word.range)
    return errorTerm(at: word.range)
  }

  /// Returns the sign and the left side of the comparison that stands last in `id`.
  private func lastComparison(of id: ExpressionID) -> LastComparison? {
    guard case .binary(let sign, let left, let right) = tree[id].kind else { return nil }
    if sign == .and || sign == .or { return lastComparison(of: right) }
    return sign.isComparison ? LastComparison(sign: sign, left: left) : nil
  }

  /// What to write where the value `id` stands alone behind a comparison that was meant again.
  func remedy(forRepeating comparison: LastComparison, with id: ExpressionID) -> String {
    let figure = tree.source.text(of: tree[comparison.left].range)
    let value = tree.source.text(of: tree[id].range)
    return "repeat the comparison: `\(figure) \(comparison.sign.rawValue) \(value)`"
  }

  /// Checks both sides of a comparison, bare words among the other side's values first.
  private mutating func checkOperands(
    _ left: ExpressionID, _ right: ExpressionID, in context: Context
  ) -> (TermID, TermID) {
    if let word = word(left), !isKnown(word, in: context) {
      if !word.isQuoted, let other = self.word(right), !other.isQuoted,
        !isKnown(other, in: context)
      {
        return (check(left, in: context), errorTerm(at: other.range))
      }
      let second = check(right, in: context)
      if let first = checkWord(left, beside: second, in: context) { return (first, second) }
      return (check(left, in: context), second)
    }
    let first = check(left, in: context)
    return (first, checkWord(right, beside: first, in: context) ?? check(right, in: context))
  }

  /// Returns the bare word or text that `id` is.
  func word(_ id: ExpressionID) -> Name? {
    switch tree[id].kind {
    case .name(let name): Name(text: name, range: tree[id].range)
    case .text(let text): Name(text: text, range: tree[id].range, isQuoted: true)
    case .parenthesized(let inner): word(inner)
    default: nil
    }
  }

  func isKnown(_ word: Name, in context: Context) -> Bool {
    if word.isQuoted { return false }
    if names[word.text] != nil { return true }
    return context.frames.contains { frame in
      frame.row != .portfolio
        && (program[frame.row].fields.contains { $0.name == word.text }
          || program[frame.row].computed.contains { $0.name == word.text })
    }
  }

  /// Checks a word beside a value that has a list of values; nil if it is none of that.
  mutating func checkWord(
    _ id: ExpressionID, beside other: TermID, in context: Context
  ) -> TermID? {
    guard let word = word(id) else { return nil }
    // What stands beside a reported mistake was probably one of its values.
    if type(other) == .error, !word.isQuoted, !isKnown(word, in: context) {
      return errorTerm(at: word.range)
    }
    if type(other) == .text, !word.isQuoted, !isKnown(word, in: context) {
      report(.unquotedText(word.text), at: word.range)
      return errorTerm(at: word.range)
    }
    guard let values = values(of: type(other)) else { return nil }
    if !word.isQuoted, isKnown(word, in: context) {
      guard values.contains(word.text) else { return nil }
      report(.ambiguousWord(word.text), at: word.range)
      return errorTerm(at: word.range)
    }
    let name = origin(of: other).map { "`\($0.name)`" } ?? type(other).phrase
    return resolve(word, among: type(other), of: name, at: word.range)
  }

  private func values(of type: ValueType) -> [String]? {
    switch type {
    case .choice(let id), .choices(let id): program.choices[id.index]
    case .tier: tierDeclarations.map(\.name.text)
    default: nil
    }
  }

  /// Returns the value called `word` of `type`, reporting one that it does not have; nil if `type`
  /// has no list of values.
  mutating func resolve(
    _ word: Name, among type: ValueType, of what: String, at range: SourceRange
  ) -> TermID? {
    guard let values = values(of: type) else { return nil }
    if let code = values.firstIndex(of: word.text) {
      if case .choices = type { return constant(.code(1 << code), type, at: range) }
      return constant(.code(code), type, at: range)
    }
    if type == .tier {
      _ = tier(word)
      return errorTerm(at: range)
    }
    if let twin = twin(of: word.text, among: values) {
      report(lookAlike(word.text, twin), at: place(ofDifference: word.text, from: twin, in: range))
      return errorTerm(at: range)
    }
    report(
      .unknownValue(
        word.text, of: what, nearest: Suggestion.nearest(to: word.text, among: values),
        values: values), at: range)
    return errorTerm(at: range)
  }

  mutating func checkMembership(
    _ value: ExpressionID, _ list: [ExpressionID], in context: Context, at range: SourceRange
  ) -> TermID {
    guard !list.isEmpty else {
      report(.emptyList(what: "this list"), at: range)
      return errorTerm(at: range)
    }
    let first = check(value, in: context)
    if isSeveral(first) { return reportSeveral(value, among: list, at: range) }
    var result: TermID?
    for item in list {
      let second = checkWord(item, beside: first, in: context) ?? check(item, in: context)
      let test = compare(.equal, first, second, at: tree[item].range)
      result = result.map { make(.or($0, test), .truth, of: [$0, test], at: range) } ?? test
    }
    return result ?? errorTerm(at: range)
  }

  private mutating func compare(
    _ comparison: Comparison, _ left: TermID, _ right: TermID, at range: SourceRange
  ) -> TermID {
    var (left, right) = (left, right)
    let isOrdering = comparison != .equal && comparison != .notEqual
    guard
      let type = unify(&left, &right, isOrdering ? .ordering : .comparison, at: range),
      type != .error
    else { return errorTerm(at: range) }
    guard !isOrdering || type.isOrdered else {
      report(.unknownOrderOfRows(type), at: range)
      return errorTerm(at: range)
    }
    guard type != .months else {
      report(
        .wrongType(what: "what is compared", expected: "a figure, date or value", found: type),
        at: range)
      return errorTerm(at: range)
    }
    return make(.compare(comparison, left, right), .truth, of: [left, right], at: range)
  }

  /// The rules of units: money with money, dates with days and months.
  private mutating func calculate(
    _ operation: BinaryOperator, _ left: TermID, _ right: TermID, at range: SourceRange
  ) -> TermID {
    var (left, right) = (left, right)
    if type(left) == .error || type(right) == .error { return errorTerm(at: range) }
    if type(left) == .date || type(right) == .date {
      return calculateDates(operation, left, right, at: range)
    }
    if operation == .plus || operation == .minus {
      guard let newLeft = adapt(left, to: right), let newRight = adapt(right, to: left) else {
        return errorTerm(at: range)
      }
      (left, right) = (newLeft, newRight)
    }
    guard let result = Self.result(of: operation, type(left), type(right)) else {
      report(
        .typeMismatch(
          .arithmetic(operation), left: type(left), right: type(right),
          leftOrigin: origin(of: left), rightOrigin: origin(of: right)), at: range)
      return errorTerm(at: range)
    }
    if result == .months { return calculateMonths(operation, left, right, at: range) }
    return make(
      .arithmetic(operation.arithmetic, left, right), result, of: [left, right], at: range)
  }

  /// Returns the type of an arithmetic result, nil where the operands do not fit.
  private static func result(
    of operation: BinaryOperator, _ left: ValueType, _ right: ValueType
  ) -> ValueType? {
    let ratios: [ValueType] = [.number, .percent]
    switch (operation, left, right) {
    case (.plus, .months, .months), (.minus, .months, .months): return .months
    case (.plus, _, _), (.minus, _, _):
      guard left.isNumeric, right.isNumeric else { return nil }
      if left == right { return left }
      return ratios.contains(left) && ratios.contains(right) ? .number : nil
    case (.times, .percent, .money), (.times, .number, .money), (.times, .money, .number),
      (.times, .money, .percent):
      return .money
    case (.times, .number, .days), (.times, .days, .number): return .days
    case (.times, .percent, .number), (.times, .number, .percent): return .number
    case (.times, _, _): return ratios.contains(left) && ratios.contains(right) ? .number : nil
    case (.dividedBy, .money, .number), (.dividedBy, .money, .percent): return .money
    case (.dividedBy, .days, .number): return .days
    case (.dividedBy, .percent, .number): return .percent
    case (.dividedBy, _, _):
      guard left.isNumeric, right.isNumeric else { return nil }
      return left == right || ratios.contains(left) && ratios.contains(right) ? .number : nil
    default: return nil
    }
  }

  private mutating func calculateMonths(
    _ operation: BinaryOperator, _ left: TermID, _ right: TermID, at range: SourceRange
  ) -> TermID {
    guard case .constant(.months(let first)) = program[left].kind,
      case .constant(.months(let second)) = program[right].kind
    else { return errorTerm(at: range) }
    let sum = operation == .plus ? first + second : first - second
    return constant(.months(sum), .months, at: range)
  }

  private mutating func calculateDates(
    _ operation: BinaryOperator, _ left: TermID, _ right: TermID, at range: SourceRange
  ) -> TermID {
    var (date, amount) = (left, right)
    if operation == .plus, type(right) == .date { (date, amount) = (right, left) }
    switch (operation, type(date), type(amount)) {
    case (.minus, .date, .date):
      return make(.daysBetween(left, right), .days, of: [left, right], at: range)
    case (.plus, .date, .days), (.minus, .date, .days):
      return make(
        .shiftDays(date, by: amount, backwards: operation == .minus), .date, of: [date, amount],
        at: range)
    case (.plus, .date, .months), (.minus, .date, .months):
      guard case .constant(.months(let months)) = program[amount].kind else {
        return errorTerm(at: range)
      }
      return make(
        .shiftMonths(date, by: operation == .minus ? -months : months), .date, of: [date],
        at: range)
    case (.plus, .date, .number), (.minus, .date, .number):
      if let value = literal(amount) {
        report(.bareNumberForDays(value), at: program[amount].range)
        return errorTerm(at: range)
      }
      fallthrough
    default:
      report(
        .typeMismatch(
          .arithmetic(operation), left: type(left), right: type(right),
          leftOrigin: origin(of: left), rightOrigin: origin(of: right)), at: range)
      return errorTerm(at: range)
    }
  }
}

extension BinaryOperator {
  fileprivate var comparison: Comparison {
    switch self {
    case .notEqual: .notEqual
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    case .or, .and, .equal, .plus, .minus, .times, .dividedBy: .equal
    }
  }

  fileprivate var arithmetic: ArithmeticOperator {
    switch self {
    case .minus: .subtract
    case .times: .multiply
    case .dividedBy: .divide
    case .or, .and, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .plus: .add
    }
  }
}
