import Engine
import Language
import Tables

/// The `--tiers` file: one line for each account that was not rejected, in the input's order.
package enum TiersCSV {
  /// The accounts that one worker formats at a time.
  private static let stretch = 1 << 15

  /// Returns the file in pieces, and how many texts were neutralised because a spreadsheet would
  /// run them.
  ///
  /// - Complexity: O(accounts × columns).
  package static func render(
    _ run: Run, workers: Int
  ) async -> (pieces: [[UInt8]], neutralised: Int) {
    let lines = TierLines(run)
    let rows = run.evaluation.tables[0].rowCount
    let stretches = (rows + stretch - 1) / stretch
    let count = max(1, min(workers, stretches))
    let parts = await withTaskGroup(of: [(Int, [UInt8], Int)].self) { group in
      for worker in 0..<count {
        group.addTask {
          // Each worker has its own share of stretches, in turn, so that none waits for another.
          Swift.stride(from: worker, to: stretches, by: count).map { number in
            var writer = CSVWriter()
            let end = min(rows, (number + 1) * stretch)
            for row in number * stretch..<end { lines.write(row, to: &writer) }
            return (number, writer.bytes, writer.neutralizedCells)
          }
        }
      }
      var parts: [(Int, [UInt8], Int)] = []
      for await part in group { parts += part }
      return parts.sorted { $0.0 < $1.0 }
    }
    var head = CSVWriter()
    lines.writeHeader(to: &head)
    return ([head.bytes] + parts.map(\.1), parts.reduce(head.neutralizedCells) { $0 + $1.2 })
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
  private let keys: TextColumn
  private let tiers: [Int16]
  private let clauses: [Int32]
  private let scores: [Column]
  private let shows: [Column]
  private let sponsors: [Int: String]
  /// By tier.
  private let tierNames: [ArraySlice<UInt8>]
  /// By the numbers of clauses.
  private let reasons: [ArraySlice<UInt8>]
  private let excluded: [ArraySlice<UInt8>]

  init(_ run: Run) {
    let evaluation = run.evaluation
    let program = evaluation.program
    self.evaluation = evaluation
    keys = evaluation.tables[0].keys
    tiers = evaluation.decision.tiers
    clauses = evaluation.decision.clauses
    func column(_ name: String, _ term: TermID) -> Column? {
      guard let register = evaluation.plan.outputs[term] else { return nil }
      return Column(
        name: name, term: term, values: evaluation.columns[register.index],
        isConstant: evaluation.plan[register].home == .portfolio)
    }
    scores = program.scores.indices.compactMap { index in
      program.scoreTerm(index).flatMap { column(program.scores[index].name, $0) }
    }
    shows = program.shows.filter { $0.isOfAccounts(in: program) }
      .compactMap { column($0.label, $0.term) }
    sponsors = run.sponsorNames
    tierNames = program.tiers.map { Array($0.name.utf8)[...] }
    let words = ClauseText(program)
    reasons = evaluation.clauses.map { Array(words.reason($0).utf8)[...] }
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
    let tier = Int(tiers[row])
    if tier >= 0 {
      writer.text(keys, row: row)
      writer.text(tierNames[tier])
      writer.text(TierLines.classified)
    } else {
      guard let status = status(row) else { return }
      writer.text(keys, row: row)
      writer.text([])
      writer.text(status)
    }
    for index in scores.indices { write(scores[index], row, to: &writer) }
    writer.text(Certainty.isProvisional(row, in: evaluation) ? TierLines.yes : TierLines.no)
    if sponsors.isEmpty { writer.text([]) } else { writer.text(sponsors[row] ?? "") }
    writer.text(clauses[row] >= 0 ? reasons[Int(clauses[row])] : [])
    for show in shows { write(show, row, to: &writer) }
    writer.endRecord()
  }

  /// Returns the status of an account without a tier, nil for a rejected one.
  private func status(_ row: Int) -> ArraySlice<UInt8>? {
    switch evaluation.decision.status[row] {
    case .classified: TierLines.classified
    case .excluded(let index): excluded[index]
    case .rejected, .repeatedKey: nil
    }
  }

  private static let classified = Array("classified".utf8)[...]
  private static let yes = Array("yes".utf8)[...]
  private static let no = Array("no".utf8)[...]

  private func write(_ column: Column, _ row: Int, to writer: inout CSVWriter) {
    let place = column.isConstant ? 0 : row
    guard column.values.isPresent(place) else { return writer.text([]) }
    guard column.values.numbers.isEmpty else {
      return writer.number(column.values.numbers[place])
    }
    switch evaluation.value(column.term, row) {
    case .missing: writer.text([])
    case .number(let value, _): writer.number(value.scaled)
    case .day(let day): writer.verbatim(day.description)
    case .truth(let truth): writer.text(truth ? TierLines.yes : TierLines.no)
    case .text(let text): writer.text(text)
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
