import Engine
import Tables

/// Writes a schedule as an iCalendar file (RFC 5545).
///
/// The file is published rather than sent as invitations: it has an organiser and no attendees,
/// who are named in each description, so that importing it mails nobody. Times are in the agreed
/// zone with its rules, in UTC if that is the zone, else local to whoever reads them. Reviews
/// without a time last the whole day and leave it free. Nothing depends on when the file is
/// written: the stamp is midnight UTC of the as-of date.
package enum ScheduleICS {
  /// Returns the file.
  ///
  /// - Parameters:
  ///   - agreement: the agreement's name.
  ///   - zone: one of `TimeZoneTable.names`, or nil; any other zone counts as nil.
  package static func render(
    _ schedule: Schedule, agreement: String, asOf: Day, zone: String?
  ) -> [UInt8] {
    let writer = EventWriter(
      stamp: "\(ICSText.date(asOf))T000000Z", organizer: ICSText.parameter(agreement),
      zone: zone.flatMap(TimeZoneTable.zone))
    var lines = [
      "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//kamc//kamc//EN", "CALSCALE:GREGORIAN",
      "METHOD:PUBLISH",
    ]
    let events = schedule.reviews + schedule.cancelled
    if let zone = writer.namedZone, events.contains(where: { $0.start != nil }) {
      lines += zone.component
    }
    for review in schedule.reviews { lines += writer.event(review, isCancelled: false) }
    for review in schedule.cancelled { lines += writer.event(review, isCancelled: true) }
    lines.append("END:VCALENDAR")
    return lines.flatMap(ICSText.folded)
  }
}

/// What the events of a file share.
private struct EventWriter {
  var stamp: String
  var organizer: String
  var zone: TimeZoneTable.Zone?

  private var isUTC: Bool { zone?.abbreviation == "UTC" }

  /// The zone, unless its times are written in UTC, which needs no rules.
  var namedZone: TimeZoneTable.Zone? { isUTC ? nil : zone }

  func event(_ review: ScheduledReview, isCancelled: Bool) -> [String] {
    [
      "BEGIN:VEVENT", "UID:\(ICSText.escaped(review.uid))", "DTSTAMP:\(stamp)",
      "SEQUENCE:\(review.sequence)", "ORGANIZER;CN=\(organizer):mailto:kamc@example.invalid",
    ] + times(of: review) + [
      "SUMMARY:\(ICSText.escaped("\(review.review): \(review.name)"))",
      "DESCRIPTION:\(ICSText.escaped(description(of: review)))",
      "STATUS:\(isCancelled ? "CANCELLED" : "CONFIRMED")", "END:VEVENT",
    ]
  }

  private func times(of review: ScheduledReview) -> [String] {
    guard let start = review.start, let end = review.end else {
      let next = review.date.adding(days: 1) ?? review.date
      return [
        "DTSTART;VALUE=DATE:\(ICSText.date(review.date))",
        "DTEND;VALUE=DATE:\(ICSText.date(next))", "TRANSP:TRANSPARENT",
      ]
    }
    return ["DTSTART\(time(review.date, start))", "DTEND\(time(review.date, end))"]
  }

  /// Returns parameters and value of a time.
  private func time(_ day: Day, _ minutes: Int) -> String {
    let parameter = namedZone.map { ";TZID=\($0.name)" } ?? ""
    return "\(parameter):\(ICSText.time(day, minutes))\(isUTC ? "Z" : "")"
  }

  private func description(of review: ScheduledReview) -> String {
    var lines = ["Account: \(review.name) (\(review.account))"]
    if !review.attendees.isEmpty {
      lines.append("Attendees: \(review.attendees.joined(separator: ", "))")
    }
    lines.append("Planned: \(review.planned.words)")
    if let moved = review.moved { lines.append("Moved: \(moved)") }
    return lines.joined(separator: "\n")
  }
}
