import Language
import Tables

/// An account's reviews under one policy.
struct ReviewRequest {
  /// Of the policies.
  var policy: Int
  var account: ReviewedAccount
  var seats: Seats
  /// What stands in the way whatever the day.
  var standing: [String]
}

/// A review that is to be placed.
struct ReviewTask {
  /// Of the requests.
  var request: Int
  var label: String
  var uid: String
  /// The day that counts; nil where it is unknown.
  var planned: Day?
  /// The days that are tried; nil where nothing can be.
  var days: ClosedRange<Day>?
  /// Why nothing can be.
  var because: [String] = []
  /// Why the planned day is not the one that was counted.
  var shortening: String?
  /// Why it does not wait for its planned day, or has waited since.
  var urgency: String?
  var marks: Set<ReviewMark> = []
  /// In which order the days are tried.
  var rolling = Rolling.following
  /// Of the account's further reviews.
  var further: Int?
  /// `true` iff the account's window binds it.
  var isWindowed = true
}

/// Which reviews an account is to have.
struct ReviewPlanner {
  let policy: ReviewPolicy
  let request: ReviewRequest
  /// The number of the request.
  let number: Int
  let asOf: Day
  let calendar: WorkingCalendar
  /// By UID, the reviews of an earlier schedule.
  let earlier: [String: ScheduledReview]
  let uid: (_ label: String, _ key: String, _ planned: Day) -> String

  private var account: ReviewedAccount { request.account }

  /// The overdue one first, then those of the cadence, then further ones.
  func tasks() -> [ReviewTask] {
    var tasks = regular()
    if account.lastMet == .unknown, !tasks.isEmpty { tasks[0].marks.insert(.unknownLast) }
    if let window = account.window, let reason = reason(against: window) {
      for index in tasks.indices { fail(&tasks[index], reason) }
    }
    for (index, review) in account.also.enumerated() {
      if var task = task(for: review) {
        task.further = index
        tasks.append(task)
      }
    }
    for index in tasks.indices where !request.standing.isEmpty {
      tasks[index].days = nil
      tasks[index].because += request.standing
    }
    return tasks
  }

  private func task(_ label: String, _ planned: Day) -> ReviewTask {
    ReviewTask(
      request: number, label: label, uid: uid(label, account.key, planned), planned: planned)
  }

  private func unknown(_ label: String, _ hindrance: Hindrance) -> ReviewTask {
    ReviewTask(
      request: number, label: label, uid: "", because: [hindrance.description])
  }

  private func fail(_ task: inout ReviewTask, _ hindrance: Hindrance) {
    task.days = nil
    task.because.append(hindrance.description)
  }

  private func reason(against window: ReviewWindow) -> Hindrance? {
    guard let from = window.from, let to = window.to else { return .noDate(window.words) }
    return from > to ? .emptyWindow(window.words, from: from, to: to) : nil
  }

  // MARK: The cadence

  private func regular() -> [ReviewTask] {
    guard let start = account.starting else {
      return [unknown(policy.label, .noDate(policy.cadence == nil ? "on" : "starting"))]
    }
    let dates = PlannedDates(start: start, cadence: policy.cadence)
    var index = firstIndex(of: dates)
    let (first, due) = (dates[index], dueDay)
    var tasks: [ReviewTask] = []
    while let planned = dates[index], planned <= policy.horizonEnd {
      var task = task(policy.label, planned)
      task.shortening = dates.shortening(index)
      task.days = days(since: planned, next: dates[index + 1])
      if planned >= asOf { task.rolling = policy.rolling }
      index += 1
      if due != nil || !wasHeld(task) { tasks.append(task) }
    }
    if let due { bringForward(&tasks, due, next: first) }
    return tasks
  }

  /// `true` iff the earlier schedule had a review before its planned day, and that day is over.
  private func wasHeld(_ task: ReviewTask) -> Bool {
    guard let before = earlier[task.uid], let planned = task.planned else { return false }
    return before.date < asOf && before.date < planned
  }

  /// The day on which a review was due where the last one is longer ago than the cadence.
  private var dueDay: (due: Day, last: Day)? {
    guard let cadence = policy.cadence, case .day(let last) = account.lastMet,
      let due = PlannedDates(start: last, cadence: cadence)[1], due < asOf
    else { return nil }
    return (due, last)
  }

  /// Returns the index of the first planned day that is still ahead: on the as-of day or later, or
  /// before it where the calendar has left no day since, or the earlier schedule has a later one.
  private func firstIndex(of dates: PlannedDates) -> Int {
    var index = dates.firstIndex(notBefore: asOf)
    while index > 0, let day = dates[index - 1], isStillAhead(day, policy.label) { index -= 1 }
    return index
  }

  private func isStillAhead(_ planned: Day, _ label: String) -> Bool {
    guard asOf.number - planned.number <= Int32(Scheduler.longestMove) else { return false }
    if let before = earlier[uid(label, account.key, planned)] { return before.date >= asOf }
    // Whoever can take an earlier day has taken it.
    if policy.rolling.goesBack { return false }
    return (planned.number..<asOf.number).allSatisfy {
      calendar.obstacle(on: Day(number: $0), countries: account.countries) != nil
    }
  }

  /// Returns the days to which a review can move: not too far, and before the next planned day.
  private func days(since planned: Day, next: Day?) -> ClosedRange<Day>? {
    let furthest = planned.adding(days: Scheduler.longestMove) ?? Day.last
    let last = next?.adding(days: -1).map { min($0, furthest) } ?? furthest
    let first = max(asOf, policy.rolling.goesBack ? earliest(before: planned) : planned)
    return first <= last ? first...last : nil
  }

  private func earliest(before planned: Day) -> Day {
    planned.adding(days: -Scheduler.longestMove) ?? Day.first
  }

  /// Makes a review due now: the next one, if it is planned within half a cadence, else one more.
  private func bringForward(
    _ tasks: inout [ReviewTask], _ overdue: (due: Day, last: Day), next: Day?
  ) {
    let (due, last) = overdue
    let reason = "overdue since \(due.shortWords), last met \(last.words)"
    let length = due.number - last.number
    if let planned = tasks.first?.planned, 2 * (planned.number - asOf.number) < length {
      tasks[0].urgency = reason
      tasks[0].marks.insert(.overdue)
      tasks[0].rolling = .following
      if let days = tasks[0].days { tasks[0].days = asOf...days.upperBound }
      return
    }
    var task = task(policy.label, due)
    task.urgency = reason
    task.marks.insert(.overdue)
    task.days = days(since: asOf, next: next).map { asOf...$0.upperBound }
    tasks.insert(task, at: 0)
  }

  // MARK: Further reviews

  /// Returns a review beside those of the cadence; nil where it is over, or too far ahead.
  private func task(for review: FurtherReview) -> ReviewTask? {
    guard let planned = review.on else { return unknown(review.label, .noDate("on")) }
    guard planned <= policy.horizonEnd else { return nil }
    var task = task(review.label, planned)
    task.isWindowed = false
    if let window = review.unless, let reason = reason(against: window) {
      fail(&task, reason)
      return task
    }
    let isOpen = review.unless?.to.map { $0 >= asOf } ?? false
    guard planned >= asOf || isOpen || isStillAhead(planned, review.label) else { return nil }
    let isLate = planned < asOf
    task.days = days(since: isLate ? asOf : planned, next: nil)
    if !isLate { task.rolling = policy.rolling }
    if let window = review.unless, window.contains(planned), let (from, to) = window.days,
      let days = task.days
    {
      let first = max(from, isLate ? asOf : days.lowerBound)
      task.days = first <= to ? first...min(to, days.upperBound) : nil
    }
    if isLate, isOpen { task.urgency = "the day has passed" }
    return task
  }

  /// `true` iff a review falls from `window.from` to `window.to`: one of `placed`, the last one that
  /// took place, or one that the cadence plans beyond the horizon.
  func falls(in window: ReviewWindow, _ placed: [Day]) -> Bool {
    if case .day(let last) = account.lastMet, window.contains(last) { return true }
    if placed.contains(where: window.contains) { return true }
    guard let start = account.starting, let to = window.to, to > policy.horizonEnd else {
      return false
    }
    let dates = PlannedDates(start: start, cadence: policy.cadence)
    var index = dates.firstIndex(notBefore: policy.horizonEnd)
    while let planned = dates[index], planned <= to {
      index += 1
      guard planned > policy.horizonEnd else { continue }
      let last = planned.adding(days: Scheduler.longestMove) ?? Day.last
      let first = policy.rolling.goesBack ? earliest(before: planned) : planned
      let open = policy.rolling.days(from: planned, within: first...last).first {
        calendar.obstacle(on: $0, countries: account.countries) == nil
      }
      if let open, window.contains(open) { return true }
    }
    return false
  }
}
