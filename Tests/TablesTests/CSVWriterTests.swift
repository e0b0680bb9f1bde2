import Tables
import TestSupport
import Testing

@Suite struct CSVWriterTests {
  private func written(_ write: (inout CSVWriter) -> Void) -> String {
    var writer = CSVWriter()
    write(&writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test(arguments: [
    ("plain", "plain"), ("", "\"\""), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""),
    ("two\nlines", "\"two\nlines\""), ("é", "é"), ("a;b", "a;b"), ("=1+1", "'=1+1"),
    ("-5", "'-5"), ("@x", "'@x"), ("\tx", "'\tx"), ("\rx", "\"'\rx\""), ("＝1", "'＝1"),
    ("+1,2", "\"'+1,2\""),
  ])
  func writesATextCell(text: String, expected: String) {
    #expect(
      written { writer in
        writer.text(text)
        writer.endRecord()
      } == expected + "\n")
  }

  @Test func leavesFiguresAloneAndCountsFormulas() {
    var writer = CSVWriter()
    writer.text("=x")
    writer.verbatim("-5")
    writer.verbatim("")
    writer.endRecord()
    #expect(String(decoding: writer.bytes, as: UTF8.self) == "'=x,-5,\n")
    #expect(writer.neutralizedCells == 1)
  }
}
