import Diagnostics
import Tables

/// Functions, aggregates over rows, and portfolio functions.
extension Checker {
  mutating func checkCall(_ call: Call, in context: Context, at range: SourceRange) -> TermID {
    guard let function = Builtin(rawValue: call.name.text) else {
      let name = call.name.text
      report(
        .unknownFunction(
          name, nearest: Suggestion.nearest(to: name, among: Builtin.allCases.map(\.rawValue))),
        at: call.name.range)
      return errorTerm(at: range)
    }
    if call.order != nil, function != .latest {
      report(.wrongArgumentCount(function: function, remedy: nil), at: range)
      return errorTerm(at: range)
    }
    switch function {
    case .latest: return checkLatest(call, in: context, at: range)
    case .count, .sum, .average: return checkAggregate(function, call, in: context, at: range)
    case .min, .max:
      if call.arguments.count == 1 || call.condition != nil || call.partition != nil {
        return checkAggregate(function, call, in: context, at: range)
      }
      return checkExtreme(function, call, in: context, at: range)
    case .rank, .share, .shareBefore, .shareThrough:
      return checkPortfolioFunction(function, call, in: context, at: range)
    case .scale: return checkScale(call, in: context, at: range)
    case .abs, .round, .year, .month, .months, .years:
      return checkPlain(function, call, in: context, at: range)
    }
  }

  /// Returns `true` iff the call has nothing but `count` plain arguments; reports otherwise.
  private mutating func isPlain(
    _ call: Call, _ function: Builtin, count: ClosedRange<Int>, at range: SourceRange
  ) -> Bool {
    let plain =
      !call.isDistinct && call.condition == nil && call.partition == nil && call.bounds == nil
      && call.arguments.allSatisfy { $0.direction == nil }
    if plain, count.contains(call.arguments.count) { return true }
    report(.wrongArgumentCount(function: function, remedy: nil), at: range)
    return false
  }

  private mutating func checkPlain(
    _ function: Builtin, _ call: Call, in context: Context, at range: SourceRange
  ) -> TermID {
    let count =
      switch function {
      case .round, .months, .years: 2
      default: 1
      }
    guard isPlain(call, function, count: count...count, at: range) else {
      return errorTerm(at: range)
    }
    let terms = call.arguments.map { check($0.value, in: context) }
    switch function {
    case .abs:
      guard demand(terms[0], function, "a figure", { $0.isNumeric }) else { break }
      return make(.absolute(terms[0]), type(terms[0]), of: terms, at: range)
    case .round:
      guard demand(terms[0], function, "a figure", { $0.isNumeric }) else { break }
      guard let places = literal(terms[1])?.integer, (0...18).contains(places) else {
        report(.notAConstant(what: "the number of places, 0 to 18,"), at: program[terms[1]].range)
        break
      }
      return make(.round(terms[0], places: places), type(terms[0]), of: [terms[0]], at: range)
    case .year, .month:
      guard demand(terms[0], function, "a date", { $0 == .date }) else { break }
      return make(.datePart(terms[0], isYear: function == .year), .number, of: terms, at: range)
    case .months, .years:
      guard demand(terms[0], function, "two dates", { $0 == .date }),
        demand(terms[1], function, "two dates", { $0 == .date })
      else { break }
      return make(
        .wholeMonths(terms[0], terms[1], perYear: function == .years), .number, of: terms,
        at: range)
    default: break
    }
    return errorTerm(at: range)
  }

  /// Returns `true` iff the argument has a fitting type; reports otherwise.
  mutating func demand(
    _ term: TermID, _ function: Builtin, _ expected: String, _ fits: (ValueType) -> Bool
  ) -> Bool {
    if type(term) == .error { return false }
    if fits(type(term)) { return true }
    report(
      .wrongArgument(function: function, expected: expected, found: type(term)),
      at: program[term].range)
    return false
  }

  private mutating func checkExtreme(
    _ function: Builtin, _ call: Call, in context: Context, at range: SourceRange
  ) -> TermID {
    guard isPlain(call, function, count: 2...Limits.arguments, at: range) else {
      return errorTerm(at: range)
    }
    var terms = call.arguments.map { check($0.value, in: context) }
    // A figure that says its type settles the bare numbers beside it.
    var pattern = terms.first { literal($0) == nil || type($0) != .number } ?? terms[0]
    for index in terms.indices {
      guard unify(&terms[index], &pattern, .alike("the arguments"), at: range) != nil,
        demand(terms[index], function, "figures or dates", { $0.isOrdered })
      else { return errorTerm(at: range) }
    }
    return terms.dropFirst().reduce(terms[0]) { result, term in
      if type(term) == .date {
        return make(
          .pickDate(result, term, latest: function == .max), .date, of: [result, term], at: range)
      }
      let type = common(type(result), type(term)) ?? type(result)
      return make(
        .arithmetic(function == .max ? .max : .min, result, term), type, of: [result, term],
        at: range)
    }
  }

  private mutating func checkScale(
    _ call: Call, in context: Context, at range: SourceRange
  ) -> TermID {
    guard let outOf = context.outOf else {
      report(.misplacedFunction(.scale, where: "in a criterion"), at: range)
      return errorTerm(at: range)
    }
    guard call.arguments.count == 1, let bounds = call.bounds, !call.isDistinct,
      call.condition == nil, call.partition == nil
    else {
      report(.wrongArgumentCount(function: .scale, remedy: nil), at: range)
      return errorTerm(at: range)
    }
    var value = check(call.arguments[0].value, in: context)
    var low = check(bounds.low, in: context)
    var high = check(bounds.high, in: context)
    guard demand(value, .scale, "a figure", { $0.isNumeric }),
      unify(&value, &low, .alike("the figure and its bounds"), at: tree[bounds.low].range) != nil,
      unify(&value, &high, .alike("the figure and its bounds"), at: tree[bounds.high].range) != nil
    else { return errorTerm(at: range) }
    if let first = literal(low), let second = literal(high), first == second {
      report(
        .badModifier("`scale` runs from a figure to itself", help: "give it two different bounds"),
        at: range)
      return errorTerm(at: range)
    }
    return make(
      .scale(value, low: low, high: high, outOf: outOf), .number, of: [value, low, high],
      at: range)
  }

  // MARK: Aggregates

  private mutating func checkAggregate(
    _ function: Builtin, _ call: Call, in context: Context, at range: SourceRange
  ) -> TermID {
    guard call.arguments.count == 1, call.arguments[0].direction == nil, call.bounds == nil,
      !call.isDistinct || function == .count,
      let source = table(
        of: call.arguments[0].value, wholeRows: function == .count && !call.isDistinct)
    else {
      if !reportUnknownTable(in: call) {
        let remedy = remedy(for: call, of: function)
        report(.wrongArgumentCount(function: function, remedy: remedy), at: range)
      }
      return errorTerm(at: range)
    }
    guard let (bucket, home) = belonging(of: source, to: context, call: call, at: range) else {
      return errorTerm(at: range)
    }
    if home == nil, let outer = context.outer, let path = context.frames.last?.path {
      let inner = checkAggregate(function, call, in: outer, at: range)
      return follow(path, inner, at: range)
    }
    var path: TermID?
    if case .reference(let reference) = bucket { path = reference }
    let rows = context.entering(source, path: path)
    let condition = call.condition.map { checkCondition($0, in: rows) }
    var figure: TermID?
    if function != .count || call.isDistinct {
      figure = check(call.arguments[0].value, in: rows)
    }
    guard let (kind, type) = result(of: function, figure, isDistinct: call.isDistinct) else {
      return errorTerm(at: range)
    }
    var stage = [condition, figure].compactMap { $0.map { program[$0].stage } }.max() ?? .rows
    if source == .accounts { stage = max(stage, .portfolio) }
    let aggregate = Aggregate(
      kind: kind, source: source, figure: figure, condition: condition, bucket: bucket)
    return add(
      Term(.aggregate(aggregate), type: type, home: home ?? .portfolio, stage: stage, range: range))
  }

  /// Returns the table whose rows an aggregate's argument is about: `t`, `t.f` or `t.f.g`.
  func table(of id: ExpressionID, wholeRows: Bool) -> TableID? {
    switch tree[id].kind {
    case .name(let name):
      if wholeRows, case .table(let table) = names[name] { return table }
      return nil
    case .member(let base, _):
      if wholeRows { return nil }
      if case .name(let name) = tree[base].kind {
        if case .table(let table) = names[name] { return table }
        return nil
      }
      return table(of: base, wholeRows: false)
    case .parenthesized(let inner): return table(of: inner, wholeRows: wholeRows)
    default: return nil
    }
  }

  /// What to write for `sum(revenue)`.
  private func remedy(for call: Call, of function: Builtin) -> String? {
    guard call.arguments.count == 1, case .name(let name) = tree[call.arguments[0].value].kind,
      let definition = names[name]
    else { return nil }
    guard definition.belongsToOneAccount else {
      return "say of what: `\(function.rawValue)(\(name).field)`"
    }
    return function == .count
      ? "write `count(accounts where \(name) is present)`"
      : "write `\(function.rawValue)(accounts.\(name))` for all accounts together"
  }

  /// Reports a first word of the argument that is no name at all; `true` iff there is one.
  mutating func reportUnknownTable(in call: Call) -> Bool {
    guard var id = call.arguments.first?.value else { return false }
    while case .member(let base, _) = tree[id].kind { id = base }
    guard case .name(let name) = tree[id].kind, names[name] == nil else { return false }
    let known = tableDeclarations.map(\.name.text)
    reportUnknown(name, kind: "table", among: known, at: tree[id].range)
    return true
  }

  /// Returns how rows of `source` belong to the row that asks, and the aggregate's home; a nil home
  /// asks the row outside.
  mutating func belonging(
    of source: TableID, to context: Context, call: Call, at range: SourceRange
  ) -> (Aggregate.Bucket, TableID?)? {
    let row = context.row
    if let partition = call.partition {
      guard source == .accounts, row == .accounts else {
        report(
          .badModifier(
            "`within` divides the accounts, and this is not asked about an account",
            help: "use `within` in a figure over `accounts`"), at: tree[partition].range)
        return nil
      }
      let term = check(partition, in: .account)
      guard type(term) != .error, isPartition(term, at: range) else { return nil }
      return (.partition(term), .accounts)
    }
    if row == .portfolio || source == row { return (.all, .portfolio) }
    // It has been reported, and what follows from it is not.
    if hasReferenceCircle { return nil }
    let paths = self.paths(from: source, to: row)
    switch paths.count {
    case 1: return (.reference(pathTerm(paths[0], at: range)), row)
    case 0 where context.outer != nil: return (.all, nil)
    case 0 where source == .accounts: return (.all, .portfolio)
    case 0:
      report(.noPath(table: program[source].name, to: program[row].name), at: range)
      return nil
    default:
      let words = paths.map { path in "`\(path.map(\.name).joined(separator: "."))`" }
      report(
        .manyPaths(table: program[source].name, to: program[row].name, paths: words), at: range)
      return nil
    }
  }

  private mutating func isPartition(_ term: TermID, at range: SourceRange) -> Bool {
    switch type(term) {
    case .text, .choice, .tier, .reference, .truth: return true
    default:
      report(
        .wrongType(
          what: "what `within` divides by", expected: "a text, a value or yes/no",
          found: type(term)), at: program[term].range)
      return false
    }
  }

  /// Returns the aggregate's kind and type, reporting a figure that does not fit.
  private mutating func result(
    of function: Builtin, _ figure: TermID?, isDistinct: Bool
  ) -> (AggregateKind, ValueType)? {
    guard let figure else { return (.count, .number) }
    if isDistinct {
      let isSingle = !isSeveral(figure)
      guard demand(figure, function, "one value of each row", { _ in isSingle }) else {
        return nil
      }
      return (.countDistinct, .number)
    }
    switch function {
    case .sum, .average:
      guard demand(figure, function, "figures", { $0.isNumeric }) else { return nil }
      return (function == .sum ? .sum : .average, type(figure))
    default:
      guard demand(figure, function, "figures or dates", { $0.isOrdered }) else { return nil }
      return (function == .min ? .min : .max, type(figure))
    }
  }

  // MARK: Portfolio functions

  private mutating func checkPortfolioFunction(
    _ function: Builtin, _ call: Call, in context: Context, at range: SourceRange
  ) -> TermID {
    guard context.row == .accounts else {
      guard let outer = context.outer, let path = context.frames.last?.path else {
        report(.misplacedFunction(function, where: "about one account"), at: range)
        return errorTerm(at: range)
      }
      return follow(path, checkPortfolioFunction(function, call, in: outer, at: range), at: range)
    }
    guard !call.arguments.isEmpty, !call.isDistinct, call.bounds == nil,
      function == .rank || call.arguments.count == 1
    else {
      report(.wrongArgumentCount(function: function, remedy: nil), at: range)
      return errorTerm(at: range)
    }
    let condition = call.condition.map { checkCondition($0, in: .account) }
    let partition = call.partition.map { check($0, in: .account) }
    if let partition, type(partition) == .error || !isPartition(partition, at: range) {
      return errorTerm(at: range)
    }
    let base = Base(condition: condition, partition: partition)
    var operands = [condition, partition].compactMap { $0 }
    let kind: TermKind
    if function == .rank {
      guard
        let keys = checkKeys(
          call.arguments.map { SortKey(value: $0.value, direction: $0.direction) })
      else { return errorTerm(at: range) }
      operands += keys.map(\.value)
      kind = .rank(keys, base)
    } else {
      let figure = check(call.arguments[0].value, in: .account)
      guard demand(figure, function, "a figure", { $0.isNumeric }) else {
        return errorTerm(at: range)
      }
      operands.append(figure)
      kind = .share(function.shareKind, figure, base)
    }
    let stage = operands.map { program[$0].stage }.reduce(.portfolio, max)
    return add(
      Term(
        kind, type: function == .rank ? .number : .percent, home: .accounts, stage: stage,
        range: range))
  }

  /// Checks ranking keys of accounts; nil if one of them was reported.
  mutating func checkKeys(_ keys: [SortKey], in context: Context = .account) -> [CheckedKey]? {
    var checked: [CheckedKey] = []
    var isSound = true
    for key in keys {
      let term = keyText(check(key.value, in: context))
      switch type(term) {
      case .error: isSound = false
      case .number, .percent, .money, .days, .date, .choice, .tier, .truth: break
      case .text where key.direction == nil:
        report(.orderlessText, at: tree[key.value].range)
        isSound = false
      case .text: break
      case .months, .choices, .reference:
        report(
          .wrongType(what: "a ranking key", expected: "a figure, date or text", found: type(term)),
          at: tree[key.value].range)
        isSound = false
      }
      checked.append(CheckedKey(value: term, isAscending: key.direction == .ascending))
    }
    return isSound ? checked : nil
  }
}

extension Builtin {
  fileprivate var shareKind: ShareKind {
    switch self {
    case .shareBefore: .before
    case .shareThrough: .through
    default: .own
    }
  }
}
