/// Plain clauses, such as leaders write: one figure against one threshold.
extension ProgramGenerator {
  /// Writes a condition; a plain one most of the time where thresholds are asked for.
  mutating func condition(_ sight: WriterSight, depth: Int) -> String {
    let isPlain = features.contains(.thresholds) && random.chance(80)
    return isPlain ? plainCondition(sight) : writer.condition(sight, depth: depth)
  }

  /// How deep the figure of a criterion is: a plain one is a name.
  mutating func figureDepth() -> Int {
    features.contains(.thresholds) && random.chance(75) ? 0 : 1
  }

  /// Writes one figure against one threshold.
  mutating func plainCondition(_ sight: WriterSight) -> String {
    let isPortfolio = sight.isAccount && sight.stage > .rows
    switch random.below(isPortfolio ? 12 : 5) {
    case 0: return presence(sight)
    case 1: return aggregate(sight)
    case 2..<5: return writer.comparison(sight, depth: 0)
    case 5..<8: return scoreThreshold(sight)
    case 8..<10: return shareThreshold(sight)
    case 10: return rankThreshold(sight)
    default: return "(\(plainCondition(sight)) and \(plainCondition(sight)))"
    }
  }

  private mutating func presence(_ sight: WriterSight) -> String {
    let names = writer.names(sight).filter(\.isMissable)
    guard !names.isEmpty else { return writer.comparison(sight, depth: 0) }
    let name = random.pick(names)
    writer.used = max(writer.used, name.stage)
    return "(\(name.text) is \(random.pick(["missing", "missing", "present"])))"
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

  private mutating func scoreThreshold(_ sight: WriterSight) -> String {
    let scores = writer.ofAccounts.filter {
      ["score", "value", "potential"].contains($0.text) && $0.stage <= sight.stage
    }
    guard !scores.isEmpty else { return writer.comparison(sight, depth: 0) }
    let score = random.pick(scores)
    writer.used = max(writer.used, score.stage)
    return "\(score.text) >= \(random.pick([5, 10, 20, 30, 40, 50, 60, 80]))"
  }

  private mutating func shareThreshold(_ sight: WriterSight) -> String {
    guard let share = writer.share(sight, 0) else { return writer.comparison(sight, depth: 0) }
    let threshold = random.pick(["5%", "10%", "20%", "30%", "50%", "80%"])
    return "(\(share) \(random.pick([">=", ">=", "<"])) \(threshold))"
  }

  private mutating func rankThreshold(_ sight: WriterSight) -> String {
    guard let rank = writer.ranking(sight, 0) else { return writer.comparison(sight, depth: 0) }
    return "(\(rank) <= \(random.within(1...4)))"
  }

  /// Writes the body of a criterion that asks for a blank first, or is linear between two ends.
  mutating func plainPoints(_ outOf: Int, _ sight: WriterSight) -> String {
    let figures: [(GeneratedType, [String])] = [
      (.number, ["1", "2.5", "5"]), (.money, ["250k", "1M", "5M"]), (.percent, ["5%", "30%"]),
    ]
    let (type, thresholds) = random.pick(figures.filter { writer.hasName($0.0, sight) })
    guard let figure = writer.name(type, sight) else { return "  0\n" }
    if type == .number, random.chance(50) { return "  max(0, min(\(outOf), \(figure)))\n" }
    let threshold = random.pick(thresholds)
    return """
        \(random.below(outOf + 1)) when \(figure) is missing
        \(outOf) when \(figure) >= \(threshold)
        \(random.below(2)) otherwise

      """
  }
}
