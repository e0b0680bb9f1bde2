@testable import Tables
import TestSupport
import Testing

@testable import Engine

/// Rows that several workers bring piece by piece stand in the order of the pieces.
@Suite("Kept rows") struct KeptRowsTests {
  /// The pieces of a table, and what they are together.
  private struct Table {
    let packing: Vector.Packing
    var pieces: [PieceRows] = []
    var figures = Vector()
    var codes = Vector()
    var keys = TextColumn()

    init(_ random: inout SplitMix64) {
      packing = random.pick([.tight, .inUnits])
      let hasMissing = random.below(2) == 0
      let bound = Int64(1) << 31
      let most = random.pick([1000, bound - 1, bound, 1 - bound, -bound, -bound - 1, 1 << 40])
      let rare = random.pick([UInt64(8), 30])
      let unit = random.pick([1, 1, 100, Int64(1_000_000)])
      let hasWide = random.below(4) == 0
      let width = random.pick([0, 0, 2, 3])
      for _ in 0..<random.below(40) {
        let rows = random.below(9)
        var piece = Table.empty(packing)
        var run = Vector()
        let values = (0..<rows).map { _ in
          unit * (random.next() % rare == 0 ? most : Int64(random.within(-9...2_000_000)))
            + (random.below(50) == 0 ? 1 : 0)
        }
        let absence = (0..<rows).map { _ in hasMissing ? random.pick([UInt8(0), 1]) : 0 }
        run.take(
          narrow: values, places: hasWide ? random.pick([2, 5]) : 2, absence: absence)
        var route = Vector(.code, count: rows)
        route.codes = (0..<rows).map { _ in Int32(random.below(256)) }
        piece.columns[0].append(rows, of: run)
        piece.columns[1].append(rows, of: route)
        figures.append(0..<rows, of: run)
        codes.append(0..<rows, of: route)
        for row in 0..<rows {
          let isOdd = width == 0 || random.below(60) == 0
          let text =
            isOdd
            ? String(repeating: "é", count: random.below(3)) + "\(values[row])"
            : String(repeating: "k", count: width)
          piece.keys.append(text.utf8)
          keys.append(text.utf8)
        }
        piece.add(rows)
        pieces.append(piece)
      }
    }

    /// Nothing of a table that is kept in either way.
    var empty: PieceRows { Table.empty(packing) }

    private static func empty(_ packing: Vector.Packing) -> PieceRows {
      PieceRows([KeptColumn(packing: packing), KeptColumn(holdsBytes: true)], captured: [])
    }
  }

  private func expect(_ kept: PieceRows, toBe table: Table, _ seed: UInt64) {
    var kept = kept
    let count = table.figures.count
    let present = [UInt8](repeating: 0, count: count)
    let figures = kept.columns[0].handOver(present)
    #expect(kept.count == count && figures.absence == table.figures.absence, "seed \(seed)")
    #expect(
      (0..<count).map { figures.scaled($0) } == (0..<count).map { table.figures.scaled($0) },
      "seed \(seed)")
    #expect(
      figures.inOneColumn.tight.map { Int64($0) } + figures.inOneColumn.narrow
        == (figures.isNarrow ? table.figures.narrow : []), "seed \(seed)")
    #expect(figures.narrowBound >= table.figures.narrow.map(\.magnitude).max() ?? 0)
    let routes = kept.columns[1].handOver(present)
    #expect(routes.truths.map { Int32($0) } == table.codes.codes, "seed \(seed)")
    #expect(kept.keys.count == count, "seed \(seed)")
    kept.keys.listEnds()
    #expect(kept.keys == table.keys, "seed \(seed)")
  }

  @Test func agreesWithAppendingPieceByPiece() {
    for seed in Trials("kept rows", count: 60) {
      var random = SplitMix64(seed: seed)
      let table = Table(&random)
      let kept = KeptRows(table.empty, size: .pieces(table.pieces.count), advice: nil)
      var order = Array(table.pieces.indices)
      order.shuffle(using: &random)
      var rows = kept.fresh
      for piece in order {
        // What is left has the memory of an earlier piece, and none of its rows.
        #expect(rows.count == 0 && rows.keys.count == 0)
        rows.append(table.pieces[piece])
        kept.take(&rows, of: piece)
      }
      expect(kept.handOver(), toBe: table, seed)
    }
  }

  @Test func takesPiecesOfSeveralWorkers() async {
    for seed in Trials("kept rows of workers", count: 20) {
      var random = SplitMix64(seed: seed)
      let table = Table(&random)
      let kept = KeptRows(table.empty, size: .rows(table.figures.count), advice: nil)
      let next = StretchCounter()
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<3 {
          group.addTask {
            var rows = kept.fresh
            while case let piece = next.take(), piece < table.pieces.count {
              rows.append(table.pieces[piece])
              kept.take(&rows, of: piece)
            }
          }
        }
      }
      expect(kept.handOver(), toBe: table, seed)
    }
  }

  @Test func numbersOfCapturedRowsGoOn() {
    let kept = KeptRows(
      PieceRows([KeptColumn()], captured: [RegisterID(0)]), size: .pieces(3), advice: nil)
    var batch = RowBatch()
    batch.lines = [10, 11, 12]
    batch.records = [1, 2, 3]
    var figures = Vector()
    figures.take(narrow: [7, 8, 9], places: 0, absence: [0, 1, 0])
    var rows = kept.fresh
    for piece in [1, 0, 2] {
      rows.columns[0].append(3, of: figures)
      rows.captured.append([1, 2], of: [figures], rowsBefore: 0, in: batch)
      rows.add(3)
      kept.take(&rows, of: piece)
    }
    let all = kept.handOver()
    #expect(all.captured.rows == [1, 2, 4, 5, 7, 8])
    #expect(all.captured.lines == [11, 12, 11, 12, 11, 12] && all.count == 9)
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
}
