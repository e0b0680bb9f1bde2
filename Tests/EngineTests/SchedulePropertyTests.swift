import Engine
import Language
import Tables
import TestSupport
import Testing

/// A random calendar with random policies.
private struct Scenario {
  static let asOf = Day(number: 20_909)
  static let names = ["Okafor", "Lind", "Dietz", "Sato", "Moreau"]
  let weekdays: [Int]
  let closures: [Closure]
  let hours: WorkingHours
  var holidays: [Holiday]
  var policies: [ReviewPolicy]

  init(_ random: inout SplitMix64) {
    func someDay() -> Day {
      Day(number: Scenario.asOf.number + .random(in: 0...500, using: &random))
    }
    closures = (0..<3).map { _ in
      let from = someDay()
      let length = Int32.random(in: 0...40, using: &random)
      return Closure(from: from, to: Day(number: from.number + length), label: nil)
    }
    holidays = (0..<60).map { _ in
      Holiday(
        day: someDay(), country: ["DE", "FR", nil].randomElement(using: &random) ?? nil,
        name: "\(Int.random(in: 0...9, using: &random))")
    }
    weekdays = (0..<7).filter { _ in random.chance(70) }
    let from = Int.random(in: 0...720, using: &random)
    hours = WorkingHours(from: from, to: from + .random(in: 60...600, using: &random))
    policies = []
    for number in 0..<3 { policies.append(Scenario.policy(number, &random)) }
  }

  private static func policy(_ number: Int, _ random: inout SplitMix64) -> ReviewPolicy {
    let unit = Cadence.Unit.allCases.randomElement(using: &random) ?? .days
    let count = Int.random(in: 1...(unit == .days ? 90 : 3), using: &random)
    let limits = [
      DailyLimit(max: .random(in: 1...4, using: &random)),
      DailyLimit(max: .random(in: 1...2, using: &random), per: "sponsor"),
    ]
    let accounts = (0..<12).map { index in
      ReviewedAccount(
        key: "A\(index)", name: "",
        starting: Day(number: asOf.number + .random(in: -200...90, using: &random)),
        attendees: ["owner", "sponsor"].map {
          Attendee(role: $0, names: [names.randomElement(using: &random) ?? ""])
        },
        countries: [["DE", "FR"].randomElement(using: &random) ?? "DE"])
    }
    return ReviewPolicy(
      label: "R\(number)", cadence: Cadence(count: count, unit: unit),
      minutes: .random(in: 10...120, using: &random),
      limits: limits.filter { _ in random.chance(60) },
      horizonEnd: Day(number: asOf.number + 365), accounts: accounts)
  }

  var calendar: WorkingCalendar {
    WorkingCalendar(
      workingWeekdays: weekdays, holidays: holidays, closures: closures, hours: hours)
  }

  func schedule() -> Schedule {
    Scheduler.schedule(policies, on: calendar, agreement: "Test", asOf: Scenario.asOf)
  }
}

@Suite("Properties of schedules")
struct SchedulePropertyTests {
  @Test("every review is where it may be")
  func allowed() {
    for seed in Trials("schedules", count: 40) { expectAllowed(seed) }
  }

  private func expectAllowed(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let scenario = Scenario(&random)
    let schedule = scenario.schedule()
    for policy in scenario.policies {
      for account in policy.accounts {
        let reviews = schedule.reviews.filter {
          $0.review == policy.label && $0.account == account.key
        }
        check(reviews, of: account, policy, scenario)
        expectComplete(reviews, of: account, policy, schedule)
      }
      expectLimits(policy, schedule)
    }
    expectNobodyTwice(schedule)
    #expect(Set(schedule.reviews.map(\.uid)).count == schedule.reviews.count)
  }

  private func check(
    _ reviews: [ScheduledReview], of account: ReviewedAccount, _ policy: ReviewPolicy,
    _ scenario: Scenario
  ) {
    let calendar = scenario.calendar
    for review in reviews {
      let obstacle = calendar.obstacle(on: review.date, countries: account.countries)
      #expect(obstacle == nil)
      #expect(review.date >= review.planned)
      #expect(review.date.number - review.planned.number <= Scheduler.longestMove)
      #expect((review.moved == nil) == (review.date == review.planned))
      guard let hours = calendar.hours, let start = review.start, let end = review.end
      else {
        Issue.record("no time")
        continue
      }
      #expect(start >= hours.from && end <= hours.to && start % 15 == 0)
      #expect(end - start == policy.minutes)
    }
    for (earlier, later) in zip(reviews, reviews.dropFirst()) {
      #expect(earlier.date < later.planned)
    }
  }

  /// Every planned day is either scheduled or reported.
  private func expectComplete(
    _ reviews: [ScheduledReview], of account: ReviewedAccount, _ policy: ReviewPolicy,
    _ schedule: Schedule
  ) {
    guard let start = account.starting else { return }
    let dates = PlannedDates(start: start, cadence: policy.cadence)
    let expected = (0..<800).lazy.compactMap { dates[$0] }.filter {
      $0 >= Scenario.asOf && $0 <= policy.horizonEnd
    }
    let unplaced = schedule.unplaced.filter {
      $0.review == policy.label && $0.account == account.key
    }
    #expect(unplaced.allSatisfy { !$0.because.isEmpty })
    let found = reviews.map(\.planned) + unplaced.compactMap(\.planned)
    #expect(found.sorted() == Array(expected))
  }

  private func expectLimits(_ policy: ReviewPolicy, _ schedule: Schedule) {
    let sponsors = Dictionary(
      uniqueKeysWithValues: policy.accounts.map { ($0.key, $0.attendees[1].names[0]) })
    let own = schedule.reviews.filter { $0.review == policy.label }
    for sameDay in Dictionary(grouping: own, by: \.date).values {
      for limit in policy.limits {
        let counts =
          limit.role == nil
          ? [sameDay.count]
          : Dictionary(grouping: sameDay) { sponsors[$0.account] }.values.map(\.count)
        #expect(counts.allSatisfy { $0 <= limit.max })
      }
    }
  }

  private func expectNobodyTwice(_ schedule: Schedule) {
    for name in Scenario.names {
      let own = schedule.reviews.filter { $0.attendees.contains(name) }
      for (earlier, later) in zip(own, own.dropFirst()) where earlier.date == later.date {
        #expect((earlier.end ?? 0) <= (later.start ?? 0))
      }
    }
  }

  @Test("the order of holidays changes nothing", arguments: 0..<10)
  func permutation(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    var scenario = Scenario(&random)
    let schedule = scenario.schedule()
    scenario.holidays.shuffle(using: &random)
    #expect(scenario.schedule() == schedule)
  }

  @Test("ten years of reviews do not drift, however they move")
  func tenYears() throws {
    let start = try day("2027-01-31")
    let account = ReviewedAccount(key: "A", name: "", starting: start)
    let policy = ReviewPolicy(
      label: "R", cadence: Cadence(count: 1, unit: .months), minutes: 60,
      horizonEnd: try day("2037-01-31"), accounts: [account])
    let schedule = Scheduler.schedule(
      [policy], on: WorkingCalendar(), agreement: "Test", asOf: start)
    #expect(schedule.reviews.count == 121)
    for (index, review) in schedule.reviews.enumerated() {
      #expect(review.planned == start.adding(months: index))
      #expect(review.date.number - review.planned.number <= 2)
    }
  }
}
