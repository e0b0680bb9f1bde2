import Diagnostics

/// What follows from reviews.
extension Parser {
  /// Parses what follows from each review, behind its first word.
  ///
  /// plan-step = "then" text { "in" duration | "every" duration | "by" operand }
  ///   | "target" operand { "in" duration | "by" operand } ;
  mutating func parsePlanStep(isTarget: Bool) -> ReviewDeclaration.Clause.Kind {
    let start = position
    let example = isTarget ? "target \"…\" in 90 days" : "then \"…\" in 30 days by owner"
    var what: ExpressionID
    if isTarget {
      what = parseOperand()
    } else {
      let text = parseText("what is to be done", remedy: "write it like `\(example)`")
      what = add(.text(text.text), since: start)
    }
    var step = PlanStep(isTarget: isTarget, what: what)
    while !isRecovering, parsePart(of: &step, example) {}
    if !isRecovering, step.rhythm == nil {
      reportExpected(isTarget ? "`in`" : "`in` or `every`", remedy: "write it like `\(example)`")
    }
    return .plan(step)
  }

  /// Parses when a step falls due or who does it; `false` where neither follows.
  private mutating func parsePart(of step: inout PlanStep, _ example: String) -> Bool {
    let start = position
    if take("by") {
      if step.by != nil { report(.misuse(.repeated("by", form)), at: range(since: start)) }
      step.by = parseOperand()
      return true
    }
    let isAgain = !step.isTarget && (take("every") || takeForeign(["each"], meant: "every"))
    guard isAgain || take("in") || takeForeign(["within", "after"], meant: "in") else {
      return false
    }
    if step.rhythm != nil {
      let problem = Misuse.misplaced(
        "this step has its time already", remedy: "write a second `then` for another time")
      report(.misuse(problem), at: range(since: start))
    }
    guard
      let span = parseSpan("a length of time", example: isAgain ? "every 30 days" : "in 30 days")
    else { return false }
    step.rhythm = isAgain ? .again(span) : .once(span)
    return true
  }
}

/// What meetings of leadership go through.
extension Parser {
  /// Parses the agenda of a series of meetings.
  ///
  /// agenda = "agenda" text [ for-tiers ] "{" { agenda-clause end } "}" ;
  mutating func parseAgenda(since start: Int) -> AgendaDeclaration {
    form = .agenda
    let label = parseText("the agenda's name")
    let tiers = isAtOrBelow("for") ? parseForTiers() : []
    var agenda = AgendaDeclaration(label: label, tiers: tiers, range: range(since: start))
    parseBlock(inner: ["show"]) { parser in
      let start = parser.position
      let kind = parser.parseAgendaClause()
      agenda.clauses.append(AgendaDeclaration.Clause(kind, range: parser.range(since: start)))
    }
    agenda.range = range(since: start)
    return agenda
  }

  /// Parses a clause of an agenda.
  ///
  /// agenda-clause = "on" meeting { "," meeting } | "top" number "by" sort-keys
  ///   | "show" show-item { "," show-item } ;
  private mutating func parseAgendaClause() -> AgendaDeclaration.Clause.Kind {
    switch takeClauseWord() {
    case "on":
      var meetings = [parseMeeting()]
      while !isRecovering, take(.comma) || takeForeign(["and", "&"], meant: ",") {
        meetings.append(parseMeeting())
      }
      return .on(meetings.compactMap { $0 })
    case "top":
      guard let count = parseCount("a number of accounts", most: AgendaDeclaration.most) else {
        return .error
      }
      expect("by", remedy: "write it like `top \(count) by revenue`")
      return isRecovering ? .error : .top(count, by: parseSortKeys())
    case "show":
      var items = [parseShowItem()]
      while !isRecovering, take(.comma) { items.append(parseShowItem()) }
      return .show(items)
    default: return .error
    }
  }

  /// Parses the day of a meeting, or the column of a table that holds the days of some.
  ///
  /// meeting = date | word "." word [ "where" expression ] ;
  private mutating func parseMeeting() -> AgendaDeclaration.Meeting? {
    guard current.isFreeWord, lexeme(after: 1).kind == .symbol(.dot) else {
      let start = position
      if !isAtEnd, current.isFreeWord, lexeme(after: 1).kind != .number {
        let word = current.word
        reportExpected("a date", remedy: "write `2027-04-20`, or `\(word).` and a field with dates")
        return nil
      }
      return parseDate("a date").map { .date($0, range(since: start)) }
    }
    let table = parseWord("a table")
    expect(.dot)
    let field = parseWord("a field with dates")
    return .column(
      table: table, field: field, condition: take("where") ? parseExpression() : nil)
  }
}

extension AgendaDeclaration {
  /// More accounts than any meeting goes through.
  package static let most = 1000
}
