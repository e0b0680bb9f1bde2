import Language
import Tables

/// What could become of an account if every blank held a value.
package struct Outlook: Sendable {
  package var endings: EndingSet
  /// By score; nil where the score is what it is, and of one that needs tiers.
  package var scores: [Possible?] = []
  /// By score and criterion.
  package var points: [[Possible?]] = []

  /// The range of a score, nil where the score is what it is.
  package func score(_ index: Int) -> Possible? {
    scores.indices.contains(index) ? scores[index] : nil
  }

  /// The range of a criterion's points, nil where they are what they are.
  package func points(_ score: Int, _ criterion: Int) -> Possible? {
    points.indices.contains(score) ? points[score][criterion] : nil
  }
}

/// What filling blanks in could change.
///
/// An account that is not mentioned has one possible ending, and its scores are what they are.
package struct Possibilities: Sendable {
  private var open = OutlookColumns()
  /// Accounts that no limit asks about.
  private var beyondLimits = BeyondLimits()
  /// What the rows would be that were rejected for a cell, by their records.
  private var ofRejected = OutlookColumns()
  /// The rows whose ending is open: of most it is not, which is told without a search.
  private var marks = RowSet(through: -1)
  private var numbers: EndingNumbers?

  package init() {}

  /// - Parameters:
  ///   - rows: the number of accounts.
  ///   - beyondLimits: those of them that no limit asks about.
  init(_ numbers: EndingNumbers, rows: Int, _ beyondLimits: BeyondLimits) {
    self.numbers = numbers
    self.beyondLimits = beyondLimits
    marks = RowSet(through: Int32(rows) - 1)
    beyondLimits.markProvisional(in: &marks)
  }

  /// The rows whose ending or scores blanks leave open, ascending.
  package var rows: [Int] { open.rows.merged(with: beyondLimits.rows[...]).map(Int.init) }

  package func outlook(_ row: Int) -> Outlook? {
    beyondLimits[Int32(row)].map { Outlook(endings: $0) } ?? open.outlook(Int32(row))
  }

  /// What would become of an account whose row was rejected for a cell, if the cell were mended.
  package func outlook(ofRejected record: Int) -> Outlook? { ofRejected.outlook(Int32(record)) }

  /// `true` iff filling blanks in could give the account another ending than the run did.
  package func isProvisional(_ row: Int) -> Bool { marks.contains(Int32(row)) }

  /// By row of `rows`, whether it is provisional.
  package func provisional(in rows: Range<Int>) -> [Bool] {
    marks.flags(of: rows)
  }

  /// Every possible ending of an account with an outlook, tiers best first.
  package func endings(_ outlook: Outlook) -> [Ending] { endings(outlook.endings) }

  package func endings(_ set: EndingSet) -> [Ending] {
    set.numbers.compactMap { numbers?.ending($0) }
  }

  /// Adds a row after all others, but for those that no limit asks about.
  mutating func append(_ outlook: Outlook, of row: Int32, isProvisional: Bool) {
    open.append(outlook, of: row)
    if isProvisional { marks.insert(row) }
  }

  /// Adds a rejected row whose record comes after all others.
  mutating func append(_ outlook: Outlook, ofRejected record: Int32) {
    ofRejected.append(outlook, of: record)
  }
}

/// Outlooks as columns, since there can be as many as accounts.
private struct OutlookColumns: Sendable {
  /// They ascend.
  private(set) var rows: [Int32] = []
  private var endings: [EndingSet] = []
  /// The place of each row in `ranges`, -1 where no range is told.
  private var places: [Int32] = []
  private var ranges: [(scores: [Possible?], points: [[Possible?]])] = []

  mutating func append(_ outlook: Outlook, of row: Int32) {
    rows.append(row)
    endings.append(outlook.endings)
    let hasRanges = outlook.scores.contains { $0 != nil }
    places.append(hasRanges ? Int32(ranges.count) : -1)
    if hasRanges { ranges.append((outlook.scores, outlook.points)) }
  }

  /// - Complexity: O(log n).
  func outlook(_ row: Int32) -> Outlook? {
    let place = rows.countOfFirst { $0 < row }
    guard place < rows.count, rows[place] == row else { return nil }
    guard places[place] >= 0 else { return Outlook(endings: endings[place]) }
    let (scores, points) = ranges[Int(places[place])]
    return Outlook(endings: endings[place], scores: scores, points: points)
  }
}

extension Evaluation {
  /// `true` iff filling blanks in could give the account another tier, or leave it out.
  package func isProvisional(_ row: Int) -> Bool { possibilities.isProvisional(row) }

  /// The key of the row in which a cell stands; nil for a row of a table without keys.
  package func key(of cell: OpenCell) -> String? {
    let table = tables[cell.table.index]
    if cell.row < table.rowCount { return cell.row < table.keys.count ? table.key(cell.row) : nil }
    return table.rejected.first { $0.record == cell.record }?.key
  }

  /// The blank of an account's own row that stands in `cell`, with the values at which it turns.
  package func ownBlank(in cell: OpenCell) -> AccountBlank? {
    guard cell.table == program.accountsFile else { return nil }
    let account = groups == nil ? cell.row : groups?.group(of: cell.row)
    return account.flatMap { chase.blanks[$0]?.first { $0.cell == cell } }
  }

  /// What the run decided for a row without a repeated key.
  package func ending(_ row: Int) -> Ending {
    switch decision.status[row] {
    case .excluded(let index): .excluded(index)
    case .rejected(let index): .rejected(index)
    case .classified, .repeatedKey: tier(row).map { .tier($0) } ?? .noTier
    }
  }
}

extension EndingSet {
  init(_ outcomes: [Outcome]) { for outcome in outcomes { insert(outcome.ending) } }
}

extension EndingNumbers {
  func number(_ tier: TierNumber, _ status: AccountStatus) -> Int {
    switch status {
    case .excluded(let index): excluded(index)
    case .rejected(let index): rejected(index)
    case .classified, .repeatedKey: tier >= 0 ? Int(tier) : noTier
    }
  }
}

extension OpenContext {
  /// Returns what blanks leave open.
  ///
  /// - Complexity: O(open rows × steps); O(rows × steps) where a figure of the whole portfolio is
  ///   open; O(n log n) in the members of limits.
  ///
  /// - Parameter keepsScores: whether ranges of scores are of interest where tiers are not open.
  consuming func judged(workers: Workforce, keepsScores: Bool) async -> OpenResult? {
    if isClosed { return nil }
    tellFar()
    let judge = Judge(self, keepsScores: keepsScores)
    return OpenResult(judge, await RowFindings(judge, workers: workers))
  }

  /// Returns the same where one blank cell holds a value in a range, before accounts are judged.
  func told(with cell: NarrowedCell) -> OpenContext {
    var context = self
    context.narrowed = cell
    context.tellFar(only: plan.dependents(ofField: cell.field, of: cell.table))
    return context
  }

  /// Tells what aggregates, totals, ranks and shares could be, in the order of their levels.
  ///
  /// - Parameter changed: by register, whether it is to be told anew; nil to tell all.
  private mutating func tellFar(only changed: [Bool]? = nil) {
    func isWanted(_ id: RegisterID?) -> Bool { id.map { changed?[$0.index] ?? true } ?? false }
    if changed == nil {
      tellSelfReferences()
      if let groups = groupsBelowRejected, let register = plan.register(madeBy: .group) {
        far[register.index] = .sparse(groups)
      }
    }
    for (level, content) in plan.levels.enumerated() {
      tellForeign(at: level, isWanted)
      for pass in content.passes {
        for index in pass.aggregations
        where isWanted(plan.register(madeBy: .aggregation(index))) {
          tell(aggregation: index, in: pass)
        }
      }
      if content.settlesTotals, isWanted(plan.inTotals) { tellTotals() }
      for index in content.rankings where isWanted(plan.register(madeBy: .ranking(index))) {
        tell(.ranking(index)) { OpenRanks($0.plan.rankings[index], in: $0).column() }
      }
      for index in content.shares where isWanted(plan.register(madeBy: .share(index))) {
        tell(.share(index)) { OpenShares($0.plan.shares[index], in: $0).column() }
      }
    }
  }

  /// Tells which rows refer to a row of their own table that was rejected.
  private mutating func tellSelfReferences() {
    for (index, register) in plan.registers.enumerated() {
      guard case .selfReference = register.producer, plan.openness.isDeciding[index] else {
        continue
      }
      let column = columns[index]
      var values: [Int32: Possible] = [:]
      for row in 0..<column.count where column.isOpen(row) {
        values[Int32(row)] = widest(register.kind)
      }
      if !values.isEmpty { far[index] = .sparse(values) }
    }
  }

  private mutating func tell(_ producer: Producer, _ column: (OpenContext) -> FarColumn?) {
    guard let register = plan.register(madeBy: producer), canBeOpen(register) else { return }
    far[register.index] = column(self)
  }

  /// `true` iff the register decides something and a blank or a rejected row goes into it.
  private func canBeOpen(_ register: RegisterID) -> Bool {
    plan.openness.isTainted[register.index]
      || plan.openness.isDeciding[register.index] && rejected.contains { $0.count > 0 }
  }

  private mutating func tell(aggregation index: Int, in pass: Plan.Pass) {
    let collected = collected[index]
    tell(.aggregation(index)) { context in
      guard let aggregates = OpenAggregates(index, in: context) else { return nil }
      guard pass.readsFile else { return aggregates.overRows() }
      return collected.flatMap { aggregates.overReading($0) }
    }
  }

  /// Tells what values of a table's rows that others read could be.
  private mutating func tellForeign(at level: Int, _ isWanted: (RegisterID) -> Bool) {
    var columns: Set<RegisterID> = []
    for register in plan.registers {
      guard case .operation(.gather(_, let column)) = register.producer,
        plan[column].level == level, !plan[column].isTold, isWanted(column),
        columns.insert(column).inserted,
        canBeOpen(column), plan[column].home != .portfolio
      else { continue }
      var values: [Int32: Possible] = [:]
      var sweep = RowSweep([column], of: plan[column].home, in: self)
      sweep.forEachOpenRow { row, machine in
        values[Int32(row)] = machine[column]
      }
      far[column.index] = values.isEmpty ? nil : .sparse(values)
    }
  }

  /// Tells which accounts may or may not count in totals.
  private mutating func tellTotals() {
    let conditions = plan.decision.excludes + plan.decision.rejects
    var values: [Int32: Possible] = [:]
    var sweep = RowSweep(conditions, of: .accounts, in: self)
    let context = self
    func tell(_ row: Int, _ machine: borrowing TapeMachine) {
      if !context.isRepeated(row) { values[Int32(row)] = context.isInTotals(machine) }
    }
    if conditions.contains(where: { plan.openness.isTainted[$0.index] }) {
      sweep.forEachOpenRow(tell)
    } else {
      sweep.forEachRejectedRow(tell)
    }
    far[plan.inTotals.index] = values.isEmpty ? nil : .sparse(values)
  }

  /// An account is in totals unless it is excluded from everything, or rejected and not excluded
  /// from tiers first.
  private func isInTotals(_ machine: borrowing TapeMachine) -> Possible {
    func holds(_ ids: [RegisterID]) -> Possible {
      var any = Possible(false)
      // Unknown does not match.
      for id in ids { any = .or(any, Possible.known(machine[id])) }
      return any
    }
    let full = program.excludes.indices.filter { !program.excludes[$0].fromTiersOnly }
    let partial = program.excludes.indices.filter { program.excludes[$0].fromTiersOnly }
    let out = holds(full.map { plan.decision.excludes[$0] })
    let rejected = Possible.and(
      holds(plan.decision.rejects), .not(holds(partial.map { plan.decision.excludes[$0] })))
    return .not(.or(out, rejected))
  }
}

extension Possible {
  /// The truth that a condition matches, which it does not where it is missing.
  fileprivate static func known(_ condition: Possible) -> Possible {
    truth(
      no: condition.canBeNo || condition.canBeMissing, yes: condition.canBeYes, missing: false)
  }
}

extension OpenContext {
  /// `true` iff another row has the account's key, so that it is out.
  func isRepeated(_ row: Int) -> Bool {
    row < decision.status.count && decision.status[row] == .repeatedKey
  }
}

extension Judge {
  /// `true` iff the account is in all what the run found.
  func isAsFound(_ finding: RowFinding, _ row: Int) -> Bool {
    guard finding.outcomes.count == 1, finding.endings == EndingSet(baseEnding(row)),
      finding.outcomes[0].views.isEmpty || isAsFound(finding.outcomes[0], row)
    else { return false }
    guard keepsScores else { return true }
    return zip(scores, finding.scores).allSatisfy { id, score in
      id.map { score == context.nominal($0, row) } ?? true
    }
  }

  /// `true` iff the account can only end as the run found, and no limit asks about it.
  func isFoundAtOnce(_ row: Int, _ endings: EndingSet) -> Bool {
    endings == EndingSet(baseEnding(row)) && !isLimited(endings)
  }

  private func isAsFound(_ outcome: Outcome, _ row: Int) -> Bool {
    orders.indices.allSatisfy { limit in
      let own = orders[limit].range(ofRow: row) { context.nominal($0, row) }
      return orders[limit].compare(outcome.keys[limit].best, own.best) == 0
        && orders[limit].compare(outcome.keys[limit].worst, own.best) == 0
        && outcome.views[limit] == context.plainView(row, limit)
    }
  }

  /// `true` iff an account that was not rejected could end otherwise than the run decided.
  func isOtherwise(_ endings: EndingSet, _ row: Int32) -> Bool {
    Int(row) < context.decision.tiers.count && endings != found(Int(row))
  }

  /// The number of what the run decided for an account.
  func finalEnding(_ row: Int) -> Int {
    numbers.number(context.decision.tiers[row], context.decision.status[row])
  }

  /// The same as a set.
  func found(_ row: Int) -> EndingSet { EndingSet(finalEnding(row)) }

  private func baseEnding(_ row: Int) -> Int {
    numbers.number(
      context.decision.tierBeforeLimits(row), context.decision.status[row])
  }
}

extension Register {
  /// `true` iff what the values could be is told together with how they are made.
  fileprivate var isTold: Bool {
    switch producer {
    case .aggregation, .ranking, .share, .inTotals, .selfReference: true
    case .constant, .field, .operation, .group, .head, .earlier, .valueRow, .pairMember, .value,
      .isUnrepeated, .tier:
      false
    }
  }
}

extension Plan {
  /// Returns, by register, whether a field's values go into it.
  fileprivate func dependents(ofField field: Int, of table: TableID) -> [Bool] {
    var depends = Array(repeating: false, count: registers.count)
    for (index, register) in registers.enumerated() {
      depends[index] =
        register.producer == .field(field) && register.home == table
        || sources(of: RegisterID(index)).contains { depends[$0.index] }
    }
    return depends
  }
}
