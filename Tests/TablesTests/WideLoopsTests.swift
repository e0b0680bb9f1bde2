import TestSupport
import Testing

@testable import Tables

/// The loops over vectors of 64 bytes find what those over sixteen find, on machines that have them.
@Suite("Wide loops") struct WideLoopsTests {
  /// What a loop read, and the rows that it leaves to others.
  private struct Reading<Value: Equatable>: Equatable {
    var values: [Value]
    var unread: [Int]
    var bound: UInt64 = 0
  }

  /// Some cells between separators, and where they end.
  private struct Column {
    var bytes: [UInt8]
    var ends: [UInt32] = []
    let count: Int

    init(_ cells: [String], before: Int, behind: Int) {
      bytes = Array(repeating: UInt8(ascii: "7"), count: before) + [UInt8(ascii: ";")]
      count = cells.count
      for cell in cells {
        ends.append(UInt32(bytes.count - 1))
        bytes.append(contentsOf: cell.utf8)
        ends.append(UInt32(bytes.count))
        bytes.append(UInt8(ascii: ";"))
      }
      bytes.append(contentsOf: repeatElement(UInt8(ascii: "7"), count: behind))
    }

    var cells: ColumnCells { ColumnCells(ends, first: 0, stride: 2, count: count) }

    func reading<Value: Equatable>(
      of filler: Value, _ read: (ColumnCells, inout [Value], inout RowList) -> UInt64
    ) -> Reading<Value> {
      var values = Array(repeating: filler, count: count)
      var unread = RowList()
      unread.removeAll(room: count + 1)
      let bound = read(cells, &values, &unread)
      return Reading(values: values, unread: Array(unread.all), bound: bound)
    }
  }

  private func compareDays(_ cells: [String], _ comment: String) {
    let column = Column(cells, before: cells.count % 23, behind: cells.count % 3)
    func reading(_ size: VectorSize) -> Reading<Int32> {
      column.reading(of: 5) { cells, values, unread in
        CellLoops.readDays(of: column.bytes, at: cells, size, into: &values, unread: &unread)
        return 0
      }
    }
    #expect(reading(.ofThisMachine) == reading(.sixteenBytes), "\(comment)")
  }

  @Test func everyDayIsRead() {
    for year in [1, 1899, 1900, 1901, 1904, 1999, 2000, 2001, 2004, 2096, 2099, 2100, 9999] {
      var cells: [String] = []
      func padded(_ number: Int, _ width: Int) -> String {
        String(String(number + 10_000).suffix(width))
      }
      for month in 0...19 {
        for day in 0...39 {
          cells.append("\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))")
        }
      }
      compareDays(cells, "\(year)")
    }
  }

  /// Returns cells made of some pieces, and of whole ones.
  private func cells(
    _ pieces: [String], _ whole: [String], _ random: inout SplitMix64
  ) -> [String] {
    (0..<random.within(0...60)).map { _ in
      if random.within(0...2) > 0 { return random.pick(whole) }
      return (0..<random.within(0...7)).map { _ in random.pick(pieces) }.joined()
    }
  }

  @Test func madeUpDaysAndTruthsAreReadAlike() {
    for seed in Trials("wide days and truths", count: 200) {
      var random = SplitMix64(seed: seed)
      let days = cells(
        ["20", "19", "-", "0", "1", "2", "31", "/", ":", "é", " "],
        ["2024-02-29", "2023-02-29", "1900-02-29", "2000-12-31", "2026-1-01", "0000-00-00"], &random
      )
      compareDays(days, "seed \(seed)")
      let truths = Column(
        cells(
          ["y", "es", "n", "o", "1", "0", "T", "rue", "\u{11}", "É", " "],
          ["yes", "no", "TRUE", "False", "1", "0", "\u{10}", "Y", "n"], &random),
        // Those over sixteen bytes know some cells that stand nearer to the start.
        before: random.within(16...20), behind: random.within(0...2))
      func reading(_ size: VectorSize) -> Reading<UInt8> {
        truths.reading(of: 5) { cells, values, unread in
          CellLoops.readTruths(of: truths.bytes, at: cells, size, into: &values, unread: &unread)
          return 0
        }
      }
      #expect(reading(.ofThisMachine) == reading(.sixteenBytes), "seed \(seed)")
    }
  }

  @Test func madeUpFiguresAreReadAlike() throws {
    for seed in Trials("wide figures", count: 300) {
      var random = SplitMix64(seed: seed)
      let decimals = random.within(0...8)
      let sign = random.within(0...2) == 0 ? "%" : ""
      func digits(_ most: Int) -> String {
        (0..<random.within(0...most)).map { _ in "\(random.within(0...9))" }.joined()
      }
      let whole = (0..<20).map { _ in
        let minus = random.within(0...3) == 0 ? "-" : ""
        let fraction = (0..<decimals).map { _ in "\(random.within(0...9))" }.joined()
        return minus + digits(random.pick([1, 6, 17])) + (decimals > 0 ? "." : "") + fraction + sign
      }
      let figures = Column(
        // Sixteen bytes behind a minus are left to others by the wide loop alone.
        cells(["-", ".", "%", "1", "99", "/", ":", "é", ""], whole, &random)
          .filter { $0.utf8.count != 17 || !$0.hasPrefix("-") },
        before: random.within(0...20), behind: random.within(0...2))
      var field = FieldSchema(
        name: "v", header: "v", kind: sign == "%" ? .percent(.signed) : .number(exponent: 0))
      if random.within(0...1) == 0 { field.high = Decimal(random.within(-5...99)) }
      if random.within(0...2) == 0 { field.low = Decimal(random.within(-99...5)) }
      guard let scale = NarrowScale(field, places: random.within(0...10)) else { continue }
      let point = UInt8(ascii: ".")
      let outline = FigureOutline(of: figures.cells, in: figures.bytes.span, point: point)
      guard let shape = FigureShape(scale, outline, point: point) else { continue }
      func reading(_ size: VectorSize) -> Reading<Int64> {
        figures.reading(of: 5) { cells, values, unread in
          CellLoops.readFigures(
            of: figures.bytes, at: cells, shape, size, into: &values, unread: &unread)
        }
      }
      #expect(reading(.ofThisMachine) == reading(.sixteenBytes), "seed \(seed)")
    }
  }

  @Test func fieldsEndAlike() {
    for seed in Trials("wide fields", count: 300) {
      var random = SplitMix64(seed: seed)
      let few = Array("abc,,\n\"".utf8) + (seed % 2 == 0 ? [13] : [])
      let alphabet = few + Array(repeating: UInt8(ascii: "x"), count: random.within(0...60))
      let pieces = ["\",\"", "\"\"", "\"\n\"", "\"\r\n", ",\"a,b\",", ",,,,,,,,,,,,,,,,,,,,"]
      var bytes: [UInt8] = []
      for _ in 0..<random.within(1...600) {
        if random.within(0...9) == 0 {
          bytes.append(contentsOf: random.pick(pieces).utf8)
        } else {
          bytes.append(random.pick(alphabet))
        }
      }
      let start = random.within(0...min(9, bytes.count - 1))
      let end = random.within(start...bytes.count) + 1
      func index(_ size: VectorSize) -> RecordIndex {
        var index = RecordIndex(separator: UInt8(ascii: ","), columnCount: 3, vectorSize: size)
        index.restart(at: start)
        index.advance(over: bytes, pieceEnd: end)
        return index
      }
      let (wide, narrow) = (index(.ofThisMachine), index(.sixteenBytes))
      #expect(wide.ends.prefix(wide.used) == narrow.ends.prefix(narrow.used), "seed \(seed)")
      #expect(wide.recordEnds == narrow.recordEnds, "seed \(seed)")
      #expect(wide.quotedNewlines == narrow.quotedNewlines, "seed \(seed)")
      #expect(wide.strayQuotes == narrow.strayQuotes, "seed \(seed)")
      #expect(wide.isQuoted == narrow.isQuoted && wide.isComplete == narrow.isComplete)
    }
  }

  @Test func vectorsAreUsedWhereTheSystemHasThem() {
    let flags =
      "avx avx2 fma f16c bmi2 popcnt avx512f avx512bw avx512dq avx512vl avx512_vbmi2 sse2"
    #expect(VectorSize(listed: "cpu: 0\nflags\t\t: \(flags) x\n") == .sixtyFourBytes)
    #expect(VectorSize(listed: "flags : \(flags.dropLast(5))\n") == .sixtyFourBytes)
    #expect(VectorSize(listed: "flags : avx2 popcnt\nflags : \(flags)\n") == .sixteenBytes)
    for flag in flags.split(separator: " ").dropLast() {
      let others = flags.split(separator: " ").filter { $0 != flag }.joined(separator: " ")
      #expect(VectorSize(listed: "flags : \(others)\n") == .sixteenBytes, "\(flag)")
    }
    #expect(VectorSize(listed: "") == .sixteenBytes)
  }
}
