import Language
import Tables

/// Registers that differ from those of an earlier run in the rows of changed cells alone.
///
/// What: such a register is computed row by row, from its own row, and nothing that it reads of other
/// tables differs.
///
/// Why this way: a cell changes one row of what follows from it, as long as nothing collects over
/// rows, so that millions of others need not be computed again.
struct RowPatches {
  /// One table's registers.
  struct Patch {
    /// They ascend.
    var rows: [Int]
    var pass: Plan.Pass
  }

  private let plan: Plan
  private let counterparts: [RegisterID?]
  /// By register of the earlier run, whether its values follow from a changed cell.
  private let changed: [Bool]
  private let evaluation: Evaluation
  private let cells: ChangedCells
  /// The registers whose values are wanted, with those of the earlier run that hold the other rows.
  private(set) var wanted: [RegisterID: RegisterID] = [:]
  /// Registers that were looked at, with whether they can be computed.
  private var isComputable: [RegisterID: Bool] = [:]

  init(
    _ plan: Plan, _ counterparts: [RegisterID?], _ changed: [Bool], _ evaluation: Evaluation,
    _ cells: ChangedCells
  ) {
    self.plan = plan
    self.counterparts = counterparts
    self.changed = changed
    self.evaluation = evaluation
    self.cells = cells
  }

  /// Notes a register whose values are wanted; returns false where all rows must be computed.
  mutating func take(_ id: RegisterID, of counterpart: RegisterID) -> Bool {
    guard evaluation.isKept(counterpart), cells.rows[plan[id].home] != nil, computes(id) else {
      return false
    }
    wanted[id] = counterpart
    return true
  }

  /// `true` iff single rows of a register follow from what is known.
  private mutating func computes(_ id: RegisterID) -> Bool {
    if let known = isComputable[id] { return known }
    var answer = false
    if case .operation(let operation) = plan[id].producer,
      operation.foreignInput.map({ isKnownElsewhere($0, beside: plan[id].home) }) ?? true
    {
      answer = operation.inputs.allSatisfy { input in
        if plan[input].level < 0 { return true }
        guard plan[input].home == plan[id].home else { return false }
        return source(of: input) != nil || computes(input)
      }
    }
    isComputable[id] = answer
    return answer
  }

  /// `true` iff a register of another table has the values that it had.
  private func isKnownElsewhere(_ id: RegisterID, beside table: TableID) -> Bool {
    guard plan[id].level >= 0 else { return true }
    guard plan[id].home != table, let counterpart = counterparts[id.index] else { return false }
    return !changed[counterpart.index] && evaluation.isKept(counterpart)
  }

  /// Returns the column in which the changed rows of a register stand already.
  private func source(of id: RegisterID) -> Vector? {
    guard let counterpart = counterparts[id.index] else { return nil }
    if let column = cells.columns[counterpart] { return column }
    guard !changed[counterpart.index], evaluation.isKept(counterpart) else { return nil }
    return evaluation.columns[counterpart.index]
  }

  /// Returns the registers that operations read of other tables, with those of the earlier run.
  var foreign: [RegisterID: RegisterID] {
    var found: [RegisterID: RegisterID] = [:]
    for id in steps {
      guard case .operation(let operation) = plan[id].producer,
        let input = operation.foreignInput, plan[input].level >= 0
      else { continue }
      found[input] = counterparts[input.index]
    }
    return found
  }

  /// By table, what is to be computed.
  var all: [Patch] {
    let steps = steps
    return cells.rows.keys.sorted { $0.index < $1.index }.compactMap { table in
      guard let rows = cells.rows[table] else { return nil }
      var pass = Plan.Pass(table: table, readsFile: false)
      pass.steps = steps.filter { plan[$0].home == table }
      pass.keeps = pass.steps.filter { wanted[$0] != nil }
      if pass.keeps.isEmpty { return nil }
      let made = Set(pass.steps)
      for id in inputs(of: pass.steps) where !made.contains(id) {
        if plan[id].level < 0 { pass.constants.append(id) } else { pass.loads.append(id) }
      }
      return Patch(rows: rows, pass: pass)
    }
  }

  /// Returns the rows of a register that a patch reads.
  func rows(_ rows: [Int], of id: RegisterID) -> Vector {
    var vector = Vector()
    if let source = source(of: id) { vector.append(rows, of: source) }
    return vector
  }

  /// All operations that the wanted registers follow from, in an order in which each comes after
  /// those that it reads.
  private var steps: [RegisterID] {
    var found: Set<RegisterID> = []
    var open = Array(wanted.keys)
    while let id = open.popLast() {
      guard found.insert(id).inserted, case .operation(let operation) = plan[id].producer else {
        continue
      }
      open += operation.inputs.filter { plan[$0].level >= 0 && source(of: $0) == nil }
    }
    // Inputs stand before what reads them.
    return found.sorted { $0.raw < $1.raw }
  }

  private func inputs(of steps: [RegisterID]) -> [RegisterID] {
    var read: Set<RegisterID> = []
    for id in steps {
      if case .operation(let operation) = plan[id].producer { read.formUnion(operation.inputs) }
    }
    return read.sorted { $0.raw < $1.raw }
  }
}

extension Evaluator {
  /// Computes the rows that differ, and takes all others from the earlier run.
  mutating func fill(_ patches: RowPatches, _ known: Evaluation) {
    for (id, counterpart) in patches.foreign {
      columns[id.index] = known.columns[counterpart.index]
    }
    for patch in patches.all {
      var columns = columns
      for id in patch.pass.loads { columns[id.index] = patches.rows(patch.rows, of: id) }
      var worker = PassWorker(context(of: patch.pass, columns), buckets: [])
      for first in stride(from: 0, to: patch.rows.count, by: settings.batchRows) {
        worker.consume(first..<min(patch.rows.count, first + settings.batchRows))
      }
      for (index, id) in patch.pass.keeps.enumerated() {
        guard let counterpart = patches.wanted[id] else { continue }
        var column = known.columns[counterpart.index]
        let values = worker.kept.columns[index].vector
        for (place, row) in patch.rows.enumerated() { column.put(row, place, of: values) }
        self.columns[id.index] = column
      }
    }
  }
}

extension Vector {
  /// Gives a row the value that another vector of the same sort has at `place`.
  fileprivate mutating func put(_ row: Int, _ place: Int, of other: Vector) {
    guard other.isPresent(place) else {
      clear(row, missing: Absence(rawValue: other.absence[place]))
      return
    }
    if other.holdsNumbers {
      set(row, scaled: other.scaled(place))
    } else if other.codes.isEmpty {
      set(row, truth: other.truths[place] != 0)
    } else {
      set(row, code: other.codes[place], missing: [])
    }
  }
}
