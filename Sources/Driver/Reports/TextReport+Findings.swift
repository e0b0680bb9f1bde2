import Diagnostics
import Engine
import Language
import Tables

/// What the agreement requires and warns about, what it shows, and what could not be judged.
struct FindingsText {
  private let run: Run
  private let evaluation: Evaluation
  private let program: CheckedProgram
  private let reasons: ReasonText

  init(_ run: Run) {
    self.run = run
    evaluation = run.evaluation
    program = evaluation.program
    reasons = ReasonText(evaluation)
  }

  func write(to page: inout TextPage) {
    writeRequirements(to: &page)
    writeWarnings(to: &page)
    UnknownText(run).write(to: &page)
    writeFigures(to: &page)
    writeBooks(to: &page)
  }

  private func results(isRequirement: Bool) -> [FindingResult] {
    run.findings.filter { program.findings[$0.index].isRequirement == isRequirement }
  }

  private func label(_ result: FindingResult) -> String { run.label(result) }

  private func names(
    _ rows: [Int], of result: FindingResult, limit: Int = ReportLimits.names
  ) -> String {
    run.names(rows, of: result, limit: limit)
  }

  // MARK: Requirements

  private func writeRequirements(to page: inout TextPage) {
    let results = results(isRequirement: true)
    guard !results.isEmpty else { return }
    let holding = results.count(where: \.holds)
    page.heading("Requirements", remark: "\(holding) of \(results.count) hold")
    for result in results {
      page.paragraph("\(verdict(result))  \(label(result))", hanging: 11)
      if let detail = detail(result) { page.paragraph(detail, indent: 13, isRemark: true) }
    }
  }

  /// The verdict, in columns of equal width.
  private func verdict(_ result: FindingResult) -> String {
    Alignment.padded(
      result.holds ? "holds" : result.isUndecided ? "undecided" : "fails", to: 9, .left)
  }

  private func detail(_ result: FindingResult) -> String? {
    let finding = program.findings[result.index]
    guard !result.holds || finding.table == nil else { return nil }
    guard finding.table != nil else { return reasons.annotated(finding.condition, 0) }
    let open = result.undecided.count
    let unknown = open == 0 || result.isUndecided ? "" : " (\(open) for want of data)"
    return "\(result.rows.count) of \(result.checked)\(unknown): "
      + names(result.rows, of: result, limit: ReportLimits.failing)
  }

  // MARK: Warnings

  private func writeWarnings(to page: inout TextPage) {
    let results = results(isRequirement: false).filter { !$0.rows.isEmpty }
    guard !results.isEmpty else { return }
    page.heading("Warnings")
    for result in results {
      let finding = program.findings[result.index]
      if finding.table == nil {
        page.paragraph("\(label(result)): \(reasons.annotated(finding.condition, 0))")
      } else {
        let count = Count.grouped(result.rows.count)
        page.paragraph("\(label(result)) (\(count)): \(names(result.rows, of: result))")
      }
    }
  }

  // MARK: Figures of the portfolio

  private func writeFigures(to page: inout TextPage) {
    let shows = program.shows.filter { !$0.isOfAccounts(in: program) }
    guard !shows.isEmpty else { return }
    let values = ReadableValue(program)
    page.heading("Figures")
    var table = TextTable([.flexible, .right])
    for show in shows {
      table.append([Printable.escaped(show.label), figure(show, 0, values)])
    }
    page.table(table)
  }

  private func figure(_ show: CheckedShow, _ row: Int, _ values: ReadableValue) -> String {
    let value = evaluation.value(show.term, row)
    guard case .number(let number, _) = value, program.isPart(show.term) else {
      return values.text(value)
    }
    return ReadableValue.percent(number)
  }

  // MARK: Books

  private func writeBooks(to page: inout TextPage) {
    let values = ReadableValue(program)
    for result in run.books where !result.rows.isEmpty || result.without > 0 {
      let (name, shows) = (Printable.escaped(result.book.name), result.book.shows)
      page.heading("By \(name)")
      let names = RowNames(result.book.each, in: evaluation)
      let sides = shows.map { show in
        program[show.term].type.isNumeric ? TextTable.Column.right : .left
      }
      var table = TextTable(
        [.flexible] + sides, header: [""] + shows.map { Printable.escaped($0.label) })
      let isShort = result.rows.count <= ReportLimits.bookRows + 1
      for row in result.rows.prefix(isShort ? result.rows.count : ReportLimits.bookRows) {
        table.append(
          [Printable.escaped(names.name(row))] + shows.map { figure($0, row, values) })
      }
      page.table(table)
      if !isShort {
        let more = result.rows.count - ReportLimits.bookRows
        page.paragraph("and \(Count.grouped(more)) more, see --format json")
      }
      if result.without > 0 {
        page.paragraph("without: \(Count.of(result.without, "account", grouped: true))")
      }
    }
  }
}

extension CheckedProgram {
  /// `true` iff a figure is a part of a total: a sum or count over some rows by that over all of
  /// them.
  fileprivate func isPart(_ term: TermID) -> Bool {
    guard case .arithmetic(.divide, let part, let whole) = self[unnamed(term)].kind,
      case .aggregate(let some) = self[unnamed(part)].kind,
      case .aggregate(let all) = self[unnamed(whole)].kind
    else { return false }
    return (some.condition != nil || some.bucket != all.bucket) && all.condition == nil
      && all.bucket == .all && some.kind == all.kind
      && [.sum, .count].contains(all.kind) && some.source == all.source
      && some.figure.map(meaning) == all.figure.map(meaning)
  }

  /// The term that a name stands for.
  private func unnamed(_ term: TermID) -> TermID {
    var term = term
    while case .named(_, let inner) = self[term].kind { term = inner }
    return term
  }

  /// What a figure of rows is, wherever it is written.
  private func meaning(_ term: TermID) -> TermKind { self[unnamed(term)].kind }
}
