import Diagnostics
import Language
import Tables

/// The bytes of one table, and the name by which messages speak of its file.
package struct TableInput: Sendable {
  package var path: String
  package var source: any ByteSource
  package var header: TableHeader

  package init(path: String, source: any ByteSource, header: TableHeader) {
    self.path = path
    self.source = source
    self.header = header
  }
}

/// How a run divides its work; no setting changes a result.
package struct WorkSettings: Sendable {
  package var workers: Workforce
  package var pieceBytes: Int
  /// PERF: a piece has some 1,600 rows of the usual width, which are best taken at once.
  package var batchRows: Int
  /// What a run looks at between stretches of rows, to end early; nil where nobody stops it.
  package var stop: StopSign?
  /// What learns of memory for all rows of a table; nil where nobody does.
  package var advice: MemoryAdvice?

  package init(workers: Workforce, pieceBytes: Int = 256 << 10, batchRows: Int = 2048) {
    self.workers = workers
    self.pieceBytes = pieceBytes
    self.batchRows = batchRows
  }
}

/// What ends a run early.
package enum EvaluationFailure: Error, Sendable {
  case unreadable(path: String, ReadProblem)
  /// What ended the reading of a table, such as a quote that is never closed.
  case broken([Diagnostic])
  /// Somebody asked for it.
  case stopped
}

/// Carries a plan out: level by level, pass by pass, all workers at once in each pass.
package struct Evaluator {
  let program: CheckedProgram
  let plan: Plan
  let asOf: Day
  /// By table; nil for synthetic ones.
  let inputs: [TableInput?]
  let settings: WorkSettings
  let earlier: EarlierResult?
  var tables: [TableResult]
  var columns: [Vector]
  var pool = TextPool()
  var decision = Decision()
  var pairs: [PairRows] = []
  /// What is more than can be held, found between passes.
  var excess: [Diagnostic] = []
  /// By table, the rows with blanks that could change a decision.
  var captured: [CapturedRows]
  /// By table, the rows that were rejected for a cell, by their records, with their keys.
  var rejected: [CapturedRows]
  var rejectedKeys: [[String]]
  /// Where accounts form groups: the parents that these rows name, and those that rows name which
  /// are nobody's key.
  var rejectedParents: [String] = []
  var unmatchedParents: [Int: String] = [:]
  var groups: Groups?
  var rejectedGroups: RejectedGroups?
  /// By number, what aggregates over rows with blanks collected from the others.
  var collected: [Int: Accumulator] = [:]

  init(
    _ program: CheckedProgram, _ plan: Plan, asOf: Day, inputs: [TableInput?],
    settings: WorkSettings, earlier: EarlierResult?
  ) {
    self.earlier = earlier
    var program = program
    program.settle(on: asOf)
    self.program = program
    self.plan = plan
    self.asOf = asOf
    self.inputs = inputs
    self.settings = settings
    tables = Array(repeating: TableResult(), count: program.tables.count)
    columns = Array(repeating: Vector(), count: plan.registers.count)
    captured = plan.openness.captures.map { CapturedRows($0) }
    rejected = plan.openness.cells.map { CapturedRows($0) }
    rejectedKeys = plan.openness.cells.map { _ in [] }
  }

  /// Returns what the agreement says about the accounts in `inputs`.
  ///
  /// - Parameters:
  ///   - earlier: what an earlier result says, in the place of the accounts' own fields.
  ///   - chasing: whether to tell which blank cells could change a tier.
  ///   - account: finds the account whose blanks alone are asked for; nil for those of all.
  ///   - fillsBlanks: whether to tell what filling blanks in could change.
  /// - Complexity: O(bytes + rows × operations), and O(n log n) for rankings.
  package static func evaluate(
    _ program: CheckedProgram, _ plan: Plan, asOf: Day, inputs: [TableInput?],
    settings: WorkSettings, earlier: EarlierResult? = nil, chasing: Bool = false,
    account: ((Evaluation) -> Int?)? = nil, fillsBlanks: Bool = true
  ) async throws(EvaluationFailure) -> Evaluation {
    var evaluator = Evaluator(
      program, plan, asOf: asOf, inputs: inputs, settings: settings, earlier: earlier)
    evaluator.enterTexts()
    for level in plan.levels {
      for pass in level.passes { try await evaluator.run(pass) }
      evaluator.finish(level)
      if !evaluator.excess.isEmpty { throw .broken(evaluator.excess) }
    }
    var open: OpenResult?
    if fillsBlanks {
      open = await OpenContext(evaluator).judged(
        workers: settings.workers, keepsScores: chasing)
    }
    var evaluation = Evaluation(
      program: evaluator.program, plan: plan, asOf: asOf, tables: evaluator.tables,
      columns: evaluator.columns, pool: evaluator.pool, decision: evaluator.decision,
      pairs: evaluator.pairs, groups: evaluator.groups,
      possibilities: open?.possibilities ?? Possibilities())
    if chasing, let open {
      evaluation.chase = await Chaser(open).chase(
        workers: settings.workers, of: account.flatMap { $0(evaluation) })
    }
    return evaluation
  }

  /// Gives the agreement's own texts their numbers, and constants their single value.
  mutating func enterTexts() {
    for (index, register) in plan.registers.enumerated() {
      guard case .constant(let value) = register.producer else { continue }
      var vector = Vector(register.kind, count: 1)
      switch value {
      case .number(let number): vector.numbers[0] = number
      case .code(let code): vector.codes[0] = code
      case .truth(let truth): vector.truths[0] = truth ? 1 : 0
      case .text(let text): vector.codes[0] = Int32(pool.insert(text))
      }
      columns[index] = vector
    }
  }

  // MARK: Passes

  mutating func run(_ pass: Plan.Pass) async throws(EvaluationFailure) {
    try settings.goOn()
    let context = context(of: pass, columns)
    var done: (workers: [PassWorker], shares: [PieceShare])
    if pass.readsFile {
      done = try await read(pass, context)
    } else {
      done = await go(over: rowCount(of: pass.table), context)
    }
    try settings.goOn()
    join(&done.workers, done.shares, pass, context.kept.handOver())
  }

  /// Returns what workers of a pass share, whose columns of the pass's table may hold some rows alone.
  func context(of pass: Plan.Pass, _ columns: [Vector]) -> PassContext {
    PassContext(
      plan: plan, pass: pass, columns: columns, pool: pool, indices: tables.map(\.index),
      table: pass.table == .portfolio ? nil : program[pass.table],
      keepsPlaces: keepsPlaces(pass.table),
      rejectedCaptures: pass.readsFile ? plan.openness.cells[pass.table.index] : [],
      rejectedKeys: rejectedKeys.map { Set($0) },
      parentField: plan.formation?.members == pass.table ? program.group?.parent : nil,
      lanes: lanes(of: pass, columns),
      loops: LaneLoops(
        vectorSize: settings.workers.vectorSize(for: size(of: pass).pieceCount)),
      kept: kept(of: pass))
  }

  private func kept(of pass: Plan.Pass) -> KeptRows {
    let size = size(of: pass)
    let packing: Vector.Packing = size.isLarge ? .inUnits : .tight
    return KeptRows(
      PieceRows(
        pass.keeps.map { KeptColumn(holdsBytes: plan.keepsInBytes($0), packing: packing) },
        captured: pass.readsFile ? plan.openness.captures[pass.table.index] : []),
      size: size, advice: settings.advice)
  }

  private func size(of pass: Plan.Pass) -> KeptRows.Size {
    guard pass.readsFile, let source = inputs[pass.table.index]?.source else {
      return .rows(rowCount(of: pass.table))
    }
    return .pieces(source.count / max(1, settings.pieceBytes) + 1)
  }

  /// Returns the pass's operations in 64 bits, if the columns that they read from are narrow.
  private func lanes(of pass: Plan.Pass, _ columns: [Vector]) -> LaneProgram? {
    let program = LaneProgram(pass, of: plan)
    let read = program.loads + program.gathered.map(\.column)
    return program.isUsable && read.allSatisfy({ columns[$0.index].isNarrow }) ? program : nil
  }

  /// Rows with keys can be repeated, rows that a finding goes through are named, and cells that may be
  /// changed stand somewhere.
  func keepsPlaces(_ table: TableID) -> Bool {
    guard table != .portfolio else { return false }
    return plan.keepsCells || program[table].keyIndex != nil || program.goesThrough(table)
  }

  private func rowCount(of table: TableID) -> Int {
    table == .portfolio ? 1 : tables[table.index].rowCount
  }

  func buckets(_ aggregation: Aggregation) -> Int {
    if let target = aggregation.target { return rowCount(of: target) }
    return aggregation.partition == nil ? 1 : 0
  }

  private mutating func read(
    _ pass: Plan.Pass, _ context: PassContext
  ) async throws(EvaluationFailure) -> ([PassWorker], [PieceShare]) {
    let index = pass.table.index
    guard let input = inputs[index] else { return ([], []) }
    let buckets = pass.aggregations.map { self.buckets(plan.aggregations[$0]) }
    let reading: TableReading<PassWorker>
    do throws(ReadProblem) {
      reading = try await TableReader.read(
        input.source, header: input.header, schema: program.tables[index].schema,
        path: input.path, fields: fields(of: pass.table),
        narrowPlaces: plan.lanes.fields(of: pass.table, in: plan),
        workers: settings.workers, pieceBytes: settings.pieceBytes,
        batchRows: settings.batchRows
      ) { _ in PassWorker(context, buckets: buckets) }
    } catch {
      throw .unreadable(path: input.path, error)
    }
    if !reading.diagnostics.isEmpty { throw .broken(reading.diagnostics) }
    tables[index].path = input.path
    tables[index].rowCount = reading.accepted
    tables[index].rejected = reading.rejected
    tables[index].rejectedCount = reading.rejectedCount
    tables[index].rejectedKinds = reading.rejectedKinds
    tables[index].rejectedKeys = reading.rejectedKeys
    return (reading.consumers, reading.pieces)
  }

  /// Returns the fields to be read: all that the agreement declares, and helpers that are asked for.
  private func fields(of table: TableID) -> [Int] {
    let fields = program[table].schema.fields
    let isHelped = plan.registers.contains { register in
      guard case .field(let index) = register.producer else { return false }
      return register.home == table && fields[index].isHelper
    }
    // Helpers stand behind all others.
    return fields.indices.filter { isHelped || !fields[$0].isHelper }
  }

  /// Passes over rows that are kept already, a stretch of batches at a time for each worker.
  private func go(
    over rows: Int, _ context: PassContext
  ) async -> ([PassWorker], [PieceShare]) {
    let stretches = Stretches(rows: rows, batchRows: settings.batchRows)
    let buckets = context.pass.aggregations.map { self.buckets(plan.aggregations[$0]) }
    let next = StretchCounter(until: settings.stop)
    let done = await settings.workers.cut(to: stretches.count).run { _ in
      StretchWorker(PassWorker(context, buckets: buckets)).working(through: stretches, from: next)
    }
    var shares = [PieceShare](repeating: PieceShare(worker: 0, rows: 0), count: stretches.count)
    for (number, worker) in done.enumerated() {
      for stretch in worker.taken {
        shares[stretch] = PieceShare(worker: number, rows: stretches.rows(of: stretch).count)
      }
    }
    return (done.map(\.worker), shares)
  }
}
