import Diagnostics
import Engine
import Language
import Tables

/// The `--tiers` file as JSON: one object for each account that was not rejected, in the input's
/// order, with the columns of the CSV file as its keys.
package enum TiersJSON {
  /// - Complexity: O(accounts × columns).
  package static func render(_ run: Run) -> [UInt8] {
    let evaluation = run.evaluation
    let program = evaluation.program
    let scores = program.scores.indices.compactMap { index in
      program.scoreTerm(index).flatMap {
        ValueColumn(program.scores[index].name, $0, in: evaluation)
      }
    }
    let shows = program.shows.filter { $0.isOfAccounts(in: program) }
      .compactMap { ValueColumn($0.label, $0.term, in: evaluation) }
    let sponsors = run.sponsorNames
    let sponsorDays = run.sponsorDays
    let words = ClauseText(program)
    var json = JSONWriter()
    json.beginArray()
    for row in 0..<evaluation.tables[0].rowCount {
      guard let status = status(row, evaluation) else { continue }
      json.object { json in
        json.member("key", evaluation.tables[0].key(row))
        json.member("tier", evaluation.tier(row).map { program.tiers[$0].name })
        json.member("since", evaluation.since(row))
        json.member("status", status)
        for score in scores { score.writeMember(row, of: evaluation, to: &json) }
        json.member("provisional", Certainty.isProvisional(row, in: evaluation))
        json.member("sponsor", sponsors[row])
        if !sponsors.isEmpty {
          json.member("sponsorSince", sponsorDays[row])
        }
        json.member("reason", evaluation.clause(row).map(words.reason))
        for show in shows { show.writeMember(row, of: evaluation, to: &json) }
      }
    }
    json.endArray()
    return json.finished()
  }

  /// `classified`, or why the account has no tier; nil for a rejected one.
  private static func status(_ row: Int, _ evaluation: Evaluation) -> String? {
    switch evaluation.decision.status[row] {
    case .classified: "classified"
    case .excluded(let index): evaluation.program.excludes[index].reason
    case .rejected, .repeatedKey: nil
    }
  }
}
