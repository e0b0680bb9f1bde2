import Diagnostics
import Engine
import Language
import Tables
import TestSupport
import Testing

/// What is told of single numbers of an agreement is what agreements with other numbers give.
@Suite("Numbers that are turned")
struct DialTests {
  private let settings = WorkSettings(workers: 1, pieceBytes: 512, batchRows: 7)

  private struct Tally {
    var dials = 0
    var known = 0
    var within = 0
    var flips = 0
    var near = 0
  }

  private struct Case {
    var standing: Standing
    var dial: Dial
    var tiers: [TierNumber]
    var what: String

    func tiers(at position: Int128) async throws -> [TierNumber]? {
      try await DialSearch.tiers(of: dial, at: position, after: standing)
    }
  }

  @Test("Within its range a number moves nobody; at the ends those move who are named")
  func ranges() async throws {
    var tally = Tally()
    for seed in Trials("numbers that are turned", count: 10) {
      var random = SplitMix64(seed: ~seed)
      let features: GeneratorFeatures = seed % 2 == 0 ? .possibilities : .standard
      let generated = GeneratedCase(seed: seed, features: features)
      let run = try await EngineRun(generated, settings: settings, keepsCells: true)
      try await check(run, &random, &tally, "seed \(seed)")
    }
    for seed in Trials("thresholds that are turned", count: 6) {
      var random = SplitMix64(seed: ~seed)
      let generated = ThresholdCase(seed: seed)
      guard
        let run = try? await EngineRun(
          generated.agreement, files: ["accounts": generated.accounts],
          asOf: Day(number: 20_000), settings: settings, demandsEverything: false,
          keepsCells: true)
      else { continue }
      try await check(run, &random, &tally, "thresholds, seed \(seed)")
    }
    #expect(
      !Trials.areWhole
        || tally.known > 100 && tally.within > 300 && tally.flips > 30 && tally.near > 10,
      "\(tally)")
  }

  private func check(
    _ run: EngineRun, _ random: inout SplitMix64, _ tally: inout Tally, _ what: String
  ) async throws {
    let standing = Standing(run.evaluation, settings, earlier: nil)
    for dial in Dial.all(of: run.evaluation.program) {
      let text = run.evaluation.program.source.text(of: dial.whole)
      let item = Case(
        standing: standing, dial: dial, tiers: run.evaluation.decision.tiers,
        what: "\(what), \(dial.position) in \(text)")
      let size = Int128(dial.position.magnitude)
      let result = try await DialSearch.result(
        of: dial, within: dial.isSeats ? Decimal.unit : size / 4, after: standing,
        allowance: 200)
      tally.dials += 1
      guard let low = result.low, let high = result.high else { continue }
      tally.known += 1
      for (side, sign) in [(low, Int128(-1)), (high, 1)] {
        try await checkRange(side, sign, result, item, &random, &tally)
        try await checkFlips(side, item, &tally)
        try await checkReach(side, sign, result, item, &random, &tally)
      }
    }
  }

  /// Nobody moves at values before the end.
  private func checkRange(
    _ side: DialSide, _ sign: Int128, _ result: DialResult, _ item: Case,
    _ random: inout SplitMix64, _ tally: inout Tally
  ) async throws {
    let now = item.dial.position
    var values: [Int128] = []
    let far: Int128
    switch side.end {
    case .open: far = now + sign * max(1, Int128(now.magnitude)) * 3
    case .through(let value), .known(let value):
      far = value
      values.append(value)
    case .before(let value):
      far = value
      if value != now { values.append(value - sign) }
    }
    for _ in 0..<3 {
      let part = Int128(random.below(1000))
      var distance = (far - now).magnitude / 1000 * part.magnitude
      if let step = result.step { distance -= distance % step.magnitude }
      values.append(now + sign * Int128(distance))
    }
    for value in values {
      guard let tiers = try await item.tiers(at: value) else { continue }
      tally.within += 1
      #expect(tiers == item.tiers, "\(item.what), at \(value) before \(side.end)")
    }
  }

  /// Who is named has the tier that is told.
  private func checkFlips(_ side: DialSide, _ item: Case, _ tally: inout Tally) async throws {
    for flip in side.first.prefix(3) + side.near.prefix(3) {
      let tiers = try #require(try await item.tiers(at: flip.position))
      tally.flips += 1
      #expect(Int(tiers[flip.row]) == flip.to, "\(item.what), \(flip)")
      #expect(Int(item.tiers[flip.row]) == flip.from, "\(item.what), \(flip)")
    }
    if let first = side.first.first {
      let tiers = try #require(try await item.tiers(at: first.position))
      let moved = tiers.indices.filter { tiers[$0] != item.tiers[$0] }
      #expect(moved == side.first.map(\.row), "\(item.what), \(first)")
    }
  }

  /// Whoever moves within the reach is named, at no later value.
  private func checkReach(
    _ side: DialSide, _ sign: Int128, _ result: DialResult, _ item: Case,
    _ random: inout SplitMix64, _ tally: inout Tally
  ) async throws {
    guard side.isComplete else { return }
    let now = item.dial.position
    for _ in 0..<3 {
      var distance = result.reach.magnitude / 1000 * UInt128(random.below(1001))
      if let step = result.step { distance -= distance % step.magnitude }
      let value = now + sign * Int128(distance)
      guard let tiers = try await item.tiers(at: value) else { continue }
      for row in tiers.indices where tiers[row] != item.tiers[row] {
        let flip = side.near.first { $0.row == row }
        tally.near += 1
        #expect(
          flip.map { $0.distance(from: now).magnitude <= distance } ?? false,
          "\(item.what), row \(row) at \(value): \(String(describing: flip))")
      }
    }
  }
}
