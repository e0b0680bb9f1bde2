/// Figures over the rows of other tables and over the portfolio.
extension ExpressionWriter {
  /// Writes an aggregate of `type` that the asker may read, or returns nil where there is none.
  mutating func aggregate(
    _ type: GeneratedType, _ sight: WriterSight, _ depth: Int
  ) -> String? {
    var tables: [String] = []
    switch sight.asker {
    case .portfolio: tables = ["accounts"]
    case .row(of: let table):
      tables = schema.tables(referringTo: table).map(\.name)
      if table == "executives" { tables = ["accounts"] }
      if table == "accounts", sight.stage > .rows { tables.append("accounts") }
      if table == "accounts", schema.group != nil { tables += ["members", "members"] }
    }
    guard !tables.isEmpty else { return nil }
    let table = random.pick(tables)
    guard table != "accounts" || isPortfolioAllowed(sight) else { return nil }
    return figure(type, over: table, sight, depth)
  }

  private func isPortfolioAllowed(_ sight: WriterSight) -> Bool {
    sight.stage > .rows && features.contains(.portfolio)
  }

  private mutating func figure(
    _ type: GeneratedType, over table: String, _ sight: WriterSight, _ depth: Int
  ) -> String? {
    if table == "accounts" { used = max(used, .portfolio) }
    let rows = rowSight(of: table, from: sight)
    let tail = scope(over: table, rows, sight, depth)
    if type == .number, random.chance(50) { return count(table, rows, tail) }
    let names = figures(of: table, rows).filter { $0.type == type }
    guard !names.isEmpty else { return type == .number ? count(table, rows, tail) : nil }
    let figure = random.pick(names)
    used = max(used, figure.stage)
    let dates = figures(of: table, rows).filter { $0.type == .date && $0.stage == .rows }
    if random.chance(25), !dates.isEmpty {
      return "latest(\(table).\(figure.text) by \(random.pick(dates).text)\(tail))"
    }
    let functions = type == .date ? ["min", "max"] : ["sum", "sum", "average", "min", "max"]
    return "\(random.pick(functions))(\(table).\(figure.text)\(tail))"
  }

  private mutating func count(_ table: String, _ rows: WriterSight, _ tail: String) -> String {
    let names = figures(of: table, rows).filter { !$0.type.isSeveral }
    guard random.chance(25), !names.isEmpty else { return "count(\(table)\(tail))" }
    let name = random.pick(names)
    used = max(used, name.stage)
    return "count(distinct \(table).\(name.text)\(tail))"
  }

  /// The values of a row that an aggregate can name: its own, without references.
  private func figures(of table: String, _ rows: WriterSight) -> [Nameable] {
    var names = fields(of: table, prefix: "")
    if table == "accounts" { names += ofAccounts.filter { !$0.text.contains(".") } }
    return names.filter { $0.stage <= rows.stage }
  }

  private func rowSight(of table: String, from sight: WriterSight) -> WriterSight {
    var rows = WriterSight(asker: .row(of: table), stage: sight.stage)
    if table != "accounts" {
      rows.stage = .rows
      rows.readsLets = sight.readsLets
    }
    if table != "accounts", sight.isAccount, features.contains(.askersNames) {
      let own = Set(fields(of: table, prefix: "").map(\.text))
      rows.outer = (fields(of: "accounts", prefix: "") + ofAccounts).filter { name in
        // The size of a group is not that of a member.
        name.stage == .rows && !own.contains(name.text) && name.text != "kin"
      }
    }
    return rows
  }

  /// Writes the `where` and `within` of an aggregate.
  private mutating func scope(
    over table: String, _ rows: WriterSight, _ sight: WriterSight, _ depth: Int
  ) -> String {
    var tail = ""
    if random.chance(60) { tail += " where \(condition(rows, depth: max(0, depth - 1)))" }
    if table == "accounts", sight.isAccount, random.chance(30), let field = partition() {
      tail += " within \(field)"
    }
    return tail
  }

  private mutating func partition() -> String? {
    let names = fields(of: "accounts", prefix: "").filter {
      $0.type != .number && !$0.type.isSeveral
    }.map(\.text)
      .filter { ["region", "segment", "vetted", "lead"].contains($0) }
    return names.isEmpty ? nil : random.pick(names)
  }

  // MARK: - Portfolio functions

  mutating func ranking(_ sight: WriterSight, _ depth: Int) -> String? {
    guard isPortfolioAllowed(sight) else { return nil }
    used = max(used, .portfolio)
    let keys = sortKeys(sight, depth: min(depth, 1))
    return "rank(\(keys.joined(separator: ", "))\(scope(over: "accounts", sight, sight, depth)))"
  }

  mutating func share(_ sight: WriterSight, _ depth: Int) -> String? {
    guard isPortfolioAllowed(sight) else { return nil }
    used = max(used, .portfolio)
    let type: GeneratedType = random.chance(75) ? .money : .number
    let figure = expression(type, sight, depth: min(depth, 1))
    let function = random.pick(["share", "share", "share_before", "share_through"])
    return "\(function)(\(figure)\(scope(over: "accounts", sight, sight, depth)))"
  }

  /// Writes one to three keys, with a direction where a text needs one.
  mutating func sortKeys(_ sight: WriterSight, depth: Int) -> [String] {
    let types: [GeneratedType] = [.number, .money, .percent, .date, .text]
    let available = types.filter { hasName($0, sight) }
    var keys: [String] = []
    var written: [String] = []
    for _ in 0..<random.within(1...3) {
      let type = random.pick(available)
      let key = expression(type, sight, depth: random.chance(30) ? depth : 0)
      if written.contains(key) { continue }
      written.append(key)
      var directions = ["ascending", "descending"]
      if type != .text { directions += ["", "", ""] }
      let direction = random.pick(directions)
      keys.append(direction.isEmpty ? key : "\(key) \(direction)")
    }
    return keys
  }
}
