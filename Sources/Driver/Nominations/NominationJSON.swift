import Diagnostics
import Engine
import Language
import Tables

/// What nominations show, as one JSON object.
package struct NominationJSON {
  private let result: NominationResult
  private let evaluation: Evaluation
  private let program: CheckedProgram
  private let clauses: ClausesJSON

  private init(_ result: NominationResult) {
    self.result = result
    evaluation = result.run.evaluation
    program = result.run.evaluation.program
    clauses = ClausesJSON(result.run.evaluation)
  }

  /// Returns the object and a line feed.
  package static func render(_ result: NominationResult) -> [UInt8] {
    let report = NominationJSON(result)
    var json = JSONWriter()
    json.beginObject()
    json.member("format", 1)
    PortfolioJSON(result.run, FindingNames(report.program)).writeInputs(to: &json)
    report.writeFile(to: &json)
    report.writeFigures(to: &json)
    report.writeComparison(to: &json)
    report.writeLeftOut(to: &json)
    json.endObject()
    return json.finished()
  }

  private func writeFile(to json: inout JSONWriter) {
    let file = result.file
    json.object("nominations") {
      $0.member("path", file.path)
      $0.member("rows", file.rowCount)
      $0.member("rejected", file.rejectedCount)
      $0.member("anonymous", file.isAnonymous)
      // With the digest of the file, names could be tried until the order of nominators fits.
      $0.member(
        "sha256", file.isAnonymous ? nil : FileDigest.hexadecimal(of: file.rows.input.source))
    }
  }

  // MARK: Figures

  private func writeFigures(to json: inout JSONWriter) {
    let figures = result.figures
    json.object("figures") {
      $0.member("nominators", figures.nominators)
      $0.member("nominations", figures.nominations)
      $0.member("distinct", figures.distinct)
      $0.member("longest", figures.longest)
      write(
        "agreementIndex", figures.agreementIndex,
        "(nominations - distinct) / (nominations - longest)", to: &$0)
      write("perAnswer", figures.perAnswer, "nominations / distinct", to: &$0)
      write(
        "meanOverlap", figures.meanOverlap,
        "mean over pairs of nominators of named by both / named by either", to: &$0)
    }
  }

  private func write(
    _ name: String, _ figure: NominationFigures.Figure, _ formula: String,
    to json: inout JSONWriter
  ) {
    var (exact, value, reason): (Fraction?, Decimal?, String?) = (nil, nil, nil)
    switch figure {
    case .value(let fraction, let number): (exact, value) = (fraction, number)
    case .undefined(let because): reason = because
    }
    json.object(name) { json in
      json.member("value", value)
      json.key("exact")
      if let exact {
        json.object {
          $0.key("numerator")
          $0.raw("\(exact.numerator)")
          $0.key("denominator")
          $0.raw("\(exact.denominator)")
        }
      } else {
        json.null()
      }
      json.member("formula", formula)
      json.member("undefined", reason)
    }
  }

  // MARK: Answers and criteria

  private func writeComparison(to json: inout JSONWriter) {
    json.member("keyTiers", result.keyTiers.map { program.tiers[$0].name })
    json.member("keyAccounts", result.keyAccounts.map { evaluation.tables[0].key($0) })
    json.array("answers", result.answers) { json, answer in
      json.object {
        write(answer, to: &$0)
        $0.member("support", answer.support)
        $0.member("ranks", answer.ranked)
        $0.member("meanRank", answer.meanRank)
        $0.member("isKeyAccount", result.isKeyAccount(answer.named))
      }
    }
    json.array("nominators", result.nominators) { json, nominator in
      json.object {
        $0.member("name", nominator.name)
        $0.member("nominations", nominator.answers.count)
        // By what only one person names, its line would tell the place in the file.
        if !result.file.isAnonymous {
          $0.member("answers", nominator.answers.map { result.answers[$0].text })
        }
        $0.member("keyAccounts", nominator.matches.count)
      }
    }
    writeFunctions(to: &json)
    json.array("refused", result.refused) { writeRefused($1, to: &$0) }
    json.array("unnamed", result.unnamed) { json, row in
      json.object {
        $0.member("key", evaluation.tables[0].key(row))
        $0.member("name", evaluation.accountName(row))
        $0.member("tier", evaluation.tier(row).map { program.tiers[$0].name })
        $0.key("reason")
        $0.raw { clauses.reasons([row]).append(0, to: &$0) }
      }
    }
  }

  private func writeFunctions(to json: inout JSONWriter) {
    guard !result.functions.isEmpty else { return }
    json.object("functionFigures") {
      $0.member("functions", result.functions.count)
      write(
        "meanOverlap", result.functionFigures.meanOverlap,
        "mean over pairs of functions of named in both / named in either", to: &$0)
    }
    // A function may have a single nominator.
    if result.file.isAnonymous { return }
    json.array("functions", result.functions) { json, function in
      json.object {
        $0.member("name", function.name)
        $0.member("nominators", function.nominators)
        $0.member("answers", function.answers.map { result.answers[$0].text })
        $0.member("keyAccounts", function.matches.count)
      }
    }
  }

  /// Writes who is meant: an account with its key, or a text alone.
  private func write(_ answer: NominationAnswer, to json: inout JSONWriter) {
    let isUnmatched = NominationResult.isUnmatched(answer.named)
    var name: String?
    if case .account(let row) = answer.named { name = evaluation.accountName(row) }
    json.member("key", isUnmatched ? nil : answer.text)
    json.member("text", isUnmatched ? answer.text : nil)
    json.member("name", name)
    json.member("tier", result.tier(of: answer.named).map { program.tiers[$0].name })
    json.member("standing", result.standing(of: answer.named))
  }

  private func writeRefused(_ answer: NominationAnswer, to json: inout JSONWriter) {
    let refusal = Refusal(answer.named, in: result)
    json.object { json in
      write(answer, to: &json)
      json.member("support", answer.support)
      json.member("because", refusal.sentence)
      json.array("clauses", refusal.routes) { json, route in
        if case .account(let row) = answer.named {
          clauses.write(route: route.index, of: route.tier, row, to: &json)
        }
      }
    }
  }

  // MARK: What is left out

  private func writeLeftOut(to json: inout JSONWriter) {
    json.array("heads", result.heads) { json, head in
      json.object {
        $0.member("named", head.member)
        $0.member("head", head.head)
      }
    }
    json.array("unmatched", result.unmatched) { json, item in
      json.object {
        $0.member("line", item.nomination.row.line)
        $0.member("record", item.nomination.row.record)
        $0.member("text", item.nomination.account)
        $0.member("because", item.because)
        $0.member("suggestion", item.suggestion)
      }
    }
    let rejected = result.file.rejected.sorted { $0.record < $1.record }
    json.array("rejectedNominations", rejected) { json, row in
      json.object {
        $0.member("line", row.line)
        $0.member("record", row.record)
        $0.member("column", row.column)
        $0.member("code", row.code.rawValue)
        $0.member("message", row.message)
      }
    }
    json.array("rejected", RejectedRecord.all(in: evaluation)) { $1.write(to: &$0) }
  }
}
