import Language
import Tables

/// What the workers of a pass share and none of them changes.
struct PassContext: Sendable {
  let plan: Plan
  let pass: Plan.Pass
  /// By register, the values that earlier passes kept.
  let columns: [Vector]
  /// The numbers of constant texts are in it.
  let pool: TextPool
  /// By table, where rows are referred to.
  let indices: [KeyIndex?]
  let table: CheckedTable?
  /// `true` iff reports may speak of single rows, and so of their lines.
  let keepsPlaces: Bool
  /// What is set aside of rows that were rejected for a cell.
  let rejectedCaptures: [RegisterID]
  /// By table, the keys of rows that were rejected for a cell.
  let rejectedKeys: [Set<String>]
  /// The field that names an account's parent, where accounts form groups.
  let parentField: Int?
  /// The pass's operations in 64 bits; nil where there are none, or a column that is read needs
  /// more.
  let lanes: LaneProgram?
  let loops: LaneLoops
  /// What all workers keep.
  let kept: KeptRows
}

/// Carries out the operations of one pass, a batch of rows at a time.
struct PassWorker: RowConsumer {
  let context: PassContext
  /// By register, then what `context.lanes` needs beside.
  var vectors: [Vector]
  /// What is kept of the current piece.
  private(set) var kept: PieceRows
  /// Empty unless `PassContext.keepsPlaces`.
  private(set) var places = RowPlaces()
  /// `true` as long as each key comes after the one before it in its piece.
  private(set) var hasAscendingKeys = true
  private(set) var pool: LocalPool
  /// Empty for aggregations that collect in `records`.
  private(set) var accumulators: [Accumulator]
  private(set) var records: [BucketRecords]
  /// By aggregation, whether it collects in its accumulator.
  private var isApart: [Bool]
  /// By field: cells of self-references, resolved once the table has been read.
  private(set) var selfReferences: [Int: TextColumn] = [:]
  private(set) var unmatched = UnmatchedReferences()
  /// Rows that were rejected for a cell, by the numbers of their records.
  private(set) var rejected: CapturedRows
  private(set) var rejectedKeys: [String] = []
  private(set) var rejectedParents: [String] = []
  private var constantsCount = 0
  /// Bounds of the narrow figures of fields, by register, and of everything computed from them.
  private(set) var fieldBounds: [UInt64]
  var bounds: LaneBounds
  var laneConstantsCount = 0
  var laneScratch: [UInt8] = []
  var laneSums = LaneSums()
  /// Batches in a row that were too large for 64 bits.
  private var wideBatches = 0

  /// - Parameter buckets: how many buckets each of the pass's aggregations starts with.
  init(_ context: PassContext, buckets: [Int]) {
    self.context = context
    let registers = context.plan.registers.count
    vectors = Array(repeating: Vector(), count: context.lanes?.slotCount ?? registers)
    fieldBounds = Array(repeating: 0, count: registers)
    bounds = LaneBounds(context.lanes, columns: context.columns)
    kept = context.kept.fresh
    pool = LocalPool(over: context.pool)
    rejected = CapturedRows(context.rejectedCaptures)
    records = BucketRecords.shared(by: context.pass, in: context.plan, buckets: buckets)
    isApart = Array(repeating: true, count: buckets.count)
    for part in records.flatMap(\.parts) { isApart[part.place] = false }
    accumulators = context.pass.aggregations.indices.map { [isApart] place in
      let aggregation = context.plan.aggregations[context.pass.aggregations[place]]
      return Accumulator(
        aggregation.kind, figureKind: aggregation.figure.map { context.plan[$0].kind },
        buckets: isApart[place] ? buckets[place] : 0, isStrict: aggregation.isStrict)
    }
  }

  /// Returns what aggregations collected together, and keeps it no longer.
  mutating func handOverRecords() -> [BucketRecords] {
    var handed: [BucketRecords] = []
    swap(&handed, &records)
    return handed
  }

  /// Gives up records in favour of accumulators.
  mutating func separate(_ records: [BucketRecords]) {
    for records in records {
      for part in records.parts {
        accumulators[part.place] = records.accumulator(part)
        isApart[part.place] = true
      }
    }
  }

  // MARK: Batches

  mutating func consume(_ batch: inout RowBatch) {
    let count = batch.count
    if context.keepsPlaces { places.append(lines: batch.lines, records: batch.records) }
    takeKeys(batch)
    fillConstants(count)
    loadFields(batch)
    takeSelfReferences(batch)
    run(count)
    kept.captured.append(openRows(count), of: vectors, rowsBefore: kept.count, in: batch)
    kept.add(count)
    // The batch's buffers are shared until here; without this the next batch would copy them.
    for id in context.pass.fields { vectors[id.index] = Vector() }
  }

  mutating func finish(piece: Int) { context.kept.take(&kept, of: piece) }

  private mutating func loadFields(_ batch: RowBatch) {
    for id in context.pass.fields {
      if case .field(let field) = context.plan[id].producer {
        load(batch.columns[field], of: batch, field: field, into: id)
      }
    }
  }

  mutating func consumeRejected(_ batch: RowBatch) {
    // Their references are not among those that are reported.
    let unmatched = unmatched
    loadFields(batch)
    self.unmatched = unmatched
    for row in 0..<batch.count {
      rejected.append(row, of: vectors, number: Int(batch.records[row]), in: batch)
      if let key = context.table?.keyIndex, case .texts(let texts, _) = batch.columns[key] {
        rejectedKeys.append(texts.text(row))
      }
      if let parent = context.parentField, case .texts(let texts, _) = batch.columns[parent] {
        rejectedParents.append(texts.text(row))
      }
    }
    for id in context.pass.fields { vectors[id.index] = Vector() }
  }

  /// Carries out the operations over `rows` of the columns kept so far.
  mutating func consume(_ rows: Range<Int>) {
    for id in context.pass.loads {
      vectors[id.index].removeAll()
      vectors[id.index].append(rows, of: context.columns[id.index])
    }
    fillConstants(rows.count)
    run(rows.count)
    kept.add(rows.count)
  }

  private mutating func run(_ count: Int) {
    runOperations(count)
    for place in records.indices.reversed() {
      if records[place].collect(vectors, count: count) { continue }
      separate([records.remove(at: place)])
    }
    for (index, number) in context.pass.aggregations.enumerated() where isApart[index] {
      let aggregation = context.plan.aggregations[number]
      func vector(_ id: RegisterID?) -> Vector? { id.map { vectors[$0.index] } }
      let partition = vector(aggregation.partition).map { partition in
        partition.truths.isEmpty ? partition : partition.asCodes
      }
      accumulators[index].collect(
        base: vector(aggregation.base), condition: vector(aggregation.condition),
        figure: vector(aggregation.figure), bucket: vector(aggregation.bucket) ?? partition,
        count: count)
    }
    for (index, id) in context.pass.keeps.enumerated() {
      kept.columns[index].append(count, of: vectors[id.index], by: context.loops)
    }
  }

  /// Computes in 64 bits where the figures of the batch allow it, else in 128.
  private mutating func runOperations(_ count: Int) {
    // PERF: a table whose figures are too large again and again is not tried for ever.
    if wideBatches < 16, runLanes(count) {
      wideBatches = 0
      return
    }
    wideBatches += 1
    for id in context.pass.fields { vectors[id.index].widen() }
    for id in context.pass.loads { vectors[id.index].widen() }
    for id in context.pass.steps {
      guard case .operation(let operation) = context.plan[id].producer else { continue }
      carryOut(operation, into: id, count: count)
    }
  }

  private mutating func fillConstants(_ count: Int) {
    // More rows than the batch has do no harm.
    guard count > constantsCount else { return }
    constantsCount = count
    for id in context.pass.constants {
      let register = context.plan[id]
      guard case .constant(let value) = register.producer else { continue }
      var vector = Vector(register.kind, count: count)
      switch value {
      case .number(let number): vector.numbers = Array(repeating: number, count: count)
      case .code(let code): vector.codes = Array(repeating: code, count: count)
      case .truth(let truth): vector.truths = Array(repeating: truth ? 1 : 0, count: count)
      case .text(let text):
        let number = context.pool.find(Array(text.utf8)[...]) ?? -1
        vector.codes = Array(repeating: Int32(number), count: count)
      }
      vectors[id.index] = vector
    }
  }

  // MARK: Cells

  private mutating func takeKeys(_ batch: RowBatch) {
    guard let key = context.table?.keyIndex, case .texts(let texts, _) = batch.columns[key] else {
      return
    }
    let first = kept.keys.count
    kept.keys.append(0..<texts.count, of: texts)
    hasAscendingKeys = hasAscendingKeys && kept.keys.isStrictlyAscending(from: first)
  }

  private mutating func takeSelfReferences(_ batch: RowBatch) {
    guard let table = context.table else { return }
    for (index, field) in table.fields.enumerated() {
      guard case .reference(context.pass.table) = field.type,
        case .texts(let texts, _) = batch.columns[index]
      else { continue }
      for row in 0..<texts.count {
        selfReferences[index, default: TextColumn()].append(texts.bytes[texts.range(row)])
      }
    }
  }

  private mutating func load(
    _ column: CellColumn, of batch: RowBatch, field: Int, into id: RegisterID
  ) {
    var vector = Vector()
    switch column {
    case .numbers(let numbers, let absence):
      vector.numbers = numbers
      vector.absence = absence
    case .narrow(let figures, let places, let bound, let absence):
      vector.take(narrow: figures, places: places, absence: absence)
      fieldBounds[id.index] = bound
    case .codes(let codes, let absence):
      vector.codes = codes
      vector.absence = absence
    case .truths(let truths, let absence):
      vector.truths = truths
      vector.absence = absence
    case .texts(let texts, let absence):
      vector.absence = absence
      vector.codes = Array(repeating: 0, count: batch.count)
      if case .reference(let target)? = context.table?.fields[field].type {
        resolve(texts, of: batch, to: target, field: field, into: &vector)
      } else {
        for row in 0..<batch.count where absence[row] == 0 {
          vector.codes[row] = pool.number(of: texts.bytes[texts.range(row)])
        }
      }
    }
    vectors[id.index] = vector
  }

  /// Finds the rows that `texts` refer to; a key that nobody has is noted.
  private mutating func resolve(
    _ texts: TextColumn, of batch: RowBatch, to target: TableID, field: Int,
    into vector: inout Vector
  ) {
    guard let index = context.indices[target.index] else { return }
    index.find(texts, into: &vector.codes)
    if PassWorker.areFound(vector.codes, vector.absence) { return }
    for row in 0..<texts.count {
      if vector.absence[row] != 0 {
        unmatched.noteBlank(field, record: batch.records[row])
      } else if vector.codes[row] < 0 {
        let text = texts.text(row)
        unmatched.note(text, field, record: batch.records[row])
        let isRejected = context.rejectedKeys[target.index].contains(text)
        vector.absence[row] =
          (isRejected ? Absence.rejectedReference : Absence.noReference).rawValue
      }
    }
  }

  private static func areFound(_ codes: [Int32], _ absence: [UInt8]) -> Bool {
    let (codes, reasons) = (codes.span, absence.span)
    precondition(codes.count == reasons.count)
    var union: Int32 = 0
    for row in codes.indices { union |= codes[row] &>> 31 | Int32(reasons[row]) }
    return union == 0
  }

  // MARK: Operations

  mutating func carryOut(_ operation: Operation, into id: RegisterID, count: Int) {
    let kind = context.plan[id].kind
    var out = Vector()
    swap(&out, &vectors[id.index])
    out.resize(to: count, kind)
    switch operation {
    case .negate(let a): Kernels.unary(self[a], into: &out, count: count) { -$0 }
    case .absolute(let a): Kernels.unary(self[a], into: &out, count: count) { abs($0) }
    case .round(let a, let places):
      Kernels.unary(self[a], into: &out, count: count) {
        Decimal(scaled: $0).rounded(toPlaces: places)?.scaled
      }
    case .arithmetic(let sign, let a, let b):
      calculate(sign, self[a], self[b], into: &out, count: count)
    case .shiftDays(let a, let b, let backwards):
      Kernels.shiftDays(self[a], by: self[b], backwards: backwards, into: &out, count: count)
    case .shiftMonths(let a, let months):
      Kernels.shiftMonths(self[a], by: months, into: &out, count: count)
    case .daysBetween(let a, let b):
      Kernels.daysBetween(self[a], self[b], into: &out, count: count)
    case .pickDate(let a, let b, let latest):
      Kernels.pickCode(self[a], self[b], largest: latest, into: &out, count: count)
    case .datePart(let a, let isYear):
      Kernels.datePart(self[a], isYear: isYear, into: &out, count: count)
    case .wholeMonths(let a, let b, let perYear):
      Kernels.wholeMonths(self[a], self[b], perYear: perYear, into: &out, count: count)
    case .compare(let comparison, let a, let b):
      compare(comparison, a, b, into: &out, count: count)
    case .holds(let a, let bit): Kernels.holds(self[a], bit, into: &out, count: count)
    case .and(let a, let b):
      Kernels.logic(self[a], self[b], decisive: 0, into: &out, count: count)
    case .or(let a, let b):
      Kernels.logic(self[a], self[b], decisive: 1, into: &out, count: count)
    case .not(let a): Kernels.not(self[a], into: &out, count: count)
    case .isMissing(let a): Kernels.isMissing(self[a], into: &out, count: count)
    case .fallback(let a, let b):
      let first = self[a]
      Kernels.pick(
        Array(repeating: 1, count: count), of: self[b], into: &out, kind, count: count)
      Kernels.pick(
        first.absence.prefix(count).map { $0 == 0 ? 1 : 0 }, of: first, into: &out, kind,
        count: count)
    case .cases(let cases): choose(cases, into: &out, kind, count: count)
    case .scale(let x, let low, let high, let outOf):
      Kernels.scale(
        self[x], low: self[low], high: self[high], outOf: outOf, into: &out, count: count)
    case .score(let formula, let points):
      var sums = ScoreSums(count: count)
      for (criterion, id) in zip(formula.criteria, points) {
        Kernels.add(criterion, self[id], to: &sums, count: count)
      }
      Kernels.finish(sums, formula, into: &out, count: count)
    case .gather(let row, let column):
      gather(self[row], context.columns[column.index], into: &out, kind, count: count)
    case .broadcast(let column):
      let value = context.columns[column.index]
      for row in 0..<count {
        Kernels.copy(row, from: 0, of: value, into: &out, kind)
      }
    case .firstHolding(let conditions):
      var scratch: [UInt8] = []
      swap(&scratch, &laneScratch)
      Kernels.firstHolding(
        conditions, of: vectors.span, picks: &scratch, into: &out, count: count, context.loops)
      swap(&scratch, &laneScratch)
    }
    swap(&out, &vectors[id.index])
  }

  private subscript(id: RegisterID) -> Vector { vectors[id.index] }

  private func calculate(
    _ sign: ArithmeticOperator, _ a: Vector, _ b: Vector, into out: inout Vector, count: Int
  ) {
    switch sign {
    case .add: Kernels.add(a, b, into: &out, count: count)
    case .subtract: Kernels.subtract(a, b, into: &out, count: count)
    case .multiply: Kernels.multiply(a, b, into: &out, count: count)
    case .divide: Kernels.divide(a, b, into: &out, count: count)
    case .min: Kernels.pickNumber(a, b, largest: false, into: &out, count: count)
    case .max: Kernels.pickNumber(a, b, largest: true, into: &out, count: count)
    }
  }

  private func compare(
    _ comparison: Comparison, _ a: RegisterID, _ b: RegisterID, into out: inout Vector, count: Int
  ) {
    let (left, right) = (vectors[a.index], vectors[b.index])
    Kernels.join(left.absence, right.absence, into: &out.absence, count: count)
    switch context.plan[a].kind {
    case .number:
      Kernels.compare(comparison, left.numbers, right.numbers, into: &out.truths, count: count)
    case .code:
      Kernels.compare(comparison, left.codes, right.codes, into: &out.truths, count: count)
    case .truth:
      Kernels.compare(comparison, left.truths, right.truths, into: &out.truths, count: count)
    }
  }

  private func choose(
    _ cases: [Operation.CaseInput], into out: inout Vector, _ kind: RegisterKind, count: Int
  ) {
    var open: [UInt8] = []
    Kernels.beginChoice(&open, into: &out, count: count)
    var picked = open
    for item in cases {
      if let condition = item.condition {
        Kernels.decideCase(
          self[condition], open: &open, picked: &picked, into: &out, count: count)
      } else {
        swap(&open, &picked)
      }
      Kernels.pick(picked, of: self[item.value], into: &out, kind, count: count)
      if item.condition == nil { return }
    }
  }

  private func gather(
    _ rows: Vector, _ column: Vector, into out: inout Vector, _ kind: RegisterKind, count: Int
  ) {
    for row in 0..<count {
      out.absence[row] = rows.absence[row]
      guard rows.absence[row] == 0 else { continue }
      Kernels.copy(row, from: Int(rows.codes[row]), of: column, into: &out, kind)
    }
  }
}

extension Kernels {
  static func copy(
    _ row: Int, from source: Int, of a: Vector, into out: inout Vector, _ kind: RegisterKind
  ) {
    switch kind {
    case .number: out.numbers[row] = a.scaled(source)
    case .code: out.codes[row] = a.codes[source]
    case .truth: out.truths[row] = a.truths[source]
    }
    out.absence[row] = a.absence[source]
  }
}

extension Vector {
  /// Yes and no as the codes 1 and 0.
  var asCodes: Vector {
    var vector = Vector()
    vector.codes = truths.map(Int32.init)
    vector.absence = absence
    return vector
  }
}
