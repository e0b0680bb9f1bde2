import Diagnostics
import Tables
import TestSupport
import Testing

/// What holds for every table, well-formed or not.
struct FuzzTests {
  @Test func agreesWithNaiveSplitterHoweverTheFileIsCut() async throws {
    for seed in Trials("cuts of tables", count: 12) { try await compare(seed) }
  }

  private func compare(_ seed: UInt64) async throws {
    var random = SplitMix64(seed: seed)
    let bytes = TableReaderTests.oddFile(
      &random, records: seed % 3 == 0 ? 6 : 120, hasOddQuotes: seed % 2 == 0)
    let (rows, faults) = TableReaderTests.expected(bytes)
    let schema = texts("a", "b", "c")
    let whole = try await read(bytes, as: schema)
    #expect(whole.diagnostics.isEmpty)
    #expect(whole.rows == rows)
    #expect(whole.rejected.map(TableReaderTests.shown) == faults)
    // Pieces of up to a block and a byte are walked byte by byte, larger ones block by block.
    for pieceBytes in Array(1...70) + [100, 128, 129, 130, 131, 192, 333, 1000, 5000] {
      let cut = Cut(
        pieceBytes: pieceBytes, workers: Int.random(in: 1...4, using: &random),
        batchRows: [1, 7, 1024].randomElement(using: &random) ?? 1)
      let outcome = try await read(bytes, as: schema, cut: cut)
      #expect(outcome == whole, "seed \(seed), \(cut)")
    }
  }

  @Test func whatIsWrittenIsReadBack() async throws {
    for seed in Trials("written tables", count: 8) { try await writeAndRead(seed) }
  }

  private func writeAndRead(_ seed: UInt64) async throws {
    var random = SplitMix64(seed: seed)
    let pieces = ["a", ",", "\"", "\n", "\r\n", "é", "=", ";", "x y"]
    let table = (0..<40).map { _ in
      (0..<3).map { _ in
        "x"
          + (0..<Int.random(in: 0...5, using: &random)).map { _ in
            pieces.randomElement(using: &random) ?? ""
          }.joined() + "x"
      }
    }
    var writer = CSVWriter()
    for record in [["a", "b", "c"]] + table {
      for cell in record { writer.text(cell) }
      writer.endRecord()
    }
    let outcome = try await read(writer.bytes, as: texts("a", "b", "c"))
    #expect(outcome.rows.map(\.cells) == table, "seed \(seed)")
  }

  /// Any bytes give the same rows and complaints however they are cut, and never more records than
  /// lines.
  @Test func anyBytesAreReadAlikeHoweverTheyAreCut() async throws {
    for seed in Trials("tables of any bytes", count: 60) {
      var random = SplitMix64(seed: seed)
      let bytes = Self.bytes(&random)
      var schema = Self.schema(&random)
      let whole = try await read(bytes, as: schema)
      let lines = bytes.count { $0 == 10 || $0 == 13 } + 1
      #expect(whole.rows.count + whole.rejectedCount <= lines, "seed \(seed)")
      for _ in 0..<6 {
        let cut = Cut(
          pieceBytes: random.within(1...80), workers: random.within(1...4),
          batchRows: random.pick([1, 7, 1024]))
        #expect(try await read(bytes, as: schema, cut: cut) == whole, "seed \(seed), \(cut)")
      }
      // A column that nobody asks for changes nothing in the others but what rejects their rows.
      schema.fields.removeLast()
      let fewer = try await read(bytes, as: schema)
      if whole.diagnostics.isEmpty { #expect(fewer.diagnostics.isEmpty, "seed \(seed)") }
    }
  }

  private static func bytes(_ random: inout SplitMix64) -> [UInt8] {
    let some = Array("\"\",,;;\n\n\r\n\t 019.-%aéN/".utf8) + [0, 0xFF, 0xC3, 0xE2, 0x80]
    let head = random.pick(["a,b,c\n", "c,a,b\r\n", "\u{FEFF}a,b,c\r", "\"a\",\"b\",c\n", ""])
    let likely = random.pick([50, 90, 99, 100])
    return Array(head.utf8)
      + (0..<random.below(300)).map { _ in
        random.chance(likely) ? random.pick(some) : UInt8(random.below(256))
      }
  }

  private static func schema(_ random: inout SplitMix64) -> TableSchema {
    let kinds: [CellKind] = [
      .text, .number(exponent: 0), .number(exponent: 3), .percent(.signed), .percent(.points),
      .date(nil), .truth, .choice(["a", "0", "N"]),
    ]
    var schema = TableSchema(name: "t", fields: [])
    for header in ["a", "b", "c"] {
      var field = FieldSchema(name: header, header: header, kind: random.pick(kinds))
      field.isOptional = random.chance(70)
      schema.fields.append(field)
    }
    schema.encoding = random.pick([.utf8, .utf8, .latin1, .windows1252])
    if random.chance(30) { schema.separator = UInt8(ascii: ";") }
    if random.chance(30) { schema.decimalComma = true }
    if random.chance(30) { schema.missingMarks = ["N", "-"] }
    return schema
  }
}
