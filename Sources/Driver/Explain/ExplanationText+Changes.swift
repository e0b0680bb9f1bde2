import Diagnostics
import Engine
import Language
import Tables

/// What it would take to move the account.
extension ExplanationText {
  mutating func writeChanges() {
    guard explanation.canMove else { return }
    if case .override? = evaluation.clause(explanation.row),
      explanation.prospects.allSatisfy(\.changes.isEmpty)
    {
      page.heading("What would move it")
      return page.paragraph("the override decides its tier, whatever its cells hold")
    }
    page.heading("What would move it", remark: "the smallest change of one cell")
    if explanation.prospects.isEmpty {
      page.paragraph("no single cell decides its tier")
      return
    }
    for up in [true, false] where explanation.canMove(up: up) { writeChanges(up: up) }
    writeUnits()
    writeBounds()
  }

  private mutating func writeChanges(up: Bool) {
    let changes = explanation.changes(up: up)
    let word = up ? "up" : "down"
    guard !changes.isEmpty else {
      let reason =
        explanation.prospects.allSatisfy(\.isExhaustive)
        ? "no other value in a single one of its cells does it"
        : "no change of a single one of its cells was found"
      page.paragraph("\(word): \(reason)")
      return
    }
    var tiers: [Ending] = []
    for change in changes where !tiers.contains(change.ending) { tiers.append(change.ending) }
    for ending in tiers {
      page.paragraph("\(word) to \(name(ending))")
      for change in changes where change.ending == ending {
        page.paragraph(sentence(change), indent: 4)
      }
    }
    guard depth == .full else { return }
    let moving = Set(changes.map(\.cell))
    let others = explanation.prospects.filter { !moving.contains($0.cell) }
    for (isCertain, words) in [(true, "no other value does it in"), (false, "none was found in")] {
      let names = others.filter { $0.isExhaustive == isCertain }.map { field($0.cell) }
      if !names.isEmpty {
        page.paragraph("\(words): \(names.joined(separator: ", "))", indent: 4)
      }
    }
  }

  func name(_ ending: Ending) -> String {
    switch ending {
    case .tier(let index): Printable.escaped(program.tiers[index].name)
    case .noTier: "no tier"
    case .excluded(let index): "left out: \(Printable.escaped(program.excludes[index].reason))"
    case .rejected(let index): "rejected: \(Printable.escaped(program.rejects[index].reason))"
    }
  }

  /// The field of a cell and, where the account is a group, the member.
  private func field(_ cell: AccountCell) -> String {
    let name = Printable.escaped(program[cell.table].fields[cell.field].name)
    if cell.table != program.accountsFile {
      return "\(Printable.escaped(program[cell.table].name)).\(name)"
    }
    guard explanation.members.count > 1 else { return name }
    let key = evaluation.tables[program.accountsFile.index].key(cell.row)
    return "\(name) of \(Printable.escaped(key))"
  }

  /// Such as `fees, G9: EUR 880,000 to EUR 1,020,001, EUR 140,001 more`.
  private func sentence(_ change: ProvedChange) -> String {
    let cell = change.cell
    let type = program[cell.table].fields[cell.field].type
    let place = explanation.run.cells(cell.field, [cell.row], of: cell.table).first
    let file =
      cell.table == program.accountsFile ? "" : place.map { Printable.escaped($0.path) + " " } ?? ""
    var words = field(cell) + (place?.sheetName.map { ", \(file)\($0)" } ?? "") + ": "
    if let currency = change.currency, let now = change.amountNow, let amount = change.amount {
      words += converted(currency, now, amount)
    } else {
      words += (change.from.map { text($0, type) } ?? "blank") + " to " + text(change.to, type)
      if change.isExample { words += " or the like" }
      if let distance = distance(change, type) { words += ", \(distance)" }
    }
    if !change.others.isEmpty { words += "; \(consequences(change))" }
    return words
  }

  /// A change in another currency, as it would be written.
  private func converted(_ currency: String, _ now: Decimal, _ amount: Decimal) -> String {
    let code = Printable.escaped(currency)
    let distance = amount.subtracting(now) ?? .zero
    let size = Decimal(scaled: Int128(distance.scaled.magnitude))
    return "\(code) \(ReadableValue.grouped(now)) to \(code) \(ReadableValue.grouped(amount)), "
      + "\(code) \(ReadableValue.grouped(size)) \(distance.scaled < 0 ? "less" : "more")"
  }

  private func distance(_ change: ProvedChange, _ type: ValueType) -> String? {
    switch (change.from, change.to) {
    case (.number(let from)?, .number(let to)):
      guard let distance = to.subtracting(from) else { return nil }
      let size = Decimal(scaled: Int128(distance.scaled.magnitude))
      return "\(values.exact(size, type)) \(distance.scaled < 0 ? "less" : "more")"
    case (.day(let from)?, .day(let to)):
      let days = Int(to.number) - Int(from.number)
      return "\(Count.of(abs(days), "day")) \(days < 0 ? "earlier" : "later")"
    default: return nil
    }
  }

  func text(_ constant: Constant, _ type: ValueType) -> String {
    switch constant {
    case .number(let number): values.exact(number, type)
    case .day(let day): day.description
    case .truth(let truth): truth ? "yes" : "no"
    case .text(let text): "\"\(Printable.escaped(text, limit: 40))\""
    case .code(let code): values.text(evaluation.value(Int128(code), of: type))
    case .months(let months): Count.of(months, "month")
    }
  }

  /// Who else moves: `then C04 Nordhavn Terminals goes from Key to Growth`.
  private func consequences(_ change: ProvedChange) -> String {
    func tier(_ index: Int) -> String { name(index < 0 ? .noTier : .tier(index)) }
    let shown = change.others.prefix(depth == .full ? 20 : 2).map { moved in
      "\(evaluation.shownAccount(moved.row)) goes from \(tier(moved.from)) to \(tier(moved.to))"
    }
    let more = change.others.count - shown.count
    return "then " + shown.joined(separator: ", ") + (more > 0 ? " and \(more) more move" : "")
  }

  /// By how much less each change would leave the account where it is.
  private mutating func writeUnits() {
    var units: [String] = []
    for change in explanation.changes(up: true) + explanation.changes(up: false) {
      guard let unit = change.unit else { continue }
      let field = program[change.cell.table].fields[change.cell.field]
      let amount =
        field.type == .date
        ? "a day"
        : change.currency.map { "\(Printable.escaped($0)) \(ReadableValue.grouped(unit))" }
          ?? values.exact(unit, field.type)
      let words = "\(amount) in \(Printable.escaped(field.name))"
      if !units.contains(words) { units.append(words) }
    }
    guard !units.isEmpty else { return }
    page.paragraph(
      "each was tried, and so was one unit less, with which it stays: "
        + units.joined(separator: ", "), isRemark: true)
  }
}

/// How far was looked.
extension ExplanationText {
  /// Says what was not tried, where that could hide a change.
  fileprivate mutating func writeBounds() {
    let open = explanation.prospects.filter { !$0.isExhaustive }
    let figures = open.filter {
      switch program[$0.cell.table].fields[$0.cell.field].type {
      case .number, .percent, .money, .days, .date: true
      default: false
      }
    }
    if !figures.isEmpty {
      let names = NameList.text(Array(figures.indices)) { field(figures[$0].cell) }
      page.paragraph(
        "other accounts answer to \(names), so that not every value could be tried, but some "
          + "farther and farther away", isRemark: true)
    }
    let texts = open.filter { program[$0.cell.table].fields[$0.cell.field].type == .text }
    let isLacking = [true, false].contains {
      explanation.canMove(up: $0) && explanation.changes(up: $0).isEmpty
    }
    if !texts.isEmpty, isLacking || depth == .full {
      let names = NameList.text(Array(texts.indices)) { field(texts[$0].cell) }
      page.paragraph(
        "\(names): only the texts were tried that the agreement names, and one other",
        isRemark: true)
    }
    writeCuts()
  }

  private mutating func writeCuts() {
    let members = explanation.members.count
    if members > CellSearch.members {
      page.paragraph(
        "of its \(members) members the first \(CellSearch.members) were looked at", isRemark: true)
    }
    var told: Set<TableID> = []
    for prospect in explanation.prospects where prospect.skippedRows > 0 {
      guard told.insert(prospect.cell.table).inserted else { continue }
      let all = prospect.skippedRows + CellSearch.related
      page.paragraph(
        "of its \(all) rows in \(Printable.escaped(program[prospect.cell.table].name)) the last "
          + "\(CellSearch.related) were looked at", isRemark: true)
    }
  }
}

extension Explanation {
  /// The rows of the accounts' file that are judged as one.
  var members: [Int] { evaluation.memberRows(of: row) }

  /// `true` iff the account could have a better tier, or a worse one.
  func canMove(up: Bool) -> Bool {
    guard evaluation.decision.status[row] != .repeatedKey else { return false }
    guard let tier = evaluation.tier(row) else { return up }
    return up ? tier > 0 : tier < program.tiers.count - 1
  }

  var canMove: Bool { canMove(up: true) || canMove(up: false) }

  /// The changes in one direction, the least first in proportion to what the cell holds; of several
  /// members' cells of a field, the one that changes least.
  func changes(up: Bool) -> [ProvedChange] {
    let all = prospects.flatMap(\.changes).filter { $0.isUp == up }
    var best: [ProvedChange] = []
    for change in all {
      let place = best.firstIndex {
        $0.cell.table == change.cell.table && $0.cell.field == change.cell.field
          && $0.cell.row != change.cell.row && $0.ending == change.ending
      }
      guard let place else {
        best.append(change)
        continue
      }
      if change.size < best[place].size { best[place] = change }
    }
    return best.enumerated().sorted { left, right in
      (left.element.proportion, left.offset) < (right.element.proportion, right.offset)
    }.map(\.element)
  }
}

extension ProvedChange {
  /// How far the cell is changed.
  fileprivate var size: Decimal {
    switch (from, to) {
    case (.number(let from)?, .number(let to)):
      Decimal(scaled: Int128((to.subtracting(from) ?? .zero).scaled.magnitude))
    case (.day(let from)?, .day(let to)): Decimal(Int(abs(to.number - from.number)))
    default: .zero
    }
  }

  /// How far the cell is changed, as a part of what it holds; of days in years.
  fileprivate var proportion: Decimal {
    guard case .number(let from)? = from else { return size.divided(by: Decimal(365)) ?? .zero }
    let base = Decimal(scaled: Int128(from.scaled.magnitude))
    // What is nothing yet, or grows beyond measure, comes last.
    return size.divided(by: base) ?? Decimal(1_000_000_000)
  }
}

extension ReadableValue {
  /// Returns a figure with all of its places.
  func exact(_ number: Decimal, _ type: ValueType) -> String {
    switch type {
    case .percent:
      let points = number.multiplied(by: Decimal(100)) ?? number
      return "\(ReadableValue.grouped(points)) %"
    case .money: return text(.zero, .money).replacingZero(by: ReadableValue.grouped(number))
    default: return ReadableValue.grouped(number)
    }
  }
}

extension String {
  /// Returns an amount of nothing with other digits.
  fileprivate func replacingZero(by digits: String) -> String { String(dropLast()) + digits }
}
