import Diagnostics
import Tables
import Testing

@Suite struct RejectedRowTests {
  private func schema() -> TableSchema {
    var id = FieldSchema(name: "id", header: "Id", kind: .text)
    id.isKey = true
    var fit = FieldSchema(name: "fit", header: "Fit", kind: .number(exponent: 0))
    fit.low = .one
    fit.high = Decimal(5)
    let since = FieldSchema(name: "since", header: "Since", kind: .date(nil))
    return TableSchema(name: "accounts", fields: [id, fit, since])
  }

  private func rejected(_ rows: String) async throws -> [RejectedRow] {
    try await read(Array(("Id,Fit,Since\n" + rows).utf8), as: schema()).rejected
  }

  @Test func pointsAtTheCell() async throws {
    let row = try #require(try await rejected("A1,3,2027-01-01\nÄ2,seven,2027-01-01\n").first)
    #expect((row.line, row.record) == (3, 2))
    #expect(row.header == "Fit")
    #expect(row.columnNumber == 2)
    #expect(row.key == "Ä2")
    #expect(row.text == "seven")
    #expect(row.problem == .notNumber)
    #expect(row.cell?.description == "B3")
    let diagnostic = row.diagnostic(path: "accounts.csv", schema: schema())
    #expect(diagnostic.code == .unreadableNumber)
    #expect(
      diagnostic.message
        == "cell B3, \"Fit\" of \"Ä2\": `seven` is not a number")
    #expect(
      diagnostic.place
        == Place(
          file: "accounts.csv", line: 3, column: 4, endLine: 3, endColumn: 9,
          excerpt: "Ä2,seven,2027-01-01"))
    #expect(diagnostic.label == "expected a number from 1 to 5")
    #expect(diagnostic.help?.isEmpty == false)
  }

  @Test func namesTheFirstFaultOfARowOnly() async throws {
    let rows = try await rejected(",9,never\nA2,9,never\n")
    #expect(rows.map(\.problem) == [.blank, .above(Decimal(5))])
    #expect(rows.map(\.key) == [nil, "A2"])
  }

  @Test func pointsIntoARecordOfSeveralLines() async throws {
    let row = try #require(try await rejected("\"A\n1\",9,2027-01-01\r\n").first)
    #expect(row.line == 2)
    #expect((row.place.line, row.place.column, row.place.endColumn) == (3, 4, 5))
    #expect(row.place.excerpt == "1\",9,2027-01-01")
  }

  @Test func showsHarmfulTextAsEscapes() async throws {
    let row = try #require(try await rejected("A1,\u{202E}7\u{1B}[2J,2027-01-01\n").first)
    let diagnostic = row.diagnostic(path: "accounts.csv", schema: schema())
    #expect(diagnostic.message.contains("`\\u{202E}7\\u{1B}[2J`"))
    let shown = DiagnosticRenderer.render([diagnostic], useColor: true)
    #expect(shown.contains("A1,\u{FFFD}7\u{241B}[2J,2027-01-01"))
  }

  @Test func tellsOfRaggedRowsAndTextAfterQuotes() async throws {
    let rows = try await rejected(
      "A1,3\nA2,3,2027-01-01,x\n\"A3\"x,3,2027-01-01\nA4,3,2027-01-01\n")
    #expect(
      rows.map(\.problem) == [
        .ragged(cells: 2, columns: 3), .ragged(cells: 4, columns: 3), .textAfterQuote,
      ])
    let messages = rows.map { $0.message(schema()) }
    #expect(
      messages == [
        "row 2, \"A1\": the row has 2 cells, the header has 3 columns",
        "row 3, \"A2\": the row has 4 cells, the header has 3 columns",
        "cell A4, \"Id\": text follows the closing quote of `\"A3\"x`",
      ])
  }

  @Test func cutsTheExcerptOfALongLineAroundTheCell() async throws {
    let id = String(repeating: "ä", count: 2 * TableLimits.excerptBytes)
    let row = try #require(try await rejected("\(id),9,2027-01-01\n").first)
    #expect(row.place.column == id.count + 2)
    let excerpt = try #require(row.place.excerpt)
    #expect(excerpt.hasPrefix("…ää") && excerpt.hasSuffix("ä,9,2027-01-01"))
    #expect(excerpt.utf8.count <= TableLimits.excerptBytes + 4)
    let cell = row.place.column - row.place.excerptColumn
    #expect(Array(excerpt)[cell] == "9")
  }

  @Test func countsRowsAsASpreadsheetDoes() async throws {
    let rows = try await rejected("\"A\n1\",3,2027-01-01\n\nA2,9,2027-01-01\n")
    #expect(rows.map(\.cell?.description) == ["B4"])
    #expect(rows.map(\.line) == [5])
    #expect(rows.map(\.record) == [2])
  }

  @Test func namesColumnsByLetters() {
    let letters = [1, 26, 27, 52, 53, 702, 703, 16_384].map(SheetCell.letters)
    #expect(letters == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD"])
  }

  @Test func fieldsNotAskedForAreNotRead() async throws {
    let source = MemorySource(Array("Id,Fit,Since\nA1,9,never\n".utf8))
    let (header, _) = try TableHeader.read(source: source, schema: schema(), path: "a.csv")
    let reading = try await TableReader.read(
      source, header: header, schema: schema(), path: "a.csv", fields: [0], workers: 1
    ) { _ in RowCollector() }
    #expect(reading.consumers.first?.rows.map(\.cells) == [["A1"]])
    #expect(reading.rejectedCount == 0)
  }
}
