import Diagnostics
import Engine
import Language
import Tables

extension Pipeline {
  /// Compares what one agreement says of two states of the accounts.
  mutating func compareStates(
    _ old: RunRequest, _ new: RunRequest
  ) async throws(RunFailure) -> DiffResult {
    let runs = try await runBoth(old, new)
    let changes = StateChanges(runs.old, runs.new).all
    var result = DiffResult(old: runs.old, new: runs.new, changes: .data(changes))
    let effort = SearchEffort.judgements(of: runs.old.evaluation)
    var search = CauseSearch(
      StateJudge(self, changes, runs.old, old.settings, result.moves),
      targets: result.moves.map(\.to), effort: effort)
    try await search.run()
    result.take(search.causes, [], isCutShort: search.isCutShort)
    try await findArrivals(of: &result, effort, new.settings)
    return result
  }

  /// Finds the accounts that came and without which others would not have moved.
  private mutating func findArrivals(
    of result: inout DiffResult, _ effort: Int, _ settings: WorkSettings
  ) async throws(RunFailure) {
    let open = result.moves.indices.filter { result.moves[$0].causes.isEmpty }
    guard !open.isEmpty, !result.came.isEmpty else { return }
    for index in open {
      var search = CauseSearch(
        AbsenceJudge(self, result.new, result.came, settings, result.moves[index]),
        targets: [AbsenceJudge.moved], effort: min(effort, 200))
      try await search.run()
      if let first = search.causes[0].first {
        result.moves[index].arrivals = first.map { result.came[$0].key }
      }
    }
  }

  /// Judges the accounts of a run by another agreement and other cells; nil where what was kept does
  /// not tell.
  fileprivate mutating func judge(
    _ program: CheckedProgram, _ cells: [CellChange], after run: Run, _ settings: WorkSettings
  ) async throws(RunFailure) -> Evaluation? {
    let (standing, day) = (
      Standing(run.evaluation, settings, earlier: run.earlier), run.evaluation.asOf
    )
    let plan = Planner.plan(program, asOf: day, demanding: [], hasEarlier: run.earlier != nil)
    do throws(EvaluationFailure) {
      return try await standing.evaluation(of: program, plan, asOf: day, changing: cells)
    } catch {
      throw report(error)
    }
  }
}

/// What differs between two states of the accounts: cells, then accounts that went.
struct StateChanges {
  private(set) var all: [StateChange] = []
  private let old: Run
  private let new: Run
  private let table: TableID

  init(_ old: Run, _ new: Run) {
    (self.old, self.new) = (old, new)
    table = new.evaluation.program.accountsFile
    var cells = differences()
    show(&cells)
    all = cells.map { .cell($0) }
    // A group that is gone has left rows behind, which are accounts or members of others now.
    guard new.evaluation.groups == nil else { return }
    all += AccountPairs(old.evaluation, new.evaluation).went.map { .departure($0) }
  }

  /// By the new file's rows, then by the order of the declared fields.
  private func differences() -> [CellDifference] {
    let (before, now) = (old.evaluation, new.evaluation)
    let schema = now.program[table].schema
    var rows: [(old: Int, new: Int)] = []
    for row in 0..<now.tables[table.index].rowCount
    where now.tables[table.index].repeated[row] == nil {
      let key = now.tables[table.index].key(row)
      guard let same = before.row(of: key, in: table),
        before.tables[table.index].repeated[same] == nil
      else { continue }
      rows.append((same, row))
    }
    var found: [CellDifference] = []
    for (field, declared) in schema.fields.enumerated() {
      guard !declared.isKey, !declared.isHelper,
        let one = KeptCells(of: field, in: table, of: before),
        let other = KeptCells(of: field, in: table, of: now)
      else { continue }
      for (oldRow, newRow) in rows {
        let value = other.value(newRow)
        guard one.value(oldRow) != value else { continue }
        found.append(
          CellDifference(
            key: now.tables[table.index].key(newRow), header: declared.header,
            change: CellChange(table: table, row: oldRow, field: field, value: value),
            newRow: newRow))
      }
    }
    return found.sorted { ($0.newRow, $0.change.field) < ($1.newRow, $1.change.field) }
  }

  /// Finds the cells again in their files.
  private func show(_ cells: inout [CellDifference]) {
    func address(_ row: Int, _ field: Int, in run: Run) -> CellAddress? {
      let places = run.evaluation.tables[table.index].places
      guard let column = run.inputs[table.index]?.header.columns[field] else { return nil }
      return CellAddress(record: places.record(of: row), column: column)
    }
    func found(_ wanted: [CellAddress?], in run: Run) -> [CellAddress: FoundCell] {
      guard let input = run.inputs[table.index] else { return [:] }
      let schema = run.evaluation.program[table].schema
      let cells = try? RecordFinder.find(
        wanted.compactMap { $0 }, in: input.source, header: input.header, schema: schema)
      return cells ?? [:]
    }
    let olds = cells.map { address($0.change.row, $0.change.field, in: old) }
    let news = cells.map { address($0.newRow, $0.change.field, in: new) }
    let (before, now) = (found(olds, in: old), found(news, in: new))
    for index in cells.indices {
      cells[index].old = olds[index].flatMap { before[$0] }
      cells[index].new = news[index].flatMap { now[$0] }
    }
  }
}

/// Judges accounts in their old state with some of the changes.
private struct StateJudge: ChangeJudge {
  private var pipeline: Pipeline
  private let changes: [StateChange]
  private let run: Run
  private let settings: WorkSettings
  private let moves: [DiffResult.Move]
  /// How many changes are made alone.
  private let most: Int

  init(
    _ pipeline: Pipeline, _ changes: [StateChange], _ run: Run, _ settings: WorkSettings,
    _ moves: [DiffResult.Move]
  ) {
    most = SearchEffort.judgements(of: run.evaluation) / 2
    self.pipeline = pipeline
    self.changes = changes
    self.run = run
    self.settings = settings
    self.moves = moves
  }

  var changeCount: Int { changes.count }

  /// All changes where these are few, else those of the accounts that moved.
  var candidates: [Int] {
    if moves.isEmpty { return [] }
    if changes.count <= most { return Array(changes.indices) }
    let keys = Set(moves.map(\.key))
    let own = changes.indices.filter { place in
      if case .cell(let cell) = changes[place] { keys.contains(cell.key) } else { true }
    }
    return Array(own.prefix(most))
  }

  mutating func stands(with chosen: Set<Int>) -> Bool {
    chosen.allSatisfy { place in
      guard case .cell(let cell) = changes[place] else { return true }
      return run.evaluation.canChange(cell.change)
    }
  }

  mutating func tiers(with chosen: Set<Int>) async throws(RunFailure) -> [String?]? {
    var cells: [CellChange] = []
    var gone: [String] = []
    for place in chosen.sorted() {
      switch changes[place] {
      case .cell(let cell): cells.append(cell.change)
      case .departure(let lone): gone.append(lone.key)
      }
    }
    let program = run.evaluation.program.excluding(gone, because: "went")
    guard let evaluation = try await pipeline.judge(program, cells, after: run, settings) else {
      return nil
    }
    return moves.map { evaluation.tierName(of: $0.key, near: $0.oldRow) }
  }
}

/// Tells whether an account would have moved without some of those that came.
private struct AbsenceJudge: ChangeJudge {
  /// More accounts are not left out one by one.
  private static let mostAlone = 100
  /// What stands for an account that would not have moved.
  static let moved = "moved"

  private var pipeline: Pipeline
  private let run: Run
  private let came: [DiffResult.Lone]
  private let settings: WorkSettings
  private let move: DiffResult.Move

  init(
    _ pipeline: Pipeline, _ run: Run, _ came: [DiffResult.Lone], _ settings: WorkSettings,
    _ move: DiffResult.Move
  ) {
    self.pipeline = pipeline
    self.run = run
    self.came = came
    self.settings = settings
    self.move = move
  }

  var changeCount: Int { came.count }
  var candidates: [Int] { Array(came.indices.prefix(AbsenceJudge.mostAlone)) }

  mutating func stands(with chosen: Set<Int>) -> Bool { true }

  mutating func tiers(with chosen: Set<Int>) async throws(RunFailure) -> [String?]? {
    let keys = chosen.sorted().map { came[$0].key }
    let program = run.evaluation.program.excluding(keys, because: "came")
    guard let evaluation = try await pipeline.judge(program, [], after: run, settings) else {
      return nil
    }
    let isElsewhere = evaluation.tierName(of: move.key, near: move.newRow) != move.to
    return [isElsewhere ? AbsenceJudge.moved : nil]
  }
}
