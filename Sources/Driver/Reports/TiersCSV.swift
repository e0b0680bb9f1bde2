import Engine
import Language
import Tables

/// The `--tiers` file: one line for each account that was not rejected, in the input's order.
package struct TiersCSV: PartedOutput {
  /// The accounts of one part.
  private static let partRows = 2048

  private let lines: TierLines
  private let rowCount: Int

  package init(_ run: Run) {
    lines = TierLines(run)
    rowCount = run.evaluation.tables[0].rowCount
  }

  /// The number of parts; the first one starts with the header.
  package var partCount: Int { max(1, (rowCount + TiersCSV.partRows - 1) / TiersCSV.partRows) }

  package func maker() -> PartMaker { PartMaker(lines, rowCount: rowCount) }

  /// Makes parts, one after the other, in the same memory.
  package struct PartMaker: OutputPartMaker {
    private let lines: TierLines
    private var page: CSVPage
    private let rowCount: Int

    fileprivate init(_ lines: TierLines, rowCount: Int) {
      self.lines = lines
      self.rowCount = rowCount
      page = CSVPage(lines.cells)
    }

    package var neutralised: Int { page.neutralizedCells }

    package mutating func make(_ number: Int, in part: inout PartBytes) {
      let start = number * TiersCSV.partRows
      let range = start..<min(rowCount, start + TiersCSV.partRows)
      let head = number == 0 ? lines.header : []
      if let records = lines.records(range, on: &page) {
        page.finish(after: head, records, in: &part)
      } else {
        lines.add(range, to: &page)
        page.finish(after: head, in: &part)
      }
    }
  }
}

/// The columns of the file; everything that does not change from row to row is prepared once.
private struct TierLines: Sendable {
  private struct Column: Sendable {
    var term: TermID
    var kind: RegisterKind
    var values: Vector
    /// The prepared cell of a figure of the portfolio.
    var constant: Int32?
  }

  private let evaluation: Evaluation
  private let columns: [Column]
  private let scoreCount: Int
  let header: [UInt8]
  let cells: PreparedCells
  // The numbers of entries among `cells`.
  /// By row of accounts, the sponsor's name.
  private let sponsors: [Int: Int32]
  /// By tier: its name and the status.
  private let classified: [Int32]
  private let undecided: Int32
  private let excluded: [Int32]
  /// By the number of a clause, and last for none.
  private let reasons: [Int32]
  /// By the number of a clause, none first: what follows the scores of an account without a sponsor
  /// that is certain, then of one that is provisional.
  private let tails: [Int32]
  private let nothing: Int32
  private let yes: Int32
  private let no: Int32

  init(_ run: Run) {
    let evaluation = run.evaluation
    let program = evaluation.program
    var cells = PreparedCells()
    self.evaluation = evaluation
    (columns, scoreCount, header) = TierLines.columns(of: evaluation, &cells)
    var names: [String: Int32] = [:]
    sponsors = run.sponsorNames.mapValues { name in
      if let entry = names[name] { return entry }
      let entry = cells.add(name)
      names[name] = entry
      return entry
    }
    classified = program.tiers.map { cells.add($0.name, "classified") }
    undecided = cells.add("", "classified")
    excluded = program.excludes.map { cells.add("", $0.reason) }
    let words = ClauseText(program)
    let texts = evaluation.clauses.map { words.reason($0) } + [""]
    reasons = texts.map { cells.add($0) }
    tails = ([""] + texts.dropLast()).flatMap { text in
      ["no", "yes"].map { cells.add($0, "", text) }
    }
    nothing = cells.add("")
    yes = cells.add("yes")
    no = cells.add("no")
    self.cells = cells
  }

  /// Returns the scores, then the shown figures, how many scores there are, and the header.
  private static func columns(
    of evaluation: Evaluation, _ cells: inout PreparedCells
  ) -> ([Column], scoreCount: Int, header: [UInt8]) {
    let program = evaluation.program
    var names: [String] = []
    var columns: [Column] = []
    func add(_ name: String, _ term: TermID?) {
      guard let term, let register = evaluation.plan.outputs[term] else { return }
      let isConstant =
        evaluation.plan[register].home == .portfolio && evaluation.tables[0].rowCount > 0
      names.append(name)
      columns.append(
        Column(
          term: term, kind: evaluation.plan[register].kind,
          values: evaluation.columns[register.index].inOneColumn,
          constant: isConstant ? cells.add { evaluation.write(term, 0, to: &$0) } : nil))
    }
    for (index, score) in program.scores.enumerated() { add(score.name, program.scoreTerm(index)) }
    let scoreCount = columns.count
    for show in program.shows where show.isOfAccounts(in: program) { add(show.label, show.term) }
    var writer = CSVWriter()
    let head = ["key", "tier", "status"] + names.prefix(scoreCount)
    for name in head + ["provisional", "sponsor", "reason"] + names.dropFirst(scoreCount) {
      writer.text(name)
    }
    writer.endRecord()
    return (columns, scoreCount, writer.bytes)
  }

  /// Starts `page` and returns the lines of `range`; nil where lines have to be put together from
  /// columns, since there is more to them than one score.
  func records(_ range: Range<Int>, on page: inout CSVPage) -> CSVPage.Records? {
    guard columns.count == 1, scoreCount == 1, sponsors.isEmpty, columns[0].constant == nil,
      columns[0].values.isNarrow
    else { return nil }
    let (rows, statuses) = statuses(of: range)
    page.begin(rows)
    let scores = columns[0].values
    return CSVPage.Records(
      texts: evaluation.tables[0].keys, before: statuses, figures: scores.narrow,
      tightFigures: scores.tight, places: Int(scores.places), absence: scores.absence,
      after: tails(of: rows, in: range))
  }

  /// Returns what follows the scores of accounts in `range` that have no sponsor.
  private func tails(of rows: [Int32], in range: Range<Int>) -> [Int32] {
    let allClauses = evaluation.decision.clauses
    let isProvisional = evaluation.possibilities.provisional(in: range)
    let (rows, marks, tails) = (rows.span, isProvisional.span, tails.span)
    let (bytes, wide) = (allClauses.bytes.span, allClauses.wide.span)
    let isNarrow = !bytes.isEmpty
    return [Int32](capacity: rows.count) { entries in
      for place in rows.indices {
        let row = Int(rows[place])
        // PERF: no branch on what cannot be foreseen, such as what is provisional.
        let clause = isNarrow ? Int(bytes[row] &+ 1) : Int(wide[row]) &+ 1
        entries.append(tails[2 &* clause &+ (marks[row &- range.lowerBound] ? 1 : 0)])
      }
    }
  }

  /// Fills `page` with the lines of `range`.
  func add(_ range: Range<Int>, to page: inout CSVPage) {
    let (rows, statuses) = statuses(of: range)
    page.begin(rows)
    page.add(evaluation.tables[0].keys)
    page.add(prepared: statuses)
    for column in columns.prefix(scoreCount) { add(column, rows, to: &page) }
    let isProvisional = evaluation.possibilities.provisional(in: range)
    let clauses = evaluation.decision.clauses
    func entries(_ entry: (_ clause: Int, _ isProvisional: Bool) -> Int32) -> [Int32] {
      rows.map { row in
        let clause = clauses[Int(row)]
        return entry(
          clause < 0 ? reasons.count - 1 : clause, isProvisional[Int(row) - range.lowerBound])
      }
    }
    if sponsors.isEmpty {
      page.add(prepared: tails(of: rows, in: range))
    } else {
      page.add(prepared: entries { $1 ? yes : no })
      page.add(prepared: rows.map { sponsors[Int($0)] ?? nothing })
      page.add(prepared: entries { clause, _ in reasons[clause] })
    }
    for column in columns.dropFirst(scoreCount) { add(column, rows, to: &page) }
  }

  /// Returns the rows of `range` that were not rejected, and the tier and status of each.
  private func statuses(of range: Range<Int>) -> (rows: [Int32], entries: [Int32]) {
    let allTiers = evaluation.decision.tiers
    let (tiers, classified) = (allTiers.span, classified.span)
    var rows = [Int32](repeating: 0, count: range.count)
    var entries = rows
    var count = 0
    var rowSpan = rows.mutableSpan
    var entrySpan = entries.mutableSpan
    for row in range {
      let tier = Int(tiers[row])
      guard let entry = tier >= 0 ? classified[tier] : statusWithoutTier(row) else { continue }
      rowSpan[count] = Int32(truncatingIfNeeded: row)
      entrySpan[count] = entry
      count += 1
    }
    rows.removeLast(range.count - count)
    entries.removeLast(range.count - count)
    return (rows, entries)
  }

  /// Returns nil for a rejected account.
  private func statusWithoutTier(_ row: Int) -> Int32? {
    switch evaluation.decision.status[row] {
    case .classified: undecided
    case .excluded(let index): excluded[index]
    case .rejected, .repeatedKey: nil
    }
  }

  private func add(_ column: Column, _ rows: [Int32], to page: inout CSVPage) {
    let values = column.values
    if let constant = column.constant {
      page.add(prepared: rows.map { _ in constant })
    } else if !values.tight.isEmpty {
      page.add(values.tight, places: Int(values.places), absence: values.absence)
    } else if values.isNarrow {
      page.add(values.narrow, places: Int(values.places), absence: values.absence)
    } else if column.kind == .number {
      page.add(values.numbers, absence: values.absence)
    } else if column.kind == .truth {
      page.add(
        prepared: rows.map { row in
          values.isPresent(Int(row)) ? (values.truths[Int(row)] != 0 ? yes : no) : nothing
        })
    } else {
      page.add { row, writer in evaluation.write(column.term, row, to: &writer) }
    }
  }
}

extension Evaluation {
  /// Writes the value of a demanded term in `row` as a cell.
  fileprivate func write(_ term: TermID, _ row: Int, to writer: inout CSVWriter) {
    switch value(term, row) {
    case .missing: writer.empty()
    case .number(let value, _): writer.number(value.scaled)
    case .day(let day): writer.verbatim(day.description)
    case .truth(let truth): writer.verbatim(truth ? "yes" : "no")
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
