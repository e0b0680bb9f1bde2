import Diagnostics
import TestSupport
import Testing

@testable import Tables

/// The quick loops over plain cells say the same as the careful reader of one cell.
struct PlainCellsFuzzTests {
  /// What the careful reader says of each cell.
  private func carefully(_ cell: [UInt8], _ field: FieldSchema, _ schema: TableSchema) -> String {
    do {
      switch try CellReader(field, of: schema).read(cell[...]) {
      case .number(let value): return value.description
      case .code(let code): return "\(code)"
      case .truth(let value): return value ? "1" : "0"
      case .text(let text): return String(decoding: text, as: UTF8.self)
      case .missing: return "-"
      }
    } catch {
      return "\(error)"
    }
  }

  @Test func loopsAgreeWithTheCarefulReader() async throws {
    for seed in Trials("plain cells", count: 20) {
      for layout in Layout.allCases {
        for size in [VectorSize.sixteenBytes, .ofThisMachine] {
          try await compare(seed, layout, size)
        }
      }
    }
  }

  /// Where the column stands, and how its figures are wanted.
  private enum Layout: CaseIterable {
    case first
    case last
    /// Figures in 64 bits.
    case narrow

    /// Returns a record of the cell and another column.
    func record(_ cell: String) -> String { self == .last ? "x;\(cell)\r\n" : "\(cell);\n" }
  }

  /// Returns a figure with so many decimals behind at most `longest` digits.
  private func figure(
    _ decimals: Int, longest: Int, point: String, using random: inout SplitMix64
  ) -> String {
    func digits(_ count: Int) -> String {
      (0..<count).map { _ in "\(Int.random(in: 0...9, using: &random))" }.joined()
    }
    let whole = digits(Int.random(in: 0...longest, using: &random))
    return (Int.random(in: 0..<4, using: &random) == 0 ? "-" : "") + whole
      + (decimals > 0 ? point + digits(decimals) : "")
  }

  private func compare(_ seed: UInt64, _ layout: Layout, _ size: VectorSize) async throws {
    var random = SplitMix64(seed: seed)
    let pieces = [
      ["0", "1", "12", "9", "999", ".", "-", "%", " ", ",", "e", "5", "(", ")", "00", "EUR"],
      ["2027", "-", "04", "01", "02", "29", "30", "31", "2028", "0000", "13", "T00:00", "1"],
      ["yes", "no", "t", "rue", "TRUE", "f", "alse", "1", "0", "Y", "n", "\u{11}", "\u{19}"],
      ["a", "é", "b c", " ", "\u{A0}", "x", "\t", "no", "bb"],
      ["a", "bb", "bbbb", "bbbb", "é"],
      ["12345", "67890", ".", ",", "-", "00000", "9"], ["19", "20", "99", "-", "12", "31", "00"],
    ]
    let kinds: [CellKind] = [
      .number(exponent: 0), .number(exponent: 6), .percent(.signed), .percent(.points),
      .percent(.fraction), .date(nil), .truth, .choice(["a", "bb", "no", "x"]), .text,
      .choice(["bb", "abbbbbb", "bbbbbbbb", "bbbbbbbbbbbbbbbb", "bbbbbbbbbbbbbbbbbb", "éé"]),
    ]
    var schema = TableSchema(name: "t", fields: [])
    schema.separator = UInt8(ascii: ";")
    schema.decimalComma = seed % 4 == 1
    schema.encoding = seed % 4 == 2 ? .latin1 : .utf8
    schema.currency = "EUR"
    if seed % 3 == 0 { schema.missingMarks = ["-", "no", "0", "bb", "1"] }
    for kind in kinds {
      var field = FieldSchema(name: "v", header: "v", kind: kind)
      field.isOptional = seed % 2 == 0
      if seed % 5 == 0, kind == .number(exponent: 0) { field.high = Decimal(99) }
      schema.fields = [field]
      var file = layout == .last ? "w;v\n" : "v;w\n"
      var expected: [String] = []
      // Figures are read in another way where nearly all have as many decimals.
      let decimals = Bool.random(using: &random) ? Int.random(in: 0...15, using: &random) : nil
      let sign = Bool.random(using: &random) ? "%" : ""
      let lengths = [1, 3, 8, 18]
      let longest = lengths.randomElement(using: &random) ?? 1
      let hasQuotes = Bool.random(using: &random)
      for _ in 0..<200 {
        let alphabet = pieces.randomElement(using: &random) ?? []
        var cell = (0..<Int.random(in: 0...6, using: &random)).map { _ in
          alphabet.randomElement(using: &random) ?? ""
        }.joined()
        if let decimals, Int.random(in: 0..<32, using: &random) > 0 {
          let isOther = Int.random(in: 0..<16, using: &random) == 0
          cell = figure(
            isOther ? Int.random(in: 0...5, using: &random) : decimals,
            longest: isOther ? lengths.randomElement(using: &random) ?? 1 : longest,
            point: schema.decimalComma ? "," : ".", using: &random)
          cell += sign
        }
        // Wide loops leave cells in quotes to others, and a column where there are many.
        if hasQuotes, Bool.random(using: &random) { cell = "\"\(cell)\"" }
        expected.append(carefully(Array(cell.utf8), field, schema))
        file += layout.record(cell)
      }
      let outcome = try await read(
        Array(file.utf8), as: schema, narrowPlaces: layout == .narrow ? [0: 6] : [:],
        // How figures are read follows from the batches before.
        cut: Cut(pieceBytes: 1 << 20, workers: 1, batchRows: 37, vectorSize: size))
      var observed = [String](repeating: "absent", count: expected.count)
      for row in outcome.rows { observed[Int(row.record) - 1] = row.cells[0] ?? "-" }
      for row in outcome.rejected { observed[row.record - 1] = "\(row.problem)" }
      #expect(observed == expected, "seed \(seed), \(kind), \(layout), \(size)")
    }
  }
}
