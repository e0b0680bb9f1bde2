import Diagnostics
import Tables

/// Expressions: each returns a term, of type `error` where it has reported.
extension Checker {
  mutating func check(_ id: ExpressionID, in context: Context) -> TermID {
    // Brackets make no term, so they must not take room on the stack either.
    var id = id
    while case .parenthesized(let inner) = tree[id].kind { id = inner }
    let node = tree[id]
    let range = node.range
    guard depth < Limits.figureHeight else { return tooDeep(at: range) }
    depth += 1
    defer { depth -= 1 }
    switch node.kind {
    case .error: return errorTerm(at: range)
    case .number(let value, let isPercent):
      return constant(.number(value), isPercent ? .percent : .number, at: range)
    case .text(let text): return constant(.text(text), .text, at: range)
    case .date(let day): return constant(.day(day), .date, at: range)
    case .duration(let count, let unit): return checkDuration(count, unit, at: range)
    case .truth(let truth): return constant(.truth(truth), .truth, at: range)
    case .name(let name): return checkName(name, in: context, at: range)
    case .member(let base, let name): return checkMember(base, name, in: context, at: range)
    case .today:
      noteDayReader(range)
      return make(.today, .date, of: [], at: range)
    case .tier: return checkTierWord(in: context, at: range)
    case .negated(let inner): return checkNegation(inner, in: context, at: range)
    case .not(let inner):
      let term = checkCondition(inner, in: context)
      return make(.not(term), .truth, of: [term], at: range)
    case .binary(let operation, let left, let right):
      return checkBinary(operation, left, right, in: context, at: range)
    case .presence(let inner, let isMissing):
      let term = check(inner, in: context)
      let missing = make(.isMissing(term), .truth, of: [term], at: range)
      return isMissing ? missing : make(.not(missing), .truth, of: [missing], at: range)
    case .membership(let value, let list):
      return checkMembership(value, list, in: context, at: range)
    case .holding(let value, let holder):
      return checkHolding(value, holder, in: context, at: range)
    case .fallback(let left, let right):
      return checkFallback(left, right, in: context, at: range)
    case .call(let call): return checkCall(call, in: context, at: range)
    case .parenthesized(let inner): return check(inner, in: context)
    }
  }

  /// Checks an expression that must be yes or no.
  ///
  /// - Parameter comparison: what stands before it with `and` or `or` between.
  mutating func checkCondition(
    _ id: ExpressionID, in context: Context, after comparison: LastComparison? = nil
  ) -> TermID {
    let term = check(id, in: context)
    guard type(term) == .truth || type(term) == .error else {
      let example =
        comparison.map { remedy(forRepeating: $0, with: id) } ?? remedy(forFigure: id, type(term))
      report(.notACondition(type(term), remedy: example), at: tree[id].range)
      return errorTerm(at: tree[id].range)
    }
    return term
  }

  /// What to write where the figure `id` stands alone in the place of a condition.
  private func remedy(forFigure id: ExpressionID, _ type: ValueType) -> String? {
    guard let name = word(id), !name.isQuoted else { return nil }
    if case .choices(let id) = type {
      return program.choices[id.index].first.map {
        "ask for one of them: `\"\($0)\" in \(name.text)`"
      }
    }
    let rest: String? =
      switch type {
      case .number: "> 0"
      case .money: ">= 1M"
      case .percent: ">= 10%"
      case .days: "> 90 days"
      case .date: ">= 2027-04-01"
      case .text: "= \"…\""
      case .choice(let id): program.choices[id.index].first.map { "= \"\($0)\"" }
      case .tier: tierDeclarations.first.map { "= \"\($0.name.text)\"" }
      case .months, .truth, .choices, .reference, .error: nil
      }
    return rest.map { "compare it with something, such as `\(name.text) \($0)`" }
  }

  /// Notes that the result depends on the day, because of what stands at `range`.
  mutating func noteDayReader(_ range: SourceRange) {
    if let first = program.dayReader, first.start <= range.start { return }
    program.dayReader = range
  }

  /// Checks an expression whose type is given; nil, reported, if it has another.
  mutating func checkValue(
    _ id: ExpressionID, as wanted: ValueType, what: String, in context: Context
  ) -> TermID? {
    if let word = word(id), let code = resolve(word, among: wanted, of: what, at: tree[id].range) {
      return code
    }
    guard let term = adapt(check(id, in: context), to: wanted) else { return nil }
    guard common(type(term), wanted) != nil else {
      report(
        .wrongType(what: what, expected: wanted.phrase, found: type(term)), at: tree[id].range)
      return nil
    }
    return term
  }

  private mutating func checkDuration(
    _ count: Int, _ unit: DurationUnit, at range: SourceRange
  ) -> TermID {
    switch unit {
    case .days: constant(.number(Decimal(count)), .days, at: range)
    case .weeks: constant(.number(Decimal(7 * count)), .days, at: range)
    case .months: constant(.months(count), .months, at: range)
    case .years: constant(.months(12 * count), .months, at: range)
    }
  }

  /// `tier` is the account's final tier; in another row it is that row's account's.
  private mutating func checkTierWord(in context: Context, at range: SourceRange) -> TermID {
    guard let level = context.frames.lastIndex(where: { canReachAccount($0.row) }) else {
      report(
        .notPortfolio(what: context.portfolioPhrase ?? "this", name: "tier"), at: range)
      return errorTerm(at: range)
    }
    let tier = add(
      Term(.tier, type: .tier, home: .accounts, stage: .tiers, range: range))
    var term = tier
    for frame in context.frames[(level + 1)...] {
      if let path = frame.path { term = follow(path, term, at: range) }
    }
    return term
  }

  private func canReachAccount(_ row: TableID) -> Bool { row == .accounts }

  private mutating func checkNegation(
    _ inner: ExpressionID, in context: Context, at range: SourceRange
  ) -> TermID {
    let term = check(inner, in: context)
    if let value = literal(term) {
      return constant(.number(Decimal(scaled: -value.scaled)), type(term), at: range)
    }
    guard type(term).isNumeric || type(term) == .error else {
      report(
        .wrongType(what: "what follows a minus", expected: "a figure", found: type(term)),
        at: range)
      return errorTerm(at: range)
    }
    return make(.negate(term), type(term), of: [term], at: range)
  }

  private mutating func checkFallback(
    _ left: ExpressionID, _ right: ExpressionID, in context: Context, at range: SourceRange
  ) -> TermID {
    var first = check(left, in: context)
    guard
      var second = checkWord(right, beside: first, in: context)
        ?? Optional(
          check(right, in: context)),
      let type = unify(&first, &second, .fallback, at: range)
    else { return errorTerm(at: range) }
    return make(.fallback(first, second), type, of: [first, second], at: range)
  }

  /// Checks cases or a single expression.
  mutating func check(_ body: Body, in context: Context, range: SourceRange) -> TermID {
    switch body {
    case .expression(let expression): check(expression, in: context)
    case .cases(let cases): check(cases, in: context, range: range)
    }
  }

  private mutating func check(
    _ cases: [Case], in context: Context, range: SourceRange
  ) -> TermID {
    guard !cases.isEmpty else {
      report(.emptyList(what: "this block of cases"), at: range)
      return errorTerm(at: range)
    }
    var checked: [CheckedCase] = []
    for (index, item) in cases.enumerated() {
      if index > 0, cases[index - 1].condition == nil {
        report(.caseAfterOtherwise, at: item.range)
      }
      let condition = item.condition.map { checkCondition($0, in: context) }
      let value = check(item.value, in: context)
      checked.append(CheckedCase(condition: condition, value: value, range: item.range))
    }
    if cases.allSatisfy({ $0.condition != nil }) {
      report(.casesWithoutOtherwise, at: cases[cases.count - 1].range)
    }
    return join(checked, at: range)
  }

  /// Brings the values of cases to one type.
  private mutating func join(_ cases: [CheckedCase], at range: SourceRange) -> TermID {
    var cases = cases
    // A figure that says its type settles the bare numbers beside it.
    let typed = cases.first { literal($0.value) == nil || type($0.value) != .number }
    var pattern = (typed ?? cases[0]).value
    var result = type(pattern)
    for index in cases.indices {
      guard
        let type = unify(&cases[index].value, &pattern, .alternatives, at: cases[index].range)
      else { return errorTerm(at: range) }
      if result == .error || type == .number && result == .percent { result = type }
    }
    let operands = cases.flatMap { [$0.condition, $0.value].compactMap { $0 } }
    return make(.cases(cases), result, of: operands, at: range)
  }
}
