import Diagnostics
import Engine
import Tables

/// Which reviews come next, which are overdue, moved or without a day, and what differs from the
/// earlier schedule.
struct ReviewsText {
  private let schedule: Schedule

  init(_ schedule: Schedule) { self.schedule = schedule }

  func write(to page: inout TextPage) {
    writeNext(to: &page)
    writeOverdue(to: &page)
    writeMoved(to: &page)
    writeChanges(to: &page)
    writeUnplaced(to: &page)
  }

  private func writeNext(to page: inout TextPage) {
    let reviews = schedule.reviews
    guard let last = reviews.last else { return }
    page.heading("Reviews", remark: "\(Count.grouped(reviews.count)) until \(last.date.words)")
    var table = TextTable([.left, .left, .flexible, .flexible, .left])
    for review in reviews.prefix(ReportLimits.reviews) {
      table.append([
        review.date.words, time(review), Printable.escaped(review.review), account(review),
        review.markWords.joined(separator: ", "),
      ])
    }
    page.table(table)
    let more = reviews.count - ReportLimits.reviews
    if more > 0 { page.paragraph("and \(Count.grouped(more)) more, see --schedule") }
  }

  private func time(_ review: ScheduledReview) -> String {
    guard let start = review.start else { return "" }
    return Clock.text(start) + (review.end.map { "–\(Clock.text($0))" } ?? "")
  }

  private func account(_ review: ScheduledReview) -> String {
    review.name == review.account
      ? Printable.escaped(review.account)
      : Printable.escaped("\(review.account) \(review.name)")
  }

  /// Such as `A07 Fulmar Bank, Account planning`.
  private func title(_ review: ScheduledReview) -> String {
    "\(account(review)), \(Printable.escaped(review.review))"
  }

  private func writeMore(_ count: Int, limit: Int, to page: inout TextPage) {
    let more = count - limit
    if more > 0 { page.paragraph("and \(Count.grouped(more)) more, see --schedule") }
  }

  private func writeOverdue(to page: inout TextPage) {
    let overdue = schedule.reviews.filter(\.isOverdue)
    let unplaced = schedule.unplaced.filter(\.isOverdue)
    guard !overdue.isEmpty || !unplaced.isEmpty else { return }
    page.heading("Overdue reviews", remark: Count.grouped(overdue.count + unplaced.count))
    for review in overdue.prefix(ReportLimits.reviews) {
      let reason = review.moved.map { Printable.escaped($0) } ?? "on \(review.date.words)"
      page.paragraph("\(title(review)): \(reason)")
    }
    writeMore(overdue.count, limit: ReportLimits.reviews, to: &page)
    for review in unplaced.prefix(ReportLimits.reviews) {
      page.paragraph(
        "\(Printable.escaped("\(review.account), \(review.review)")): without a day, see below")
    }
  }

  private func writeMoved(to page: inout TextPage) {
    let moved = schedule.reviews.filter { $0.date != $0.planned && !$0.isOverdue }
    guard !moved.isEmpty else { return }
    page.heading("Moved reviews", remark: Count.grouped(moved.count))
    for review in moved.prefix(ReportLimits.reviews) {
      page.paragraph("\(title(review)): \(Printable.escaped(review.moved ?? ""))")
    }
    writeMore(moved.count, limit: ReportLimits.reviews, to: &page)
  }

  // MARK: The earlier schedule

  private func writeChanges(to page: inout TextPage) {
    guard let changes = schedule.changes else { return }
    let counts = ScheduleChange.Kind.allCases.map { kind in
      "\(Count.grouped(changes.count { $0.kind == kind })) \(kind.rawValue)"
    }
    page.heading("Changes since the earlier schedule", remark: counts.joined(separator: ", "))
    if changes.isEmpty { page.paragraph("every review is where it was") }
    for kind in ScheduleChange.Kind.allCases {
      let own = changes.filter { $0.kind == kind }
      for change in own.prefix(ReportLimits.changedReviews) { write(change, to: &page) }
      let more = own.count - ReportLimits.changedReviews
      if more > 0 { page.paragraph("and \(Count.grouped(more)) more \(kind.rawValue)") }
    }
  }

  private func write(_ change: ScheduleChange, to page: inout TextPage) {
    let because = change.because.map { ": \(Printable.escaped($0))" } ?? ""
    let place = moment(change.review)
    let words =
      switch (change.kind, change.before) {
      case (.moved, let before?): "moved from \(moment(before)) to \(place)"
      case (.cancelled, _): "cancelled, was on \(place)"
      default: "added on \(place)"
      }
    page.paragraph("\(title(change.review)) \(words)\(because)")
  }

  /// Such as `Mon 2 Aug 2027, 09:00–10:00`.
  private func moment(_ review: ScheduledReview) -> String {
    let time = time(review)
    return review.date.words + (time.isEmpty ? "" : ", \(time)")
  }

  // MARK: Without a day

  func writeUnplaced(to page: inout TextPage) {
    let unplaced = schedule.unplaced
    guard !unplaced.isEmpty else { return }
    page.heading("Reviews without a day", remark: Count.grouped(unplaced.count))
    for review in unplaced.prefix(ReportLimits.reviews) {
      let planned = review.planned.map { ", planned \($0.words)" } ?? ""
      let because = review.because.map { Printable.escaped($0) }.joined(separator: "; ")
      page.paragraph(
        "\(Printable.escaped(review.account)), \(Printable.escaped(review.review))\(planned): "
          + because)
    }
    let more = unplaced.count - ReportLimits.reviews
    if more > 0 { page.paragraph("and \(Count.grouped(more)) more") }
  }
}
