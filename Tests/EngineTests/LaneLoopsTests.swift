import Tables
import TestSupport
import Testing

@testable import Engine

/// The loops over rows do the same by vectors of either size, on machines that have the large ones.
@Suite("Loops over rows") struct LaneLoopsTests {
  private let sizes = [VectorSize.sixteenBytes, .ofThisMachine]

  /// What all loops make of the same made-up rows.
  private struct Results: Equatable {
    var truths: [UInt8]
    var picks: [UInt8]
    var absence: [UInt8]
    var figures: [Int64]
    var sums: [Int64]
    var unions: [Int64]
    var counts: [Int32]
    var apart: Int
  }

  private func results(_ seed: UInt64, _ size: VectorSize) -> Results {
    var random = SplitMix64(seed: seed)
    let count = random.within(0...70)
    let loops = LaneLoops(vectorSize: size)
    func bytes(_ most: Int) -> [UInt8] { (0..<count).map { _ in UInt8(random.within(0...most)) } }
    let figures = (0..<count).map { _ in Int64(random.within(-9...9)) << random.within(0...40) }
    let small = figures.map { $0.magnitude & 0xFFFF_FFFF }.map { Int64($0) }
    let (truths, unknown) = (bytes(1), bytes(3).map { $0 > 1 ? $0 : 0 })
    let choices = (0..<random.within(1...20)).map { _ in Int64(random.within(-99...99)) << 33 }
    let picks = bytes(choices.count - 1)
    var results = Results(
      truths: bytes(1), picks: picks + [7], absence: bytes(9), figures: figures, sums: figures,
      unions: [loops.union(of: figures.span), Int64(loops.union(of: picks.span))],
      counts: [], apart: 0)
    func write<Value>(
      _ values: inout [Value], _ body: (inout MutableSpan<Value>) -> Void
    ) {
      var span = values.mutableSpan
      body(&span)
    }
    let bound = Int64(random.within(-9...9)) << random.within(0...40)
    let (isMore, negated) = (random.within(0...1) == 0, UInt8(random.within(0...1)))
    write(&results.truths) {
      loops.compare(figures.span, with: bound, isMore: isMore, negated: negated, into: &$0)
    }
    for (row, truth) in results.truths.enumerated() {
      let holds = isMore ? figures[row] > bound : figures[row] < bound
      #expect(truth == (holds ? 1 : 0) ^ negated, "seed \(seed)")
    }
    write(&results.picks) { loops.pick(5, where: truths.span, unknown.span, in: &$0) }
    write(&results.absence) { loops.decide(&$0, where: truths.span, unknown.span) }
    write(&results.figures) { loops.choose(choices.span, by: picks.span, into: &$0) }
    #expect(results.figures == picks.map { choices[Int($0)] }, "seed \(seed)")
    write(&results.sums) { loops.add(small.span, times: 4_000_000_000, to: &$0) }
    let unit = TightUnit(power: random.within(0...9))
    let many = LaneLoopsTests.figures(count, of: unit, &random)
    results.counts.append(addingCapacity: count) {
      results.apart = loops.encode(many.span, in: unit, into: &$0)
    }
    for (figure, count) in zip(many, results.counts) {
      let (whole, rest) = figure.quotientAndRemainder(dividingBy: unit.figure(1))
      let fits = rest == 0 && whole.magnitude <= UInt64(Int32.max)
      #expect(count == (fits ? Int32(whole) : TightUnit.apart), "seed \(seed)")
    }
    #expect(results.apart == results.counts.count { $0 == TightUnit.apart }, "seed \(seed)")
    return results
  }

  /// Returns figures of which most are counts of a unit, up to the largest and beyond.
  private static func figures(
    _ count: Int, of unit: TightUnit, _ random: inout SplitMix64
  ) -> [Int64] {
    let odd = [Int64.max, .min, .min + 1, 1 << 32, -(1 << 32)]
    let most = Int64(Int32.max)
    return (0..<count).map { _ in
      if random.below(20) == 0 { return random.pick(odd) &+ Int64(random.within(-2...2)) }
      let edge = random.pick([most, -most, most + 1, -most - 1, 0])
      let count = random.below(4) == 0 ? edge : Int64(random.within(-99_999...99_999))
      return unit.figure(1) * count + (random.below(6) == 0 ? Int64(random.within(-9...9)) : 0)
    }
  }

  @Test func bothSizesDoTheSame() {
    for seed in Trials("loops over rows", count: 300) {
      #expect(results(seed, sizes[0]) == results(seed, sizes[1]), "seed \(seed)")
    }
  }
}
