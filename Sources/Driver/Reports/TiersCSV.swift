import Engine
import Language
import Tables

/// The `--tiers` file: one line for each account that was not rejected, in the input's order.
package enum TiersCSV {
  /// Returns the file, and how many texts were neutralised because a spreadsheet would run them.
  ///
  /// - Complexity: O(accounts × columns).
  package static func render(_ run: Run) -> (bytes: [UInt8], neutralised: Int) {
    let lines = TierLines(run)
    var writer = CSVWriter()
    lines.writeHeader(to: &writer)
    for row in 0..<run.evaluation.tables[0].rowCount { lines.write(row, to: &writer) }
    return (writer.bytes, writer.neutralizedCells)
  }
}

/// Writes lines; everything that does not change from row to row is prepared once.
struct TierLines: Sendable {
  private struct Column: Sendable {
    var name: String
    var term: TermID
    var values: Vector
    var isConstant: Bool
  }

  private let evaluation: Evaluation
  private let scores: [Column]
  private let shows: [Column]
  private let sponsors: [Int: String]
  private let tierNames: [ArraySlice<UInt8>]
  private let words: ClauseBytes
  private let excluded: [ArraySlice<UInt8>]

  init(_ run: Run) {
    evaluation = run.evaluation
    let program = run.evaluation.program
    func column(_ name: String, _ term: TermID) -> Column? {
      guard let register = run.evaluation.plan.outputs[term] else { return nil }
      return Column(
        name: name, term: term, values: run.evaluation.columns[register.index],
        isConstant: run.evaluation.plan[register].home == .portfolio)
    }
    scores = program.scores.indices.compactMap { index in
      program.scoreTerm(index).flatMap { column(program.scores[index].name, $0) }
    }
    shows = program.shows.filter { $0.isOfAccounts(in: program) }
      .compactMap { column($0.label, $0.term) }
    sponsors = run.sponsorNames
    tierNames = program.tiers.map { Array($0.name.utf8)[...] }
    words = ClauseBytes(program)
    excluded = program.excludes.map { Array($0.reason.utf8)[...] }
  }

  func writeHeader(to writer: inout CSVWriter) {
    let names =
      ["key", "tier", "status"] + scores.map(\.name) + ["provisional", "sponsor", "reason"]
      + shows.map(\.name)
    for name in names { writer.text(name) }
    writer.endRecord()
  }

  /// Writes the line of `row`, unless the account was rejected.
  func write(_ row: Int, to writer: inout CSVWriter) {
    let status: ArraySlice<UInt8>
    switch evaluation.decision.status[row] {
    case .classified: status = TierLines.classified
    case .excluded(let index): status = excluded[index]
    case .rejected, .repeatedKey: return
    }
    writer.text(evaluation.tables[0].keys, row: row)
    if let tier = evaluation.tier(row) { writer.text(tierNames[tier]) } else { writer.verbatim("") }
    writer.text(status)
    for score in scores { write(score, row, to: &writer) }
    writer.verbatim(Certainty.isProvisional(row, in: evaluation) ? "yes" : "no")
    writer.text(sponsors[row] ?? "")
    writer.text(evaluation.clause(row).map(words.reason) ?? [])
    for show in shows { write(show, row, to: &writer) }
    writer.endRecord()
  }

  private static let classified = Array("classified".utf8)[...]

  private func write(_ column: Column, _ row: Int, to writer: inout CSVWriter) {
    let place = column.isConstant ? 0 : row
    guard column.values.isPresent(place) else { return writer.verbatim("") }
    guard column.values.numbers.isEmpty else {
      return writer.number(column.values.numbers[place])
    }
    switch evaluation.value(column.term, row) {
    case .missing: writer.verbatim("")
    case .number(let value, _): writer.number(value.scaled)
    case .day(let day): writer.verbatim(day.description)
    case .truth(let truth): writer.verbatim(truth ? "yes" : "no")
    case .text(let text): writer.text(text)
    }
  }
}

/// The reasons of clauses as bytes.
private struct ClauseBytes: Sendable {
  private let routes: [[ArraySlice<UInt8>]]
  private let overrides: [ArraySlice<UInt8>]
  private let limits: [ArraySlice<UInt8>]

  init(_ program: CheckedProgram) {
    let words = ClauseText(program)
    func bytes(_ clause: Clause) -> ArraySlice<UInt8> { Array(words.reason(clause).utf8)[...] }
    routes = program.tiers.enumerated().map { tier, checked in
      checked.routes.indices.map { bytes(.route(tier: tier, index: $0)) }
    }
    overrides = program.overrides.indices.map { bytes(.override($0)) }
    limits = program.limits.indices.map { bytes(.overflow(limit: $0)) }
  }

  func reason(_ clause: Clause) -> ArraySlice<UInt8> {
    switch clause {
    case .route(let tier, let index): routes[tier][index]
    case .override(let index): overrides[index]
    case .overflow(let limit): limits[limit]
    }
  }
}

extension CheckedProgram {
  /// Returns the term that stands for a score.
  package func scoreTerm(_ index: Int) -> TermID? {
    terms.indices.first { terms[$0].kind == .score(index) }.map(TermID.init)
  }
}

extension CheckedShow {
  /// `true` iff the figure is about one account, not about the portfolio.
  package func isOfAccounts(in program: CheckedProgram) -> Bool {
    program[term].home == .accounts
  }
}

extension Run {
  /// By row of accounts, the sponsor's name.
  package var sponsorNames: [Int: String] {
    var names: [Int: String] = [:]
    for result in sponsors {
      for (row, person) in zip(result.accounts, result.assignment.sponsors) {
        if let person, names[row] == nil { names[row] = result.people[person].name }
      }
    }
    return names
  }
}
