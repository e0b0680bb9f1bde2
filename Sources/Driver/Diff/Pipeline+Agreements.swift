import Diagnostics
import Engine
import Language
import Tables

extension Pipeline {
  /// Compares two agreements over the same accounts.
  mutating func compareAgreements(
    _ old: RunRequest, _ new: RunRequest
  ) async throws(RunFailure) -> DiffResult {
    let runs = try await runBoth(old, new)
    let comparison = AgreementComparison(
      Parser.parse(runs.old.evaluation.program.source).tree,
      Parser.parse(runs.new.evaluation.program.source).tree)
    var result = DiffResult(old: runs.old, new: runs.new, changes: .edits(comparison.edits))
    let judge = EditJudge(self, comparison, runs.old, old, result.moves)
    var search = CauseSearch(
      judge, targets: result.moves.map(\.to),
      effort: SearchEffort.judgements(of: runs.old.evaluation))
    try await search.run()
    result.take(search.causes, search.units, isCutShort: search.isCutShort)
    return result
  }

  /// Returns an agreement with its day; nil where it is not well-formed, or the files do not fit it.
  fileprivate mutating func usable(
    _ source: SourceText, _ request: RunRequest, _ old: CheckedProgram
  ) -> (program: CheckedProgram, day: Day)? {
    let (tree, mistakes) = Parser.parse(source)
    if mistakes.contains(where: { $0.severity == .error }) { return nil }
    let (program, problems) = Checker.check(tree)
    if problems.contains(where: { $0.severity == .error }) { return nil }
    guard let day = try? asOf(of: program, request), program.weightProblem(on: day) == nil,
      program.tables.map(\.schema) == old.tables.map(\.schema)
        || (try? open(program, request)) != nil
    else { return nil }
    return (program, day)
  }

  /// Judges the accounts by another agreement; nil where that cannot be used.
  fileprivate mutating func judge(
    _ source: SourceText, _ request: RunRequest, after standing: Standing
  ) async throws(RunFailure) -> Evaluation? {
    guard let (program, day) = usable(source, request, standing.known.program) else { return nil }
    var standing = standing
    if request.previousPath != nil {
      standing.earlier = try earlierResult(for: program, request).0
    }
    let plan = Planner.plan(
      program, asOf: day, demanding: [], hasEarlier: request.previousPath != nil)
    do throws(EvaluationFailure) {
      if let quick = try await standing.evaluation(of: program, plan, asOf: day) { return quick }
      guard let inputs = try? open(program, request) else { return nil }
      return try await Evaluator.evaluate(
        program, plan, asOf: day, inputs: inputs, settings: request.settings,
        earlier: standing.earlier, fillsBlanks: false)
    } catch {
      if case .broken = error { return nil }
      throw report(error)
    }
  }
}

extension DiffResult {
  /// Takes over what a search found.
  mutating func take(_ causes: [[[Int]]], _ units: [[Int]], isCutShort: Bool) {
    for (index, found) in causes.enumerated() { moves[index].causes = found }
    dependent = units.filter { $0.count > 1 }
    self.isCutShort = isCutShort
  }
}

/// How often accounts are judged again to find out what moved them.
enum SearchEffort {
  private static let rows = 40_000_000
  private static let judgements = 100...4000

  static func judgements(of evaluation: Evaluation) -> Int {
    let affordable = rows / max(1, evaluation.tables[0].rowCount)
    return min(max(judgements.lowerBound, affordable), judgements.upperBound)
  }
}

/// Judges accounts by the old agreement with some of the edits.
private struct EditJudge: ChangeJudge {
  private var pipeline: Pipeline
  private let comparison: AgreementComparison
  private let standing: Standing
  private let request: RunRequest
  private let moves: [DiffResult.Move]

  init(
    _ pipeline: Pipeline, _ comparison: AgreementComparison, _ old: Run, _ request: RunRequest,
    _ moves: [DiffResult.Move]
  ) {
    // What these agreements are told is told of no file that anybody wrote.
    self.pipeline = pipeline
    self.comparison = comparison
    self.request = request
    self.moves = moves
    standing = Standing(old.evaluation, request.settings, earlier: old.earlier)
  }

  var changeCount: Int { comparison.edits.count }
  var candidates: [Int] { Array(comparison.edits.indices) }

  mutating func stands(with changes: Set<Int>) -> Bool {
    pipeline.usable(comparison.agreement(with: changes), request, standing.known.program) != nil
  }

  mutating func tiers(with changes: Set<Int>) async throws(RunFailure) -> [String?]? {
    let source = comparison.agreement(with: changes)
    guard let evaluation = try await pipeline.judge(source, request, after: standing) else {
      return nil
    }
    return moves.map { evaluation.tierName(of: $0.key, near: $0.oldRow) }
  }
}
