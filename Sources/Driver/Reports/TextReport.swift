import Diagnostics
import Engine
import Language
import Tables

/// The result of a run for people who have agreed on key accounts, and need not program.
///
/// A section is there only if it has something to say. Nothing is cut: what is too long for a line
/// goes on in the next, and a list that is shortened says by how much.
package enum TextReport {
  package static func render(_ run: Run, style: TextStyle) -> String {
    var page = TextPage(style: style)
    let people = SponsorLoads(run)
    let (movement, changes) = (Movement(run), FindingChanges(run))
    OverviewText(run).write(to: &page)
    TiersText(run).write(to: &page)
    MovementText(run, movement).write(to: &page)
    AccountsText(run).write(to: &page)
    LimitsText(run).write(to: &page)
    FindingsText(run).write(to: &page)
    FindingChangesText(run, changes).write(to: &page)
    ChangeLogText(run, ChangeLog(run, movement, changes)).write(to: &page)
    QuestionsText(run).write(to: &page)
    PeopleText(run, people).write(to: &page)
    AgendaText(run).write(to: &page)
    ForecastText(run).write(to: &page)
    RejectedText(run).write(to: &page)
    return page.text
  }
}

/// How long reports make lists before they only count.
enum ReportLimits {
  static let accounts = 40
  static let names = 8
  static let failing = 5
  static let reviews = 10
  /// Further meetings of which it is said how much is planned until then.
  static let meetings = 3
  /// Reviews that were added, moved or cancelled, of each.
  static let changedReviews = 10
  static let actions = 20
  static let bookRows = 20
  /// Changes that are told to one person.
  static let changes = 10
  static let recipients = 20
  /// Days on which time changes tiers.
  static let turns = 8
  static let rejectedRows = 3
  /// The scores that have a column of their own.
  static let scores = 3
}

/// Which agreement this is, when and by whom it was agreed, and from which files the run read.
struct OverviewText {
  private let run: Run
  private let evaluation: Evaluation
  /// A file that the agreement does not declare, as a line of the table of files.
  private let otherFile: [String]?

  init(_ run: Run, otherFile: [String]? = nil) {
    self.run = run
    evaluation = run.evaluation
    self.otherFile = otherFile
  }

  func write(to page: inout TextPage) {
    let agreement = evaluation.program.agreement
    page.heading(Printable.escaped(agreement.name))
    if let day = evaluation.statedDay { page.paragraph("as of \(day)\(force(on: day))") }
    if agreement.agreed != nil || !agreement.approvers.isEmpty {
      let on = agreement.agreed.map { " \($0)" } ?? ""
      let by = agreement.approvers.map { Printable.escaped($0) }.joined(separator: ", ")
      page.paragraph("agreed\(on)\(by.isEmpty ? "" : " by \(by)")")
    }
    var files = TextTable([.left, .flexible, .right, .left])
    for table in evaluation.program.fileTables {
      guard let input = run.inputs[table.index] else { continue }
      let rows = RowCounts(table, in: evaluation)
      files.append(
        OverviewText.line(evaluation.program[table].name, input.path, rows.all, rows.rejected))
    }
    if let otherFile { files.append(otherFile) }
    if let previous = run.previous {
      files.append([
        "previous", Printable.escaped(previous.path),
        previous.tiers.map { Count.of($0.count, "account", grouped: true) }
          ?? Count.of(previous.reviews ?? 0, "review", grouped: true),
        previous.asOf.map { "as of \($0)" } ?? "",
      ])
    }
    page.table(files)
    let rates = evaluation.program.rates(on: evaluation.asOf)
    if !rates.isEmpty { page.paragraph(sentence(about: rates)) }
  }

  /// Returns what is said of a file.
  static func line(_ name: String, _ path: String, _ rows: Int, _ rejected: Int) -> [String] {
    [
      name, Printable.escaped(path), Count.of(rows, "row", grouped: true),
      rejected > 0 ? "\(Count.grouped(rejected)) rejected" : "",
    ]
  }

  /// Such as `1 EUR is PLN 4.3 and USD 1.08 on 2027-01-04, CZK 25 on 2027-02-01`.
  private func sentence(about rates: [CurrencyRate]) -> String {
    var words: [String] = []
    for day in Set(rates.map(\.day)).sorted() {
      let figures = rates.filter { $0.day == day }.map { "\($0.code) \($0.value)" }
      words.append("\(figures.joined(separator: ", ")) on \(day)")
    }
    let home = evaluation.program.agreement.currency ?? ""
    return "1 \(Printable.escaped(home)) is \(words.joined(separator: "; "))"
  }

  /// Whether the agreement is in force on `day`, with its dates.
  private func force(on day: Day) -> String {
    let agreement = evaluation.program.agreement
    if let effective = agreement.effective, day < effective {
      return ", not in force before \(effective)"
    }
    if let expires = agreement.expires {
      return day > expires ? ", expired on \(expires)" : ", in force until \(expires)"
    }
    return agreement.effective.map { ", in force since \($0)" } ?? ""
  }
}

/// The records that count nowhere, file by file.
struct RejectedText {
  private let evaluation: Evaluation

  init(_ run: Run) { evaluation = run.evaluation }

  func write(to page: inout TextPage) {
    var hasHeading = false
    for index in evaluation.program.tables.indices {
      let rows = RejectedRecord.of(TableID(index), in: evaluation)
      guard let first = rows.first else { continue }
      if !hasHeading { page.heading("Rejected rows", remark: "they count nowhere") }
      hasHeading = true
      let count = RowCounts(TableID(index), in: evaluation).rejected
      page.paragraph("\(Printable.escaped(first.path)): \(Count.of(count, "row", grouped: true))")
      // A single row is as short as saying that there is one more.
      let isShort = count == rows.count && count <= ReportLimits.rejectedRows + 1
      let shown = isShort ? count : min(rows.count, ReportLimits.rejectedRows)
      for row in rows.prefix(shown) {
        page.paragraph("line \(row.line): \(row.message)", indent: 4)
      }
      let more = count - shown
      if more > 0 { page.paragraph("and \(Count.grouped(more)) more", indent: 4) }
    }
  }
}

extension Count {
  static func grouped(_ count: Int) -> String { ReadableValue.grouped(Decimal(count)) }

  static func of(_ count: Int, _ noun: String, grouped: Bool) -> String {
    "\(grouped ? Count.grouped(count) : "\(count)") \(noun)\(count == 1 ? "" : "s")"
  }
}
