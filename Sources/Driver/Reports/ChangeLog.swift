import Diagnostics
import Engine
import Language

/// What changed since the last time, for each of those whom the agreement informs.
struct ChangeLog: Sendable {
  /// What changed about one account.
  struct Change: Sendable {
    /// A name before and now; nil for none.
    struct Step: Sendable {
      var before: String?
      var now: String?
    }
    var row: Int
    var tier: Step?
    var sponsor: Step?
    /// What a result of findings says of the account now and did not before.
    var new: [FindingChanges.Current] = []
    var closed: [EarlierFinding] = []
    var unknown: [EarlierFinding] = []
  }

  /// What one person is to know, by the keys of accounts.
  struct Letter: Sendable {
    var to: String
    var changes: [Change]
  }

  /// By name.
  private(set) var letters: [Letter] = []

  /// Returns nil where the agreement informs nobody, or nothing says how things were.
  init?(_ run: Run, _ movement: Movement?, _ findings: FindingChanges?) {
    let evaluation = run.evaluation
    let informed = evaluation.program.agreement.informed
    guard !informed.isEmpty, movement != nil || findings != nil else { return nil }
    var draft = ChangeDraft(run)
    if let movement { draft.note(movement) }
    let sponsors = run.sponsorNames
    draft.noteSponsors(sponsors)
    if let findings { draft.note(findings) }
    let order = evaluation.order(by: [])
    var byPerson: [String: [Change]] = [:]
    for change in draft.changes.values.sorted(by: { order.isAhead($0.row, $1.row) }) {
      for person in ChangeLog.recipients(of: change, informed, sponsors, evaluation) {
        byPerson[person, default: []].append(change)
      }
    }
    letters = byPerson.map { Letter(to: $0.key, changes: $0.value) }
      .sorted { $0.to.unicodeScalars.lexicographicallyPrecedes($1.to.unicodeScalars) }
  }

  /// Returns each person once; a sponsor who gives an account up is told as well.
  private static func recipients(
    of change: Change, _ informed: [CheckedDeed.Doer], _ sponsors: [Int: String],
    _ evaluation: Evaluation
  ) -> [String] {
    var people: [String] = []
    for doer in informed {
      let names: [String?] =
        switch doer {
        case .named(let term): [evaluation.text(term, change.row)]
        case .sponsor: [sponsors[change.row], change.sponsor?.before]
        }
      for name in names.compactMap({ $0 }) where !people.contains(name) { people.append(name) }
    }
    return people
  }
}

/// The changes of accounts as they are found.
private struct ChangeDraft {
  private let run: Run
  private let evaluation: Evaluation
  private let before: PreviousTiers
  /// By row.
  private(set) var changes: [Int: ChangeLog.Change] = [:]

  init(_ run: Run) {
    self.run = run
    evaluation = run.evaluation
    before = PreviousTiers(run.evaluation)
  }

  private subscript(row: Int) -> ChangeLog.Change {
    get { changes[row] ?? ChangeLog.Change(row: row) }
    set { changes[row] = newValue }
  }

  mutating func note(_ movement: Movement) {
    for row in movement.up + movement.down + movement.out + movement.new {
      self[row].tier = ChangeLog.Change.Step(
        before: before.name(row),
        now: evaluation.tier(row).map { evaluation.program.tiers[$0].name })
    }
  }

  mutating func noteSponsors(_ sponsors: [Int: String]) {
    guard let earlier = run.earlier, !evaluation.program.sponsors.isEmpty else { return }
    for row in 0..<evaluation.tables[0].rowCount {
      guard let account = earlier.accounts[evaluation.tables[0].key(row)] else { continue }
      guard account.sponsor != sponsors[row] else { continue }
      self[row].sponsor = ChangeLog.Change.Step(before: account.sponsor, now: sponsors[row])
    }
  }

  mutating func note(_ findings: FindingChanges) {
    let program = evaluation.program
    for finding in findings.new
    where program.findings[run.findings[finding.result].index].table == .accounts {
      self[finding.row].new.append(finding)
    }
    let left = (findings.closed + findings.unknown).compactMap(\.subject)
    if left.isEmpty { return }
    let wanted = Set(left)
    var rows: [String: Int] = [:]
    for row in 0..<evaluation.tables[0].rowCount {
      let key = evaluation.tables[0].key(row)
      if wanted.contains(key) { rows[key] = row }
    }
    for finding in findings.closed {
      if let row = rows[finding.subject ?? ""] { self[row].closed.append(finding) }
    }
    for finding in findings.unknown {
      if let row = rows[finding.subject ?? ""] { self[row].unknown.append(finding) }
    }
  }
}

extension ChangeLog {
  /// Writes what each person is to know, as an array of objects.
  func write(of run: Run, to json: inout JSONWriter) {
    json.array("changeLog", letters) { json, letter in
      json.object { json in
        json.member("to", letter.to)
        json.array("changes", letter.changes) { json, change in
          json.object { json in
            json.member("account", run.evaluation.tables[0].key(change.row))
            json.member("name", run.evaluation.accountName(change.row))
            for (name, step) in [("tier", change.tier), ("sponsor", change.sponsor)] {
              guard let step else { continue }
              json.object(name) {
                $0.member("before", step.before)
                $0.member("now", step.now)
              }
            }
            json.member("new", change.new.map(\.id))
            json.member("closed", change.closed.map(\.id))
            json.member("unknown", change.unknown.map(\.id))
          }
        }
      }
    }
  }
}

/// What changed, for each person, as people read it.
struct ChangeLogText {
  private let run: Run
  private let log: ChangeLog?

  init(_ run: Run, _ log: ChangeLog?) {
    self.run = run
    self.log = log
  }

  func write(to page: inout TextPage) {
    guard let log, !log.letters.isEmpty else { return }
    page.heading("What changed, for those who are to know")
    let isShort = log.letters.count <= ReportLimits.recipients + 1
    for letter in log.letters.prefix(isShort ? log.letters.count : ReportLimits.recipients) {
      page.paragraph(Printable.escaped(letter.to))
      let all = letter.changes.count <= ReportLimits.changes + 1
      for change in letter.changes.prefix(all ? letter.changes.count : ReportLimits.changes) {
        let words = words(change).joined(separator: "; ")
        page.paragraph("\(run.evaluation.shownAccount(change.row)): \(words)", indent: 4)
      }
      if !all {
        let more = Count.grouped(letter.changes.count - ReportLimits.changes)
        page.paragraph("and \(more) more, see --format json", indent: 4)
      }
    }
    if !isShort {
      let more = Count.of(log.letters.count - ReportLimits.recipients, "more person")
      page.paragraph("and \(more), see --format json")
    }
  }

  private func words(_ change: ChangeLog.Change) -> [String] {
    var words: [String] = []
    if let tier = change.tier {
      words.append("\(shown(tier.before, "no tier")) → \(shown(tier.now, "no tier"))")
    }
    if let sponsor = change.sponsor {
      words.append("sponsor \(shown(sponsor.before, "nobody")) → \(shown(sponsor.now, "nobody"))")
    }
    let labels = [
      ("new", change.new.map { label(run.findings[$0.result]) }),
      ("closed", change.closed.map { $0.words("holds") }),
      ("no longer known", change.unknown.map { $0.words("failed") }),
    ]
    return words
      + labels.filter { !$0.1.isEmpty }.map { title, labels in
        "\(title): \(NameList.text(Array(labels.indices)) { labels[$0] })"
      }
  }

  private func label(_ result: FindingResult) -> String {
    run.label(result) + (run.isRequirement(result) ? " (fails)" : "")
  }

  private func shown(_ name: String?, _ absent: String) -> String {
    name.map { Printable.escaped($0) } ?? absent
  }
}
