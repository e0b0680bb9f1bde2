import Tables

/// Gives reviews their days and times.
///
/// Policies in their order, accounts in their order and planned days in theirs each take the first
/// day, in the order in which the policy rolls from the planned one, that the calendar and the
/// daily limits allow and that has a time at which all attendees are free, and of that day the
/// earliest such time on the quarter hours. A person is the same in every policy. A limit counts the reviews of its own policy.
///
/// A review moves at most `longestMove` days, stays before the next planned day of the same policy
/// and account, and comes after the last one's day and not before the as-of day; it may pass the end of the horizon, which bounds planned days. Without
/// working hours reviews have no times, so that only the calendar and the limits can move them.
package struct Scheduler {
  /// The most days between the planned day and the day of a review.
  package static let longestMove = 60

  private let calendar: WorkingCalendar
  private let agreement: String
  private let asOf: Day
  private var occupancy = Occupancy()
  private var people: [String: Int] = [:]
  private var reviews: [ScheduledReview] = []
  private var unplaced: [UnplacedReview] = []

  private init(calendar: WorkingCalendar, agreement: String, asOf: Day) {
    self.calendar = calendar
    self.agreement = agreement
    self.asOf = asOf
  }

  /// Returns the reviews planned from `asOf` to the end of each policy's horizon.
  ///
  /// - Complexity: O(*r* · *d* · *p*) for *r* reviews of *p* attendees, each moved by *d* days.
  package static func schedule(
    _ policies: [ReviewPolicy], on calendar: WorkingCalendar, agreement: String, asOf: Day
  ) -> Schedule {
    var scheduler = Scheduler(calendar: calendar, agreement: agreement, asOf: asOf)
    for policy in policies { scheduler.schedule(policy) }
    var schedule = Schedule()
    schedule.unplaced = scheduler.unplaced
    // Enumerated, since only a stable sort keeps the order of placement.
    schedule.reviews = scheduler.reviews.enumerated().sorted {
      ($0.element.date, $0.element.start ?? 0, $0.offset)
        < ($1.element.date, $1.element.start ?? 0, $1.offset)
    }.map(\.element)
    return schedule
  }

  private mutating func schedule(_ policy: ReviewPolicy) {
    var counts = DailyCounts(limits: policy.limits)
    let slots = calendar.hours.map { MeetingSlots(minutes: policy.minutes, within: $0) }
    for account in policy.accounts {
      let request = Request(
        policy: policy, account: account, slots: slots,
        people: account.attendees.map { $0.names.map { identity(of: $0) } })
      schedule(request, &counts)
    }
  }

  /// Returns the number that stands for a name.
  private mutating func identity(of name: String) -> Int {
    if let known = people[name] { return known }
    people[name] = people.count
    return people.count - 1
  }

  // MARK: One account

  /// An account's reviews under one policy.
  private struct Request {
    var policy: ReviewPolicy
    var account: ReviewedAccount
    /// nil without working hours.
    var slots: MeetingSlots?
    /// The numbers of the people of each role.
    var people: [[Int]]

    /// What stands in the way whatever the day.
    func hindrances(hours: WorkingHours?) -> [Hindrance] {
      var hindrances = account.attendees.filter(\.names.isEmpty).map {
        Hindrance.unfilled(role: $0.role)
      }
      if let hours, slots?.isEmpty == true {
        hindrances.append(.tooLong(minutes: policy.minutes, hours))
      }
      return hindrances
    }

    /// Each attendee's number and name, once, in the order of the roles.
    var attendees: [(person: Int, name: String)] {
      var seen: Set<Int> = []
      let all = zip(people.joined(), account.attendees.flatMap(\.names))
      return all.filter { seen.insert($0.0).inserted }.map { ($0.0, $0.1) }
    }
  }

  private mutating func schedule(_ request: Request, _ counts: inout DailyCounts) {
    let standing = request.hindrances(hours: calendar.hours).map(\.description)
    guard let start = request.account.starting else {
      fail(request, planned: nil, because: [Hindrance.noStart.description] + standing)
      return
    }
    let dates = PlannedDates(start: start, cadence: request.policy.cadence)
    let attendees = request.attendees
    var index = dates.firstIndex(notBefore: asOf)
    while let planned = dates[index], planned <= request.policy.horizonEnd {
      index += 1
      guard standing.isEmpty else {
        fail(request, planned: planned, because: standing)
        continue
      }
      let window = firstDay(request, planned)...lastDay(from: planned, next: dates[index])
      place(request, attendees, planned, window, &counts)
    }
  }

  /// Returns the first day to which a review can move: none before the last one's.
  private func firstDay(_ request: Request, _ planned: Day) -> Day {
    guard request.policy.rolling.goesBack else { return planned }
    let earliest = max(asOf, planned.adding(days: -Scheduler.longestMove) ?? Day.first)
    guard let last = reviews.last, last.review == request.policy.label,
      last.account == request.account.key
    else { return earliest }
    return max(earliest, last.date.adding(days: 1) ?? earliest)
  }

  /// Returns the last day to which a review can move.
  private func lastDay(from planned: Day, next: Day?) -> Day {
    let furthest = planned.adding(days: Scheduler.longestMove) ?? Day.last
    guard let dayBefore = next?.adding(days: -1) else { return furthest }
    return min(furthest, dayBefore)
  }

  private mutating func fail(_ request: Request, planned: Day?, because: [String]) {
    unplaced.append(
      UnplacedReview(
        review: request.policy.label, account: request.account.key, name: request.account.name,
        planned: planned, because: because))
  }

  // MARK: One review

  /// Gives a review the first possible day of the window, in the order in which it rolls.
  private mutating func place(
    _ request: Request, _ attendees: [(person: Int, name: String)], _ planned: Day,
    _ window: ClosedRange<Day>, _ counts: inout DailyCounts
  ) {
    var log = HindranceLog()
    for day in request.policy.rolling.days(from: planned, within: window) {
      if let obstacle = calendar.obstacle(on: day, countries: request.account.countries) {
        log.note(.calendar(obstacle), on: day)
      } else if let full = fullLimit(request, on: day, counts) {
        log.note(full, on: day)
      } else {
        switch opening(request.slots, attendees, on: day) {
        case .busy(let names): log.note(.busy(names), on: day)
        case .slot(let slot):
          if let slot, let length = request.slots?.length {
            occupancy.occupy(attendees.map(\.person), on: day, from: slot, length: length)
          }
          counts.add(request.people, of: request.account.attendees, on: day)
          record(request, attendees, planned: planned, on: day, slot: slot, log)
          return
        }
      }
    }
    fail(request, planned: planned, because: log.tally)
  }

  /// What a day has for a review.
  private enum Opening {
    /// A slot, or nil where reviews have no times.
    case slot(Int?)
    /// No time, because of these people.
    case busy([String])
  }

  private func opening(
    _ slots: MeetingSlots?, _ attendees: [(person: Int, name: String)], on day: Day
  ) -> Opening {
    guard let slots else { return .slot(nil) }
    let busy = attendees.map { occupancy.busy($0.person, on: day) }
    if let slot = slots.firstStart(avoiding: busy.reduce(0, |)) { return .slot(slot) }
    let full = busy.indices.filter { slots.firstStart(avoiding: busy[$0]) == nil }
    let blocking = full.isEmpty ? busy.indices.filter { busy[$0] != 0 } : full
    return .busy(blocking.map { attendees[$0].name })
  }

  private func fullLimit(_ request: Request, on day: Day, _ counts: DailyCounts) -> Hindrance? {
    let attendees = request.account.attendees
    guard let full = counts.firstFull(request.people, of: attendees, on: day) else { return nil }
    let name = full.person.map { attendees[$0.role].names[$0.index] }
    return .limit(request.policy.limits[full.limit], person: name)
  }

  private mutating func record(
    _ request: Request, _ attendees: [(person: Int, name: String)], planned: Day, on day: Day,
    slot: Int?, _ log: HindranceLog
  ) {
    let (policy, account) = (request.policy, request.account)
    let start = slot.map { $0 * Occupancy.slotMinutes }
    reviews.append(
      ScheduledReview(
        uid: uid(policy.label, account.key, planned), review: policy.label,
        account: account.key, name: account.name, planned: planned, date: day, start: start,
        end: start.map { $0 + policy.minutes }, attendees: attendees.map(\.name),
        moved: log.isEmpty ? nil : log.story))
  }

  /// Returns what identifies a review in every run; each part has its length before it, so that
  /// no two lists of parts read the same.
  private func uid(_ label: String, _ key: String, _ planned: Day) -> String {
    let parts = [agreement, label, key, planned.description]
    let text = parts.map { "\($0.utf8.count):\($0)" }.joined()
    return SHA256.hexDigest(of: Array(text.utf8)).prefix(32) + "@kamc.invalid"
  }
}
