import Language
import Tables

/// Puts together what the workers of a pass kept.
extension Evaluator {
  /// Takes what the workers kept, which is in the order of the rows, and joins all else that they
  /// have.
  mutating func join(
    _ workers: inout [PassWorker], _ shares: [PieceShare], _ pass: Plan.Pass, _ rows: PieceRows
  ) {
    // Texts below this number were shared from the start of the pass.
    let base = Int32(pool.count)
    let renumbering = Renumbering(
      plan: plan, shares: shares, renumberings: joinPools(workers), base: base)
    enter(rows, pass, renumbering)
    if pass.readsFile { joinRejected(workers, pass, renumbering) }
    let joined = joinRecords(&workers, pass)
    for (index, number) in pass.aggregations.enumerated() where !joined.contains(index) {
      joinAggregation(number, index, workers, renumbering)
    }
    if pass.readsFile { finishReading(pass.table, workers, shares) }
  }

  private mutating func enter(
    _ rows: consuming PieceRows, _ pass: Plan.Pass, _ renumbering: Renumbering
  ) {
    // The absence of all columns of which no row misses its value.
    var present: [UInt8] = []
    present.reserveCapacity(rows.count, settings.advice)
    present.append(contentsOf: repeatElement(0, count: rows.count))
    for (index, id) in pass.keeps.enumerated() {
      var column = rows.columns[index].handOver(present)
      if plan[id].isText { renumbering.renumber(&column) }
      columns[id.index] = column
    }
    guard pass.readsFile else { return }
    tables[pass.table.index].keys = rows.keys
    var open = CapturedRows([])
    swap(&open, &rows.captured)
    renumbering.renumber(&open)
    captured[pass.table.index] = open
  }

  /// Puts the rows that were rejected for a cell in the order of the file.
  private mutating func joinRejected(
    _ workers: [PassWorker], _ pass: Plan.Pass, _ renumbering: Renumbering
  ) {
    var rows = CapturedRows(plan.openness.cells[pass.table.index])
    var keys: [String] = []
    for (number, worker) in workers.enumerated() {
      rows.append(0..<worker.rejected.count, of: worker.rejected, shift: 0) {
        if plan[$1].isText { renumbering.renumber(&$0, from: $2, ofWorker: number) }
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
    _ number: Int, _ index: Int, _ workers: [PassWorker], _ renumbering: Renumbering
  ) {
    let aggregation = plan.aggregations[number]
    let isText = aggregation.figure.map { plan[$0].isText } ?? false
    var joined: Accumulator?
    for (worker, shared) in zip(workers, renumbering.renumberings) {
      var accumulator = worker.accumulators[index]
      if isText, aggregation.kind == .countDistinct, !shared.isEmpty {
        accumulator.renumber { shared.shared($0, over: renumbering.base) }
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

/// Gives workers' own texts the numbers that all share.
struct Renumbering: Sendable {
  let plan: Plan
  let shares: [PieceShare]
  /// By worker, the shared numbers of its own texts.
  let renumberings: [[Int32]]
  /// Texts below this number were shared from the start of the pass.
  let base: Int32

  /// Gives the texts of all rows shared numbers.
  func renumber(_ column: inout Vector) {
    var first = 0
    for share in shares {
      renumber(&column, first..<first + share.rows, ofWorker: share.worker)
      first += share.rows
    }
  }

  /// Gives the texts of rows that were set aside shared numbers.
  func renumber(_ captured: inout CapturedRows) {
    let rows = captured.rows
    captured.forEachColumn { id, column in
      guard plan[id].isText else { return }
      var (first, rowsBefore) = (0, 0)
      for share in shares {
        rowsBefore += share.rows
        var end = first
        while end < rows.count, Int(rows[end]) < rowsBefore { end += 1 }
        renumber(&column, first..<end, ofWorker: share.worker)
        first = end
      }
    }
  }

  /// Gives the texts of a worker's rows, from `first` on, shared numbers.
  func renumber(_ column: inout Vector, from first: Int, ofWorker worker: Int) {
    renumber(&column, first..<column.count, ofWorker: worker)
  }

  private func renumber(_ column: inout Vector, _ rows: Range<Int>, ofWorker worker: Int) {
    let shared = renumberings[worker]
    guard !shared.isEmpty else { return }
    for row in rows where column.absence[row] == 0 {
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
