import Diagnostics
import Engine
import Language
import Tables

/// What nominations show, for the people who made them and need not program.
package enum NominationText {
  package static func render(_ result: NominationResult, style: TextStyle) -> String {
    var page = TextPage(style: style)
    let file = result.file
    OverviewText(
      result.run,
      otherFile: OverviewText.line(
        file.rows.schema.name, file.path, file.rowCount, file.rejectedCount)
    ).write(to: &page)
    AgreementText(figures: result.figures).write(to: &page)
    FunctionsText(result: result).write(to: &page)
    SupportText(result: result).write(to: &page)
    CriteriaText(result: result).write(to: &page)
    LeftOutText(result: result).write(to: &page)
    RejectedText(result.run).write(to: &page)
    return page.text
  }
}

/// How far the nominators agree with each other, each figure with its formula.
private struct AgreementText {
  let figures: NominationFigures

  func write(to page: inout TextPage) {
    page.heading("Agreement among the nominators")
    page.paragraph(
      "\(Count.of(figures.distinct, "different answer", grouped: true)) from "
        + Count.of(figures.nominators, "nominator", grouped: true))
    var table = TextTable([.left, .right, .flexible])
    let (all, distinct) = (Count.grouped(figures.nominations), Count.grouped(figures.distinct))
    let longest = Count.grouped(figures.longest)
    table.append(["nominations", all, "the longest list has \(longest)"])
    table.append(
      row("agreement index", figures.agreementIndex, ReadableValue.share) { _ in
        "(nominations - answers) / (nominations - longest list) = (\(all) - \(distinct)) / "
          + "(\(all) - \(longest)); 100 where every list is part of the longest one, 0 where no "
          + "answer is given twice"
      })
    table.append(
      row("nominations per answer", figures.perAnswer, ReadableValue.number) { _ in
        "nominations / answers = \(all) / \(distinct)"
      })
    table.append(meanOverlap(of: "nominators"))
    page.table(table)
  }

  /// The mean overlap of the lists of all nominators, or whoever else has lists.
  func meanOverlap(of those: String) -> [String] {
    row("mean overlap", figures.meanOverlap, ReadableValue.number) { exact in
      "of two \(those), what both name divided by what either names; the mean over "
        + Count.of(figures.pairs, "pair", grouped: true)
        + (exact.map { ", exactly \($0.numerator)/\($0.denominator)" } ?? "")
    }
  }

  private func row(
    _ name: String, _ figure: NominationFigures.Figure, _ shown: (Decimal) -> String,
    _ formula: (Fraction?) -> String
  ) -> [String] {
    switch figure {
    case .value(let exact, let value): [name, shown(value), formula(exact)]
    case .undefined(let reason): [name, "", "not defined: \(reason)"]
    }
  }
}

/// How far parts of the firm agree with each other.
private struct FunctionsText {
  let result: NominationResult

  func write(to page: inout TextPage) {
    let functions = result.functions
    guard !functions.isEmpty else { return }
    page.heading(
      "Agreement between functions", remark: Count.of(functions.count, "function", grouped: true))
    var figures = TextTable([.left, .right, .flexible])
    figures.append(AgreementText(figures: result.functionFigures).meanOverlap(of: "functions"))
    page.table(figures)
    // A function may have a single nominator.
    if result.file.isAnonymous { return }
    let count = result.keyAccounts.count
    var table = TextTable(
      [.flexible, .right, .right, .right],
      header: ["", "nominators", "names", "key accounts"])
    for function in functions.prefix(ReportLimits.accounts) {
      table.append([
        Printable.escaped(function.name), Count.grouped(function.nominators),
        Count.grouped(function.answers.count),
        "\(Count.grouped(function.matches.count)) of \(Count.grouped(count))",
      ])
    }
    page.table(table)
    page.sayMore(than: ReportLimits.accounts, of: functions.count)
  }
}

/// How many name each account.
private struct SupportText {
  let result: NominationResult

  func write(to page: inout TextPage) {
    let answers = result.answers
    guard !answers.isEmpty else { return }
    page.heading(
      "Support", remark: "how many of \(Count.grouped(result.figures.nominators)) name what")
    let hasRanks = answers.contains { $0.ranked > 0 }
    var table = TextTable(
      [.flexible, .flexible, .right, .right, .flexible],
      header: ["", "", "named by", hasRanks ? "mean rank" : "", "tier"])
    for answer in answers.prefix(ReportLimits.accounts) {
      table.append([
        shown(answer), name(answer), Count.grouped(answer.support),
        answer.meanRank.map(ReadableValue.number) ?? "", standing(answer),
      ])
    }
    page.table(table)
    page.sayMore(than: ReportLimits.accounts, of: answers.count)
    for head in result.heads {
      page.paragraph(
        "\(Printable.escaped(head.member)) counts for \(Printable.escaped(head.head)), the head "
          + "of its group", isRemark: true)
    }
  }

  private func shown(_ answer: NominationAnswer) -> String {
    NominationResult.isUnmatched(answer.named)
      ? NominationFile.shown(answer.text) : Printable.escaped(answer.text)
  }

  private func name(_ answer: NominationAnswer) -> String {
    guard case .account(let row) = answer.named else { return "" }
    return Printable.escaped(result.run.evaluation.accountName(row) ?? "")
  }

  private func standing(_ answer: NominationAnswer) -> String {
    result.standing(of: answer.named).map { Printable.escaped($0) } ?? "no single account"
  }
}

/// How far each nominator, and all of them, agree with the rules.
private struct CriteriaText {
  let result: NominationResult
  private var evaluation: Evaluation { result.run.evaluation }

  func write(to page: inout TextPage) {
    let tiers = result.keyTiers.map { evaluation.program.tiers[$0].name }.joined(separator: ", ")
    let count = result.keyAccounts.count
    page.heading(
      "The nominators and the criteria",
      remark: Count.of(count, "key account", grouped: true) + (count == 0 ? "" : " in \(tiers)"))
    guard !result.nominators.isEmpty else { return }
    var table = TextTable(
      [.flexible, .right, .right, .right], header: ["", "names", "key accounts", ""])
    for nominator in result.nominators.prefix(ReportLimits.accounts) {
      let share = Decimal.quotient(Int128(nominator.matches.count), Int128(count))
      table.append([
        Printable.escaped(nominator.name), Count.grouped(nominator.answers.count),
        "\(Count.grouped(nominator.matches.count)) of \(Count.grouped(count))",
        share.map { ReadableValue.share(Decimal(scaled: $0)) } ?? "",
      ])
    }
    page.table(table)
    page.sayMore(than: ReportLimits.accounts, of: result.nominators.count)
    writeRefused(to: &page)
    writeUnnamed(to: &page)
  }

  private func writeRefused(to page: inout TextPage) {
    let refused = result.refused
    guard !refused.isEmpty else { return }
    page.heading(
      "Named by many, refused by the rules",
      remark: Count.of(refused.count, "account", grouped: true))
    page.paragraph("many: at least half of the nominators, and at least two", isRemark: true)
    for answer in refused { write(answer, to: &page) }
  }

  private func write(_ answer: NominationAnswer, to page: inout TextPage) {
    let tiers = evaluation.program.tiers
    let tier = result.tier(of: answer.named).map { ", \(tiers[$0].name)" } ?? ""
    page.paragraph(
      "\(shown(answer)): named by \(Count.grouped(answer.support)) of "
        + "\(Count.grouped(result.figures.nominators))\(tier)")
    let refusal = Refusal(answer.named, in: result)
    if let sentence = refusal.sentence { page.paragraph(sentence, indent: 4) }
    guard case .account(let row) = answer.named else { return }
    let reasons = ReasonText(evaluation)
    for (tier, index) in refusal.routes {
      let asked = reasons.route(tiers[tier].routes[index], row)
      page.paragraph("not \(tiers[tier].name): \(asked)", indent: 4)
    }
  }

  private func shown(_ answer: NominationAnswer) -> String {
    if case .account(let row) = answer.named { return evaluation.shownAccount(row) }
    return Printable.escaped(answer.text)
  }

  private func writeUnnamed(to page: inout TextPage) {
    let unnamed = result.unnamed
    guard !unnamed.isEmpty else { return }
    page.heading(
      "Picked by the rules, named by nobody",
      remark: Count.of(unnamed.count, "account", grouped: true))
    for row in unnamed.prefix(ReportLimits.accounts) {
      let tier = result.tier(of: .account(row)).map { evaluation.program.tiers[$0].name } ?? ""
      page.paragraph("\(evaluation.shownAccount(row)): \(tier)")
      page.paragraph(ReasonText(evaluation).sentence(row), indent: 4)
    }
    page.sayMore(than: ReportLimits.accounts, of: unnamed.count)
    if !result.unmatched.isEmpty {
      page.paragraph(
        "what is written below and means no single account may mean one of them", isRemark: true)
    }
  }
}

/// The nominations that do not count, or count for themselves alone.
private struct LeftOutText {
  let result: NominationResult

  func write(to page: inout TextPage) {
    writeUnmatched(to: &page)
    let rejected = result.file.rejected
    guard !rejected.isEmpty else { return }
    page.heading("Rejected nominations", remark: "they count nowhere")
    for row in rejected.sorted(by: { $0.line < $1.line }).prefix(ReportLimits.accounts) {
      page.paragraph("line \(row.line): \(row.message)")
    }
    page.sayMore(than: ReportLimits.accounts, of: result.file.rejectedCount)
  }

  private func writeUnmatched(to page: inout TextPage) {
    let unmatched = result.unmatched
    guard !unmatched.isEmpty else { return }
    page.heading(
      "Nominations that mean no single account", remark: Count.grouped(unmatched.count))
    page.paragraph(
      "they are answers of their own, left out where the criteria are compared", isRemark: true)
    for item in unmatched.prefix(ReportLimits.accounts) {
      page.paragraph(
        "line \(item.nomination.row.line): \(NominationFile.shown(item.nomination.account)) "
          + "\(item.because); \(item.help)")
    }
    page.sayMore(than: ReportLimits.accounts, of: unmatched.count)
  }
}

extension TextPage {
  /// Says how many of `count` things were not shown.
  mutating func sayMore(than shown: Int, of count: Int) {
    if count > shown { paragraph("and \(Count.grouped(count - shown)) more, see --format json") }
  }
}

extension NominationResult {
  /// The tier of an account, nil where it has none.
  func tier(of named: NamedAccount) -> Int? {
    if case .account(let row) = named { run.evaluation.tier(row) } else { nil }
  }

  /// The tier of an account or why it has none; nil for what is no account.
  func standing(of named: NamedAccount) -> String? {
    let program = run.evaluation.program
    if let tier = tier(of: named) { return program.tiers[tier].name }
    switch named {
    case .unmatched: return nil
    case .rejected: return "rejected"
    case .account(let row):
      switch run.evaluation.decision.status[row] {
      case .excluded(let index): return "left out: \(program.excludes[index].reason)"
      case .rejected, .repeatedKey: return "rejected"
      case .classified: return "no tier"
      }
    }
  }
}
