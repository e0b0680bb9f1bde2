internal import Language
internal import Tables

extension ReferenceEvaluator {
  /// Returns what `call` makes of the rows of `table`.
  mutating func aggregate(
    _ call: Call, over table: String, in sight: Sight
  ) throws -> RefValue {
    var rows = try rows(of: table, in: sight).map { RowID(table: table, record: $0) }
    let outer = table == "accounts" ? [] : sight.rows
    if let partition = call.partition {
      guard table == "accounts", let account = sight.account else {
        throw ReferenceProblem("`within` without an account")
      }
      let own = try value(of: partition, in: .account(account))
      if let absence = own.absence { return .missing(absence) }
      rows = try rows.filter { try value(of: partition, in: .account($0.record)) == own }
    }
    if let condition = call.condition {
      rows = try rows.filter { try value(of: condition, in: Sight(rows: [$0] + outer)).isYes }
    }
    guard let argument = call.arguments.first?.value, tree[argument].isFigure else {
      return .number(Decimal(rows.count))
    }
    if let order = call.order { return try latest(argument, by: order, of: rows, outer) }
    var figures: [RefValue] = []
    for row in rows { figures.append(try value(of: argument, in: Sight(rows: [row] + outer))) }
    return try ReferenceEvaluator.summary(
      call.name.text, isDistinct: call.isDistinct, of: figures)
  }

  /// Returns the value of the row with the latest date; missing where such rows differ.
  private mutating func latest(
    _ argument: ExpressionID, by order: ExpressionID, of rows: [RowID], _ outer: [RowID]
  ) throws -> RefValue {
    var best: (day: Day, values: Set<RefValue>)?
    for row in rows {
      let sight = Sight(rows: [row] + outer)
      let value = try value(of: argument, in: sight)
      guard case .day(let day) = try self.value(of: order, in: sight), !value.isMissing else {
        continue
      }
      if let known = best?.day, known > day { continue }
      if best?.day != day { best = (day, []) }
      best?.values.insert(value)
    }
    guard let best, let only = best.values.first, best.values.count == 1 else {
      return .missing(.noRows)
    }
    return only
  }

  /// Returns the records of `table` that belong to whoever asks.
  private func rows(of table: String, in sight: Sight) throws -> [Int] {
    guard data.tables[table] != nil else { throw ReferenceProblem("no table \(table)") }
    let isPortfolio = table == "accounts"
    let accepted = isPortfolio ? base : data.accepted(table)
    if isPortfolio, let group = sight.group { return group.accounts }
    guard let innermost = sight.rows.first else { return accepted }
    if isPortfolio, innermost.table == "accounts" { return accepted }
    for asker in sight.rows {
      let isMember = table == ReferenceData.members
      guard
        let path = isMember && asker.table == "accounts"
          ? [] : path(from: isMember ? "accounts" : table, to: asker.table)
      else { continue }
      return accepted.filter { record in
        var row: RowID? = RowID(table: table, record: record)
        if isMember {
          row = data.group(of: record).map { RowID(table: "accounts", record: $0) }
        }
        for field in path { row = row.flatMap { data.target(of: field, in: $0) } }
        return row == asker
      }
    }
    if isPortfolio { return accepted }
    throw ReferenceProblem("\(table) does not refer to \(innermost.table)")
  }

  /// Returns the shortest chain of references from `table` to `target`, the first if several.
  private func path(from table: String, to target: String) -> [String]? {
    var chains: [(table: String, fields: [String])] = [(table, [])]
    var seen = [table]
    while !chains.isEmpty {
      var longer: [(table: String, fields: [String])] = []
      for chain in chains {
        for field in data.fieldNames[chain.table] ?? [] {
          guard let next = data.tables[chain.table]?.target(of: field),
            chain.table != "accounts" || !isCounted(field)
          else { continue }
          if next == target { return chain.fields + [field] }
          if seen.contains(next) { continue }
          seen.append(next)
          longer.append((next, chain.fields + [field]))
        }
      }
      chains = longer
    }
    return nil
  }

  /// Whether a group has the number of its members' references, and none of its own.
  private func isCounted(_ field: String) -> Bool {
    grouping?.clauses.contains { clause in
      if case .combine(let name, .count) = clause.kind { name.text == field } else { false }
    } ?? false
  }

  /// Returns the count, sum, average, min or max of the figures that are present.
  private static func summary(
    _ name: String, isDistinct: Bool, of figures: [RefValue]
  ) throws -> RefValue {
    let present = figures.filter { !$0.isMissing }
    if let absence = RefValue.absence(of: figures), present.isEmpty { return .missing(absence) }
    switch name {
    case "count": return .number(Decimal(isDistinct ? Set(present).count : present.count))
    case "sum":
      return .computed(ExactArithmetic.decimal(scaled: ExactArithmetic.sum(try numbers(present))))
    default: break
    }
    guard let first = present.first else { return .missing(.noRows) }
    switch name {
    case "min": return try extreme(first, present) { $0 < 0 }
    case "max": return try extreme(first, present) { $0 > 0 }
    case "average":
      let count = BigInteger(Decimal(present.count).scaled)
      return .computed(
        ExactArithmetic.cutQuotient(ExactArithmetic.sum(try numbers(present)), count))
    default: throw ReferenceProblem("no aggregate \(name)")
    }
  }

  private static func numbers(_ values: [RefValue]) throws -> [Decimal] {
    try values.map { value in
      guard let number = value.number else { throw ReferenceProblem("\(value) in a total") }
      return number
    }
  }
}

extension ExpressionNode {
  /// Whether an aggregate's argument is a value of the row and not the table itself.
  fileprivate var isFigure: Bool {
    if case .member = kind { true } else { false }
  }
}
