import Engine
import Language
import Tables
import TestSupport
import Testing

/// How far the placement, in which accounts take their days one after the other, is from the one
/// with the fewest days of delay.
@Suite("Placement beside the best one")
struct PlacementTests {
  /// Reviews that each have some people, on days with room for two of them one after the other.
  private struct Case {
    static let people = ["Okafor", "Lind", "Dietz"]
    static let asOf = Day(number: 20_909)
    static let slots = 2
    /// By review, the planned day, counted from the as-of day, and who attends.
    var reviews: [(planned: Int, people: [String])] = []
    var closed: Set<Int> = []
    /// The most reviews of one person in a week; nil without a limit.
    var most: Int?

    init(_ random: inout SplitMix64) {
      for _ in 0..<Int.random(in: 3...5, using: &random) {
        let people = Case.people.filter { _ in random.chance(55) }
        reviews.append((.random(in: 0...2, using: &random), people.isEmpty ? ["Okafor"] : people))
      }
      closed = Set((0..<7).filter { _ in random.chance(25) })
      most = random.chance(30) ? 2 : nil
    }

    /// Returns the days of delay of all reviews together, as they are placed.
    func delay() -> Int? {
      let accounts = reviews.enumerated().map { index, review in
        ReviewedAccount(
          key: "A\(index)", name: "", starting: day(review.planned),
          attendees: [Attendee(role: "team", names: review.people)])
      }
      var policy = ReviewPolicy(
        label: "R", cadence: nil, minutes: 60, horizonEnd: day(30), accounts: accounts)
      if let most { policy.limits = [CheckedReview.Limit(most, a: .week, per: .person)] }
      let calendar = WorkingCalendar(
        workingWeekdays: 0...6,
        closures: closed.map { Closure(from: day($0), to: day($0), label: nil) },
        hours: WorkingHours(from: 540, to: 540 + 60 * Case.slots))
      let schedule = Scheduler.schedule([policy], on: calendar, agreement: "T", asOf: Case.asOf)
      guard schedule.unplaced.isEmpty else { return nil }
      return schedule.reviews.reduce(0) { $0 + Int($1.date.number - $1.planned.number) }
    }

    private func day(_ offset: Int) -> Day { Day(number: Case.asOf.number + Int32(offset)) }

    /// Returns the fewest days of delay that any days and times give, none above `bound`.
    func fewest(_ bound: Int) -> Int {
      var best = bound
      var taken: [[(day: Int, slot: Int)]] = []
      search(0, 0, &taken, &best)
      return best
    }

    private func search(
      _ delay: Int, _ index: Int, _ taken: inout [[(day: Int, slot: Int)]], _ best: inout Int
    ) {
      if delay >= best { return }
      if index == reviews.count {
        best = delay
        return
      }
      let planned = reviews[index].planned
      for day in planned..<(planned + best - delay) where !closed.contains(day) {
        for slot in 0..<Case.slots where fits(index, day, slot, taken) {
          taken.append([(day, slot)])
          search(delay + day - planned, index + 1, &taken, &best)
          taken.removeLast()
        }
      }
    }

    private func fits(
      _ index: Int, _ day: Int, _ slot: Int, _ taken: [[(day: Int, slot: Int)]]
    ) -> Bool {
      reviews[index].people.allSatisfy { person in
        let own = taken.indices.filter { reviews[$0].people.contains(person) }.map { taken[$0][0] }
        let week = (Int(Case.asOf.number) + day + 3) / 7
        let inWeek = own.count { (Int(Case.asOf.number) + $0.day + 3) / 7 == week }
        return !own.contains { $0.day == day && $0.slot == slot }
          && (most.map { inWeek < $0 } ?? true)
      }
    }
  }

  /// Measured over these 400 cases, which are crowded on purpose: 346 cannot be bettered, all days of
  /// delay together are 1,244 where 1,141 are the fewest, and no case has more than 5 days more.
  @Test("the delay is seldom, and never much, more than the least possible one")
  func delay() {
    var (cases, best, sum, least, worst) = (0, 0, 0, 0, 0)
    for seed in Trials("placements", count: 400) {
      var random = SplitMix64(seed: seed)
      let trial = Case(&random)
      guard let delay = trial.delay() else { continue }
      let fewest = trial.fewest(delay)
      cases += 1
      best += fewest == delay ? 1 : 0
      sum += delay
      least += fewest
      worst = max(worst, delay - fewest)
    }
    print("placements: \(best) of \(cases) are best, \(sum) days for \(least), worst \(worst)")
    guard Trials.areWhole else { return }
    #expect(best * 100 >= cases * 85)
    #expect(sum * 100 <= least * 110)
    #expect(worst <= 5)
  }
}
