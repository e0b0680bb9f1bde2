import Engine
import Tables

/// Writes reviews as iCalendar files (RFC 5545), and invitations to them (RFC 5546).
///
/// A schedule is published rather than sent as invitations: it has an organiser and no attendees,
/// who are named in each description, so that importing it mails nobody. An invitation, and what
/// takes it back, is a message about a single review with its attendees' addresses. Times are in
/// the agreed zone with its rules, in UTC if that is the zone, else local to whoever reads them.
/// Reviews without a time last the whole day and leave it free. Nothing depends on when the file is
/// written: the stamp is midnight UTC of the as-of date.
package struct ScheduleICS: Sendable {
  /// What a message asks of those who get it.
  package enum Method: String, Sendable {
    case publish = "PUBLISH"
    case request = "REQUEST"
    case cancel = "CANCEL"
  }

  /// Somebody who is invited.
  package struct Guest: Hashable, Sendable {
    package var name: String
    package var address: MailAddress

    package init(name: String, address: MailAddress) {
      self.name = name
      self.address = address
    }
  }

  private let stamp: String
  private let organizer: String
  private let zone: TimeZoneTable.Zone?
  private let notes: [String: [String]]

  /// - Parameters:
  ///   - agreement: the agreement's name.
  ///   - zone: one of `TimeZoneTable.names`, or nil; any other zone counts as nil.
  ///   - organizer: where answers go; nil for nowhere.
  ///   - notes: by review, what is to be done after it.
  package init(
    agreement: String, asOf: Day, zone: String?, organizer: MailAddress? = nil,
    notes: [String: [String]] = [:]
  ) {
    stamp = "\(ICSText.date(asOf))T000000Z"
    let address = organizer?.uri ?? "mailto:kamc@example.invalid"
    self.organizer = "ORGANIZER;CN=\(ICSText.parameter(agreement)):\(address)"
    self.zone = zone.flatMap(TimeZoneTable.zone)
    self.notes = notes
  }

  /// Returns a file of all reviews, with those that are cancelled.
  package func published(_ schedule: Schedule) -> [UInt8] {
    file(
      .publish,
      schedule.reviews.map { event($0, isCancelled: false, []) }
        + schedule.cancelled.map { event($0, isCancelled: true, []) },
      hasTimes: (schedule.reviews + schedule.cancelled).contains { $0.start != nil })
  }

  /// Returns a message about one review.
  package func message(
    _ method: Method, _ review: ScheduledReview, to guests: [Guest]
  ) -> [UInt8] {
    file(
      method, [event(review, isCancelled: method == .cancel, guests)],
      hasTimes: review.start != nil)
  }

  private func file(_ method: Method, _ events: [[String]], hasTimes: Bool) -> [UInt8] {
    var lines = [
      "BEGIN:VCALENDAR", "VERSION:2.0", ScheduleICS.product, "CALSCALE:GREGORIAN",
      "METHOD:\(method.rawValue)",
    ]
    if let namedZone, hasTimes { lines += namedZone.component }
    lines += events.joined()
    lines.append("END:VCALENDAR")
    return lines.flatMap(ICSText.folded)
  }

  /// The line by which a file is known as one of ours.
  package static let product = "PRODID:-//kamc//kamc//EN"

  private var isUTC: Bool { zone?.abbreviation == "UTC" }

  /// The zone, unless its times are written in UTC, which needs no rules.
  private var namedZone: TimeZoneTable.Zone? { isUTC ? nil : zone }

  // MARK: Events

  private func event(
    _ review: ScheduledReview, isCancelled: Bool, _ guests: [Guest]
  ) -> [String] {
    [
      "BEGIN:VEVENT", "UID:\(ICSText.escaped(review.uid))", "DTSTAMP:\(stamp)",
      "SEQUENCE:\(review.sequence)", organizer,
    ] + guests.map { attendee($0, isCancelled: isCancelled) } + times(of: review) + [
      "SUMMARY:\(ICSText.escaped("\(review.review): \(review.name)"))",
      "DESCRIPTION:\(ICSText.escaped(description(of: review)))",
      "STATUS:\(isCancelled ? "CANCELLED" : "CONFIRMED")", "END:VEVENT",
    ]
  }

  private func attendee(_ guest: Guest, isCancelled: Bool) -> String {
    let asks = isCancelled ? "" : ";PARTSTAT=NEEDS-ACTION;RSVP=TRUE"
    return "ATTENDEE;CN=\(ICSText.parameter(guest.name));ROLE=REQ-PARTICIPANT\(asks):"
      + guest.address.uri
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
    lines += (notes[review.uid] ?? []).map { "Then: \($0)" }
    return lines.joined(separator: "\n")
  }
}

extension ScheduleICS {
  /// Returns the file of a schedule, of which nothing else is known.
  package static func render(
    _ schedule: Schedule, agreement: String, asOf: Day, zone: String?
  ) -> [UInt8] {
    ScheduleICS(agreement: agreement, asOf: asOf, zone: zone).published(schedule)
  }
}
