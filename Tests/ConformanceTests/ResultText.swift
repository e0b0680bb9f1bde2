import Diagnostics
import Driver
import Engine
import Language
import Tables

/// What a run found, as short texts that a reader can work out by hand.
struct ResultText {
  let run: Run

  private var evaluation: Evaluation { run.evaluation }
  private var program: CheckedProgram { run.evaluation.program }
  private var accounts: Range<Int> { 0..<evaluation.tables[0].rowCount }

  // MARK: Tiers

  /// One line per account in the order of the file: key, tier, status, scores, sponsor, reason and
  /// what is shown.
  var tiers: String {
    var header = ["key", "tier", "status"] + program.scores.map(\.name)
    if !program.sponsors.isEmpty { header.append("sponsor") }
    header += ["reason"] + program.shows.map(\.label)
    return ([header] + accounts.map(cells)).map { row in
      row.map(Self.cell).joined(separator: ",") + "\n"
    }.joined()
  }

  private func cells(_ row: Int) -> [String] {
    let tier = evaluation.tier(row).map { program.tiers[$0].name } ?? ""
    var cells = [key(row), tier, status(row)] + program.scores.indices.map { score($0, row) }
    if !program.sponsors.isEmpty { cells.append(sponsor(row)) }
    return cells + [reason(row)] + program.shows.map { text(evaluation.value($0.term, row)) }
  }

  private func key(_ row: Int) -> String { evaluation.tables[0].key(row) }

  private func status(_ row: Int) -> String {
    switch evaluation.decision.status[row] {
    case .classified: "classified"
    case .excluded(let index): "excluded: \(program.excludes[index].reason)"
    case .rejected(let index): "rejected: \(program.rejects[index].reason)"
    case .repeatedKey: "repeated key"
    }
  }

  private func score(_ index: Int, _ row: Int) -> String {
    let term = program.terms.indices.first { program.terms[$0].kind == .score(index) }
    return term.map { text(evaluation.value(TermID($0), row)) } ?? ""
  }

  private func sponsor(_ row: Int) -> String {
    for result in run.sponsors {
      guard let place = result.accounts.firstIndex(of: row),
        let person = result.assignment.sponsors[place]
      else { continue }
      return result.people[person].name
    }
    return ""
  }

  private func reason(_ row: Int) -> String {
    switch evaluation.clause(row) {
    case nil: ""
    case .route(let tier, let index):
      program.tiers[tier].routes[index].label
        ?? program.source.text(of: program.tiers[tier].routes[index].range)
    case .override(let index): "override: \(program.overrides[index].reason)"
    case .overflow(let limit): "limit of \(names(program.limits[limit].tiers))"
    }
  }

  private func text(_ value: Value) -> String {
    switch value {
    case .missing: ""
    case .number(let number, _): number.description
    case .day(let day): day.description
    case .truth(let truth): truth ? "yes" : "no"
    case .text(let text): text
    }
  }

  private static func cell(_ text: String) -> String {
    guard text.contains(where: { ",\"\n".contains($0) }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  // MARK: Findings

  /// Limits, requirements, warnings, and what is left open.
  var findings: String {
    let lines = limits + run.findings.map(finding) + unsponsored + unplaced + undecided
    return lines.map { $0 + "\n" }.joined()
  }

  private var limits: [String] {
    program.limits.indices.map { index in
      let result = evaluation.decision.limits[index]
      let seats = result.seats.map(String.init) ?? "unknown"
      var parts = ["\(result.taken) of \(seats) seats taken"]
      let groups = [
        ("spared", result.spared), ("uncounted", result.uncounted),
        ("by override", result.overridden),
      ]
      parts += groups.filter { !$0.1.isEmpty }.map { "\($0.0) \(keys($0.1))" }
      if let last = result.lastSeat { parts.append("last seat \(key(last))") }
      if result.isDecidedByKey { parts.append("decided by the key") }
      parts += result.displaced.map(displacement)
      return "limit \(names(program.limits[index].tiers)): \(parts.joined(separator: "; "))"
    }
  }

  private func displacement(_ row: Int) -> String {
    guard let moved = evaluation.decision.displaced[row] else { return "\(key(row)) moved" }
    return "\(key(row)), rank \(moved.rank), from \(names([moved.from])) to \(names([moved.to]))"
  }

  private func finding(_ result: FindingResult) -> String {
    let finding = program.findings[result.index]
    let word = finding.isRequirement ? "require" : "warn"
    let verdict =
      if result.rows.isEmpty {
        finding.isRequirement ? "holds" : "nothing"
      } else {
        (finding.isRequirement ? "fails" : "fires") + rows(result.rows, finding.scope)
      }
    let open = result.undecided.isEmpty ? "" : "; undecided" + rows(result.undecided, finding.scope)
    return "\(word) \"\(finding.label)\": \(verdict)\(open); \(result.checked) checked"
  }

  private func rows(_ rows: [Int], _ scope: CheckedFinding.Scope) -> String {
    switch scope {
    case .portfolio: ""
    case .tiers, .all: " for \(keys(rows))"
    case .each(let table):
      " for " + rows.map { evaluation.tables[table.index].key($0) }.joined(separator: ", ")
    }
  }

  private var unsponsored: [String] {
    run.sponsors.flatMap { result in
      result.assignment.unassigned.map { need in
        let clauses = program.sponsors[result.declaration].only
        let reasons = need.because(people: result.people) { index in
          program.source.text(of: clauses[index].range)
        }
        return "no sponsor for \(key(result.accounts[need.need])): "
          + reasons.joined(separator: "; ")
      }
    }
  }

  private var unplaced: [String] {
    run.schedule.unplaced.map { review in
      "not placed: \(review.review) of \(review.account) on "
        + "\(review.planned?.description ?? "no day"): \(review.because.joined(separator: "; "))"
    }
  }

  private var undecided: [String] {
    let rows = accounts.filter { evaluation.decision.unknown[$0] }
    return rows.isEmpty ? [] : ["a better tier is unknown for \(keys(rows))"]
  }

  private func keys(_ rows: [Int]) -> String { rows.map(key).joined(separator: ", ") }

  private func names(_ tiers: [Int]) -> String {
    tiers.map { program.tiers[$0].name }.joined(separator: ", ")
  }

  // MARK: Schedule

  /// The schedule's file; empty where the agreement has no reviews.
  var schedule: String {
    program.reviews.isEmpty
      ? "" : String(decoding: ScheduleCSV.render(run.schedule), as: UTF8.self)
  }
}
