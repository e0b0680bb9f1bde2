internal import Tables

extension ReferenceFillings {
  /// Returns fillings that chance chooses, the same ones for the same `seed`: values that the
  /// agreement or the column names, and others between them.
  package func strays(_ count: Int, seed: UInt64) throws -> [[RefValue]] {
    let hints = try proposal(upToTheLast: false)
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in hints.map { stray(among: $0, &random) } }
  }

  private func stray(among hints: [RefValue], _ random: inout SplitMix64) -> RefValue {
    let index = random.below(hints.count)
    guard index + 1 < hints.count, random.chance(60) else { return hints[index] }
    switch (hints[index], hints[index + 1]) {
    case (.number(let low), .number(let high)):
      let step = Decimal.unit / 1_000_000
      let steps = (high.scaled - low.scaled) / step
      return .number(
        Decimal(scaled: low.scaled + steps * Int128(random.below(1_000)) / 1_000 * step))
    case (.day(let low), .day(let high)):
      return low.adding(days: random.below(Int(high.number - low.number))).map { .day($0) }
        ?? hints[index]
    default: return hints[index]
    }
  }
}
