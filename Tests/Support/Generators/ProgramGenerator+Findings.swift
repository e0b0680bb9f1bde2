/// What is shown and found.
extension ProgramGenerator {
  mutating func addShow() {
    let names = (writer.ofAccounts + writer.ofPortfolio).map(\.text).filter { !$0.contains(".") }
    if !names.isEmpty { clauses.append("show " + names.joined(separator: ", ")) }
    let stage = Nameable.Stage.tiers
    for index in 0..<random.below(3) {
      let isPortfolio = random.chance(50)
      let sight = isPortfolio ? WriterSight(asker: .portfolio, stage: stage) : accountSight(stage)
      let figure = writer.expression(.number, sight, depth: 2)
      clauses.append("show \"Figure \(index)\" = \(figure)")
    }
  }

  mutating func addFinding() {
    var scope = ""
    var sight = accountSight(.tiers)
    switch random.below(6) {
    case 0, 1: scope = "for " + someTiers()
    case 2: scope = "for all"
    case 3: sight = WriterSight(asker: .portfolio, stage: .tiers)
    case 4:
      guard let field = groupField() else { return }
      return addGroupFinding("for each \(field)")
    default:
      guard features.contains(.eachTable) else { return }
      let table = random.pick(["contacts", "orders", "executives"])
      scope = "for each \(table)"
      sight = WriterSight(asker: .row(of: table), stage: .tiers)
      sight.readsLets = false
    }
    addFinding(scope, writer.condition(sight, depth: 2))
  }

  private mutating func addFinding(_ scope: String, _ condition: String) {
    let label = "\"Finding \(clauses.count)\"" + (scope.isEmpty ? "" : " \(scope)")
    clauses.append(
      random.chance(50) ? "require \(label) that \(condition)" : "warn \(label) when \(condition)")
  }

  private mutating func someTiers() -> String {
    schema.tiers.shuffled(using: &random).prefix(random.within(1...2)).map(GeneratedSchema.word)
      .joined(separator: ", ")
  }

  private mutating func groupField() -> String? {
    let names = schema.readableFields(of: "accounts").filter { $0.type != .number }.map(\.name)
    let fields = ["region", "segment", "lead"].filter(names.contains)
    return fields.isEmpty ? nil : random.pick(fields)
  }

  private mutating func addGroupFinding(_ scope: String) {
    let sight = accountSight(.tiers)
    let figure = random.pick([
      "count(accounts)", "count(accounts where \(writer.condition(sight, depth: 1)))",
      "count(accounts where tier in [\(someTiers())])",
    ])
    addFinding(scope, "\(figure) \(random.pick([">", ">=", "<="])) \(random.below(6))")
  }

  /// Adds a table of figures of each value, tier or row.
  mutating func addBook() {
    var figures = ["count(accounts)"]
    let table = random.pick(["tier", groupField() ?? "tier", "executives", "contacts"])
    if ["executives", "contacts"].contains(table) {
      guard features.contains(.eachTable) else { return }
      var sight = WriterSight(asker: .row(of: table), stage: .tiers)
      sight.readsLets = false
      figures = [writer.expression(.number, sight, depth: 2)]
    } else {
      let condition = writer.condition(accountSight(.tiers), depth: 1)
      figures.append("count(accounts where \(condition))")
    }
    let items = figures.enumerated().map { "\"Figure \($0)\" = \($1)" }
    clauses.append("show \(items.joined(separator: ", ")) for each \(table)")
  }
}
