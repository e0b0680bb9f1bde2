import Driver
import Engine
import Tables
import Testing

@Suite("Schedule files")
struct ScheduleFormatTests {
  private func review(_ name: String = "Fulmar Bank", start: Int? = 540) throws -> ScheduledReview {
    ScheduledReview(
      uid: "0123@kamc.invalid", review: "Account planning", account: "A06", name: name,
      planned: try day("2027-07-14"), date: try day("2027-07-15"), start: start,
      end: start.map { $0 + 90 }, attendees: ["Okafor", "Lind"],
      moved: "Wed 14 Jul → Thu 15 Jul: holiday: FR 14 July")
  }

  private func schedule(_ reviews: ScheduledReview...) -> Schedule {
    var schedule = Schedule()
    schedule.reviews = reviews
    return schedule
  }

  private func calendar(_ schedule: Schedule, zone: String? = nil) throws -> String {
    let bytes = ScheduleICS.render(
      schedule, agreement: "Northwind \"KA\"", asOf: try day("2027-04-01"), zone: zone)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func unfolded(_ text: String) -> [String] {
    text.replacing("\r\n ", with: "").split(separator: "\r\n").map(String.init)
  }

  @Test("a table has a line per review")
  func table() throws {
    var plain = try review(start: nil)
    (plain.name, plain.attendees, plain.moved) = ("=1+1", [], nil)
    plain.marks = [.shortNotice, .overdue]
    let bytes = ScheduleCSV.render(schedule(try review("Say \"hi\"\u{301}, Ltd"), plain))
    #expect(
      String(decoding: bytes, as: UTF8.self) == """
        review,account,name,planned,date,start,end,attendees,moved,overdue,marks
        Account planning,A06,"Say ""hi""\u{301}, Ltd",2027-07-14,2027-07-15,09:00,10:30,\
        Okafor; Lind,Wed 14 Jul → Thu 15 Jul: holiday: FR 14 July,no,
        Account planning,A06,'=1+1,2027-07-14,2027-07-15,,,,,yes,overdue; short notice

        """)
  }

  @Test("an event in a zone carries the zone's rules")
  func zoned() throws {
    let text = try calendar(schedule(try review()), zone: "Europe/Berlin")
    let expected = """
      BEGIN:VCALENDAR
      VERSION:2.0
      PRODID:-//kamc//kamc//EN
      CALSCALE:GREGORIAN
      METHOD:PUBLISH
      BEGIN:VTIMEZONE
      TZID:Europe/Berlin
      BEGIN:STANDARD
      TZNAME:CET
      TZOFFSETFROM:+0200
      TZOFFSETTO:+0100
      DTSTART:19961027T030000
      RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
      END:STANDARD
      BEGIN:DAYLIGHT
      TZNAME:CEST
      TZOFFSETFROM:+0100
      TZOFFSETTO:+0200
      DTSTART:19810329T020000
      RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
      END:DAYLIGHT
      END:VTIMEZONE
      BEGIN:VEVENT
      UID:0123@kamc.invalid
      DTSTAMP:20270401T000000Z
      SEQUENCE:0
      ORGANIZER;CN="Northwind 'KA'":mailto:kamc@example.invalid
      DTSTART;TZID=Europe/Berlin:20270715T090000
      DTEND;TZID=Europe/Berlin:20270715T103000
      SUMMARY:Account planning: Fulmar Bank
      DESCRIPTION:Account: Fulmar Bank (A06)\\nAttendees: Okafor\\, Lind\\nPlanned: \
      Wed 14 Jul 2027\\nMoved: Wed 14 Jul → Thu 15 Jul: holiday: FR 14 July
      STATUS:CONFIRMED
      END:VEVENT
      END:VCALENDAR
      """
    #expect(unfolded(text) == expected.split(separator: "\n").map(String.init))
  }

  @Test("without a zone times are local, in UTC they need no rules, without hours there are none")
  func times() throws {
    let local = unfolded(try calendar(schedule(try review())))
    #expect(local.contains("DTSTART:20270715T090000"))
    #expect(!local.contains("BEGIN:VTIMEZONE"))
    let universal = unfolded(try calendar(schedule(try review()), zone: "UTC"))
    #expect(universal.contains("DTEND:20270715T103000Z"))
    #expect(!universal.contains("BEGIN:VTIMEZONE"))
    let day = unfolded(try calendar(schedule(try review(start: nil)), zone: "Europe/Berlin"))
    #expect(day.contains("DTSTART;VALUE=DATE:20270715"))
    #expect(day.contains("DTEND;VALUE=DATE:20270716"))
    #expect(!day.contains("BEGIN:VTIMEZONE"))
    let late = unfolded(try calendar(schedule(try review(start: 1350))))
    #expect(late.contains("DTEND:20270716T000000"))
  }

  @Test("a cancelled review is published as such")
  func cancelled() throws {
    var schedule = Schedule()
    schedule.cancelled = [try review()]
    #expect(unfolded(try calendar(schedule)).contains("STATUS:CANCELLED"))
  }

  @Test("special characters are escaped, and control characters removed")
  func escaping() throws {
    let lines = unfolded(try calendar(schedule(try review("a\\b;c,d\r\ne\rf\u{7}\u{85}g\t"))))
    #expect(lines.contains("SUMMARY:Account planning: a\\\\b\\;c\\,d\\ne\\nfg"))
  }

  @Test("lines end at 75 octets and never within a character", arguments: 0..<90)
  func folding(length: Int) throws {
    let name = String(repeating: "a", count: length) + String(repeating: "é€😀", count: 40)
    let text = try calendar(schedule(try review(name)))
    #expect(unfolded(text).contains("SUMMARY:Account planning: \(name)"))
    for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
      #expect(line.count <= 76 && line.last == UInt8(ascii: "\r"))
      #expect(String(validating: line, as: UTF8.self) != nil)
    }
  }

  @Test("zones are known by name")
  func zones() {
    #expect(TimeZoneTable.isKnown("America/New_York"))
    #expect(!TimeZoneTable.isKnown("Europe/Atlantis"))
    #expect(Set(TimeZoneTable.names).count == TimeZoneTable.names.count)
    #expect(TimeZoneTable.names == TimeZoneTable.names.sorted())
  }
}
