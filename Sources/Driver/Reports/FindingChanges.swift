import Diagnostics
import Engine
import Language

/// What became of the findings of an earlier run.
struct FindingChanges: Sendable {
  /// A finding of this run about one row.
  struct Current: Sendable {
    var id: String
    /// Of `run.findings`.
    var result: Int
    var row: Int
    /// What its row is called; nil for the portfolio.
    var subject: String?
  }

  /// Those that were there before, and those that were not; as the agreement lists them.
  private(set) var open: [Current] = []
  private(set) var new: [Current] = []
  /// Those that were there before and are not now.
  private(set) var closed: [EarlierFinding] = []
  /// Those of which nobody can tell whether they still hold, since data are missing.
  private(set) var unknown: [EarlierFinding] = []
  /// Those that the agreement no longer judges: it does not ask, or not of such an account, or the
  /// data lack it.
  private(set) var dropped: [EarlierFinding] = []

  /// Returns nil where no earlier result says what it found.
  init?(_ run: Run) {
    guard let earlier = run.previous?.findings else { return nil }
    let program = run.evaluation.program
    let names = FindingNames(program)
    var current: Set<String> = []
    var undecided: Set<String> = []
    for (place, result) in run.findings.enumerated() {
      let rows = program.findings[result.index].table.map { RowNames($0, in: run.evaluation) }
      for row in result.rows {
        let subject = rows?.name(row)
        let finding = Current(
          id: names.id(result.index, row: subject), result: place, row: row, subject: subject)
        current.insert(finding.id)
        if earlier.contains(finding.id) { open.append(finding) } else { new.append(finding) }
      }
      for row in result.undecided {
        undecided.insert(names.id(result.index, row: rows?.name(row)))
      }
    }
    let left = earlier.all.filter { !current.contains($0.id) }
    let judged = FindingChanges.judged(among: left, names, run)
    for finding in left {
      if undecided.contains(finding.id) {
        unknown.append(finding)
      } else if judged.contains(finding.id) {
        closed.append(finding)
      } else {
        dropped.append(finding)
      }
    }
  }

  /// Returns the identities of those that the agreement still judges.
  ///
  /// - Complexity: O(rows) for each requirement or warning that has some.
  private static func judged(
    among earlier: [EarlierFinding], _ names: FindingNames, _ run: Run
  ) -> Set<String> {
    let ids = Set(earlier.map(\.id))
    let asked = Set(earlier.map(\.stem))
    var judged: Set<String> = []
    for (index, finding) in run.evaluation.program.findings.enumerated()
    where asked.contains(names.id(index)) {
      let rows = finding.table.map { RowNames($0, in: run.evaluation) }
      for row in Findings.rows(of: finding.scope, in: run.evaluation) {
        let id = names.id(index, row: rows?.name(row))
        if ids.contains(id) { judged.insert(id) }
      }
    }
    return judged
  }
}

extension FindingChanges {
  /// Writes each finding by its identity; those of now are described where they stand.
  func write(to json: inout JSONWriter) {
    json.object("findingChanges") { json in
      json.member("new", new.map(\.id))
      json.member("open", open.map(\.id))
      for (name, findings) in [("closed", closed), ("unknown", unknown), ("dropped", dropped)] {
        json.array(name, findings) { json, finding in
          json.object {
            $0.member("id", finding.id)
            $0.member("label", finding.label)
            $0.member("about", finding.subject)
          }
        }
      }
    }
  }
}

/// What became of earlier findings, for people.
struct FindingChangesText {
  private let run: Run
  private let changes: FindingChanges?

  init(_ run: Run, _ changes: FindingChanges?) {
    self.run = run
    self.changes = changes
  }

  func write(to page: inout TextPage) {
    guard let changes else { return }
    page.heading("Findings since last time", remark: run.previous?.asOf.map { "as of \($0)" })
    let counts = [
      (changes.open.count, "still open"), (changes.new.count, "new"),
      (changes.closed.count, "closed"), (changes.unknown.count, "no longer known"),
      (changes.dropped.count, "no longer judged"),
    ]
    let told = counts.filter { $0.0 > 0 }.map { "\(Count.grouped($0.0)) \($0.1)" }
    page.paragraph(told.isEmpty ? "none then and none now" : told.joined(separator: ", "))
    writeNew(changes.new, to: &page)
    write("closed", changes.closed, verdict: "holds", to: &page)
    write("no longer known, for want of data", changes.unknown, to: &page)
    writeDropped(changes.dropped, to: &page)
  }

  private func writeNew(_ findings: [FindingChanges.Current], to page: inout TextPage) {
    guard !findings.isEmpty else { return }
    page.paragraph("new:")
    for (place, result) in run.findings.enumerated() {
      let rows = findings.filter { $0.result == place }.map(\.row)
      if rows.isEmpty { continue }
      let label = run.label(result) + (run.isRequirement(result) ? " (fails)" : "")
      page.paragraph(line(label, run.names(rows, of: result)), indent: 4)
    }
  }

  private func write(
    _ title: String, _ findings: [EarlierFinding], verdict: String = "failed",
    to page: inout TextPage
  ) {
    guard !findings.isEmpty else { return }
    page.paragraph("\(title):")
    let byLabel = Dictionary(grouping: findings, by: \.label)
    var seen: Set<String> = []
    for finding in findings where seen.insert(finding.label).inserted {
      let subjects = byLabel[finding.label, default: []].compactMap(\.subject)
      let names = NameList.text(Array(subjects.indices)) { Printable.escaped(subjects[$0]) }
      page.paragraph(line(finding.words(verdict), names), indent: 4)
    }
  }

  /// Names what is no longer judged, not by what, since all of it ends at once.
  private func writeDropped(_ findings: [EarlierFinding], to page: inout TextPage) {
    guard !findings.isEmpty else { return }
    let bySubject = Dictionary(grouping: findings) { $0.subject ?? $0.label }
    var seen: Set<String> = []
    let subjects = findings.map { $0.subject ?? $0.label }.filter { seen.insert($0).inserted }
    let names = NameList.text(Array(subjects.indices)) {
      let count = bySubject[subjects[$0], default: []].count
      return Printable.escaped(subjects[$0]) + (count == 1 ? "" : " (\(Count.grouped(count)))")
    }
    page.paragraph("no longer judged: \(names)")
  }

  private func line(_ label: String, _ names: String) -> String {
    names.isEmpty ? label : "\(label): \(names)"
  }
}

extension EarlierFinding {
  /// What is said of a finding that is there no more.
  func words(_ verdict: String) -> String {
    Printable.escaped(label) + (id.hasPrefix("require-") ? " (\(verdict))" : "")
  }
}

extension Run {
  func isRequirement(_ result: FindingResult) -> Bool {
    evaluation.program.findings[result.index].isRequirement
  }
}
