import Diagnostics
import Engine
import Language
import Tables
import TestSupport

/// The product's own outcome of a generated case, brought into the reference's words.
struct EngineRun {
  let evaluation: Evaluation
  let inputs: [TableInput?]
  private var program: CheckedProgram { evaluation.program }

  struct Refusal: Error, CustomStringConvertible {
    var description: String
  }

  /// Checks, plans and evaluates the case; throws what the checker or the reader refuses.
  ///
  /// - Parameter demandsEverything: whether the values of all terms are kept.
  init(
    _ generated: GeneratedCase, settings: WorkSettings, demandsEverything: Bool = false,
    chasing: Bool = false, keepsForOtherDays: Bool = false,
    keepsCells: Bool = false
  ) async throws {
    try await self.init(
      generated.source, files: generated.files, asOf: generated.asOf, settings: settings,
      demandsEverything: demandsEverything, chasing: chasing,
      keepsForOtherDays: keepsForOtherDays, keepsCells: keepsCells)
  }

  init(
    _ agreement: String, files: [String: String], asOf: Day, settings: WorkSettings,
    demandsEverything: Bool, chasing: Bool = false, keepsForOtherDays: Bool = false,
    keepsCells: Bool = false
  ) async throws {
    let source = SourceText(name: "criteria.kam", bytes: Array(agreement.utf8))
    let (tree, mistakes) = Parser.parse(source)
    let (program, problems) = Checker.check(tree)
    if let first = (mistakes + problems).first(where: { $0.severity == .error }) {
      let line = first.place.map { "\($0.line): \($0.excerpt ?? "")" } ?? ""
      throw Refusal(description: "\(first.code.rawValue) \(first.message) at line \(line)")
    }
    var inputs: [TableInput?] = []
    for table in program.tables {
      guard case .file = table.origin, let text = files[table.name] else {
        inputs.append(nil)
        continue
      }
      let bytes = MemorySource(Array(text.utf8))
      let path = table.name + ".csv"
      let (header, diagnostics) = try TableHeader.read(
        source: bytes, schema: table.schema, path: path)
      if let first = diagnostics.first(where: { $0.severity == .error }) {
        throw Refusal(description: first.message)
      }
      inputs.append(TableInput(path: path, source: bytes, header: header))
    }
    let demands =
      demandsEverything ? program.terms.indices.map { TermID($0) } : Self.demands(of: program)
    self.inputs = inputs
    let plan = Planner.plan(
      program, asOf: asOf, demanding: demands, keepsForOtherDays: keepsForOtherDays,
      keepsCells: keepsCells)
    evaluation = try await Evaluator.evaluate(
      program, plan, asOf: asOf, inputs: inputs, settings: settings,
      chasing: chasing)
  }

  private static func demands(of program: CheckedProgram) -> [TermID] {
    program.shows.map(\.term) + program.books.flatMap { $0.shows.map(\.term) }
      + program.findings.map(\.condition)
      + program.scores.indices.compactMap { scoreTerm($0, of: program) }
      + program.scores.flatMap { $0.criteria.map(\.points) }
  }

  private static func scoreTerm(_ score: Int, of program: CheckedProgram) -> TermID? {
    program.terms.firstIndex { $0.kind == .score(score) }.map { TermID($0) }
  }

  // MARK: - Comparing

  /// Returns one line for each thing that differs from the reference.
  func differences(from reference: ReferenceResult, tree: SyntaxTree) -> [String] {
    accountDifferences(from: reference, tree) + figureDifferences(from: reference, tree)
      + limitDifferences(from: reference, tree) + findingDifferences(from: reference)
      + bookDifferences(from: reference)
  }

  /// The row of each record that the reader accepted.
  func rows(of table: TableID) -> [Int: Int] {
    var rows: [Int: Int] = [:]
    let result = evaluation.tables[table.index]
    for (row, record) in result.places.records.enumerated() where result.repeated[row] == nil {
      rows[record - 1] = row
    }
    return rows
  }

  private func accountDifferences(
    from reference: ReferenceResult, _ tree: SyntaxTree
  ) -> [String] {
    var found: [String] = []
    let rows = rows(of: .accounts)
    func compare<Value: Equatable>(
      _ what: String, _ key: String?, _ mine: Value, _ theirs: Value
    ) {
      if mine != theirs {
        found.append("\(key ?? "?"): \(what) is \(mine), the reference has \(theirs)")
      }
    }
    for account in reference.accounts {
      guard let row = rows[account.record] else {
        if case .unreadable = account.status { continue }
        found.append("\(account.key ?? "?"): the engine rejects the row")
        continue
      }
      compare("status", account.key, status(row), account.status)
      compare(
        "tier", account.key, evaluation.tier(row).map { program.tiers[$0].name }, account.tier)
      let alone = Int(evaluation.decision.tiersByRulesAlone[row])
      compare(
        "tier by rules alone", account.key, alone >= 0 ? program.tiers[alone].name : nil,
        account.rulesAlone)
      compare(
        "displaced", account.key, evaluation.decision.displaced[row] != nil, account.isDisplaced)
      switch account.decision {
      case .route(let route)?:
        compare(
          "clause", account.key, evaluation.clause(row),
          .route(tier: route.tier, index: route.route))
      case .move?: compare("clause", account.key, evaluation.clause(row), .move)
      case .override(let declaration)?:
        let index = tree.declarations[..<declaration].count {
          if case .override = $0 { true } else { false }
        }
        compare("clause", account.key, evaluation.clause(row), .override(index))
      case .overflow?, nil: break
      }
    }
    return found
  }

  private func status(_ row: Int) -> ReferenceResult.Status {
    switch evaluation.decision.status[row] {
    case .classified: .classified
    case .excluded(let index):
      .excluded(
        reason: program.excludes[index].reason, inTotals: program.excludes[index].fromTiersOnly)
    case .rejected(let index): .rejected(reason: program.rejects[index].reason)
    case .repeatedKey: .unreadable("")
    }
  }

  private func figureDifferences(
    from reference: ReferenceResult, _ tree: SyntaxTree
  ) -> [String] {
    var found: [String] = []
    let rows = rows(of: .accounts)
    func compare(_ what: String, _ term: TermID?, _ row: Int, _ theirs: RefValue?) {
      guard let term, let theirs else { return }
      let mine = value(of: term, at: row)
      if !mine.agrees(with: theirs) {
        found.append("\(what) is \(mine), the reference has \(theirs)")
      }
    }
    for account in reference.accounts {
      guard let row = rows[account.record], evaluation.isInTotals(row) else { continue }
      let key = account.key ?? "?"
      for (index, score) in program.scores.enumerated() {
        compare(
          "\(key): \(score.name)", Self.scoreTerm(index, of: program), row,
          account.scores[score.name])
        for criterion in score.criteria {
          let name = "\(score.name).\(criterion.name)"
          compare("\(key): \(name)", criterion.points, row, account.points[name])
        }
      }
      for (show, id) in zip(program.shows, shownItems(of: tree)) {
        compare("\(key): \(show.label)", show.term, row, account.shown[id])
      }
    }
    for (show, id) in zip(program.shows, shownItems(of: tree)) {
      if (program[show.term].home == .portfolio) != (reference.shown[id] != nil) {
        found.append("\(show.label) belongs to the portfolio for one of the two")
      }
      if program[show.term].home == .portfolio {
        compare(show.label, show.term, 0, reference.shown[id])
      }
    }
    return found
  }

  private func shownItems(of tree: SyntaxTree) -> [ReferenceResult.ShownItem] {
    tree.declarations.enumerated().flatMap { index, declaration in
      guard case .show(let show) = declaration, show.each == nil else {
        return [ReferenceResult.ShownItem]()
      }
      return show.items.indices.map { ReferenceResult.ShownItem(declaration: index, item: $0) }
    }
  }

  private func limitDifferences(from reference: ReferenceResult, _ tree: SyntaxTree) -> [String] {
    var found: [String] = []
    let ranges = tree.declarations.map { declaration in
      if case .limit(let limit) = declaration { limit.range } else { SourceRange(start: 0, end: 0) }
    }
    func keys(_ rows: [Int]) -> [String] { rows.map { evaluation.tables[0].key($0) } }
    for limit in reference.limits {
      let index = program.limits.firstIndex { $0.range == ranges[limit.declaration] }
      guard let index, evaluation.decision.limits.count == program.limits.count else {
        found.append("a limit is lost")
        continue
      }
      let mine = evaluation.decision.limits[index]
      func compare<Value: Equatable>(_ what: String, _ mine: Value, _ theirs: Value) {
        if mine != theirs {
          found.append("limit \(index): \(what) is \(mine), the reference has \(theirs)")
        }
      }
      compare("seats", mine.seats, limit.seats)
      compare("taken", mine.taken, limit.taken)
      compare("spared", keys(mine.spared).sorted(), limit.spared.sorted())
      compare("uncounted", keys(mine.uncounted).sorted(), limit.uncounted.sorted())
      compare("overridden", keys(mine.overridden).sorted(), limit.overridden.sorted())
      compare("displaced", keys(mine.displaced), limit.displaced)
      compare("last seat", mine.lastSeat.map { evaluation.tables[0].key($0) }, limit.lastSeat)
      compare("decided by key", mine.isDecidedByKey, limit.isByKey)
    }
    return found
  }

  // MARK: - Findings

  private func findingDifferences(from reference: ReferenceResult) -> [String] {
    var found: [String] = []
    for (finding, theirs) in zip(program.findings, reference.findings) {
      var (fired, undecided) = (0, 0)
      for row in rows(of: finding.scope) {
        switch value(of: finding.condition, at: row) {
        case .missing: undecided += 1
        case .truth(let truth): if truth != finding.isRequirement { fired += 1 }
        default: found.append("\(finding.label): not a truth")
        }
      }
      if (fired, undecided) != (theirs.fired.count, theirs.undecided.count) {
        found.append(
          "\(finding.label): \(fired) fired and \(undecided) undecided, "
            + "the reference has \(theirs.fired.count) and \(theirs.undecided.count)")
      }
    }
    return found
  }

  private func rows(of scope: CheckedFinding.Scope) -> [Int] {
    let tiers = evaluation.decision.tiers
    switch scope {
    case .portfolio: return [0]
    case .all: return tiers.indices.filter { tiers[$0] >= 0 }
    case .tiers(let names): return tiers.indices.filter { names.contains(Int(tiers[$0])) }
    case .each(let table):
      let result = evaluation.tables[table.index]
      return (0..<result.rowCount).filter { result.repeated[$0] == nil }
    }
  }

  private func bookDifferences(from reference: ReferenceResult) -> [String] {
    var found: [String] = []
    for (book, theirs) in zip(program.books, reference.books) {
      let rows = rows(of: .each(book.each))
      if rows.count != theirs.count {
        found.append("\(book.name): \(rows.count) lines, the reference has \(theirs.count)")
        continue
      }
      for (row, figures) in zip(rows, theirs) {
        for (show, figure) in zip(book.shows, figures) {
          let mine = value(of: show.term, at: row)
          if !mine.agrees(with: figure) {
            found.append("\(book.name), \(show.label): \(mine), the reference has \(figure)")
          }
        }
      }
    }
    return found
  }

  // MARK: - Values

  private func value(of term: TermID, at row: Int) -> RefValue {
    guard let (vector, row) = evaluation.cell(term, row) else { return .text("not kept") }
    guard vector.isPresent(row) else { return .missing(Absence(rawValue: vector.absence[row])) }
    switch program[term].type {
    case .number, .percent, .money: return .number(Decimal(scaled: vector.scaled(row)))
    case .days: return .days(Int(vector.scaled(row) / Decimal.unit))
    case .date: return .day(Day(number: vector.codes[row]))
    case .truth: return .truth(vector.truths[row] != 0)
    case .text: return .text(evaluation.pool.text(Int(vector.codes[row])))
    case .choice(let choice): return .text(program.choices[choice.index][Int(vector.codes[row])])
    case .choices(let choice):
      let values = program.values(of: vector.codes[row], in: choice)
      return .values(values.map { ExactText($0) })
    case .tier: return .text(program.tiers[Int(vector.codes[row])].name)
    case .reference(let table):
      return .text(evaluation.tables[table.index].key(Int(vector.codes[row])))
    case .months, .error: return .text("of no value")
    }
  }
}

extension RefValue {
  /// Whether both are missing, for whatever reason, or equal.
  func agrees(with other: RefValue) -> Bool {
    isMissing && other.isMissing || self == other
  }
}

extension RowPlaces {
  /// The number of each row's record.
  var records: [Int] { (0..<count).map { record(of: $0) } }
}
