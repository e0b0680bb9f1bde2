import Diagnostics
import Tables

/// What is shown, required and warned of, and sponsors.
extension Checker {
  mutating func checkPeople(_ declaration: Declaration) {
    switch declaration {
    case .show(let show): checkShow(show)
    case .finding(let finding): checkFinding(finding)
    case .sponsor(let sponsor): checkSponsor(sponsor)
    case .calendar(let calendar): checkCalendar(calendar)
    case .review(let review): checkReview(review)
    case .agenda(let agenda): checkAgenda(agenda)
    case .agreement, .table, .rates, .group, .letting, .score, .criterion, .tier, .exclude, .reject,
      .limit, .move, .override, .error:
      break
    }
  }

  // MARK: Sponsors

  private mutating func checkSponsor(_ declaration: SponsorDeclaration) {
    var people: TableID?
    var order: [SortKey] = []
    for clause in declaration.clauses {
      guard case .from(let name, let by) = clause.kind else { continue }
      guard case .table(let table) = names[name.text], table != .accounts else {
        let known = program.tables.dropFirst().map(\.name)
        reportUnknown(name.text, kind: "table of people", among: Array(known), at: name.range)
        return
      }
      people = table
      order = by
    }
    guard let people else {
      report(
        .missingClause(of: "`sponsor`", clause: "from", example: "from executives by place"),
        at: declaration.range)
      return
    }
    if program[people].keyIndex == nil {
      report(.noKey(table: program[people].name), at: declaration.range)
      return
    }
    // People are asked in the order in which they are listed, so the first place comes first.
    let listed = order.map { SortKey(value: $0.value, direction: $0.direction ?? .ascending) }
    guard let keys = checkKeys(listed, in: Context(row: people)) else { return }
    addSponsor(declaration, people: people, order: keys)
  }

  private mutating func addSponsor(
    _ declaration: SponsorDeclaration, people: TableID, order: [CheckedKey]
  ) {
    let name = "\(program[people].name) × accounts"
    program.tables.append(
      CheckedTable(
        name: name, origin: .pairs(people: people), range: declaration.range,
        schema: TableSchema(name: name, fields: [])))
    let pairs = TableID(program.tables.count - 1)
    var sponsor = CheckedSponsor(
      tiers: declaration.tiers.compactMap { tier($0) }, people: people, pairs: pairs, order: order,
      only: [], capacity: nil, capacityRange: nil, keep: nil, keepUnless: nil,
      range: declaration.range)
    for clause in declaration.clauses { apply(clause, to: &sponsor) }
    program.sponsors.append(sponsor)
  }

  private mutating func apply(
    _ clause: SponsorDeclaration.Clause, to sponsor: inout CheckedSponsor
  ) {
    let account = add(
      Term(
        .pairMember(.accounts), type: .reference(.accounts), home: sponsor.pairs, stage: .rows,
        range: clause.range))
    let pairContext = Context.account.entering(sponsor.pairs, path: account)
    switch clause.kind {
    case .only(let condition):
      sponsor.only.append(
        CheckedSponsor.Only(
          condition: checkCondition(condition, in: pairContext), range: clause.range))
    case .atMost(let expression):
      let term = capacity(expression, of: sponsor.people)
      if type(term) == .number {
        sponsor.capacity = term
      } else if type(term) != .error {
        report(
          .wrongType(what: "a capacity", expected: "a number", found: type(term)),
          at: tree[expression].range)
      }
      sponsor.capacityRange = clause.range
    case .keep(let expression, let unless):
      let term = person(toKeep: expression)
      sponsor.keepRange = clause.range
      switch type(term) {
      case .text, .reference, .error: sponsor.keep = keyText(term)
      default:
        report(
          .wrongType(what: "whom to keep", expected: "a text or a person", found: type(term)),
          at: tree[expression].range)
      }
      sponsor.keepUnless = unless.map { checkCondition($0, in: pairContext) }
    case .never(let person, let account, let reason):
      sponsor.conflicts.append(
        CheckedSponsor.Conflict(
          person: person.text, account: account.text, reason: reason.text,
          personRange: person.range, accountRange: account.range, range: clause.range))
    case .prefer(let condition, let weight):
      let weight = weight.map { preferenceWeight($0, in: pairContext) } ?? (.one, nil)
      sponsor.preferences.append(
        CheckedSponsor.Preference(
          condition: checkCondition(condition, in: pairContext), weight: weight?.value ?? .one,
          weightTerm: weight?.term, range: clause.range))
    case .deputy(let condition):
      sponsor.deputy = CheckedSponsor.Only(
        condition: checkCondition(condition, in: pairContext), range: clause.range)
    case .taking(let days, let offer):
      guard let days = figure(days, in: .account),
        let offer = figure(offer, in: Context(row: sponsor.people))
      else { return }
      sponsor.effort = CheckedSponsor.Effort(days: days, offer: offer, range: clause.range)
    case .from, .error: break
    }
  }

  /// Reads whom an account keeps: a figure of its own, or with `previous` the last result's sponsor.
  private mutating func person(toKeep id: ExpressionID) -> TermID {
    if case .name("previous") = tree[id].kind, names["previous"] == nil {
      return sponsorBefore(at: tree[id].range)
    }
    return check(id, in: .account)
  }

  /// Reads a number of days.
  private mutating func figure(_ id: ExpressionID, in context: Context) -> TermID? {
    guard let term = adapt(check(id, in: context), to: .number) else { return nil }
    if [.number, .days, .error].contains(type(term)) { return term }
    report(
      .wrongType(what: "a number of days", expected: "a number", found: type(term)),
      at: tree[id].range)
    return nil
  }

  /// Reads what a preference weighs, which no data change.
  private mutating func preferenceWeight(
    _ id: ExpressionID, in context: Context
  ) -> (value: Decimal, term: TermID?)? {
    guard let weight = checkWeight(id, in: context) else { return nil }
    if weight.term == nil, !CheckedSponsor.canWeigh(weight.value) {
      report(.extremePreference, at: tree[id].range)
      return nil
    }
    return weight
  }

  /// A capacity reads the person: `executives.seats` or a plain figure.
  private mutating func capacity(_ id: ExpressionID, of people: TableID) -> TermID {
    check(id, in: Context(row: people))
  }
}
