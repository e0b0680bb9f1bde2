/// Rules that heed the tiers that accounts had before.
extension ProgramGenerator {
  /// Whether accounts have tiers before, and the agreement may heed them.
  var isMoving: Bool {
    features.contains(.moves)
      && schema.table("accounts")?.fields.contains { $0.type == .tier } == true
  }

  /// At times adds a route for those who were in the tier; what else is written stays as it is.
  mutating func addKeeping(to lines: inout [String]) {
    guard aside.chance(30), isMoving else { return }
    let before = (random, writer.random)
    defer { (random, writer.random) = before }
    (random, writer.random) = (aside, SplitMix64(seed: aside.next()))
    let label = random.pick(["", "\"Kept\" "])
    let route = "  keep while \(label)\(chain(accountSight(portfolioStage)))\n"
    let whens = lines.filter { !$0.contains("otherwise") }.count
    lines.insert(route, at: random.below(whens + 1))
  }
}
