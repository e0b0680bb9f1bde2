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
            let part = number * stretch..<min(rows, (number + 1) * stretch)
            let own = lines.part(part)
            writer.reserve(64 * part.count)
            for row in part { own.write(row, to: &writer) }
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
    var isConstant: Bool
    var kind: RegisterKind
  }

  private let evaluation: Evaluation
  /// The row that stands first in the arrays by row.
  private var first = 0
  private var keys: TextColumn
  private var tiers: [Int16]
  private var clauses: [Int32]
  /// The scores, then the shown figures.
  private let columns: [Column]
  private let scoreCount: Int
  /// By column.
  private var numbers: [[Int128]]
  private var absence: [[UInt8]]
  private let sponsors: [Int: String]
  /// By row, whether its tier is provisional.
  private var provisional: [Bool]
  private var cells = CSVWriter.PreparedCells()
  /// The numbers of entries among `cells`; by tier: its name and the status.
  private var classified: [Int]
  /// By the numbers of clauses.
  private var reasons: [Int]
  /// By the numbers of clauses: what follows the scores of an account without a sponsor that is
  /// certain, and of one that is provisional.
  private var certainTails: [Int]
  private var provisionalTails: [Int]
  private var excluded: [Int]
  private let undecided: Int
  private let yes: Int
  private let no: Int

  init(_ run: Run) {
    let evaluation = run.evaluation
    let program = evaluation.program
    self.evaluation = evaluation
    keys = evaluation.tables[0].keys
    tiers = evaluation.decision.tiers
    clauses = evaluation.decision.clauses
    var columns: [Column] = []
    var values: [Vector] = []
    func add(_ name: String, _ term: TermID?) {
      guard let term, let register = evaluation.plan.outputs[term] else { return }
      let home = evaluation.plan[register].home
      columns.append(
        Column(
          name: name, term: term, isConstant: home == .portfolio,
          kind: evaluation.plan[register].kind))
      values.append(evaluation.columns[register.index])
    }
    for (index, score) in program.scores.enumerated() { add(score.name, program.scoreTerm(index)) }
    scoreCount = columns.count
    for show in program.shows where show.isOfAccounts(in: program) { add(show.label, show.term) }
    self.columns = columns
    numbers = values.map { values in
      values.holdsNumbers ? values.absence.indices.map { values.scaled($0) } : []
    }
    absence = values.map(\.absence)
    sponsors = run.sponsorNames
    provisional = evaluation.possibilities.provisional(in: 0..<tiers.count)
    var cells = CSVWriter.PreparedCells()
    classified = program.tiers.map { cells.add($0.name, "classified") }
    let words = ClauseText(program)
    let texts = evaluation.clauses.map { words.reason($0) }
    reasons = texts.map { cells.add($0) }
    certainTails = texts.map { cells.add("no", "", $0) }
    provisionalTails = texts.map { cells.add("yes", "", $0) }
    excluded = program.excludes.map { cells.add($0.reason) }
    undecided = cells.add("classified")
    yes = cells.add("yes")
    no = cells.add("no")
    self.cells = cells
  }

  /// Returns what is needed to write `rows`, in memory of its own.
  ///
  /// PERF: two workers that count references to the same arrays take twice the time.
  func part(_ rows: Range<Int>) -> TierLines {
    func copied<Value>(_ values: [Value]) -> [Value] { Array(values[rows]) }
    var part = self
    part.first = rows.lowerBound
    part.keys = keys.rows(rows)
    part.tiers = copied(tiers)
    part.clauses = copied(clauses)
    for column in columns.indices where !columns[column].isConstant {
      part.numbers[column] = numbers[column].isEmpty ? [] : copied(numbers[column])
      part.absence[column] = copied(absence[column])
    }
    part.provisional = copied(provisional)
    part.cells = cells.copied()
    for list in [
      \TierLines.classified, \.reasons, \.certainTails, \.provisionalTails, \.excluded,
    ] {
      part[keyPath: list] = self[keyPath: list].map { $0 }
    }
    return part
  }

  func writeHeader(to writer: inout CSVWriter) {
    let names = columns.map(\.name)
    let head = ["key", "tier", "status"] + names.prefix(scoreCount)
    for name in head + ["provisional", "sponsor", "reason"] + names.dropFirst(scoreCount) {
      writer.text(name)
    }
    writer.endRecord()
  }

  /// Writes the line of `row`, unless the account was rejected.
  func write(_ row: Int, to writer: inout CSVWriter) {
    let place = row - first
    let tier = Int(tiers[place])
    if tier >= 0 {
      writer.text(keys, row: place)
      writer.prepared(cells, classified[tier])
    } else {
      guard let status = status(row) else { return }
      writer.text(keys, row: place)
      writer.empty()
      writer.prepared(cells, status)
    }
    for column in 0..<scoreCount { write(column, row, to: &writer) }
    let clause = Int(clauses[place])
    let isProvisional = provisional[place]
    if sponsors.isEmpty, clause >= 0 {
      writer.prepared(cells, isProvisional ? provisionalTails[clause] : certainTails[clause])
    } else {
      writer.prepared(cells, isProvisional ? yes : no)
      if let sponsor = sponsors[row] { writer.text(sponsor) } else { writer.empty() }
      if clause >= 0 { writer.prepared(cells, reasons[clause]) } else { writer.empty() }
    }
    for column in scoreCount..<columns.count { write(column, row, to: &writer) }
    writer.endRecord()
  }

  /// Returns the status of an account without a tier, nil for a rejected one.
  private func status(_ row: Int) -> Int? {
    switch evaluation.decision.status[row] {
    case .classified: undecided
    case .excluded(let index): excluded[index]
    case .rejected, .repeatedKey: nil
    }
  }

  private func write(_ column: Int, _ row: Int, to writer: inout CSVWriter) {
    let place = columns[column].isConstant ? 0 : row - first
    guard absence[column][place] == 0 else { return writer.empty() }
    if columns[column].kind == .number { return writer.number(numbers[column][place]) }
    switch evaluation.value(columns[column].term, row) {
    case .missing: writer.empty()
    case .number(let value, _): writer.number(value.scaled)
    case .day(let day): writer.verbatim(day.description)
    case .truth(let truth): writer.prepared(cells, truth ? yes : no)
    case .text(let text): writer.text(text)
    }
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
  package var sponsorNames: [Int: String] { sponsors.namesByAccount }
}
