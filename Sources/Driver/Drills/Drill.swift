import Diagnostics
import Engine
import Language
import Tables

/// What a drill is asked.
package struct DrillRequest: Sendable {
  /// Whom or what to do without; where it is empty, everybody in turn, or the largest accounts.
  package var names: [String] = []
  /// How many of the largest accounts to lose, each in a case of its own; nil for 1, 3 and 5 where
  /// no account is named.
  package var tops: [Int]?
  /// The tiers whose accounts are key accounts; nil for every tier but the one for all who are left.
  package var keyTiers: [String]?

  package init() {}
}

extension Pipeline {
  /// Takes away each of our people in turn, or those who are named.
  package mutating func leaverDrill(
    _ request: RunRequest, _ drill: DrillRequest
  ) async throws(RunFailure) -> LeaverResult {
    let run = try await run(drilling(request))
    let keyTiers = try keyTiers(drill.keyTiers, of: run.evaluation.program)
    let result = LeaverResult(run, names: drill.names, keyTiers: keyTiers)
    if result.everyone.isEmpty, run.evaluation.program.namesNobody {
      report(.nobodyToLeave)
      throw .wrong
    }
    for name in result.unknown { report(.unknown(name, result.suggestion(for: name))) }
    if !result.unknown.isEmpty { throw .wrong }
    return result
  }

  /// Loses the largest accounts, or those that are named, and decides anew.
  package mutating func lossDrill(
    _ request: RunRequest, _ drill: DrillRequest
  ) async throws(RunFailure) -> LossResult {
    let run = try await run(drilling(request))
    let keyTiers = try keyTiers(drill.keyTiers, of: run.evaluation.program)
    let named = try accounts(drill.names, in: run.evaluation)
    var result = LossResult(run, keyTiers: keyTiers)
    let tops = drill.tops ?? (drill.names.isEmpty ? LossResult.usualTops : [])
    for lost in result.cases(tops: tops, named: named) {
      let evaluation = try await decide(run, without: lost.rows, request.settings)
      result.add(lost, leaving: evaluation)
    }
    try requireUnchanged(run.inputs)
    return result
  }

  private func drilling(_ request: RunRequest) -> RunRequest {
    var request = request
    request.detail = .reasons
    request.isDrill = true
    return request
  }

  /// Decides once more, without some accounts; of what is wrong with the data, the first run has told.
  private mutating func decide(
    _ run: Run, without rows: [Int], _ settings: WorkSettings
  ) async throws(RunFailure) -> Evaluation {
    let before = run.evaluation
    let program = before.program.excluding(rows.map { before.tables[0].key($0) }, because: "lost")
    let hasEarlier = run.earlier != nil
    let plan = Planner.plan(
      program, asOf: before.asOf,
      demanding: Demands.decisions(of: program, hasEarlier: hasEarlier)
        + Demands.explanations(of: program),
      hasEarlier: hasEarlier)
    do throws(EvaluationFailure) {
      return try await Evaluator.evaluate(
        program, plan, asOf: before.asOf, inputs: run.inputs, settings: settings,
        earlier: run.earlier)
    } catch {
      throw report(error)
    }
  }

  /// Returns the accounts that are meant, each once.
  private mutating func accounts(
    _ names: [String], in evaluation: Evaluation
  ) throws(RunFailure) -> [Int] {
    let finder = AccountFinder(evaluation, of: Set(names))
    var rows: [Int] = []
    var unmatched: [String] = []
    var isWrong = false
    for name in names {
      switch finder.account(name) {
      case .account(let row): if !rows.contains(row) { rows.append(row) }
      case .unmatched: unmatched.append(name)
      case .rejected:
        isWrong = true
        report(.rejected(name))
      }
    }
    let doubts = finder.doubts(about: unmatched)
    for name in unmatched {
      guard let doubt = doubts[name] else { continue }
      report(
        Diagnostic(
          .unknownDrillName, .error, "\(NominationFile.shown(name)) \(doubt.because)", at: nil,
          help: doubt.help))
    }
    if isWrong || !unmatched.isEmpty { throw .wrong }
    return rows
  }
}

extension CheckedProgram {
  /// `true` iff no field names people of ours and nobody sponsors accounts.
  fileprivate var namesNobody: Bool { people.isEmpty && sponsors.isEmpty }
}

extension Diagnostic {
  fileprivate static let nobodyToLeave = Diagnostic(
    .nobodyToLeave, .error, "the agreement says of no column that it names people of yours",
    at: nil, help: "declare such columns as `person`, like `owner : person optional`")

  fileprivate static func unknown(_ name: String, _ suggestion: String?) -> Diagnostic {
    Diagnostic(
      .unknownDrillName, .error,
      "\(NominationFile.shown(name)) is neither one of your people nor a customer's contact",
      at: nil,
      help: suggestion.map { "did you mean `\(Printable.escaped($0, limit: 40))`?" }
        ?? "write the name as the data have it; `kamc drill leaver` without names lists your "
        + "people")
  }

  fileprivate static func rejected(_ name: String) -> Diagnostic {
    Diagnostic(
      .unknownDrillName, .error,
      "\(NominationFile.shown(name)) is an account whose row was rejected", at: nil,
      help: "mend the row first: it counts nowhere, and so cannot be lost")
  }
}
