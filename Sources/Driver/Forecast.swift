import Diagnostics
import Engine
import Language
import Tables

/// Which accounts change their tier by the passing of time alone, up to a day.
package struct Forecast: Sendable {
  /// An account that changes; a tier is nil where it has none.
  package struct Move: Hashable, Sendable {
    package var key: String
    package var name: String?
    package var from: Int?
    package var to: Int?
  }

  /// A day on which something changes that decides tiers.
  package struct Turn: Hashable, Sendable {
    package var day: Day
    /// The places in the agreement of what changes; none for a day that was only looked at.
    package var causes: [SourceRange]
    /// What is other than on the day before: by the tiers, from the best one, and then by key.
    package var moves: [Move]
  }

  package var until: Day
  package var turns: [Turn]
  /// `false` iff something changes every day, of which only the first days of months are seen.
  package var isComplete: Bool
}

/// Judges the accounts again on each day on which something changes by itself.
struct Forecaster {
  /// Large portfolios are judged on few days, since each is a run of its own.
  private static let accounts = 1_000_000
  private static let days = 12...100
  /// Of larger inputs nothing is kept for other days; they are read again, to save memory.
  private static let keptBytes = 512 << 20

  private let evaluation: Evaluation
  private let inputs: [TableInput?]
  private let settings: WorkSettings
  private let earlier: EarlierResult?

  init(
    _ evaluation: Evaluation, _ inputs: [TableInput?], _ settings: WorkSettings,
    earlier: EarlierResult?
  ) {
    self.earlier = earlier
    self.evaluation = evaluation
    self.inputs = inputs
    self.settings = settings
  }

  /// Returns the figures of the data that a forecast follows through the days.
  static func demands(
    _ dependence: DayDependence, of program: CheckedProgram, hasEarlier: Bool
  ) -> [TermID] {
    dependence.parts.compactMap(\.atom).filter {
      if case .earlier = program[$0].kind { hasEarlier } else { true }
    }
  }

  /// Returns whether a run over these inputs keeps what tells tiers on other days.
  static func keeps(_ inputs: [TableInput?], of program: CheckedProgram) -> Bool {
    guard program.dayReader != nil else { return false }
    return inputs.reduce(0) { $0 + ($1?.source.count ?? 0) } <= Forecaster.keptBytes
  }

  /// Returns the forecast; nil for an agreement in which nothing depends on the day.
  func forecast(_ dependence: DayDependence) async throws(EvaluationFailure) -> Forecast? {
    let program = evaluation.program
    guard program.dayReader != nil, let until = program.horizon(from: evaluation.asOf) else {
      return nil
    }
    let affordable = Forecaster.accounts / max(1, evaluation.tables[0].rowCount)
    let most = min(max(Forecaster.days.lowerBound, affordable), Forecaster.days.upperBound)
    let found = TurningDays(evaluation, dependence, until: until, most: most)
    let isQuiet =
      found.causes.isEmpty && dependence.parts.isEmpty
      && !program.overrides.contains { $0.until != nil }
    guard !isQuiet else { return nil }
    var forecast = Forecast(until: until, turns: [], isComplete: found.isComplete)
    let standing = Standing(evaluation, settings, earlier: earlier)
    var before = evaluation
    for day in found.causes.keys.sorted() {
      // Nothing but tiers is asked for.
      let plan = Planner.plan(
        program, asOf: day, demanding: [], hasEarlier: earlier != nil)
      let after = try await evaluation(on: day, plan, standing)
      let causes = (found.causes[day] ?? []).sorted { $0.start < $1.start }
      forecast.turns.append(
        Forecast.Turn(
          day: day, causes: causes, moves: sorted(moves(from: before, to: after))))
      before = after
    }
    return forecast
  }

  private func evaluation(
    on day: Day, _ plan: Plan, _ standing: Standing
  ) async throws(EvaluationFailure) -> Evaluation {
    // PERF: most days change little, which what the run kept tells without its files.
    let program = evaluation.program
    if let known = try await standing.evaluation(of: program, plan, asOf: day) { return known }
    return try await Evaluator.evaluate(
      program, plan, asOf: day, inputs: inputs, settings: settings, earlier: earlier,
      fillsBlanks: false)
  }

  private func sorted(_ moves: [Forecast.Move]) -> [Forecast.Move] {
    let last = evaluation.program.tiers.count
    return moves.sorted { left, right in
      let (one, other) = (
        (left.from ?? last, left.to ?? last), (right.from ?? last, right.to ?? last)
      )
      return one == other
        ? left.key.utf8.lexicographicallyPrecedes(right.key.utf8) : one < other
    }
  }

  private func moves(from before: Evaluation, to after: Evaluation) -> [Forecast.Move] {
    let keys = after.tables[0].keys
    if keys == before.tables[0].keys {
      let (old, new) = (before.decision.tiers, after.decision.tiers)
      return (0..<keys.count).compactMap { row in
        // PERF: most accounts stay, and their keys are not looked at.
        old[row] == new[row]
          ? nil : move(row, keys.text(row), from: before.tier(row), to: after.tier(row))
      }
    }
    // Other rates or other groups can make other accounts.
    let old = rows(of: before)
    let new = rows(of: after)
    var moves = (0..<keys.count).compactMap { row in
      let key = keys.text(row)
      return move(row, key, from: old[key].flatMap { before.tier($0) }, to: after.tier(row))
    }
    let gone = before.tables[0].keys
    for row in 0..<gone.count where new[gone.text(row)] == nil {
      if let move = move(row, gone.text(row), from: before.tier(row), to: nil) {
        moves.append(move)
      }
    }
    return moves
  }

  private func rows(of evaluation: Evaluation) -> [String: Int] {
    let keys = evaluation.tables[0].keys
    return Dictionary((0..<keys.count).map { (keys.text($0), $0) }) { first, _ in first }
  }

  private func move(_ row: Int, _ key: String, from: Int?, to: Int?) -> Forecast.Move? {
    guard from != to else { return nil }
    return Forecast.Move(key: key, name: name(row, key), from: from, to: to)
  }

  /// The name as it is today, for an account that stands in the same row.
  private func name(_ row: Int, _ key: String) -> String? {
    let known = evaluation.tables[0]
    guard row < known.keys.count, known.key(row) == key else { return nil }
    return evaluation.accountName(row)
  }
}
