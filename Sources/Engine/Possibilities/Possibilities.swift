import Language
import Tables

/// What could become of an account if every blank held a value.
package struct Outlook: Sendable {
  package var endings: EndingSet
  /// By score; a score that is not known before tiers are has no range.
  package var scores: [Possible?]
  /// By score and criterion.
  package var points: [[Possible?]]
}

/// What filling blanks in could change.
///
/// An account that is not mentioned has one possible ending, and its scores are what they are.
package struct Possibilities: Sendable {
  private var outlooks: [Int32: Outlook] = [:]
  /// What the rows would be that were rejected for a cell, by their records.
  private var outlooksOfRejected: [Int32: Outlook] = [:]
  private var numbers: EndingNumbers?

  package init() {}

  init(_ numbers: EndingNumbers) { self.numbers = numbers }

  /// The rows whose ending or scores blanks leave open, ascending.
  package var rows: [Int] { outlooks.keys.sorted().map(Int.init) }

  package func outlook(_ row: Int) -> Outlook? { outlooks[Int32(row)] }

  /// What would become of an account whose row was rejected for a cell, if the cell were mended.
  package func outlook(ofRejected record: Int) -> Outlook? { outlooksOfRejected[Int32(record)] }

  /// Every possible ending of an account with an outlook, tiers best first.
  package func endings(_ outlook: Outlook) -> [Ending] {
    outlook.endings.numbers.compactMap { numbers?.ending($0) }
  }

  mutating func set(_ outlook: Outlook, of row: Int32) { outlooks[row] = outlook }

  mutating func set(_ outlook: Outlook, ofRejected record: Int32) {
    outlooksOfRejected[record] = outlook
  }
}

extension Evaluation {
  /// `true` iff filling blanks in could give the account another tier, or leave it out.
  package func isProvisional(_ row: Int) -> Bool {
    guard let outlook = possibilities.outlook(row) else { return false }
    let endings = possibilities.endings(outlook)
    return endings != [ending(row)]
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

extension OpenContext {
  /// Returns what blanks leave open.
  ///
  /// - Complexity: O(open rows × steps); O(rows × steps) where a figure of the whole portfolio is
  ///   open; O(n log n) in the members of limits.
  consuming func possibilities(workers: Int) async -> Possibilities {
    if isClosed { return Possibilities() }
    tellFar()
    let judge = Judge(self)
    let found = await RowFindings.collect(judge, workers: workers)
    return judge.possibilities(found)
  }

  /// Tells what aggregates, totals, ranks and shares could be, in the order of their levels.
  private mutating func tellFar() {
    for (level, content) in plan.levels.enumerated() {
      tellForeign(at: level)
      for pass in content.passes {
        for index in pass.aggregations { tell(aggregation: index, in: pass) }
      }
      if content.settlesTotals { tellTotals() }
      for index in content.rankings {
        tell(.ranking(index)) { OpenRanks($0.plan.rankings[index], in: $0).column() }
      }
      for index in content.shares {
        tell(.share(index)) { OpenShares($0.plan.shares[index], in: $0).column() }
      }
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
  private mutating func tellForeign(at level: Int) {
    for register in plan.registers {
      guard case .operation(.gather(_, let column)) = register.producer,
        plan[column].level == level, far[column.index] == nil,
        canBeOpen(column), plan[column].home != .portfolio
      else { continue }
      var values: [Int32: Possible] = [:]
      var sweep = RowSweep([column], of: plan[column].home, in: self)
      sweep.forEachOpenRow { row, machine in
        values[Int32(row)] = machine[column]
      }
      if !values.isEmpty { far[column.index] = .sparse(values) }
    }
  }

  /// Tells which accounts may or may not count in totals.
  private mutating func tellTotals() {
    let conditions = plan.decision.excludes + plan.decision.rejects
    var values: [Int32: Possible] = [:]
    var sweep = RowSweep(conditions, of: .accounts, in: self)
    let context = self
    sweep.forEachOpenRow { row, machine in
      if !context.isRepeated(row) { values[Int32(row)] = context.isInTotals(machine) }
    }
    if !values.isEmpty { far[plan.inTotals.index] = .sparse(values) }
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

/// Searches accounts for their outcomes, many at a time.
enum RowFindings {
  /// Rows that one task takes.
  private static let chunk = 256

  static func collect(_ judge: Judge, workers: Int) async -> [(row: Int32, finding: RowFinding)] {
    let staff = RowSearches(judge)
    let next = StretchCounter()
    let chunks = (staff.count + chunk - 1) / chunk
    let found = await withTaskGroup(
      of: [(row: Int32, finding: RowFinding)].self
    ) { group in
      for _ in 0..<max(1, min(workers, chunks)) {
        group.addTask {
          var searches = staff
          var found: [(row: Int32, finding: RowFinding)] = []
          while true {
            let index = next.take()
            guard index < chunks else { return found }
            for item in index * chunk..<min(searches.count, (index + 1) * chunk) {
              if let next = searches.search(item) { found.append(next) }
            }
          }
        }
      }
      var all: [(row: Int32, finding: RowFinding)] = []
      for await part in group { all += part }
      return all
    }
    return found.sorted { $0.row < $1.row }
  }
}

/// The searches for each sort of account, and which accounts have to be searched.
private struct RowSearches {
  let judge: Judge
  private var open: RowSearch
  private var plain: RowSearch
  private var rejected: RowSearch
  private let readsFar: Bool

  init(_ judge: Judge) {
    self.judge = judge
    func search(_ rows: Tape.Rows) -> RowSearch {
      let tape = Tape(rows, for: judge.registers, of: .accounts, in: judge.context)
      return RowSearch(judge, TapeMachine(tape, of: .accounts, in: judge.context))
    }
    open = search(.captured)
    plain = search(.plain)
    rejected = search(.rejected)
    readsFar = plain.machine.tape.readsFar
  }

  private var context: OpenContext { judge.context }

  /// Accounts that were accepted and have to be searched.
  private var accepted: Int {
    readsFar ? context.rowCount(of: .accounts) : context.captured[0].count
  }

  var count: Int { accepted + context.rejected[0].count }

  /// Returns what was found of one account, nil where nothing is open.
  mutating func search(_ item: Int) -> (row: Int32, finding: RowFinding)? {
    if item >= accepted {
      let place = item - accepted
      let row = context.rowCount(of: .accounts) + place
      return (Int32(row), rejected.search(row, place: place))
    }
    let row = readsFar ? item : Int(context.captured[0].rows[item])
    if context.isRepeated(row) { return nil }
    let place = readsFar ? context.captured[0].place(of: row) : item
    let finding = place == nil ? plain.search(row, place: nil) : open.search(row, place: place)
    return judge.isSettled(finding) ? nil : (Int32(row), finding)
  }
}

extension OpenContext {
  /// `true` iff another row has the account's key, so that it is out.
  fileprivate func isRepeated(_ row: Int) -> Bool {
    row < decision.status.count && decision.status[row] == .repeatedKey
  }
}

extension Judge {
  /// `true` iff nothing about the account is open.
  func isSettled(_ finding: RowFinding) -> Bool {
    finding.endings.count == 1 && finding.scores.allSatisfy(\.isSettled)
      && finding.outcomes.allSatisfy { outcome in
        outcome.views.allSatisfy { $0.standing.nonzeroBitCount == 1 && $0.overflow.count == 1 }
          && zip(orders, outcome.keys).allSatisfy { $0.compare($1.best, $1.worst) == 0 }
      }
  }

  /// Applies the limits to what was found, and keeps what is open in the end.
  func possibilities(_ found: [(row: Int32, finding: RowFinding)]) -> Possibilities {
    var possibilities = Possibilities(numbers)
    if found.isEmpty { return possibilities }
    let outcomes = Dictionary(uniqueKeysWithValues: found.map { ($0.row, $0.finding.outcomes) })
    let tiers = baseTiers
    var limits = OpenLimits(self, tiers: tiers, uncertain: outcomes)
    limits.applyAll()
    let findings = Dictionary(uniqueKeysWithValues: found.map { ($0.row, $0.finding) })
    for (row, outcomes) in limits.uncertain {
      let outlook = outlook(outcomes, findings[row])
      if Int(row) < tiers.count {
        possibilities.set(outlook, of: row)
      } else {
        possibilities.set(outlook, ofRejected: context.rejected[0].rows[Int(row) - tiers.count])
      }
    }
    return possibilities
  }

  private func outlook(_ outcomes: [Outcome], _ finding: RowFinding?) -> Outlook {
    var endings = EndingSet()
    for outcome in outcomes { endings.insert(outcome.ending) }
    return Outlook(
      endings: endings,
      scores: zip(scores.indices, scores).map { index, id in
        id.flatMap { _ in finding?.scores[index] }
      },
      points: zip(points.indices, points).map { score, ids in
        zip(ids.indices, ids).map { index, id in id.flatMap { _ in finding?.points[score][index] } }
      })
  }

  /// The tier that routes and overrides give, before limits.
  private var baseTiers: [Int16] {
    let codes = context.columns[context.plan.decision.route.index].codes
    let routes = context.plan.decision.routes
    return context.decision.status.indices.map { row in
      guard context.decision.status[row] == .classified else { return -1 }
      if let override = context.decision.overrides[row] {
        return Int16(context.program.overrides[override].tier)
      }
      let route = Int(codes[row])
      return route < routes.count ? Int16(routes[route].tier) : -1
    }
  }
}
