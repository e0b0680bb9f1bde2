import Diagnostics
import Engine
import Language
import Tables

/// What is left without people, as one JSON object.
package struct LeaverJSON {
  private let result: LeaverResult
  private let evaluation: Evaluation
  private let accounts: AccountJSON
  private let total: Wide?

  private init(_ result: LeaverResult) {
    self.result = result
    evaluation = result.run.evaluation
    accounts = AccountJSON(evaluation)
    total = accounts.measure?.totalOfAll(in: evaluation)
  }

  /// Returns the object and a line feed.
  package static func render(_ result: LeaverResult) -> [UInt8] {
    let report = LeaverJSON(result)
    return DrillJSON.render("leaver", result.run, keyTiers: result.keyTiers) { json in
      report.writePeople(to: &json)
      json.array("leavers", result.leavers) { report.write($1, to: &$0) }
      json.array("contacts", result.contacts) { report.write($1, to: &$0) }
    }
  }

  private func keys(_ rows: [Int]) -> [String] { rows.map { evaluation.tables[0].key($0) } }

  private func writePeople(to json: inout JSONWriter) {
    let people = evaluation.program.people
    json.member("owner", people.owner?.name)
    json.array("relationships", people.relations.filter { !$0.accounts.isEmpty }) {
      json, relation in
      json.value(evaluation.program[relation.table].name)
    }
    json.member("keyAccounts", keys(result.keyAccounts))
    json.array("knownTo", result.widths.sorted { $0.key < $1.key }) { json, width in
      json.object {
        $0.member("people", width.key)
        $0.member("accounts", width.value)
      }
    }
  }

  private func write(_ leaver: Leaver, to json: inout JSONWriter) {
    json.object { json in
      json.member("name", leaver.name)
      json.member("atRisk", keys(leaver.atRisk.map(\.row)))
      json.member("measure", leaver.measure?.scaled.map { Decimal(scaled: $0) })
      json.member("share", leaver.measure?.part(of: total))
      json.member("reviews", leaver.reviews)
      json.array("accounts", leaver.accounts) { write($1, to: &$0) }
      json.array("others", leaver.others) { write($1, to: &$0) }
    }
  }

  private func write(_ loss: LeaverLoss, to json: inout JSONWriter) {
    json.object {
      accounts.write(loss.row, to: &$0)
      $0.member("losesOwner", loss.isOwned)
      $0.key("stillKnownTo")
      if let remaining = loss.remaining {
        $0.beginArray()
        for name in remaining { $0.value(name) }
        $0.endArray()
      } else {
        $0.null()
      }
      $0.member("lostContacts", loss.contacts)
      $0.member("losesSponsor", loss.isSponsored)
      $0.member("losesDeputy", loss.isDeputized)
    }
  }

  private func write(_ contact: LostContact, to json: inout JSONWriter) {
    func write(_ name: String, _ losses: [ContactLoss], to json: inout JSONWriter) {
      json.array(name, losses) { json, loss in
        json.object {
          accounts.write(loss.row, to: &$0)
          $0.member("knownBy", loss.knownBy)
          $0.member("contacts", loss.contacts)
          $0.member("stillKnownTo", loss.remaining)
        }
      }
    }
    json.object {
      $0.member("name", contact.name)
      write("accounts", contact.accounts, to: &$0)
      write("others", contact.others, to: &$0)
    }
  }
}

/// What is left without accounts, as one JSON object.
package struct LossJSON {
  private let result: LossResult
  private let evaluation: Evaluation
  private let accounts: AccountJSON

  /// Returns the object and a line feed.
  package static func render(_ result: LossResult) -> [UInt8] {
    let evaluation = result.run.evaluation
    let report = LossJSON(
      result: result, evaluation: evaluation, accounts: AccountJSON(evaluation))
    return DrillJSON.render("loss", result.run, keyTiers: result.keyTiers) { json in
      report.writeNow(to: &json)
      json.array("cases", result.outcomes) { report.write($1, to: &$0) }
    }
  }

  private func writeNow(to json: inout JSONWriter) {
    json.object("now") {
      $0.member("accounts", result.rows.count)
      $0.member("measure", result.total?.scaled.map { Decimal(scaled: $0) })
      DrillJSON.write(result.concentration, to: &$0)
      $0.member("failing", labels(result.failing))
    }
    json.key("replacing")
    guard let replacing = evaluation.program.agreement.replacing else { return json.null() }
    json.object {
      $0.member("factor", replacing.factor)
      $0.member("figure", evaluation.program.figureName(replacing.figure))
    }
  }

  private func labels(_ findings: [Int]) -> [String] {
    findings.map { evaluation.program.findings[$0].label }
  }

  private func write(_ outcome: LossOutcome, to json: inout JSONWriter) {
    let tiers = evaluation.program.tiers
    json.object { json in
      json.member("top", outcome.lost.top)
      json.array("lost", outcome.lost.rows) { json, row in
        json.object { accounts.write(row, to: &$0) }
      }
      json.member("lostMeasure", outcome.money?.scaled.map { Decimal(scaled: $0) })
      json.member("lostShare", outcome.money?.part(of: result.total))
      json.member("replacementCost", (outcome.cost?.sum.scaled).map { Decimal(scaled: $0) })
      json.member("withoutReplacementCost", outcome.cost?.missing)
      json.member("accounts", outcome.accountCount)
      json.member("measure", outcome.left?.scaled.map { Decimal(scaled: $0) })
      DrillJSON.write(outcome.concentration, to: &json)
      json.array("tiers", tiers.indices) { json, tier in
        json.object {
          $0.member("name", tiers[tier].name)
          $0.member("count", outcome.tierCounts[tier])
        }
      }
      json.array("moves", outcome.moves) { json, move in
        json.object {
          $0.member("key", evaluation.tables[0].key(move.row))
          $0.member("from", move.from.map { tiers[$0].name })
          $0.member("to", move.to.map { tiers[$0].name })
        }
      }
      json.array("keyAccounts", result.keyTiers.flatMap { outcome.roll[$0] }) { json, row in
        json.object {
          $0.member("key", evaluation.tables[0].key(row))
          $0.member("tier", outcome.evaluation.tier(row).map { tiers[$0].name })
        }
      }
      json.member("failing", labels(outcome.failing))
    }
  }
}

/// Writes who accounts are and what they are worth.
private struct AccountJSON {
  let measure: Measure?
  private let evaluation: Evaluation

  init(_ evaluation: Evaluation) {
    self.evaluation = evaluation
    measure = Measure(evaluation)
  }

  /// Writes into an open object.
  func write(_ row: Int, to json: inout JSONWriter) {
    json.member("key", evaluation.tables[0].key(row))
    json.member("name", evaluation.accountName(row))
    json.member("tier", evaluation.tier(row).map { evaluation.program.tiers[$0].name })
    json.member("measure", measure?.figure(row).map { Decimal(scaled: $0) })
  }
}

/// What the objects of both drills have in common.
private enum DrillJSON {
  static func render(
    _ drill: String, _ run: Run, keyTiers: [Int], _ write: (inout JSONWriter) -> Void
  ) -> [UInt8] {
    let program = run.evaluation.program
    var json = JSONWriter()
    json.beginObject()
    json.member("format", 1)
    PortfolioJSON(run, FindingNames(program)).writeInputs(to: &json)
    json.member("drill", drill)
    json.member("keyTiers", keyTiers.map { program.tiers[$0].name })
    write(&json)
    json.array("rejected", RejectedRecord.all(in: run.evaluation)) { $1.write(to: &$0) }
    json.endObject()
    return json.finished()
  }

  static func write(_ concentration: Concentration?, to json: inout JSONWriter) {
    json.key("concentration")
    guard let concentration else { return json.null() }
    json.object {
      $0.member("top10", concentration.top10)
      $0.member("top20", concentration.top20)
      $0.member("accountsFor80", concentration.accountsFor80)
      $0.member("hhi", concentration.hhi)
    }
  }
}
