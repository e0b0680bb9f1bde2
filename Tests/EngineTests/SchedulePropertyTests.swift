import Engine
import Language
import Tables
import TestSupport
import Testing

@Suite("Properties of schedules")
struct SchedulePropertyTests {
  @Test("every review is where it may be")
  func allowed() {
    for seed in Trials("schedules", count: 60) {
      var random = SplitMix64(seed: seed)
      let scenario = ReviewScenario(&random)
      expectAllowed(scenario.schedule(), scenario, "seed \(seed)")
    }
  }

  private func expectAllowed(
    _ schedule: Schedule, _ scenario: ReviewScenario, _ comment: Comment
  ) {
    for policy in scenario.policies {
      for account in policy.accounts {
        check(account, policy, schedule, scenario, comment)
      }
      let own = schedule.reviews.filter { $0.review.hasPrefix(policy.label) }
      for limit in policy.limits { expect(limit, of: own, policy.accounts, comment) }
    }
    for limit in scenario.limits {
      expect(limit, of: schedule.reviews, scenario.policies, comment)
    }
    expectNobodyTwice(schedule, comment)
    #expect(Set(schedule.reviews.map(\.uid)).count == schedule.reviews.count, comment)
    #expect(schedule.unplaced.allSatisfy { !$0.because.isEmpty }, comment)
  }

  private func check(
    _ account: ReviewedAccount, _ policy: ReviewPolicy, _ schedule: Schedule,
    _ scenario: ReviewScenario, _ comment: Comment
  ) {
    let reviews = schedule.reviews.filter { $0.account == account.key }
    let regular = reviews.filter { $0.review == policy.label }
    for review in reviews where review.review.hasPrefix(policy.label) {
      let obstacle = scenario.calendar.obstacle(on: review.date, countries: account.countries)
      #expect(obstacle == nil && review.date >= ReviewScenario.asOf, comment)
      #expect(review.date == review.planned || review.moved != nil, comment)
      let isShort = policy.noticeEnd.map { review.date < $0 } ?? false
      #expect(review.marks.contains(.shortNotice) == isShort, comment)
      expectTime(of: review, policy, scenario, comment)
    }
    for review in regular {
      if !review.isOverdue {
        let move = Int(review.date.number - review.planned.number)
        #expect(move >= 0 || policy.rolling.goesBack, comment)
        #expect(abs(move) <= Scheduler.longestMove, comment)
      }
      #expect(account.window.map { $0.contains(review.date) } ?? true, comment)
    }
    for (earlier, later) in zip(regular, regular.dropFirst()) where !later.isOverdue {
      #expect(earlier.planned < later.planned, comment)
      #expect(earlier.date < (policy.rolling.goesBack ? later.date : later.planned), comment)
    }
    expectComplete(regular, of: account, policy, schedule, comment)
    expectOverdue(account, policy, schedule, comment)
    expectFurther(account, policy, schedule, comment)
  }

  private func expectTime(
    of review: ScheduledReview, _ policy: ReviewPolicy, _ scenario: ReviewScenario,
    _ comment: Comment
  ) {
    guard let hours = scenario.hours else {
      return #expect(review.start == nil && review.end == nil, comment)
    }
    let (start, end) = (review.start ?? -1, review.end ?? -1)
    #expect(start >= hours.from && end <= hours.to && start % 15 == 0, comment)
    #expect(end - start == policy.minutes, comment)
  }

  /// Every planned day is either scheduled or reported.
  private func expectComplete(
    _ reviews: [ScheduledReview], of account: ReviewedAccount, _ policy: ReviewPolicy,
    _ schedule: Schedule, _ comment: Comment
  ) {
    guard let start = account.starting else { return }
    let dates = PlannedDates(start: start, cadence: policy.cadence)
    let expected = (0..<800).lazy.compactMap { dates[$0] }.filter {
      $0 >= ReviewScenario.asOf && $0 <= policy.horizonEnd
    }
    let unplaced = schedule.unplaced.filter {
      $0.review == policy.label && $0.account == account.key
    }
    let found = (reviews.map(\.planned) + unplaced.compactMap(\.planned)).filter {
      $0 >= ReviewScenario.asOf
    }
    #expect(found.sorted() == Array(expected), comment)
  }

  private func expectOverdue(
    _ account: ReviewedAccount, _ policy: ReviewPolicy, _ schedule: Schedule, _ comment: Comment
  ) {
    var isLate = false
    if case .day(let last) = account.lastMet, let cadence = policy.cadence,
      let due = PlannedDates(start: last, cadence: cadence)[1]
    {
      isLate = due < ReviewScenario.asOf
    }
    let marked =
      schedule.reviews.count {
        $0.account == account.key && $0.review == policy.label && $0.isOverdue
      }
      + schedule.unplaced.count {
        $0.account == account.key && $0.review == policy.label && $0.isOverdue
      }
    #expect(marked == (isLate ? 1 : 0), comment)
  }

  /// A further review is there, or reported, or another one makes it needless.
  private func expectFurther(
    _ account: ReviewedAccount, _ policy: ReviewPolicy, _ schedule: Schedule, _ comment: Comment
  ) {
    let own = schedule.reviews.filter {
      $0.account == account.key && $0.review.hasPrefix(policy.label)
    }
    for (index, further) in account.also.enumerated() {
      guard let on = further.on, on >= ReviewScenario.asOf, on <= policy.horizonEnd else {
        continue
      }
      let isThere = own.contains { $0.review == further.label }
      let isReported = schedule.unplaced.contains {
        $0.account == account.key && $0.review == further.label
      }
      guard let window = further.unless else {
        #expect(isThere != isReported, comment)
        continue
      }
      let before = account.also[..<index].map(\.label) + [policy.label]
      let falls = own.contains { before.contains($0.review) && window.contains($0.date) }
      var wasMet = false
      if case .day(let last) = account.lastMet { wasMet = window.contains(last) }
      let isBeyond = window.to.map { $0 > policy.horizonEnd } ?? false
      if falls || wasMet {
        #expect(!isThere && !isReported, comment)
      } else if !isBeyond {
        #expect(isThere != isReported, comment)
      }
    }
  }

  // MARK: Limits

  private func expect(
    _ limit: CheckedReview.Limit, of reviews: [ScheduledReview], _ accounts: [ReviewedAccount],
    _ comment: Comment
  ) {
    let policy = ReviewPolicy(
      label: "R", cadence: nil, minutes: 1, horizonEnd: ReviewScenario.asOf, accounts: accounts)
    expect(limit, of: reviews, [policy], comment)
  }

  private func expect(
    _ limit: CheckedReview.Limit, of reviews: [ScheduledReview], _ policies: [ReviewPolicy],
    _ comment: Comment
  ) {
    var counts: [String: Int] = [:]
    for review in reviews {
      let policy = policies.first { review.review.hasPrefix($0.label) }
      let account = policy?.accounts.first { $0.key == review.account }
      let people: [String]
      switch limit.scope {
      case .all: people = [""]
      case .person: people = review.attendees
      case .role(let role):
        people = account?.attendees.first { $0.role == role }?.names ?? []
      }
      for person in people {
        counts["\(person) \(period(limit.period, of: review.date))", default: 0] += 1
      }
    }
    #expect(counts.values.allSatisfy { $0 <= limit.count }, comment)
  }

  /// What the days of one period have in common: their Monday, or their month.
  private func period(_ period: ReviewPeriod, of day: Day) -> String {
    switch period {
    case .day: return day.description
    case .month: return String(day.description.prefix(7))
    case .week:
      var monday = day
      while !monday.words.hasPrefix("Mon") { monday = Day(number: monday.number - 1) }
      return monday.description
    }
  }

  private func expectNobodyTwice(_ schedule: Schedule, _ comment: Comment) {
    for name in ReviewScenario.names {
      let own = schedule.reviews.filter { $0.attendees.contains(name) && $0.start != nil }
      for (earlier, later) in zip(own, own.dropFirst()) where earlier.date == later.date {
        #expect((earlier.end ?? 0) <= (later.start ?? 0), comment)
      }
    }
  }

  // MARK: The earlier schedule

  @Test("with its own result as the earlier one, a schedule stays as it is")
  func repeated() {
    for seed in Trials("repeated schedules", count: 30) {
      var random = SplitMix64(seed: seed)
      let scenario = ReviewScenario(&random)
      let first = scenario.schedule()
      let second = scenario.schedule(earlier: first.reviews)
      #expect(second.changes == [], "seed \(seed)")
      // What stood in the way of these may be other reviews, which were placed in another order.
      let missing = [first, second].map { schedule in
        schedule.unplaced.map { "\($0.review) \($0.account) \($0.planned?.description ?? "")" }
      }
      #expect(missing[0] == missing[1], "seed \(seed)")
      let (old, new) = (first.reviews.map(\.uid).sorted(), second.reviews.map(\.uid).sorted())
      #expect(old == new, "seed \(seed)")
    }
  }

  @Test("what need not move does not, whatever else changes")
  func kept() {
    for seed in Trials("changed schedules", count: 40) {
      var random = SplitMix64(seed: seed)
      var scenario = ReviewScenario(&random)
      // Places that a needless review gives back would look free.
      for policy in scenario.policies.indices {
        for account in scenario.policies[policy].accounts.indices {
          scenario.policies[policy].accounts[account].also = []
        }
      }
      let first = scenario.schedule()
      for policy in scenario.policies.indices {
        scenario.policies[policy].accounts.removeFirst(2)
        scenario.policies[policy].accounts[3].attendees[0].names = ["Lind"]
        scenario.policies[policy].accounts.shuffle(using: &random)
      }
      let offset = Int32.random(in: 0...200, using: &random)
      let closed = Day(number: ReviewScenario.asOf.number + offset)
      scenario.holidays.append(Holiday(day: closed, country: nil, name: "New"))
      let second = scenario.schedule(earlier: first.reviews)
      expectAllowed(second, scenario, "seed \(seed)")
      expectNeedful(second, scenario, "seed \(seed)")
    }
  }

  /// Each review that moved could not have stayed.
  private func expectNeedful(
    _ schedule: Schedule, _ scenario: ReviewScenario, _ comment: Comment
  ) {
    for change in schedule.changes ?? [] where change.kind == .moved {
      #expect(change.because != nil, comment)
      guard let before = change.before else { continue }
      var trial = change.review
      (trial.date, trial.start, trial.end) = (before.date, before.start, before.end)
      let rest = schedule.reviews.filter { $0.uid != trial.uid } + [trial]
      #expect(!isAllowed(trial, beside: rest, scenario), comment)
    }
  }

  private func isAllowed(
    _ review: ScheduledReview, beside reviews: [ScheduledReview], _ scenario: ReviewScenario
  ) -> Bool {
    guard let policy = scenario.policies.first(where: { $0.label == review.review }),
      let account = policy.accounts.first(where: { $0.key == review.account })
    else { return false }
    if scenario.calendar.obstacle(on: review.date, countries: account.countries) != nil {
      return false
    }
    let isBusy = reviews.contains { other in
      other.uid != review.uid && other.date == review.date
        && !Set(other.attendees).isDisjoint(with: review.attendees)
        && (other.start ?? 0) < (review.end ?? 0) && (review.start ?? 0) < (other.end ?? 0)
    }
    let areKept =
      policy.limits.allSatisfy { limit in
        holds(limit, reviews.filter { $0.review == policy.label }, scenario)
      } && scenario.limits.allSatisfy { holds($0, reviews, scenario) }
    return !isBusy && areKept
  }

  private func holds(
    _ limit: CheckedReview.Limit, _ reviews: [ScheduledReview], _ scenario: ReviewScenario
  ) -> Bool {
    var counts: [String: Int] = [:]
    for review in reviews {
      let account = scenario.policies.first { $0.label == review.review }?.accounts
        .first { $0.key == review.account }
      var people = [""]
      if limit.scope == .person { people = review.attendees }
      if case .role(let role) = limit.scope {
        people = account?.attendees.first { $0.role == role }?.names ?? []
      }
      for person in people {
        counts["\(person) \(period(limit.period, of: review.date))", default: 0] += 1
      }
    }
    return counts.values.allSatisfy { $0 <= limit.count }
  }

  // MARK: Time

  @Test("the order of holidays changes nothing", arguments: 0..<10)
  func permutation(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    var scenario = ReviewScenario(&random)
    let schedule = scenario.schedule()
    scenario.holidays.shuffle(using: &random)
    #expect(scenario.schedule() == schedule)
  }

  @Test("ten years of reviews do not drift, however they move", arguments: 1...12)
  func tenYears(month: Int) throws {
    for (year, days) in [(2027, [1, 28, 30, 31]), (2028, [29, 31])] {
      for cadence in [1, 2, 3, 6, 12] {
        for day in days {
          let last = Day.length(ofMonth: month, year: year)
          let start = try #require(Day(year: year, month: month, day: min(day, last)))
          try expectNoDrift(from: start, everyMonths: cadence)
        }
      }
    }
  }

  private func expectNoDrift(from start: Day, everyMonths count: Int) throws {
    let account = ReviewedAccount(key: "A", name: "", starting: start)
    let cadence =
      switch count {
      case 3: Cadence(count: 1, unit: .quarters)
      case 12: Cadence(count: 1, unit: .years)
      default: Cadence(count: count, unit: .months)
      }
    let policy = ReviewPolicy(
      label: "R", cadence: cadence, minutes: 60,
      horizonEnd: try #require(start.adding(months: 120)), accounts: [account])
    let schedule = Scheduler.schedule(
      [policy], on: WorkingCalendar(), agreement: "Test", asOf: start)
    #expect(schedule.reviews.count == 120 / count + 1)
    let (year, month, day) = start.civil
    for (index, review) in schedule.reviews.enumerated() {
      // Worked out apart: so many months on, on that day or the last one of the month.
      let months = year * 12 + month - 1 + index * count
      let length = Day.length(ofMonth: months % 12 + 1, year: months / 12)
      let planned = Day(year: months / 12, month: months % 12 + 1, day: min(day, length))
      #expect(review.planned == planned)
      #expect(review.date.number - review.planned.number <= 2)
      let saysSo = review.moved?.contains("the month is shorter") ?? false
      #expect(saysSo == (length < day), "\(review)")
    }
  }

  @Test(
    "so many days and weeks are counted over leap days and year ends", arguments: [1, 7, 90, 91])
  func days(count: Int) throws {
    let start = try day("2027-12-31")
    let policy = ReviewPolicy(
      label: "R", cadence: Cadence(count: count, unit: .days), minutes: 60,
      horizonEnd: try day("2029-03-01"),
      accounts: [ReviewedAccount(key: "A", name: "", starting: start)])
    let schedule = Scheduler.schedule(
      [policy], on: WorkingCalendar(workingWeekdays: 0...6), agreement: "Test", asOf: start)
    for (index, review) in schedule.reviews.enumerated() {
      #expect(review.date.number == start.number + Int32(index * count))
    }
    #expect(schedule.reviews.count == 426 / count + 1)
  }
}
