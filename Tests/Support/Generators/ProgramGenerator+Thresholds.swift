/// Plain clauses, such as leaders write: one figure against one threshold.
extension ProgramGenerator {
  /// Writes a condition; a plain one most of the time where thresholds are asked for.
  mutating func condition(_ sight: WriterSight, depth: Int) -> String {
    let isPlain = features.contains(.thresholds) && random.chance(85)
    return isPlain ? plainCondition(sight) : writer.condition(sight, depth: depth)
  }

  /// How deep the figure of a criterion is: a plain one is a name.
  mutating func figureDepth() -> Int {
    features.contains(.thresholds) && random.chance(75) ? 0 : 1
  }

  /// Writes one figure against one threshold.
  mutating func plainCondition(_ sight: WriterSight) -> String {
    let isPortfolio = sight.isAccount && sight.stage > .rows
    switch random.below(isPortfolio ? 18 : 6) {
    case 0: return presence(sight)
    case 1: return aggregate(sight)
    case 2: return writer.comparison(sight, depth: 0)
    case 3..<6: return fieldThreshold(sight)
    case 6..<12: return scoreThreshold(sight)
    case 12..<15: return shareThreshold(sight)
    case 15: return rankThreshold(sight)
    case 16: return "(\(plainCondition(sight)) and \(plainCondition(sight)))"
    default: return "(\(plainCondition(sight)) or \(plainCondition(sight)))"
    }
  }

  /// Picks a field, let or score of the account itself, most often one that may be blank.
  private mutating func ownName(_ types: [GeneratedType], _ sight: WriterSight) -> Nameable? {
    var names = writer.names(sight).filter { !$0.text.contains(".") && types.contains($0.type) }
    let blank = names.filter(\.isMissable)
    if !blank.isEmpty, random.chance(75) { names = blank }
    guard !names.isEmpty else { return nil }
    let name = random.pick(names)
    writer.used = max(writer.used, name.stage)
    return name
  }

  private mutating func presence(_ sight: WriterSight) -> String {
    guard let name = ownName([.number, .money, .percent, .date, .text], sight) else {
      return writer.comparison(sight, depth: 0)
    }
    return "(\(name.text) is \(random.pick(["missing", "missing", "present"])))"
  }

  private mutating func fieldThreshold(_ sight: WriterSight) -> String {
    let types: [GeneratedType] = [.number, .money, .money, .percent, .date, .truth]
    guard let name = ownName([random.pick(types)], sight) else {
      return writer.comparison(sight, depth: 0)
    }
    guard let literal = writer.literal(name.type) else { return name.text }
    let stand = random.chance(15) ? "(\(name.text) else \(literal))" : name.text
    return "(\(stand) \(random.pick([">=", ">=", ">", "<", "<=", "="])) \(literal))"
  }

  private mutating func aggregate(_ sight: WriterSight) -> String {
    let (type, thresholds): (GeneratedType, [String]) = random.pick([
      (.number, ["1", "2", "3", "5"]), (.money, ["1_000", "250k", "1M", "5M"]),
    ])
    guard let figure = writer.aggregate(type, sight, 1) else {
      return writer.comparison(sight, depth: 0)
    }
    return "(\(figure) \(random.pick([">=", ">", "<"])) \(random.pick(thresholds)))"
  }

  private func scores(_ sight: WriterSight) -> [Nameable] {
    writer.ofAccounts.filter {
      ["score", "value", "potential"].contains($0.text) && $0.stage <= sight.stage
    }
  }

  private mutating func scoreThreshold(_ sight: WriterSight) -> String {
    let scores = scores(sight)
    guard !scores.isEmpty else { return fieldThreshold(sight) }
    let score = random.pick(scores)
    writer.used = max(writer.used, score.stage)
    return "\(score.text) >= \(random.pick([10, 20, 30, 40, 45, 50, 55, 60, 70, 80]))"
  }

  private mutating func shareThreshold(_ sight: WriterSight) -> String {
    guard let share = writer.share(sight, 0) else { return fieldThreshold(sight) }
    let threshold = random.pick(["5%", "10%", "20%", "30%", "50%", "80%"])
    return "(\(share) \(random.pick([">=", ">=", "<"])) \(threshold))"
  }

  private mutating func rankThreshold(_ sight: WriterSight) -> String {
    guard let rank = writer.ranking(sight, 0) else { return fieldThreshold(sight) }
    return "(\(rank) <= \(random.within(1...4)))"
  }

  // MARK: - Criteria and limits

  /// Writes the body of a criterion of one figure: bands, a scale, or a line between two ends.
  mutating func plainPoints(_ outOf: Int, _ sight: WriterSight) -> String {
    let type: GeneratedType = random.pick([.number, .money, .money, .percent])
    guard let figure = ownName([type], sight)?.text else { return "  \(outOf)\n" }
    switch random.below(7) {
    case 0 where type == .number: return "  max(0, min(\(outOf), \(figure)))\n"
    case 0, 1, 2: return "  scale(\(figure) from \(random.pick(spans(of: type))))\n"
    case 3: return "  \(outOf) when \(plainCondition(sight))\n  \(random.below(2)) otherwise\n"
    default: return bands(figure, type, outOf)
    }
  }

  private func spans(of type: GeneratedType) -> [String] {
    switch type {
    case .money: ["0 to 3M", "1_000 to 250k", "5M to 1M", "0 to 10M"]
    case .percent: ["0% to 30%", "50% to 5%", "0% to 100%"]
    case .number, .date, .truth, .text, .tier, .days, .choice, .choices, .reference:
      ["0 to 10", "10 to 0", "1 to 5", "2.5 to 100"]
    }
  }

  private mutating func bands(_ figure: String, _ type: GeneratedType, _ outOf: Int) -> String {
    let thresholds =
      switch type {
      case .money: ["5M", "2.5M", "1M", "250k"]
      case .percent: ["50%", "30%", "10%", "5%"]
      case .number, .date, .truth, .text, .tier, .days, .choice, .choices, .reference:
        ["10", "5", "2.5", "1"]
      }
    var lines: [String] = []
    if random.chance(12) {
      lines.append("  \(random.below(outOf + 1)) when \(figure) is missing\n")
    }
    for (index, threshold) in thresholds.enumerated() where random.chance(70) {
      lines.append("  \(max(0, outOf - 2 * index)) when \(figure) >= \(threshold)\n")
    }
    return lines.joined() + "  0 otherwise\n"
  }

  /// Writes the keys of a limit: a score or a figure first.
  mutating func plainKeys() -> [String] {
    let sight = WriterSight(asker: .row(of: "accounts"), stage: .portfolio)
    var keys: [String] = []
    if random.chance(60), let score = scores(sight).first { keys.append(score.text) }
    for type: GeneratedType in [.money, .number, .date] where keys.count < 2 && random.chance(50) {
      guard let name = ownName([type], sight)?.text, !keys.contains(name) else { continue }
      keys.append(random.chance(25) ? name + " ascending" : name)
    }
    return keys.isEmpty ? writer.sortKeys(sight, depth: 0) : keys
  }
}
