import Language
import Tables

/// Finds the smallest changes of single cells that move an account up or down.
///
/// What: for each cell and each direction the value nearest to the present one with which the account
/// ends better, or worse; told only where a run over all data with that value shows it, and another
/// one shows that one unit less leaves the account where it is.
///
/// Why this way: ranges of values tell at once where nothing changes, so that the search ends after a
/// few dozen steps, and a run over all data is only needed for what is told.
///
/// What breaks if it changes: a claim without its two runs may be wrong, since other accounts answer
/// to a change too.
package struct CellSearch: Sendable {
  /// Decides anew over all data, with another value in one cell; nil where that cannot be told.
  package typealias Trial =
    @Sendable (AccountCell, Constant) async throws(EvaluationFailure) -> Evaluation?

  /// How many ranges are looked at for one cell and direction.
  private static let ranges = 6_000
  /// How many steps a figure is followed at most, which is beyond all that is ever written.
  private static let steps: Int128 = 1 << 100
  /// How many rows runs over all data may pass, and how many such runs there are at least.
  private static let rowBudget = 40_000_000
  private static let leastTrials = 48

  private let evaluation: Evaluation
  private let row: Int
  private let trial: Trial
  private var trialsLeft: Int
  private var rangesLeft = 0

  /// - Parameter trials: how many runs over all data there are at most; by the number of rows if nil.
  package init(
    _ evaluation: Evaluation, row: Int, trials: Int? = nil, trial: @escaping Trial
  ) {
    self.evaluation = evaluation
    self.row = row
    self.trial = trial
    let rows = max(1, evaluation.tables.map(\.rowCount).reduce(0, +))
    trialsLeft = trials ?? max(CellSearch.leastTrials, CellSearch.rowBudget / rows)
  }

  private var program: CheckedProgram { evaluation.program }

  /// Returns what changes of each cell of the account can do, in the order of members and fields;
  /// cells of which nothing that decides tiers follows are left out.
  package mutating func prospects() async throws(EvaluationFailure) -> [CellProspect] {
    var found: [CellProspect] = []
    for member in evaluation.memberRows(of: row).prefix(CellSearch.members) {
      for field in program[program.accountsFile].fields.indices {
        let cell = AccountCell(table: program.accountsFile, row: member, field: field)
        guard isChangeable(cell), let model = CellModel(cell, of: row, in: evaluation) else {
          continue
        }
        found.append(try await prospect(cell, model))
      }
    }
    for table in program.tables.indices.map({ TableID($0) }) where table != program.accountsFile {
      found += try await prospects(ofRowsIn: table)
    }
    return found
  }

  /// Returns what changes in rows of another table can do that belong to the account: of each field
  /// those of one cell.
  private mutating func prospects(
    ofRowsIn table: TableID
  ) async throws(EvaluationFailure) -> [CellProspect] {
    var rows: Set<Int> = []
    for aggregation in evaluation.plan.aggregations
    where aggregation.source == table && aggregation.target == .accounts && table != .accounts {
      rows.formUnion(evaluation.rows(collectedBy: aggregation, for: row))
    }
    var found: [CellProspect] = []
    for field in program[table].fields.indices {
      var cells: [(cell: AccountCell, model: CellModel)] = []
      // The last rows are as a rule the newest.
      for other in rows.sorted().suffix(CellSearch.related) {
        let cell = AccountCell(table: table, row: other, field: field)
        guard isChangeable(cell), let model = CellModel(cell, of: row, in: evaluation) else {
          continue
        }
        cells.append((cell, model))
      }
      if var prospect = try await best(of: cells, isWhole: rows.count <= CellSearch.related) {
        prospect.skippedRows = max(0, rows.count - CellSearch.related)
        found.append(prospect)
      }
    }
    return found
  }

  /// Of an account with more rows in a table only the last ones are searched.
  package static let related = 40

  /// Returns the least changes among cells of one field.
  private mutating func best(
    of cells: [(cell: AccountCell, model: CellModel)], isWhole: Bool
  ) async throws(EvaluationFailure) -> CellProspect? {
    guard let last = cells.last else { return nil }
    // Where other accounts answer, each cell would take many runs.
    if last.model.readsFar {
      var prospect = try await prospect(last.cell, last.model)
      if cells.count > 1 { prospect.isExhaustive = false }
      return prospect
    }
    let schema = program[last.cell.table].schema.fields[last.cell.field]
    var best = CellProspect(cell: last.cell, isExhaustive: isWhole)
    for up in [true, false] where canMove(up: up) {
      let (nearest, isCertain) = nearest(of: cells, schema, up: up)
      if !isCertain { best.isExhaustive = false }
      guard let nearest else { continue }
      let prospect = try await prospect(cells[nearest].cell, cells[nearest].model)
      best.changes += prospect.changes.filter { $0.isUp == up }.prefix(1)
    }
    return best
  }

  /// Returns the place of the cell that has to be changed least, by the model.
  private mutating func nearest(
    of cells: [(cell: AccountCell, model: CellModel)], _ schema: FieldSchema, up: Bool
  ) -> (Int?, isCertain: Bool) {
    var (nearest, least, isCertain): (Int?, Int128?, Bool) = (nil, nil, true)
    for (place, item) in cells.enumerated() {
      var model = item.model
      guard let grid = CellGrid(item.cell, schema, in: evaluation) else {
        let isMoved = candidates(item.cell, schema).contains { value in
          model.endings(Possible(certain: value)).contains { isWanted($0, up: up) }
        }
        if model.isRough { isCertain = false }
        if isMoved { return (place, isCertain) }
        continue
      }
      let amounts = item.cell.amounts(in: evaluation)
      guard item.cell.row < amounts.count, amounts.isPresent(item.cell.row) else { continue }
      let start = grid.step(of: amounts.raw(item.cell.row))
      for sign in [Int128(1), -1] {
        let room = min(CellSearch.steps, sign > 0 ? grid.high - start : start - grid.low)
        let line = Line(
          cell: item.cell, grid: grid, start: start, sign: sign,
          room: least.map { min(room, $0 - 1) } ?? room, up: up)
        let (distance, isSure) = self.nearest(line, &model)
        if !isSure || model.isRough { isCertain = false }
        if let distance { (nearest, least) = (place, distance) }
      }
    }
    return (nearest, isCertain)
  }

  /// Of groups with more members only the first are searched.
  package static let members = 12

  private func isChangeable(_ cell: AccountCell) -> Bool {
    let schema = program[cell.table].schema.fields[cell.field]
    guard !schema.isKey, !schema.isTier, !schema.isHelper, value(cell) != nil else { return false }
    if case .reference = schema.kind { return false }
    return true
  }

  /// What the cell holds, as columns do; nil for a blank, whose values are another question.
  private func value(_ cell: AccountCell) -> Int128? {
    guard let id = cell.register(in: evaluation.plan) else { return nil }
    let column = evaluation.columns[id.index]
    return cell.row < column.count && column.isPresent(cell.row) ? column.raw(cell.row) : nil
  }

  // MARK: Ranks of endings

  /// Tiers from the best, then none; what is left out is no aim of a change.
  private func rank(_ ending: Ending) -> Int {
    switch ending {
    case .tier(let tier): tier
    case .noTier: program.tiers.count
    case .excluded, .rejected: program.tiers.count + 1
    }
  }

  private var now: Ending { evaluation.ending(row) }

  private func isWanted(_ ending: Ending, up: Bool) -> Bool {
    if case .excluded = ending { return false }
    if case .rejected = ending { return false }
    return up ? rank(ending) < rank(now) : rank(ending) > rank(now)
  }

  // MARK: One cell

  private mutating func prospect(
    _ cell: AccountCell, _ model: CellModel
  ) async throws(EvaluationFailure) -> CellProspect {
    let schema = program[cell.table].schema.fields[cell.field]
    if let grid = CellGrid(cell, schema, in: evaluation) {
      return try await figureProspect(cell, grid, model)
    }
    return try await listProspect(cell, schema, model)
  }

  private mutating func figureProspect(
    _ cell: AccountCell, _ grid: CellGrid, _ model: CellModel
  ) async throws(EvaluationFailure) -> CellProspect {
    var prospect = CellProspect(cell: cell)
    let amounts = cell.amounts(in: evaluation)
    guard cell.row < amounts.count, amounts.isPresent(cell.row) else { return prospect }
    let start = grid.step(of: amounts.raw(cell.row))
    var model = model
    for up in [true, false] where canMove(up: up) {
      var nearest: (step: Int128, change: ProvedChange)?
      for sign in [Int128(1), -1] {
        let room = sign > 0 ? grid.high - start : start - grid.low
        let limit = min(CellSearch.steps, nearest.map { min(room, $0.step - 1) } ?? room)
        guard limit > 0 else { continue }
        let line = Line(cell: cell, grid: grid, start: start, sign: sign, room: limit, up: up)
        let (distance, isCertain) = try await self.distance(along: line, &model)
        if !isCertain { prospect.isExhaustive = false }
        guard let distance else { continue }
        guard let change = try await proved(line, distance) else {
          prospect.isExhaustive = false
          continue
        }
        nearest = (distance, change)
      }
      if let nearest { prospect.changes.append(nearest.change) }
    }
    return prospect
  }

  private func canMove(up: Bool) -> Bool {
    up ? rank(now) > 0 : rank(now) < program.tiers.count - 1
  }

  /// A way from the present value in one direction.
  private struct Line {
    var cell: AccountCell
    var grid: CellGrid
    var start: Int128
    var sign: Int128
    /// How many steps there are.
    var room: Int128
    var up: Bool

    func value(_ distance: Int128) -> Int128 { grid.value(start + sign * distance) }

    func range(_ first: Int128, _ last: Int128) -> Possible {
      let (a, b) = (value(first), value(last))
      return Possible(min(a, b), max(a, b))
    }
  }

  /// Returns the least distance at which the account is moved, and whether it is certain that there
  /// is none below.
  private mutating func distance(
    along line: Line, _ model: inout CellModel
  ) async throws(EvaluationFailure) -> (Int128?, isCertain: Bool) {
    let (found, isCertain) = nearest(line, &model)
    if !model.readsFar, !model.isRough, found != nil || isCertain { return (found, isCertain) }
    // Where other accounts answer too, what the model finds is only a place to look at.
    return (try await triedDistance(line, hint: found), false)
  }

  /// Returns the least distance at which the account is moved by the model.
  private mutating func nearest(
    _ line: Line, _ model: inout CellModel
  ) -> (Int128?, isCertain: Bool) {
    rangesLeft = CellSearch.ranges
    var first: Int128 = 1
    while first <= line.room {
      let last = min(line.room, first * 2 - 1)
      if let found = nearest(first, last, line, &model) { return (found, rangesLeft > 0) }
      if rangesLeft <= 0 { return (nil, false) }
      first = last + 1
    }
    return (nil, true)
  }

  /// Returns the least distance from `first` to `last` at which the account is surely moved.
  private mutating func nearest(
    _ first: Int128, _ last: Int128, _ line: Line, _ model: inout CellModel
  ) -> Int128? {
    guard rangesLeft > 0 else { return nil }
    rangesLeft -= 1
    let endings = model.endings(line.range(first, last))
    guard endings.contains(where: { isWanted($0, up: line.up) }) else { return nil }
    if first == last { return endings.count == 1 ? first : nil }
    let middle = first + (last - first) / 2
    return nearest(first, middle, line, &model) ?? nearest(middle + 1, last, line, &model)
  }

  /// Finds a distance by runs over all data: doubles until the account is moved, and then halves.
  ///
  /// - Parameter hint: a distance at which it may be moved.
  private mutating func triedDistance(
    _ line: Line, hint: Int128?
  ) async throws(EvaluationFailure) -> Int128? {
    var (below, above): (Int128, Int128?) = (0, nil)
    var step: Int128 = 1
    var room = min(line.room, reach(of: line))
    if let hint, let ending = try await ending(line, hint), isWanted(ending, up: line.up) {
      let before = hint == 1 ? now : try await self.ending(line, hint - 1)
      if before == now { return hint }
      room = hint
    }
    while above == nil, below < room {
      let next = min(room, step)
      guard let ending = try await ending(line, next) else { return nil }
      if isWanted(ending, up: line.up) { above = next } else { below = next }
      step *= trialsLeft > 400 ? 4 : 16
    }
    guard var above else { return nil }
    while above - below > 1 {
      let middle = below + (above - below) / 2
      guard let ending = try await ending(line, middle) else { return nil }
      if isWanted(ending, up: line.up) { above = middle } else { below = middle }
    }
    return above
  }

  /// How many steps it takes to many times the largest figure of the column, beyond which nobody
  /// looks.
  private func reach(of line: Line) -> Int128 {
    let amounts = line.cell.amounts(in: evaluation)
    var most: Int128 = 0
    for row in 0..<amounts.count where amounts.isPresent(row) {
      most = max(most, Int128(amounts.raw(row).magnitude))
    }
    return line.grid.step(of: min(most, Decimal.bound) * 16) + 1
  }

  private mutating func run(
    _ cell: AccountCell, _ value: Int128
  ) async throws(EvaluationFailure) -> Evaluation? {
    guard trialsLeft > 0, let constant = constant(value, of: cell) else { return nil }
    trialsLeft -= 1
    return try await trial(cell, constant)
  }

  private mutating func ending(
    _ line: Line, _ distance: Int128
  ) async throws(EvaluationFailure) -> Ending? {
    try await run(line.cell, line.value(distance))?.ending(row)
  }

  /// Returns the change at a distance if runs over all data show that it moves the account, and that
  /// one unit less does not.
  private mutating func proved(
    _ line: Line, _ distance: Int128
  ) async throws(EvaluationFailure) -> ProvedChange? {
    var distance = distance
    for isLast in [false, true] {
      guard let after = try await run(line.cell, line.value(distance)) else { return nil }
      let isMoved = isWanted(after.ending(row), up: line.up)
      if isMoved {
        let before = distance == 1 ? now : try await ending(line, distance - 1)
        if before == now { return change(line, distance, after) }
      }
      guard !isLast, let other = try await triedDistance(line, hint: nil) else { return nil }
      distance = other
    }
    return nil
  }

  private func change(_ line: Line, _ distance: Int128, _ after: Evaluation) -> ProvedChange? {
    guard var change = change(line.cell, line.value(distance), after, up: line.up) else {
      return nil
    }
    change.unit = Decimal(scaled: line.grid.unit)
    if line.grid.rate != nil {
      change.currency = line.cell.currency(in: evaluation)
      change.amount = Decimal(scaled: (line.start + line.sign * distance) * line.grid.unit)
      change.amountNow = Decimal(scaled: line.start * line.grid.unit)
    }
    return change
  }

  private func change(
    _ cell: AccountCell, _ value: Int128, _ after: Evaluation, up: Bool
  ) -> ProvedChange? {
    guard let to = constant(value, of: cell) else { return nil }
    return ProvedChange(
      cell: cell, from: self.value(cell).flatMap { constant($0, of: cell) }, to: to, unit: nil,
      currency: nil, amount: nil,
      amountNow: nil, ending: after.ending(row), isUp: up, others: moved(after))
  }

  /// The other accounts that end otherwise.
  private func moved(_ after: Evaluation) -> [ProvedChange.Moved] {
    let (old, new) = (evaluation.decision.tiers, after.decision.tiers)
    return old.indices.filter { $0 != row && old[$0] != new[$0] }
      .map { ProvedChange.Moved(row: $0, from: Int(old[$0]), to: Int(new[$0])) }
  }

  // MARK: Lists

  private mutating func listProspect(
    _ cell: AccountCell, _ schema: FieldSchema, _ model: CellModel
  ) async throws(EvaluationFailure) -> CellProspect {
    var prospect = CellProspect(cell: cell)
    var model = model
    let example = example(cell, schema)
    for value in candidates(cell, schema) + [example].compactMap({ $0 }) {
      if !model.readsFar {
        let endings = model.endings(Possible(certain: value))
        let isOfUse = endings.contains { isWanted($0, up: true) || isWanted($0, up: false) }
        if !isOfUse, !model.isRough { continue }
      }
      guard let after = try await run(cell, value) else {
        prospect.isExhaustive = false
        continue
      }
      for up in [true, false] where isWanted(after.ending(row), up: up) {
        guard var change = change(cell, value, after, up: up) else { continue }
        change.isExample = value == example
        prospect.changes.append(change)
      }
    }
    if case .text = schema.kind { prospect.isExhaustive = false }
    return prospect
  }

  /// The values to try: of texts those with which the agreement compares the cell.
  private func candidates(_ cell: AccountCell, _ schema: FieldSchema) -> [Int128] {
    guard let now = value(cell) else { return [] }
    switch schema.kind {
    case .truth: return [1 - now]
    case .choice(let values): return values.indices.map { Int128($0) }.filter { $0 != now }
    case .choices(let values, _):
      return values.indices.map { now ^ (1 << Int128($0)) }.filter { $0 != 0 }
    case .text:
      guard let id = cell.register(in: evaluation.plan) else { return [] }
      return evaluation.plan.textsCompared(with: id).compactMap { other in
        evaluation.columns[other.index].count == 1 ? evaluation.columns[other.index].raw(0) : nil
      }.filter { $0 != now }
    case .number, .percent, .date, .reference: return []
    }
  }

  /// A text of the column with which the agreement compares nothing, where the cell has one with
  /// which it does.
  private func example(_ cell: AccountCell, _ schema: FieldSchema) -> Int128? {
    guard case .text = schema.kind, let now = value(cell),
      let id = cell.register(in: evaluation.plan)
    else { return nil }
    let compared = Set(candidates(cell, schema) + [now])
    let column = evaluation.columns[id.index]
    return (0..<column.count).lazy.filter { column.isPresent($0) }.map { column.raw($0) }
      .first { !compared.contains($0) }
  }

  private func constant(_ value: Int128, of cell: AccountCell) -> Constant? {
    switch program[cell.table].fields[cell.field].type {
    case .number, .percent, .money, .days: .number(Decimal(scaled: value))
    case .date: .day(Day(number: Int32(clamping: value)))
    case .truth: .truth(value != 0)
    case .text: .text(evaluation.pool.text(Int(value)))
    case .choice, .choices: .code(Int(value))
    case .tier, .reference, .months, .error: nil
    }
  }
}

extension Plan {
  /// The texts of the agreement with which a column is compared, each once.
  fileprivate func textsCompared(with column: RegisterID) -> [RegisterID] {
    var found: [RegisterID] = []
    for register in registers {
      guard case .operation(.compare(_, let a, let b)) = register.producer else { continue }
      for (own, other) in [(a, b), (b, a)] where own == column && !found.contains(other) {
        if case .constant = self[other].producer { found.append(other) }
      }
    }
    return found
  }
}
