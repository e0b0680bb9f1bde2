import Engine
import Language

extension Pipeline {
  /// Returns why an account has its tier, and what it would take to have another.
  ///
  /// - Parameter account: a key, or a name that no other account has.
  package mutating func explain(
    _ request: RunRequest, account: String
  ) async throws(RunFailure) -> Explanation {
    var request = request
    request.isProof = true
    let run = try await run(request)
    return Explanation(run, row: try row(of: account, in: run.evaluation))
  }

  /// Returns an agreement as numbered sentences.
  package mutating func minutes(of path: String) throws(RunFailure) -> Minutes {
    Minutes(try check(path))
  }
}
