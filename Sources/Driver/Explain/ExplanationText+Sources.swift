import Diagnostics
import Engine
import Language
import Tables

/// Where the account stands in limits, what its blanks leave open, and where its figures come from.
extension ExplanationText {
  mutating func writeSeats() {
    guard !explanation.seats.isEmpty else { return }
    page.heading("Seats")
    for seat in explanation.seats { page.paragraph(sentence(seat)) }
  }

  private func sentence(_ seat: SeatProof) -> String {
    let result = evaluation.decision.limits[seat.limit]
    let names = program.limits[seat.limit].tiers.map { tier($0) }.joined(separator: ", ")
    let reasons = ReasonText(evaluation)
    guard let seats = result.seats else {
      return "\(names): the number of seats is missing, so that nobody is displaced"
    }
    let head = "\(names): \(result.taken) of \(Count.of(seats, "seat")) taken"
    switch seat.standing {
    case .spared(let isUncounted):
      return head + "; it is spared\(spares(seat.limit)), and keeps its tier whatever its rank"
        + (isUncounted ? ", without taking a seat" : "")
    case .overridden: return head + "; it has one by override, whatever its rank"
    case .ranked(let rank, let isSeated):
      let free = max(0, seats - result.fixed)
      var parts = [head]
      let own = reasons.keys(of: seat.limit, row)
      parts.append(
        "it is number \(rank) of \(result.contenders.count) for "
          + (result.fixed > 0
            ? "the \(Count.of(free, "seat")) that others left" : Count.of(free, "seat"))
          + ", with \(own)")
      if let rival = seat.rival {
        let who = evaluation.shownAccount(rival)
        parts.append(
          isSeated
            ? "the first without a seat is \(who) with \(reasons.keys(of: seat.limit, rival))"
            : "the last seat is held by \(who) with \(reasons.keys(of: seat.limit, rival))")
        if let margin = margin(seat, rival) { parts.append(margin) }
      } else if isSeated {
        parts.append("nobody is without a seat")
      }
      return parts.joined(separator: "; ")
    }
  }

  /// The labels of the clauses that spare the account.
  private func spares(_ limit: Int) -> String {
    let labels = program.limits[limit].spares.enumerated().compactMap { index, spare in
      explanation.clauses.contains {
        $0.kind == .spare(limit: limit, index: index) && $0.answer == true
      } ? spare.label : nil
    }
    if labels.isEmpty { return "" }
    return " by " + labels.map { "\"\(Printable.escaped($0))\"" }.joined(separator: ", ")
  }

  /// By how much the account is ahead of its rival, or behind it.
  private func margin(_ seat: SeatProof, _ rival: Int) -> String? {
    for key in program.limits[seat.limit].keys {
      let (own, other) = (evaluation.value(key.value, row), evaluation.value(key.value, rival))
      if own == other { continue }
      let name = program.figureName(key.value)
      switch (own, other) {
      case (.number(let left, let type), .number(let right, _)):
        guard let distance = left.subtracting(right) else { return nil }
        let size = Decimal(scaled: Int128(distance.scaled.magnitude))
        return "\(values.text(size, type)) \(isAhead(seat) ? "ahead" : "behind") in \(name)"
      case (.day(let left), .day(let right)):
        let days = Decimal(Int(abs(left.number - right.number)))
        return "\(values.text(days, .days)) \(isAhead(seat) ? "ahead" : "behind") in \(name)"
      default: return "\(name) tells them apart"
      }
    }
    return "equal in all that the agreement compares, so that the account key decides"
  }

  private func isAhead(_ seat: SeatProof) -> Bool {
    if case .ranked(_, let isSeated) = seat.standing { isSeated } else { true }
  }

  mutating func writeBlanks() {
    guard let blanks = evaluation.chase.blanks[row], !blanks.isEmpty else { return }
    page.heading("What its blanks could change")
    let cells = CellNames(explanation.run)
    for blank in blanks {
      var words = cells.sheetName(blank.cell) ?? "line \(blank.cell.line)"
      words += ", \(Printable.escaped(cells.header(blank.cell)))"
      let turns = blank.turns.map { values.text(cells.value($0, of: blank.cell)) }
      if !turns.isEmpty { words += ": turns at \(turns.joined(separator: ", "))" }
      let tiers = evaluation.possibilities.endings(blank.endings).compactMap { ending in
        if case .tier(let tier) = ending { self.tier(tier) } else { nil }
      }
      if !tiers.isEmpty { words += "; \(tiers.joined(separator: " or "))" }
      page.paragraph(words)
    }
  }

  mutating func writeSources() {
    guard !explanation.sources.isEmpty else { return }
    let file = evaluation.tables[program.accountsFile.index]
    let members = evaluation.memberRows(of: row)
    let isGroup = members.count > 1
    let first = members[0] < file.places.count ? file.places.record(of: members[0]) + 1 : 0
    page.heading(
      "Figures",
      remark: isGroup ? nil : "\(Printable.escaped(file.path)) row \(first)")
    var table = TextTable([.flexible, .left, .flexible])
    for source in explanation.sources {
      table.append([
        Printable.escaped(source.name, limit: 40), values.text(source.value),
        origin(source, isGroup),
      ])
    }
    page.table(table)
  }

  private func origin(_ source: FigureSource, _ isGroup: Bool) -> String {
    switch source.origin {
    case .cells(let cells):
      guard isGroup, cells.count > 1 else { return cells.first.map { column($0) } ?? "" }
      let names = NameList.text(Array(cells.indices), limit: depth == .full ? .max - 1 : 6) {
        (cells[$0].sheetName ?? "row \(cells[$0].sheetRow)")
          + (explanation.typed.change(of: cells[$0]) == nil ? "" : " typed")
      }
      return "\(cells[0].quotedHeader): \(names)"
    case .formula(let text): return text == source.name ? "" : "= " + Printable.escaped(text)
    case .rows(let read, let path, let sheetRows):
      var words =
        "\(read.counted.count) of \(Count.of(read.all, "row")) in \(Printable.escaped(path))"
      if !sheetRows.isEmpty {
        let limit = depth == .full ? 50 : 4
        let rows = NameList.text(Array(sheetRows.indices), limit: limit) { "\(sheetRows[$0])" }
        words += ": row\(sheetRows.count == 1 ? "" : "s") \(rows)"
      }
      let typed = explanation.typed.cells.filter {
        $0.address.table == read.table && read.counted.contains($0.address.row)
      }
      if !typed.isEmpty { words += "; \(Count.of(typed.count, "cell")) of them typed" }
      if read.unknown > 0 { words += "; \(read.unknown) left out for want of data" }
      return words
    case .portfolio: return "among all accounts"
    case .earlier: return "by the earlier result"
    }
  }

  private func column(_ cell: FigureSource.Cell) -> String {
    if explanation.typed.change(of: cell) != nil { return "typed, see above" }
    let letters = cell.column.map { SheetCell.letters(ofColumn: $0) }
    return (letters.map { "column \($0) " } ?? "") + cell.quotedHeader
  }
}

extension FigureSource.Cell {
  var quotedHeader: String { "\"\(Printable.escaped(header, limit: 40))\"" }
}
