import Diagnostics
import Engine
import Language
import Tables

/// The calendar for people to read: month by month, then the hours of each.
package struct ScheduleText {
  private let report: ScheduleReport
  private let evaluation: Evaluation

  package static func render(_ report: ScheduleReport, style: TextStyle) -> String {
    var page = TextPage(style: style)
    ScheduleText(report: report, evaluation: report.run.evaluation).write(to: &page)
    return page.text
  }

  private func write(to page: inout TextPage) {
    page.heading(Printable.escaped(evaluation.program.agreement.name))
    if let day = evaluation.statedDay { page.paragraph("as of \(day)") }
    let count = report.schedule.reviews.count
    let whose = report.people.map { Printable.escaped($0) }.joined(separator: ", ")
    page.paragraph(
      count == 0
        ? "no reviews" + (whose.isEmpty ? "" : " of \(whose)")
        : Count.of(count, "review", grouped: true) + (whose.isEmpty ? "" : " of \(whose)")
          + " from \(report.schedule.reviews[0].date.words) "
          + "to \(report.schedule.reviews[count - 1].date.words)")
    for (month, reviews) in report.months { write(reviews, in: month, to: &page) }
    writeMeetings(to: &page)
    writeCancelled(to: &page)
    let executives = report.hours.people.filter(\.isExecutive)
    let others = report.hours.people.filter { !$0.isExecutive }
    write(executives, "Hours of executives", to: &page)
    write(others, executives.isEmpty ? "Hours" : "Hours of others", to: &page)
    // Who would have attended these is not known.
    if report.people.isEmpty { ReviewsText(report.run.schedule).writeUnplaced(to: &page) }
  }

  // MARK: Months

  private func write(
    _ reviews: [ScheduledReview], in month: Month, to page: inout TextPage
  ) {
    page.heading(month.words, remark: Count.of(reviews.count, "review"))
    var table = TextTable([.left, .left, .flexible, .flexible, .flexible])
    var before: Day?
    for review in reviews {
      let day = review.date.words.split(separator: " ").prefix(2)
      let time = review.start.map { start in
        Clock.text(start) + (review.end.map { "–\(Clock.text($0))" } ?? "")
      }
      let padded =
        day.count == 2 && day[1].count == 1 ? "\(day[0])  \(day[1])" : day.joined(separator: " ")
      table.append([
        review.date == before ? "" : padded, time ?? "", review.shownAccount,
        Printable.escaped(review.review),
        review.attendees.map { Printable.escaped($0) }.joined(separator: ", "),
      ])
      before = review.date
    }
    page.table(table)
  }

  private func writeCancelled(to page: inout TextPage) {
    let cancelled = report.schedule.cancelled
    guard !cancelled.isEmpty else { return }
    page.heading("Cancelled since the last result", remark: Count.grouped(cancelled.count))
    for review in cancelled {
      page.paragraph(
        "\(review.date.words), \(Printable.escaped(review.review)): \(review.shownAccount)")
    }
  }

  private func writeMeetings(to page: inout TextPage) {
    guard report.people.isEmpty else { return }
    let meetings = report.run.agendas.flatMap { agenda in
      agenda.dates.map { (date: $0, agenda: agenda) }
    }.sorted { $0.date < $1.date }
    guard !meetings.isEmpty else { return }
    page.heading("Meetings with an agenda", remark: Count.grouped(meetings.count))
    for meeting in meetings {
      page.paragraph(
        "\(meeting.date.words), \(Printable.escaped(meeting.agenda.label)): "
          + "\(Count.of(meeting.agenda.entries.count, "account"))")
    }
  }

  // MARK: Hours

  /// How many months stand beside each other.
  private static let monthsAcross = 6

  private func write(
    _ people: [HourTable.Person], _ title: String, to page: inout TextPage
  ) {
    guard !people.isEmpty else { return }
    let months = report.hours.months
    for start in stride(from: 0, to: months.count, by: ScheduleText.monthsAcross) {
      let part = Array(months[start..<min(months.count, start + ScheduleText.monthsAcross)])
      let isLast = start + ScheduleText.monthsAcross >= months.count
      page.heading(title, remark: period(part))
      var table = TextTable(
        [.flexible] + part.map { _ in .right } + [.right],
        header: [""] + part.map(\.short) + [isLast ? "total" : ""])
      for person in people {
        table.append(
          [Printable.escaped(person.name)] + part.map { cell(person.minutes[$0] ?? 0) }
            + [isLast ? cell(person.total) : ""])
      }
      if people.count > 1 {
        table.append(
          ["together"]
            + part.map { month in cell(people.reduce(0) { $0 + ($1.minutes[month] ?? 0) }) }
            + [isLast ? cell(people.reduce(0) { $0 + $1.total }) : ""])
      }
      page.table(table)
    }
  }

  private func period(_ months: [Month]) -> String {
    guard let first = months.first, let last = months.last, first != last else {
      return months.first?.words ?? ""
    }
    return "\(first.words) to \(last.words)"
  }

  private func cell(_ minutes: Int) -> String {
    minutes == 0 ? "–" : HourTable.text(minutes)
  }
}

extension ScheduledReview {
  /// The account by key and name, safe to show.
  var shownAccount: String {
    name == account ? Printable.escaped(account) : Printable.escaped("\(account) \(name)")
  }
}
