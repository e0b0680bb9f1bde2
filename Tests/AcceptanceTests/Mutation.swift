import TestSupport

/// The files of an example or a generated case, spoilt at random.
struct Mutation {
  private(set) var files: [String: [UInt8]]

  init(using random: inout SplitMix64) {
    let scenario =
      random.chance(40) ? random.pick(Scenario.examples) : Scenario(seed: random.next())
    files = scenario.files.mapValues { Array($0.utf8) }
    for name in files.keys.sorted() {
      // Half of the agreements stay whole, so that spoilt data are read as well.
      guard random.chance(50), let bytes = files[name] else { continue }
      files[name] = Self.spoilt(bytes, using: &random)
    }
  }

  private static func spoilt(_ bytes: [UInt8], using random: inout SplitMix64) -> [UInt8] {
    if random.chance(5) { return noise(random.below(400), using: &random) }
    var bytes = bytes
    for _ in 0...random.pick([0, 0, 1, 3, 10, 30]) {
      guard !bytes.isEmpty else { break }
      switch random.below(9) {
      case 0: bytes[random.below(bytes.count)] ^= 1 << UInt8(random.below(8))
      case 1: bytes[random.below(bytes.count)] = UInt8(random.below(256))
      case 2: changeLine(&bytes, using: &random) { _, _ in [] }
      case 3: changeLine(&bytes, using: &random) { line, _ in line + [10] + line }
      case 4: changeLine(&bytes, using: &random, by: replaceCell)
      case 5: bytes.insert(contentsOf: random.pick(figures).utf8, at: random.below(bytes.count))
      case 6, 7: replaceWord(&bytes, using: &random)
      default: bytes.removeSubrange(random.below(bytes.count)..<bytes.count)
      }
      if random.chance(70) { continue }
      bytes.insert(
        contentsOf: noise(random.below(4), using: &random), at: random.below(bytes.count + 1))
    }
    return bytes
  }

  private static func noise(_ count: Int, using random: inout SplitMix64) -> [UInt8] {
    (0..<count).map { _ in UInt8(random.below(256)) }
  }

  /// Cells and words at the edges of what can be read.
  private static let figures = [
    "", "0", "-1", "1e400", "1E-30", "99999999999999999999", "100000000000000000000", "NaN",
    "0.0000000000000000001", "31%", "-0", "9999-12-31", "0001-01-01", "2027-02-30", "yes", "\"",
    "\"\"\"", "€ 1.234,5", "=1+1", "\u{FEFF}", "\u{0}", "e\u{301}", "\u{2028}", "{", "}", "(",
    "not ",
    "- ", " / 0", " * 99bn", "12 months", "99999 years", "within ", " where ", "sum(", "share(",
    "tier", "today", "otherwise", ";", "#", "\\", "\r", "\t",
  ]

  private static func changeLine(
    _ bytes: inout [UInt8], using random: inout SplitMix64,
    by change: ([UInt8], inout SplitMix64) -> [UInt8]
  ) {
    var lines = bytes.split(separator: 10, omittingEmptySubsequences: false).map(Array.init)
    let index = random.below(lines.count)
    lines[index] = change(lines[index], &random)
    bytes = Array(lines.joined(separator: [10]))
  }

  /// Puts one word of the file in the place of another: what still parses reaches further.
  private static func replaceWord(_ bytes: inout [UInt8], using random: inout SplitMix64) {
    let words = bytes.indices.split { index in
      switch bytes[index] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."):
        false
      default: true
      }
    }
    guard !words.isEmpty else { return }
    let (old, new) = (random.pick(words), random.pick(words))
    bytes.replaceSubrange(
      old.startIndex..<old.endIndex, with: Array(bytes[new.startIndex..<new.endIndex]))
  }

  private static func replaceCell(_ line: [UInt8], using random: inout SplitMix64) -> [UInt8] {
    let separator = UInt8(ascii: line.contains(UInt8(ascii: ";")) ? ";" : ",")
    var cells = line.split(separator: separator, omittingEmptySubsequences: false).map(Array.init)
    cells[random.below(cells.count)] = Array(random.pick(figures).utf8)
    return Array(cells.joined(separator: [separator]))
  }
}
