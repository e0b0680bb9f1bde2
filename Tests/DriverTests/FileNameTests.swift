import Driver
import TestSupport
import Testing

/// Names of files that follow from names in the data.
@Suite("File names and addresses")
struct FileNameTests {
  @Test(arguments: [
    "Ann Lee", "Dr. Anselm Kroy", "Jean-Luc Picard", "Joost van Aalderen", "O'Brien",
    "Élise Fortin", "株式会社汐見橋梁", "Søren Ås", "A17", "2027-04-01 A06 Talk", "Müller und Söhne",
  ])
  func plainNamesStay(_ name: String) {
    #expect(FileName.names(for: [name], ending: ".ics") == [name + ".ics"])
  }

  @Test(arguments: [
    "../../etc", "/etc/passwd", "..", ".", "", " ", "=cmd()", "-rf", "~", "a/b", "a\\b", "Con",
    "COM1", "nul.txt", "Ann Lee ", "Ann  Lee", "Ann Lee.", "ANN LEE", "ann lee", "Van Gogh",
    "Ann\nLee", "Ann\u{202E}Lee", "Ann\u{0}Lee", ".hidden", "*", "a:b", "McDonald", "🙂", "e\u{301}",
  ])
  func othersAreMadeSafe(_ name: String) throws {
    let file = try #require(FileName.names(for: [name], ending: ".ics").first)
    #expect(file.contains("~") && file != name + ".ics")
    #expect(Self.isSafe(file), "\(file)")
    #expect(FileName.names(for: [name, "Ann Lee"], ending: ".ics").first == file)
  }

  /// What no system takes for anything but the name of a file in a folder.
  private static func isSafe(_ file: String) -> Bool {
    let scalars = file.unicodeScalars
    let isPlain = scalars.allSatisfy { scalar in
      scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal
        || " -.'~".unicodeScalars.contains(scalar)
    }
    return isPlain && file.utf8.count <= 255 && !file.hasPrefix(".") && !file.hasPrefix("-")
      && !file.contains("..") && !file.contains("/")
  }

  @Test("Different names have files of their own, also where capitals do not count")
  func differentNames() {
    for seed in Trials("file names", count: 300) {
      var random = SplitMix64(seed: seed)
      let names = Array(Set((0..<30).map { _ in Self.name(using: &random) }))
      let files = FileName.names(for: names, ending: ".ics")
      #expect(files.allSatisfy { Self.isSafe($0) }, "\(files)")
      #expect(
        Set(files.map { $0.lowercased() }).count == names.count, "seed \(seed): \(names) \(files)")
    }
  }

  private static func name(using random: inout SplitMix64) -> String {
    let parts = [
      "ann", "Ann", "ANN", "lee", "Lee", "van", "Van", " ", "  ", "-", ".", "/", "..", "'", "ß",
      "é",
      "É", "1", "a1", "A1", "\n", "汐", "con", "~", "\u{301}",
    ]
    let count = Int.random(in: 0...5, using: &random)
    return (0..<count).map { _ in parts.randomElement(using: &random) ?? "" }.joined()
  }

  @Test(arguments: [
    ("anna@example.com", "mailto:anna@example.com"), ("a.b+c@x.y.org", "mailto:a.b+c@x.y.org"),
    ("o'hara@example.com", "mailto:o'hara@example.com"),
    ("50%off@example.com", "mailto:50%25off@example.com"),
    ("zoë@exämple.com", "mailto:zo%C3%AB@ex%C3%A4mple.com"),
    ("me@localhost", "mailto:me@localhost"),
  ])
  func addresses(_ text: String, _ uri: String) {
    #expect(MailAddress(text)?.uri == uri)
  }

  @Test(arguments: [
    "", "anna", "anna@", "@example.com", "anna at home", "a b@example.com", "a@b@c", "a@b c",
    "a@b,c@d", "a..b@c", ".a@b", "a@b..c", "a@.b", "a\r\nATTENDEE:x@y.z", "Ann <ann@example.com>",
    "mailto:ann@example.com", "a;b@c.d", "a\u{202E}b@c.d",
  ])
  func noAddresses(_ text: String) {
    #expect(MailAddress(text) == nil)
  }
}
