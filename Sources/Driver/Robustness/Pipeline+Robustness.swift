import Diagnostics
import Engine
import Language
import Tables

extension Pipeline {
  /// Turns every number of an agreement that decides tiers, and tells how far each can go.
  ///
  /// - Parameter within: the size of a small change, as a part of a number.
  package mutating func robustness(
    _ request: RunRequest, within: Decimal
  ) async throws(RunFailure) -> RobustnessResult {
    var request = request
    request.detail = .reasons
    request.keepsCells = true
    let run = try await run(request)
    do throws(EvaluationFailure) {
      let result = try await Pipeline.robustness(run, within, request.settings)
      if !result.incomplete.isEmpty { report(.unsearched(result)) }
      return result
    } catch {
      throw report(error)
    }
  }

  private static func robustness(
    _ run: Run, _ within: Decimal, _ settings: WorkSettings
  ) async throws(EvaluationFailure) -> RobustnessResult {
    let evaluation = run.evaluation
    let standing = Standing(evaluation, settings, earlier: run.earlier)
    var (dials, idle): ([DialResult], [[Int]: Bool]) = ([], [:])
    for turned in try await turned(run, within, settings) {
      dials.append(turned.result)
      if case .weight(let score, let criterion) = turned.result.dial.part {
        idle[[score, criterion]] = turned.isIdle
      }
    }
    let conditions = try await answers(standing)
    let audit = ModelAudit(evaluation, conditions: conditions ?? evaluation) { idle[[$0, $1]] }
    return RobustnessResult(run, within: within, dials, audit)
  }

  /// What became known of a number, and whether a weight of 0 moves nobody.
  private struct Turned: Sendable {
    var result: DialResult
    var isIdle: Bool?
  }

  /// Turns all numbers, in their order; several at a time where there are few accounts.
  private static func turned(
    _ run: Run, _ within: Decimal, _ settings: WorkSettings
  ) async throws(EvaluationFailure) -> [Turned] {
    let accounts = run.evaluation.tables[0].rowCount
    let dials = accounts == 0 ? [] : Dial.all(of: run.evaluation.program)
    var own = settings
    var workers: Workforce = 1
    if accounts <= RobustnessLimits.few { (workers, own.workers) = (settings.workers, 1) }
    let standing = Standing(run.evaluation, own, earlier: run.earlier)
    let next = StretchCounter()
    typealias Part = Result<[(place: Int, turned: Turned)], EvaluationFailure>
    let parts: [Part] = await workers.run { _ in
      do throws(EvaluationFailure) {
        var part: [(place: Int, turned: Turned)] = []
        while case let place = next.take(), place < dials.count {
          part.append((place, try await turned(dials[place], within, standing)))
        }
        return .success(part)
      } catch {
        return .failure(error)
      }
    }
    var all: [(place: Int, turned: Turned)] = []
    for part in parts { all += try part.get() }
    return all.sorted { $0.place < $1.place }.map(\.turned)
  }

  private static func turned(
    _ dial: Dial, _ within: Decimal, _ standing: Standing
  ) async throws(EvaluationFailure) -> Turned {
    let known = standing.known
    let result = try await DialSearch.result(
      of: dial, within: dial.reach(within, in: known.program), after: standing,
      allowance: RobustnessLimits.allowance(known.tables[0].rowCount))
    guard case .weight = dial.part else { return Turned(result: result) }
    let tiers = try await DialSearch.tiers(of: dial, at: 0, after: standing)
    return Turned(result: result, isIdle: tiers.map { $0 == known.decision.tiers })
  }

  private static func answers(
    _ standing: Standing
  ) async throws(EvaluationFailure) -> Evaluation? {
    let known = standing.known
    let plan = Planner.plan(
      known.program, asOf: known.asOf, demanding: ModelAudit.conditions(of: known.program),
      hasEarlier: standing.earlier != nil)
    return try await standing.evaluation(of: known.program, plan, asOf: known.asOf)
  }
}

/// How much is searched.
enum RobustnessLimits {
  /// How many accounts are judged for one side of one number.
  private static let judged = 2_400_000
  /// Up to how many accounts several numbers are turned at a time, since one that is judged keeps no
  /// two workers busy.
  static let few = 20_000

  /// Returns how many values are judged on one side of one number.
  static func allowance(_ accounts: Int) -> Int {
    min(600, max(24, judged / max(1, accounts)))
  }
}

extension Dial {
  /// How far a number goes by a small change: that part of it; of a weight, half that part of all
  /// weights; at least one seat; days by that part of a year.
  func reach(_ within: Decimal, in program: CheckedProgram) -> Int128 {
    func portion(of size: Int128) -> Int128 { Decimal.product(size, within.scaled) ?? 0 }
    if case .weight(let score, _) = part {
      let sum = program.scores[score].criteria.reduce(Int128(0)) { $0 + $1.weight.scaled }
      return portion(of: sum) / 2
    }
    let size = Int128(position.magnitude)
    if isSeats {
      let seats = (portion(of: size) + Decimal.unit - 1) / Decimal.unit
      return max(1, seats) * Decimal.unit
    }
    if type == .date { return portion(of: 365 * Decimal.unit) / Decimal.unit }
    return portion(of: size)
  }
}

extension Diagnostic {
  fileprivate static func unsearched(_ result: RobustnessResult) -> Diagnostic {
    let program = result.run.evaluation.program
    let first = result.incomplete[0].dial
    let count = result.incomplete.count
    return Diagnostic(
      .unsearchedFigure, .note,
      "of \(Count.of(count, "number")) it is not known how far \(count == 1 ? "it" : "they") can "
        + "go: accounts that are called robust are so as far as the others go",
      at: program.source.place(of: first.range),
      help: "what follows from the number here cannot be told from both ends of a range; try "
        + "single values by `kamc repl`")
  }
}
