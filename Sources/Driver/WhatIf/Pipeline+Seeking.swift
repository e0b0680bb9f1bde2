import Engine
import Language

extension Pipeline {
  /// Returns a run whose cells are read as a state's agreement reads them.
  mutating func known(
    for state: WhatIfState, after base: Run, _ request: RunRequest
  ) async throws(RunFailure) -> Run {
    let question = try question(state, request)
    return question.isTold(by: base) ? base : try await readAgain(question, request)
  }

  /// Returns what a state decides, and nothing beyond the tiers and the figures that are asked for.
  ///
  /// - Parameters:
  ///   - question: the state's agreement, checked.
  ///   - demands: the figures that are asked for.
  ///   - known: a run whose cells are read as the agreement reads them.
  mutating func decisions(
    of state: WhatIfState, _ question: Question, asking demands: [TermID], after known: Run,
    _ request: RunRequest
  ) async throws(RunFailure) -> Evaluation {
    let plan = Planner.plan(
      question.program, asOf: question.day, demanding: demands,
      hasEarlier: question.earlier != nil)
    guard let found = try await evaluation(question, plan, state.cells, after: known, request)
    else {
      report(.untold)
      throw .wrong
    }
    return found
  }
}
