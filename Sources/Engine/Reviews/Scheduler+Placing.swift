import Language
import Tables

/// Finding a day and a time for one review.
extension Scheduler {
  /// What a day has for a review.
  private enum Opening {
    /// A slot, or nil where reviews have no times.
    case slot(Int?)
    case none(Hindrance)
  }

  /// Gives a review the day that the earlier schedule has for it, at another time, or else the first
  /// possible day.
  ///
  /// - Returns: why there is none; nil where there is one.
  mutating func search(_ index: Int) -> [String]? {
    let task = tasks[index]
    guard let days = task.days, let planned = task.planned else {
      return task.because.isEmpty ? ["no day is left before the next one"] : task.because
    }
    if let before = earlier[task.uid], days.contains(before.date),
      isBetweenNeighbours(index, before.date),
      case .slot(let slot) = opening(of: index, on: before.date)
    {
      let moved = before.date == planned ? nil : before.moved
      record(index, on: before.date, slot, moved: moved ?? story(of: task, on: before.date, nil))
      return nil
    }
    guard let free = freed(days, of: index) else { return ["no day is left beside the next one"] }
    var log = HindranceLog()
    for number in min(planned, free.lowerBound).number..<free.lowerBound.number {
      let day = Day(number: number)
      let countries = requests[task.request].account.countries
      if task.urgency == nil, let obstacle = calendar.obstacle(on: day, countries: countries) {
        log.note(.calendar(obstacle), on: day)
      }
    }
    let start = task.rolling.goesBack ? max(planned, free.lowerBound) : free.lowerBound
    for day in task.rolling.days(from: min(start, free.upperBound), within: free) {
      switch opening(of: index, on: day) {
      case .none(let hindrance): log.note(hindrance, on: day)
      case .slot(let slot):
        record(index, on: day, slot, moved: story(of: task, on: day, log))
        return nil
      }
    }
    return log.tally
  }

  // MARK: Reviews of one account

  /// Returns the days that lie between the account's reviews before and behind, where they have
  /// days; nil where there are none.
  private func freed(_ days: ClosedRange<Day>, of index: Int) -> ClosedRange<Day>? {
    let (before, after) = neighbours(of: index)
    let first = before.flatMap { $0.adding(days: 1) }.map { max($0, days.lowerBound) }
    let last = after.flatMap { $0.adding(days: -1) }.map { min($0, days.upperBound) }
    let (low, high) = (first ?? days.lowerBound, last ?? days.upperBound)
    return low <= high ? low...high : nil
  }

  private func isBetweenNeighbours(_ index: Int, _ day: Day) -> Bool {
    let (before, after) = neighbours(of: index)
    return before.map { $0 < day } ?? true && after.map { day < $0 } ?? true
  }

  /// Returns the days of the reviews of the same cadence that are next to this one.
  private func neighbours(of index: Int) -> (before: Day?, after: Day?) {
    let task = tasks[index]
    // Without a way back, planned days keep reviews apart.
    guard task.further == nil, policies[requests[task.request].policy].rolling.goesBack else {
      return (nil, nil)
    }
    func day(_ places: some Sequence<Int>) -> Day? {
      for place in places {
        guard tasks[place].request == task.request, tasks[place].further == nil else { return nil }
        if let date = placed[place]?.date { return date }
      }
      return nil
    }
    return (day((0..<index).reversed()), day((index + 1)..<tasks.count))
  }

  // MARK: Days

  /// Returns what `day` has for a review.
  private func opening(of index: Int, on day: Day) -> Opening {
    let request = requests[tasks[index].request]
    if let obstacle = hindrance(of: index, on: day) { return .none(obstacle) }
    guard let slots = slots[request.policy] else { return .slot(nil) }
    let busy = request.seats.everyone.map { occupancy.busy($0.person, on: day) }
    if let slot = slots.firstStart(avoiding: busy.reduce(0, |)) { return .slot(slot) }
    let full = busy.indices.filter { slots.firstStart(avoiding: busy[$0]) == nil }
    let blocking = full.isEmpty ? busy.indices.filter { busy[$0] != 0 } : full
    return .none(.busy(blocking.map { request.seats.everyone[$0].name }))
  }

  /// Returns what keeps a review from `day` whatever the time.
  private func hindrance(of index: Int, on day: Day) -> Hindrance? {
    let request = requests[tasks[index].request]
    if let window = request.account.window, tasks[index].isWindowed, !window.contains(day) {
      return .outside(window.words)
    }
    if let obstacle = calendar.obstacle(on: day, countries: request.account.countries) {
      return .calendar(obstacle)
    }
    return counts[request.policy].firstFull(request.seats, on: day)
      ?? calendarCounts.firstFull(request.seats, on: day)
  }

  // MARK: The earlier schedule

  /// Returns why a review cannot stay where the earlier schedule has it, or nil.
  func obstacle(to before: ScheduledReview, of index: Int) -> String? {
    let task = tasks[index]
    guard let days = task.days else { return task.because.first ?? "no day is left" }
    guard days.contains(before.date) else {
      return task.urgency ?? "not from \(days.lowerBound.words) to \(days.upperBound.words)"
    }
    guard isBetweenNeighbours(index, before.date) else {
      return "another review of the account falls there"
    }
    if let hindrance = hindrance(of: index, on: before.date) { return hindrance.description }
    let request = requests[task.request]
    guard let slots = slots[request.policy] else { return nil }
    guard let start = before.start, let slot = slots.slot(at: start) else {
      return "hours: \(before.start.map(Clock.text) ?? "no time") is none of the possible times"
    }
    let busy = request.seats.everyone.filter {
      !slots.isFree(slot, avoiding: occupancy.busy($0.person, on: before.date))
    }
    return busy.isEmpty ? nil : "\(Hindrance.busy(busy.map(\.name)))"
  }

  /// Places a review where the earlier schedule has it.
  mutating func keep(_ before: ScheduledReview, of index: Int) {
    let task = tasks[index]
    let slot = slots[requests[task.request].policy].flatMap { slots in
      before.start.flatMap { slots.slot(at: $0) }
    }
    record(
      index, on: before.date, slot,
      moved: before.moved ?? story(of: task, on: before.date, nil), kept: before)
  }

  // MARK: The result

  /// Takes a review back.
  mutating func release(_ index: Int) {
    guard let review = placed[index] else { return }
    let request = requests[tasks[index].request]
    if let start = review.start, let length = slots[request.policy]?.length {
      occupancy.vacate(
        request.seats.everyone.map(\.person), on: review.date,
        from: start / Occupancy.slotMinutes, length: length)
    }
    counts[request.policy].add(request.seats, on: review.date, -1)
    calendarCounts.add(request.seats, on: review.date, -1)
    placed[index] = nil
  }

  private mutating func record(
    _ index: Int, on day: Day, _ slot: Int?, moved: String?, kept: ScheduledReview? = nil
  ) {
    let task = tasks[index]
    let request = requests[task.request]
    let policy = policies[request.policy]
    let people = request.seats.everyone
    if let slot, let length = slots[request.policy]?.length {
      occupancy.occupy(people.map(\.person), on: day, from: slot, length: length)
    }
    counts[request.policy].add(request.seats, on: day)
    calendarCounts.add(request.seats, on: day)
    let start = slot.map { $0 * Occupancy.slotMinutes }
    var review = ScheduledReview(
      uid: task.uid, review: task.label, account: request.account.key,
      name: request.account.name, planned: task.planned ?? day, date: day, start: start,
      end: start.map { $0 + policy.minutes }, attendees: people.map(\.name), moved: moved)
    review.marks = task.marks
    // What was fixed in time stays so.
    let isShort = policy.noticeEnd.map { day < $0 } ?? false
    if kept?.marks.contains(.shortNotice) ?? isShort { review.marks.insert(.shortNotice) }
    placed[index] = review
    order.append(index)
  }

  /// Returns why a review is on `day`, such as `Sat 31 Jan → Mon 2 Feb: weekend`.
  ///
  /// - Parameter log: what was in the way; nil where the earlier schedule has that day.
  private func story(of task: ReviewTask, on day: Day, _ log: HindranceLog?) -> String? {
    guard let planned = task.planned else { return nil }
    var parts = [task.shortening].compactMap { $0 }
    if day != planned {
      var reasons = [task.urgency].compactMap { $0 }
      if let log {
        reasons += log.isEmpty ? [] : [log.story]
      } else {
        reasons.append("as in the earlier schedule")
      }
      parts.append(
        "\(planned.shortWords) → \(day.shortWords): \(reasons.joined(separator: "; "))")
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }
}
