import Diagnostics
import Tables

/// What follows from reviews, what meetings go through, and where people get their mail.
extension Checker {
  mutating func checkPlan(
    _ step: PlanStep, of review: inout CheckedReview, at range: SourceRange
  ) {
    guard let rhythm = step.rhythm else { return }
    let what = keyText(check(step.what, in: .account))
    switch type(what) {
    case .text, .choice: break
    case .error: return
    default:
      report(
        .wrongType(what: "what is to be reached", expected: "a text", found: type(what)),
        at: tree[step.what].range)
      return
    }
    if case .again(let span) = rhythm {
      guard let cadence = review.cadence else {
        return report(.withoutCadence("then … every"), at: range)
      }
      if span.leastDays >= cadence.mostDays { report(.checkAfterReview, at: range) }
    }
    review.plan.append(
      CheckedPlanStep(
        isTarget: step.isTarget, what: what, rhythm: rhythm,
        by: step.by.flatMap { checkDoer($0, in: .account) }, range: range))
  }

  // MARK: Agendas

  mutating func checkAgenda(_ declaration: AgendaDeclaration) {
    noteDayReader(declaration.label.range)
    var agenda = CheckedAgenda(
      label: declaration.label.text, tiers: declaration.tiers.compactMap { tier($0) },
      range: declaration.range)
    if let twin = program.agendas.first(where: { $0.label == agenda.label }) {
      report(.repeatedName(agenda.label, first: twin.range), at: declaration.label.range)
    }
    var first: SourceRange?
    for clause in declaration.clauses {
      switch clause.kind {
      case .on(let meetings): for meeting in meetings { check(meeting, of: &agenda) }
      case .top(let most, let keys):
        if let first { report(.repeatedDeclaration("`top`", first: first), at: clause.range) }
        first = clause.range
        (agenda.most, agenda.order) = (most, checkKeys(keys) ?? [])
      case .show(let items):
        let show = ShowDeclaration(items: items, each: nil, range: clause.range)
        agenda.shows = checkItems(of: show, in: .account, beside: agenda.shows)
      case .error: return
      }
    }
    requireClauses(of: declaration)
    program.agendas.append(agenda)
  }

  private mutating func requireClauses(of declaration: AgendaDeclaration) {
    let hasDates = declaration.clauses.contains { if case .on = $0.kind { true } else { false } }
    let hasTop = declaration.clauses.contains { if case .top = $0.kind { true } else { false } }
    if !hasDates {
      report(
        .missingClause(of: "this agenda", clause: "on", example: "on 2027-04-20, 2027-05-18"),
        at: declaration.label.range)
    }
    if !hasTop {
      report(
        .missingClause(of: "this agenda", clause: "top", example: "top 20 by revenue"),
        at: declaration.label.range)
    }
  }

  private mutating func check(
    _ meeting: AgendaDeclaration.Meeting, of agenda: inout CheckedAgenda
  ) {
    switch meeting {
    case .date(let day, _): agenda.dates.append(day)
    case .column(let table, let field, let condition):
      guard case .table(let id) = names[table.text], id != .accounts else {
        let known = program.tables.dropFirst().map(\.name)
        reportUnknown(
          table.text, kind: "table of meetings", among: Array(known), at: table.range)
        return
      }
      usedNames.insert(table.text)
      let context = Context(row: id)
      let date = checkName(field.text, in: context, at: field.range)
      guard type(date) == .date else {
        if type(date) != .error {
          report(
            .wrongType(what: "when a meeting is", expected: "a date", found: type(date)),
            at: field.range)
        }
        return
      }
      agenda.columns.append(
        CheckedAgenda.Column(
          table: id, date: date, condition: condition.map { checkCondition($0, in: context) }))
    }
  }

  // MARK: Addresses

  /// Names the figures that hold the addresses of those who attend reviews.
  mutating func findAddresses() {
    guard !program.reviews.isEmpty else { return }
    for (index, table) in program.tables.enumerated().dropFirst() {
      guard case .file = table.origin, table.keyIndex != nil,
        TableID(index) != program.group?.members,
        let field = table.fields.firstIndex(where: { $0.name == "email" && $0.type == .text })
      else { continue }
      let term = self.field(field, of: TableID(index), at: table.fields[field].range)
      program.addresses.append(CheckedAddress(table: TableID(index), email: term))
    }
  }
}

extension TimeSpan {
  /// No more than the days that the span has.
  fileprivate var leastDays: Int {
    switch unit {
    case .days: count
    case .weeks: 7 * count
    case .months: 28 * count
    case .years: 365 * count
    }
  }
}

extension Cadence {
  /// No fewer than the days between two planned days.
  fileprivate var mostDays: Int {
    switch unit {
    case .days: count
    case .weeks: 7 * count
    case .months: 31 * count
    case .quarters: 92 * count
    case .years: 366 * count
    }
  }
}
