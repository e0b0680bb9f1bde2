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
  package var workers: Int
  package var pieceBytes: Int
  package var batchRows: Int

  package init(workers: Int, pieceBytes: Int = 256 << 10, batchRows: Int = 1024) {
    self.workers = max(1, workers)
    self.pieceBytes = pieceBytes
    self.batchRows = batchRows
  }
}

/// What ends a run early.
package enum EvaluationFailure: Error, Sendable {
  case unreadable(path: String, ReadProblem)
  /// What ended the reading of a table, such as a quote that is never closed.
  case broken([Diagnostic])
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

  private init(
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
  ///   - fillsBlanks: whether to tell what filling blanks in could change.
  /// - Complexity: O(bytes + rows × operations), and O(n log n) for rankings.
  package static func evaluate(
    _ program: CheckedProgram, _ plan: Plan, asOf: Day, inputs: [TableInput?],
    settings: WorkSettings, earlier: EarlierResult? = nil, chasing: Bool = false,
    fillsBlanks: Bool = true
  ) async throws(EvaluationFailure) -> Evaluation {
    var evaluator = Evaluator(
      program, plan, asOf: asOf, inputs: inputs, settings: settings, earlier: earlier)
    evaluator.enterTexts()
    for level in plan.levels {
      for pass in level.passes { try await evaluator.run(pass) }
      evaluator.finish(level)
    }
    var open: OpenResult?
    if fillsBlanks {
      open = await OpenContext(evaluator).judged(
        workers: settings.workers, keepsScores: chasing)
    }
    var chase = Chase()
    if chasing, let open { chase = await Chaser(open).chase(workers: settings.workers) }
    return Evaluation(
      program: evaluator.program, plan: plan, asOf: asOf, tables: evaluator.tables,
      columns: evaluator.columns, pool: evaluator.pool, decision: evaluator.decision,
      pairs: evaluator.pairs, groups: evaluator.groups,
      possibilities: open?.possibilities ?? Possibilities(), chase: chase)
  }

  /// Gives the agreement's own texts their numbers, and constants their single value.
  private mutating func enterTexts() {
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

  private mutating func run(_ pass: Plan.Pass) async throws(EvaluationFailure) {
    let context = PassContext(
      plan: plan, pass: pass, columns: columns, pool: pool, indices: tables.map(\.index),
      table: pass.table == .portfolio ? nil : program[pass.table],
      keepsPlaces: keepsPlaces(pass.table),
      captures: pass.readsFile ? plan.openness.captures[pass.table.index] : [],
      rejectedCaptures: pass.readsFile ? plan.openness.cells[pass.table.index] : [],
      rejectedKeys: rejectedKeys.map { Set($0) },
      parentField: plan.formation?.members == pass.table ? program.group?.parent : nil,
      lanes: lanes(of: pass))
    var done: (workers: [PassWorker], shares: [PieceShare])
    if pass.readsFile {
      done = try await read(pass, context)
    } else {
      done = await go(over: rowCount(of: pass.table), context)
    }
    join(&done.workers, done.shares, pass)
  }

  /// Returns the pass's operations in 64 bits, if the columns that they read from are narrow.
  private func lanes(of pass: Plan.Pass) -> LaneProgram? {
    let program = LaneProgram(pass, of: plan)
    let read = program.loads + program.gathered.map(\.column)
    return program.isUsable && read.allSatisfy({ columns[$0.index].isNarrow }) ? program : nil
  }

  /// Rows with keys can be repeated, and rows that a finding goes through are named.
  private func keepsPlaces(_ table: TableID) -> Bool {
    guard table != .portfolio else { return false }
    return program[table].keyIndex != nil
      || program.findings.contains { $0.scope == .each(table) }
  }

  private func rowCount(of table: TableID) -> Int {
    table == .portfolio ? 1 : tables[table.index].rowCount
  }

  private func buckets(_ aggregation: Aggregation) -> Int {
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
    let staff = (0..<max(1, min(settings.workers, stretches.count))).map { number in
      StretchWorker(number: number, worker: PassWorker(context, buckets: buckets))
    }
    let done = await Evaluator.send(staff, through: stretches)
    var shares = [PieceShare](repeating: PieceShare(worker: 0, rows: 0), count: stretches.count)
    for worker in done {
      for stretch in worker.taken {
        shares[stretch] = PieceShare(worker: worker.number, rows: stretches.rows(of: stretch).count)
      }
    }
    return (done.map(\.worker), shares)
  }

  private static func send(
    _ staff: [StretchWorker], through stretches: Stretches
  ) async -> [StretchWorker] {
    let next = StretchCounter()
    let done = await withTaskGroup(of: StretchWorker.self) { group in
      for worker in staff {
        group.addTask { worker.working(through: stretches, from: next) }
      }
      var done: [StretchWorker] = []
      for await worker in group { done.append(worker) }
      return done
    }
    return done.sorted { $0.number < $1.number }
  }

  /// Puts what the workers kept in the order of the rows.
  private mutating func join(
    _ workers: inout [PassWorker], _ shares: [PieceShare], _ pass: Plan.Pass
  ) {
    // Texts below this number were shared from the start of the pass.
    let base = Int32(pool.count)
    let renumberings = joinPools(workers)
    let rows = shares.reduce(0) { $0 + $1.rows }
    for (index, id) in pass.keeps.enumerated() {
      let register = plan[id]
      var column = Vector()
      column.reserve(rows, register.kind)
      var cursors = Array(repeating: 0, count: workers.count)
      for share in shares {
        let start = cursors[share.worker]
        let first = column.count
        column.append(start..<start + share.rows, of: workers[share.worker].kept[index])
        if register.isText { renumber(&column, from: first, renumberings[share.worker], base) }
        cursors[share.worker] += share.rows
      }
      columns[id.index] = column
      for worker in workers.indices { workers[worker].release(index) }
    }
    if pass.readsFile {
      joinCaptures(workers, shares, pass, renumberings, base)
      joinRejected(workers, pass, renumberings, base)
    }
    for (index, number) in pass.aggregations.enumerated() {
      joinAggregation(number, index, workers, renumberings, base)
    }
    if pass.readsFile { finishReading(pass.table, workers, shares) }
  }

  /// Puts the rows that the workers set aside in the order of the table.
  private mutating func joinCaptures(
    _ workers: [PassWorker], _ shares: [PieceShare], _ pass: Plan.Pass,
    _ renumberings: [[Int32]], _ base: Int32
  ) {
    var rows = CapturedRows(plan.openness.captures[pass.table.index])
    var before = 0
    var cursors = Array(repeating: (row: 0, place: 0), count: workers.count)
    let captures = workers.map(\.captured)
    for share in shares {
      let (row, place) = cursors[share.worker]
      var end = place
      while end < captures[share.worker].count,
        Int(captures[share.worker].rows[end]) < row + share.rows
      {
        end += 1
      }
      rows.append(place..<end, of: captures[share.worker], shift: Int32(before - row)) {
        if plan[$1].isText { renumber(&$0, from: $2, renumberings[share.worker], base) }
      }
      cursors[share.worker] = (row + share.rows, end)
      before += share.rows
    }
    captured[pass.table.index] = rows
  }

  /// Puts the rows that were rejected for a cell in the order of the file.
  private mutating func joinRejected(
    _ workers: [PassWorker], _ pass: Plan.Pass, _ renumberings: [[Int32]], _ base: Int32
  ) {
    var rows = CapturedRows(plan.openness.cells[pass.table.index])
    var keys: [String] = []
    for (number, worker) in workers.enumerated() {
      rows.append(0..<worker.rejected.count, of: worker.rejected, shift: 0) {
        if plan[$1].isText { renumber(&$0, from: $2, renumberings[number], base) }
      }
      keys += worker.rejectedKeys
    }
    let places = rows.rows.indices.sorted { rows.rows[$0] < rows.rows[$1] }
      .prefix(TableLimits.openRejections)
    rejected[pass.table.index] = rows.rows(at: places)
    tables[pass.table.index].openRejectedCount = places.count
    rejectedKeys[pass.table.index] = keys.isEmpty ? [] : places.map { keys[$0] }
    if plan.formation?.members == pass.table {
      let parents = workers.flatMap(\.rejectedParents)
      rejectedParents = places.map { parents[$0] }
    }
  }

  /// Adds the workers' own texts to the shared pool; returns each worker's shared numbers.
  private mutating func joinPools(_ workers: [PassWorker]) -> [[Int32]] {
    workers.map { worker in
      let own = worker.pool.own.texts
      return (0..<own.count).map { number in
        Int32(pool.insert(own.bytes[own.range(number)]).number)
      }
    }
  }

  private func renumber(
    _ column: inout Vector, from first: Int, _ shared: [Int32], _ base: Int32
  ) {
    guard !shared.isEmpty else { return }
    for row in first..<column.count where column.absence[row] == 0 {
      column.codes[row] = shared.shared(column.codes[row], over: base)
    }
  }

  private mutating func joinAggregation(
    _ number: Int, _ index: Int, _ workers: [PassWorker], _ renumberings: [[Int32]],
    _ base: Int32
  ) {
    let aggregation = plan.aggregations[number]
    let isText = aggregation.figure.map { plan[$0].isText } ?? false
    var joined: Accumulator?
    for (worker, shared) in zip(workers, renumberings) {
      var accumulator = worker.accumulators[index]
      if isText, aggregation.kind == .countDistinct, !shared.isEmpty {
        accumulator.renumber { shared.shared($0, over: base) }
      }
      if joined == nil { joined = accumulator } else { joined?.join(accumulator) }
    }
    guard let joined, let register = plan.register(madeBy: .aggregation(number)) else { return }
    if captured[aggregation.source.index].count > 0 || rejected[aggregation.source.index].count > 0
    {
      collected[number] = joined
    }
    columns[register.index] = finish(joined, aggregation, into: register)
  }

  /// Turns buckets into the register's values: by row, for all, or by each row's own partition.
  private func finish(
    _ accumulator: Accumulator, _ aggregation: Aggregation, into id: RegisterID
  ) -> Vector {
    let kind = plan[id].kind
    guard let partition = aggregation.partition else {
      return accumulator.finish(buckets: buckets(aggregation), kind: kind)
    }
    let own =
      columns[partition.index].codes.isEmpty
      ? columns[partition.index].asCodes : columns[partition.index]
    let largest = own.codes.indices.reduce(-1) {
      max($0, own.isPresent($1) ? Int(own.codes[$1]) : -1)
    }
    let values = accumulator.finish(buckets: largest + 1, kind: kind)
    var result = Vector(kind, count: own.count)
    for row in 0..<own.count {
      if own.isPresent(row) {
        Kernels.copy(row, from: Int(own.codes[row]), of: values, into: &result, kind)
      } else {
        result.absence[row] = own.absence[row]
      }
    }
    return result
  }

  private mutating func finishReading(
    _ table: TableID, _ workers: [PassWorker], _ shares: [PieceShare]
  ) {
    var cursors = Array(repeating: 0, count: workers.count)
    var result = tables[table.index]
    let hasKeys = program[table].keyIndex != nil
    var selfReferences: [Int: TextColumn] = [:]
    result.keys.bytes.reserveCapacity(workers.reduce(0) { $0 + $1.keys.bytes.count })
    result.keys.ends.reserveCapacity(workers.reduce(0) { $0 + $1.keys.ends.count })
    for share in shares {
      let rows = cursors[share.worker]..<cursors[share.worker] + share.rows
      if keepsPlaces(table) {
        result.lines.append(contentsOf: workers[share.worker].lines[rows])
        result.records.append(contentsOf: workers[share.worker].records[rows])
      }
      if hasKeys { result.keys.append(rows, of: workers[share.worker].keys) }
      for (field, texts) in workers[share.worker].selfReferences {
        selfReferences[field, default: TextColumn()].append(rows, of: texts)
      }
      cursors[share.worker] += share.rows
    }
    for worker in workers { result.unmatched.join(worker.unmatched) }
    tables[table.index] = result
    if hasKeys { indexKeys(of: table) }
    if table == .accounts { enterEarlier() }
    for (field, texts) in selfReferences.sorted(by: { $0.key < $1.key }) {
      resolve(texts, field: field, of: table)
    }
  }
}

extension [Int32] {
  /// The shared number of a worker's number: those below `base` were shared from the start.
  fileprivate func shared(_ number: Int32, over base: Int32) -> Int32 {
    number < base ? number : self[Int(number - base)]
  }
}

extension TextColumn {
  fileprivate mutating func append(_ rows: Range<Int>, of other: TextColumn) {
    guard let last = rows.last else { return }
    let start = other.range(rows.lowerBound).lowerBound
    let end = other.range(last).upperBound
    // The difference may wrap; what it is added to brings it back.
    let shift = UInt32(bytes.count) &- UInt32(start)
    bytes.append(contentsOf: other.bytes[start..<end])
    for row in rows { ends.append(other.ends[row] &+ shift) }
  }
}
