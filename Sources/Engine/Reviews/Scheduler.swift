import Language
import Tables

/// Gives reviews their days and times.
///
/// What an earlier schedule fixed keeps its day and time where every rule still allows them. Then
/// overdue reviews, and then all others, take the first day, in the order in which the policy rolls
/// from the planned one, that the calendar, the account's window and the limits allow and that has a
/// time at which all attendees are free, and of that day the earliest such time on the quarter
/// hours: policies in their order, accounts in theirs, planned days in theirs, and behind them the
/// further reviews of the account.
/// A person is the same in every policy. A policy's limits count its own reviews, the calendar's
/// limits count all.
///
/// A review moves at most `longestMove` days, stays before the next planned day of the same policy
/// and account, and comes after the last one's day and not before the as-of day; it may pass the
/// end of the horizon, which bounds planned days. Without
/// working hours reviews have no times, so that only the calendar and the limits can move them.
package struct Scheduler {
  /// The most days between the planned day and the day of a review.
  package static let longestMove = 60

  let policies: [ReviewPolicy]
  let calendar: WorkingCalendar
  let asOf: Day
  /// By UID.
  let earlier: [String: ScheduledReview]
  private let agreement: String
  var requests: [ReviewRequest] = []
  var tasks: [ReviewTask] = []
  private var people: [String: Int] = [:]
  var occupancy = Occupancy()
  /// By policy.
  var counts: [LimitCounts]
  var calendarCounts: LimitCounts
  /// By policy; nil without working hours.
  let slots: [MeetingSlots?]
  /// By task.
  var placed: [ScheduledReview?] = []
  /// The order in which tasks were placed.
  var order: [Int] = []
  /// By request, the days of its reviews.
  private var daysOfRequest: [[Day]] = []
  private var unplaced: [Int: UnplacedReview] = [:]
  /// By UID, why a review is not where the earlier schedule had it.
  var becauses: [String: String] = [:]

  private init(
    _ policies: [ReviewPolicy], _ calendar: WorkingCalendar, _ agreement: String, _ asOf: Day,
    _ earlier: [ScheduledReview]
  ) {
    self.policies = policies
    self.calendar = calendar
    self.agreement = agreement
    self.asOf = asOf
    self.earlier = Dictionary(earlier.map { ($0.uid, $0) }) { first, _ in first }
    counts = policies.map { LimitCounts(limits: $0.limits) }
    calendarCounts = LimitCounts(limits: calendar.limits)
    slots = policies.map { policy in
      calendar.hours.map { MeetingSlots(minutes: policy.minutes, within: $0) }
    }
  }

  /// Returns the reviews planned from `asOf` to the end of each policy's horizon.
  ///
  /// - Parameters:
  ///   - earlier: the reviews of an earlier schedule, which need not move; nil where there is none.
  ///   - dropped: the reviews that the earlier schedule cancelled.
  /// - Complexity: O(*r* · *d* · *p*) for *r* reviews of *p* attendees, each moved by *d* days.
  package static func schedule(
    _ policies: [ReviewPolicy], on calendar: WorkingCalendar, agreement: String, asOf: Day,
    earlier: [ScheduledReview]? = nil, dropped: [ScheduledReview] = []
  ) -> Schedule {
    var scheduler = Scheduler(policies, calendar, agreement, asOf, earlier ?? [])
    scheduler.enter()
    scheduler.hold()
    scheduler.placeAll()
    var schedule = Schedule()
    schedule.unplaced = scheduler.unplaced.sorted { $0.key < $1.key }.map(\.value)
    let placed = scheduler.order.compactMap { scheduler.placed[$0] }
    // Enumerated, since only a stable sort keeps the order of placement.
    schedule.reviews = placed.enumerated().sorted {
      ($0.element.date, $0.element.start ?? 0, $0.offset)
        < ($1.element.date, $1.element.start ?? 0, $1.offset)
    }.map(\.element)
    if let earlier, !(earlier.isEmpty && policies.isEmpty) {
      schedule.continueNumbering(
        from: earlier, dropped: dropped, asOf: asOf, because: scheduler.allBecauses(of: earlier))
    }
    return schedule
  }

  /// Enters who is to have which reviews.
  private mutating func enter() {
    for (number, policy) in policies.enumerated() {
      for account in policy.accounts {
        let seats = Seats(
          roles: account.attendees,
          people: account.attendees.map { $0.names.map { identity(of: $0) } })
        requests.append(
          ReviewRequest(
            policy: number, account: account, seats: seats,
            standing: standing(policy, account, slots[number])))
        tasks += planner(of: requests.count - 1).tasks()
      }
    }
    placed = Array(repeating: nil, count: tasks.count)
    daysOfRequest = Array(repeating: [], count: requests.count)
  }

  private func planner(of request: Int) -> ReviewPlanner {
    ReviewPlanner(
      policy: policies[requests[request].policy], request: requests[request], number: request,
      asOf: asOf, calendar: calendar, earlier: earlier,
      uid: { [agreement] in Scheduler.uid(agreement, $0, $1, $2) })
  }

  /// Returns what stands in the way whatever the day.
  private func standing(
    _ policy: ReviewPolicy, _ account: ReviewedAccount, _ slots: MeetingSlots?
  ) -> [String] {
    var hindrances = account.attendees.filter(\.names.isEmpty).map {
      Hindrance.unfilled(role: $0.role)
    }
    if let hours = calendar.hours, slots?.isEmpty == true {
      hindrances.append(.tooLong(minutes: policy.minutes, hours))
    }
    return hindrances.map(\.description)
  }

  /// Returns the number that stands for a name.
  private mutating func identity(of name: String) -> Int {
    if let known = people[name] { return known }
    people[name] = people.count
    return people.count - 1
  }

  // MARK: The order

  /// Lets what the earlier schedule fixed keep its day and time.
  private mutating func hold() {
    if earlier.isEmpty { return }
    for index in tasks.indices {
      guard let before = earlier[tasks[index].uid] else { continue }
      guard before.date >= asOf else {
        becauses[before.uid] = "its day has passed"
        continue
      }
      if let reason = obstacle(to: before, of: index) {
        becauses[before.uid] = reason
      } else {
        keep(before, of: index)
      }
    }
  }

  private mutating func placeAll() {
    for index in tasks.indices where tasks[index].marks.contains(.overdue) { place(index) }
    for index in tasks.indices { place(index) }
  }

  private mutating func place(_ index: Int) {
    let task = tasks[index]
    if let further = task.further,
      let window = requests[task.request].account.also[further].unless,
      planner(of: task.request).falls(in: window, daysOfRequest[task.request])
    {
      becauses[task.uid] = "another one falls \(window.words)"
      if placed[index] != nil { release(index) }
      return
    }
    if placed[index] == nil {
      guard unplaced[index] == nil else { return }
      if let because = search(index) {
        becauses[task.uid] = because.joined(separator: "; ")
        let account = requests[task.request].account
        unplaced[index] = UnplacedReview(
          review: task.label, account: account.key, name: account.name, planned: task.planned,
          because: because, isOverdue: task.marks.contains(.overdue))
      }
    }
    if let date = placed[index]?.date { daysOfRequest[task.request].append(date) }
  }

  /// Returns why reviews are not where the earlier schedule had them.
  private func allBecauses(of earlier: [ScheduledReview]) -> [String: String] {
    var becauses = becauses
    let labels = Set(tasks.map(\.label)).union(policies.map(\.label))
    let accounts = Set(tasks.map { "\($0.label)\n\(requests[$0.request].account.key)" })
    for review in earlier where becauses[review.uid] == nil {
      if !labels.contains(review.review) {
        becauses[review.uid] = "the agreement plans no such review"
      } else if !accounts.contains("\(review.review)\n\(review.account)") {
        becauses[review.uid] = "the account has no such review any more"
      } else {
        becauses[review.uid] = "no longer planned for \(review.planned.words)"
      }
    }
    return becauses
  }

  /// Returns what identifies a review in every run; each part has its length before it, so that
  /// no two lists of parts read the same.
  private static func uid(
    _ agreement: String, _ label: String, _ key: String, _ planned: Day
  ) -> String {
    let parts = [agreement, label, key, planned.description]
    let text = parts.map { "\($0.utf8.count):\($0)" }.joined()
    return SHA256.hexDigest(of: Array(text.utf8)).prefix(32) + "@kamc.invalid"
  }
}
