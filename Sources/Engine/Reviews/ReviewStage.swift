import Diagnostics
import Language
import Tables

/// Hands the scheduler what the agreement says about reviews.
package enum ReviewStage {
  /// Returns the schedule from the as-of date on.
  ///
  /// - Parameters:
  ///   - calendar: what `calendar(of:_:asOf:)` returns.
  ///   - earlier: the earlier schedule, if there is one.
  package static func schedule(
    _ evaluation: Evaluation, sponsors: [SponsorResult], on calendar: WorkingCalendar,
    earlier: EarlierSchedule? = nil
  ) -> Schedule {
    let program = evaluation.program
    let countries = AccountCountries(evaluation, sponsors)
    let policies = program.reviews.map { review in
      var policy = ReviewPolicy(
        label: review.label, cadence: review.cadence, minutes: review.minutes,
        limits: review.limits, horizonEnd: horizonEnd(review, from: evaluation.asOf),
        noticeEnd: review.notice.map { $0.after(evaluation.asOf) ?? Day.last },
        accounts: accounts(
          of: review, ReviewAttendance(review, sponsors, evaluation), countries, evaluation))
      policy.rolling = review.rolling
      return policy
    }
    return Scheduler.schedule(
      policies, on: calendar, agreement: program.agreement.name, asOf: evaluation.asOf,
      earlier: earlier?.reviews, dropped: earlier?.cancelled ?? [])
  }

  static func horizonEnd(_ review: CheckedReview, from asOf: Day) -> Day {
    TimeSpan(review.horizon.count, review.horizon.unit).after(asOf) ?? Day.last
  }

  private static func accounts(
    of review: CheckedReview, _ attendance: ReviewAttendance, _ countries: AccountCountries,
    _ evaluation: Evaluation
  ) -> [ReviewedAccount] {
    let rows = (0..<evaluation.tables[0].rowCount).filter { row in
      (evaluation.tier(row).map(review.tiers.contains) ?? false)
        && review.only.allSatisfy { evaluation.holds($0, row) }
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
      var account = ReviewedAccount(
        key: key, name: name.flatMap { evaluation.text($0, row) } ?? key,
        starting: start(of: review, row, evaluation), attendees: attendance.attendees(of: row),
        countries: countries.of(row))
      if let term = review.lastMet {
        account.lastMet = evaluation.day(term, row).map { .day($0) } ?? .unknown
      }
      account.window = review.window.map { window($0, row, evaluation) }
      account.also = review.also.map { further($0, row, evaluation) }
      return account
    }
  }

  private static func start(
    of review: CheckedReview, _ row: Int, _ evaluation: Evaluation
  ) -> Day? {
    if case .on(let date) = review.timing { return evaluation.day(date, row) }
    guard let term = review.starting else {
      return review.notice.map { $0.after(evaluation.asOf) } ?? evaluation.asOf
    }
    return evaluation.day(term, row)
  }

  private static func window(
    _ window: CheckedReview.Window, _ row: Int, _ evaluation: Evaluation
  ) -> ReviewWindow {
    let day = evaluation.day(window.date, row)
    let before = TimeSpan(-window.span.count, window.span.unit)
    return ReviewWindow(
      from: window.side == .after ? day : day.map { before.after($0) ?? Day.first },
      to: window.side == .before ? day : day.map { window.span.after($0) ?? Day.last },
      words: evaluation.program.words(at: window.range))
  }

  private static func further(
    _ also: CheckedReview.Also, _ row: Int, _ evaluation: Evaluation
  ) -> FurtherReview {
    FurtherReview(
      label: also.label, on: evaluation.day(also.on, row),
      unless: also.unless.map { unless in
        ReviewWindow(
          from: evaluation.day(unless.from, row), to: evaluation.day(unless.to, row),
          words: evaluation.program.words(at: unless.range))
      })
  }
}

extension Evaluation {
  /// Returns the date of a demanded term, or nil where it is missing.
  fileprivate func day(_ term: TermID, _ row: Int) -> Day? {
    if case .day(let day) = value(term, row) { day } else { nil }
  }

  /// `true` iff a demanded condition is yes.
  func holds(_ condition: TermID, _ row: Int) -> Bool { value(condition, row) == .truth(true) }
}

extension CheckedProgram {
  /// Returns what is written at `range`, on one line.
  fileprivate func words(at range: SourceRange) -> String {
    source.text(of: range).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
