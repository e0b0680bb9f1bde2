import Tables
import TestSupport
import Testing

/// Records that are put together from columns are those that are written cell by cell.
@Suite struct CSVPageTests {
  /// What the cells of a column are made from.
  private enum Column {
    case texts(TextColumn)
    case decimals([Int128], absence: [UInt8])
    /// Counts of 10^-4.
    case narrow([Int64], absence: [UInt8])
    /// By row, the number of an entry.
    case prepared([Int])
    /// By row, a text that is written as it comes.
    case written([String])
  }

  private static let rowCount = 50
  private static let odd = [",", ";", "\"", "\n", "\t", "=", "+1", "-", "@", "＝1", "é", "#", "\0"]

  @Test func agreesWithTheWriterOfCells() {
    for seed in Trials("pages of columns", count: 60) {
      var random = SplitMix64(seed: seed)
      let separator = random.pick([UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "a")])
      var cells = PreparedCells(separator: separator)
      let entries = (0..<8).map { _ in [Self.text(&random), Self.text(&random)] }
      for texts in entries { _ = cells.add(texts[0], texts[1]) }
      let columns = (0..<random.within(2...6)).map { _ in Self.column(&random) }
      var page = CSVPage(cells)
      var part = PartBytes()
      var neutralized = 0
      // The second page is made in the memory of the first.
      for _ in 0..<2 {
        let rows = (0..<Self.rowCount).filter { _ in random.chance(70) }
        let head = Array(Self.text(&random).utf8)
        var writer = CSVWriter(separator: separator)
        for row in rows {
          for column in columns { Self.write(column, row, entries, to: &writer) }
          writer.endRecord()
        }
        neutralized += writer.neutralizedCells
        page.begin(rows.map { Int32($0) })
        for column in columns { Self.add(column, rows, to: &page) }
        page.finish(after: head, in: &part)
        #expect(part.memory[..<part.count] == (head + writer.bytes)[...], "seed \(seed)")
        #expect(page.neutralizedCells == neutralized, "seed \(seed)")
      }
    }
  }

  @Test func writesWholeRecordsAsCellByCell() {
    for seed in Trials("pages of records", count: 60) {
      var random = SplitMix64(seed: seed)
      let separator = random.pick([UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "a")])
      var cells = PreparedCells(separator: separator)
      let entries = (0..<8).map { _ in [Self.text(&random), Self.text(&random)] }
      for texts in entries { _ = cells.add(texts[0], texts[1]) }
      var page = CSVPage(cells)
      var part = PartBytes()
      var neutralized = 0
      for _ in 0..<2 {
        let rows = (0..<Self.rowCount).filter { _ in random.chance(70) }
        let head = Array(Self.text(&random).utf8)
        let (before, after) = (rows.map { _ in random.below(8) }, rows.map { _ in random.below(8) })
        let texts = Self.texts(&random)
        let places = random.within(0...12)
        let isTight = random.chance(40)
        let figures = (0..<Self.rowCount).map { _ in
          isTight ? Self.count(&random) % 2_000_000_000 : Self.count(&random)
        }
        let absence = figures.map { _ in random.pick([0, 0, UInt8(1)]) }
        var writer = CSVWriter(separator: separator)
        for (index, row) in rows.enumerated() {
          writer.text(texts.text(row))
          for text in entries[before[index]] { writer.text(text) }
          let unit = (0..<places).reduce(Decimal.unit) { unit, _ in unit / 10 }
          writer.number(absence[row] == 0 ? Int128(figures[row]) * unit : nil)
          for text in entries[after[index]] { writer.text(text) }
          writer.endRecord()
        }
        neutralized += writer.neutralizedCells
        page.begin(rows.map { Int32($0) })
        let records = CSVPage.Records(
          texts: texts, before: before.map { Int32($0) }, figures: isTight ? [] : figures,
          tightFigures: isTight ? figures.map { Int32($0) } : [], places: places, absence: absence,
          after: after.map { Int32($0) })
        page.finish(after: head, records, in: &part)
        #expect(part.memory[..<part.count] == (head + writer.bytes)[...], "seed \(seed)")
        #expect(page.neutralizedCells == neutralized, "seed \(seed)")
      }
    }
  }

  @Test func knowsTextsByTheirFigureAndPlaces() {
    var cells = PreparedCells()
    let entry = cells.add("x")
    var page = CSVPage(cells)
    var part = PartBytes()
    // More figures than a page can know, and some whose last 32 bits are those of others.
    let apart: Int64 = 1 << 32
    let figures = [.max, .min] + (0..<2500).flatMap { [$0, $0 + apart, -$0, 1000 * $0] }
    let rows = figures.indices.map { Int32($0) }
    var texts = TextColumn()
    for _ in rows { texts.append("k".utf8) }
    let entries = rows.map { _ in entry }
    for places in [1, 0, 7, 8, 18, 1] {
      let unit = (0..<places).reduce(Decimal.unit) { unit, _ in unit / 10 }
      let tight = figures.map { Int32(truncatingIfNeeded: $0) }
      for isTight in [false, true, false] {
        var writer = CSVWriter()
        for row in figures.indices {
          writer.text("k")
          writer.text("x")
          writer.number(Int128(isTight ? Int64(tight[row]) : figures[row]) * unit)
          writer.text("x")
          writer.endRecord()
        }
        page.begin(rows)
        let records = CSVPage.Records(
          texts: texts, before: entries, figures: isTight ? [] : figures,
          tightFigures: isTight ? tight : [], places: places, absence: rows.map { _ in 0 },
          after: entries)
        page.finish(after: [], records, in: &part)
        // Which of so many bytes differ would take minutes to find.
        let isSame = part.memory[..<part.count] == writer.bytes[...]
        #expect(isSame, "\(places) places")
      }
    }
  }

  @Test func hasRoomForTheLongestRecords() {
    var cells = PreparedCells()
    let entry = cells.add("=\"\"\"")
    var page = CSVPage(cells)
    let rows = (0..<2048).map { Int32($0) }
    var texts = TextColumn()
    for _ in rows { texts.append("=\"\"\"\"\"".utf8) }
    var writer = CSVWriter()
    for _ in rows {
      writer.text("=\"\"\"\"\"")
      writer.text("=\"\"\"")
      writer.number(Int128(Int64.min))
      writer.text("=\"\"\"")
      writer.endRecord()
    }
    page.begin(rows)
    let records = CSVPage.Records(
      texts: texts, before: rows.map { _ in entry }, figures: rows.map { _ in .min },
      tightFigures: [], places: 18, absence: rows.map { _ in 0 }, after: rows.map { _ in entry })
    var part = PartBytes()
    page.finish(after: [], records, in: &part)
    let isSame = part.memory[..<part.count] == writer.bytes[...]
    #expect(isSame)
  }

  /// Returns a figure of any length.
  private static func count(_ random: inout SplitMix64) -> Int64 {
    let digits = random.below(19)
    let most = (0..<digits).reduce(1) { most, _ in most * 10 }
    let count = Int64(random.within(0...most))
    return random.chance(30) ? -count : random.chance(20) ? count / 1000 * 1000 : count
  }

  private static func text(_ random: inout SplitMix64) -> String {
    let isOdd = random.chance(40)
    return (0..<random.below(random.pick([2, 12, 40]))).map { _ in
      isOdd && random.chance(20) ? random.pick(odd) : random.pick(["a", "Z", "0", "-", ".", " "])
    }.joined()
  }

  /// Texts of any lengths, or of one, whose ends are left out.
  private static func texts(_ random: inout SplitMix64) -> TextColumn {
    var texts = TextColumn()
    if random.chance(60) {
      for _ in 0..<rowCount { texts.append(text(&random).utf8) }
    } else {
      texts.width = random.within(1...20)
      let bytes = Array("aZ0 9-=,\"".utf8)
      texts.bytes = (0..<rowCount * texts.width).map { _ in random.pick(bytes) }
    }
    return texts
  }

  private static func column(_ random: inout SplitMix64) -> Column {
    let rows = 0..<rowCount
    switch random.below(5) {
    case 0: return .texts(texts(&random))
    case 1:
      return .decimals(
        rows.map { _ in Int128(random.within(-9999...9999)) * Decimal.unit / random.pick([1, 8]) },
        absence: rows.map { _ in random.pick([0, 0, 1]) })
    case 2:
      return .narrow(
        rows.map { _ in Int64(random.within(-99_999_999...99_999_999)) / random.pick([1, 10_000]) },
        absence: rows.map { _ in random.pick([0, 0, 1]) })
    case 3: return .prepared(rows.map { _ in random.below(8) })
    default: return .written(rows.map { _ in text(&random) })
    }
  }

  private static func write(
    _ column: Column, _ row: Int, _ entries: [[String]], to writer: inout CSVWriter
  ) {
    switch column {
    case .texts(let texts): writer.text(texts.text(row))
    case .decimals(let values, let absence): writer.number(absence[row] == 0 ? values[row] : nil)
    case .narrow(let values, let absence):
      let unit = Decimal.unit / 10_000
      writer.number(absence[row] == 0 ? Int128(values[row]) * unit : nil)
    case .prepared(let numbers): for text in entries[numbers[row]] { writer.text(text) }
    case .written(let texts): writer.text(texts[row])
    }
  }

  private static func add(_ column: Column, _ rows: [Int], to page: inout CSVPage) {
    switch column {
    case .texts(let texts): page.add(texts)
    case .decimals(let values, let absence): page.add(values, absence: absence)
    case .narrow(let values, let absence): page.add(values, places: 4, absence: absence)
    case .prepared(let numbers): page.add(prepared: rows.map { Int32(numbers[$0]) })
    case .written(let texts): page.add { row, writer in writer.text(texts[row]) }
    }
  }
}
