import Diagnostics
import Language
import Tables

/// What needs all rows: key indices, references within a table, totals, rankings, tiers, and the
/// rows that only exist once tiers are final.
extension Evaluator {
  /// Ends a level, once all of its passes are done.
  mutating func finish(_ level: Plan.Level) {
    if level.formsGroups { formGroups() }
    if level.settlesTotals { settleTotals() }
    let functions = PortfolioFunctions(
      plan: plan, columns: columns, pool: pool, accounts: tables[0])
    for index in level.rankings {
      guard let register = plan.register(madeBy: .ranking(index)) else { continue }
      columns[register.index] = functions.ranks(plan.rankings[index])
    }
    for index in level.shares {
      guard let register = plan.register(madeBy: .share(index)) else { continue }
      columns[register.index] = functions.shares(plan.shares[index])
    }
    if level.decides { decide() }
  }

  private var decider: Decider {
    Decider(
      program: program, plan: plan, columns: columns, pool: pool, accounts: tables[0], asOf: asOf,
      advice: settings.advice)
  }

  private mutating func settleTotals() {
    decision.status = decider.settleStatus()
    guard plan.isRead(plan.inTotals) || !plan.values.isEmpty else { return }
    var inTotals = Vector()
    inTotals.absence = Array(repeating: 0, count: decision.status.count)
    inTotals.truths = decision.status.map { status in
      switch status {
      case .classified: 1
      case .excluded(let index): program.excludes[index].fromTiersOnly ? 1 : 0
      case .rejected, .repeatedKey: 0
      }
    }
    columns[plan.inTotals.index] = inTotals
  }

  /// Every account's tier, once all that decides it is known.
  var decided: Decision {
    decider.decide(decision.status, columns[plan.decision.route.index])
  }

  private mutating func decide() {
    let id = plan.decision.route
    if plan.isForDecisionAlone(id) {
      var route = Vector()
      swap(&route, &columns[id.index])
      // PERF: the only one who has it can write over it.
      decision = decider.decide(decision.status, consume route)
    } else {
      decision = decided
    }
    if plan.isRead(plan.tier) { columns[plan.tier.index] = tiers }
    for index in program.tables.indices {
      switch program.tables[index].origin {
      case .file, .groups: break
      case .eachValue(let key): formValues(TableID(index), of: key)
      case .pairs: formPairs(TableID(index))
      }
    }
  }

  /// The tier of each account, for whatever reads it.
  private var tiers: Vector {
    var tiers = Vector(.code, count: 0)
    tiers.codes = decision.tiers.map { Int32(max(0, $0)) }
    tiers.absence = decision.tiers.map { $0 < 0 ? Absence.noReference.rawValue : 0 }
    return tiers
  }

  /// Finds the rows of keys; all rows that share one are out.
  ///
  /// - Parameter isAscending: whether each key comes after the one before it.
  mutating func indexKeys(of table: TableID, isAscending: Bool) {
    guard needsIndex(table, isAscending: isAscending) else { return markUnrepeated(table) }
    var repeated: [(row: Int, first: Int)] = []
    let index = KeyIndex(tables[table.index].keys, repeated: &repeated)
    tables[table.index].index = index
    for (row, first) in repeated {
      tables[table.index].repeated[row] = first
      tables[table.index].repeated[first] = first
    }
    rejectRepeated(table)
    markUnrepeated(table)
  }

  /// Keys that ascend have no repetition; then an index is only needed by those who look keys up.
  private func needsIndex(_ table: TableID, isAscending: Bool) -> Bool {
    let result = tables[table.index]
    if !result.rejected.isEmpty || table == .accounts && !program.overrides.isEmpty { return true }
    let isReferredTo = program.tables.contains { other in
      other.fields.contains { $0.type == .reference(table) }
    }
    return isReferredTo || !isAscending
  }

  /// Tells which rows of a table no other row has the key of.
  mutating func markUnrepeated(_ table: TableID) {
    guard let register = plan.register(madeBy: .isUnrepeated, at: table) else { return }
    var single = Vector(.truth, count: tables[table.index].rowCount)
    single.truths = Array(repeating: 1, count: single.count)
    for row in tables[table.index].repeated.keys { single.truths[row] = 0 }
    columns[register.index] = single
  }

  /// A row that was rejected for a cell may have the key of an accepted one, which is then out too.
  private mutating func rejectRepeated(_ table: TableID) {
    keepSingleRejected(table)
    let keys = tables[table.index].rejectedKeys
    for row in 0..<keys.count {
      guard let other = tables[table.index].index?.row(of: keys.bytes[keys.range(row)])
      else { continue }
      tables[table.index].repeated[other] = tables[table.index].repeated[other] ?? other
      tables[table.index].index?.remove(other)
    }
  }

  /// A rejected row whose key another row has stays out, however its cells are mended.
  private mutating func keepSingleRejected(_ table: TableID) {
    let keys = rejectedKeys[table.index]
    guard !keys.isEmpty else { return }
    var counts = Dictionary(uniqueKeysWithValues: Set(keys).map { ($0, 0) })
    let all = tables[table.index].rejectedKeys
    for row in 0..<all.count { counts[all.text(row)]? += 1 }
    let places = keys.indices.filter { place in
      counts[keys[place]] == 1
        && !(tables[table.index].index?.contains(Array(keys[place].utf8)[...]) ?? false)
    }
    rejected[table.index] = rejected[table.index].rows(at: places)
    tables[table.index].openRejectedCount = places.count
    rejectedKeys[table.index] = places.map { keys[$0] }
    if plan.formation?.members == table { rejectedParents = places.map { rejectedParents[$0] } }
  }

  /// Finds the rows of `table` that its own column `field` refers to.
  mutating func resolve(_ texts: TextColumn, field: Int, of table: TableID) {
    guard let register = plan.register(madeBy: .selfReference(field), at: table),
      let index = tables[table.index].index
    else { return }
    var vector = Vector(.code, count: texts.count)
    for row in 0..<texts.count {
      let range = texts.range(row)
      if range.isEmpty {
        let record = UInt32(truncatingIfNeeded: tables[table.index].places.record(of: row))
        tables[table.index].unmatched.noteBlank(field, record: record)
        vector.absence[row] = Absence.noReference.rawValue
      } else if let found = index.row(of: texts.bytes[range]) {
        vector.codes[row] = Int32(found)
      } else {
        let text = texts.text(row)
        let record = UInt32(truncatingIfNeeded: tables[table.index].places.record(of: row))
        tables[table.index].unmatched.note(text, field, record: record)
        if plan.formation?.parent == register { unmatchedParents[row] = text }
        vector.absence[row] =
          (rejectedKeys[table.index].contains(text)
          ? Absence.rejectedReference : Absence.noReference).rawValue
      }
    }
    columns[register.index] = vector
  }

  // MARK: Rows that exist once tiers are final

  /// One row for each value that accounts in totals have, in the order of the accounts.
  private mutating func formValues(_ table: TableID, of key: TermID) {
    guard let source = plan.values[key] else { return }
    let values = columns[source.index]
    let inTotals = columns[plan.inTotals.index]
    var rows = Vector(.code, count: tables[0].rowCount)
    var distinct = Vector(.code, count: 0)
    var known: [Int32: Int32] = [:]
    for row in 0..<tables[0].rowCount {
      let place = plan[source].home == .portfolio ? 0 : row
      guard inTotals.truths[row] != 0, values.isPresent(place) else {
        rows.absence[row] = Absence.noReference.rawValue
        continue
      }
      let value = values.codes[place]
      if let number = known[value] {
        rows.codes[row] = number
      } else {
        known[value] = Int32(distinct.count)
        rows.codes[row] = Int32(distinct.count)
        distinct.codes.append(value)
        distinct.absence.append(0)
      }
    }
    tables[table.index].rowCount = distinct.count
    if let register = plan.register(madeBy: .valueRow(table)) { columns[register.index] = rows }
    if let register = plan.register(madeBy: .value, at: table) {
      columns[register.index] = distinct
    }
  }

  /// Every account of the sponsor's tiers with every person.
  private mutating func formPairs(_ table: TableID) {
    guard let sponsor = program.sponsors.first(where: { $0.pairs == table }) else { return }
    let tiers = Set(sponsor.tiers.map { TierNumber($0) })
    let accounts = decision.tiers.indices.filter { tiers.contains(decision.tiers[$0]) }
    let people = (0..<tables[sponsor.people.index].rowCount).filter {
      tables[sponsor.people.index].repeated[$0] == nil
    }
    let (count, overflow) = accounts.count.multipliedReportingOverflow(by: people.count)
    guard !overflow, count <= Limits.pairs else {
      excess.append(.tooManyPairs(accounts.count, people.count, sponsor, program))
      return
    }
    pairs.append(PairRows(accounts: accounts, people: people))
    tables[table.index].rowCount = accounts.count * people.count
    func members(_ rows: [Int]) -> Vector {
      var vector = Vector(.code, count: 0)
      vector.codes = rows.map { Int32($0) }
      vector.absence = Array(repeating: 0, count: rows.count)
      return vector
    }
    if let register = plan.register(madeBy: .pairMember(.accounts), at: table) {
      columns[register.index] = members(
        accounts.flatMap { Array(repeating: $0, count: people.count) })
    }
    if let register = plan.register(madeBy: .pairMember(sponsor.people), at: table) {
      columns[register.index] = members(accounts.flatMap { _ in people })
    }
  }
}

extension Diagnostic {
  fileprivate static func tooManyPairs(
    _ accounts: Int, _ people: Int, _ sponsor: CheckedSponsor, _ program: CheckedProgram
  ) -> Diagnostic {
    Diagnostic(
      .tooManyPairs, .error,
      "\(accounts) accounts and \(people) people make more than \(Limits.pairs) pairs",
      at: program.source.place(of: sponsor.range),
      help: "sponsor fewer tiers, or list only people who can be sponsors")
  }
}
