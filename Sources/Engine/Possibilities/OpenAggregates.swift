import Language
import Tables

/// Tells what aggregates could be where blanks leave open which rows they collect, or what.
struct OpenAggregates {
  let context: OpenContext
  let aggregation: Aggregation
  private let register: RegisterID
  private let inputs: [RegisterID]

  init?(_ number: Int, in context: OpenContext) {
    guard let register = context.plan.register(madeBy: .aggregation(number)) else { return nil }
    self.context = context
    self.register = register
    aggregation = context.plan.aggregations[number]
    inputs = [
      aggregation.condition, aggregation.figure, aggregation.bucket, aggregation.partition,
      aggregation.base,
    ].compactMap { $0 }
  }

  /// Returns the column over the rows that a reading set aside: what it collected from the others
  /// is known.
  func overReading(_ collected: Accumulator) -> FarColumn? {
    var sweep = RowSweep(inputs, of: aggregation.source, in: context)
    var totals: [Int32: RangeTotal] = [:]
    var distinct = collected.distinctValues()
    let first = context.rowCount(of: aggregation.source)
    sweep.forEachOwnOpenRow { row, machine in
      let figure = aggregation.figure.map { machine[$0] }
      let (matches, buckets) = matches(machine, of: buckets(machine))
      // What is settled of an accepted row was collected already.
      let isSettled = matches.isSettled && figure?.isSettled ?? true
      if row < first, isSettled, !buckets.areOpen { return }
      for bucket in buckets.rows {
        totals[bucket, default: collected.total(of: Int(bucket), &distinct)]
          .add(matches: matches, figure: figure)
      }
    }
    return column(totals)
  }

  /// Returns the column over all rows of a table that has been read.
  ///
  /// - Complexity: O(rows × steps).
  func overRows() -> FarColumn? {
    var sweep = RowSweep(inputs, of: aggregation.source, in: context)
    guard !sweep.isCertain else { return nil }
    var totals: [Int32: RangeTotal] = [:]
    var floating: [(matches: Possible, figure: Possible?)] = []
    sweep.forEachRow { _, machine in
      let figure = aggregation.figure.map { machine[$0] }
      let (matches, buckets) = matches(machine, of: buckets(machine))
      if let partition = aggregation.partition, !machine[partition].isSettled {
        floating.append((.truth(no: true, yes: matches.canBeYes, missing: false), figure))
      } else {
        for bucket in buckets.rows {
          totals[bucket, default: RangeTotal()].add(matches: matches, figure: figure)
        }
      }
    }
    for bucket in totals.keys {
      for (matches, figure) in floating { totals[bucket]?.add(matches: matches, figure: figure) }
    }
    return column(totals)
  }

  /// The rows that may collect what one row has; where it is open which one does, any or none.
  private struct Buckets {
    var rows: [Int32]
    var areOpen = false
  }

  /// Whether a row matches, for each of those that may collect it.
  private func matches(
    _ machine: borrowing TapeMachine, of buckets: Buckets
  ) -> (Possible, Buckets) {
    var matches = Possible(true)
    if let base = aggregation.base { matches = machine[base] }
    if let condition = aggregation.condition { matches = .and(matches, machine[condition]) }
    if buckets.areOpen { matches = .truth(no: true, yes: matches.canBeYes, missing: false) }
    return (matches, buckets)
  }

  /// The buckets that may collect the row: none where nobody does, or a rejected row would.
  private func buckets(_ machine: borrowing TapeMachine) -> Buckets {
    guard let id = aggregation.bucket ?? aggregation.partition else { return Buckets(rows: [0]) }
    let value = machine[id]
    guard value.canBePresent else { return Buckets(rows: []) }
    if value.isSettled { return Buckets(rows: [Int32(clamping: value.low)]) }
    return Buckets(rows: openBuckets(id, machine), areOpen: true)
  }

  /// Where the way to the bucket leads through a rejected row, it goes on from one of these.
  private func openBuckets(_ id: RegisterID, _ machine: borrowing TapeMachine) -> [Int32] {
    guard let target = aggregation.target,
      case .operation(.gather(let row, let column)) = context.plan[id].producer
    else { return [] }
    let (next, place) = (context.plan[column], machine[row])
    if place.isSettled, place.canBePresent, case .field = next.producer {
      // The row is there, and refers to a rejected one itself.
      return []
    }
    guard case .field = context.plan[row].producer,
      let values = valuesOfRejected(column, of: next.home)
    else { return (0..<Int32(context.rowCount(of: target))).map { $0 } }
    return Set(values).sorted()
  }

  /// What the rejected rows of a table refer to; nil where that is not told by their cells.
  private func valuesOfRejected(_ column: RegisterID, of table: TableID) -> [Int32]? {
    guard table != .portfolio else { return nil }
    let store = context.rejected[table.index]
    func settled(_ value: Possible) -> Int32? {
      value.isSettled && value.canBePresent ? Int32(clamping: value.low) : nil
    }
    if context.plan[column].producer == .group {
      return (0..<store.count).compactMap { settled(context.groupOfRejected($0)) }
    }
    guard let place = store.registers.firstIndex(of: column) else { return nil }
    return (0..<store.count).compactMap { settled(store.columns[place].value($0, .code)) }
  }

  private func column(_ totals: [Int32: RangeTotal]) -> FarColumn? {
    let ranges = totals.mapValues {
      aggregation.isStrict ? $0.strictRange(aggregation.kind) : $0.range(aggregation.kind)
    }
    if let partition = aggregation.partition { return byPartition(ranges, partition) }
    if ranges.isEmpty { return nil }
    return aggregation.target == nil ? ranges[0].map { .single($0) } : .sparse(ranges)
  }

  /// Each row reads the figure of its own partition; a row without one reads nothing that is known.
  private func byPartition(_ ranges: [Int32: Possible], _ partition: RegisterID) -> FarColumn? {
    let home = context.plan[register].home
    guard home != .portfolio else { return nil }
    var all = Possible.missing
    for range in ranges.values { all.formUnion(range) }
    return .dense(
      (0..<context.fullCount(of: home)).map { row in
        let own = context.value(partition, row)
        return own.isSettled && own.canBePresent
          ? ranges[Int32(clamping: own.low)] ?? context.nominal(register, row) : all
      })
  }
}

extension Accumulator {
  /// The different values of each bucket, where they are counted.
  func distinctValues() -> [Int32: Set<Int128>] {
    var values: [Int32: Set<Int128>] = [:]
    for pair in pairs { values[pair.bucket, default: []].insert(pair.value) }
    return values
  }

  /// What is known of a bucket, as the beginning of a range.
  func total(of place: Int, _ distinct: inout [Int32: Set<Int128>]) -> RangeTotal {
    var total = RangeTotal()
    guard place < flags.count else { return total }
    if kind == .count { total.sureRows = Int(counts[place]) }
    guard flags[place] & Accumulator.matched != 0 else { return total }
    total.sureRows = max(1, total.sureRows)
    guard flags[place] & Accumulator.figured != 0 else {
      total.canLackFigure = true
      return total
    }
    total.sureFigures = kind == .average ? Int(counts[place]) : 1
    switch kind {
    case .count: break
    case .countDistinct: total.sureValues = distinct[Int32(place)] ?? []
    case .sum, .average:
      total.sureLow = self.total(place)
      total.sureHigh = total.sureLow
    case .min, .max:
      let value = figureKind == .number ? numbers[place] : Int128(codes[place])
      total.leastSure = Possible(certain: value)
      total.mostSure = Possible(certain: value)
    }
    return total
  }
}
