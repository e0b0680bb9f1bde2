import Diagnostics
import Engine
import Language
import Tables

/// How the accounts, and the measure, are divided among the tiers, so that everything adds up.
struct TiersText {
  /// One line of the division.
  private struct Part {
    var label: String
    var rows: [Int]
    /// `true` iff its accounts have a part in totals.
    var counts = true
  }

  private let evaluation: Evaluation
  private let program: CheckedProgram
  private let measure: Measure?
  private let total: Wide

  init(_ run: Run) {
    evaluation = run.evaluation
    program = evaluation.program
    measure = Measure(evaluation)
    let rows = 0..<evaluation.tables[0].rowCount
    let inTotals = rows.filter { run.evaluation.isInTotals($0) }
    total = measure?.total(inTotals) ?? .zero
  }

  func write(to page: inout TextPage) {
    page.heading("Tiers")
    var table = TextTable(
      [.flexible, .right, .right, .right],
      header: [
        "", "accounts", measure?.heading(program) ?? "", measure == nil ? "" : "share",
      ])
    let parts = parts()
    for part in parts { table.append(cells(part)) }
    let all = Part(label: "all in totals", rows: parts.filter(\.counts).flatMap(\.rows))
    table.append(cells(all))
    for part in leftOut() { table.append(cells(part)) }
    page.table(table)
    writeBlanks(all.rows, to: &page)
    writeConcentration(to: &page)
  }

  private func cells(_ part: Part) -> [String] {
    let count = Count.grouped(part.rows.count)
    guard let measure, part.counts else { return [part.label, count, "", ""] }
    let sum = measure.total(part.rows)
    let share = total > .zero ? sum.quotient(by: total) : nil
    return [
      part.label, count, ReadableValue.amount(sum),
      share.map { ReadableValue.share(Decimal(scaled: $0)) } ?? "",
    ]
  }

  /// The tiers, then the accounts in totals that have none.
  private func parts() -> [Part] {
    var rows = [[Int]](repeating: [], count: program.tiers.count)
    for (row, tier) in evaluation.decision.tiers.enumerated() where tier >= 0 {
      rows[Int(tier)].append(row)
    }
    return program.tiers.enumerated().map { Part(label: $1.name, rows: rows[$0]) }
      + excluded(fromTiersOnly: true).map {
        Part(label: "no tier: \($0.reason)", rows: $0.rows)
      }
  }

  private func leftOut() -> [Part] {
    excluded(fromTiersOnly: false).map {
      Part(label: "left out: \($0.reason)", rows: $0.rows, counts: false)
    }
  }

  private func excluded(fromTiersOnly: Bool) -> [(reason: String, rows: [Int])] {
    program.excludes.enumerated().compactMap { index, exclude in
      guard exclude.fromTiersOnly == fromTiersOnly else { return nil }
      let rows = evaluation.decision.status.indices.filter {
        evaluation.decision.status[$0] == .excluded(index)
      }
      return rows.isEmpty ? nil : (exclude.reason, rows)
    }
  }

  private func writeBlanks(_ rows: [Int], to page: inout TextPage) {
    guard let measure else { return }
    let count = rows.count { measure.figure($0) == nil }
    if count > 0 {
      page.paragraph(
        "\(Count.of(count, "account")) without a figure for \(measure.name) "
          + "\(count == 1 ? "adds" : "add") nothing", isRemark: true)
    }
  }

  private func writeConcentration(to page: inout TextPage) {
    guard let measure, let concentration = Concentration(evaluation) else { return }
    page.heading("Concentration of \(measure.name)")
    page.paragraph(
      "the 10 largest accounts hold \(ReadableValue.share(concentration.top10)), the 20 largest "
        + ReadableValue.share(concentration.top20))
    let count = concentration.accountsFor80
    page.paragraph(
      "\(Count.of(count, "account", grouped: true)) \(count == 1 ? "makes" : "make") up 80 %")
    if let hhi = concentration.hhi?.rounded(toPlaces: 1) {
      page.paragraph(
        "Herfindahl index \(ReadableValue.grouped(hhi)) on a scale where one account for all is 10,000"
      )
    }
    guard !concentration.large.isEmpty else { return }
    let shares = concentration.large.map { ReadableValue.share($0.share) }
    let names = NameList.text(Array(shares.indices)) {
      "\(Printable.escaped(evaluation.tables[0].key(concentration.large[$0].row))) \(shares[$0])"
    }
    page.paragraph("10 % or more: \(names)")
  }
}
