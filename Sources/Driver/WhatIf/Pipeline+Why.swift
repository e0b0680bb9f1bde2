import Engine
import Language

extension Pipeline {
  /// How many rows runs may pass that look for changes, and how many such runs there are at least.
  private static let rowBudget = 4_000_000
  private static let leastTrials = 24

  /// Returns why an account has its tier in a state of a session, and what would move it.
  ///
  /// - Parameter row: of the accounts of the run over the files.
  mutating func explanation(
    ofRow row: Int, _ state: WhatIfState, after base: Run, _ request: RunRequest
  ) async throws(RunFailure) -> Explanation {
    let known = try await known(for: state, after: base, request)
    var proving = request
    proving.isProof = true
    let asRead = JudgedState(state: WhatIfState(agreement: state.agreement), run: known)
    let run = try await judge(state, after: [asRead], proving)
    let question = try question(state, request)
    let changes = try changes(state.cells, known.evaluation)
    var explanation = Explanation(run, row: row, prospects: [])
    if run.evaluation.decision.status[row] != .repeatedKey {
      do throws(EvaluationFailure) {
        let prospects = try await Pipeline.prospects(
          run.evaluation, row, question, changes, known.evaluation, request.settings)
        explanation = Explanation(run, row: row, prospects: prospects)
      } catch {
        throw report(error)
      }
    }
    explanation.typed = typed(state, changes, known.evaluation)
    return explanation
  }

  /// Looks for changes of cells, beside those that were typed.
  private static func prospects(
    _ evaluation: Evaluation, _ row: Int, _ question: Question, _ changes: [CellChange],
    _ known: Evaluation, _ settings: WorkSettings
  ) async throws(EvaluationFailure) -> [CellProspect] {
    let standing = Standing(known, settings, earlier: question.earlier)
    let plan = Planner.plan(
      question.program, asOf: question.day, demanding: [], hasEarlier: question.earlier != nil)
    let rows = max(1, known.tables.map(\.rowCount).reduce(0, +))
    var search = CellSearch(evaluation, row: row, trials: max(leastTrials, rowBudget / rows)) {
      cell, value throws(EvaluationFailure) in
      let change = CellChange(
        table: cell.table, row: cell.row, field: cell.field, value: value)
      return try await standing.evaluation(
        of: question.program, plan, asOf: question.day, changing: changes + [change])
    }
    return try await search.prospects()
  }

  /// What somebody typed that led to a state.
  private func typed(
    _ state: WhatIfState, _ changes: [CellChange], _ known: Evaluation
  ) -> TypedChanges {
    var typed = TypedChanges()
    var lines: [String] = []
    for line in state.lines {
      if case .cell? = SetLine(line) {
        lines.append(line)
      } else if !line.isTest {
        typed.clauses.append(line)
      }
    }
    for (change, line) in zip(changes, lines) {
      let address = AccountCell(table: change.table, row: change.row, field: change.field)
      typed.cells.removeAll { $0.address == address }
      typed.cells.append(
        TypedChanges.Cell(
          address: address, line: line,
          before: known.cell(change.table, change.row, change.field)?.value, now: change.value))
    }
    return typed
  }
}

extension String {
  /// `true` iff a line was typed that decides nothing.
  fileprivate var isTest: Bool {
    ["test", "expect"].contains(prefix { $0.isLetter })
  }
}
