import Tables
import TestSupport
import Testing

@testable import Engine

/// Rows of several parts that are put in one order are those that are appended run by run.
@Suite("Weaves") struct WeaveTests {
  @Test func agreesWithAppendingRunByRun() {
    for seed in Trials("weaves", count: 60) {
      var random = SplitMix64(seed: seed)
      let count = random.within(1...4)
      var parts = (0..<count).map { _ in Vector() }
      var texts = parts.map { _ in TextColumn() }
      var shares: [PieceShare] = []
      var (expected, expectedTexts) = (Vector(), TextColumn())
      for _ in 0..<random.below(12) {
        let (part, rows) = (random.below(count), random.below(9))
        shares.append(PieceShare(worker: part, rows: rows))
        var run = Vector(.code, count: rows)
        for row in 0..<rows {
          run.codes[row] = Int32(random.below(1000))
          run.absence[row] = random.pick([0, 1])
          let text = String(repeating: "é", count: random.below(3)) + "\(run.codes[row])"
          texts[part].append(text.utf8)
          expectedTexts.append(text.utf8)
        }
        parts[part].append(0..<rows, of: run)
        expected.append(0..<rows, of: run)
      }
      let weave = Weave(shares, parts: count)
      let woven: Vector? = weave.woven(&parts)
      #expect(woven?.codes == expected.codes && woven?.absence == expected.absence, "seed \(seed)")
      let wovenTexts: TextColumn = weave.woven(&texts)
      #expect(wovenTexts == expectedTexts, "seed \(seed)")
    }
  }

  @Test func leavesPartsOfSeveralFormsAlone() {
    var parts = [Vector(.code, count: 2), Vector(.truth, count: 3)]
    let shares = [PieceShare(worker: 0, rows: 2), PieceShare(worker: 1, rows: 3)]
    let woven: Vector? = Weave(shares, parts: 2).woven(&parts)
    #expect(woven?.count == nil)
    #expect(parts.map(\.count) == [2, 3])
  }
}
