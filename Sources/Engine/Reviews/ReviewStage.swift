import Language
import Tables

/// Hands the scheduler what the agreement says about reviews.
package enum ReviewStage {
  /// Returns the schedule from the as-of date on.
  ///
  /// - Parameter calendar: what `calendar(of:_:asOf:)` returns.
  package static func schedule(
    _ evaluation: Evaluation, sponsors: [SponsorResult], on calendar: WorkingCalendar
  ) -> Schedule {
    let program = evaluation.program
    let people = sponsors.namesByAccount
    let countries = AccountCountries(evaluation, sponsors)
    let policies = program.reviews.map { review in
      var policy = ReviewPolicy(
        label: review.label, cadence: review.cadence, minutes: review.minutes,
        limits: review.dailyLimits.map { DailyLimit(max: $0.count, per: $0.role) },
        horizonEnd: horizonEnd(review, from: evaluation.asOf),
        accounts: accounts(of: review, people, countries, evaluation))
      policy.rolling = review.rolling
      return policy
    }
    return Scheduler.schedule(
      policies, on: calendar, agreement: program.agreement.name, asOf: evaluation.asOf)
  }

  static func horizonEnd(_ review: CheckedReview, from asOf: Day) -> Day {
    let (count, unit) = review.horizon
    let end: Day? =
      switch unit {
      case .days: asOf.adding(days: count)
      case .weeks: asOf.adding(days: 7 * count)
      case .months: asOf.adding(months: count)
      case .years: asOf.adding(months: 12 * count)
      }
    return end ?? Day.last
  }

  private static func accounts(
    of review: CheckedReview, _ people: [Int: String], _ countries: AccountCountries,
    _ evaluation: Evaluation
  ) -> [ReviewedAccount] {
    let rows = (0..<evaluation.tables[0].rowCount).filter { row in
      evaluation.tier(row).map(review.tiers.contains) ?? false
    }
    let order = evaluation.order(by: review.order)
    let ranks = evaluation.rankOrder
    let sorted = rows.sorted { left, right in
      if !review.order.isEmpty { return order.isAhead(left, right) }
      let (a, b) = (evaluation.tier(left) ?? 0, evaluation.tier(right) ?? 0)
      return a == b ? ranks.isAhead(left, right, tier: a) : a < b
    }
    let name = evaluation.program.accountName
    return sorted.map { row in
      let key = evaluation.tables[0].key(row)
      return ReviewedAccount(
        key: key, name: name.flatMap { evaluation.text($0, row) } ?? key,
        starting: start(of: review, row, evaluation),
        attendees: review.attendees.map { attendee($0, row, people, evaluation) },
        countries: countries.of(row))
    }
  }

  private static func start(
    of review: CheckedReview, _ row: Int, _ evaluation: Evaluation
  ) -> Day? {
    guard let term = review.starting else { return evaluation.asOf }
    if case .day(let day) = evaluation.value(term, row) { return day }
    return nil
  }

  private static func attendee(
    _ attendee: CheckedReview.Attendee, _ row: Int, _ people: [Int: String],
    _ evaluation: Evaluation
  ) -> Attendee {
    switch attendee {
    case .sponsor: Attendee(role: attendee.role, names: [people[row]].compactMap { $0 })
    case .field(_, let term):
      Attendee(role: attendee.role, names: [evaluation.text(term, row)].compactMap { $0 })
    case .person(let name): Attendee(role: attendee.role, names: [name])
    }
  }
}
