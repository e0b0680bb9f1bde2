import Diagnostics
import Driver
import Engine
import Language
import Tables

/// What a run found, as short texts that a reader can work out by hand.
struct ResultText {
  let run: Run

  private var evaluation: Evaluation { run.evaluation }
  private var program: CheckedProgram { run.evaluation.program }
  private var accounts: Range<Int> { 0..<evaluation.tables[0].rowCount }

  // MARK: Tiers

  /// The `--tiers` file without its column `provisional`.
  ///
  /// What filling in blanks could change is no part of these cases.
  var tiers: String {
    get async {
      let bytes = TiersCSV(run).bytes
      let records = Self.records(of: String(decoding: bytes, as: UTF8.self))
      guard let column = records.first?.firstIndex(of: "provisional") else { return "" }
      return records.map { record in
        (record[..<column] + record[(column + 1)...]).joined(separator: ",") + "\n"
      }.joined()
    }
  }

  /// Returns the cells of each record, as they are written.
  private static func records(of text: String) -> [[Substring]] {
    var records: [[Substring]] = [[]]
    var isQuoted = false
    var start = text.startIndex
    for index in text.indices {
      if text[index] == "\"" { isQuoted.toggle() }
      guard !isQuoted, text[index] == "," || text[index] == "\n" else { continue }
      records[records.count - 1].append(text[start..<index])
      if text[index] == "\n" { records.append([]) }
      start = text.index(after: index)
    }
    return records.filter { !$0.isEmpty }
  }

  // MARK: Findings

  /// Figures of the portfolio, limits, requirements, warnings, and what found nobody or no day.
  var findings: String {
    let found = run.findings.map(finding) + questions + actions + agendas
    let lines = shows + books + limits + found + unsponsored + unplaced
    return lines.map { $0 + "\n" }.joined()
  }

  private var shows: [String] {
    program.shows.filter { !$0.isOfAccounts(in: program) }.map { show in
      "show \"\(show.label)\": \(text(evaluation.value(show.term, 0)))"
    }
  }

  private var books: [String] {
    run.books.flatMap { result in
      let names = RowNames(result.book.each, in: evaluation)
      let lines = result.rows.map { row in
        let figures = result.book.shows.map {
          "\($0.label) \(text(evaluation.value($0.term, row)))"
        }
        return "  \(names.name(row)): \(figures.joined(separator: ", "))"
      }
      return ["for each \(result.book.name), \(result.without) without:"] + lines
    }
  }

  private func text(_ value: Value) -> String {
    switch value {
    case .missing: "missing"
    case .number(let number, _): number.description
    case .day(let day): day.description
    case .truth(let truth): truth ? "yes" : "no"
    case .text(let text): text
    }
  }

  private var limits: [String] {
    program.limits.indices.map { index in
      let result = evaluation.decision.limits[index]
      let seats = result.seats.map(String.init) ?? "unknown"
      var parts = ["\(result.taken) of \(seats) seats taken"]
      let groups = [
        ("spared", result.spared), ("uncounted", result.uncounted),
        ("by override", result.overridden),
      ]
      parts += groups.filter { !$0.1.isEmpty }.map { "\($0.0) \(keys($0.1))" }
      if let last = result.lastSeat { parts.append("last seat \(key(last))") }
      if result.isDecidedByKey { parts.append("decided by the key") }
      parts += result.displaced.map(displacement)
      return "limit \(names(program.limits[index].tiers)): \(parts.joined(separator: "; "))"
    }
  }

  private func displacement(_ row: Int) -> String {
    guard let moved = evaluation.decision.displaced[row] else { return "\(key(row)) moved" }
    return "\(key(row)), rank \(moved.rank), from \(names([moved.from])) to \(names([moved.to]))"
  }

  private func finding(_ result: FindingResult) -> String {
    let finding = program.findings[result.index]
    let word = finding.isRequirement ? "require" : "warn"
    let verdict =
      if result.rows.isEmpty {
        finding.isRequirement ? "holds" : "nothing"
      } else {
        (finding.isRequirement ? "fails" : "fires") + rows(result.rows, finding.scope)
      }
    let open = result.undecided.isEmpty ? "" : "; undecided" + rows(result.undecided, finding.scope)
    return "\(word) \"\(finding.label)\": \(verdict)\(open); \(result.checked) checked"
  }

  private var questions: [String] {
    run.questions.entries.map { entry in
      let tally = entry.tally
      return "question \"\(program.findings[entry.finding].question?.text ?? "")\": "
        + "\(tally.answered) answered, \(tally.stale) stale, \(tally.unknown) unknown"
    }
  }

  private var actions: [String] {
    ToDoList(run).items.map { item in
      "do \"\(item.words)\" for \(item.name ?? "all") by \(item.by ?? "nobody") until "
        + (item.due?.description ?? "no day")
    }
  }

  private var agendas: [String] {
    run.agendas.map { agenda in
      "agenda \"\(agenda.label)\" on \(agenda.dates.map(\.description)): "
        + agenda.entries.map { "\($0.key) \($0.figures.map(text))" }.joined(separator: ", ")
    }
  }

  private func rows(_ rows: [Int], _ scope: CheckedFinding.Scope) -> String {
    switch scope {
    case .portfolio: ""
    case .tiers, .all: " for \(keys(rows))"
    case .each(let table):
      " for " + rows.map { name(of: $0, in: table) }.joined(separator: ", ")
    }
  }

  /// The key of a row; a value of `for each FIELD` and a row without a key go by their number.
  private func name(of row: Int, in table: TableID) -> String {
    let keys = evaluation.tables[table.index].keys
    return row < keys.count ? keys.text(row) : "row \(row + 1)"
  }

  private var unsponsored: [String] {
    run.sponsors.flatMap { result in
      let words = SponsorWords(result.question, program)
      func lines(_ what: String, _ vacancies: [Vacancy]) -> [String] {
        vacancies.map {
          "no \(what) for \(key(result.accounts[$0.account])): "
            + words.because($0).joined(separator: "; ")
        }
      }
      return lines("sponsor", result.vacancies) + lines("deputy", result.deputyVacancies)
    }
  }

  private var unplaced: [String] {
    run.schedule.unplaced.map { review in
      "not placed: \(review.review) of \(review.account) on "
        + "\(review.planned?.description ?? "no day"): \(review.because.joined(separator: "; "))"
    }
  }

  private func key(_ row: Int) -> String { evaluation.tables[0].key(row) }

  private func keys(_ rows: [Int]) -> String { rows.map(key).joined(separator: ", ") }

  private func names(_ tiers: [Int]) -> String {
    tiers.map { program.tiers[$0].name }.joined(separator: ", ")
  }

  // MARK: Schedule

  /// The schedule's file; empty where the agreement has no reviews.
  var schedule: String {
    program.reviews.isEmpty
      ? "" : String(decoding: ScheduleCSV.render(run.schedule), as: UTF8.self)
  }
}
