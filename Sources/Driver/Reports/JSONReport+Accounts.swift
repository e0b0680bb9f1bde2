import Diagnostics
import Engine
import Language
import Tables

/// The classified accounts, each with everything that was decided about it.
///
/// What does not change from account to account is looked up once, so that an account costs only
/// its own figures.
struct AccountsJSON: Sendable {
  private struct Score: Sendable {
    var value: ValueColumn
    var name: String
    /// The score's place in the program.
    var index: Int
    /// The places of its criteria in `criteria`.
    var criteria: Range<Int>
  }

  /// The number of classified accounts.
  let count: Int
  /// By tier, the rows in rank order, and the place of the first one among all accounts.
  private let roll: [[Int]]
  private let firstPlaces: [Int]
  private let run: Run
  private let evaluation: Evaluation
  private let program: CheckedProgram
  private let names: FindingNames
  private let accountNames: ValueColumn?
  private let scores: [Score]
  /// Those of all scores, in order.
  private let criteria: [CriterionJSON]
  /// By score, the places of its criteria.
  private let criteriaOfScores: [Range<Int>]
  private let blanks: BlanksJSON
  private let shows: [ValueColumn]
  private let clauses: ClausesJSON
  private let before: PreviousTiers
  private let conversions: ConversionsJSON
  private let sponsors: [Int: String]
  /// By row, the findings that hit it, as indices into `run.findings`.
  private let findings: RowLists
  /// By finding, what its condition read.
  private let figures: [[ValueColumn]]
  /// By finding, what is the same for every account.
  private let findingMembers: [JSONFragment]
  /// By tier, what is the same for its accounts, and for those that can have no other.
  private let tierMembers: [JSONFragment]
  private let certainMembers: [JSONFragment]

  init(_ run: Run, _ names: FindingNames) {
    self.run = run
    self.names = names
    let evaluation = run.evaluation
    let program = evaluation.program
    self.evaluation = evaluation
    self.program = program
    roll = AccountRoll(evaluation).rows
    var places: [Int] = []
    for rows in roll { places.append((places.last ?? 0) + rows.count) }
    firstPlaces = zip(places, roll).map { $0 - $1.count }
    count = places.last ?? 0
    accountNames = program.accountName.flatMap { ValueColumn("name", $0, in: evaluation) }
    criteria = program.scores.flatMap { score in
      score.criteria.map { CriterionJSON($0, of: score.name, in: evaluation) }
    }
    blanks = BlanksJSON(run)
    var ranges: [Range<Int>] = []
    for score in program.scores {
      let first = ranges.last?.upperBound ?? 0
      ranges.append(first..<first + score.criteria.count)
    }
    criteriaOfScores = ranges
    scores = program.scores.enumerated().compactMap { index, score in
      guard let term = program.scoreTerm(index),
        let value = ValueColumn(score.name, term, in: evaluation)
      else { return nil }
      return Score(value: value, name: score.name, index: index, criteria: ranges[index])
    }
    shows = program.shows.filter { $0.isOfAccounts(in: program) }
      .compactMap { ValueColumn($0.label, $0.term, in: evaluation) }
    clauses = ClausesJSON(evaluation)
    before = PreviousTiers(evaluation)
    conversions = ConversionsJSON(evaluation)
    sponsors = run.sponsorNames
    findings = RowLists(
      rowCount: evaluation.tables[0].rowCount,
      run.findings.enumerated().compactMap { index, result in
        program.findings[result.index].isOfClassified ? (index, result.rows) : nil
      })
    figures = run.findings.map { evaluation.figures(of: program.findings[$0.index].condition) }
    findingMembers = run.findings.map { result in
      let finding = program.findings[result.index]
      return JSONFragment {
        $0.member("kind", finding.kindName)
        $0.member("label", finding.label)
        $0.member("line", program.source.line(at: Int(finding.range.start)))
      }
    }
    tierMembers = program.tiers.map { tier in
      JSONFragment {
        $0.member("tier", tier.name)
      }
    }
    certainMembers = program.tiers.map { tier in
      JSONFragment {
        $0.member("provisional", false)
        $0.member("possibleTiers", [tier.name])
        $0.array("blanks", [String]()) { $0.value($1) }
      }
    }
  }

  /// Writes the accounts at these places of the order, each but the very first after a comma.
  func write(_ places: Range<Int>, to json: inout JSONWriter) {
    for (tier, rows) in roll.enumerated() {
      let first = firstPlaces[tier]
      for place in places.clamped(to: first..<first + rows.count) {
        if place > 0 { json.raw { $0.append(UInt8(ascii: ",")) } }
        let rank = place - first + 1
        json.object { write(rows[rank - 1], tier: tier, rank: rank, to: &$0) }
      }
    }
  }

  private func write(_ row: Int, tier: Int, rank: Int, to json: inout JSONWriter) {
    let key = evaluation.tables[0].key(row)
    json.member("key", key)
    json.member("name", accountNames?.text(row, in: evaluation))
    if evaluation.groups == nil {
      json.member("members", CollectionOfOne(key))
    } else {
      json.member("members", evaluation.memberKeys(of: row))
    }
    json.fragment(tierMembers[tier])
    json.member("since", evaluation.since(row))
    json.member("rank", rank)
    let outlook = evaluation.possibilities.outlook(row)
    json.object("scores") { json in
      for score in scores { write(score, row, outlook, to: &json) }
    }
    json.key("criteria")
    json.raw { appendCriteria(row, outlook, to: &$0) }
    clauses.write(row, to: &json)
    writeCertainty(row, tier, outlook, to: &json)
    json.member("before", before.name(row))
    writeWithoutOverride(row, to: &json)
    clauses.writeDisplacement(row, to: &json)
    clauses.writeHeldBack(row, to: &json)
    conversions.write(row, to: &json)
    json.member("sponsor", sponsors[row])
    json.member("deputy", String?.none)
    json.object("shown") { json in
      for show in shows {
        show.writeMember(row, of: evaluation, to: &json)
      }
    }
    json.array("findings", findings[row]) { write(Int($1), key, row, to: &$0) }
    if !run.questions.entries.isEmpty {
      json.object("questions") { $0.tally(run.questions.accounts[row] ?? AnswerTally()) }
    }
  }

  private func appendCriteria(_ row: Int, _ outlook: Outlook?, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "["))
    for score in program.scores.indices {
      for (place, index) in criteriaOfScores[score].enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        criteria[index].append(row, range: outlook?.points(score, place), to: &bytes)
      }
    }
    bytes.append(UInt8(ascii: "]"))
  }

  /// The range of the score over all values of blanks; an end without bounds is left out.
  private func write(_ score: Score, _ row: Int, _ outlook: Outlook?, to json: inout JSONWriter) {
    json.object(score.name) { json in
      json.key("value")
      score.value.write(row, of: evaluation, to: &json)
      let own = score.value.number(row).map { Possible($0, $0) }
      guard let range = outlook?.score(score.index) ?? own, range.canBePresent else { return }
      if !range.isUnboundedBelow {
        json.key("low")
        json.decimal(range.low)
      }
      if !range.isUnboundedAbove {
        json.key("high")
        json.decimal(range.high)
      }
    }
  }

  private func writeCertainty(
    _ row: Int, _ tier: Int, _ outlook: Outlook?, to json: inout JSONWriter
  ) {
    guard outlook != nil else { return json.fragment(certainMembers[tier]) }
    let tiers = Certainty.possibleTiers(row, in: evaluation)
    json.member("provisional", Certainty.isProvisional(row, in: evaluation))
    json.member("possibleTiers", tiers.map { program.tiers[$0].name })
    let exclusions = Certainty.possibleExclusions(row, in: evaluation)
    if !exclusions.isEmpty { json.member("possibleExclusions", exclusions) }
    json.array("blanks", blanks.of(row)) { blanks.write($1, to: &$0) }
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
    json.object {
      $0.member("id", names.id(run.findings[index].index, row: key))
      $0.fragment(findingMembers[index])
      $0.figures(figures[index], row, evaluation)
    }
  }
}

extension JSONWriter {
  /// Writes the figures that decided something, each with its value.
  mutating func figures(_ columns: [ValueColumn], _ row: Int, _ evaluation: Evaluation) {
    array("figures", columns) { $1.writeFigure(row, of: evaluation, to: &$0) }
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
