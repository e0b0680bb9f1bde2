import Diagnostics
import Engine
import Language
import Tables

/// What was edited in the agreement or changed in the data, each with its number.
struct ChangesText {
  /// Longer clauses are shortened.
  private static let clauseLength = 300

  private let result: DiffResult
  private let words: DiffWords
  /// By change, the moves of which it is a cause.
  private let moves: [Int: [DiffResult.Move]]

  init(_ result: DiffResult, _ words: DiffWords) {
    self.result = result
    self.words = words
    var moves: [Int: [DiffResult.Move]] = [:]
    for move in result.moves {
      for change in Set(move.causes.joined()) { moves[change, default: []].append(move) }
    }
    self.moves = moves
  }

  func write(to page: inout TextPage) {
    switch result.changes {
    case .edits(let edits): write(edits, to: &page)
    case .data(let changes): write(changes, to: &page)
    }
    for set in result.dependent {
      page.paragraph(
        "\(words.set(set, together: false)) belong together: not all of them can be made alone",
        isRemark: true)
    }
  }

  // MARK: Edits

  private func write(_ edits: [AgreementEdit], to page: inout TextPage) {
    guard !edits.isEmpty else { return }
    page.heading("What was edited", remark: Count.of(edits.count, "edit", grouped: true))
    for (place, edit) in edits.enumerated() {
      page.paragraph("\(place + 1)  \(heading(edit))")
      if let old = edit.old, edit.kind != .removed { write("was", old, to: &page) }
      if let old = edit.old, edit.kind == .removed { write("cut", old, to: &page) }
      if let new = edit.new { write(edit.kind == .added ? "new" : "now", new, to: &page) }
      page.paragraph(effect(place), indent: 5)
    }
  }

  private func heading(_ edit: AgreementEdit) -> String {
    let line = edit.new.map { "line \($0.line)" } ?? edit.old.map { "line \($0.line) before" } ?? ""
    let place = edit.within.map { Printable.escaped($0) }.joined(separator: ", ")
    let what = edit.kind == .reordered ? "in another order, " : ""
    return what + (place.isEmpty ? line : "\(place), \(line)")
  }

  private func write(_ label: String, _ side: AgreementEdit.Side, to page: inout TextPage) {
    let text = Printable.escaped(side.text, limit: ChangesText.clauseLength)
    page.paragraph("\(label): \(text)", indent: 5, hanging: 5)
  }

  private func effect(_ place: Int) -> String {
    let moved = moves[place] ?? []
    if moved.isEmpty { return "moves no account" }
    let names = NameList.text(Array(moved.indices)) { Printable.escaped(moved[$0].key) }
    let isAlone = moved.allSatisfy { $0.causes.contains([place]) }
    return (isAlone ? "moves " : "moves, in part with others, ") + names
  }

  // MARK: Data

  private func write(_ changes: [StateChange], to page: inout TextPage) {
    guard !changes.isEmpty else { return }
    page.heading("What changed in the data", remark: summary(changes))
    // What moves nobody is only counted where there is much of it.
    let isLong = changes.count > ReportLimits.accounts
    let shown = changes.indices.filter { !isLong || moves[$0] != nil }
    var table = TextTable(
      [.right, .flexible, .left, .flexible], header: ["", "", "cell", ""])
    for place in shown.prefix(ReportLimits.accounts) {
      table.append(cells(place, changes[place]))
    }
    page.table(table)
    page.sayMore(than: shown.prefix(ReportLimits.accounts).count, of: changes.count)
  }

  private func summary(_ changes: [StateChange]) -> String {
    let cells = changes.count { if case .cell = $0 { true } else { false } }
    var parts: [String] = []
    if cells > 0 { parts.append(Count.of(cells, "cell", grouped: true)) }
    if !result.came.isEmpty {
      parts.append("\(Count.of(result.came.count, "account", grouped: true)) came")
    }
    if !result.went.isEmpty {
      parts.append("\(Count.of(result.went.count, "account", grouped: true)) went")
    }
    return parts.joined(separator: ", ")
  }

  private func cells(_ place: Int, _ change: StateChange) -> [String] {
    let moved = moves[place] ?? []
    let effect =
      moved.isEmpty
      ? "" : "moves " + NameList.text(Array(moved.indices)) { Printable.escaped(moved[$0].key) }
    switch change {
    case .departure(let lone):
      return ["\(place + 1)", "\(DiffWords.account(lone.key, lone.name)) went", "", effect]
    case .cell(let cell):
      let texts = [cell.old, cell.new].map { found in
        guard let text = found?.text else { return "?" }
        return text.isEmpty ? "blank" : Printable.escaped(text, limit: 40)
      }
      return [
        "\(place + 1)",
        "\(Printable.escaped(cell.key)), \(Printable.escaped(cell.header)): "
          + "\(texts[0]) → \(texts[1])",
        cell.new.map { $0.cell.description } ?? "", effect,
      ]
    }
  }
}

/// How many accounts each tier has and had, and what they are worth.
struct DiffTiers {
  struct Line {
    var name: String
    /// Before and now.
    var counts: [Int]
    /// nil without a measure.
    var sums: [Wide?]
  }

  private(set) var lines: [Line] = []

  init(_ result: DiffResult) {
    let runs = [result.old.evaluation, result.new.evaluation]
    let measures = runs.map { Measure($0) }
    var names = runs[1].program.tiers.map(\.name)
    names += runs[0].program.tiers.map(\.name).filter { !names.contains($0) }
    for name in names {
      let rows = runs.map { run in
        let tier = run.program.tiers.firstIndex { $0.name == name }.map { TierNumber($0) }
        let tiers = run.decision.tiers
        return tiers.indices.filter { tiers[$0] == tier }
      }
      lines.append(
        Line(
          name: name, counts: rows.map(\.count),
          sums: zip(measures, rows).map { $0?.total($1) }))
    }
  }

  func write(to page: inout TextPage, _ program: CheckedProgram, _ measure: Measure?) {
    page.heading("Tiers", remark: "before and now")
    var table = TextTable(
      [.flexible, .right, .right], header: ["", "accounts", measure?.heading(program) ?? ""])
    for line in lines {
      let sums = line.sums.map { $0.map { ReadableValue.amount($0) } ?? "" }
      table.append([
        Printable.escaped(line.name), DiffTiers.cell(line.counts.map { Count.grouped($0) }),
        DiffTiers.cell(sums),
      ])
    }
    page.table(table)
  }
}

extension DiffTiers {
  /// What was and what is, or what is as it was.
  private static func cell(_ texts: [String]) -> String {
    texts[0] == texts[1] ? texts[1] : "\(texts[0]) → \(texts[1])"
  }
}

/// Seats, and requirements.
struct DiffSeatsText {
  private let effects: DiffEffects

  init(_ effects: DiffEffects) { self.effects = effects }

  func write(to page: inout TextPage) {
    if !effects.limits.isEmpty {
      page.heading("Seats")
      for limit in effects.limits { page.paragraph(sentence(limit)) }
    }
    guard !effects.failing.isEmpty || !effects.mended.isEmpty else { return }
    page.heading("Requirements")
    for label in effects.failing { page.paragraph("fails now: \(Printable.escaped(label))") }
    for label in effects.mended { page.paragraph("no longer fails: \(Printable.escaped(label))") }
  }

  /// What is another than before, each in a sentence.
  var changes: [String] {
    effects.limits.filter { $0.old != $0.new }.map { "seats of \(sentence($0))" }
      + effects.failing.map { "requirement fails now: \(Printable.escaped($0))" }
      + effects.mended.map { "requirement no longer fails: \(Printable.escaped($0))" }
  }

  private func sentence(_ limit: DiffEffects.Seats) -> String {
    let name = limit.tiers.map { Printable.escaped($0) }.joined(separator: ", ")
    guard let old = limit.old else { return "\(name): new, \(words(limit.new))" }
    guard let new = limit.new else { return "\(name): no limit any more, \(words(limit.old))" }
    if old == new { return "\(name): as before, \(words(new))" }
    var parts: [String] = []
    func compare(_ label: String, _ one: String, _ other: String) {
      if one != other { parts.append("\(label) \(one) → \(other)") }
    }
    compare("seats", seats(old), seats(new))
    compare("taken", Count.grouped(old.taken), Count.grouped(new.taken))
    compare("last seat", key(old.lastSeat), key(new.lastSeat))
    compare("without a seat", keys(old.displaced), keys(new.displaced))
    return "\(name): \(parts.joined(separator: "; "))"
  }

  private func words(_ limit: DiffEffects.Seats.Limit?) -> String {
    guard let limit else { return "" }
    return "\(Count.grouped(limit.taken)) of \(seats(limit)) taken"
  }

  private func seats(_ limit: DiffEffects.Seats.Limit) -> String {
    limit.seats.map { Count.grouped($0) } ?? "missing"
  }

  private func key(_ key: String?) -> String { key.map { Printable.escaped($0) } ?? "nobody" }

  private func keys(_ keys: KeyList) -> String {
    keys.count == 0
      ? "nobody" : NameList.text(Array(0..<keys.count)) { Printable.escaped(keys[$0]) }
  }
}

/// Sponsors, reviews and the hours that these take.
struct DiffPeopleText {
  private let result: DiffResult
  private let effects: DiffEffects

  init(_ result: DiffResult, _ effects: DiffEffects) {
    self.result = result
    self.effects = effects
  }

  func write(to page: inout TextPage) {
    writeSponsors(to: &page)
    writeReviews(to: &page)
  }

  private func writeSponsors(to page: inout TextPage) {
    guard effects.hasSponsors else { return }
    let changes = effects.sponsors
    page.heading(
      "Sponsors", remark: changes.isEmpty ? "no account has another one" : nil)
    for change in changes.prefix(ReportLimits.accounts) {
      let names = [change.from, change.to].map { $0.map { Printable.escaped($0) } ?? "nobody" }
      page.paragraph("\(DiffWords.account(change.key, change.name)): \(names[0]) → \(names[1])")
    }
    page.sayMore(than: ReportLimits.accounts, of: changes.count)
  }

  private func writeReviews(to page: inout TextPage) {
    guard effects.hasReviews else { return }
    let counts = [
      (effects.added.count, "added"), (effects.moved.count, "moved"),
      (effects.cancelled.count, "cancelled"),
    ].filter { $0.0 > 0 }.map { "\(Count.grouped($0.0)) \($0.1)" }
    page.heading("Reviews", remark: counts.isEmpty ? "as before" : counts.joined(separator: ", "))
    list("added", effects.added, to: &page) { name($0, on: $0.date) }
    list("moved", effects.moved, to: &page) { move in
      let hours = [move.old, move.new].map { $0.start.map { " \(Clock.text($0))" } ?? "" }
      let isSameDay = move.old.date == move.new.date
      return "\(name(move.new, on: nil)): \(move.old.date.words)\(hours[0]) →"
        + (isSameDay ? "" : " \(move.new.date.words)") + hours[1]
    }
    list("cancelled", effects.cancelled, to: &page) { name($0, on: $0.date) }
    writeHours(to: &page)
  }

  private func list<Item>(
    _ verb: String, _ items: [Item], to page: inout TextPage, _ text: (Item) -> String
  ) {
    for item in items.prefix(ReportLimits.reviews) { page.paragraph("\(verb): \(text(item))") }
    page.sayMore(than: ReportLimits.reviews, of: items.count)
  }

  private func name(_ review: ScheduledReview, on day: Day?) -> String {
    "\(Printable.escaped(review.review)), \(DiffWords.account(review.account, review.name))"
      + (day.map { ", \($0.words)" } ?? "")
  }

  private func writeHours(to page: inout TextPage) {
    let all = effects.meetings
    page.paragraph(
      all.old == all.new
        ? "hours of meetings: \(hours(all.new)), as before"
        : "hours of meetings: \(hours(all.old)) → \(hours(all.new))")
    guard !effects.people.isEmpty else { return }
    let names = NameList.text(Array(effects.people.indices)) { place in
      let person = effects.people[place]
      return "\(Printable.escaped(person.name)) \(hours(person.old)) → \(hours(person.new))"
    }
    page.paragraph("hours of people: \(names)")
  }

  /// Minutes as hours, exact to a tenth or more.
  private func hours(_ minutes: Int) -> String {
    Decimal.quotient(Int128(minutes) * Decimal.unit, 60 * Decimal.unit)
      .map { ReadableValue.number(Decimal(scaled: $0)) } ?? ""
  }
}
