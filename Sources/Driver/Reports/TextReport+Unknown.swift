import Diagnostics
import Engine
import Language
import Tables

/// What could not be judged for want of data, and which cells to ask for first.
struct UnknownText {
  private let run: Run
  private let evaluation: Evaluation
  private let cells: CellNames
  private let values: ReadableValue

  init(_ run: Run) {
    self.run = run
    evaluation = run.evaluation
    cells = CellNames(run)
    values = ReadableValue(evaluation.program)
  }

  func write(to page: inout TextPage) {
    let rows = evaluation.possibilities.rows.filter {
      evaluation.tier($0) != nil && Certainty.isProvisional($0, in: evaluation)
    }
    let warnings = run.findings.filter {
      !evaluation.program.findings[$0.index].isRequirement && !$0.undecided.isEmpty
    }
    let lost = lostRows
    guard !rows.isEmpty || !warnings.isEmpty || lost > 0 else { return }
    page.heading("Could not be judged for want of data")
    if lost > 0 {
      page.paragraph(
        "the tiers do not account for \(Count.of(lost, "row")) that cannot be read at all")
    }
    if !rows.isEmpty { writeProvisional(rows, to: &page) }
    for result in warnings {
      let count = Count.grouped(result.undecided.count)
      let names = run.names(result.undecided, of: result)
      page.paragraph(
        names.isEmpty ? run.label(result) : "\(run.label(result)) (\(count)): \(names)")
    }
  }

  /// Rows that no filling-in brings back: ragged ones, and those that share a key.
  private var lostRows: Int {
    evaluation.tables.reduce(0) { $0 + $1.rejectedCount - $1.openRejectedCount + $1.repeated.count }
  }

  private func writeProvisional(_ rows: [Int], to page: inout TextPage) {
    let subject = rows.count == 1 ? "1 account is" : "\(Count.grouped(rows.count)) accounts are"
    page.paragraph(
      "\(subject) provisional, since filling blanks in could give another tier: "
        + NameList.text(rows, evaluation.shownAccount))
    let entries = evaluation.chase.entries
    guard !entries.isEmpty else { return }
    page.paragraph(
      evaluation.chase.isComplete
        ? "To be filled in first:"
        : "To be filled in first, of the accounts' own cells, each for its own account:")
    let count = entries.count <= ReportLimits.names + 1 ? entries.count : ReportLimits.names
    for entry in entries.prefix(count) { page.paragraph(sentence(entry), indent: 4) }
    if entries.count > count {
      page.paragraph(
        "and \(Count.of(entries.count - count, "cell")) more, see --format json", indent: 4)
    }
  }

  /// Such as `F7, Dividend Yield of ADBE, settles 1 account; turns at 2.0 %`.
  private func sentence(_ entry: Chase.Entry) -> String {
    let cell = entry.cell
    let table = evaluation.program[cell.table].name
    var words = cells.sheetName(cell) ?? "line \(cell.line)"
    if cell.table != .accounts { words += " of \(table)" }
    words += ", \(Printable.escaped(cells.header(cell)))"
    if let key = cells.key(cell) { words += " of \(Printable.escaped(key))" }
    words +=
      entry.decisions > 0
      ? ": settles \(Count.of(entry.decisions, "account"))" : ": narrows what is possible"
    if let turn = evaluation.ownBlank(in: cell)?.turns.first {
      words += "; turns at \(values.text(cells.value(turn, of: cell)))"
    }
    return words
  }
}

extension Run {
  func label(_ result: FindingResult) -> String {
    Printable.escaped(evaluation.program.findings[result.index].label)
  }

  /// The rows of a finding by their names.
  func names(
    _ rows: [Int], of result: FindingResult, limit: Int = ReportLimits.names
  ) -> String {
    guard let table = evaluation.program.findings[result.index].table else { return "" }
    if table == .accounts { return NameList.text(rows, limit: limit, evaluation.shownAccount) }
    let names = RowNames(table, in: evaluation)
    if let file = names.fileOfLines {
      return "\(Printable.escaped(file)) "
        + NameList.text(rows, limit: limit) { "line \(names.line($0) ?? 0)" }
    }
    return NameList.text(rows, limit: limit) { Printable.escaped(names.name($0)) }
  }
}
