import Diagnostics
import Engine
import Language
import Tables

extension Pipeline {
  /// Judges the accounts of a run by another agreement, with cells that have other values.
  ///
  /// - Parameter known: states that were judged, the nearest one first, with what the files hold last.
  mutating func judge(
    _ state: WhatIfState, after known: [JudgedState], _ request: RunRequest
  ) async throws(RunFailure) -> Run {
    let question = try question(state, request)
    for known in known where question.isTold(by: known.run) {
      guard let cells = state.cells(beyond: known.state) else { continue }
      if let run = try await answer(question, cells, after: known.run, request) { return run }
    }
    let again = try await readAgain(question, request)
    if let run = try await answer(question, state.cells, after: again, request) { return run }
    report(.untold)
    throw .wrong
  }

  /// An agreement to be judged.
  struct Question {
    var program: CheckedProgram
    var day: Day
    var earlier: EarlierResult?
    var schedule: EarlierSchedule?

    /// `true` iff what a run kept tells, whose files are read in the same way.
    func isTold(by base: Run) -> Bool { program.reads(likeIn: base.evaluation, on: day) }
  }

  /// Checks the agreement of a state.
  mutating func question(
    _ state: WhatIfState, _ request: RunRequest
  ) throws(RunFailure) -> Question {
    let program = try check(state.agreement.source, hasPrevious: request.previousPath != nil)
    let day = try asOf(of: program, request)
    if let problem = program.weightProblem(on: day) {
      report(problem)
      throw .wrong
    }
    let (earlier, _, schedule) = try earlierResult(for: program, request)
    return Question(program: program, day: day, earlier: earlier, schedule: schedule)
  }

  /// Returns nil where what the run kept does not tell.
  private mutating func answer(
    _ question: Question, _ cells: [WhatIfState.Cell], after known: Run, _ request: RunRequest
  ) async throws(RunFailure) -> Run? {
    let hasEarlier = question.earlier != nil
    let plan = Planner.plan(
      question.program, asOf: question.day,
      demanding: Demands.decisions(of: question.program, hasEarlier: hasEarlier)
        + Demands.explanations(of: question.program)
        + (request.isProof ? Demands.proofs(of: question.program) : []),
      hasEarlier: hasEarlier, keepsCells: true)
    guard let found = try await evaluation(question, plan, cells, after: known, request) else {
      return nil
    }
    return try await finish(found, like: known, question, request)
  }

  /// Carries a plan out after a run, with other cells; nil where what the run kept does not tell.
  mutating func evaluation(
    _ question: Question, _ plan: Plan, _ cells: [WhatIfState.Cell], after known: Run,
    _ request: RunRequest
  ) async throws(RunFailure) -> Evaluation? {
    let standing = Standing(known.evaluation, request.settings, earlier: question.earlier)
    let cells = try changes(cells, known.evaluation)
    do throws(EvaluationFailure) {
      return try await standing.evaluation(
        of: question.program, plan, asOf: question.day, changing: cells)
    } catch {
      throw report(error)
    }
  }

  /// Reads the files once more, since an agreement reads them in another way.
  mutating func readAgain(
    _ question: Question, _ request: RunRequest
  ) async throws(RunFailure) -> Run {
    let inputs = try open(question.program, request)
    let hasEarlier = question.earlier != nil
    let plan = Planner.plan(
      question.program, asOf: question.day,
      demanding: Demands.decisions(of: question.program, hasEarlier: hasEarlier),
      hasEarlier: hasEarlier, keepsCells: true)
    do throws(EvaluationFailure) {
      let evaluation = try await Evaluator.evaluate(
        question.program, plan, asOf: question.day, inputs: inputs, settings: request.settings,
        earlier: question.earlier, fillsBlanks: false)
      return Run(
        evaluation: evaluation, findings: [], questions: QuestionAudit(evaluation), sponsors: [],
        schedule: Schedule(), inputs: inputs, agreementDigest: "")
    } catch {
      throw report(error)
    }
  }

  private mutating func finish(
    _ evaluation: Evaluation, like known: Run, _ question: Question, _ request: RunRequest
  ) async throws(RunFailure) -> Run {
    func goOn() throws(RunFailure) { if request.settings.stop?.isAsked == true { throw .stopped } }
    try goOn()
    let (calendar, _) = try await calendar(
      of: evaluation.program, request, asOf: evaluation.asOf)
    let sponsors = SponsorStage.assign(evaluation)
    try goOn()
    let findings = Findings.evaluate(evaluation)
    try goOn()
    var run = Run(
      evaluation: evaluation, findings: findings,
      questions: QuestionAudit(evaluation), sponsors: sponsors,
      schedule: ReviewStage.schedule(
        evaluation, sponsors: sponsors, on: calendar, earlier: question.schedule),
      inputs: known.inputs, agreementDigest: "")
    try goOn()
    run.previous = known.previous
    run.earlier = question.earlier
    return run
  }

  // MARK: Cells

  mutating func changes(
    _ cells: [WhatIfState.Cell], _ evaluation: Evaluation
  ) throws(RunFailure) -> [CellChange] {
    var changes: [CellChange] = []
    for cell in cells {
      do throws(CellRefusal) {
        changes.append(try CellValueReader(evaluation).change(cell))
      } catch {
        report(error.diagnostic)
        throw .wrong
      }
    }
    return changes
  }
}

extension CheckedProgram {
  /// `true` iff on `day` this agreement reads the files as the one of a run did.
  fileprivate func reads(likeIn evaluation: Evaluation, on day: Day) -> Bool {
    var program = self
    program.settle(on: day)
    return program.readsLike(evaluation.program)
  }
}

extension Diagnostic {
  static let untold = Diagnostic(
    .unusableSet, .error, "this cell cannot be changed here: it decides which rows belong together",
    at: nil, help: "change it in a copy of the file, and compare the two with `kamc diff`")
}

/// Why a cell cannot have a value.
struct CellRefusal: Error {
  var diagnostic: Diagnostic

  init(_ message: String, help: String) {
    diagnostic = Diagnostic(.unusableSet, .error, message, at: nil, help: help)
  }
}

extension WhatIfState.Cell {
  /// Looks the key up, so that it need not be looked for each time that the cell is read.
  mutating func findRow(in evaluation: Evaluation) {
    let program = evaluation.program
    let other = table == "accounts" ? nil : program.tables.firstIndex { $0.name == table }
    let place = other.map { TableID($0) } ?? program.accountsFile
    row = evaluation.row(of: key, in: place, near: nil)
  }
}

/// Finds the cell that a line means, and reads its value as the agreement writes such values.
struct CellValueReader {
  private let evaluation: Evaluation
  private let program: CheckedProgram

  init(_ evaluation: Evaluation) {
    self.evaluation = evaluation
    program = evaluation.program
  }

  func change(_ cell: WhatIfState.Cell) throws(CellRefusal) -> CellChange {
    var change = try place(of: cell)
    change.value = try value(cell.value, change.table, change.field)
    return change
  }

  /// Returns the cell that is meant, as blank.
  func place(of cell: WhatIfState.Cell) throws(CellRefusal) -> CellChange {
    let table = try table(cell.table)
    let fields = program[table].fields
    guard let field = fields.firstIndex(where: { $0.name == cell.field }) else {
      throw CellRefusal(
        "`\(program[table].name)` has no field called `\(Printable.escaped(cell.field, limit: 40))`",
        help: CellValueReader.meant(cell.field, among: fields.map(\.name)))
    }
    let row = try row(cell, table)
    let change = CellChange(table: table, row: row, field: field, value: nil)
    guard evaluation.canChange(change) else {
      throw CellRefusal(
        "`\(cell.field)` cannot be changed here: it decides which rows belong together, or how "
          + "others are read",
        help: "change it in a copy of the file, and compare the two with `kamc diff`")
    }
    return change
  }

  private func table(_ name: String?) throws(CellRefusal) -> TableID {
    guard let name, name != "accounts" else { return program.accountsFile }
    let stored = program.tables.indices.filter {
      if case .file = program.tables[$0].origin { true } else { false }
    }
    let index = stored.first { program.tables[$0].name == name }
    if let index { return TableID(index) }
    throw CellRefusal(
      "no table is called `\(Printable.escaped(name, limit: 40))`",
      help: CellValueReader.meant(name, among: stored.map { program.tables[$0].name }))
  }

  private func row(_ cell: WhatIfState.Cell, _ table: TableID) throws(CellRefusal) -> Int {
    let result = evaluation.tables[table.index]
    if let row = evaluation.row(of: cell.key, in: table, near: cell.row),
      result.repeated[row] == nil
    {
      return row
    }
    if table == program.accountsFile, program.group == nil {
      let finder = AccountFinder(evaluation, of: [cell.key])
      if case .account(let row) = finder.account(cell.key) { return row }
    }
    if program[table].keyIndex == nil {
      throw CellRefusal(
        "the rows of `\(program[table].name)` have no key, so that none can be named",
        help: "change it in a copy of the file, and give that by `--table`")
    }
    let keys = (0..<min(result.keys.count, 20_000)).map { result.keys.text($0) }
    throw CellRefusal(
      "no row of `\(program[table].name)` has the key `\(Printable.escaped(cell.key, limit: 40))`",
      help: CellValueReader.meant(cell.key, among: keys))
  }

  private static func meant(_ name: String, among names: [String]) -> String {
    if let nearest = Suggestion.nearest(to: name, among: names) {
      return "did you mean `\(Printable.escaped(nearest, limit: 40))`?"
    }
    let some = names.prefix(12).map { "`\(Printable.escaped($0, limit: 40))`" }
    return "there are " + some.joined(separator: ", ") + (names.count > 12 ? " and others" : "")
  }

  // MARK: Values

  private func value(
    _ text: String, _ table: TableID, _ field: Int
  ) throws(CellRefusal) -> Constant? {
    let source = SourceText(name: "input", bytes: Array(text.utf8))
    let (tree, expression, mistakes) = Parser.parseExpression(source)
    let (type, schema) = (
      program[table].fields[field].type, program[table].schema.fields[field]
    )
    if text == "missing" {
      if schema.isOptional || schema.blankMeans != nil { return nil }
      throw CellRefusal(
        "`\(schema.name)` is never blank: a row without it would be rejected",
        help: "declare it `optional`, or give it a value")
    }
    guard mistakes.isEmpty, let value = constant(tree, expression, type) else {
      throw CellRefusal(
        "`\(Printable.escaped(text, limit: 40))` is no value of `\(schema.name)`",
        help: "write \(expected(type))")
    }
    if case .number(let number) = value {
      let isLow = schema.low.map { number < $0 } ?? false
      let isHigh = schema.high.map { number > $0 } ?? false
      if isLow || isHigh {
        let values = ReadableValue(program)
        let bounds = [
          schema.low.map { "of at least \(values.text($0, type))" },
          schema.high.map { "of at most \(values.text($0, type))" },
        ]
        throw CellRefusal(
          "`\(schema.name)` is outside its bounds: a row with it would be rejected",
          help: "write a figure " + bounds.compactMap { $0 }.joined(separator: " and "))
      }
    }
    return value
  }

  private func constant(
    _ tree: SyntaxTree, _ id: ExpressionID, _ type: ValueType
  ) -> Constant? {
    switch (tree[id].kind, type) {
    case (.number(let number, let isPercent), .percent):
      isPercent || number == .zero || number == .one ? .number(number) : nil
    case (.number(let number, false), .number), (.number(let number, false), .money):
      .number(number)
    case (.negated(let inner), _): negative(constant(tree, inner, type))
    case (.parenthesized(let inner), _): constant(tree, inner, type)
    case (.date(let day), .date): .day(day)
    case (.truth(let truth), .truth): .truth(truth)
    case (.text(let text), .text), (.text(let text), .reference): .text(text)
    case (.text(let text), _), (.name(let text), _): code(text, type)
    default: nil
    }
  }

  private func negative(_ constant: Constant?) -> Constant? {
    guard case .number(let number)? = constant else { return nil }
    return .number(Decimal(scaled: -number.scaled))
  }

  private func code(_ text: String, _ type: ValueType) -> Constant? {
    switch type {
    case .choice(let list): program.choices[list.index].firstIndex(of: text).map { .code($0) }
    case .choices(let list):
      program.choices[list.index].firstIndex(of: text).map { .code(1 << $0) }
    case .tier: program.tiers.firstIndex { $0.name == text }.map { .code($0) }
    default: nil
    }
  }

  private func expected(_ type: ValueType) -> String {
    switch type {
    case .number, .days, .months, .error: "a number, such as 1500 or 2.5"
    case .money: "an amount, such as 1500 or 6M"
    case .percent: "a percent, such as 30%"
    case .date: "a day, such as 2027-04-01"
    case .truth: "yes or no"
    case .text: "a text in quotes"
    case .reference(let table): "the key of a row of `\(program[table].name)` in quotes"
    case .choice(let list), .choices(let list):
      "one of " + program.choices[list.index].prefix(12).joined(separator: ", ")
    case .tier: "one of " + program.tiers.map(\.name).joined(separator: ", ")
    }
  }
}
