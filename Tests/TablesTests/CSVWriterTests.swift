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

  @Test func decimalsAreWrittenAsTheyAreDescribed() {
    for seed in Trials("decimals", count: 40) {
      var random = SplitMix64(seed: seed)
      var writer = CSVWriter()
      var texts: [String] = []
      for _ in 0..<200 {
        let places = random.within(0...18)
        let digits = random.within(0...(20 + places))
        let magnitude = (0..<digits).reduce(Int128(0)) { value, _ in
          10 * value + Int128(random.chance(30) ? random.pick([0, 9]) : random.below(10))
        }
        let step = Decimal.powersOfTen[Decimal.places - places]
        let value = Decimal(scaled: (random.chance(30) ? -magnitude : magnitude) * step)
        writer.number(value.scaled)
        writer.endRecord()
        texts.append(value.description)
      }
      let lines = String(decoding: writer.bytes, as: UTF8.self).split(separator: "\n")
      #expect(lines.map(String.init) == texts, "seed \(seed)")
    }
  }

  @Test func missingDecimalsAndEmptyRecords() {
    let text = written { writer in
      writer.number(nil)
      writer.endRecord()
      writer.empty()
      writer.number(0)
      writer.number(-Decimal.bound + 1)
      writer.endRecord()
    }
    #expect(text == "\"\"\n,0,-99999999999999999999.999999999999999999\n")
  }
}
