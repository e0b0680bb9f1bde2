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
    /// The score's place in the program.
    var index: Int
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
  /// What is the same for every account where nothing says which tiers accounts had.
  private let since: JSONFragment?
  private let conversions: ConversionsJSON
  private let sponsors: [Int: String]
  private let deputies: [Int: String]
  private let sponsorDays: [Int: Day]
  /// By row, the findings that hit it, as indices into `run.findings`.
  private let findings: RowLists
  /// By finding, what its condition read.
  private let figures: [[ValueColumn]]
  /// By finding, what is the same for every account.
  private let findingMembers: [JSONFragment]
  /// By tier, what is the same for its accounts, and for those that can have no other.
  private let tierMembers: [JSONFragment]
  private let certainMembers: [JSONFragment]
  /// By tier, and last for none: what is said of accounts of which nothing is special.
  private let plainMembers: [JSONFragment]

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
      return Score(value: value, index: index)
    }
    shows = program.shows.filter { $0.isOfAccounts(in: program) }
      .compactMap { ValueColumn($0.label, $0.term, in: evaluation) }
    clauses = ClausesJSON(evaluation)
    before = PreviousTiers(evaluation)
    since = before.isEmpty ? JSONFragment { $0.member("since", evaluation.statedDay) } : nil
    conversions = ConversionsJSON(evaluation)
    sponsors = run.sponsorNames
    deputies = run.sponsors.deputiesByAccount
    sponsorDays = run.sponsorDays
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
    let hasSponsors = !sponsors.isEmpty
    plainMembers = (program.tiers.map { $0.name } + [nil]).map {
      AccountsJSON.plain($0, hasSponsors: hasSponsors)
    }
  }

  private static func plain(_ byRulesAlone: String?, hasSponsors: Bool) -> JSONFragment {
    let sponsor = hasSponsors ? ["sponsor", "sponsorSince"] : ["sponsor"]
    return JSONFragment {
      $0.member("before", String?.none)
      $0.member("byRulesAlone", byRulesAlone)
      for name in ["override", "displaced", "heldBack"] + sponsor + ["deputy"] {
        $0.member(name, String?.none)
      }
    }
  }

  /// Writes the accounts at these places of the order, each but the very first after a comma.
  func write(_ places: Range<Int>, to json: inout JSONWriter) {
    for (tier, rows) in roll.enumerated() {
      let first = firstPlaces[tier]
      let own = places.clamped(to: first..<first + rows.count)
      if own.isEmpty { continue }
      let ranks = own.lowerBound - first..<own.upperBound - first
      let page = AccountsPage(of: self, Array(rows[ranks]), tier: tier)
      for (place, rank) in ranks.enumerated() {
        if own.lowerBound + place > 0 { json.raw { $0.append(UInt8(ascii: ",")) } }
        json.object { write(place, of: page, rank: rank + 1, to: &$0) }
      }
    }
  }

  /// What is made column by column of some accounts of one tier.
  private struct AccountsPage {
    let rows: [Int]
    let tier: Int
    let outlooks: [Outlook?]
    let keys: JSONStrip
    let names: JSONStrip?
    let scores: [JSONStrip]
    let criteria: [JSONStrip]
    let reasons: JSONStrip
    let shows: [JSONStrip]
    let tierMembers: JSONFragment
    let certainMembers: JSONFragment

    init(of accounts: AccountsJSON, _ rows: [Int], tier: Int) {
      let evaluation = accounts.evaluation
      let outlooks = rows.map { evaluation.possibilities.outlook($0) }
      self.rows = rows
      self.tier = tier
      self.outlooks = outlooks
      keys = evaluation.tables[0].keys.strip(rows)
      names = accounts.accountNames?.texts(rows, of: evaluation)
      scores = accounts.scores.map { score in
        score.value.members(rows, of: evaluation) { outlooks[$0]?.score(score.index) }
      }
      criteria = accounts.criteriaOfScores.enumerated().flatMap { score, criteria in
        criteria.enumerated().map { index, number in
          accounts.criteria[number].strip(rows) { outlooks[$0]?.points(score, index) }
        }
      }
      reasons = accounts.clauses.reasons(rows)
      shows = accounts.shows.map { $0.members(rows, of: evaluation) }
      tierMembers = accounts.tierMembers[tier]
      certainMembers = accounts.certainMembers[tier]
    }

    /// The account's key, name and members, where it is no group.
    func appendIdentity(_ place: Int, to bytes: inout [UInt8]) {
      bytes.append(contentsOf: AccountsPage.key)
      keys.append(place, to: &bytes)
      bytes.append(contentsOf: AccountsPage.name)
      if let names {
        names.append(place, to: &bytes)
      } else {
        bytes.append(contentsOf: JSONStrip.null)
      }
    }

    /// The scores, the criteria, and why the account has its tier.
    func appendDecision(_ place: Int, to bytes: inout [UInt8]) {
      bytes.append(contentsOf: AccountsPage.scores)
      scores.append(place, to: &bytes)
      bytes.append(contentsOf: AccountsPage.criteria)
      criteria.append(place, to: &bytes)
      bytes.append(contentsOf: AccountsPage.reason)
      reasons.append(place, to: &bytes)
    }

    func appendShown(_ place: Int, to bytes: inout [UInt8]) {
      bytes.append(contentsOf: AccountsPage.shown)
      shows.append(place, to: &bytes)
      bytes.append(UInt8(ascii: "}"))
    }

    private static let key = Array(#""key":"#.utf8)
    private static let name = Array(#","name":"#.utf8)
    private static let scores = Array(#""scores":{"#.utf8)
    private static let criteria = Array(#"},"criteria":["#.utf8)
    private static let reason = Array(#"],"reason":"#.utf8)
    private static let shown = Array(#""shown":{"#.utf8)
  }

  private func write(
    _ place: Int, of page: AccountsPage, rank: Int, to json: inout JSONWriter
  ) {
    let row = page.rows[place]
    json.raw { page.appendIdentity(place, to: &$0) }
    json.key("members")
    json.beginArray()
    if evaluation.groups == nil {
      json.raw { page.keys.append(place, to: &$0) }
    } else {
      for key in evaluation.memberKeys(of: row) { json.value(key) }
    }
    json.endArray()
    json.fragment(page.tierMembers)
    if let since {
      json.fragment(since)
    } else {
      json.member("since", evaluation.since(row))
    }
    json.member("rank", rank)
    json.raw { page.appendDecision(place, to: &$0) }
    if let outlook = page.outlooks[place] {
      writeCertainty(row, outlook, to: &json)
    } else {
      json.fragment(page.certainMembers)
    }
    writeHistory(row, to: &json)
    json.raw { page.appendShown(place, to: &$0) }
    json.array("findings", findings[row]) { write(Int($1), row, to: &$0) }
    if !run.questions.entries.isEmpty {
      json.object("questions") { $0.tally(run.questions.accounts[row] ?? AnswerTally()) }
    }
  }

  /// Writes what else happened to the account, from the tier it had to its deputy.
  private func writeHistory(_ row: Int, to json: inout JSONWriter) {
    let alone = Int(evaluation.decision.tiersByRulesAlone[row])
    let isPlain =
      before.isEmpty && !conversions.hasAny && sponsors[row] == nil && deputies[row] == nil
      && evaluation.decision.overrides[row] == nil && evaluation.decision.displaced[row] == nil
      && evaluation.decision.heldBack[row] == nil
    if isPlain {
      json.fragment(plainMembers[alone >= 0 ? alone : program.tiers.count])
      return
    }
    json.member("before", before.name(row))
    writeWithoutOverride(row, to: &json)
    clauses.writeDisplacement(row, to: &json)
    clauses.writeHeldBack(row, to: &json)
    conversions.write(row, to: &json)
    json.member("sponsor", sponsors[row])
    if !sponsors.isEmpty { json.member("sponsorSince", sponsorDays[row]) }
    json.member("deputy", deputies[row])
  }

  private func writeCertainty(
    _ row: Int, _ outlook: Outlook, to json: inout JSONWriter
  ) {
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

  private func write(_ index: Int, _ row: Int, to json: inout JSONWriter) {
    json.object {
      $0.member("id", names.id(run.findings[index].index, row: evaluation.tables[0].key(row)))
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
