import Diagnostics
import Engine
import Language
import Tables

/// What the meetings of a series go through: the first accounts by its keys, with its figures.
package struct Agenda: Sendable {
  /// An account that is discussed.
  package struct Entry: Sendable {
    var row: Int
    package var key: String
    /// By figure of the agenda.
    package var figures: [Value]
    /// What the last result says of the account; nil where it does not have it.
    var before: PreviousAgendas.Entry?
  }

  /// What has happened and falls due up to a meeting, since the one before or the as-of day.
  struct Meeting: Sendable {
    var date: Day
    var reviews: [ScheduledReview]
    var actions: [ToDoList.Item]
  }

  let declared: CheckedAgenda
  package let entries: [Entry]
  let meetings: [Meeting]
  /// `true` iff the last result has this agenda.
  let hasBefore: Bool

  package var label: String { declared.label }
  package var dates: [Day] { meetings.map(\.date) }

  init(_ declared: CheckedAgenda, _ run: Run, _ actions: [ToDoList.Item]) {
    self.declared = declared
    let evaluation = run.evaluation
    let before = run.previous?.agendas[declared.label]
    hasBefore = before != nil
    let entries = Agenda.rows(declared, evaluation).map { row in
      let key = evaluation.tables[0].key(row)
      return Entry(
        row: row, key: key, figures: declared.shows.map { evaluation.value($0.term, row) },
        before: before?[key])
    }
    self.entries = entries
    let keys = Set(entries.map(\.key))
    let reviews = run.schedule.reviews.filter { keys.contains($0.account) }
    let rows = Set(entries.map(\.row))
    let theirs = actions.filter {
      $0.isOfAccount(in: evaluation.program) && rows.contains($0.row)
    }
    var since = evaluation.asOf
    meetings = Agenda.dates(declared, evaluation).map { date in
      // What happens on a meeting's day is told at the next one.
      let span = since..<date
      since = date
      return Meeting(
        date: date, reviews: reviews.filter { span.contains($0.date) },
        actions: theirs.filter { $0.due.map(span.contains) ?? false })
    }
  }

  private static func rows(_ declared: CheckedAgenda, _ evaluation: Evaluation) -> [Int] {
    let order = evaluation.order(by: declared.order)
    let rows = (0..<evaluation.tables[0].rowCount).filter { row in
      guard let tier = evaluation.tier(row) else { return false }
      return declared.tiers.isEmpty || declared.tiers.contains(tier)
    }
    return Array(rows.sorted { order.isAhead($0, $1) }.prefix(declared.most))
  }

  /// The days from the as-of day on, each once.
  static func dates(_ declared: CheckedAgenda, _ evaluation: Evaluation) -> [Day] {
    var dates = declared.dates
    for column in declared.columns {
      let table = evaluation.tables[column.table.index]
      for row in 0..<table.rowCount where table.repeated[row] == nil {
        if let condition = column.condition, evaluation.value(condition, row) != .truth(true) {
          continue
        }
        if case .day(let day) = evaluation.value(column.date, row) { dates.append(day) }
      }
    }
    return Set(dates.filter { $0 >= evaluation.asOf }).sorted()
  }
}

extension Run {
  /// The agendas, in the order of the agreement.
  package var agendas: [Agenda] {
    guard !evaluation.program.agendas.isEmpty else { return [] }
    let actions = ToDoList(self).items
    return evaluation.program.agendas.map { Agenda($0, self, actions) }
  }
}

extension Pipeline {
  /// Warns of agendas whose meetings are all over.
  mutating func report(agendasWithoutMeeting evaluation: Evaluation) {
    for agenda in evaluation.program.agendas where Agenda.dates(agenda, evaluation).isEmpty {
      report(.noMeeting(agenda, in: evaluation.program, asOf: evaluation.asOf))
    }
  }
}

extension Diagnostic {
  /// An agenda that no meeting needs.
  static func noMeeting(_ agenda: CheckedAgenda, in program: CheckedProgram, asOf: Day)
    -> Diagnostic
  {
    Diagnostic(
      .noMeeting, .warning, "no meeting of this agenda is on \(asOf) or later",
      at: program.source.place(of: agenda.range), label: "nobody will go through it",
      help: agenda.columns.isEmpty
        ? "write the days of the coming meetings" : "add the coming meetings to the table")
  }
}
