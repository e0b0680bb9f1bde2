import Language
import Tables

/// A finished run from which follows what other agreements, other days and other cells would give,
/// without its files.
///
/// What: an evaluation that follows is the one of a run over files that hold the change.
///
/// Why this way: registers that are made in the same way from the same cells keep their values, and
/// only the others are computed again.
package struct Standing: Sendable {
  package let known: Evaluation
  private let settings: WorkSettings
  /// What an earlier result says, in the words of the agreement that is judged next.
  package var earlier: EarlierResult?

  package init(_ known: Evaluation, _ settings: WorkSettings, earlier: EarlierResult?) {
    self.known = known
    self.settings = settings
    self.earlier = earlier
  }

  /// Returns what `program` says on a day of the same data, but for some cells.
  ///
  /// Without demands `plan` gives tiers alone. What filling blanks in could change is not told.
  ///
  /// - Returns: nil where what was kept does not tell: where tables are read in another way, groups
  ///   are formed in another way, or a row gets another key.
  /// - Complexity: O(rows × operations that differ), and O(n log n) for rankings that do.
  package func evaluation(
    of program: CheckedProgram, _ plan: Plan, asOf: Day, changing changes: [CellChange] = []
  ) async throws(EvaluationFailure) -> Evaluation? {
    var program = program
    program.settle(on: asOf)
    guard known.plan.keepsCells || !known.plan.keptForOtherDays.isEmpty,
      program.readsLike(known.program), let cells = ChangedCells(changes, in: known),
      let steps = RemainingPlan(plan, of: program, after: known, cells)
    else { return nil }
    return try await Evaluator.evaluate(
      program, steps, asOf: asOf, after: known, cells, settings: settings, earlier: earlier)
  }
}

extension CheckedProgram {
  /// `true` iff the same files give the same cells and the same codes for their values.
  package func readsLike(_ other: CheckedProgram) -> Bool {
    let (own, others) = (storedTables, other.storedTables)
    return own.count == others.count
      && zip(own, others).allSatisfy { left, right in
        left.index == right.index && left.table.origin == right.table.origin
          && left.table.schema.undeclared == right.table.schema.undeclared
      }
  }

  /// The tables whose rows are those of a file, or groups of them.
  private var storedTables: [(index: Int, table: CheckedTable)] {
    tables.enumerated().filter { $0.element.isStored }.map { ($0.offset, $0.element) }
  }
}

extension CheckedTable {
  /// `true` iff the rows are those of a file, or groups of them.
  var isStored: Bool {
    switch origin {
    case .file, .groups: true
    case .eachValue, .pairs: false
    }
  }
}

extension TableSchema {
  /// The same schema, wherever the agreement declares it.
  fileprivate var undeclared: TableSchema {
    var copy = self
    for index in copy.fields.indices { copy.fields[index].declaration = nil }
    return copy
  }
}

extension Evaluator {
  /// Carries out what is left of a plan, and decides.
  fileprivate static func evaluate(
    _ program: CheckedProgram, _ steps: RemainingPlan, asOf: Day, after known: Evaluation,
    _ cells: ChangedCells, settings: WorkSettings, earlier: EarlierResult?
  ) async throws(EvaluationFailure) -> Evaluation {
    var evaluator = Evaluator(
      program, steps.plan, asOf: asOf, inputs: [], settings: settings, earlier: earlier)
    evaluator.take(known, cells, steps)
    evaluator.fill(steps.patches, known)
    for level in steps.plan.levels {
      for pass in level.passes { try await evaluator.run(pass) }
      evaluator.finish(level)
      if !evaluator.excess.isEmpty { throw .broken(evaluator.excess) }
    }
    return Evaluation(
      program: evaluator.program, plan: steps.plan, asOf: asOf, tables: evaluator.tables,
      columns: evaluator.columns, pool: evaluator.pool,
      decision: steps.isOfTiersAlone ? evaluator.decided : evaluator.decision,
      pairs: evaluator.pairs, groups: evaluator.groups)
  }

  /// Takes over what is known before the first pass.
  private mutating func take(
    _ known: Evaluation, _ cells: ChangedCells, _ steps: RemainingPlan
  ) {
    for index in tables.indices where program.tables[index].isStored {
      tables[index] = known.tables[index]
    }
    if !program.overrides.isEmpty { tables[0].enterKeys() }
    groups = known.groups
    pool = cells.pool
    for (id, counterpart) in steps.known {
      columns[id.index] = cells.columns[counterpart] ?? known.columns[counterpart.index]
    }
    enterTexts()
    for id in steps.entered { enter(id) }
    if steps.entersEarlier { enterEarlier() }
  }

  /// Fills a register whose values follow from the rows alone.
  private mutating func enter(_ id: RegisterID) {
    let home = plan[id].home
    switch plan[id].producer {
    case .isUnrepeated: markUnrepeated(home)
    case .group: columns[id.index] = Vector(codes: groups?.groupOf ?? [], missing: .noReference)
    case .head: columns[id.index] = Vector(codes: groups?.heads ?? [], missing: .noReference)
    case .field:
      let keys = tables[home.index].keys
      var column = Vector(.code, count: keys.count)
      for row in 0..<keys.count {
        column.codes[row] = Int32(pool.insert(keys.bytes[keys.range(row)]).number)
      }
      columns[id.index] = column
    case .constant, .selfReference, .operation, .aggregation, .ranking, .share, .earlier,
      .valueRow, .pairMember, .value, .inTotals, .tier:
      break
    }
  }
}

extension TableResult {
  /// Makes the rows found by their keys; keys without an index are known to be all different.
  fileprivate mutating func enterKeys() {
    guard index == nil, keys.count > 0 else { return }
    var repeated: [(row: Int, first: Int)] = []
    index = KeyIndex(keys, repeated: &repeated)
  }
}
