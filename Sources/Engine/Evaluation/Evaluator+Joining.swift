import Language
import Synchronization
import Tables

/// Puts together what the workers of a pass kept.
extension Evaluator {
  /// Puts what the workers kept in the order of the rows, several columns at a time.
  mutating func join(
    _ workers: inout [PassWorker], _ shares: [PieceShare], _ pass: Plan.Pass
  ) async {
    // Texts below this number were shared from the start of the pass.
    let base = Int32(pool.count)
    let joiner = Joiner(
      plan: plan, shares: shares, renumberings: joinPools(workers), base: base,
      present: Array(repeating: 0, count: shares.reduce(0) { $0 + $1.rows }))
    var jobs: [Joiner.Job] = []
    for (index, id) in pass.keeps.enumerated() {
      let vectors = workers.indices.map { workers[$0].handOver(index) }
      jobs.append(Joiner.Job(.column(id), vectors: vectors))
    }
    if pass.readsFile {
      let keys = workers.indices.map { workers[$0].handOverKeys() }
      jobs.append(Joiner.Job(.keys, keys: keys))
      jobs.append(Joiner.Job(.captured(pass.table), captured: workers.map(\.captured)))
    }
    for part in await joiner.join(consume jobs, workers: settings.workers) {
      enter(part, pass.table)
    }
    if pass.readsFile { joinRejected(workers, pass, joiner) }
    let joined = joinRecords(&workers, pass)
    for (index, number) in pass.aggregations.enumerated() where !joined.contains(index) {
      joinAggregation(number, index, workers, joiner)
    }
    if pass.readsFile { finishReading(pass.table, workers, shares) }
  }

  private mutating func enter(_ part: Joiner.Part, _ table: TableID) {
    switch part {
    case .column(let id, let column): columns[id.index] = column
    case .keys(let keys): tables[table.index].keys = keys
    case .captured(let rows): captured[table.index] = rows
    }
  }

  /// Puts the rows that were rejected for a cell in the order of the file.
  private mutating func joinRejected(
    _ workers: [PassWorker], _ pass: Plan.Pass, _ joiner: Joiner
  ) {
    var rows = CapturedRows(plan.openness.cells[pass.table.index])
    var keys: [String] = []
    for (number, worker) in workers.enumerated() {
      rows.append(0..<worker.rejected.count, of: worker.rejected, shift: 0) {
        if plan[$1].isText { joiner.renumber(&$0, from: $2, ofWorker: number) }
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

  /// Joins what aggregations collected together; returns the places of these in the pass.
  ///
  /// Where one worker had to collect apart, or a sum becomes too large, all aggregations do.
  private mutating func joinRecords(_ workers: inout [PassWorker], _ pass: Plan.Pass) -> Set<Int> {
    var places: Set<Int> = []
    var parts = workers.indices.map { workers[$0].handOverRecords() }
    let buckets = parts.first?.map(\.bucket) ?? []
    let isWhole = parts.allSatisfy { $0.map(\.bucket) == buckets }
    for number in buckets.indices.reversed() where isWhole {
      guard BucketRecords.canJoin(parts.map { $0[number] }) else { continue }
      var joined = parts[0].remove(at: number)
      for worker in parts.indices.dropFirst() { joined.join(parts[worker].remove(at: number)) }
      for part in joined.parts {
        enter(joined, part, number: pass.aggregations[part.place])
        places.insert(part.place)
      }
    }
    for worker in workers.indices { workers[worker].separate(parts[worker]) }
    return places
  }

  private mutating func enter(_ records: BucketRecords, _ part: BucketRecords.Part, number: Int) {
    guard let register = plan.register(madeBy: .aggregation(number)) else { return }
    if hasOpenRows(plan.aggregations[number].source) {
      collected[number] = records.accumulator(part)
    }
    columns[register.index] = records.column(part)
  }

  /// `true` iff rows of the table are set aside.
  private func hasOpenRows(_ table: TableID) -> Bool {
    captured[table.index].count > 0 || rejected[table.index].count > 0
  }

  private mutating func joinAggregation(
    _ number: Int, _ index: Int, _ workers: [PassWorker], _ joiner: Joiner
  ) {
    let aggregation = plan.aggregations[number]
    let isText = aggregation.figure.map { plan[$0].isText } ?? false
    var joined: Accumulator?
    for (worker, shared) in zip(workers, joiner.renumberings) {
      var accumulator = worker.accumulators[index]
      if isText, aggregation.kind == .countDistinct, !shared.isEmpty {
        accumulator.renumber { shared.shared($0, over: joiner.base) }
      }
      accumulator.settle()
      if joined == nil { joined = accumulator } else { joined?.join(accumulator) }
    }
    guard let joined, let register = plan.register(madeBy: .aggregation(number)) else { return }
    if hasOpenRows(aggregation.source) { collected[number] = joined }
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
    var selfReferences: [Int: TextColumn] = [:]
    var borders: [Int] = []
    var before = 0
    for share in shares {
      let rows = cursors[share.worker]..<cursors[share.worker] + share.rows
      if keepsPlaces(table) { result.places.append(rows, of: workers[share.worker].places) }
      for (field, texts) in workers[share.worker].selfReferences {
        selfReferences[field, default: TextColumn()].append(rows, of: texts)
      }
      cursors[share.worker] += share.rows
      borders.append(before)
      before += share.rows
    }
    for worker in workers { result.unmatched.join(worker.unmatched) }
    tables[table.index] = result
    if program[table].keyIndex != nil {
      // What a worker saw is in the order of the file, so that only the borders are left.
      let isAscending =
        workers.allSatisfy(\.hasAscendingKeys)
        && borders.allSatisfy { result.keys.isAscending(at: $0) }
      indexKeys(of: table, isAscending: isAscending)
    }
    if table == .accounts { enterEarlier() }
    for (field, texts) in selfReferences.sorted(by: { $0.key < $1.key }) {
      resolve(texts, field: field, of: table)
    }
  }
}

/// Puts parts that several workers kept in the order of the rows.
struct Joiner: Sendable {
  let plan: Plan
  let shares: [PieceShare]
  /// By worker, the shared numbers of its own texts.
  let renumberings: [[Int32]]
  /// Texts below this number were shared from the start of the pass.
  let base: Int32
  /// The absence of all columns of which no row misses its value.
  let present: [UInt8]

  /// What is to be joined, by worker; in fields, so that each can be taken out and written.
  struct Job: Sendable {
    enum Content: Sendable {
      case column(RegisterID)
      case keys
      case captured(TableID)
    }

    let content: Content
    var vectors: [KeptColumn] = []
    var keys: [TextColumn] = []
    var captured: [CapturedRows] = []

    init(
      _ content: Content, vectors: [KeptColumn] = [], keys: [TextColumn] = [],
      captured: [CapturedRows] = []
    ) {
      self.content = content
      self.vectors = vectors
      self.keys = keys
      self.captured = captured
    }
  }

  enum Part: Sendable {
    case column(RegisterID, Vector)
    case keys(TextColumn)
    case captured(CapturedRows)
  }

  /// Jobs that nobody has taken yet; whoever takes one owns it alone. A class, since all workers
  /// share the one list.
  private final class Waiting: Sendable {
    private let jobs: Mutex<[Job]>

    init(_ jobs: consuming [Job]) { self.jobs = Mutex(jobs) }

    func take() -> Job? { jobs.withLock { $0.popLast() } }
  }

  /// Returns the joined parts, in no order; the workers' parts of each are given up when it is done.
  func join(_ jobs: consuming [Job], workers: Int) async -> [Part] {
    let waiting = Waiting(consume jobs)
    return await withTaskGroup(of: [Part].self) { group in
      for _ in 0..<max(1, workers) {
        group.addTask {
          var parts: [Part] = []
          while var job = waiting.take() { parts.append(part(of: &job)) }
          return parts
        }
      }
      var parts: [Part] = []
      for await some in group { parts += some }
      return parts
    }
  }

  private func part(of job: inout Job) -> Part {
    switch job.content {
    case .column(let id): .column(id, column(id, &job.vectors))
    case .keys: .keys(Weave(shares, parts: job.keys.count).woven(&job.keys))
    case .captured(let table): .captured(captured(table, job.captured))
    }
  }

  private func column(_ id: RegisterID, _ parts: inout [KeptColumn]) -> Vector {
    if !plan[id].isText {
      let weave = Weave(shares, parts: parts.count)
      if let woven = weave.woven(&parts, present: present) { return woven }
    }
    let parts = parts.map(\.vector)
    var column = Vector()
    let sample = parts.first { $0.count > 0 && !$0.isNarrow } ?? parts.first ?? Vector()
    column.reserve(present.count, like: sample)
    forEachShare(parts.count) { worker, rows in
      let first = column.count
      column.append(rows, of: parts[worker])
      if plan[id].isText { renumber(&column, from: first, ofWorker: worker) }
    }
    return column
  }

  /// Puts the rows that the workers set aside in the order of the table.
  private func captured(_ table: TableID, _ parts: [CapturedRows]) -> CapturedRows {
    var captured = CapturedRows(plan.openness.captures[table.index])
    if let sample = parts.first(where: { $0.count > 0 }) {
      captured.reserve(parts.reduce(0) { $0 + $1.count }, like: sample)
    }
    var before = 0
    var places = Array(repeating: 0, count: parts.count)
    forEachShare(parts.count) { worker, rows in
      let place = places[worker]
      var end = place
      while end < parts[worker].count, Int(parts[worker].rows[end]) < rows.upperBound { end += 1 }
      captured.append(place..<end, of: parts[worker], shift: Int32(before - rows.lowerBound)) {
        if plan[$1].isText { renumber(&$0, from: $2, ofWorker: worker) }
      }
      places[worker] = end
      before += rows.count
    }
    return captured
  }

  /// Calls `body` with each share's worker and its rows among those of the worker.
  private func forEachShare(_ workers: Int, _ body: (Int, Range<Int>) -> Void) {
    var cursors = Array(repeating: 0, count: workers)
    for share in shares {
      let first = cursors[share.worker]
      cursors[share.worker] += share.rows
      body(share.worker, first..<cursors[share.worker])
    }
  }

  /// Gives the texts of a worker's rows, from `first` on, the numbers that all share.
  func renumber(_ column: inout Vector, from first: Int, ofWorker worker: Int) {
    let shared = renumberings[worker]
    guard !shared.isEmpty else { return }
    for row in first..<column.count where column.absence[row] == 0 {
      column.codes[row] = shared.shared(column.codes[row], over: base)
    }
  }
}

extension [Int32] {
  /// The shared number of a worker's number: those below `base` were shared from the start.
  fileprivate func shared(_ number: Int32, over base: Int32) -> Int32 {
    number < base ? number : self[Int(number - base)]
  }
}
