import Diagnostics
import Tables
import Testing

@Suite struct TableHeaderTests {
  private func header(
    _ bytes: some Sequence<UInt8>, _ schema: TableSchema
  ) throws -> (TableHeader, [Diagnostic]) {
    try TableHeader.read(source: MemorySource(Array(bytes)), schema: schema, path: "t.csv")
  }

  @Test func findsColumnsByTheirTrimmedHeaders() throws {
    let (header, problems) = try header(
      "\u{FEFF}\u{A0}Name ,\"b\nc\",Id\r\n1,2,3".utf8, texts("Id", "Name"))
    #expect(problems.isEmpty)
    #expect(header.cells == ["Name", "b\nc", "Id"])
    #expect(header.columns == [2, 0])
    #expect(header.dataLine == 3)
  }

  @Test func countsTheLinesOfAHeader() async throws {
    let bytes = Array("\"a\nb\",c\n1,2\n".utf8)
    let outcome = try await read(bytes, as: texts("a\nb", "c"))
    #expect(outcome.rows == [RowCollector.Row(line: 3, record: 1, cells: ["1", "2"])])
  }

  @Test(arguments: ["", "\u{FEFF}", "\n", "\r\n", "  \n"])
  func refusesAnEmptyFile(text: String) throws {
    #expect(try header(text.utf8, texts("a")).1.map(\.code) == [.emptyFile])
  }

  @Test func namesTheNearestHeader() throws {
    let (_, problems) = try header("id,Revenu,x\n".utf8, texts("id", "Revenue"))
    #expect(problems.map(\.code) == [.absentColumn])
    #expect(problems.first?.help?.contains("did you mean the column \"Revenu\"?") == true)
    #expect(problems.first?.place?.column == 4)
    #expect(problems.first?.place?.endColumn == 10)
    #expect(problems.first?.place?.excerpt == "id,Revenu,x")
  }

  @Test func namesADifferenceInCase() throws {
    let (_, problems) = try header("ID,x\n".utf8, texts("id"))
    #expect(problems.first?.help?.contains("did you mean the column \"ID\"?") == true)
  }

  @Test(arguments: [("a;b", ";"), ("a\tb", "tab"), ("a|b", "|")])
  func namesTheSeparatorToDeclare(text: String, sign: String) throws {
    let (_, problems) = try header((text + "\n1;2\n").utf8, texts("a", "b"))
    #expect(problems.count == 1)
    #expect(problems.first?.help == "write `separator \"\(sign)\"` in `t`")
  }

  @Test func refusesAHeaderThatOccursTwice() throws {
    let (_, problems) = try header("a,b,a\n".utf8, texts("a"))
    #expect(problems.map(\.code) == [.repeatedHeader])
    #expect(problems.first?.place?.column == 5)
    #expect(problems.first?.related.first?.place.column == 1)
    #expect(try header("a,b,b\n".utf8, texts("a")).1.isEmpty)
  }

  @Test(
    arguments: [
      [0xFF, 0xFE, 0x61, 0x00], [0xFE, 0xFF, 0x00, 0x61], [0x61, 0, 0x2C, 0, 0x62, 0],
      [0, 0x61, 0, 0x2C, 0, 0x62],
    ] as [[UInt8]])
  func refusesUTF16(bytes: [UInt8]) throws {
    #expect(try header(bytes, texts("a")).1.map(\.code) == [.wrongEncoding])
  }

  @Test func refusesBinaryFiles() throws {
    let (_, problems) = try header([0x50, 0x4B, 3, 4, 0, 0] + Array("xl/".utf8), texts("a"))
    #expect(problems.map(\.code) == [.binaryFile])
    #expect(problems.first?.message == "the file is an Excel workbook, not CSV text")
    #expect(try header([0x61, 0, 0, 0x62, 0x63], texts("a")).1.map(\.code) == [.binaryFile])
  }

  @Test func tellsOfLinesThatEndWithLoneReturns() throws {
    let (_, problems) = try header("a,b\r1,2\r".utf8, texts("a", "b"))
    #expect(problems.map(\.code) == [.loneReturns])
  }

  @Test func readsAFileOfAHeaderAlone() async throws {
    for text in ["a,b", "a,b\n", "a,b\r\n\r\n"] {
      let outcome = try await read(Array(text.utf8), as: texts("a", "b"))
      #expect(outcome.rows.isEmpty && outcome.diagnostics.isEmpty && outcome.rejectedCount == 0)
    }
  }
}
