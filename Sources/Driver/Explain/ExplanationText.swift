import Diagnostics
import Engine
import Language
import Tables

/// How much an explanation says.
package enum ExplanationDepth: Hashable, Sendable {
  /// One line.
  case brief
  /// What decided, what would change it, and what did not hold.
  case usual
  /// Every clause and every figure.
  case full
}

/// An explanation for people.
package struct ExplanationText {
  let explanation: Explanation
  let depth: ExplanationDepth
  let evaluation: Evaluation
  let program: CheckedProgram
  let values: ReadableValue
  let conditions: ConditionText
  var page: TextPage
  /// The names whose definitions have been shown.
  private var defined: Set<String> = []

  package static func render(
    _ explanation: Explanation, _ depth: ExplanationDepth, style: TextStyle
  ) -> String {
    var text = ExplanationText(explanation, depth, style)
    if depth == .brief { return text.brief + "\n" }
    text.write()
    return text.page.text
  }

  private init(_ explanation: Explanation, _ depth: ExplanationDepth, _ style: TextStyle) {
    self.explanation = explanation
    self.depth = depth
    evaluation = explanation.evaluation
    program = explanation.program
    values = ReadableValue(program)
    conditions = ConditionText(program, explanation.values)
    page = TextPage(style: style)
  }

  var row: Int { explanation.row }

  private mutating func write() {
    writeDecision()
    writeTyped()
    writeChanges()
    writeSeats()
    writeScores()
    writeRefusals()
    writeBlanks()
    writeSources()
  }

  // MARK: The decision

  /// What became of the account, in a word or two.
  private var ending: String {
    switch evaluation.decision.status[row] {
    case .excluded: "left out"
    case .rejected, .repeatedKey: "rejected"
    case .classified: evaluation.tier(row).map { tier($0) } ?? "no tier"
    }
  }

  func tier(_ index: Int) -> String { Printable.escaped(program.tiers[index].name) }

  /// Why, in one sentence.
  private var because: String {
    switch evaluation.decision.status[row] {
    case .excluded(let index):
      let exclude = program.excludes[index]
      return Printable.escaped(exclude.reason)
        + (exclude.fromTiersOnly ? ", though it counts in totals" : "")
    case .rejected(let index): return Printable.escaped(program.rejects[index].reason)
    case .repeatedKey: return "another row has its key"
    case .classified: return ReasonText(evaluation).sentence(row)
    }
  }

  private var brief: String { "\(evaluation.shownAccount(row)): \(ending): \(because)" }

  private mutating func writeDecision() {
    page.heading("\(evaluation.shownAccount(row)): \(ending)")
    if let tier = evaluation.tier(row), let meaning = program.tiers[tier].meaning {
      page.paragraph(Printable.escaped(meaning), isRemark: true)
    }
    switch evaluation.decision.status[row] {
    case .excluded(let index):
      let exclude = program.excludes[index]
      page.paragraph(
        "left out\(exclude.fromTiersOnly ? " of tiers, though it counts in totals" : ""): "
          + Printable.escaped(exclude.reason))
      writeCondition(exclude.condition)
    case .rejected(let index):
      page.paragraph(
        "rejected by the agreement: \(Printable.escaped(program.rejects[index].reason))")
      writeCondition(program.rejects[index].condition)
    case .repeatedKey: page.paragraph("another row has its key, so that neither counts")
    case .classified: writeClause()
    }
    let others = evaluation.memberKeys(of: row).dropFirst()
    if !others.isEmpty {
      let keys = Array(others)
      page.paragraph(
        "judged as one account with "
          + NameList.text(Array(keys.indices)) { Printable.escaped(keys[$0]) })
    }
    writeDoubt()
  }

  private mutating func writeClause() {
    switch evaluation.clause(row) {
    case .route(let tier, let index):
      let route = program.tiers[tier].routes[index]
      guard let condition = route.condition else {
        return page.paragraph("by `otherwise`, since no other route takes it")
      }
      page.paragraph((route.isKeep ? "kept by " : "by ") + title(route))
      writeCondition(kept(condition, route))
    case .override, .move, nil: page.paragraph(because)
    case .overflow:
      guard let displacement = evaluation.decision.displaced[row] else { return }
      page.paragraph("no seat is left for it in \(tier(displacement.from)), see below")
      if let clause = explanation.clauses.first(where: { $0.holds(in: displacement.from) }),
        case .route(let tier, let index) = clause.kind, let condition = clause.condition
      {
        let route = program.tiers[tier].routes[index]
        page.paragraph(
          "\(self.tier(tier)) would \(route.isKeep ? "keep" : "take") it by \(title(route))")
        writeCondition(kept(condition, route))
      }
    }
  }

  /// What blanks leave open, in one sentence.
  private mutating func writeDoubt() {
    guard evaluation.isProvisional(row) else { return }
    let names = Certainty.possibleTiers(row, in: evaluation).map { tier($0) }
    let out = Certainty.possibleExclusions(row, in: evaluation).map {
      "left out: \(Printable.escaped($0))"
    }
    page.paragraph(
      "provisional: filling blanks in could give \((names + out).joined(separator: " or "))")
  }

  /// What a route is called: its label, or its line.
  private func title(_ route: CheckedRoute) -> String {
    let line = program.source.line(at: Int(route.range.start))
    return route.label.map { "\"\(Printable.escaped($0))\", line \(line)" }
      ?? "the route in line \(line)"
  }

  /// What a route asks itself, without that the account was in the tier before.
  private func kept(_ condition: TermID, _ route: CheckedRoute) -> TermID {
    guard route.isKeep, case .and(_, let kept) = program[condition].kind else { return condition }
    return kept
  }

  // MARK: Conditions

  private mutating func writeCondition(_ condition: TermID, indent: Int = 4) {
    let spaces = String(repeating: " ", count: indent)
    // A condition that is but a name is told by what the name stands for.
    if let definition = program.definition(of: condition),
      program[definition.term].type == .truth,
      defined.insert(Printable.escaped(definition.name)).inserted
    {
      page.line(spaces + "\(Printable.escaped(definition.name)), which is")
      return writeCondition(definition.term, indent: indent + 2)
    }
    for line in conditions.lines(condition, width: page.style.width - indent) {
      page.line(spaces + line)
    }
    for (name, term) in definitions(in: condition) where defined.insert(name).inserted {
      page.line(spaces + "where \(name) is")
      writeCondition(term, indent: indent + 2)
    }
  }

  /// The lets that are conditions themselves, and that a condition names.
  private func definitions(in condition: TermID) -> [(name: String, term: TermID)] {
    var found: [(name: String, term: TermID)] = []
    for figure in program.figures(in: condition) {
      if let definition = program.definition(of: figure.term),
        program[definition.term].type == .truth
      {
        found.append((Printable.escaped(definition.name), definition.term))
      }
    }
    return found
  }

  // MARK: Scores

  private var isJudged: Bool {
    if case .classified = evaluation.decision.status[row] { true } else { false }
  }

  private mutating func writeScores() {
    guard isJudged || depth == .full else { return }
    for proof in explanation.scores {
      let score = program.scores[proof.index]
      page.heading(
        Printable.escaped(score.title ?? score.name) + " "
          + (proof.value.map { ReadableValue.number($0) } ?? ReadableValue.missing))
      var table = TextTable(
        [.flexible, .right, .right, .right], header: ["", "points", "weight", "adds"])
      for criterion in proof.criteria {
        let checked = score.criteria[criterion.index]
        table.append([
          Printable.escaped(checked.title ?? checked.name), points(criterion, checked),
          score.isInPercent
            ? ReadableValue.percent(checked.weight) : ReadableValue.number(checked.weight),
          adds(criterion),
        ])
      }
      let lines = table.lines(width: page.style.width, indent: 2)
      for line in lines.header { page.line(line, isRemark: true) }
      for (criterion, rows) in zip(proof.criteria, lines.rows) {
        for line in rows { page.line(line) }
        writeBand(criterion, score.criteria[criterion.index])
      }
    }
  }

  private func points(_ criterion: ScoreProof.Criterion, _ checked: CheckedCriterion) -> String {
    let outOf = ReadableValue.number(checked.outOf)
    return criterion.points.map { "\(ReadableValue.number($0)) of \(outOf)" } ?? "undecided"
  }

  private func adds(_ criterion: ScoreProof.Criterion) -> String {
    if criterion.isLeftOut { return "left out" }
    return criterion.adds.flatMap { $0.rounded(toPlaces: 4) }
      .map { ReadableValue.number($0) } ?? ""
  }

  /// The band that gave the points, with the figures that it read.
  private mutating func writeBand(
    _ criterion: ScoreProof.Criterion, _ checked: CheckedCriterion
  ) {
    if let band = criterion.band, let condition = band.condition {
      return writeCondition(condition, indent: 6)
    }
    if criterion.band != nil, let last = criterion.before.last?.condition {
      page.line("      otherwise, below")
      return writeCondition(last, indent: 6)
    }
    let figures = program.figures(in: checked.points).map {
      "\(ClauseText.collapsed($0.name)) \(explanation.values[$0.term].map { values.text($0) } ?? "")"
    }
    if !figures.isEmpty { page.paragraph(figures.joined(separator: ", "), indent: 6) }
  }

  // MARK: What did not hold

  private mutating func writeRefusals() {
    // What would become of an account that is left out is another question.
    guard isJudged || depth == .full else { return }
    let own = evaluation.tier(row) ?? program.tiers.count
    let refused = explanation.clauses.filter { clause in
      if clause.decides || clause.condition == nil { return false }
      switch clause.kind {
      case .exclude, .reject: return depth == .full
      case .route(let tier, _): return depth == .full || tier <= own && clause.answer != true
      case .spare(let limit, _):
        return depth == .full
          || clause.answer != true && explanation.seats.contains { $0.limit == limit }
      }
    }
    guard !refused.isEmpty else { return }
    page.heading(depth == .full ? "Every other clause" : "What did not hold")
    for clause in refused { write(clause) }
  }

  private mutating func write(_ clause: Explanation.ProvedClause) {
    guard var condition = clause.condition else { return }
    var words: String
    switch clause.kind {
    case .exclude(let index):
      words = "exclude \"\(Printable.escaped(program.excludes[index].reason))\""
    case .reject(let index):
      words = "reject \"\(Printable.escaped(program.rejects[index].reason))\""
    case .route(let tier, let index):
      let route = program.tiers[tier].routes[index]
      words = "\(self.tier(tier)), \(route.isKeep ? "keep by " : "")\(title(route))"
      if route.isKeep {
        let before = PreviousTiers(evaluation).name(row)
        words += before.map { "; it was \(Printable.escaped($0))" } ?? "; it had no tier"
      }
      condition = kept(condition, route)
    case .spare(let limit, let index):
      let spare = program.limits[limit].spares[index]
      words = "spare" + (spare.label.map { " \"\(Printable.escaped($0))\"" } ?? "")
    }
    let answer = clause.answer.map { $0 ? "yes" : "no" } ?? "unknown"
    page.paragraph("\(words): \(answer)")
    writeCondition(condition)
  }
}

extension Explanation.ProvedClause {
  /// `true` iff the clause is a route of `tier` that holds.
  func holds(in tier: Int) -> Bool {
    if case .route(let own, _) = kind { own == tier && answer == true } else { false }
  }
}
