import Engine
import Language
import Tables
import TestSupport

/// A random calendar with random policies.
struct ReviewScenario {
  static let asOf = Day(number: 20_909)
  static let names = ["Okafor", "Lind", "Dietz", "Sato", "Moreau"]

  let weekdays: [Int]
  let closures: [Closure]
  let hours: WorkingHours?
  var holidays: [Holiday]
  var limits: [CheckedReview.Limit]
  var policies: [ReviewPolicy]

  init(_ random: inout SplitMix64) {
    let asOf = ReviewScenario.asOf
    func someDay() -> Day { Day(number: asOf.number + .random(in: 0...500, using: &random)) }
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
    let length = Int.random(in: 60...600, using: &random)
    hours = random.chance(80) ? WorkingHours(from: from, to: from + length) : nil
    limits = random.chance(50) ? [ReviewScenario.limit(2...5, &random)] : []
    policies = []
    for number in 0..<3 { policies.append(ReviewScenario.policy(number, &random)) }
  }

  private static func limit(
    _ counts: ClosedRange<Int>, _ random: inout SplitMix64
  ) -> CheckedReview.Limit {
    let scopes: [CheckedReview.Limit.Scope] = [.all, .person, .role("sponsor")]
    return CheckedReview.Limit(
      .random(in: counts, using: &random),
      a: ReviewPeriod.allCases.randomElement(using: &random) ?? .day,
      per: scopes.randomElement(using: &random) ?? .all)
  }

  private static func policy(_ number: Int, _ random: inout SplitMix64) -> ReviewPolicy {
    let unit = Cadence.Unit.allCases.randomElement(using: &random) ?? .days
    let count = Int.random(in: 1...(unit == .days ? 90 : 3), using: &random)
    var accounts: [ReviewedAccount] = []
    for index in 0..<12 { accounts.append(account("A\(index)", number, &random)) }
    var limits: [CheckedReview.Limit] = []
    for _ in 0..<2 where random.chance(50) { limits.append(limit(1...4, &random)) }
    var policy = ReviewPolicy(
      label: "R\(number)", cadence: random.chance(85) ? Cadence(count: count, unit: unit) : nil,
      minutes: .random(in: 10...120, using: &random), limits: limits,
      horizonEnd: Day(number: asOf.number + 365),
      noticeEnd: random.chance(50) ? Day(number: asOf.number + 60) : nil, accounts: accounts)
    if random.chance(40), let rolling = Rolling.allCases.randomElement(using: &random) {
      policy.rolling = rolling
    }
    return policy
  }

  private static func account(
    _ key: String, _ policy: Int, _ random: inout SplitMix64
  ) -> ReviewedAccount {
    func day(_ range: ClosedRange<Int32>) -> Day {
      Day(number: asOf.number + .random(in: range, using: &random))
    }
    var account = ReviewedAccount(
      key: key, name: "", starting: day(-200...90),
      attendees: ["owner", "sponsor"].map {
        Attendee(role: $0, names: [names.randomElement(using: &random) ?? ""])
      },
      countries: [["DE", "FR"].randomElement(using: &random) ?? "DE"])
    if random.chance(30) { account.lastMet = .day(day(-200...0)) }
    if random.chance(15) {
      let from = day(-30...300)
      account.window = ReviewWindow(
        from: from, to: Day(number: from.number + .random(in: 0...120, using: &random)),
        words: "within")
    }
    for number in 0..<2 where random.chance(40) {
      let on = day(-60...400)
      let window = ReviewWindow(
        from: Day(number: on.number - 30), to: Day(number: on.number + 30), words: "unless")
      account.also.append(
        FurtherReview(
          label: "R\(policy)+\(number)", on: on, unless: random.chance(70) ? window : nil))
    }
    return account
  }

  var calendar: WorkingCalendar {
    var calendar = WorkingCalendar(
      workingWeekdays: weekdays, holidays: holidays, closures: closures, hours: hours)
    calendar.limits = limits
    return calendar
  }

  func schedule(
    asOf: Day = ReviewScenario.asOf, earlier: [ScheduledReview]? = nil
  ) -> Schedule {
    Scheduler.schedule(
      policies, on: calendar, agreement: "Test", asOf: asOf, earlier: earlier)
  }
}
