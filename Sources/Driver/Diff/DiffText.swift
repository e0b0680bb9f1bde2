import Diagnostics
import Engine
import Language
import Tables

/// What moves between two agreements, or two states of the data, for people.
package enum DiffText {
  package static func render(_ result: DiffResult, style: TextStyle) -> String {
    var page = TextPage(style: style)
    let words = DiffWords(result)
    DiffOverviewText(result).write(to: &page)
    MoversText(result, words).write(to: &page)
    ChangesText(result, words).write(to: &page)
    DiffTiers(result).write(to: &page, result.new.evaluation.program, words.measure)
    let effects = DiffEffects(result.old, result.new)
    DiffSeatsText(effects).write(to: &page)
    DiffPeopleText(result, effects).write(to: &page)
    return page.text
  }
}

/// Names that the parts of the text share.
struct DiffWords {
  static let noTier = "no tier"

  private let result: DiffResult
  private let amounts: MoneyWords
  var measure: Measure? { amounts.measure }

  init(_ result: DiffResult) {
    self.result = result
    amounts = MoneyWords(result.new.evaluation)
  }

  /// What one change is called.
  var noun: String {
    switch result.changes {
    case .edits: "edit"
    case .data: "change"
    }
  }

  var count: Int {
    switch result.changes {
    case .edits(let edits): edits.count
    case .data(let changes): changes.count
    }
  }

  static func tier(_ name: String?) -> String { name.map { Printable.escaped($0) } ?? noTier }

  static func account(_ key: String, _ name: String?) -> String {
    guard let name, name != key else { return Printable.escaped(key) }
    return "\(Printable.escaped(key)) \(Printable.escaped(name))"
  }

  func money(_ figure: Int128?) -> String { figure.map { amounts.text(Wide($0)) } ?? "" }

  /// What the accounts are worth together; nothing without a measure.
  func total(_ moves: [DiffResult.Move]) -> String? {
    amounts.total(moves.lazy.map { result.measure($0) })
  }

  /// Such as `by edit 3`, `by edits 1 and 4 together`, `by edit 2, or by edit 5`.
  func cause(_ move: DiffResult.Move) -> String {
    if !move.arrivals.isEmpty {
      let names = move.arrivals.map { Printable.escaped($0) }.joined(separator: ", ")
      return "since \(names) came"
    }
    if move.causes.isEmpty {
      return result.isCutShort ? "not looked into" : "by changes that could not be told apart"
    }
    return move.causes.prefix(ReportLimits.names).map { "by \(set($0))" }
      .joined(separator: ", or ")
  }

  /// Such as `edit 3` and `edits 1 and 4 together`.
  func set(_ places: [Int], together: Bool = true) -> String {
    let numbers = places.map { "\($0 + 1)" }
    guard let last = numbers.last, numbers.count > 1 else { return "\(noun) \(numbers[0])" }
    return "\(noun)s \(numbers.dropLast().joined(separator: ", ")) and \(last)"
      + (together ? " together" : "")
  }
}

/// What accounts are worth, in words.
struct MoneyWords {
  let measure: Measure?
  private let code: String

  init(_ evaluation: Evaluation) {
    measure = Measure(evaluation)
    let currency = evaluation.program.agreement.currency
    code = measure?.type == .money ? currency.map { "\($0) " } ?? "" : ""
  }

  func text(_ sum: Wide) -> String { code + ReadableValue.amount(sum) }

  /// Returns nil without a measure.
  func total(_ figures: some Sequence<Int128?>) -> String? {
    guard measure != nil else { return nil }
    return text(
      figures.reduce(into: Wide.zero) { sum, figure in if let figure { sum += Wide(figure) } })
  }
}

/// Which agreements and which files are compared.
struct DiffOverviewText {
  private let old: Run
  private let new: Run

  init(_ result: DiffResult) { (old, new) = (result.old, result.new) }

  func write(to page: inout TextPage) {
    let (before, now) = (old.evaluation, new.evaluation)
    let names = [before, now].map { Printable.escaped($0.program.agreement.name) }
    page.heading(names[0] == names[1] ? names[1] : "\(names[0]) → \(names[1])")
    let days = [before, now].map { $0.statedDay.map { "\($0)" } ?? "" }
    if days[0] == days[1] {
      if !days[1].isEmpty { page.paragraph("as of \(days[1])") }
    } else {
      page.paragraph("as of \(days[0]) → \(days[1])")
    }
    var table = TextTable([.left, .flexible, .right])
    let files = [before, now].map { Printable.escaped($0.program.source.name) }
    table.append([
      "agreement", files[0] == files[1] ? files[0] : "\(files[0]) → \(files[1])", "",
    ])
    let inputs = [old, new].map { run in
      run.inputs[run.evaluation.program.accountsFile.index].map { Printable.escaped($0.path) } ?? ""
    }
    let rows = [before, now].map {
      Count.grouped(RowCounts($0.program.accountsFile, in: $0).all)
    }
    table.append([
      "accounts", inputs[0] == inputs[1] ? inputs[0] : "\(inputs[0]) → \(inputs[1])",
      (rows[0] == rows[1] ? rows[1] : "\(rows[0]) → \(rows[1])") + " rows",
    ])
    page.table(table)
  }
}

/// Who moves, from where to where, with the money and the cause.
struct MoversText {
  private let result: DiffResult
  private let words: DiffWords

  init(_ result: DiffResult, _ words: DiffWords) {
    self.result = result
    self.words = words
  }

  func write(to page: inout TextPage) {
    if result.moves.isEmpty {
      page.heading("No account moves")
      page.paragraph(stillness)
    } else {
      page.heading("Who moves", remark: summary)
      for group in groups { write(group, to: &page) }
    }
    if result.moves.contains(where: { $0.causes.count > 1 }) {
      page.paragraph(
        "where two causes are named, each of them is enough without the other", isRemark: true)
    }
    MoveSection.write("came", result.came, to: &page)
    MoveSection.write("went", result.went, to: &page)
    if result.isCutShort {
      page.paragraph(
        "there are too many accounts to look into every move; moves without a cause were not "
          + "looked into", isRemark: true)
    }
  }

  private var stillness: String {
    let rows = result.new.evaluation.tables[0].rowCount - result.came.count
    let count = Count.of(rows, "account", grouped: true)
    if words.count == 0 {
      switch result.changes {
      case .edits: return "both agreements say the same; all \(count) keep their tier"
      case .data: return "both files say the same; all \(count) keep their tier"
      }
    }
    return "all \(count) that are in both keep their tier, though there "
      + (words.count == 1
        ? "is 1 \(words.noun)" : "are \(Count.grouped(words.count)) \(words.noun)s")
  }

  private var summary: String {
    MoveSection.summary(
      result.moves.count, rises: result.moves.count { $0.direction > 0 },
      falls: result.moves.count { $0.direction < 0 })
  }

  /// Moves between the same two tiers, in their order.
  private var groups: [[DiffResult.Move]] {
    var groups: [[DiffResult.Move]] = []
    for move in result.moves {
      if let first = groups.last?.first, first.from == move.from, first.to == move.to {
        groups[groups.count - 1].append(move)
      } else {
        groups.append([move])
      }
    }
    return groups
  }

  private func write(_ group: [DiffResult.Move], to page: inout TextPage) {
    let section = MoveSection(
      from: group[0].from, to: group[0].to, count: group.count, sum: words.total(group),
      lines: group.prefix(ReportLimits.accounts).map { move in
        MoveSection.Line(
          account: DiffWords.account(move.key, move.name),
          money: words.money(result.measure(move)), cause: words.cause(move))
      })
    section.write(to: &page)
  }
}

/// Accounts that go from one tier to another, in words.
struct MoveSection {
  /// One of the accounts that are shown.
  struct Line {
    var account: String
    var money: String
    var cause = ""
  }

  /// The names of the tiers; nil for no tier.
  var from: String?
  var to: String?
  var count: Int
  /// What they are worth together; nil without a measure.
  var sum: String?
  var lines: [Line]

  func write(to page: inout TextPage) {
    let names = "\(DiffWords.tier(from)) → \(DiffWords.tier(to))"
    page.paragraph(
      "\(names): \(Count.of(count, "account", grouped: true))\(sum.map { ", \($0)" } ?? "")")
    var table = TextTable([.flexible, .right, .flexible])
    for line in lines { table.append(["  " + line.account, line.money, line.cause]) }
    page.table(table)
    page.sayMore(than: ReportLimits.accounts, of: count)
  }

  /// How many accounts move, and where to.
  static func summary(_ moves: Int, rises: Int, falls: Int) -> String {
    var parts = [Count.of(moves, "account", grouped: true)]
    if rises > 0 { parts.append("\(Count.grouped(rises)) up") }
    if falls > 0 { parts.append("\(Count.grouped(falls)) down") }
    return parts.joined(separator: ", ")
  }

  /// Writes the accounts that only one of two runs has.
  static func write(_ verb: String, _ lone: [DiffResult.Lone], to page: inout TextPage) {
    guard !lone.isEmpty else { return }
    let names = NameList.text(Array(lone.indices), limit: ReportLimits.accounts) { place in
      let item = lone[place]
      return "\(DiffWords.account(item.key, item.name)) (\(DiffWords.tier(item.tier)))"
    }
    page.paragraph("\(verb): \(Count.grouped(lone.count)): \(names)")
  }
}
