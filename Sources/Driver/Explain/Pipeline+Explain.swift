import Diagnostics
import Engine
import Language

/// What there is to say about an account.
package enum ExplainedAccount: Sendable {
  case judged(Explanation)
  /// Its row counts nowhere.
  case rejected(RejectedAccount)
}

extension Pipeline {
  /// Returns why an account has its tier, and what it would take to have another.
  ///
  /// - Parameters:
  ///   - account: a key, or a name that no other account has.
  ///   - seeksChanges: whether to look for changes that would move it.
  package mutating func explain(
    _ request: RunRequest, account: String, seeksChanges: Bool = true
  ) async throws(RunFailure) -> ExplainedAccount {
    var request = request
    request.isProof = true
    request.provedAccount = account
    let run = try await run(request)
    let command = Pipeline.check(request)
    if case .rejected(let key) = AccountFinder(run.evaluation, of: [account]).account(account) {
      let rejected = RejectedAccount(run, key: key)
      keepWarnings(in: [run], toSee: command) { rejected.isAbout($0) }
      return .rejected(rejected)
    }
    let row: Int
    do throws(RunFailure) {
      row = try self.row(of: account, in: run.evaluation)
    } catch {
      let quoted = "`\(Printable.escaped(account, limit: 40))`"
      keepWarnings(in: [run], toSee: command) { $0.message.contains(quoted) }
      throw error
    }
    countOthers(in: [run], about: row, toSee: command)
    var prospects: [CellProspect] = []
    if seeksChanges, run.evaluation.decision.status[row] != .repeatedKey {
      do throws(EvaluationFailure) {
        prospects = try await Pipeline.prospects(run, row, request.settings)
      } catch {
        throw report(error)
      }
    }
    return .judged(Explanation(run, row: row, prospects: prospects))
  }

  /// The command that lists all that is found about the files of a run.
  static func check(_ request: RunRequest) -> String {
    let paths = [request.agreementPath, request.accountsPath].map { Printable.escaped($0) }
    return "kamc check \(paths.joined(separator: " "))"
  }

  private static func prospects(
    _ run: Run, _ row: Int, _ settings: WorkSettings
  ) async throws(EvaluationFailure) -> [CellProspect] {
    let evaluation = run.evaluation
    let standing = Standing(evaluation, settings, earlier: run.earlier)
    // Nothing but tiers is asked for.
    let plan = Planner.plan(
      evaluation.program, asOf: evaluation.asOf, demanding: [], hasEarlier: run.earlier != nil)
    var search = CellSearch(evaluation, row: row) { cell, value throws(EvaluationFailure) in
      try await standing.evaluation(
        of: evaluation.program, plan, asOf: evaluation.asOf,
        changing: [
          CellChange(
            table: cell.table, row: cell.row, field: cell.field, value: value)
        ])
    }
    return try await search.prospects()
  }

  /// Returns an agreement as numbered sentences.
  package mutating func minutes(of path: String) throws(RunFailure) -> Minutes {
    Minutes(try check(path))
  }
}

extension RunRequest {
  /// Finds the row of the account that is proved; nil where none is.
  var findsProved: ((Evaluation) -> Int?)? {
    guard let provedAccount else { return nil }
    return { evaluation in
      let finder = AccountFinder(evaluation, of: [provedAccount])
      guard case .account(let row) = finder.account(provedAccount) else { return nil }
      return row
    }
  }
}
