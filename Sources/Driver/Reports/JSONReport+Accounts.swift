import Diagnostics
import Engine
import Language
import Tables

/// The classified accounts, each with everything that was decided about it.
///
/// What does not change from account to account is looked up once, so that an account costs only
/// its own figures.
struct AccountsJSON {
  private struct Criterion {
    var score: String
    var checked: CheckedCriterion
    var points: ValueColumn?
  }

  private struct Score {
    var name: String
    var value: ValueColumn?
    var criteria: [Criterion]
  }

  private let run: Run
  private let evaluation: Evaluation
  private let program: CheckedProgram
  private let names: FindingNames
  private let scores: [Score]
  private let shows: [ValueColumn]
  private let clauses: ClausesJSON
  private let before: PreviousTiers
  private let sponsors: [Int: String]
  /// By row, the findings that hit it, as indices into `run.findings`.
  private let findings: RowLists
  /// By finding, what its condition read.
  private let figures: [[ValueColumn]]
  private let findingLines: [Int]

  init(_ run: Run, _ names: FindingNames) {
    self.run = run
    self.names = names
    let evaluation = run.evaluation
    let program = evaluation.program
    self.evaluation = evaluation
    self.program = program
    scores = program.scores.enumerated().map { index, score in
      Score(
        name: score.name,
        value: program.scoreTerm(index).flatMap { ValueColumn(score.name, $0, in: evaluation) },
        criteria: score.criteria.map {
          Criterion(
            score: score.name, checked: $0, points: ValueColumn($0.name, $0.points, in: evaluation))
        })
    }
    shows = program.shows.filter { $0.isOfAccounts(in: program) }
      .compactMap { ValueColumn($0.label, $0.term, in: evaluation) }
    clauses = ClausesJSON(evaluation)
    before = PreviousTiers(evaluation)
    sponsors = run.sponsorNames
    findings = RowLists(
      rowCount: evaluation.tables[0].rowCount,
      run.findings.enumerated().compactMap { index, result in
        program.findings[result.index].isOfClassified ? (index, result.rows) : nil
      })
    figures = run.findings.map { evaluation.figures(of: program.findings[$0.index].condition) }
    findingLines = run.findings.map {
      program.source.line(at: Int(program.findings[$0.index].range.start))
    }
  }

  func write(to json: inout JSONWriter) {
    json.key("accounts")
    json.beginArray()
    for (tier, rows) in AccountRoll(evaluation).rows.enumerated() {
      for (place, row) in rows.enumerated() {
        json.object { write(row, tier: tier, rank: place + 1, to: &$0) }
      }
    }
    json.endArray()
  }

  private func write(_ row: Int, tier: Int, rank: Int, to json: inout JSONWriter) {
    let key = evaluation.tables[0].key(row)
    json.member("key", key)
    json.member("name", evaluation.accountName(row))
    json.member("members", CollectionOfOne(key))
    json.member("tier", program.tiers[tier].name)
    json.key("since")
    json.null()
    json.member("rank", rank)
    json.object("scores") { json in
      for score in scores { write(score, row, to: &json) }
    }
    json.key("criteria")
    json.beginArray()
    for score in scores {
      for criterion in score.criteria { write(criterion, row, to: &json) }
    }
    json.endArray()
    clauses.write(row, to: &json)
    json.member("provisional", Certainty.isProvisional(row, in: evaluation))
    writePossible(row, to: &json)
    json.member("before", before.name(row))
    writeWithoutOverride(row, to: &json)
    clauses.writeDisplacement(row, to: &json)
    json.member("sponsor", sponsors[row])
    json.key("deputy")
    json.null()
    json.object("shown") { json in
      for show in shows {
        json.key(show.name)
        show.write(row, of: evaluation, to: &json)
      }
    }
    json.array("findings", findings[row]) { write(Int($1), key, row, to: &$0) }
  }

  /// A range is given where nothing is left open; else its ends are not known.
  private func write(_ score: Score, _ row: Int, to json: inout JSONWriter) {
    guard let column = score.value else { return }
    json.object(score.name) { json in
      json.key("value")
      column.write(row, of: evaluation, to: &json)
      let isDecided = score.criteria.allSatisfy { $0.points?.isPresent(row) ?? false }
      guard isDecided, let number = column.number(row) else { return }
      json.key("low")
      json.decimal(number)
      json.key("high")
      json.decimal(number)
    }
  }

  private func write(_ criterion: Criterion, _ row: Int, to json: inout JSONWriter) {
    let points = criterion.points?.number(row)
    json.object { json in
      json.member("score", criterion.score)
      json.member("name", criterion.checked.name)
      json.key("points")
      if let points { json.decimal(points) } else { json.null() }
      if let points {
        json.key("low")
        json.decimal(points)
        json.key("high")
        json.decimal(points)
      }
      json.member("outOf", criterion.checked.outOf)
      json.member("weight", criterion.checked.weight)
      json.member("decided", points != nil)
    }
  }

  private func writePossible(_ row: Int, to json: inout JSONWriter) {
    guard let tiers = Certainty.possibleTiers(row, in: evaluation) else {
      json.key("possibleTiers")
      return json.null()
    }
    json.array("possibleTiers", tiers) { $0.value(program.tiers[$1].name) }
  }

  private func writeWithoutOverride(_ row: Int, to json: inout JSONWriter) {
    let alone = Int(evaluation.decision.tiersByRulesAlone[row])
    json.member("byRulesAlone", alone >= 0 ? program.tiers[alone].name : nil)
    json.key("override")
    guard let index = evaluation.decision.overrides[row] else { return json.null() }
    let override = program.overrides[index]
    json.object {
      $0.member("tier", program.tiers[override.tier].name)
      $0.member("until", override.until)
      $0.member("because", override.reason)
    }
  }

  private func write(_ index: Int, _ key: String, _ row: Int, to json: inout JSONWriter) {
    let result = run.findings[index]
    let finding = program.findings[result.index]
    json.object {
      $0.member("id", names.id(result.index, row: key))
      $0.member("kind", finding.kindName)
      $0.member("label", finding.label)
      $0.member("line", findingLines[index])
      $0.figures(figures[index], row, evaluation)
    }
  }
}

extension JSONWriter {
  /// Writes the figures that decided something, each with its value.
  mutating func figures(_ columns: [ValueColumn], _ row: Int, _ evaluation: Evaluation) {
    array("figures", columns) { json, column in
      json.object {
        $0.member("name", column.name)
        $0.key("value")
        column.write(row, of: evaluation, to: &$0)
      }
    }
  }
}

extension Evaluation {
  /// Returns the named figures that a condition reads.
  func figures(of condition: TermID) -> [ValueColumn] {
    program.figures(in: condition).compactMap {
      ValueColumn(ClauseText.collapsed($0.name), $0.term, in: self)
    }
  }
}
