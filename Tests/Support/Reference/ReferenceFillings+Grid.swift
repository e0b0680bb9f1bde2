internal import Language
internal import Tables

extension ReferenceFillings {
  /// Returns values for each open cell, in the order of `cells`, at which something may turn: what
  /// the agreement and the column name, the bounds, or ends where there are none: large figures,
  /// and on demand the largest that can be written.
  func proposal(upToTheLast: Bool) throws -> [[RefValue]] {
    let named = NamedValues(tree, today: today, isUpToTheLast: upToTheLast)
    return try cells.map { cell in try values(for: cell, named) }
  }

  private func values(for cell: OpenCell, _ named: NamedValues) throws -> [RefValue] {
    guard let table = data.tables[cell.row.table], let field = table.fields[cell.field] else {
      throw ReferenceProblem("no field \(cell.field)")
    }
    let column = table.rows.compactMap { $0.cells[cell.field] }
    switch field.type {
    case .truth: return [.truth(false), .truth(true)]
    case .choice(let names): return names.map { .text($0.text) }
    case .choices(let names, _): return ReferenceFillings.subsets(of: names.map(\.text))
    case .tier: return evaluatorTiers.map { .text($0) }
    case .text: return texts(column, named)
    case .date: return days(column, named)
    case .number, .money: return try numbers(field, column, named, end: 1_000_000_000_000)
    case .percent: return try numbers(field, column, named, end: 10_000)
    case .reference, .error: throw ReferenceProblem("\(cell.field) is never open")
    }
  }

  /// Returns every choice of at least one of a few values.
  private static func subsets(of names: [String]) -> [RefValue] {
    names.reduce([[]]) { subsets, name in subsets + subsets.map { $0 + [ExactText(name)] } }
      .filter { !$0.isEmpty }.map { .values($0) }
  }

  private var evaluatorTiers: [String] {
    tree.declarations.compactMap { if case .tier(let tier) = $0 { tier.name.text } else { nil } }
  }

  private func texts(_ column: [RefValue], _ named: NamedValues) -> [RefValue] {
    let texts = column.compactMap { if case .text(let text) = $0 { text } else { nil } }
    return Set(texts + named.texts + ["!", "~~"].map { ExactText($0) }).sorted().map { .text($0) }
  }

  private func days(_ column: [RefValue], _ named: NamedValues) -> [RefValue] {
    let days = column.compactMap { if case .day(let day) = $0 { day } else { nil } } + named.days
    return Set(days + [Day.first, Day.last]).sorted().map { .day($0) }
  }

  private func numbers(
    _ field: FieldDeclaration, _ column: [RefValue], _ named: NamedValues, end: Int
  ) throws -> [RefValue] {
    let (low, high) = try bounds(of: field)
    let points = column.compactMap(\.number) + named.numbers + [.zero]
    let last = Decimal(scaled: Decimal.bound - 1)
    let ends = [low ?? Decimal(-end), high ?? Decimal(end)]
    let farEnds = named.isUpToTheLast ? [Decimal(scaled: -last.scaled), last] : []
    let within = Set(points + ends + farEnds).filter { number in
      low.map { number >= $0 } ?? true && high.map { number <= $0 } ?? true
    }
    return within.sorted().map { .number($0) }
  }

  private func bounds(of field: FieldDeclaration) throws -> (low: Decimal?, high: Decimal?) {
    let literals = LiteralReading(tree: tree)
    for modifier in field.modifiers {
      guard case .bounds(let low, let high) = modifier.kind else { continue }
      return (
        try low.flatMap { try literals.value(of: $0).number },
        try high.flatMap { try literals.value(of: $0).number }
      )
    }
    return (nil, nil)
  }
}

/// The values that an agreement names anywhere.
private struct NamedValues {
  var numbers: [Decimal] = []
  var texts: [ExactText] = []
  var days: [Day] = []
  var isUpToTheLast: Bool

  init(_ tree: SyntaxTree, today: Day, isUpToTheLast: Bool) {
    self.isUpToTheLast = isUpToTheLast
    days = [today]
    for node in tree.expressions {
      switch node.kind {
      case .number(let number, isPercent: _): numbers.append(number)
      case .text(let text): texts.append(ExactText(text))
      case .date(let day): days.append(day)
      case .duration(let count, let unit): days += NamedValues.around(today, count, unit)
      case .error, .truth, .name, .member, .today, .tier, .negated, .not, .binary, .presence,
        .membership, .holding, .fallback, .call, .parenthesized:
        break
      }
    }
  }

  private static func around(_ today: Day, _ count: Int, _ unit: DurationUnit) -> [Day] {
    let moves = [-count, count].map { count in
      switch unit {
      case .days: today.adding(days: count)
      case .weeks: today.adding(days: 7 * count)
      case .months: today.adding(months: count)
      case .years: today.adding(months: 12 * count)
      }
    }
    return moves.compactMap { $0 }
  }
}
