import Diagnostics
import Engine
import Language
import Tables

/// What lines of a what-if session print.
enum WhatIfText {
  /// The accounts of each tier on one line.
  static func counts(_ run: Run, _ style: TextStyle) -> String {
    var page = TextPage(style: style)
    let program = run.evaluation.program
    let counts = TierCounts(run.evaluation)
    let tiers = program.tiers.indices.map {
      "\(Printable.escaped(program.tiers[$0].name)) \(Count.grouped(counts[$0]))"
    }
    page.heading(Printable.escaped(program.agreement.name))
    page.paragraph(tiers.joined(separator: ", "))
    return page.text
  }

  /// Who moves, and what else differs; nothing that is as before.
  static func moves(from old: Run, to new: Run, _ style: TextStyle) -> String {
    var page = TextPage(style: style)
    WhatIfMovers(old.evaluation, new.evaluation).write(to: &page)
    let effects = DiffEffects(old, new)
    for sentence in DiffSeatsText(effects).changes { page.paragraph(sentence) }
    if !effects.sponsors.isEmpty {
      let names = NameList.text(Array(effects.sponsors.indices)) { place in
        let change = effects.sponsors[place]
        let people = [change.from, change.to].map { $0.map { Printable.escaped($0) } ?? "nobody" }
        return "\(Printable.escaped(change.key)) \(people[0]) → \(people[1])"
      }
      page.paragraph("sponsors: \(names)")
    }
    let reviews = [
      (effects.added.count, "added"), (effects.moved.count, "moved"),
      (effects.cancelled.count, "cancelled"),
    ].filter { $0.0 > 0 }.map { "\(Count.grouped($0.0)) \($0.1)" }
    if !reviews.isEmpty { page.paragraph("reviews: \(reviews.joined(separator: ", "))") }
    return page.text
  }

  /// The first accounts by tier and rank.
  static func top(_ run: Run, _ count: Int, _ style: TextStyle) -> String {
    let (evaluation, program) = (run.evaluation, run.evaluation.program)
    let measure = Measure(evaluation)
    let score = program.scores.indices.first.flatMap { program.scoreTerm($0) }
    let values = ReadableValue(program)
    var table = TextTable(
      [.right, .flexible, .left, .right, .right],
      header: [
        "", "", "", program.scores.first?.title ?? program.scores.first?.name ?? "",
        measure?.heading(program) ?? "",
      ])
    let rows = AccountRoll.first(count, of: evaluation)
    for (place, row) in rows.enumerated() {
      table.append([
        "\(place + 1)", evaluation.shownAccount(row),
        Printable.escaped(evaluation.tierName(row) ?? ""),
        score.map { values.text($0, row, of: evaluation) } ?? "",
        measure?.figure(row).map { ReadableValue.amount(Wide($0)) } ?? "",
      ])
    }
    var page = TextPage(style: style)
    page.table(table)
    return page.text
  }

  /// The value of the last figure that is shown.
  static func value(_ run: Run, _ style: TextStyle) -> String {
    let (evaluation, program) = (run.evaluation, run.evaluation.program)
    guard let show = program.shows.last else { return "" }
    let values = ReadableValue(program)
    var page = TextPage(style: style)
    if program[show.term].home == .portfolio {
      page.paragraph(values.text(show.term, 0, of: evaluation), indent: 0)
      return page.text
    }
    var table = TextTable([.flexible, .right])
    for row in AccountRoll.first(ReportLimits.accounts, of: evaluation) {
      table.append([evaluation.shownAccount(row), values.text(show.term, row, of: evaluation)])
    }
    page.table(table)
    let more = evaluation.decision.tiers.count { $0 >= 0 } - ReportLimits.accounts
    if more > 0 { page.paragraph("and \(Count.grouped(more)) more") }
    return page.text
  }

  /// Sponsors or reviews, as the report has them.
  static func people(_ run: Run, _ command: WhatIfCommand, _ style: TextStyle) -> String {
    var page = TextPage(style: style)
    if command == .sponsors {
      PeopleText(run, SponsorLoads(run)).writeSponsors(to: &page)
    } else {
      ReviewsText(run.schedule).write(to: &page)
    }
    return page.text.isEmpty ? "the agreement asks for none\n" : page.text
  }
}
