import Tables
import Testing

/// iCalendar files as holidays come in them.
@Suite("Calendar files")
struct CalendarFileTests {
  private func file(_ events: String..., lineEnd: String = "\r\n") -> CalendarFile {
    let body = events.map { "BEGIN:VEVENT\n\($0)\nEND:VEVENT\n" }.joined()
    let text = "BEGIN:VCALENDAR\nVERSION:2.0\n\(body)END:VCALENDAR\n"
    return CalendarFile(Array(text.replacing("\n", with: lineEnd).utf8))
  }

  /// The days of the years 2026 to 2031, as `MMDD` behind the year.
  private func days(_ file: CalendarFile) throws -> [String] {
    let first = try #require(Day(year: 2026, month: 1, day: 1))
    let last = try #require(Day(year: 2031, month: 12, day: 31))
    return file.entries(over: first...last).map { "\($0.day)" }
  }

  @Test(
    "days of one event",
    arguments: [
      ("DTSTART;VALUE=DATE:20271225", ["2027-12-25"]),
      ("DTSTART;VALUE=DATE:20271225\nDTEND;VALUE=DATE:20271226", ["2027-12-25"]),
      ("DTSTART;VALUE=DATE:20271225\nDTEND;VALUE=DATE:20271225", ["2027-12-25"]),
      ("DTSTART;VALUE=DATE:20271225\nDTEND;VALUE=DATE:20271227", ["2027-12-25", "2027-12-26"]),
      ("DTSTART;VALUE=DATE:20271225\nDURATION:P2D", ["2027-12-25", "2027-12-26"]),
      ("DTSTART;TZID=Europe/Berlin:20271225T000000\nDURATION:P1D", ["2027-12-25"]),
      ("DTSTART:20271224T230000Z\nDTEND:20271225T230000Z", ["2027-12-24", "2027-12-25"]),
      ("DTSTART:20271224T180000\nDURATION:PT6H", ["2027-12-24"]),
      ("DTSTART:20271224T180000\nDURATION:PT6H1S", ["2027-12-24", "2027-12-25"]),
      ("dtstart;value=date:20271225\nSTATUS:confirmed", ["2027-12-25"]),
      ("DTSTART;VALUE=DATE:20271225\nSTATUS:CANCELLED", []),
      (
        "DTSTART;VALUE=DATE:20271225\nRDATE;VALUE=DATE:20280102,20290103\nEXDATE:20271225",
        ["2028-01-02", "2029-01-03"]
      ),
      (
        "DTSTART:20271225T120000\nRDATE;VALUE=PERIOD:20280102T120000/PT1H",
        ["2027-12-25", "2028-01-02"]
      ),
      ("DTSTART;X-NOTE=\"a:b;c,d\";VALUE=DATE:20271225", ["2027-12-25"]),
      ("DTSTART;VALUE=DATE:20271225\nBEGIN:VALARM\nDTSTART:20270101\nEND:VALARM", ["2027-12-25"]),
    ])
  func event(_ lines: String, _ expected: [String]) throws {
    for lineEnd in ["\r\n", "\n", "\r"] {
      let body = "BEGIN:VEVENT\n\(lines)\nEND:VEVENT\n"
      let text = "BEGIN:VCALENDAR\n\(body)END:VCALENDAR".replacing("\n", with: lineEnd)
      let file = CalendarFile(Array(text.utf8))
      #expect(file.problems.isEmpty)
      #expect(try days(file) == expected)
    }
  }

  @Test(
    "rules of holidays",
    arguments: [
      (
        "20200525", "FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO",
        ["05-25", "05-31", "05-29", "05-28", "05-27", "05-26"]
      ),
      (
        "20201126", "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
        ["11-26", "11-25", "11-23", "11-22", "11-28", "11-27"]
      ),
      ("20200101", "FREQ=YEARLY", ["01-01", "01-01", "01-01", "01-01", "01-01", "01-01"]),
      ("20240229", "FREQ=YEARLY", ["", "", "02-29", "", "", ""]),
      ("20200101", "FREQ=YEARLY;INTERVAL=2", ["01-01", "", "01-01", "", "01-01", ""]),
      ("20250101", "FREQ=YEARLY;COUNT=4", ["01-01", "01-01", "01-01", "", "", ""]),
      ("20250101", "FREQ=YEARLY;UNTIL=20280101", ["01-01", "01-01", "01-01", "", "", ""]),
      ("20250101", "FREQ=YEARLY;UNTIL=20271231T235959Z", ["01-01", "01-01", "", "", "", ""]),
      (
        "20210228", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1",
        ["02-28", "02-28", "02-29", "02-28", "02-28", "02-28"]
      ),
      (
        "20201103", "FREQ=YEARLY;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
        ["11-03", "11-02", "11-07", "11-06", "11-05", "11-04"]
      ),
      (
        "20200101", "FREQ=YEARLY;BYDAY=1WE", ["01-07", "01-06", "01-05", "01-03", "01-02", "01-01"]
      ),
      (
        "20201230", "FREQ=YEARLY;BYDAY=-1WE",
        ["12-30", "12-29", "12-27", "12-26", "12-25", "12-31"]
      ),
      (
        "20200525", "freq=yearly;bymonth=5;byday=-1mo;wkst=su",
        ["05-25", "05-31", "05-29", "05-28", "05-27", "05-26"]
      ),
    ])
  func rule(_ start: String, _ rule: String, _ expected: [String]) throws {
    let file = file("DTSTART;VALUE=DATE:\(start)\nRRULE:\(rule)")
    #expect(file.problems.isEmpty)
    let wanted = zip(2026...2031, expected).filter { !$0.1.isEmpty }.map { "\($0)-\($1)" }
    #expect(try days(file) == wanted)
  }

  @Test(
    "rules that have no meaning here",
    arguments: [
      ("FREQ=MONTHLY", "FREQ=MONTHLY"), ("FREQ=YEARLY;BYSETPOS=1", "BYSETPOS=1"),
      ("FREQ=YEARLY;BYWEEKNO=20", "BYWEEKNO=20"), ("FREQ=YEARLY;BYEASTER=1", "BYEASTER=1"),
      ("FREQ=YEARLY;INTERVAL=0", "INTERVAL=0"), ("FREQ=YEARLY;BYMONTH=13", "BYMONTH=13"),
      ("RSCALE=HEBREW;FREQ=YEARLY", "RSCALE=HEBREW"), ("FREQ=YEARLY;BYDAY=1XX", "BYDAY=1XX"),
      ("FREQ=YEARLY;UNTIL=soon", "UNTIL=soon"), ("COUNT=2", "COUNT=2"),
      ("FREQ=YEARLY;COUNT", "COUNT"),
    ])
  func unknownRule(_ rule: String, _ part: String) throws {
    let file = file("DTSTART;VALUE=DATE:20270104\nRRULE:\(rule)")
    #expect(file.problems.map(\.kind) == [.unknownRule(part: part)])
    #expect(try days(file) == ["2027-01-04"])
  }

  @Test("series with changes, and events that come twice")
  func series() throws {
    let rule = "UID:a@x\nDTSTART;VALUE=DATE:20250501\nRRULE:FREQ=YEARLY;COUNT=4"
    #expect(
      try days(
        file(
          rule, "UID:a@x\nRECURRENCE-ID;VALUE=DATE:20270501\nDTSTART;VALUE=DATE:20270503",
          "UID:a@x\nRECURRENCE-ID;VALUE=DATE:20280501\nDTSTART;VALUE=DATE:20280501\nSTATUS:CANCELLED"
        )) == ["2026-05-01", "2027-05-03"])
    #expect(try days(file(rule, rule + "\nSEQUENCE:2\nSTATUS:CANCELLED")) == [])
    #expect(
      try days(
        file(
          "UID:a@x\nDTSTART;VALUE=DATE:20270501", "UID:a@x\nDTSTART;VALUE=DATE:20270501",
          "UID:a@x\nDTSTART;VALUE=DATE:20280501")) == ["2027-05-01", "2028-05-01"])
    #expect(
      try days(
        file(
          "UID:a@x\nSEQUENCE:3\nDTSTART;VALUE=DATE:20270502",
          "UID:a@x\nSEQUENCE:1\nDTSTART;VALUE=DATE:20270501")) == ["2027-05-02"])
    #expect(
      try days(file("DTSTART;VALUE=DATE:20270501", "DTSTART;VALUE=DATE:20270502"))
        == ["2027-05-01", "2027-05-02"])
  }

  @Test("folded lines, escapes and other components")
  func texts() throws {
    let text = """
      BEGIN:VCALENDAR
      BEGIN:VTIMEZONE
      BEGIN:STANDARD
      DTSTART:19701025T030000
      RRULE:FREQ=MONTHLY
      END:STANDARD
      END:VTIMEZONE
      BEGIN:VEVENT
      SUMMARY;LANGUAGE=de:Tag der Deutschen\\, \\\\ Ein
       heit\\; ja\\nzwei
      DTSTART;VALUE=DATE
      \t:20271003
      END:VEVENT
      END:VCALENDAR
      """
    var bytes: [UInt8] = [0xEF, 0xBB, 0xBF] + Array(text.replacing("\n", with: "\r\n").utf8)
    #expect(CalendarFile.begins(bytes))
    let span = Day.first...Day.last
    let file = CalendarFile(bytes)
    #expect(file.problems.isEmpty)
    #expect(file.entries(over: span).map(\.name) == ["Tag der Deutschen, \\ Einheit; ja zwei"])
    // A fold may split a character.
    let cut = Array("SUMMARY:ab\u{E9}cd".utf8)
    bytes = Array("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20271003\r\n".utf8)
    bytes += cut[..<11] + Array("\r\n ".utf8) + cut[11...]
    bytes += Array("\r\nEND:VEVENT\r\nEND:VCALENDAR".utf8)
    #expect(CalendarFile(bytes).entries(over: span).map(\.name) == ["abécd"])
  }

  @Test("files that are not whole")
  func broken() {
    func kinds(_ text: String) -> [CalendarFile.Problem.Kind] {
      CalendarFile(Array(text.utf8)).problems.map(\.kind)
    }
    #expect(
      kinds("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20271003")
        == [.unfinished(component: "VEVENT")])
    #expect(kinds("BEGIN:VCALENDAR\nEND:VEVENT") == [.strayEnd(component: "VEVENT")])
    #expect(kinds("END:VCALENDAR") == [.strayEnd(component: "VCALENDAR")])
    #expect(
      kinds("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR") == [.blankDate])
    #expect(
      kinds("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:2027-10-03\nEND:VEVENT\nEND:VCALENDAR")
        == [.unreadableDate("2027-10-03")])
    #expect(!CalendarFile.begins(Array("date,country,name".utf8)))
  }

  @Test("no bytes are too odd to be read")
  func fuzz() {
    let words = [
      "BEGIN:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "END:VCALENDAR", "DTSTART", ":", ";", "=",
      "RRULE:FREQ=YEARLY", "BYDAY=", "-1MO", "99999999999999999999", "20270101", "T240000Z",
      "DURATION:P", "9999999999W", "\"", "\\", "\r\n", "\n ", "COUNT=", "UNTIL=", "\u{FEFF}", "é",
      "RDATE:", ",", "/", "EXDATE", "UID:a", "RECURRENCE-ID:", "00000000", "99991231",
    ]
    var state: UInt64 = 88_172_645_463_325_252
    for _ in 0..<3_000 {
      var text = ""
      for _ in 0..<30 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        text += words[Int(state % UInt64(words.count))]
      }
      let file = CalendarFile(Array(text.utf8))
      _ = file.entries(over: Day(number: 20_000)...Day(number: 22_000))
    }
  }
}
