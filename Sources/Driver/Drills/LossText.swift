import Diagnostics
import Engine
import Language
import Tables

/// What is left without accounts, for people who need not program.
package enum LossText {
  package static func render(_ result: LossResult, style: TextStyle) -> String {
    var page = TextPage(style: style)
    OverviewText(result.run).write(to: &page)
    LossTableText(result).write(to: &page)
    for outcome in result.outcomes { OutcomeText(result, outcome).write(to: &page) }
    RejectedText(result.run).write(to: &page)
    return page.text
  }
}

/// The figures of all cases beside those of now.
private struct LossTableText {
  /// The cases that stand beside each other.
  private static let columns = 3

  private let result: LossResult
  private let program: CheckedProgram

  init(_ result: LossResult) {
    self.result = result
    program = result.run.evaluation.program
  }

  func write(to page: inout TextPage) {
    page.heading("Losing accounts", remark: "what would be left")
    if result.outcomes.isEmpty { page.paragraph("no account is in totals, so none can be lost") }
    for start in stride(from: 0, to: result.outcomes.count, by: LossTableText.columns) {
      let end = min(start + LossTableText.columns, result.outcomes.count)
      if start > 0 { page.line("") }
      page.table(table(Array(result.outcomes[start..<end])))
    }
    if result.measure == nil {
      page.paragraph(
        "the agreement has no `measure`, so accounts are only counted, and the first are lost by "
          + "tier and rank", isRemark: true)
    }
    if program.agreement.replacing == nil {
      page.paragraph(
        "what replacing them costs is not known, since the agreement does not say "
          + "`replacing costs`", isRemark: true)
    }
  }

  private func table(_ outcomes: [LossOutcome]) -> TextTable {
    var table = TextTable(
      [.flexible] + Array(repeating: .right, count: outcomes.count + 1),
      header: ["", "now"] + outcomes.map(heading))
    func row(_ label: String, _ now: String, _ cell: (LossOutcome) -> String) {
      table.append([label, now] + outcomes.map(cell))
    }
    row("accounts in totals", Count.grouped(result.rows.count)) { Count.grouped($0.accountCount) }
    if let measure = result.measure {
      row(measure.heading(program), result.total.map { ReadableValue.amount($0) } ?? "") {
        $0.left.map { ReadableValue.amount($0) } ?? ""
      }
      row("lost", "") { $0.money.map { ReadableValue.amount($0) } ?? "" }
      row("lost share", "") { $0.money?.part(of: result.total).map(ReadableValue.share) ?? "" }
    }
    if program.agreement.replacing != nil {
      row("replacing them costs", "") { ($0.cost?.sum).map { ReadableValue.amount($0) } ?? "" }
    }
    addConcentration(&table, outcomes)
    for (tier, declared) in program.tiers.enumerated() {
      table.append(
        [declared.name, Count.grouped(result.tierCounts[tier])]
          + outcomes.map { Count.grouped($0.tierCounts[tier]) })
    }
    return table
  }

  private func heading(_ outcome: LossOutcome) -> String {
    let count = outcome.lost.rows.count
    guard outcome.lost.top != nil else { return count == 1 ? "without it" : "without them" }
    return "without \(Count.grouped(count))"
  }

  private func addConcentration(_ table: inout TextTable, _ outcomes: [LossOutcome]) {
    let all = [result.concentration] + outcomes.map(\.concentration)
    guard all.contains(where: { $0 != nil }) else { return }
    func row(_ label: String, _ text: (Concentration) -> String) {
      table.append([label] + all.map { $0.map(text) ?? "" })
    }
    row("the 10 largest hold") { ReadableValue.share($0.top10) }
    row("the 20 largest hold") { ReadableValue.share($0.top20) }
    row("accounts for 80 %") { Count.grouped($0.accountsFor80) }
    row("Herfindahl index") {
      $0.hhi?.rounded(toPlaces: 1).map { ReadableValue.grouped($0) } ?? ""
    }
  }
}

/// One case: who is lost, who moves, and whom the agreement then means.
private struct OutcomeText {
  private let result: LossResult
  private let outcome: LossOutcome
  private let before: Evaluation
  private let program: CheckedProgram
  private let accounts: DrilledAccounts

  init(_ result: LossResult, _ outcome: LossOutcome) {
    self.result = result
    self.outcome = outcome
    before = result.run.evaluation
    program = before.program
    accounts = DrilledAccounts(before)
  }

  func write(to page: inout TextPage) {
    page.heading("Without \(outcome.lost.title)")
    for row in outcome.lost.rows.prefix(ReportLimits.accounts) {
      let isCounted = before.isInTotals(row)
      page.paragraph(
        "loses \(accounts.line(row))"
          + (isCounted ? "" : "; it is in no total, so that nothing is lost"))
    }
    page.sayMore(than: ReportLimits.accounts, of: outcome.lost.rows.count)
    writeCost(to: &page)
    writeMoves(to: &page)
    writeRequirements(to: &page)
    for tier in result.keyTiers {
      let rows = outcome.roll[tier]
      let names = NameList.text(rows, limit: ReportLimits.accounts) {
        Printable.escaped(before.tables[0].key($0))
      }
      page.paragraph(
        "then \(program.tiers[tier].name) (\(Count.grouped(rows.count)))"
          + (rows.isEmpty ? "" : ": \(names)"))
    }
  }

  private func writeCost(to page: inout TextPage) {
    guard let cost = outcome.cost, let replacing = program.agreement.replacing else { return }
    var text =
      "replacing costs \(accounts.money(cost.sum, cost.type)), "
      + "\(ReadableValue.number(replacing.factor)) times \(program.figureName(replacing.figure))"
    if cost.missing > 0 {
      text +=
        "; \(Count.of(cost.missing, "account")) without a figure "
        + "\(cost.missing == 1 ? "adds" : "add") nothing"
    }
    page.paragraph(text)
  }

  private func writeMoves(to page: inout TextPage) {
    if outcome.moves.isEmpty { return page.paragraph("no other account gets another tier") }
    for move in outcome.moves.prefix(ReportLimits.accounts) {
      let names = [move.from, move.to].map { $0.map { program.tiers[$0].name } ?? "no tier" }
      page.paragraph(
        "\(move.isUp ? "rises" : "falls"): \(before.shownAccount(move.row)), "
          + "from \(names[0]) to \(names[1])")
    }
    page.sayMore(than: ReportLimits.accounts, of: outcome.moves.count)
  }

  private func writeRequirements(to page: inout TextPage) {
    for index in outcome.failing {
      let isNew = !result.failing.contains(index)
      page.paragraph(
        "requirement \(isNew ? "then fails" : "fails as now"): "
          + Printable.escaped(program.findings[index].label))
    }
    for index in result.failing where !outcome.failing.contains(index) {
      page.paragraph(
        "requirement then holds: \(Printable.escaped(program.findings[index].label))")
    }
  }
}
