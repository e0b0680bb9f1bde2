import Engine
import Language
import Tables
import Testing

@Suite("Scheduler")
struct SchedulerTests {
  private func account(
    _ key: String, starting: String?, sponsor: String? = nil, countries: [String] = []
  ) throws -> ReviewedAccount {
    ReviewedAccount(
      key: key, name: "Account \(key)", starting: try starting.map(day),
      attendees: sponsor.map { [Attendee(role: "sponsor", names: [$0])] } ?? [],
      countries: countries)
  }

  private func policy(
    _ accounts: [ReviewedAccount], label: String = "Planning",
    every cadence: Cadence = Cadence(count: 1, unit: .years), minutes: Int = 60,
    limits: [CheckedReview.Limit] = [], until: String = "2028-03-31"
  ) throws -> ReviewPolicy {
    ReviewPolicy(
      label: label, cadence: cadence, minutes: minutes, limits: limits,
      horizonEnd: try day(until), accounts: accounts)
  }

  private func schedule(
    _ policies: [ReviewPolicy], closures: [Closure] = [], holidays: [Holiday] = [],
    hours: WorkingHours? = WorkingHours(from: 540, to: 1020), asOf: String = "2027-04-01"
  ) throws -> Schedule {
    let calendar = WorkingCalendar(holidays: holidays, closures: closures, hours: hours)
    return Scheduler.schedule(policies, on: calendar, agreement: "Test", asOf: try day(asOf))
  }

  /// One line per review: account, day, time and what was in the way.
  private func lines(_ schedule: Schedule) -> [String] {
    schedule.reviews.map { review in
      [
        review.account, review.date.description,
        review.start.map { "\(Clock.text($0))-\(Clock.text(review.end ?? 0))" }, review.moved,
      ].compactMap { $0 }.joined(separator: " ")
    }
  }

  @Test("a review moves past what is in the way and says what that was")
  func moved() throws {
    let closure = Closure(
      from: try day("2027-08-02"), to: try day("2027-08-15"), label: "Summer shutdown")
    let result = try schedule(
      [try policy([try account("A", starting: "2027-07-31")])], closures: [closure])
    #expect(
      lines(result) == [
        "A 2027-08-16 09:00-10:00 "
          + "Sat 31 Jul → Mon 16 Aug: weekend; Mon 2 Aug closed: Summer shutdown"
      ])
    #expect(result.reviews[0].planned == (try day("2027-07-31")))
  }

  @Test("holidays count in the account's countries only")
  func countries() throws {
    let accounts = [
      try account("A", starting: "2027-07-14", countries: ["FR"]),
      try account("B", starting: "2027-07-14", countries: ["DE"]),
    ]
    let holiday = Holiday(day: try day("2027-07-14"), country: "FR", name: "14 July")
    #expect(
      lines(try schedule([try policy(accounts)], holidays: [holiday])) == [
        "B 2027-07-14 09:00-10:00",
        "A 2027-07-15 09:00-10:00 Wed 14 Jul → Thu 15 Jul: holiday: FR 14 July",
      ])
  }

  @Test("meetings of one person follow each other on the quarter hours")
  func followEachOther() throws {
    let accounts = try ["A", "B", "C"].map {
      try account($0, starting: "2027-04-05", sponsor: "Okafor")
    }
    let result = try schedule(
      [try policy(accounts, minutes: 50), try policy(accounts, label: "Other", minutes: 20)],
      hours: WorkingHours(from: 550, to: 720))
    #expect(
      lines(result) == [
        "A 2027-04-05 09:15-10:05", "B 2027-04-05 10:15-11:05", "A 2027-04-05 11:15-11:35",
        "C 2027-04-06 09:15-10:05 Mon 5 Apr → Tue 6 Apr: busy: Okafor",
        "B 2027-04-06 10:15-10:35 Mon 5 Apr → Tue 6 Apr: busy: Okafor",
        "C 2027-04-06 10:45-11:05 Mon 5 Apr → Tue 6 Apr: busy: Okafor",
      ])
  }

  @Test("daily limits hold for the policy and for each person of a role")
  func limits() throws {
    let accounts = try [("A", "Okafor"), ("B", "Okafor"), ("C", "Lind"), ("D", "Dietz")].map {
      try account($0.0, starting: "2027-04-05", sponsor: $0.1)
    }
    let limits = [
      CheckedReview.Limit(2, a: .day), CheckedReview.Limit(1, a: .day, per: .role("sponsor")),
    ]
    #expect(
      lines(try schedule([try policy(accounts, limits: limits)])) == [
        "A 2027-04-05 09:00-10:00", "C 2027-04-05 09:00-10:00",
        "B 2027-04-06 09:00-10:00 "
          + "Mon 5 Apr → Tue 6 Apr: limit: at most 1 a day per sponsor, Okafor",
        "D 2027-04-06 09:00-10:00 Mon 5 Apr → Tue 6 Apr: limit: at most 2 a day",
      ])
  }

  @Test("a start in the past is advanced by whole cadences, and the horizon is inclusive")
  func horizon() throws {
    let accounts = [try account("A", starting: "2026-10-31")]
    let result = try schedule([
      try policy(accounts, every: Cadence(count: 1, unit: .quarters), until: "2027-10-31")
    ])
    #expect(
      result.reviews.map(\.planned.description) == ["2027-04-30", "2027-07-31", "2027-10-31"])
    #expect(
      result.reviews.map(\.date.description) == ["2027-04-30", "2027-08-02", "2027-11-01"])
  }

  @Test("without working hours reviews have no times")
  func noHours() throws {
    let accounts = try ["A", "B"].map {
      try account($0, starting: "2027-04-05", sponsor: "Okafor")
    }
    #expect(
      lines(try schedule([try policy(accounts)], hours: nil)) == ["A 2027-04-05", "B 2027-04-05"])
  }

  @Test("someone in two roles is one attendee")
  func twoRoles() throws {
    var twice = try account("A", starting: "2027-04-05", sponsor: "Okafor")
    twice.attendees.append(Attendee(role: "owner", names: ["Okafor", "Lind"]))
    #expect(
      try schedule([try policy([twice])]).reviews.map(\.attendees) == [["Okafor", "Lind"]])
  }

  @Test("what cannot be placed is reported with what was in the way")
  func unplaced() throws {
    let closure = Closure(from: try day("2027-04-05"), to: try day("2027-12-31"), label: nil)
    let closed = try schedule(
      [try policy([try account("A", starting: "2027-04-03")])], closures: [closure])
    #expect(closed.reviews.isEmpty)
    #expect(closed.unplaced.map(\.because) == [["weekend (2 days)", "closed (59 days)"]])

    let one = [try account("A", starting: "2027-04-03")]
    let daily = try schedule([
      try policy(one, every: Cadence(count: 3, unit: .days), until: "2027-04-10")
    ])
    #expect(
      daily.reviews.map(\.date.description) == ["2027-04-05", "2027-04-06", "2027-04-09"])
    let everyDay = try schedule([
      try policy(one, every: Cadence(count: 1, unit: .days), until: "2027-04-05")
    ])
    #expect(everyDay.unplaced.map(\.because) == [["weekend (1 day)"], ["weekend (1 day)"]])
  }

  @Test("what no day can mend is said at once")
  func impossible() throws {
    var unfilled = try account("A", starting: "2027-04-05")
    unfilled.attendees = [Attendee(role: "owner", names: [])]
    let result = try schedule([
      try policy([unfilled, try account("B", starting: nil)], minutes: 600)
    ])
    #expect(
      result.unplaced.map(\.because) == [
        [
          "attendees: nobody is owner",
          "hours: 600 minutes do not fit between 09:00 and 17:00",
        ],
        [
          "starting: the date is missing",
          "hours: 600 minutes do not fit between 09:00 and 17:00",
        ],
      ])
    #expect(result.unplaced.map(\.planned) == [try day("2027-04-05"), nil])
  }

  @Test("identities depend on agreement, review, account and planned day alone")
  func identities() throws {
    let one = [try policy([try account("A", starting: "2027-04-05", sponsor: "Okafor")])]
    let other = [try policy([try account("A", starting: "2027-04-05")], minutes: 30)]
    let uid = try schedule(one).reviews[0].uid
    #expect(try schedule(other, asOf: "2027-04-02").reviews[0].uid == uid)
    #expect(uid == "ef6218dbb4f8fde7dfd0477fed230f5e@kamc.invalid")
    let third = [try policy([try account("ningA", starting: "2027-04-05")], label: "Plan")]
    #expect(try schedule(third).reviews[0].uid != uid)
  }

  @Test("what took place before its planned day is not planned again")
  func heldBefore() throws {
    var early = try policy([try account("A", starting: "2027-04-04")], until: "2027-05-01")
    early.rolling = .preceding
    let first = try schedule([early])
    #expect(lines(first) == ["A 2027-04-02 09:00-10:00 Sun 4 Apr → Fri 2 Apr: weekend"])
    let calendar = WorkingCalendar(hours: WorkingHours(from: 540, to: 1020))
    let later = Scheduler.schedule(
      [early], on: calendar, agreement: "Test", asOf: try day("2027-04-03"),
      earlier: first.reviews)
    #expect(later.reviews.isEmpty && later.unplaced.isEmpty && later.cancelled.isEmpty)
  }

  @Test("an overdue review is brought forward, and not planned again once it was met")
  func broughtForward() throws {
    var late = try account("A", starting: "2027-04-20")
    late.lastMet = .day(try day("2026-12-01"))
    let quarterly = Cadence(count: 90, unit: .days)
    let first = try schedule([try policy([late], every: quarterly, until: "2027-08-01")])
    #expect(first.reviews.map(\.date.description) == ["2027-04-01", "2027-07-19"])
    #expect(first.reviews.map(\.planned.description) == ["2027-04-20", "2027-07-19"])
    #expect(first.reviews.map(\.isOverdue) == [true, false])
    late.lastMet = .day(try day("2027-04-01"))
    let met = try policy([late], every: quarterly, until: "2027-08-01")
    let calendar = WorkingCalendar(hours: WorkingHours(from: 540, to: 1020))
    let second = Scheduler.schedule(
      [met], on: calendar, agreement: "Test", asOf: try day("2027-04-05"),
      earlier: first.reviews)
    #expect(second.reviews.map(\.date.description) == ["2027-07-19"])
    #expect(second.changes == [])
  }

  @Test("numbering continues from an earlier schedule")
  func numbering() throws {
    let accounts = try ["A", "B", "C"].map { try account($0, starting: "2027-04-05") }
    var earlier = try schedule([try policy(accounts)])
    earlier.reviews[1].sequence = 3
    var moved = try schedule(
      [try policy(Array(accounts[..<2]))],
      holidays: [Holiday(day: try day("2027-04-05"), country: nil, name: "Easter Monday")])
    moved.continueNumbering(from: earlier.reviews, asOf: try day("2027-04-01"))
    #expect(moved.reviews.map(\.sequence) == [1, 4])
    #expect(moved.cancelled.map(\.account) == ["C"])
    #expect(moved.cancelled.map(\.sequence) == [1])
    var past = try schedule([try policy(accounts)], asOf: "2027-04-06")
    past.continueNumbering(from: earlier.reviews, asOf: try day("2027-04-06"))
    #expect(past.cancelled.isEmpty)
    var same = try schedule([try policy(accounts)])
    same.continueNumbering(from: earlier.reviews, asOf: try day("2027-04-01"))
    #expect(same.reviews.map(\.sequence) == [0, 3, 0])
  }
}
