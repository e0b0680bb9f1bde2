extension TimeZoneTable.Zone {
  /// A clock change: when, and to which time.
  private struct Change {
    /// The first time it happened under the rule, in the local time before it.
    var first: String
    /// The yearly recurrence.
    var recurrence: String
  }

  /// The changes to summer time and back.
  private func changes(_ rule: TimeZoneTable.Rule) -> (summer: Change, winter: Change) {
    switch rule {
    case .europe:
      let hour = 1 + offset / 60
      return (
        Change(first: "19810329T0\(hour)0000", recurrence: "BYMONTH=3;BYDAY=-1SU"),
        Change(first: "19961027T0\(hour + 1)0000", recurrence: "BYMONTH=10;BYDAY=-1SU")
      )
    case .northAmerica:
      return (
        Change(first: "20070311T020000", recurrence: "BYMONTH=3;BYDAY=2SU"),
        Change(first: "20071104T020000", recurrence: "BYMONTH=11;BYDAY=1SU")
      )
    case .australia:
      return (
        Change(first: "20081005T020000", recurrence: "BYMONTH=10;BYDAY=1SU"),
        Change(first: "20080406T030000", recurrence: "BYMONTH=4;BYDAY=1SU")
      )
    case .newZealand:
      return (
        Change(first: "20070930T020000", recurrence: "BYMONTH=9;BYDAY=-1SU"),
        Change(first: "20080406T030000", recurrence: "BYMONTH=4;BYDAY=1SU")
      )
    }
  }

  /// The lines of the zone's VTIMEZONE.
  var component: [String] {
    ["BEGIN:VTIMEZONE", "TZID:\(name)"] + observances + ["END:VTIMEZONE"]
  }

  private var observances: [String] {
    guard let summer else {
      return observance(
        "STANDARD", abbreviation, from: offset, to: offset, first: "19700101T000000")
    }
    let changes = changes(summer.rule)
    return observance(
      "STANDARD", abbreviation, from: offset + 60, to: offset, first: changes.winter.first,
      recurrence: changes.winter.recurrence)
      + observance(
        "DAYLIGHT", summer.abbreviation, from: offset, to: offset + 60,
        first: changes.summer.first, recurrence: changes.summer.recurrence)
  }

  private func observance(
    _ kind: String, _ abbreviation: String, from: Int, to: Int, first: String,
    recurrence: String? = nil
  ) -> [String] {
    [
      "BEGIN:\(kind)", "TZNAME:\(abbreviation)", "TZOFFSETFROM:\(written(from))",
      "TZOFFSETTO:\(written(to))", "DTSTART:\(first)",
    ] + (recurrence.map { ["RRULE:FREQ=YEARLY;\($0)"] } ?? []) + ["END:\(kind)"]
  }

  /// Returns an offset as `+0100`.
  private func written(_ offset: Int) -> String {
    func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let size = abs(offset)
    return (offset < 0 ? "-" : "+") + twoDigits(size / 60) + twoDigits(size % 60)
  }
}
