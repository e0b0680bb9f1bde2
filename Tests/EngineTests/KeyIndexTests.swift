import Tables
import TestSupport
import Testing

@testable import Engine

/// Keys lead where a dictionary of them leads, whatever they look like.
@Suite("Key index") struct KeyIndexTests {
  @Test func agreesWithADictionary() {
    for seed in Trials("keys", count: 400) {
      var random = SplitMix64(seed: seed)
      let keys = KeyIndexTests.keys(&random)
      var firsts: [String: Int] = [:]
      var isRepeated: Set<String> = []
      for (row, key) in keys.enumerated() {
        if firsts[key] == nil { firsts[key] = row } else { isRepeated.insert(key) }
      }
      var repeated: [(row: Int, first: Int)] = []
      var column = TextColumn()
      let all = KeyIndexTests.column(keys)
      column.appendTightly(0..<all.count, of: all)
      let index = KeyIndex(column, repeated: &repeated)
      #expect(repeated.count == keys.count - firsts.count, "seed \(seed)")
      for (row, first) in repeated { #expect(firsts[keys[row]] == first, "seed \(seed)") }
      let sought = KeyIndexTests.sought(keys, &random)
      var found = [Int32](repeating: 7, count: sought.count)
      index.find(KeyIndexTests.column(sought), into: &found)
      for (place, key) in sought.enumerated() {
        let expected = isRepeated.contains(key) ? nil : firsts[key]
        #expect(Int(found[place]) == expected ?? -1, "seed \(seed): \(key)")
        #expect(index.row(of: key) == expected, "seed \(seed): \(key)")
        #expect(index.contains(Array(key.utf8)[...]) == (firsts[key] != nil), "seed \(seed)")
      }
      let distinct = firsts.sorted { $0.value < $1.value }.map(\.key)
      var own = index.keys
      own.listEnds()
      #expect(own == KeyIndexTests.column(distinct), "seed \(seed)")
    }
  }

  /// Texts go on behind those whose ends are left out.
  @Test func textsOfOneLengthTakeOthers() {
    let all = KeyIndexTests.column(["A1", "B2", "C3"])
    var (one, two, three) = (TextColumn(), TextColumn(), TextColumn())
    one.appendTightly(0..<3, of: all)
    #expect(one.width == 2 && one.ends.isEmpty)
    (two, three) = (one, one)
    one.append("D".utf8)
    two.append(Array("D".utf8)[...])
    three.append(0..<1, of: Array("D".utf8))
    let expected = KeyIndexTests.column(["A1", "B2", "C3", "D"])
    #expect([one, two, three] == [expected, expected, expected])
  }

  /// Numbers of one length or of several, in order or not, with gaps and repetitions or without.
  private static func keys(_ random: inout SplitMix64) -> [String] {
    let prefix = random.pick(["", "A", "C-0", "7", "customer", "a long prefix", "é"])
    let length = random.pick([1, 1, 3, 8, 9])
    let (first, step) = (random.pick([0, 1, 5, 96, 9990]), random.pick([1, 1, 2, 50]))
    var keys = (0..<random.within(1...120)).map { place in
      let digits = "\(first + place * step)"
      return prefix + String(repeating: "0", count: max(0, length - digits.count)) + digits
    }
    if random.below(3) == 0 { keys.shuffle(using: &random) }
    if random.below(3) == 0 { keys.append(keys[random.below(keys.count)]) }
    if random.below(4) == 0 { keys.append(random.pick(["A", "x1", "00001", "A-1", "1:", "12/"])) }
    return keys
  }

  private static func sought(_ keys: [String], _ random: inout SplitMix64) -> [String] {
    var sought = keys
    for key in keys {
      sought.append(String(key.dropFirst()))
      sought.append(String(key.dropLast()))
      sought.append("0" + key)
      sought.append(key + "0")
      var bytes = Array(key.utf8)
      bytes[random.below(bytes.count)] = random.pick([0x2F, 0x30, 0x35, 0x3A, 0x41, 0x00, 0x7F])
      sought.append(String(decoding: bytes, as: UTF8.self))
    }
    sought.append("")
    return sought
  }

  private static func column(_ texts: [String]) -> TextColumn {
    var column = TextColumn()
    for text in texts { column.append(text.utf8) }
    return column
  }
}
