import Language
import Tables

/// A cell that is blank, or that could not be read in a rejected row.
package struct OpenCell: Hashable, Sendable {
  package var table: TableID
  /// Of the table's schema.
  package var field: Int
  /// The physical line in which the row starts.
  package var line: Int
  /// The number of the row's record, from 1.
  package var record: Int
  /// The row of the table; rejected rows are numbered after the others.
  var row: Int
}

/// A blank that leaves an account's tier open.
package struct AccountBlank: Sendable {
  package var cell: OpenCell
  /// The least values from which the account's endings differ from those below, scaled or as days;
  /// none where the cell has no order.
  package var turns: [Int128]
  /// What the cell's values can bring about.
  package var endings: EndingSet
  /// `true` iff each value that was tried leaves the account fewer endings.
  var settles = true
  /// The very values from which endings differ, where `turns` are rounded.
  var cuts: [Int128] = []
}

/// Which blank cells could change a tier.
package struct Chase: Sendable {
  package struct Entry: Sendable {
    package var cell: OpenCell
    /// How many accounts would have fewer possible endings, whatever the cell turned out to hold.
    package var decisions: Int
  }
  /// Those that settle most first, then in the order of tables, rows and columns.
  package internal(set) var entries: [Entry] = []
  /// By row of accounts.
  package internal(set) var blanks: [Int: [AccountBlank]] = [:]
  /// `false` iff there were too many cells to follow each to other accounts.
  package internal(set) var isComplete = true

  package init() {}
}

/// Finds the cells to be chased: each open cell is taken to hold each value that could matter, and
/// what becomes of accounts is judged again.
struct Chaser: Sendable {
  /// Rows that may be looked at again to follow cells to all accounts.
  private static let budget = 16_000
  /// Boxes for one account each time.
  private static let boxes = 24
  /// Accounts for which turning values are sought.
  private static let searchedAccounts = 500

  let result: OpenResult
  private var context: OpenContext { result.judge.context }

  init(_ result: OpenResult) { self.result = result }

  /// A cell with its pieces: ranges that between them hold each of its values.
  private struct Candidate: Sendable {
    var cell: OpenCell
    var pieces: [Possible]
    /// `true` iff something can turn where one piece ends and the next begins, and only there.
    var tellsTurns: Bool

    /// The least and the greatest value, as far as they are not pieces of their own.
    ///
    /// A rank or a share is not followed back to the cell; what it hangs on shows at these.
    var ends: [Possible] {
      let ends = [pieces.first { $0.canBePresent }, pieces.last { $0.canBePresent }]
      guard let first = ends[0], let last = ends[1] else { return [] }
      return (first.width > 0 ? [Possible(certain: first.low)] : [])
        + (last.width > 0 ? [Possible(certain: last.high)] : [])
    }
  }

  /// What one candidate does.
  private struct Effect: Sendable {
    var decisions = 0
    /// By row, the endings at each piece, for accounts whose endings the cell narrows.
    var endings: [Int32: [EndingSet]] = [:]
  }

  /// - Parameter row: the account whose blanks alone are asked for; nil for those of all.
  /// - Complexity: O(cells × pieces × open rows × steps) within the budget; beyond it, each cell is
  ///   followed to its own account only.
  func chase(workers: Workforce, of row: Int? = nil) async -> Chase {
    var chase = Chase()
    let provisional = result.rows.filter { isProvisional(Int($0)) }
    guard !provisional.isEmpty else { return chase }
    // With so many accounts no cell is followed to others.
    if let row, result.limits.tiers.count > Chaser.budget {
      chase.blanks[row] = await blanks(of: row, among: provisional)
      chase.isComplete = false
      return chase
    }
    let own = await ownBlanks(provisional, workers: workers)
    let candidates = candidates(own)
    let effects = await effects(of: candidates, on: provisional, workers: workers)
    chase.isComplete = effects != nil
    for (index, candidate) in candidates.enumerated() {
      let effect = effects?[index] ?? ownEffect(candidate, own)
      for (row, endings) in effect.endings.sorted(by: { $0.key < $1.key }) {
        guard Int(row) < result.limits.tiers.count else { continue }
        let blank = own[Int(row)]?.first { $0.cell == candidate.cell }
        chase.blanks[Int(row), default: []].append(
          blank ?? accountBlank(candidate, endings))
      }
      if !effect.endings.isEmpty {
        chase.entries.append(Chase.Entry(cell: candidate.cell, decisions: effect.decisions))
      }
    }
    chase.entries = chase.entries.enumerated().sorted {
      ($1.element.decisions, $0.offset) < ($0.element.decisions, $1.offset)
    }.map(\.element)
    return chase
  }

  private func isProvisional(_ row: Int) -> Bool {
    guard row < result.limits.tiers.count else { return false }
    return result.endings(row) != EndingSet(result.judge.finalEnding(row))
  }

  // MARK: Cells

  /// Every open cell that decides something, in the order of tables, rows and columns.
  private func candidates(_ own: [Int: [AccountBlank]]) -> [Candidate] {
    context.program.tables.indices.flatMap { table in
      candidates(.captured, of: TableID(table), own)
        + candidates(.rejected, of: TableID(table), own)
    }
  }

  /// - Parameter only: the place of the row that is looked at, where it is one alone.
  private func candidates(
    _ rows: Tape.Rows, of table: TableID, _ own: [Int: [AccountBlank]], only: Int? = nil
  ) -> [Candidate] {
    guard let store = rows.store(of: table, in: context), store.count > 0 else { return [] }
    let plan = context.plan
    let deciding = plan.registers.indices.filter {
      plan.openness.isDeciding[$0] && plan.registers[$0].home == table
    }
    let tape = Tape(rows, for: deciding.map { RegisterID($0) }, of: table, in: context)
    var machine = TapeMachine(tape, of: table, in: context)
    let groups = table == plan.formation?.members ? groupMachine : nil
    let first = context.rowCount(of: table)
    var candidates: [Candidate] = []
    for place in only.map({ $0..<$0 + 1 }) ?? 0..<store.count {
      let row = rows == .rejected ? first + place : Int(store.rows[place])
      machine.load(row, place: place)
      machine.run()
      for index in machine.open.sorted(by: { tape.cells[$0].field < tape.cells[$1].field }) {
        let cell = OpenCell(
          table: table, field: tape.cells[index].field, line: Int(store.lines[place]),
          record: Int(store.records[place]), row: row)
        let blank = table == .accounts ? own[row]?.first { $0.cell == cell } : nil
        candidates.append(
          candidate(
            cell, machine.range(ofCell: index), machine.pieces(ofCell: index),
            turns: blank?.cuts ?? [], groups))
      }
    }
    return candidates
  }

  /// - Parameter turns: the values at which the account of the cell's row turns.
  private func candidate(
    _ cell: OpenCell, _ range: Possible, _ pieces: [Possible], turns: [Int128],
    _ groups: TapeMachine?
  ) -> Candidate {
    let isOrdered = context.program[cell.table].schema.fields[cell.field].kind.isOrdered
    if !isOrdered {
      return Candidate(cell: cell, pieces: pieces.flatMap(\.singles), tellsTurns: false)
    }
    if cell.table == .accounts {
      let cut = pieces.flatMap { $0.cut(below: turns) }
      return Candidate(cell: cell, pieces: cut, tellsTurns: true)
    }
    let cuts = groupCuts(cell, range, groups)
    guard cuts.isEmpty, pieces.count == 1 else {
      let cut = pieces.flatMap { $0.cut(below: cuts) }
      return Candidate(cell: cell, pieces: cut, tellsTurns: true)
    }
    // What is made of the figure elsewhere is not known; both ends and the orders of magnitude
    // between them tell whether it matters.
    let points = Chaser.magnitudes + [range.low + 1, range.high]
    return Candidate(cell: cell, pieces: range.cut(below: points), tellsTurns: false)
  }

  private static let magnitudes = [-6, -3, 0, 3, 6, 9].flatMap { power -> [Int128] in
    if power == 0 { return [0, 1] }
    let size = Decimal.powersOfTen[abs(power)] * Decimal.unit
    return [power < 0 ? -size : size]
  }.sorted()

  /// The account in whose row, or in a row of whose group, a cell stands.
  private func account(of cell: OpenCell) -> Int? {
    if cell.table == .accounts { return cell.row }
    guard cell.table == context.plan.formation?.members else { return nil }
    let first = context.rowCount(of: cell.table)
    let group =
      cell.row >= first
      ? context.groupOfRejected(cell.row - first)
      : context.plan.register(madeBy: .group).map { context.value($0, cell.row) } ?? .missing
    return group.isSettled && group.canBePresent ? Int(group.low) : nil
  }

  /// What retraces the groups, where accounts form some.
  private var groupMachine: TapeMachine {
    let tape = Tape(.plain, for: result.judge.registers, of: .accounts, in: context)
    return TapeMachine(tape, of: .accounts, in: context)
  }

  /// The values of a member's cell at which the figure of its group meets what it is compared with.
  private func groupCuts(
    _ cell: OpenCell, _ range: Possible, _ groups: TapeMachine?
  ) -> [Int128] {
    guard var machine = groups, let group = account(of: cell),
      group < context.rowCount(of: .accounts)
    else { return [] }
    machine.load(group)
    machine.run()
    return machine.parts.flatMap { part -> [Int128] in
      guard reads(machine.tape.register(ofPart: part), cell) else { return [] }
      let shift = range.low - machine.range(ofCell: part).low
      return machine.pieces(ofCell: part).dropFirst().filter(\.canBePresent).map { $0.low + shift }
    }
  }

  /// `true` iff a group's figure is the sum of a field over its members, or the head's own.
  private func reads(_ id: RegisterID, _ cell: OpenCell) -> Bool {
    func isField(_ id: RegisterID?) -> Bool {
      id.map {
        context.plan[$0].producer == .field(cell.field) && context.plan[$0].home == cell.table
      }
        ?? false
    }
    switch context.plan[id].producer {
    case .aggregation(let index):
      let aggregation = context.plan.aggregations[index]
      return aggregation.isStrict && isField(aggregation.figure)
    case .operation(.gather(_, let column)): return isField(column)
    default: return false
    }
  }

  // MARK: Following cells to all accounts

  /// Returns what each candidate does to the provisional accounts; nil where that is too much.
  private func effects(
    of candidates: [Candidate], on provisional: [Int32], workers: Workforce
  ) async -> [Effect]? {
    let judgements = candidates.reduce(0) { $0 + $1.pieces.count + $1.ends.count }
    let rows = context.captured.reduce(result.limits.tiers.count) { $0 + $1.count }
    guard judgements <= Chaser.budget / max(1, rows) else { return nil }
    let next = StretchCounter()
    let shares = await workers.cut(to: candidates.count).run { _ in
      var found: [(index: Int, effect: Effect)] = []
      while case let index = next.take(), index < candidates.count {
        found.append((index, effect(of: candidates[index], on: provisional)))
      }
      return found
    }
    return shares.joined().sorted { $0.index < $1.index }.map(\.effect)
  }

  private func effect(of candidate: Candidate, on provisional: [Int32]) -> Effect {
    let full = provisional.map { result.endings(Int($0)) }
    let found = candidate.pieces.map { endings(of: provisional, with: candidate.cell, in: $0) }
    var matters = full.indices.map { place in found.contains { $0[place] != full[place] } }
    for end in candidate.ends where matters.contains(false) {
      let sets = endings(of: provisional, with: candidate.cell, in: end)
      for place in full.indices where sets[place] != full[place] { matters[place] = true }
    }
    var effect = Effect()
    effect.decisions = found.map { sets in zip(sets, full).count { $0 != $1 } }.min() ?? 0
    for (place, row) in provisional.enumerated() where matters[place] {
      effect.endings[row] = found.map { $0[place] }
    }
    return effect
  }

  /// Returns the endings of the rows if the cell holds a value in a range.
  private func endings(
    of rows: [Int32], with cell: OpenCell, in range: Possible
  ) -> [EndingSet] {
    let judge = Judge(
      context.told(
        with: NarrowedCell(table: cell.table, row: cell.row, field: cell.field, range: range)))
    let limits = result.limits(with: outcomes(cell, judge), seats: judge.seats)
    return rows.map { result.endings(Int($0), limits) }
  }

  /// Returns the outcomes of the accounts that a narrowed cell concerns.
  private func outcomes(_ cell: OpenCell, _ judge: Judge) -> [Int32: [Outcome]] {
    let narrowed = judge.context
    let far = context.plan.registers.indices.filter {
      context.far[$0] != nil && [.accounts, .portfolio].contains(context.plan.registers[$0].home)
    }
    var searches = RowSearches(judge, boxes: Chaser.boxes)
    var outcomes: [Int32: [Outcome]] = [:]
    let own = account(of: cell)
    for row in result.openRows {
      let isOwn = own == Int(row)
      let isConcerned = far.contains {
        narrowed.value(RegisterID($0), Int(row)) != context.value(RegisterID($0), Int(row))
      }
      if isOwn || isConcerned { outcomes[row] = searches.search(row: Int(row)).outcomes }
    }
    return outcomes
  }

  private func accountBlank(_ candidate: Candidate, _ endings: [EndingSet]) -> AccountBlank {
    var turns: [Int128] = []
    for index in endings.indices.dropFirst()
    where candidate.tellsTurns && endings[index] != endings[index - 1] {
      turns.append(candidate.pieces[index].low)
    }
    var all = EndingSet()
    for set in endings { all.formUnion(set) }
    return AccountBlank(cell: candidate.cell, turns: turns, endings: all)
  }

  // MARK: Following cells to their own account

  private func ownEffect(_ candidate: Candidate, _ own: [Int: [AccountBlank]]) -> Effect {
    var effect = Effect()
    guard candidate.cell.table == .accounts,
      let blank = own[candidate.cell.row]?.first(where: { $0.cell == candidate.cell })
    else { return effect }
    effect.decisions = blank.settles ? 1 : 0
    effect.endings[Int32(candidate.cell.row)] = [blank.endings]
    return effect
  }

  /// Returns the blanks of one account that leave it open, as the chase of all accounts has them.
  private func blanks(of row: Int, among provisional: [Int32]) async -> [AccountBlank]? {
    guard let place = context.captured[0].place(of: row) else { return nil }
    let own = await ownBlanks(provisional, only: row)
    let found = candidates(.captured, of: .accounts, own, only: place).compactMap { candidate in
      own[row]?.first { $0.cell == candidate.cell }
    }
    return found.isEmpty ? nil : found
  }

  /// Returns, for accounts with blanks of their own, what each can bring about and where it turns.
  ///
  /// - Parameter only: the account that is looked at, where it is one alone.
  private func ownBlanks(
    _ provisional: [Int32], only: Int? = nil, workers: Workforce = 1
  ) async -> [Int: [AccountBlank]] {
    let store = context.captured[0]
    let places = provisional.compactMap { row in
      store.place(of: Int(row)).map { (row: Int(row), place: $0) }
    }
    let next = StretchCounter()
    let shares = await workers.cut(to: places.count).run { _ in
      let tape = Tape(.captured, for: result.judge.registers, of: .accounts, in: context)
      var search = BlankSearch(result, TapeMachine(tape, of: .accounts, in: context))
      var found: [(row: Int, blanks: [AccountBlank])] = []
      while case let index = next.take(), index < places.count {
        let (row, place) = places[index]
        if let only, only != row { continue }
        var blanks = search.blanks(
          row, place: place, seeksTurns: index < Chaser.searchedAccounts)
        for blank in blanks.indices {
          blanks[blank].cell.line = Int(store.lines[place])
          blanks[blank].cell.record = Int(store.records[place])
        }
        found.append((row, blanks))
      }
      return found
    }
    return Dictionary(uniqueKeysWithValues: shares.joined().map { ($0.row, $0.blanks) })
  }
}
