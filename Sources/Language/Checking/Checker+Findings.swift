import Diagnostics
import Tables

/// What is shown, required and warned of, with its questions and deeds.
extension Checker {
  mutating func checkShow(_ show: ShowDeclaration) {
    guard let name = show.each else {
      program.shows = checkItems(of: show, in: .account, beside: program.shows)
      return
    }
    guard let table = eachTable(name) else { return }
    let shows = checkItems(of: show, in: Context(row: table), beside: [])
    if shows.isEmpty { return }
    program.books.append(
      CheckedBook(name: name.text, each: table, shows: shows, range: show.range))
  }

  mutating func checkItems(
    of show: ShowDeclaration, in context: Context, beside others: [CheckedShow]
  ) -> [CheckedShow] {
    var shows = others
    for item in show.items {
      let term = check(item.value, in: context)
      let range = tree[item.value].range
      let label = item.label?.text ?? tree.source.text(of: range)
      if type(term) == .error { continue }
      if let twin = shows.first(where: { $0.label == label }) {
        report(.repeatedName(label, first: twin.range), at: range)
        continue
      }
      shows.append(CheckedShow(label: label, term: term, range: range))
    }
    return shows
  }

  mutating func checkFinding(_ finding: FindingDeclaration) {
    var context = Context.account
    let scope: CheckedFinding.Scope
    switch finding.scope {
    case .portfolio:
      context = .portfolio(finding.kind == .require ? "this requirement" : "this warning")
      scope = .portfolio
    case .tiers(let names): scope = .tiers(names.compactMap { tier($0) })
    case .all: scope = .all
    case .each(let name):
      guard let table = eachTable(name) else { return }
      context = Context(row: table)
      scope = .each(table)
    }
    let condition = checkCondition(finding.condition, in: context)
    if case .each(let name) = finding.scope { warnIfSame(condition, forEach: name, finding) }
    program.findings.append(
      CheckedFinding(
        isRequirement: finding.kind == .require, label: finding.label.text, scope: scope,
        condition: condition, question: finding.question.map { check($0, condition, in: context) },
        deed: finding.deed.map { check($0, in: context) }, range: finding.range))
  }

  private mutating func check(
    _ question: FindingDeclaration.Question, _ condition: TermID, in context: Context
  ) -> CheckedQuestion {
    var checked = CheckedQuestion(text: question.text.text, asked: asked(in: condition))
    guard let freshness = question.freshness else { return checked }
    noteDayReader(question.text.range)
    let since = check(freshness.since, in: context)
    if type(since) == .date {
      (checked.span, checked.since) = (freshness.span, since)
    } else if type(since) != .error {
      report(
        .wrongType(what: "since when an answer holds", expected: "a date", found: type(since)),
        at: tree[freshness.since].range)
    }
    return checked
  }

  /// Returns the figures of which a condition asks whether they are present or missing.
  private func asked(in condition: TermID) -> [TermID] {
    switch program[condition].kind {
    case .isMissing(let figure): [figure]
    case .not(let inner), .named(_, let inner): asked(in: inner)
    case .and(let left, let right), .or(let left, let right):
      asked(in: left) + asked(in: right)
    default: []
    }
  }

  private mutating func check(
    _ deed: FindingDeclaration.Deed, in context: Context
  ) -> CheckedDeed {
    if deed.span != nil { noteDayReader(deed.text.range) }
    return CheckedDeed(
      text: deed.text.text, by: deed.by.flatMap { checkDoer($0, in: context) }, span: deed.span)
  }

  mutating func checkDoer(
    _ id: ExpressionID, in context: Context
  ) -> CheckedDeed.Doer? {
    if case .name("sponsor") = tree[id].kind, names["sponsor"] == nil,
      context.row == .accounts, declarations.contains(where: \.isSponsor)
    {
      return .sponsor
    }
    let term = check(id, in: context)
    switch type(term) {
    case .text, .reference, .choice: return .named(keyText(term))
    case .error: return nil
    default:
      report(
        .wrongType(what: "who does it", expected: "a text or a person", found: type(term)),
        at: tree[id].range)
      return nil
    }
  }

  /// Warns of a condition that reads accounts through a let, and so all of them whoever is asked.
  private mutating func warnIfSame(
    _ condition: TermID, forEach name: Name, _ finding: FindingDeclaration
  ) {
    guard program[condition].home == .portfolio, let index = lettingOverRows(in: condition) else {
      return
    }
    let letting = letDeclarations[index].name
    report(
      .sameForEach(name.text, letting: letting.text, declared: letting.range),
      at: tree[finding.condition].range)
  }

  /// Returns the first let in a term that is worked out from rows.
  private func lettingOverRows(in term: TermID) -> Int? {
    var letting: Int?
    var open = [(term: term, letting: Int?.none)]
    var seen: Set<TermID> = []
    while letting == nil, let (next, above) = open.popLast() {
      var outer = above
      guard seen.insert(next).inserted else { continue }
      if case .named(.letting(let index), _) = program[next].kind { outer = outer ?? index }
      if case .aggregate = program[next].kind { letting = outer }
      open += program[next].kind.operands.reversed().map { ($0, outer) }
    }
    return letting
  }

  /// Returns the table whose rows `for each NAME` goes through: a declared one, or the values of
  /// an account's field.
  private mutating func eachTable(_ name: Name) -> TableID? {
    if name.text == "tier" {
      let existing = program.valueTable(named: name.text)
      if existing != .accounts { return existing }
      let tier = Term(.tier, type: .tier, home: .accounts, stage: .tiers, range: name.range)
      return addValueTable(name, of: add(tier))
    }
    switch names[name.text] {
    case .table(let table): return table
    case .field, .letting, .computed:
      let term = check(name: name)
      guard type(term) != .error else { return nil }
      let existing = program.valueTable(named: name.text)
      if existing != .accounts { return existing }
      guard [ValueType.text].contains(type(term)) || isListed(type(term)) else {
        report(
          .wrongType(
            what: "what `for each` goes through", expected: "a table, a text or a value",
            found: type(term)), at: name.range)
        return nil
      }
      guard program[term].stage < .tiers else {
        report(
          .tooLate(
            what: "what `for each` goes through", reads: "the final tier",
            definition: program[term].range), at: name.range)
        return nil
      }
      return addValueTable(name, of: term)
    case .score, nil:
      let known = nameOrder.filter { other in !scoreDeclarations.contains { $0.name.text == other }
      }
      reportUnknown(name.text, kind: "table or field", among: known, at: name.range)
      return nil
    }
  }

  private mutating func check(name: Name) -> TermID {
    checkName(name.text, in: .account, at: name.range)
  }

  private func isListed(_ type: ValueType) -> Bool {
    switch type {
    case .choice, .tier, .reference: true
    default: false
    }
  }

  private mutating func addValueTable(_ name: Name, of term: TermID) -> TableID {
    let key = keyText(term)
    var schema = TableSchema(name: name.text, fields: [])
    schema.fields = [FieldSchema(name: name.text, header: name.text, kind: .text)]
    var table = CheckedTable(
      name: name.text, origin: .eachValue(key), range: name.range, schema: schema)
    table.fields = [CheckedField(name: name.text, type: type(key), range: name.range)]
    program.tables.append(table)
    return TableID(program.tables.count - 1)
  }
}

extension CheckedProgram {
  /// Returns the synthetic table of the values of the field `name`.
  func valueTable(named name: String) -> TableID {
    TableID(
      tables.firstIndex { table in
        if case .eachValue = table.origin { table.name == name } else { false }
      } ?? 0)
  }
}
