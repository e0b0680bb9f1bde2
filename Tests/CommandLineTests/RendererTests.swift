import Diagnostics
import Testing

/// The windows of diagnostics, as people see them.
@Suite struct RendererTests {
  private static func place(
    _ line: Int, _ column: Int, _ endColumn: Int, _ excerpt: String?, file: String = "criteria.kam",
    endLine: Int? = nil
  ) -> Place {
    Place(
      file: file, line: line, column: column, endLine: endLine ?? line,
      endColumn: endColumn, excerpt: excerpt)
  }

  private static func unknown(_ place: Place?) -> Diagnostic {
    Diagnostic(
      .unknownName, .error, "unknown column `revnue`", at: place, label: "no such column",
      help: "did you mean `revenue`?")
  }

  private func render(_ diagnostics: Diagnostic...) -> String {
    DiagnosticRenderer.render(diagnostics, useColor: false)
  }

  @Test func showsTheExactSpan() {
    #expect(
      render(Self.unknown(Self.place(12, 8, 14, "  when revnue > 250_000"))) == """
        error[K0204]: unknown column `revnue`
          --> criteria.kam:12:8
        12 |   when revnue > 250_000
           |        ^^^^^^ no such column
        help: did you mean `revenue`?

        1 error

        """)
  }

  @Test func rendersNothingForNothing() {
    #expect(render() == "")
  }

  @Test func aPlaceIsNotNeeded() {
    #expect(
      render(Self.unknown(nil)) == """
        error[K0204]: unknown column `revnue`
        help: did you mean `revenue`?

        1 error

        """)
  }

  @Test func wideCharactersTakeTwoColumns() {
    #expect(
      render(Self.unknown(Self.place(3, 4, 7, "三つ峰 = e\u{301}é😀 x"))).contains(
        """
        3 | 三つ峰 = e\u{301}é😀 x
          |       ^^^ no such column
        """))
    #expect(
      render(Self.unknown(Self.place(3, 7, 11, "三つ峰 = e\u{301}é😀 x"))).contains(
        """
        3 | 三つ峰 = e\u{301}é😀 x
          |          ^^^^ no such column
        """))
  }

  @Test func tabsBecomeSpaces() {
    #expect(
      render(Self.unknown(Self.place(3, 3, 5, "\ta\tbc d"))).contains(
        """
        3 |     a   bc d
          |      ^^^^
        """))
    #expect(
      render(Self.unknown(Self.place(3, 4, 6, "\ta\tbc d"))).contains(
        """
        3 |     a   bc d
          |         ^^ no such column
        """))
  }

  @Test func harmfulCharactersAreShownAsSigns() {
    #expect(
      render(Self.unknown(Self.place(1, 3, 4, "a\u{202E}b\u{1B}c"))).contains(
        """
        1 | a\u{FFFD}b␛c
          |   ^
        """))
  }

  @Test func spansOfSeveralLinesGoOnToTheEndOfTheirFirst() {
    #expect(
      render(Self.unknown(Self.place(7, 5, 2, "  a {", endLine: 9))).contains(
        """
        7 |   a {
          |     ^ to line 9: no such column
        """))
  }

  @Test func emptySpansGetOneMark() {
    #expect(
      render(Self.unknown(Self.place(1, 3, 3, "ab"))).contains(
        """
        1 | ab
          |   ^ no such column
        """))
  }

  @Test func longLinesAreCutAroundTheSpan() {
    let long = String(repeating: "abcdefgh ", count: 30)
    let text = render(Self.unknown(Self.place(40, 101, 109, long)))
    #expect(
      text.contains(
        """
        40 | …fgh abcdefgh abcdefgh abcdefgh abcdefgh abcdefgh abcdefgh abcdefgh abcdef…
           |                                  ^^^^^^^^ no such column
        """), "\(text)")
    #expect(text.split(separator: "\n").allSatisfy { DisplayWidth.columns(of: String($0)) <= 80 })
  }

  @Test func longSpansFillTheWindow() {
    let long = String(repeating: "三", count: 100)
    let text = render(Self.unknown(Self.place(40, 1, 101, long)))
    #expect(text.contains("   | " + String(repeating: "^", count: 75) + " no such column\n"))
  }

  @Test func relatedPlacesGetTheirOwnWindow() {
    var diagnostic = Self.unknown(Self.place(112, 6, 9, "tier Key"))
    diagnostic.related = [
      RelatedPlace("the first one", at: Self.place(4, 6, 9, "tier Key")),
      RelatedPlace("a row of it", at: Self.place(9, 1, 1, nil, file: "accounts.csv")),
    ]
    #expect(
      render(diagnostic) == """
        error[K0204]: unknown column `revnue`
           --> criteria.kam:112:6
        112 | tier Key
            |      ^^^ no such column
           --> criteria.kam:4:6
          4 | tier Key
            |      --- the first one
           --> accounts.csv:9:1
            = a row of it
        help: did you mean `revenue`?

        1 error

        """)
  }

  @Test func repetitionsOfAColumnAreCounted() {
    let many = (2...9).map { line in
      Diagnostic(
        .unreadableNumber, .warning, "row \(line)",
        at: Self.place(line, 1, 2, nil, file: "a.csv"), series: "column \"ARR\"")
    }
    let other = Diagnostic(
      .unreadableNumber, .warning, "another", at: Self.place(10, 1, 2, nil, file: "a.csv"),
      series: "column \"Seats\"")
    #expect(
      DiagnosticRenderer.render(many + [other], useColor: false) == """
        warning[K0303]: row 2
         --> a.csv:2:1

        warning[K0303]: row 3
         --> a.csv:3:1

        warning[K0303]: row 4
         --> a.csv:4:1
        ... and 5 more of K0303 in column "ARR"

        warning[K0303]: another
          --> a.csv:10:1

        9 warnings

        """)
  }

  @Test func manyMistakesOfOneKindAreCounted() {
    let many = (1...64).map { Self.unknown(Self.place($0, 1, 7, "revnue")) }
    let text = DiagnosticRenderer.render(many, useColor: false)
    #expect(text.contains("--> criteria.kam:10:1\n"))
    #expect(!text.contains("--> criteria.kam:11:1\n"))
    #expect(text.hasSuffix("... and 54 more of K0204 in criteria.kam\n\n64 errors\n"))
  }

  @Test func theSummaryCountsBySeverity() {
    let note = Diagnostic(.blankReference, .note, "n", at: nil)
    let warning = Diagnostic(.unusedName, .warning, "w", at: nil)
    let error = Self.unknown(nil)
    #expect(render(error, error, warning, note, note).hasSuffix("\n2 errors, 1 warning, 2 notes\n"))
  }

  @Test func colorsAreAskedFor() {
    let text = DiagnosticRenderer.render([Self.unknown(nil)], useColor: true)
    #expect(text.hasPrefix("\u{1B}[1;31merror[K0204]\u{1B}[0m"))
  }

  @Test func harmfulMessagesAreEscaped() {
    let text = render(Diagnostic(.unknownName, .error, "a\nb\u{1B}", at: nil))
    #expect(text.hasPrefix("error[K0204]: a\\nb\\u{1B}\n"))
  }

  @Test func jsonNamesEverything() {
    var diagnostic = Self.unknown(Self.place(12, 8, 14, "  when revnue > 250_000"))
    diagnostic.related = [RelatedPlace("here", at: Self.place(4, 6, 9, nil))]
    diagnostic.help = nil
    diagnostic.message = "a \"quote\" \\ \t\u{1}\u{7F}é"
    let text = String(decoding: DiagnosticRenderer.json([diagnostic]), as: UTF8.self)
    #expect(
      text == #"""
        [
          {
            "code": "K0204",
            "severity": "error",
            "message": "a \"quote\" \\ \t\u0001\u007fé",
            "file": "criteria.kam",
            "line": 12,
            "column": 8,
            "endLine": 12,
            "endColumn": 14,
            "help": null,
            "related": [
              {
                "message": "here",
                "file": "criteria.kam",
                "line": 4,
                "column": 6
              }
            ]
          }
        ]

        """#)
  }
}

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("三つ峰", 6), ("ＡＢ", 4), ("ｱ", 1), ("한국", 4),
    ("각", 2), ("😀", 2), ("→", 1), ("\u{200B}\u{202E}", 0), ("ß…€", 3), ("\u{AD}", 1), ("🇫🇷", 2),
  ])
  func countsColumns(text: String, columns: Int) {
    #expect(DisplayWidth.columns(of: text) == columns)
  }
}

@Suite struct JSONWriterTests {
  private static func write(_ layout: JSONWriter.Layout) -> String {
    var writer = JSONWriter(layout)
    writer.beginObject()
    writer.key("a")
    writer.beginArray()
    writer.value(1)
    writer.value(true)
    writer.beginObject()
    writer.endObject()
    writer.endArray()
    writer.key("b")
    writer.beginArray()
    writer.endArray()
    writer.key("c")
    writer.null()
    writer.key("d")
    writer.raw("1.50")
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test func isCompact() {
    #expect(Self.write(.compact) == #"{"a":[1,true,{}],"b":[],"c":null,"d":1.50}"#)
  }

  @Test func isIndented() {
    #expect(
      Self.write(.indented) == """
        {
          "a": [
            1,
            true,
            {}
          ],
          "b": [],
          "c": null,
          "d": 1.50
        }
        """)
  }
}
