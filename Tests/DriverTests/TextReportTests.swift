import Diagnostics
import Driver
import Testing

@Suite("Text report")
struct TextReportTests {
  private func report(_ files: MemoryFiles, useColor: Bool = false) async throws -> String {
    TextReport.render(try await files.run(), style: TextStyle(useColor: useColor))
  }

  @Test("a small run")
  func small() async throws {
    let text = try await report(SmallRun.files)
    #expect(text == SmallRun.text, "\(text)")
  }

  @Test("colour only adds escapes around whole lines")
  func color() async throws {
    let colored = try await report(SmallRun.files, useColor: true)
    let plain = ["\u{1B}[1m", "\u{1B}[2m", "\u{1B}[0m"].reduce(colored) {
      $0.replacing($1, with: "")
    }
    #expect(colored != plain)
    #expect(plain == SmallRun.text)
  }

  @Test("no line is wider than the style", arguments: examples)
  func width(_ example: String) async throws {
    let run = try await MemoryFiles(example: example).run()
    for width in [80, 60, 40] {
      let text = TextReport.render(run, style: TextStyle(width: width))
      for line in text.split(separator: "\n") {
        #expect(DisplayWidth.columns(of: String(line)) <= width, "\(line)")
        #expect(line.last != " ")
      }
    }
  }

  @Test("narrow reports lose no word", arguments: examples)
  func wrapping(_ example: String) async throws {
    let run = try await MemoryFiles(example: example).run()
    func words(_ width: Int) -> [String] {
      TextReport.render(run, style: TextStyle(width: width)).unicodeScalars
        .split { $0 == " " || $0 == "\n" }.map { String($0) }.sorted()
    }
    #expect(words(120) == words(400))
  }

  @Test("nothing depends on the number of workers", arguments: examples)
  func workers(_ example: String) async throws {
    let files = try MemoryFiles(example: example)
    let style = TextStyle(useColor: true)
    let one = TextReport.render(try await files.run(workers: 1), style: style)
    let four = TextReport.render(try await files.run(workers: 4), style: style)
    #expect(one == four)
  }

  @Test("tiers and accounts without a tier add up to the totals", arguments: examples)
  func partition(_ example: String) async throws {
    let lines = try await report(MemoryFiles(example: example))
      .split(separator: "\n").map(String.init)
    let title = try #require(lines.firstIndex(of: "Tiers"))
    let start = try #require(lines[title...].firstIndex { $0.contains("%") })
    let end = try #require(lines.firstIndex { $0.contains("all in totals") })
    /// The count and the amount of a line.
    func figures(_ line: String) -> [Int] {
      let cells = line.replacing(",", with: "").split(separator: " ").map(String.init)
      return [cells[cells.count - 4], cells[cells.count - 3]].compactMap { Int($0) }
    }
    let parts = lines[start..<end].map(figures)
    let total = figures(lines[end])
    #expect(total.count == 2)
    #expect(parts.reduce(0) { $0 + $1[0] } == total[0])
    // Each amount is rounded to a whole unit.
    #expect(abs(parts.reduce(0) { $0 + $1[1] } - total[1]) <= parts.count)
  }

  @Test("what an agreement does not have, its report does not mention")
  func bare() async throws {
    let files = MemoryFiles([
      "criteria.kam": """
      agreement "Bare" { }
      accounts { id : text key }
      tier All { otherwise }
      """,
      "accounts.csv": "id\nA\nB\n",
    ])
    #expect(
      try await report(files) == """
        Bare
          accounts  accounts.csv  2 rows

        Tiers
                         accounts
          All                   2
          all in totals         2

        """)
  }
}
