import Diagnostics
import Engine
import Language
import Tables

/// What is left without people, for people who need not program.
package enum LeaverText {
  package static func render(_ result: LeaverResult, style: TextStyle) -> String {
    var page = TextPage(style: style)
    OverviewText(result.run).write(to: &page)
    if result.isNamed {
      for leaver in result.leavers { NamedLeaverText(result, leaver).write(to: &page) }
      for contact in result.contacts { ContactText(result, contact).write(to: &page) }
    } else {
      WidthText(result: result).write(to: &page)
      LeaversText(result).write(to: &page)
    }
    RejectedText(result.run).write(to: &page)
    return page.text
  }
}

/// How many of our people key accounts know.
private struct WidthText {
  let result: LeaverResult

  func write(to page: inout TextPage) {
    let (people, count) = (result.run.evaluation.program.people, result.keyAccounts.count)
    page.heading(
      "Who knows key accounts", remark: Count.of(count, "key account", grouped: true))
    if let owner = people.owner {
      let owned = result.keyAccounts.count { result.relationships.owners[$0] != nil }
      page.paragraph(
        "\(Count.grouped(owned)) of \(Count.grouped(count)) have an owner, by the field "
          + "`\(owner.name)`")
    } else {
      page.paragraph("nobody owns accounts, since no field of theirs is a `person`", isRemark: true)
    }
    let relations = people.relations.filter { !$0.accounts.isEmpty }
    guard !relations.isEmpty else {
      return page.paragraph(
        "relationships are unknown, since no table of people at customers has a `person`",
        isRemark: true)
    }
    let widths = result.widths
    let more = widths.filter { $0.key > 2 }.values.reduce(0, +)
    var table = TextTable([.right, .left])
    for (number, words) in [(0, "nobody"), (1, "one of our people"), (2, "two")] {
      table.append([Count.grouped(widths[number] ?? 0), "known to \(words)"])
    }
    table.append([Count.grouped(more), "known to three or more"])
    page.table(table)
    let names = relations.map { result.run.evaluation.program[$0.table].name }
    page.paragraph("known: by a row of \(names.joined(separator: ", "))", isRemark: true)
  }
}

/// What is left without each of our people, one a line.
private struct LeaversText {
  private let result: LeaverResult
  private let program: CheckedProgram
  private let total: Wide?
  private let measure: Measure?
  private let knowsContacts: Bool
  private let knowsPeople: Bool

  init(_ result: LeaverResult) {
    self.result = result
    let evaluation = result.run.evaluation
    program = evaluation.program
    measure = Measure(evaluation)
    total = measure?.totalOfAll(in: evaluation)
    knowsPeople = program.people.relations.contains { !$0.accounts.isEmpty }
    knowsContacts = program.people.relations.contains { $0.contact != nil }
  }

  func write(to page: inout TextPage) {
    page.heading("Without one of our people", remark: "what key accounts are left with")
    if result.leavers.isEmpty { return page.paragraph("the data name none of our people") }
    var table = TextTable([.flexible] + Array(repeating: .right, count: 8), header: header)
    for leaver in result.leavers.prefix(ReportLimits.accounts) { table.append(cells(leaver)) }
    page.table(table)
    page.sayMore(than: ReportLimits.accounts, of: result.leavers.count)
    page.paragraph(remark, isRemark: true)
    let others = result.otherRows.count
    if others > 0 {
      page.paragraph(
        "\(Count.of(others, "other account", grouped: true)), in no key tier, "
          + "\(others == 1 ? "depends" : "depend") on one of them in the same way")
    }
  }

  private var header: [String] {
    [
      "", measure?.heading(program) ?? "accounts at risk", measure == nil ? "" : "share",
      program.people.owner == nil ? "" : "no owner", knowsPeople ? "one left" : "",
      knowsPeople ? "none left" : "", knowsContacts ? "lost ties" : "",
      program.sponsors.isEmpty ? "" : "seats", program.reviews.isEmpty ? "" : "in reviews",
    ]
  }

  private func cells(_ leaver: Leaver) -> [String] {
    let (all, atRisk) = (leaver.accounts, leaver.atRisk)
    func cell(_ isShown: Bool, _ count: Int) -> String { isShown ? Count.grouped(count) : "" }
    return [
      Printable.escaped(leaver.name),
      leaver.measure.map { ReadableValue.amount($0) } ?? Count.grouped(atRisk.count),
      leaver.measure?.part(of: total).map(ReadableValue.share) ?? "",
      cell(program.people.owner != nil, all.count(where: \.isOwned)),
      cell(knowsPeople, all.count { $0.lacksSecond && !$0.lacksAnybody }),
      cell(knowsPeople, all.count(where: \.lacksAnybody)),
      cell(knowsContacts, all.reduce(0) { $0 + $1.contacts.count }),
      cell(!program.sponsors.isEmpty, all.count(where: \.isSponsored)),
      cell(!program.reviews.isEmpty, leaver.reviews),
    ]
  }

  private var remark: String {
    let what = measure.map { "\($0.name): of accounts left" } ?? "accounts at risk: left"
    var parts = ["\(what) without an owner or without a second relationship"]
    if knowsPeople { parts.append("one left, none left: of us who know the account") }
    if knowsContacts { parts.append("lost ties: people there whom nobody else knows") }
    if !program.sponsors.isEmpty { parts.append("seats: as their sponsor") }
    return parts.joined(separator: "; ")
  }
}

/// What is left without one of our people, account by account.
private struct NamedLeaverText {
  private let result: LeaverResult
  private let leaver: Leaver
  private let evaluation: Evaluation
  private let accounts: DrilledAccounts

  init(_ result: LeaverResult, _ leaver: Leaver) {
    self.result = result
    self.leaver = leaver
    evaluation = result.run.evaluation
    accounts = DrilledAccounts(result.run.evaluation)
  }

  func write(to page: inout TextPage) {
    page.heading(
      "Without \(Printable.escaped(leaver.name))",
      remark: "\(Count.grouped(leaver.accounts.count)) of "
        + Count.of(result.keyAccounts.count, "key account", grouped: true))
    page.paragraph(summary)
    for loss in leaver.accounts.prefix(ReportLimits.accounts) {
      page.paragraph(accounts.line(loss.row))
      for line in lines(loss) { page.paragraph(line, indent: 4) }
    }
    page.sayMore(than: ReportLimits.accounts, of: leaver.accounts.count)
    if leaver.reviews > 0 {
      page.paragraph("\(Count.of(leaver.reviews, "review", grouped: true)) to attend")
    }
    let others = leaver.others.filter(\.isAtRisk).map(\.row)
    if !others.isEmpty {
      page.paragraph(
        "left without an owner or a second relationship too, in no key tier: "
          + NameList.text(others) { Printable.escaped(evaluation.tables[0].key($0)) })
    }
  }

  private var summary: String {
    let atRisk = leaver.atRisk
    if atRisk.isEmpty { return "no key account is left without an owner or a second relationship" }
    let count = Count.of(atRisk.count, "key account", grouped: true)
    return "\(count) left without an owner or a second relationship"
      + accounts.worth(leaver.measure)
  }

  private func lines(_ loss: LeaverLoss) -> [String] {
    var lines: [String] = []
    if loss.isOwned { lines.append("loses its owner") }
    if let remaining = loss.remaining {
      lines.append(
        remaining.isEmpty
          ? "nobody else knows the account" : "still known to \(accounts.names(remaining))")
    }
    if !loss.contacts.isEmpty {
      lines.append("known to nobody else there: \(accounts.names(loss.contacts))")
    }
    if loss.isSponsored { lines.append("loses its sponsor") }
    if loss.isDeputized { lines.append("loses its deputy") }
    return lines
  }
}

/// What is left without one of the customers' people, account by account.
private struct ContactText {
  private let result: LeaverResult
  private let contact: LostContact
  private let evaluation: Evaluation
  private let accounts: DrilledAccounts

  init(_ result: LeaverResult, _ contact: LostContact) {
    self.result = result
    self.contact = contact
    evaluation = result.run.evaluation
    accounts = DrilledAccounts(result.run.evaluation)
  }

  func write(to page: inout TextPage) {
    let count = contact.accounts.count
    page.heading(
      "Without the customer's \(Printable.escaped(contact.name))",
      remark: Count.of(count, "key account", grouped: true))
    for loss in contact.accounts.prefix(ReportLimits.accounts) {
      page.paragraph(accounts.line(loss.row))
      page.paragraph(
        "known to \(loss.knownBy.isEmpty ? "nobody of ours" : accounts.names(loss.knownBy))",
        indent: 4)
      page.paragraph(
        loss.contacts.isEmpty
          ? "no other contact there"
          : "\(Count.of(loss.contacts.count, "contact")) left: \(accounts.names(loss.contacts))",
        indent: 4)
      page.paragraph(
        loss.remaining.isEmpty
          ? "none of our people knows anybody else there"
          : "of ours, they are known to \(accounts.names(loss.remaining))", indent: 4)
    }
    page.sayMore(than: ReportLimits.accounts, of: count)
    let others = contact.others.map(\.row)
    if !others.isEmpty {
      page.paragraph(
        "a contact of accounts in no key tier: "
          + NameList.text(others) { Printable.escaped(evaluation.tables[0].key($0)) })
    }
  }
}

/// How drills write accounts, their worth and lists of people.
struct DrilledAccounts {
  private let evaluation: Evaluation
  private let measure: Measure?
  private let total: Wide?
  private let values: ReadableValue

  init(_ evaluation: Evaluation) {
    self.evaluation = evaluation
    measure = Measure(evaluation)
    total = measure?.totalOfAll(in: evaluation)
    values = ReadableValue(evaluation.program)
  }

  /// Such as `A04 Aster: Strategic, EUR 1,000,000`.
  func line(_ row: Int) -> String {
    let tier = evaluation.tier(row).map { evaluation.program.tiers[$0].name } ?? "no tier"
    let figure = measure.flatMap { measure in
      measure.figure(row).map { values.text(Decimal(scaled: $0), measure.type) }
    }
    return ([evaluation.shownAccount(row) + ": " + tier] + [figure].compactMap { $0 })
      .joined(separator: ", ")
  }

  /// Such as `: EUR 1,000,000, 4.5 % of revenue`.
  func worth(_ sum: Wide?) -> String {
    guard let sum, let measure else { return "" }
    let share =
      sum.part(of: total).map { ", \(ReadableValue.share($0)) of \(measure.name)" } ?? ""
    return ": \(money(sum, measure.type))\(share)"
  }

  func money(_ sum: Wide, _ type: ValueType) -> String {
    let code = type == .money ? evaluation.program.agreement.currency.map { "\($0) " } ?? "" : ""
    return code + ReadableValue.amount(sum)
  }

  func names(_ names: [String]) -> String {
    NameList.text(Array(names.indices)) { Printable.escaped(names[$0]) }
  }
}

extension Measure {
  /// Returns the sum over the accounts in totals.
  func totalOfAll(in evaluation: Evaluation) -> Wide {
    total((0..<evaluation.tables[0].rowCount).filter { evaluation.isInTotals($0) })
  }
}

extension Wide {
  /// The part of `total` that the value is; nil where there is no such part.
  func part(of total: Wide?) -> Decimal? {
    guard let total, total > .zero else { return nil }
    return quotient(by: total).map { Decimal(scaled: $0) }
  }
}
