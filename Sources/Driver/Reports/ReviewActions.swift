import Engine
import Language
import Tables

/// What follows from the reviews of a schedule, each with its day counted from the day on which the
/// review takes place.
struct ReviewActions {
  private(set) var items: [ToDoList.Item] = []
  private let evaluation: Evaluation
  private let sponsors: [Int: String]

  init(_ run: Run) {
    evaluation = run.evaluation
    sponsors = run.sponsorNames
    let declared = evaluation.program.reviews
    let series = ReviewActions.series(declared)
    if series.isEmpty { return }
    let reviews = run.schedule.reviews.filter { series[$0.review] != nil }
    let rows = run.rows(of: Set(reviews.map(\.account)))
    var firsts: [Seat: String] = [:]
    for review in reviews {
      let seat = Seat(series: series[review.review], account: review.account)
      if firsts[seat] == nil { firsts[seat] = review.uid }
    }
    var later: [Seat: Day] = [:]
    // Backwards, so that the next review of an account is known.
    for review in reviews.reversed() {
      guard let index = series[review.review], let row = rows[review.account] else { continue }
      let seat = Seat(series: index, account: review.account)
      let next = later[seat] ?? ReviewActions.end(of: review, declared[index].cadence)
      for step in declared[index].plan {
        append(step, of: review, row, until: next, isFirst: firsts[seat] == review.uid)
      }
      later[seat] = review.date
    }
  }

  /// The reviews of one block that an account has.
  private struct Seat: Hashable {
    var series: Int?
    var account: String
  }

  /// Returns the blocks from which something follows, by the names of their reviews.
  private static func series(_ declared: [CheckedReview]) -> [String: Int] {
    var series: [String: Int] = [:]
    for (index, review) in declared.enumerated() where !review.plan.isEmpty {
      for label in [review.label] + review.also.map(\.label) where series[label] == nil {
        series[label] = index
      }
    }
    return series
  }

  /// The planned day that comes after a review, which nothing is scheduled for yet.
  private static func end(of review: ScheduledReview, _ cadence: Cadence?) -> Day {
    PlannedDates(start: review.planned, cadence: cadence)[1] ?? .last
  }

  private mutating func append(
    _ step: CheckedPlanStep, of review: ScheduledReview, _ row: Int, until next: Day,
    isFirst: Bool
  ) {
    // What a field says is what is agreed today, and so before the next review alone.
    if step.isTarget, !isFirst, !isWritten(step.what) { return }
    switch step.rhythm {
    case .once(let span):
      append(step, of: review, row, due: span.after(review.date), step.isTarget ? .target : .action)
    case .again(let span):
      var count = 1
      while let due = TimeSpan(span.count * count, span.unit).after(review.date), due < next {
        append(step, of: review, row, due: due, .check)
        count += 1
      }
    }
  }

  private func isWritten(_ term: TermID) -> Bool {
    if case .constant = evaluation.program[term].kind { true } else { false }
  }

  private mutating func append(
    _ step: CheckedPlanStep, of review: ScheduledReview, _ row: Int, due: Day?,
    _ kind: ToDoList.ReviewStep
  ) {
    items.append(
      ToDoList.Item(
        cause: .review(label: review.review, uid: review.uid, held: review.date, kind), row: row,
        name: review.account, text: evaluation.text(step.what, row), due: due,
        by: step.by?.name(row, evaluation, sponsors), asksWho: step.by != nil))
  }
}

extension Run {
  /// Returns the rows of the accounts with these keys.
  func rows(of keys: Set<String>) -> [String: Int] {
    var rows: [String: Int] = [:]
    let table = evaluation.tables[0]
    for row in 0..<table.rowCount where evaluation.tier(row) != nil {
      let key = table.key(row)
      if keys.contains(key) { rows[key] = row }
    }
    return rows
  }
}
