import TestSupport
import Testing

/// What `kamc init` prints fits the file that it was printed for, whatever stands in there.
struct StarterFuzzTests {
  @Test("No row of a generated file is rejected for a type that was proposed")
  func generated() async throws {
    var count = 0
    for seed in Trials("starters of generated tables", count: 25) {
      let generated = GeneratedCase(seed: seed)
      let files = MemoryFiles(
        Dictionary(uniqueKeysWithValues: generated.files.map { ($0.key + ".csv", $0.value) }))
      let others = generated.files.keys.filter { $0 != "accounts" }.sorted()
      guard let outcome = try await Started.from(files, tables: others, about: "seed \(seed)")
      else {
        continue
      }
      #expect(outcome.avoidable.isEmpty, "seed \(seed)\n\(outcome.text)")
      count += 1
    }
    #expect(count > 15 || !Trials.areWhole)
  }

  @Test("Whatever stands in a file, what is started from it can be evaluated")
  func soup() async throws {
    let cells = [
      "", " ", "0", "1", "1.5", "1,5", "1.234", "1,234", "1.234,5", "1,234.5", "12%", "-3 %", "$5",
      "€7", "5 EUR", "yes", "no", "Y", "1", "0", "TRUE", "2027-01-31", "31/01/2027", "1/2/2027",
      "01.02.2027", "3-Apr-2027", "20270131", "2027-01-31 09:30", "N/A", "NULL", "-", "none", "NA",
      "A", "B", "007", "x y", "\"q\"\"q\"", "\"a\nb\"", "\u{1B}[31m", "\u{202E}", "#", "}", "99e99",
      "1e-30", "100000000000000000000", "99999999999999999999%", "é", "\u{A0}5\u{A0}", "ʤ", "\"5\"",
      "\"\"\"5\"\"\"", "(5)", "--5", "%", "$", "2027-02-30", "in", "tier", "\"in, tier\"",
    ]
    let headers = [
      "id", "name", "id", "", "to", "Revenue kEUR", "Margin %", "date", "is x", "売上", "A B", "ab",
      "\"a\"\"b\"", "\"a\nb\"", "2027", "%", "_", "tier", "score", "accounts", "x\u{202E}", "owner",
    ]
    var count = 0
    for seed in Trials("starters of any cells", count: 150) {
      var random = SplitMix64(seed: seed)
      let separator = random.pick([",", ",", ";", "\t"])
      let width = 1 + random.below(6)
      // Few kinds of cells for each column make columns that have a type.
      let kinds = (0..<width).map { _ in
        (0...random.below(3)).map { _ in random.pick(cells) }
      }
      var rows = [(0..<width).map { _ in random.pick(headers) }.joined(separator: separator)]
      for _ in 0..<random.below(12) {
        let count = random.chance(3) ? random.below(width + 2) : width
        let row = (0..<count).map { random.pick($0 < width ? kinds[$0] : cells) }
        rows.append(row.joined(separator: separator))
      }
      let files = MemoryFiles(["accounts.csv": rows.joined(separator: "\n")])
      guard let outcome = try await Started.from(files, about: "seed \(seed)") else { continue }
      #expect(outcome.avoidable.isEmpty, "seed \(seed)\n\(rows)\n\(outcome.text)")
      count += 1
    }
    #expect(count > 100 || !Trials.areWhole)
  }

  @Test("Bytes of any kind end in an agreement or in a diagnostic")
  func bytes() async throws {
    for seed in Trials("starters of any bytes", count: 120) {
      var random = SplitMix64(seed: seed)
      let some = Array("id,a\n\"1;2\t\r\u{E9}".utf8) + [0, 0xFF, 0xC3, 0x1B]
      let bytes = (0..<random.below(200)).map { _ in
        random.chance(70) ? random.pick(some) : UInt8(random.below(256))
      }
      var files = MemoryFiles([:])
      files.files["accounts.csv"] = bytes
      _ = try await Started.from(files, about: "seed \(seed)")
    }
  }
}
