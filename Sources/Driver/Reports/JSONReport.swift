import Diagnostics
import Engine
import Language
import Tables

/// The whole result as one JSON object, for other programs and for later runs to compare with.
///
/// It is made in parts, since the accounts with all that is said of them are many times their data.
package struct JSONReport: PartedOutput {
  /// The number of the object's shape; it changes only when a key changes its meaning.
  private static let format = 1
  /// The accounts of one part.
  private static let partAccounts = 128

  /// Up to the accounts, and after them.
  private let head: [UInt8]
  private let tail: [UInt8]
  private let accounts: AccountsJSON

  /// - Complexity: O(n log n) in the accounts, plus the bytes of the data, which are digested.
  package init(_ run: Run) {
    let names = FindingNames(run.evaluation.program)
    accounts = AccountsJSON(run, names)
    var json = JSONWriter()
    json.beginObject()
    json.member("format", JSONReport.format)
    PortfolioJSON(run, names).writeInputs(to: &json)
    json.key("accounts")
    json.beginArray()
    let border = json.bytes.count
    json.endArray()
    PortfolioJSON(run, names).writeFindings(to: &json)
    PeopleJSON(run, names).write(to: &json)
    ForecastJSON(run).write(to: &json)
    json.endObject()
    let bytes = json.finished()
    head = Array(bytes[..<border])
    tail = Array(bytes[border...])
  }

  /// Returns the object and a line feed.
  package static func render(_ run: Run) -> [UInt8] { JSONReport(run).bytes }

  package var partCount: Int {
    max(1, (accounts.count + JSONReport.partAccounts - 1) / JSONReport.partAccounts)
  }

  package func maker() -> PartMaker { PartMaker(report: self) }

  /// Makes parts, one after the other.
  package struct PartMaker: OutputPartMaker {
    fileprivate let report: JSONReport
    package var neutralised: Int { 0 }

    package mutating func make(_ number: Int, in part: inout PartBytes) {
      let start = number * JSONReport.partAccounts
      let end = min(report.accounts.count, start + JSONReport.partAccounts)
      var json = JSONWriter()
      if number == 0 { json.raw { $0.append(contentsOf: report.head) } }
      report.accounts.write(start..<end, to: &json)
      if number == report.partCount - 1 { json.raw { $0.append(contentsOf: report.tail) } }
      part = PartBytes(json.bytes)
    }
  }
}

/// What the agreement, its data and the portfolio are.
struct PortfolioJSON {
  let run: Run
  let evaluation: Evaluation
  let program: CheckedProgram
  let names: FindingNames

  init(_ run: Run, _ names: FindingNames) {
    self.run = run
    evaluation = run.evaluation
    program = run.evaluation.program
    self.names = names
  }

  func writeInputs(to json: inout JSONWriter) {
    json.object("agreement") { writeAgreement(to: &$0) }
    json.array("rates", program.rates(on: evaluation.asOf)) { json, rate in
      json.object {
        $0.member("code", rate.code)
        $0.member("rate", rate.value)
        $0.member("on", rate.day)
      }
    }
    json.array("data", program.fileTables) { writeData($1, to: &$0) }
    writePrevious(to: &json)
    let counts = TierCounts(evaluation)
    json.array("tiers", program.tiers.indices) { json, tier in
      json.object {
        $0.member("name", program.tiers[tier].name)
        $0.member("count", counts[tier])
      }
    }
  }

  /// The earlier result that the run was given, or null.
  private func writePrevious(to json: inout JSONWriter) {
    json.key("previous")
    guard let previous = run.previous else { return json.null() }
    json.object {
      $0.member("path", previous.path)
      $0.member("asOf", previous.asOf)
      $0.member("accounts", previous.tiers?.count)
      $0.member("reviews", previous.reviews)
      $0.member("sha256", previous.sha256)
    }
  }

  private func writeAgreement(to json: inout JSONWriter) {
    let agreement = program.agreement
    json.member("name", agreement.name)
    json.member("asOf", evaluation.statedDay)
    json.member("agreed", agreement.agreed)
    json.member("by", agreement.approvers)
    json.member("effective", agreement.effective)
    json.member("expires", agreement.expires)
    json.member("currency", agreement.currency)
    json.member("measure", program.measureName)
    json.member("sha256", run.agreementDigest)
  }

  private func writeData(_ table: TableID, to json: inout JSONWriter) {
    let rows = RowCounts(table, in: evaluation)
    json.object {
      $0.member("table", program[table].name)
      $0.member("path", run.inputs[table.index]?.path)
      $0.member("rows", rows.all)
      $0.member("rejected", rows.rejected)
      $0.member("sha256", run.digest(of: table))
    }
  }

  // MARK: What the run found about the portfolio

  func writeFindings(to json: inout JSONWriter) {
    json.array("excluded", evaluation.excludedRows) { writeExcluded($1, to: &$0) }
    json.array("rejected", RejectedRecord.all(in: evaluation)) { $1.write(to: &$0) }
    json.array("requirements", run.findings.filter { program.findings[$0.index].isRequirement }) {
      writeRequirement($1, to: &$0)
    }
    writeWarnings(to: &json)
    run.questions.write(of: program, names, to: &json)
    let blanks = BlanksJSON(run)
    json.array("chase", evaluation.chase.entries) { blanks.write($1, to: &$0) }
    json.member("chaseIsComplete", evaluation.chase.isComplete)
    writeShown(to: &json)
    json.array("books", run.books) { writeBook($1, to: &$0) }
    json.array("limits", program.limits.indices) { writeLimit($1, to: &$0) }
    writeConcentration(to: &json)
    let (movement, changes) = (Movement(run), FindingChanges(run))
    write(movement, to: &json)
    changes?.write(to: &json)
    ChangeLog(run, movement, changes)?.write(of: run, to: &json)
  }

  private func writeExcluded(_ row: Int, to json: inout JSONWriter) {
    guard case .excluded(let index) = evaluation.decision.status[row] else { return }
    json.object {
      $0.member("key", evaluation.tables[0].key(row))
      $0.member("name", evaluation.accountName(row))
      $0.member("reason", program.excludes[index].reason)
      $0.member("inTotals", program.excludes[index].fromTiersOnly)
    }
  }

  private func writeRequirement(_ result: FindingResult, to json: inout JSONWriter) {
    let finding = program.findings[result.index]
    let rowNames = finding.table.map { RowNames($0, in: evaluation) }
    func named(_ rows: [Int]) -> [String] { rowNames.map { rows.map($0.name) } ?? [] }
    json.object {
      $0.member("id", names.id(result.index))
      $0.member("label", finding.label)
      $0.member("line", program.source.line(at: Int(finding.range.start)))
      $0.member("holds", result.holds)
      $0.member("undecided", result.isUndecided)
      $0.member("accounts", named(result.rows))
      $0.member("undecidedAccounts", named(result.undecided))
    }
  }

  /// Warnings about the portfolio, and about single rows that are no classified accounts.
  private func writeWarnings(to json: inout JSONWriter) {
    json.key("findings")
    json.beginArray()
    for result in run.findings {
      let finding = program.findings[result.index]
      guard !finding.isRequirement, !finding.isOfClassified else { continue }
      let rowNames = finding.table.map { RowNames($0, in: evaluation) }
      let columns = evaluation.figures(of: finding.condition)
      for row in result.rows {
        let name = rowNames?.name(row)
        json.object {
          $0.member("id", names.id(result.index, row: name))
          $0.member("kind", finding.kindName)
          $0.member("label", finding.label)
          $0.member("line", program.source.line(at: Int(finding.range.start)))
          $0.member("message", name.map { "\(finding.label): \($0)" } ?? finding.label)
          $0.figures(columns, row, evaluation)
        }
      }
    }
    json.endArray()
  }

  private func writeShown(to json: inout JSONWriter) {
    json.object("shown") { json in
      for show in program.shows where !show.isOfAccounts(in: program) {
        json.key(show.label)
        json.value(evaluation.value(show.term, 0))
      }
    }
  }

  private func writeBook(_ result: BookResult, to json: inout JSONWriter) {
    let names = RowNames(result.book.each, in: evaluation)
    json.object { json in
      json.member("label", "By \(result.book.name)")
      json.member("each", result.book.name)
      json.member("line", program.source.line(at: Int(result.book.range.start)))
      json.array("rows", result.rows) { json, row in
        json.object { json in
          json.member("value", names.name(row))
          json.object("shown") { json in
            for show in result.book.shows {
              json.key(show.label)
              json.value(evaluation.value(show.term, row))
            }
          }
        }
      }
      json.member("without", result.without)
    }
  }

  private func writeLimit(_ index: Int, to json: inout JSONWriter) {
    let limit = program.limits[index]
    let result = evaluation.decision.limits[index]
    func keys(_ rows: [Int]) -> [String] { rows.map { evaluation.tables[0].key($0) } }
    json.object { json in
      json.member("tiers", limit.tiers.map { program.tiers[$0].name })
      json.member("seats", result.seats)
      json.member("taken", result.taken)
      json.member("spared", keys(result.spared))
      json.member("uncounted", keys(result.uncounted))
      json.member("overridden", keys(result.overridden))
      json.member("displaced", keys(result.displaced))
      json.member("lastSeat", result.lastSeat.map { evaluation.tables[0].key($0) })
      json.array("cut", result.lastSeat == nil ? [] : limit.keys) { json, key in
        json.value(evaluation.value(key.value, result.lastSeat ?? 0))
      }
      json.member("byKey", result.isDecidedByKey)
      json.member("line", program.source.line(at: Int(limit.range.start)))
    }
  }

  private func writeConcentration(to json: inout JSONWriter) {
    guard let concentration = Concentration(evaluation) else {
      json.key("concentration")
      return json.null()
    }
    json.object("concentration") {
      $0.member("top10", concentration.top10)
      $0.member("top20", concentration.top20)
      $0.member("accountsFor80", concentration.accountsFor80)
      $0.member("hhi", concentration.hhi)
      $0.array("atLeast10Percent", concentration.large) { json, part in
        json.object {
          $0.member("key", evaluation.tables[0].key(part.row))
          $0.member("share", part.share)
        }
      }
    }
  }

  /// What became of the tiers that accounts had; null where nothing says which they had.
  private func write(_ movement: Movement?, to json: inout JSONWriter) {
    guard let movement else {
      json.key("movement")
      return json.null()
    }
    func keys(_ rows: [Int]) -> [String] { rows.map { evaluation.tables[0].key($0) } }
    json.object("movement") {
      $0.member("had", movement.had.count)
      $0.member("kept", movement.kept.count)
      $0.member("moved", movement.moved)
      $0.member("share", movement.share)
      $0.member("up", keys(movement.up))
      $0.member("down", keys(movement.down))
      $0.member("out", keys(movement.out))
      $0.member("new", keys(movement.new))
      $0.array("tiers", program.tiers.indices) { json, tier in
        let part = movement.stability[tier]
        json.object {
          $0.member("name", program.tiers[tier].name)
          $0.member("before", part.before)
          $0.member("now", part.now)
          $0.member("both", part.both)
          $0.member("overlap", part.overlap)
        }
      }
      $0.array("gone", movement.gone) { json, account in
        json.object {
          $0.member("key", account.key)
          $0.member("before", account.tier)
        }
      }
    }
  }
}
