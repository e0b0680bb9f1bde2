import Diagnostics
import Engine
import Language
import Tables

/// The accounts of the key tiers, each with the reason for its tier.
struct AccountsText {
  private let run: Run
  private let evaluation: Evaluation
  private let program: CheckedProgram
  private let scores: [(name: String, column: ValueColumn)]
  private let values: ReadableValue
  private let before: PreviousTiers
  private let sponsors: [Int: String]
  private let reviews: [String: ScheduledReview]

  init(_ run: Run) {
    self.run = run
    let evaluation = run.evaluation
    self.evaluation = evaluation
    program = evaluation.program
    scores = evaluation.program.scores.enumerated().compactMap { index, score in
      evaluation.program.scoreTerm(index)
        .flatMap { ValueColumn(score.name, $0, in: evaluation) }
        .map { (score.title ?? score.name, $0) }
    }
    values = ReadableValue(evaluation.program)
    before = PreviousTiers(evaluation)
    sponsors = run.sponsorNames
    reviews = Dictionary(run.schedule.reviews.map { ($0.account, $0) }) { first, _ in first }
  }

  func write(to page: inout TextPage) {
    let roll = AccountRoll(evaluation)
    let tiers = program.keyTiers.filter { !roll.rows[$0].isEmpty }
    guard !tiers.isEmpty else { return }
    let all = tiers.flatMap { roll.rows[$0] }
    let shown = Array(all.prefix(ReportLimits.accounts))
    page.heading("Key accounts", remark: Count.of(all.count, "account", grouped: true))
    let lines = table(of: shown).lines(width: page.style.width, indent: 2)
    for line in lines.header { page.line(line, isRemark: true) }
    var tier: Int?
    for (row, lines) in zip(shown, lines.rows) {
      if evaluation.tier(row) != tier {
        tier = evaluation.tier(row)
        page.paragraph(title(of: tier ?? 0, count: roll.rows[tier ?? 0].count))
      }
      for line in lines { page.line(line) }
      page.paragraph(remark(on: row), indent: 6)
    }
    if all.count > shown.count {
      page.paragraph("and \(Count.grouped(all.count - shown.count)) more, see --tiers")
    }
  }

  private func title(of tier: Int, count: Int) -> String {
    let meaning = program.tiers[tier].meaning.map { ": \($0)" } ?? ""
    return "\(program.tiers[tier].name) (\(Count.grouped(count)))\(meaning)"
  }

  private func table(of rows: [Int]) -> TextTable {
    let ownColumns = scores.prefix(ReportLimits.scores)
    let hasSponsors = !program.sponsors.isEmpty
    let hasReviews = !program.reviews.isEmpty
    var table = TextTable(
      [.left, .flexible] + ownColumns.map { _ in .right } + [.flexible, .left],
      header: ["", ""] + ownColumns.map(\.name)
        + [hasSponsors ? "sponsor" : "", hasReviews ? "review" : ""])
    for row in rows {
      let key = evaluation.tables[0].key(row)
      table.append(
        ["  " + Printable.escaped(key), Printable.escaped(evaluation.accountName(row) ?? "")]
          + ownColumns.map { score($0.column, row) }
          + [
            Printable.escaped(sponsors[row] ?? ""), reviews[key]?.date.description ?? "",
          ])
    }
    return table
  }

  private func score(_ column: ValueColumn, _ row: Int) -> String {
    values.text(column.value(row, in: evaluation))
  }

  /// The reason, and what else should be known about the account.
  private func remark(on row: Int) -> String {
    var parts = [ReasonText(evaluation).sentence(row)]
    for (name, column) in scores.dropFirst(ReportLimits.scores) {
      parts.append("\(name) \(score(column, row))")
    }
    if let tier = evaluation.tier(row), let old = before.name(row), old != program.tiers[tier].name
    {
      parts.append("was \(old)")
    }
    let others = evaluation.memberKeys(of: row).dropFirst()
    if !others.isEmpty {
      let keys = Array(others)
      parts.append("with " + NameList.text(Array(keys.indices)) { Printable.escaped(keys[$0]) })
    }
    if Certainty.isProvisional(row, in: evaluation) {
      parts.append("provisional")
    }
    return parts.joined(separator: "; ")
  }
}

extension CheckedProgram {
  /// Every tier, without the last one if that takes all who are left.
  var keyTiers: [Int] {
    let last = tiers.last?.routes.contains { $0.condition == nil } ?? false
    return Array(tiers.indices.dropLast(last ? 1 : 0))
  }
}

/// What limits did to the tiers that they keep small.
struct LimitsText {
  private let evaluation: Evaluation

  init(_ run: Run) { evaluation = run.evaluation }

  func write(to page: inout TextPage) {
    let limits = evaluation.program.limits
    guard !limits.isEmpty else { return }
    page.heading("Limits")
    for index in limits.indices { page.paragraph(sentence(index)) }
  }

  private func sentence(_ index: Int) -> String {
    let limit = evaluation.program.limits[index]
    let result = evaluation.decision.limits[index]
    let names = limit.tiers.map { evaluation.program.tiers[$0].name }.joined(separator: ", ")
    guard let seats = result.seats else {
      return "\(names): the number of seats is missing, so that nobody is displaced"
    }
    var parts = ["\(names): \(result.taken) of \(Count.of(seats, "seat")) taken"]
    parts += part("spared", result.spared) + part("spared without a seat", result.uncounted)
    parts += part("by override", result.overridden) + part("displaced", result.displaced)
    if let last = result.lastSeat {
      parts.append(
        "the last seat went to \(key(last)) with "
          + ReasonText(evaluation).keys(of: index, last))
    }
    if limit.tiesAdmit, result.taken > max(seats, result.fixed) {
      parts.append("equals of the last are admitted")
    }
    if result.isDecidedByKey {
      parts.append("accounts were equal for it and the account key decided")
    }
    if result.fixed > seats { parts.append("those who cannot be displaced exceed the seats") }
    return parts.joined(separator: "; ")
  }

  private func part(_ word: String, _ rows: [Int]) -> [String] {
    rows.isEmpty ? [] : ["\(rows.count) \(word): \(NameList.text(rows, key))"]
  }

  private func key(_ row: Int) -> String { Printable.escaped(evaluation.tables[0].key(row)) }
}
