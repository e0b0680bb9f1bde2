import Diagnostics
import Engine
import Language
import Tables

/// Who sponsors what, and which reviews come next.
struct PeopleText {
  private let run: Run
  private let evaluation: Evaluation
  private let loads: SponsorLoads

  init(_ run: Run, _ loads: SponsorLoads) {
    self.run = run
    evaluation = run.evaluation
    self.loads = loads
  }

  func write(to page: inout TextPage) {
    writeSponsors(to: &page)
    writeReviews(to: &page)
    writeMoved(to: &page)
    writeUnplaced(to: &page)
  }

  private func key(_ row: Int) -> String { Printable.escaped(evaluation.tables[0].key(row)) }

  // MARK: Sponsors

  func writeSponsors(to page: inout TextPage) {
    guard !evaluation.program.sponsors.isEmpty else { return }
    page.heading("Sponsors")
    let measure = Measure(evaluation)
    var table = TextTable(
      [.flexible, .right, .left, .right, .right, .flexible],
      header: [
        "", "accounts", "", measure?.heading(evaluation.program) ?? "",
        evaluation.statesEffort ? "days a month" : "", "",
      ])
    for load in loads.people {
      table.append([
        Printable.escaped(load.name), "\(load.accounts.count)",
        load.seats.map { "of \(Count.of($0, "seat"))" } ?? "",
        load.measure.map { ReadableValue.amount($0) } ?? "", days(load),
        NameList.text(load.accounts, key) + deputies(load),
      ])
    }
    page.table(table)
    writeOverOffer(to: &page)
    for shortage in loads.shortages {
      page.paragraph(
        "\(evaluation.program.tiers[shortage.tier].name): "
          + "\(shortage.missing) of \(Count.of(shortage.accounts, "account")) without a sponsor")
    }
    write("without a sponsor:", loads.unsponsored, to: &page)
    write("without a deputy:", loads.withoutDeputy, to: &page)
  }

  private func days(_ load: SponsorLoads.Load) -> String {
    guard evaluation.statesEffort else { return "" }
    let taken = load.days.map { ReadableValue.number($0) } ?? "unknown"
    return taken + (load.offer.map { " of \(ReadableValue.number($0))" } ?? "")
  }

  private func deputies(_ load: SponsorLoads.Load) -> String {
    guard !load.deputyOf.isEmpty else { return "" }
    return (load.accounts.isEmpty ? "" : "; ") + "deputy: " + NameList.text(load.deputyOf, key)
  }

  private func writeOverOffer(to page: inout TextPage) {
    let over = loads.people.filter(\.isOverOffer)
    guard !over.isEmpty else { return }
    let names = over.map { Printable.escaped($0.name) }.joined(separator: ", ")
    page.paragraph("accounts take more days than they have: \(names)")
  }

  private func write(
    _ title: String, _ vacant: [SponsorLoads.Vacant], to page: inout TextPage
  ) {
    guard !vacant.isEmpty else { return }
    page.paragraph(title)
    for item in vacant {
      let because = item.because.map { Printable.escaped($0) }.joined(separator: "; ")
      page.paragraph("\(evaluation.shownAccount(item.row)): \(because)", indent: 4)
    }
  }

  // MARK: Reviews

  private func writeReviews(to page: inout TextPage) {
    let reviews = run.schedule.reviews
    guard let last = reviews.last else { return }
    page.heading("Reviews", remark: "\(Count.grouped(reviews.count)) until \(last.date.words)")
    var table = TextTable([.left, .left, .flexible, .flexible])
    for review in reviews.prefix(ReportLimits.reviews) {
      let time = review.start.map { start in
        Clock.text(start) + (review.end.map { "–\(Clock.text($0))" } ?? "")
      }
      table.append([
        review.date.words, time ?? "", Printable.escaped(review.review), account(review),
      ])
    }
    page.table(table)
    writeMore(reviews.count, to: &page)
  }

  private func account(_ review: ScheduledReview) -> String {
    review.name == review.account
      ? Printable.escaped(review.account)
      : Printable.escaped("\(review.account) \(review.name)")
  }

  private func writeMore(_ count: Int, to page: inout TextPage) {
    let more = count - ReportLimits.reviews
    if more > 0 { page.paragraph("and \(Count.grouped(more)) more, see --schedule") }
  }

  private func writeMoved(to page: inout TextPage) {
    let moved = run.schedule.reviews.filter { $0.moved != nil }
    guard !moved.isEmpty else { return }
    page.heading("Moved reviews", remark: Count.grouped(moved.count))
    for review in moved.prefix(ReportLimits.reviews) {
      page.paragraph(
        "\(account(review)), \(Printable.escaped(review.review)): \(review.planned.words) to "
          + "\(review.date.words) (\(hindrance(review)))")
    }
    writeMore(moved.count, to: &page)
  }

  /// What was in the way; the planned day, which is said already, is left out.
  private func hindrance(_ review: ScheduledReview) -> String {
    let story = review.moved ?? ""
    let day = review.planned.words + ", "
    return Printable.escaped(story.hasPrefix(day) ? String(story.dropFirst(day.count)) : story)
  }

  func writeUnplaced(to page: inout TextPage) {
    let unplaced = run.schedule.unplaced
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
