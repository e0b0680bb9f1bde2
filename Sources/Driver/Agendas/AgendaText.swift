import Diagnostics
import Engine
import Language
import Tables

/// What the coming meetings of leadership go through, account by account.
struct AgendaText {
  private let run: Run
  private let evaluation: Evaluation
  private let values: ReadableValue

  init(_ run: Run) {
    self.run = run
    evaluation = run.evaluation
    values = ReadableValue(run.evaluation.program)
  }

  func write(to page: inout TextPage) {
    for agenda in run.agendas where !agenda.meetings.isEmpty { write(agenda, to: &page) }
  }

  private func write(_ agenda: Agenda, to page: inout TextPage) {
    page.heading(
      "Agenda: \(Printable.escaped(agenda.label))",
      remark: Count.of(agenda.meetings.count, "meeting"))
    let days = agenda.dates.prefix(ReportLimits.names).map(\.words)
    let more = agenda.dates.count - days.count
    page.paragraph(
      days.joined(separator: ", ") + (more > 0 ? " and \(Count.grouped(more)) more" : ""))
    if agenda.hasBefore {
      page.paragraph("below each figure is how it changed since the last result")
    }
    writeEntries(of: agenda, to: &page)
    guard let first = agenda.meetings.first else { return }
    write(first, to: &page)
    for meeting in agenda.meetings.dropFirst().prefix(ReportLimits.meetings) {
      page.paragraph(
        "then until \(meeting.date.words): \(Count.of(meeting.reviews.count, "review")), "
          + "\(Count.of(meeting.actions.count, "thing")) due")
    }
  }

  // MARK: Accounts

  private func writeEntries(of agenda: Agenda, to page: inout TextPage) {
    let shows = agenda.declared.shows
    var table = TextTable(
      [.right, .flexible] + shows.map { side(of: $0) },
      header: ["", ""] + shows.map { heading(of: $0) })
    for (index, entry) in agenda.entries.enumerated() {
      table.append(
        ["\(index + 1)", evaluation.shownAccount(entry.row)]
          + entry.figures.map { cell($0) })
      let changes = zip(shows, entry.figures).map { change($1, entry.before?.figures[$0.label]) }
      let place = movement(of: entry, at: index + 1, in: agenda)
      if !place.isEmpty || changes.contains(where: { !$0.isEmpty }) {
        table.append(["", place] + changes)
      }
    }
    page.table(table)
  }

  private func side(of show: CheckedShow) -> TextTable.Column {
    switch evaluation.program[show.term].type {
    case .number, .percent, .money, .days, .months: .right
    case .date: .left
    default: .flexible
    }
  }

  private func heading(of show: CheckedShow) -> String {
    let program = evaluation.program
    let currency = program[show.term].type == .money ? program.agreement.currency : nil
    return Printable.escaped(show.label) + (currency.map { ", \($0)" } ?? "")
  }

  /// Money without its code, which stands in the heading.
  private func cell(_ value: Value) -> String {
    switch value {
    case .number(let number, .money): ReadableValue.number(number)
    case .missing: "–"
    default: values.text(value)
    }
  }

  private func change(_ value: Value, _ before: PreviousAgendas.Figure?) -> String {
    guard let before else { return "" }
    switch (value, before) {
    case (.number(let now, let type), .number(let then)):
      guard let step = now.subtracting(then), step != .zero else { return "" }
      let shown = type == .money ? ReadableValue.number(step) : values.text(step, type)
      return step > .zero ? "+" + shown : shown
    case (.day(let day), .text(let then)): return day.description == then ? "" : "was \(then)"
    case (.text(let text), .text(let then)):
      return text == then ? "" : "was \(Printable.escaped(then, limit: 40))"
    default: return ""
    }
  }

  /// What became of an account's place since the last result.
  private func movement(of entry: Agenda.Entry, at place: Int, in agenda: Agenda) -> String {
    guard agenda.hasBefore else { return "" }
    guard let before = entry.before else { return "new on this agenda" }
    return before.place == place ? "" : "was place \(before.place)"
  }

  // MARK: Meetings

  /// What happens and falls due until the next meeting, by day.
  private func write(_ meeting: Agenda.Meeting, to page: inout TextPage) {
    page.paragraph("until \(meeting.date.words):")
    if meeting.reviews.isEmpty, meeting.actions.isEmpty {
      return page.paragraph("nothing is planned or due", indent: 4)
    }
    var lines = meeting.reviews.map { review in
      (review.date, "review", "\(Printable.escaped(review.review)): \(review.shownAccount)")
    }
    lines += meeting.actions.map { action in
      (
        action.due ?? meeting.date, action.by.map { Printable.escaped($0) } ?? "",
        "\(Printable.escaped(action.words)): \(evaluation.shownAccount(action.row))"
      )
    }
    let rows = lines.enumerated().sorted {
      ($0.element.0, $0.offset) < ($1.element.0, $1.offset)
    }.map { [$0.element.0.words, $0.element.1, $0.element.2] }
    // A single line is as short as saying that there is one more.
    let isShort = rows.count <= ReportLimits.actions + 1
    var table = TextTable([.left, .flexible, .flexible])
    for row in rows.prefix(isShort ? rows.count : ReportLimits.actions) { table.append(row) }
    page.table(table)
    let more = rows.count - ReportLimits.actions
    if !isShort { page.paragraph("and \(Count.grouped(more)) more, see --format json") }
  }
}

extension Run {
  /// Writes the agendas as an array of objects, if there are any.
  func writeAgendas(to json: inout JSONWriter) {
    if evaluation.program.agendas.isEmpty { return }
    let sponsors = sponsorNames
    json.array("agendas", agendas) { json, agenda in
      json.object {
        $0.member("agenda", agenda.label)
        $0.member("dates", agenda.dates.map(\.description))
        $0.array("accounts", agenda.entries.enumerated()) { json, item in
          json.object { write(item.element, item.offset + 1, agenda, sponsors, to: &$0) }
        }
        $0.array("meetings", agenda.meetings) { json, meeting in
          json.object {
            $0.member("date", meeting.date)
            $0.member("reviews", meeting.reviews.map(\.uid))
            $0.array("due", meeting.actions) { json, action in
              json.object {
                $0.member("account", action.name)
                $0.member("action", action.text)
                $0.member("due", action.due)
                $0.member("by", action.by)
              }
            }
          }
        }
      }
    }
  }

  private func write(
    _ entry: Agenda.Entry, _ place: Int, _ agenda: Agenda, _ sponsors: [Int: String],
    to json: inout JSONWriter
  ) {
    json.member("place", place)
    json.member("placeBefore", entry.before?.place)
    json.member("key", entry.key)
    json.member("name", evaluation.accountName(entry.row))
    json.member(
      "tier", evaluation.tier(entry.row).map { evaluation.program.tiers[$0].name })
    json.member("sponsor", sponsors[entry.row])
    json.object("figures") {
      for (show, value) in zip(agenda.declared.shows, entry.figures) {
        $0.figure(show.label, value)
      }
    }
    json.object("before") {
      for show in agenda.declared.shows {
        switch entry.before?.figures[show.label] {
        case .number(let number): $0.member(show.label, number)
        case .text(let text): $0.member(show.label, text)
        case nil: break
        }
      }
    }
  }
}

extension JSONWriter {
  /// Writes a figure under its name.
  fileprivate mutating func figure(_ name: String, _ value: Value) {
    switch value {
    case .missing: member(name, String?.none)
    case .number(let number, _): member(name, number)
    case .day(let day): member(name, day)
    case .truth(let truth): member(name, truth)
    case .text(let text): member(name, text)
    }
  }
}
