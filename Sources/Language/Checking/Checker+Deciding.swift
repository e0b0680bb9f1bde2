import Diagnostics
import Tables

/// The agreement's head, scores, tiers, excludes, limits and overrides.
extension Checker {
  mutating func checkTiers() {
    if tierDeclarations.isEmpty {
      report(
        .missingDeclaration("`tier`", example: "tier Standard { otherwise }"),
        at: agreementDeclaration?.name.range ?? SourceRange(start: 0, end: 0))
    }
    var seen: [String: SourceRange] = [:]
    for tier in tierDeclarations {
      if let first = seen[tier.name.text] {
        report(.repeatedName(tier.name.text, first: first), at: tier.name.range)
      }
      seen[tier.name.text] = tier.name.range
    }
    checkEndings()
  }

  private mutating func checkEndings() {
    let ranges = declarations.compactMap { declaration in
      switch declaration {
      case .tier(let tier): tier.name.range
      case .exclude(let exclude): exclude.range
      case .reject(let reject): reject.range
      default: nil
      }
    }
    guard ranges.count > Limits.endings else { return }
    report(.tooManyEndings(ranges.count), at: ranges[Limits.endings])
  }

  /// Checks lets, computed fields and scores, then the routes that read them.
  mutating func checkFigures() {
    letProgress = Array(repeating: .untouched, count: letDeclarations.count)
    scoreProgress = Array(repeating: .untouched, count: scoreDeclarations.count)
    for (index, letting) in letDeclarations.enumerated() {
      declare(letting.name, as: .letting(index))
    }
    for (index, score) in scoreDeclarations.enumerated() { declare(score.name, as: .score(index)) }
    program.scores = scoreDeclarations.map {
      CheckedScore(name: $0.name.text, title: $0.title?.text, criteria: [], range: $0.range)
    }
    for (table, progress) in computedProgress.enumerated() {
      for index in progress.indices { _ = computedTerm(TableID(table), index) }
    }
    program.lets = letDeclarations.indices.map { index in
      CheckedLet(
        name: letDeclarations[index].name.text, term: letTerm(index),
        range: letDeclarations[index].range)
    }
    for index in scoreDeclarations.indices { _ = scoreTerm(index) }
    program.tiers = tierDeclarations.map { checkTier($0) }
    warnOfUnreachableTiers()
  }

  /// Returns the term of a score, checking its criteria on first use.
  mutating func scoreTerm(_ index: Int) -> TermID {
    let score = scoreDeclarations[index]
    return resolve(scoreProgress[index], name: score.name.text, at: score.name.range) {
      $0.scoreProgress[index] = $1
    } check: {
      $0.checkScore(score, index)
    }
  }

  private mutating func checkScore(_ score: ScoreDeclaration, _ index: Int) -> TermID {
    var criteria: [CheckedCriterion] = []
    var seen: [String: SourceRange] = [:]
    if score.criteria.isEmpty { report(.emptyList(what: "this score"), at: score.name.range) }
    for criterion in score.criteria {
      if let first = seen[criterion.name.text] {
        report(.repeatedName(criterion.name.text, first: first), at: criterion.name.range)
      }
      seen[criterion.name.text] = criterion.name.range
      criteria.append(checkCriterion(criterion, policy: score.missing ?? .zero))
    }
    checkWeights(score, &criteria)
    program.scores[index].criteria = criteria
    program.scores[index].isInPercent = arePercents(score, criteria)
    if criteria.allSatisfy({ $0.weightTerm == nil }) {
      program.scores[index].formula = ScoreFormula(criteria)
      if program.scores[index].formula == nil, !criteria.isEmpty {
        report(.extremeWeights, at: score.name.range)
      }
    }
    let points = criteria.map(\.points)
    let stage = points.map { program[$0].stage }.reduce(.portfolio, max)
    let term = add(
      Term(.score(index), type: .number, home: .accounts, stage: stage, range: score.name.range))
    return make(.named(.score(index), term), .number, of: [term], at: score.name.range)
  }

  private mutating func checkCriterion(
    _ criterion: CriterionDeclaration, policy: MissingPolicy
  ) -> CheckedCriterion {
    let outOf = criterion.outOf.flatMap { positive($0, what: "`out of`") } ?? Decimal(100)
    let (weight, weightTerm) = criterion.weight.flatMap { checkWeight($0) } ?? (outOf, nil)
    var points = check(
      criterion.body, in: Context(row: .accounts, outOf: outOf), range: criterion.range)
    let type = type(points)
    if type != .number && type != .percent && type != .error {
      report(
        .wrongType(what: "the points of a criterion", expected: "a number", found: type),
        at: program[points].range)
      points = errorTerm(at: criterion.range)
    }
    return CheckedCriterion(
      name: criterion.name.text, title: criterion.title?.text, weight: weight,
      weightTerm: weightTerm, outOf: outOf,
      skipsMissing: (criterion.missing ?? policy) == .skip, points: points,
      range: criterion.range)
  }

  /// Reads a figure above 0, such as an `out of`.
  private mutating func positive(_ id: ExpressionID, what: String) -> Decimal? {
    guard let value = constantFigure(id, what: what) else { return nil }
    guard value > .zero else {
      report(
        .badModifier("\(what) must be above 0", help: "write a figure above 0"), at: tree[id].range)
      return nil
    }
    return value
  }

  private mutating func checkTier(_ tier: TierDeclaration) -> CheckedTier {
    let routes = tier.routes.map { route in
      var condition = route.condition.map { checkCondition($0, in: .account) }
      if let condition, let written = route.condition {
        requireStage(condition, .portfolio, what: "a route", at: written)
      }
      if route.isKeep, let inner = condition {
        condition = keeping(inner, in: tier, at: route.range)
      }
      return CheckedRoute(
        label: route.label?.text, condition: condition,
        conditionRange: route.condition.map { tree[$0].range }, isKeep: route.isKeep,
        range: route.range)
    }
    return CheckedTier(
      name: tier.name.text, meaning: tier.meaning?.text, routes: routes, range: tier.name.range)
  }

  /// Returns the condition that the account was in the tier before, and that `condition` holds.
  private mutating func keeping(
    _ condition: TermID, in tier: TierDeclaration, at range: SourceRange
  ) -> TermID {
    usesTierBefore = usesTierBefore ?? range
    guard let index = tierDeclarations.firstIndex(where: { $0.range == tier.range }) else {
      return condition
    }
    let before = tierBefore(at: range)
    let own = constant(.code(index), .tier, at: range)
    let wasIn = make(.compare(.equal, before, own), .truth, of: [before, own], at: range)
    return make(.and(wasIn, condition), .truth, of: [wasIn, condition], at: range)
  }

  private mutating func checkMove(_ move: MoveDeclaration) {
    if let first = program.move?.range {
      report(.repeatedDeclaration("`move`", first: first), at: move.range)
    }
    usesTierBefore = usesTierBefore ?? move.range
    guard let steps = constantFigure(move.steps, what: "the number of tiers") else { return }
    guard let count = steps.integer, count > 0 else {
      report(
        .badModifier(
          "accounts move by 1, 2 or more whole tiers", help: "write `move at most 1 tier`"),
        at: tree[move.steps].range)
      return
    }
    program.move = CheckedMove(steps: count, range: move.range)
  }

  /// Notes that what depends on the tier before does nothing unless an earlier result is given.
  mutating func checkTierBefore() {
    guard let range = usesTierBefore,
      !program[.accounts].fields.contains(where: { $0.type == .tier })
    else { return }
    report(.noTierBefore, at: range)
  }

  private mutating func warnOfUnreachableTiers() {
    var taker: String?
    for (tier, declaration) in zip(program.tiers, tierDeclarations) {
      if let taker, !tier.routes.isEmpty {
        report(.unreachableTier(tier.name, after: taker), at: declaration.name.range)
      }
      if tier.routes.contains(where: { $0.condition == nil }) { taker = taker ?? tier.name }
    }
    if taker == nil, let last = tierDeclarations.last {
      report(
        .missingClause(of: "the last tier", clause: "otherwise", example: "otherwise"),
        at: last.name.range)
    }
  }

  /// Reports a term that is known only after `stage`, at the expression that it was made of.
  mutating func requireStage(
    _ term: TermID, _ stage: Stage, what: String, at expression: ExpressionID
  ) {
    guard type(term) != .error, program[term].stage > stage else { return }
    let reads =
      program[term].stage == .tiers ? "the final tier" : "a score or a figure over all accounts"
    let (place, late) = latePart(of: term, after: stage, in: tree[expression].range)
    let definition = program[late].range
    report(
      .tooLate(what: what, reads: reads, definition: definition == place ? nil : definition),
      at: place)
  }

  /// Returns the smallest part of an expression that is known only after `stage`: where it is
  /// written, and its term.
  private func latePart(
    of term: TermID, after stage: Stage, in place: SourceRange
  ) -> (SourceRange, TermID) {
    var (place, late) = (place, term)
    while program[late].range == place {
      let part = program[late].kind.operands.first { operand in
        let range = program[operand].range
        return program[operand].stage > stage && place.start <= range.start
          && range.end <= place.end && range != place
      }
      guard let part else { break }
      (place, late) = (program[part].range, part)
    }
    return (place, late)
  }

  mutating func checkAgreement() {
    guard let declaration = agreementDeclaration else { return }
    program.agreement.name = declaration.name.text
    var seen: [String: SourceRange] = [:]
    for clause in declaration.clauses {
      let word = apply(clause)
      if let first = seen[word] {
        report(.repeatedDeclaration("`\(word)`", first: first), at: clause.range)
      }
      if !word.isEmpty { seen[word] = clause.range }
    }
    for index in program.tables.indices {
      program.tables[index].schema.currency = program.agreement.currency
    }
  }

  /// Takes one clause over, and returns its word.
  private mutating func apply(_ clause: AgreementClause) -> String {
    switch clause.kind {
    case .agreed(let day, let approvers):
      program.agreement.agreed = day
      program.agreement.approvers = approvers.map(\.text)
      return "agreed"
    case .effective(let day):
      program.agreement.effective = day
      return "effective"
    case .expires(let day):
      program.agreement.expires = day
      return "expires"
    case .asOf(let day):
      program.agreement.asOf = day
      return "as of"
    case .currency(let name):
      program.agreement.currency = name.text
      return "currency"
    case .measure(let expression):
      let term = check(expression, in: .account)
      if type(term).isNumeric {
        program.agreement.measure = term
      } else if type(term) != .error {
        report(
          .wrongType(what: "the measure", expected: "money or a number", found: type(term)),
          at: clause.range)
      }
      return "measure"
    case .fiscalYear(let calendar):
      program.agreement.fiscalCalendar = calendar
      return "fiscal year"
    case .replacing(let factor, let figure):
      checkReplacement(factor, figure, at: clause.range)
      return "replacing costs"
    case .inform(let people):
      program.agreement.informed = people.compactMap { checkDoer($0, in: .account) }
      return "inform"
    case .error: return ""
    }
  }

  private mutating func checkReplacement(
    _ factor: ExpressionID, _ figure: ExpressionID, at range: SourceRange
  ) {
    let times = constantFigure(factor, what: "how many times replacing costs a figure")
    let term = check(figure, in: .account)
    if !type(term).isNumeric {
      if type(term) == .error { return }
      report(
        .wrongType(
          what: "what replacing an account costs", expected: "money or a number",
          found: type(term)),
        at: tree[figure].range)
    } else if let times, times < .zero {
      let text = tree.source.text(of: tree[figure].range)
      report(
        .badModifier(
          "replacing a lost account cannot cost less than nothing",
          help: "write it like `replacing costs 5 times \(text)`"),
        at: tree[factor].range)
    } else if let times {
      program.agreement.replacing = CheckedReplacement(factor: times, figure: term, range: range)
    }
  }

  mutating func checkDecision(_ declaration: Declaration) {
    switch declaration {
    case .exclude(let exclude):
      let condition = checkCondition(exclude.condition, in: .account)
      requireStage(condition, .rows, what: "who is excluded", at: exclude.condition)
      program.excludes.append(
        CheckedExclude(
          reason: exclude.reason.text, fromTiersOnly: exclude.fromTiersOnly, condition: condition,
          range: exclude.range))
    case .reject(let reject):
      let condition = checkCondition(reject.condition, in: .account)
      requireStage(condition, .rows, what: "what is rejected", at: reject.condition)
      program.rejects.append(
        CheckedReject(reason: reject.reason.text, condition: condition, range: reject.range))
    case .limit(let limit): checkLimit(limit)
    case .override(let override): checkOverride(override)
    case .move(let move): checkMove(move)
    case .agreement, .table, .rates, .group, .letting, .score, .criterion, .tier, .show, .finding,
      .sponsor,
      .calendar, .review, .agenda, .error:
      break
    }
  }

  /// Returns the index of the tier called `name`, reporting an unknown one.
  mutating func tier(_ name: Name) -> Int? {
    let known = tierDeclarations.map(\.name.text)
    if let index = known.firstIndex(of: name.text) { return index }
    reportUnknown(name.text, kind: "tier", among: known, at: name.range)
    return nil
  }

  private mutating func checkLimit(_ limit: LimitDeclaration) {
    let tiers = limit.tiers.compactMap { tier($0) }
    let seats = check(limit.seats, in: .portfolio("the number of seats"))
    requireStage(seats, .portfolio, what: "the number of seats", at: limit.seats)
    if type(seats) != .number, type(seats) != .error {
      report(
        .wrongType(what: "the number of seats", expected: "a number", found: type(seats)),
        at: tree[limit.seats].range)
    }
    guard let keys = checkKeys(limit.keys), tiers.count == limit.tiers.count else { return }
    for (key, written) in zip(keys, limit.keys) {
      requireStage(key.value, .portfolio, what: "a limit", at: written.value)
    }
    let spares = limit.spares.map { spare in
      let condition = checkCondition(spare.condition, in: .account)
      requireStage(condition, .portfolio, what: "who is spared", at: spare.condition)
      return CheckedLimit.Spare(
        label: spare.label?.text, isUncounted: spare.isUncounted, condition: condition,
        range: spare.range)
    }
    let overflow = limit.overflow.flatMap { tier($0) }
    let lowest = tiers.max() ?? 0
    if let overflow, let name = limit.overflow, overflow <= lowest {
      report(.overflowNotBelow(name.text, lowest: program.tiers[lowest].name), at: name.range)
    }
    if overflow == nil, limit.overflow == nil, lowest == program.tiers.count - 1 {
      report(
        .missingClause(of: "this limit", clause: "overflow", example: "overflow to …"),
        at: limit.range)
    }
    if let twin = program.limits.first(where: { $0.tiers == tiers.sorted() }) {
      report(.repeatedDeclaration("limit over the same tiers", first: twin.range), at: limit.range)
    }
    program.limits.append(
      CheckedLimit(
        tiers: tiers.sorted(), seats: seats, keys: keys, spares: spares, overflow: overflow,
        tiesAdmit: limit.tiesAdmit, range: limit.range))
  }

  private mutating func checkOverride(_ override: OverrideDeclaration) {
    guard let tier = tier(override.tier) else { return }
    let asOf = program.agreement.asOf ?? program.agreement.effective
    noteDayReader(override.key.range)
    func hasEnded(_ until: Day?) -> Bool {
      if let asOf, let until { until < asOf } else { false }
    }
    if let asOf, let until = override.until, until < asOf {
      report(.expiredOverride(until: until, asOf: asOf), at: override.range)
    }
    if !hasEnded(override.until),
      let twin = program.overrides.first(where: {
        $0.key == override.key.text && !hasEnded($0.until)
      })
    {
      report(.repeatedOverride(key: override.key.text, first: twin.range), at: override.key.range)
    }
    program.overrides.append(
      CheckedOverride(
        key: override.key.text, tier: tier, until: override.until, reason: override.reason.text,
        range: override.range, keyRange: override.key.range))
  }
}
