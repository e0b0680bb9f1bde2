internal import Tables

/// A name that expressions may read: a field, a let, a score.
struct Nameable {
  enum Stage: Int, Comparable {
    case rows, portfolio, tiers

    static func < (left: Stage, right: Stage) -> Bool { left.rawValue < right.rawValue }
  }

  var text: String
  var type: GeneratedType
  var stage = Stage.rows
  var isMissable = true
}

/// Who asks, and what it may read.
struct WriterSight {
  enum Asker: Hashable {
    case portfolio
    case row(of: String)
  }

  var asker: Asker
  var stage = Nameable.Stage.rows
  /// An account outside, whose own names a condition may read too.
  var outer: [Nameable] = []
  /// Whether lets of the portfolio can be read: an account asks, or the portfolio itself.
  var readsLets = true
  /// Whether functions of the asking account, such as `rank`, have their place here.
  var isAccount: Bool { asker == .row(of: "accounts") }
}

/// Writes random expressions of a given type.
struct ExpressionWriter {
  var random: SplitMix64
  let schema: GeneratedSchema
  let features: GeneratorFeatures
  /// Lets and scores that read an account.
  var ofAccounts: [Nameable] = []
  /// Lets that read none.
  var ofPortfolio: [Nameable] = []
  /// The latest stage that was read since this was last set to `rows`.
  var used = Nameable.Stage.rows

  // MARK: - Names in sight

  func names(_ sight: WriterSight) -> [Nameable] {
    var names: [Nameable] = sight.outer
    if case .row(let table) = sight.asker {
      names += fields(of: table, prefix: "")
      if features.contains(.references) {
        for field in schema.readableFields(of: table) {
          guard case .reference(let target) = field.type else { continue }
          names += fields(of: target, prefix: field.name + ".")
          for next in schema.readableFields(of: target) {
            guard case .reference(let far) = next.type else { continue }
            names += fields(of: far, prefix: "\(field.name).\(next.name).")
          }
        }
      }
      if table == "accounts" { names += ofAccounts }
    }
    if sight.readsLets { names += ofPortfolio }
    return names.filter { $0.stage <= sight.stage && !$0.text.contains(".pieces") }
  }

  func fields(of table: String, prefix: String) -> [Nameable] {
    schema.readableFields(of: table).map { field in
      var name = Nameable(text: prefix + field.name, type: field.type)
      name.isMissable = field.isOptional || field.formula != nil || !prefix.isEmpty
      return name
    }
  }

  /// Picks a name of `type`, or returns nil where there is none.
  mutating func name(_ type: GeneratedType, _ sight: WriterSight) -> String? {
    var names = names(sight).filter { $0.type == type }
    let own = names.filter { !$0.text.contains(".") }
    if !own.isEmpty, random.chance(75) { names = own }
    guard !names.isEmpty else { return nil }
    let name = random.pick(names)
    used = max(used, name.stage)
    return name.text
  }

  // MARK: - Figures

  /// Writes an expression of `type`; an anchored one is more than a literal.
  mutating func expression(
    _ type: GeneratedType, _ sight: WriterSight, depth: Int, anchored: Bool = true
  ) -> String {
    if !anchored, random.chance(50), let literal = literal(type) { return literal }
    if depth > 0, random.chance(60), let composite = composite(type, sight, depth - 1) {
      return composite
    }
    return leaf(type, sight)
  }

  private mutating func leaf(_ type: GeneratedType, _ sight: WriterSight) -> String {
    if type == .truth, random.chance(40), let name = name(type, sight) { return name }
    switch type {
    case .number: return name(type, sight) ?? "year(today)"
    case .money: return name(type, sight) ?? "sum(accounts.revenue)"
    case .percent: return name(type, sight) ?? "(5% + 5%)"
    case .date: return name(type, sight) ?? "today"
    case .days: return "(today - \(leaf(.date, sight)))"
    case .truth: return comparison(sight, depth: 0)
    case .text, .tier, .choice, .choices, .reference: return name(type, sight) ?? "\"none\""
    }
  }

  mutating func literal(_ type: GeneratedType) -> String? {
    switch type {
    case .number: return random.pick(Literals.numbers.filter { $0 >= .zero }).description
    case .money: return random.pick(["0", "1", "1_000", "250k", "1M", "2.5M", "5M", "0.01bn"])
    case .percent: return random.pick(["0", "0%", "5%", "10%", "12.5%", "30%", "50%", "1", "150%"])
    case .date: return Literals.days(around: schema.asOf, &random).description
    case .days:
      return random.pick(["0 days", "30 days", "90 days", "13 weeks", "1 week", "365 days"])
    case .text: return "\"\(random.pick(["Alpha", "Beta", "caf\u{E9}", "none", "Öl"]))\""
    case .tier: return GeneratedSchema.word(random.pick(schema.tiers))
    case .choice(let values): return GeneratedSchema.word(random.pick(values))
    case .truth, .choices, .reference: return nil
    }
  }

  private mutating func composite(
    _ type: GeneratedType, _ sight: WriterSight, _ depth: Int
  ) -> String? {
    switch type {
    case .number: number(sight, depth)
    case .money: money(sight, depth)
    case .percent: percent(sight, depth)
    case .date: date(sight, depth)
    case .days:
      "(\(expression(.date, sight, depth: depth)) - \(expression(.date, sight, depth: depth)))"
    case .truth: truth(sight, depth)
    case .text, .tier, .choice, .choices, .reference: nil
    }
  }

  private mutating func number(_ sight: WriterSight, _ depth: Int) -> String? {
    let a = expression(.number, sight, depth: depth)
    switch random.below(16) {
    case 0: return "(\(a) + \(expression(.number, sight, depth: depth, anchored: false)))"
    case 1: return "(\(a) - \(expression(.number, sight, depth: depth, anchored: false)))"
    case 2: return "(\(a) * \(expression(.number, sight, depth: depth, anchored: false)))"
    case 3: return "(\(a) / \(expression(.number, sight, depth: depth, anchored: false)))"
    case 4: return "(-\(a))"
    case 5: return "\(random.pick(["min", "max"]))(\(a), \(random.pick(["1", "2.5", "10"])))"
    case 6: return "abs(\(a))"
    case 7: return "round(\(a), \(random.below(4)))"
    case 8: return "(\(a) else \(random.pick(["0", "1", "2.5"])))"
    case 9: return "\(random.pick(["year", "month"]))(\(expression(.date, sight, depth: depth)))"
    case 10:
      let (from, to) = (expression(.date, sight, depth: depth), expression(.date, sight, depth: 0))
      return "\(random.pick(["months", "years"]))(\(from), \(to))"
    case 11 where hasName(.money, sight):
      let divisor = expression(.money, sight, depth: depth)
      return "(\(expression(.money, sight, depth: depth)) / \(divisor))"
    case 12 where sight.isAccount: return ranking(sight, depth)
    default: return aggregate(.number, sight, depth)
    }
  }

  private mutating func money(_ sight: WriterSight, _ depth: Int) -> String? {
    guard hasName(.money, sight) else { return aggregate(.money, sight, depth) }
    let a = expression(.money, sight, depth: depth)
    switch random.below(11) {
    case 0: return "(\(a) + \(expression(.money, sight, depth: depth, anchored: false)))"
    case 1: return "(\(a) - \(expression(.money, sight, depth: depth, anchored: false)))"
    case 2: return "(\(a) * \(expression(.number, sight, depth: depth)))"
    case 3: return "(\(expression(.number, sight, depth: depth)) * \(a))"
    case 4: return "(\(a) / \(expression(.number, sight, depth: depth)))"
    case 5: return "\(random.pick(["min", "max"]))(\(a), \(expression(.money, sight, depth: 0)))"
    case 6: return random.pick(["abs(\(a))", "round(\(a), 2)"])
    case 7: return "(\(a) else \(expression(.money, sight, depth: 0, anchored: false)))"
    case 8 where features.contains(.moneyTimesLiteral): return "(\(a) * 1.5)"
    default: return aggregate(.money, sight, depth)
    }
  }

  private mutating func percent(_ sight: WriterSight, _ depth: Int) -> String? {
    if sight.isAccount, random.chance(40) { return share(sight, depth) }
    guard hasName(.percent, sight) else { return aggregate(.percent, sight, depth) }
    if random.chance(20), let figure = aggregate(.percent, sight, depth) { return figure }
    let a = expression(.percent, sight, depth: depth)
    switch random.below(4) {
    case 0: return "(\(a) + \(expression(.percent, sight, depth: depth)))"
    case 1: return "(\(a) - \(expression(.percent, sight, depth: depth)))"
    case 2: return "(\(a) else \(random.pick(["0%", "10%", "30%"])))"
    default: return "\(random.pick(["min", "max"]))(\(a), \(random.pick(["5%", "50%"])))"
    }
  }

  private mutating func date(_ sight: WriterSight, _ depth: Int) -> String? {
    let a = expression(.date, sight, depth: depth)
    switch random.below(4) {
    case 0:
      let span = ["90 days", "1 day", "13 weeks", "1 month", "12 months", "2 years"]
      return "(\(a) \(random.pick(["+", "-"])) \(random.pick(span)))"
    case 1: return "(\(a) else \(random.pick(["today", "2027-01-31"])))"
    default: return aggregate(.date, sight, depth)
    }
  }

  func hasName(_ type: GeneratedType, _ sight: WriterSight) -> Bool {
    names(sight).contains { $0.type == type }
  }
}
