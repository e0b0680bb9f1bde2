import Diagnostics
import Language
import Tables

/// Which productions of the grammar a tree makes use of; `a/b` is the alternative b of a.
struct Productions {
  private let tree: SyntaxTree
  private(set) var names: Set<String> = ["file", "declaration"]

  static func of(_ tree: SyntaxTree) -> Set<String> {
    var productions = Productions(tree: tree)
    for token in tree.tokens { productions.visit(token) }
    for expression in tree.expressions { productions.visit(expression) }
    for declaration in tree.declarations { productions.visit(declaration) }
    return productions.names
  }

  private init(tree: SyntaxTree) { self.tree = tree }

  private mutating func add(_ names: String...) { self.names.formUnion(names) }

  private mutating func visit(_ token: Token) {
    switch token.kind {
    case .comment: add("comment")
    case .lineEnd: add("line-end", "end", "end/line-end")
    case .symbol(.semicolon): add("end", "end/;")
    case .word: add("word", "name", "name/word")
    case .text: add("text")
    case .date: add("date")
    case .time: add("time")
    case .number:
      let text = tree.source.text(of: token.range)
      let suffix = text.drop { $0.isNumber || $0 == "_" || $0 == "." }
      add("number", "digits", suffix.isEmpty ? "number/plain" : "number/\(suffix)")
      if text.contains("_") { add("digits/_") }
      if text.contains(".") { add("number/.") }
    case .space, .symbol, .invalid, .endOfFile: break
    }
  }

  // MARK: Expressions

  private mutating func visit(_ node: ExpressionNode) {
    add("expression", "conjunction", "negated-condition", "fallback", "comparison", "sum")
    add("product", "operand", "member", "primary")
    switch node.kind {
    case .error: break
    case .number: add("primary/number")
    case .text: add("primary/text")
    case .date: add("primary/date")
    case .duration(_, let unit): add("duration", "duration/\(unit.rawValue)")
    case .truth(let truth): add("primary/\(truth ? "yes" : "no")")
    case .name: add("primary/word")
    case .member: add("member/.")
    case .today: add("primary/today")
    case .tier: add("primary/tier")
    case .negated: add("operand/-")
    case .not: add("negated-condition/not")
    case .binary(let sign, _, _):
      add("operator/\(sign.rawValue)")
      if sign.isComparison { add("comparator") }
    case .presence(_, let isMissing): add("comparison/is \(isMissing ? "missing" : "present")")
    case .membership: add("comparison/in", "list")
    case .holding: add("comparison/in member")
    case .fallback: add("fallback/else")
    case .parenthesized: add("primary/(")
    case .call(let call): visit(call)
    }
  }

  private mutating func visit(_ call: Call) {
    add("call", "argument", "function/\(call.name.text)")
    if call.isDistinct { add("call/distinct") }
    if call.bounds != nil { add("call/from to") }
    if call.order != nil { add("call/by") }
    if call.condition != nil { add("call/where") }
    if call.partition != nil { add("call/within") }
    for argument in call.arguments { visit(argument.direction, of: "argument") }
  }

  private mutating func visit(_ direction: SortDirection?, of owner: String) {
    if let direction { add("\(owner)/\(direction.rawValue)") }
  }

  private mutating func visit(_ keys: [SortKey]) {
    if !keys.isEmpty { add("sort-keys", "sort-key") }
    for key in keys { visit(key.direction, of: "sort-key") }
  }

  private mutating func visit(_ names: [Name]) {
    add("names")
    if names.contains(where: \.isQuoted) { add("name/text") }
  }

  // MARK: Declarations

  private mutating func visit(_ declaration: Declaration) {
    switch declaration {
    case .agreement(let agreement):
      add("agreement")
      for clause in agreement.clauses { visit(clause.kind) }
    case .table(let table):
      add("table", "table/\(table.path == nil ? "accounts" : "table")")
      for item in table.items { visit(item) }
    case .group(let group):
      add("group")
      for clause in group.clauses { visit(clause.kind) }
    case .rates(let rates):
      add("rates")
      if !rates.rates.isEmpty { add("rate") }
    case .letting(let letting):
      add("let")
      visit(letting.body)
    case .score(let score):
      add("score", "score-item")
      if score.title != nil { add("score/title") }
      visit(score.missing)
      for criterion in score.criteria { visit(criterion) }
    case .criterion(let criterion):
      add("declaration/criterion")
      visit(criterion)
    case .tier(let tier): visit(tier)
    case .exclude(let exclude): add("exclude", "exclude/\(exclude.fromTiersOnly ? "tiers" : "all")")
    case .reject: add("reject")
    case .limit(let limit): visit(limit)
    case .move: add("move")
    case .override(let override):
      add("override", "override/\(override.until == nil ? "for good" : "until")")
    case .show(let show):
      add("show", "show-item")
      for item in show.items where item.label != nil { add("show-item/label") }
      if let each = show.each { add("each", each.text == "tier" ? "each/tier" : "each/word") }
    case .finding(let finding): visit(finding)
    case .sponsor(let sponsor):
      add("sponsor", "for-tiers")
      for clause in sponsor.clauses { visit(clause.kind) }
    case .calendar(let calendar):
      add("calendar")
      for clause in calendar.clauses { visit(clause.kind) }
    case .review(let review):
      add("review", "for-tiers")
      switch review.timing {
      case .every(let cadence): add("cadence", "cadence/\(cadence.unit.rawValue)")
      case .on: add("review/on")
      }
      for clause in review.clauses { visit(clause.kind) }
    case .agenda(let agenda):
      add("agenda", agenda.tiers.isEmpty ? "agenda/all" : "for-tiers")
      for clause in agenda.clauses { visit(clause.kind) }
    case .error: break
    }
  }

  private mutating func visit(_ clause: AgreementClause.Kind) {
    add("agreement-clause")
    switch clause {
    case .agreed(_, let people):
      add("agreement-clause/agreed")
      if !people.isEmpty { add("texts") }
    case .effective: add("agreement-clause/effective")
    case .expires: add("agreement-clause/expires")
    case .asOf: add("agreement-clause/as of")
    case .currency: add("agreement-clause/currency")
    case .measure: add("agreement-clause/measure")
    case .fiscalYear(let calendar):
      add("agreement-clause/fiscal year", "fiscal-year", "month", "day-of-year", "weekday")
      add("fiscal-year/\(calendar.isOfWeeks ? "weeks" : "starts")")
      if calendar.isOfWeeks { add("week-pattern") }
    case .replacing: add("agreement-clause/replacing")
    case .inform: add("agreement-clause/inform")
    case .error: break
    }
  }

  private mutating func visit(_ item: TableItem) {
    add("table-item")
    switch item {
    case .field(let field):
      add("field")
      visit(field.type)
      for modifier in field.modifiers { visit(modifier.kind) }
    case .computed: add("computed-field")
    case .separator: add("table-item/separator")
    case .decimalComma: add("table-item/decimal comma")
    case .encoding: add("table-item/encoding")
    case .missing: add("table-item/missing", "texts")
    case .error: break
    }
  }

  private mutating func visit(_ type: FieldType) {
    add("type")
    switch type {
    case .text: add("type/text")
    case .number: add("type/number")
    case .money: add("type/money")
    case .percent: add("type/percent")
    case .date: add("type/date")
    case .truth: add("type/yes/no")
    case .tier: add("type/tier")
    case .choice(let names):
      add("type/one of")
      visit(names)
    case .choices(let names, let separator):
      add("type/some of")
      if separator != nil { add("type/separated by") }
      visit(names)
    case .reference(let name): add(name.text == "person" ? "type/person" : "type/word")
    case .error: break
    }
  }

  private mutating func visit(_ modifier: FieldModifier.Kind) {
    add("modifier")
    switch modifier {
    case .key: add("modifier/key")
    case .optional: add("modifier/optional")
    case .blankMeans: add("modifier/else")
    case .bounds(let low, let high):
      add("bounds", low == nil ? "bounds/at most" : high == nil ? "bounds/at least" : "bounds/to")
    case .header: add("modifier/from")
    case .exponent(let exponent): add("modifier/in \(exponent == 3 ? "thousands" : "millions")")
    case .currency(let column):
      add("modifier/in name", column.isQuoted ? "name/text" : "name/word")
    case .asPoints: add("modifier/as points")
    case .asFraction: add("modifier/as fraction")
    case .asDate: add("modifier/as text")
    }
  }

  private mutating func visit(_ body: Body) {
    guard case .cases(let cases) = body else { return }
    add("cases", "case")
    for item in cases { add("case/\(item.condition == nil ? "otherwise" : "when")") }
  }

  private mutating func visit(_ policy: MissingPolicy?) {
    if let policy { add("missing-policy", "missing-policy/\(policy.rawValue)") }
  }

  private mutating func visit(_ criterion: CriterionDeclaration) {
    add("criterion", "criterion-modifier")
    if criterion.title != nil { add("criterion/title") }
    if criterion.weight != nil { add("criterion-modifier/weight") }
    if criterion.outOf != nil { add("criterion-modifier/out of") }
    visit(criterion.missing)
    visit(criterion.body)
  }

  private mutating func visit(_ tier: TierDeclaration) {
    add("tier", tier.name.isQuoted ? "name/text" : "name/word")
    if tier.meaning != nil { add("tier/means") }
    for route in tier.routes {
      add(
        "route",
        route.condition == nil ? "route/otherwise" : route.isKeep ? "route/keep" : "route/when")
      if route.label != nil { add("route/label") }
    }
  }

  private mutating func visit(_ limit: LimitDeclaration) {
    add("limit")
    visit(limit.tiers)
    visit(limit.keys)
    for spare in limit.spares {
      add("limit-block", "limit-clause", "limit-clause/spare")
      if spare.isUncounted { add("limit-clause/uncounted") }
    }
    if limit.overflow != nil { add("limit-clause/overflow") }
    if limit.tiesAdmit { add("limit-clause/ties") }
  }

  private mutating func visit(_ finding: FindingDeclaration) {
    add(finding.kind.rawValue)
    switch finding.scope {
    case .portfolio: add("scope/none")
    case .tiers: add("scope", "scope/tiers")
    case .all: add("scope/all")
    case .each: add("scope/each")
    }
    if let question = finding.question {
      add("remark", "question", "question/\(question.freshness == nil ? "plain" : "fresh")")
    }
    if let deed = finding.deed {
      add("remark", "deed")
      if deed.by != nil { add("deed/by") }
      if deed.span != nil { add("deed/in") }
    }
  }

  private mutating func visit(_ clause: GroupDeclaration.Clause.Kind) {
    switch clause {
    case .combine(_, let combination):
      add("group-clause", "combination")
      switch combination {
      case .sum: add("combination/sum")
      case .min: add("combination/min")
      case .max: add("combination/max")
      case .any: add("combination/any")
      case .all: add("combination/all")
      case .count: add("combination/count")
      case .head: add("combination/head")
      case .average: add("combination/average")
      }
    case .alone: add("group-clause/alone")
    case .error: break
    }
  }

  private mutating func visit(_ clause: SponsorDeclaration.Clause.Kind) {
    add("sponsor-clause")
    switch clause {
    case .from(_, let keys):
      add("sponsor-clause/from")
      visit(keys)
    case .only: add("sponsor-clause/only")
    case .atMost: add("sponsor-clause/at most")
    case .keep(_, let unless): add("sponsor-clause/keep\(unless == nil ? "" : " unless")")
    case .never: add("sponsor-clause/not")
    case .prefer(_, let weight): add("sponsor-clause/prefer\(weight == nil ? "" : " weight")")
    case .deputy: add("sponsor-clause/deputy")
    case .taking: add("sponsor-clause/taking")
    case .error: break
    }
  }

  private mutating func visit(_ clause: CalendarDeclaration.Clause.Kind) {
    add("calendar-clause")
    switch clause {
    case .workingDays: add("calendar-clause/working", "weekdays", "weekday")
    case .hours(_, _, let zone): add("calendar-clause/hours\(zone == nil ? "" : " zone")")
    case .holiday: add("calendar-clause/holiday")
    case .holidays(_, let country, let countries):
      add("calendar-clause/holidays\(country == nil ? "" : " in")")
      if !countries.isEmpty { add("country") }
    case .closed(let days, _):
      add("calendar-clause/closed", "closed-days")
      switch days {
      case .dates(let first, let last): add("closed-days/dates\(first == last ? "" : " to")")
      case .yearly: add("closed-days/every")
      case .edge(let edge):
        add("closed-days/\(edge.isLast ? "last" : "first")\(edge.isWorking ? " working" : "")")
        add("closed-days/\(edge.period.rawValue)")
      }
    case .atMost(let most): visit(most)
    case .error: break
    }
  }

  private mutating func visit(_ step: PlanStep) {
    add("plan-step", step.isTarget ? "plan-step/target" : "plan-step/then")
    if step.by != nil { add("plan-step/by") }
    switch step.rhythm {
    case .once: add("plan-step/in")
    case .again: add("plan-step/every")
    case nil: break
    }
  }

  private mutating func visit(_ clause: AgendaDeclaration.Clause.Kind) {
    add("agenda-clause")
    switch clause {
    case .on(let meetings):
      add("agenda-clause/on")
      for meeting in meetings {
        switch meeting {
        case .date: add("meeting", "meeting/date")
        case .column(_, _, let condition):
          add("meeting", "meeting/column\(condition == nil ? "" : " where")")
        }
      }
    case .top(_, let keys):
      add("agenda-clause/top")
      visit(keys)
    case .show(let items):
      add("agenda-clause/show", "show-item")
      for item in items where item.label != nil { add("show-item/label") }
    case .error: break
    }
  }

  private mutating func visit(_ clause: ReviewDeclaration.Clause.Kind) {
    add("review-clause")
    switch clause {
    case .starting: add("review-clause/starting")
    case .lastMet: add("review-clause/last met")
    case .only: add("review-clause/only")
    case .also(let also): add("also", "also/\(also.unless == nil ? "always" : "unless")")
    case .within(_, let side, of: _): add("review-clause/within \(side.rawValue)")
    case .notice: add("review-clause/notice")
    case .attendedBy(let attendees):
      add("review-clause/attended", "attendee")
      for attendee in attendees {
        if attendee.label != nil { add("attendee/label") }
        if attendee.column != nil { add("attendee/column") }
        if attendee.condition != nil { add("attendee/where") }
      }
    case .lasting: add("review-clause/lasting")
    case .atMost(let most): visit(most)
    case .by: add("review-clause/by")
    case .ahead(_, let unit): add("review-clause/ahead", "review-clause/ahead \(unit.rawValue)")
    case .plan(let step): visit(step)
    case .rolling(let rule): add("review-clause/rolling", "rolling", "rolling/\(rule.rawValue)")
    case .error: break
    }
  }

  private mutating func visit(_ most: ReviewMost) {
    add("review-limit", "review-limit/\(most.period.rawValue)")
    if most.per != nil { add("review-limit/per") }
  }
}
