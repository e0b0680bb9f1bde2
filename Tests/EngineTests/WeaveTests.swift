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
      var parts = (0..<count).map { _ in KeptColumn() }
      var texts = parts.map { _ in TextColumn() }
      var shares: [PieceShare] = []
      var (expected, expectedTexts) = (Vector(), TextColumn())
      let (hasMissing, most) = (random.below(2) == 0, random.pick([1000, Int64(1) << 40]))
      for _ in 0..<random.below(12) {
        let (part, rows) = (random.below(count), random.below(9))
        shares.append(PieceShare(worker: part, rows: rows))
        var run = Vector()
        let figures = (0..<rows).map { _ in random.next() % 8 == 0 ? most : -3 }
        let absence = (0..<rows).map { _ in hasMissing ? random.pick([UInt8(0), 1]) : 0 }
        run.take(narrow: figures, places: 2, absence: absence)
        for row in 0..<rows {
          let text = String(repeating: "é", count: random.below(3)) + "\(figures[row])"
          texts[part].append(text.utf8)
          expectedTexts.append(text.utf8)
        }
        parts[part].append(rows, of: run)
        expected.append(0..<rows, of: run)
      }
      let weave = Weave(shares, parts: count)
      let present = [UInt8](repeating: 0, count: expected.count)
      let woven = weave.woven(&parts, present: present)
      let figures = woven.map { woven in (0..<woven.count).map { woven.narrowFigure($0) } }
      #expect(figures == expected.narrow && woven?.absence == expected.absence, "seed \(seed)")
      let wovenTexts: TextColumn = weave.woven(&texts)
      #expect(wovenTexts == expectedTexts, "seed \(seed)")
    }
  }

  @Test func bytesAreCodesToOthers() {
    var run = Vector(.code, count: 3)
    run.codes = [0, 255, 7]
    var kept = KeptColumn(holdsBytes: true)
    kept.append(3, of: run)
    kept.append(2, of: run)
    #expect(kept.values.truths == [0, 255, 7, 0, 255] && kept.values.absence.isEmpty)
    #expect(kept.vector.codes == [0, 255, 7, 0, 255] && kept.vector.count == 5)
  }

  @Test func leavesPartsOfSeveralFormsAlone() {
    var parts = [KeptColumn(), KeptColumn()]
    parts[0].append(2, of: Vector(.code, count: 2))
    parts[1].append(3, of: Vector(.truth, count: 3))
    let shares = [PieceShare(worker: 0, rows: 2), PieceShare(worker: 1, rows: 3)]
    let woven = Weave(shares, parts: 2).woven(&parts, present: [])
    #expect(woven?.count == nil)
    #expect(parts.map(\.count) == [2, 3])
  }
}
