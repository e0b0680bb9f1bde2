/// Conditions: comparisons, presence, and logic over them.
extension ExpressionWriter {
  /// Writes a condition that is more than `yes` or `no`.
  mutating func condition(_ sight: WriterSight, depth: Int) -> String {
    expression(.truth, sight, depth: depth)
  }

  mutating func truth(_ sight: WriterSight, _ depth: Int) -> String {
    switch random.below(12) {
    case 0, 1: return "(\(condition(sight, depth: depth)) and \(condition(sight, depth: depth)))"
    case 2, 3: return "(\(condition(sight, depth: depth)) or \(condition(sight, depth: depth)))"
    case 4: return "(not \(condition(sight, depth: depth)))"
    case 5: return "(\(condition(sight, depth: depth)) else \(random.pick(["yes", "no"])))"
    case 6: return presence(sight, depth: depth)
    default: return comparison(sight, depth: depth)
    }
  }

  private mutating func presence(_ sight: WriterSight, depth: Int) -> String {
    let question = random.pick(["missing", "present"])
    let names = names(sight).filter { $0.isMissable && $0.stage <= sight.stage }
    guard !names.isEmpty else { return comparison(sight, depth: depth) }
    let name = random.pick(names)
    used = max(used, name.stage)
    return "(\(name.text) is \(question))"
  }

  /// Writes a comparison whose left side is no literal.
  mutating func comparison(_ sight: WriterSight, depth: Int) -> String {
    var types = Array(Set(names(sight).map(\.type))).sorted { "\($0)" < "\($1)" }
    types.removeAll { if case .reference = $0 { true } else { false } }
    if types.isEmpty || random.chance(15) { types = [.number, .date, .days] }
    if types.contains(.date), random.chance(10) { types = [.days] }
    if sight.stage == .tiers, sight.isAccount, random.chance(15) { return finalTier() }
    let type = random.pick(types)
    switch type {
    case .number, .money, .percent, .date, .days:
      return ordered(type, sight, depth)
    case .choice, .tier, .text: return named(type, sight)
    case .choices(let values):
      guard let name = name(type, sight) else { return "(today is present)" }
      return "(\(GeneratedSchema.word(random.pick(values))) in \(name))"
    case .truth:
      let name = name(.truth, sight) ?? "(today = today)"
      return random.chance(50) ? name : "(\(name) \(random.pick(["=", "!="])) yes)"
    case .reference: return "(today is present)"
    }
  }

  private mutating func ordered(
    _ type: GeneratedType, _ sight: WriterSight, _ depth: Int
  ) -> String {
    let left = expression(type, sight, depth: depth)
    if type == .number || type == .date, random.chance(8),
      let item = literal(type), let other = literal(type)
    {
      return "(\(left) in [\(item)\(item == other ? "" : ", \(other)")])"
    }
    let sign = random.pick([">=", ">=", ">", "<", "<=", "=", "!="])
    let isMixed = type != .days && random.chance(30)
    let right = isMixed ? expression(type, sight, depth: depth) : literal(type) ?? left
    return random.chance(8) && !isMixed
      ? "(\(right) \(sign) \(left))" : "(\(left) \(sign) \(right))"
  }

  /// Writes a comparison with one or several words or texts.
  private mutating func named(_ type: GeneratedType, _ sight: WriterSight) -> String {
    guard let left = name(type, sight), let word = literal(type) else { return "(today = today)" }
    if random.chance(40) {
      var words = [word]
      if let other = literal(type), other != word { words.append(other) }
      return "(\(left) in [\(words.joined(separator: ", "))])"
    }
    if random.chance(20), let other = name(type, sight), other != left {
      return "(\(left) \(random.pick(["=", "!="])) \(other))"
    }
    return "(\(left) \(random.pick(["=", "!="])) \(word))"
  }

  private mutating func finalTier() -> String {
    used = .tiers
    let tier = GeneratedSchema.word(random.pick(schema.tiers))
    let other = GeneratedSchema.word(random.pick(schema.tiers))
    return random.pick([
      "(tier = \(tier))", "(tier != \(tier))",
      tier == other ? "(tier in [\(tier)])" : "(tier in [\(tier), \(other)])",
    ])
  }
}
