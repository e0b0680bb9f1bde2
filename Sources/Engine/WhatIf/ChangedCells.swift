import Language
import Tables

/// A cell of a file that is given another value.
package struct CellChange: Hashable, Sendable {
  /// A table that is read from a file: `CheckedProgram.accountsFile` for the accounts.
  package var table: TableID
  /// Of the rows that were accepted.
  package var row: Int
  /// Of the table's fields; not the key.
  package var field: Int
  /// A reference is given by its key; nil for a blank cell.
  package var value: Constant?

  package init(table: TableID, row: Int, field: Int, value: Constant?) {
    self.table = table
    self.row = row
    self.field = field
    self.value = value
  }
}

/// The columns of a run in which some cells are given other values.
struct ChangedCells {
  /// By register of the run.
  private(set) var columns: [RegisterID: Vector] = [:]
  /// By table, the rows of these cells; they ascend.
  private(set) var rows: [TableID: [Int]] = [:]
  /// The run's texts, and those that are new.
  private(set) var pool: TextPool

  /// Returns nil where a cell was not kept, is the key of its row, or says in which currency others
  /// are, which were converted when they were read.
  init?(_ changes: [CellChange], in known: Evaluation) {
    pool = known.pool
    for change in changes {
      guard let id = known.register(of: change) else { return nil }
      var column = columns.removeValue(forKey: id) ?? known.columns[id.index]
      enter(change, into: &column, known)
      columns[id] = column
    }
    for (table, changes) in Dictionary(grouping: changes, by: \.table) {
      rows[table] = Set(changes.map(\.row)).sorted()
    }
  }

  private mutating func enter(
    _ change: CellChange, into column: inout Vector, _ known: Evaluation
  ) {
    let field = known.program[change.table].fields[change.field]
    let schema = known.program[change.table].schema.fields[change.field]
    if case .reference(let target) = field.type {
      var row: Int?
      if case .text(let key)? = change.value { row = known.row(of: key, in: target) }
      column.set(change.row, code: row.map { Int32($0) }, missing: .noReference)
      return
    }
    switch change.value ?? schema.blankMeans.map({ Constant($0) }) {
    case .number(let number)?: column.set(change.row, scaled: number.scaled)
    case .day(let day)?: column.set(change.row, code: day.number, missing: .blank)
    case .code(let code)?:
      column.set(change.row, code: Int32(clamping: code), missing: .blank)
    case .truth(let truth)?: column.set(change.row, truth: truth)
    case .text(let text)?:
      column.set(change.row, code: Int32(pool.insert(text)), missing: .blank)
    case .months?, nil: column.clear(change.row, missing: schema.reasonOfBlank)
    }
  }

  /// By register of the run, whether its values follow from a changed cell.
  ///
  /// - Complexity: O(registers), where inputs stand before what reads them.
  func dependents(in plan: Plan) -> [Bool] {
    var changed = [Bool](repeating: false, count: plan.registers.count)
    for id in columns.keys { changed[id.index] = true }
    if columns.isEmpty { return changed }
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for index in plan.registers.indices where !changed[index] {
        let sources = plan.sources(of: RegisterID(index))
        guard sources.contains(where: { changed[$0.index] }) else { continue }
        changed[index] = true
        isGrowing = true
      }
    }
    return changed
  }
}

extension Evaluation {
  /// `true` iff what a run kept can tell what another value of a cell would give: it is no key, names
  /// no parent of a group, and is not the currency of others.
  package func canChange(_ change: CellChange) -> Bool {
    guard let id = register(of: change) else { return false }
    guard let formation = plan.formation else { return true }
    var open = [formation.parent] + formation.alone
    while let next = open.popLast() {
      if next == id { return false }
      open += plan.sources(of: next)
    }
    return true
  }

  /// The register of a cell that can have another value.
  fileprivate func register(of change: CellChange) -> RegisterID? {
    guard let id = plan.cells(of: change), isKept(id), change.row >= 0,
      change.row < columns[id.index].count,
      !program[change.table].schema.isCurrency(change.field)
    else { return nil }
    return id
  }

  /// Returns the accepted row of a table that has a key.
  ///
  /// - Parameter near: the row where it probably stands.
  package func row(of key: String, in table: TableID, near: Int? = nil) -> Int? {
    if let index = tables[table.index].index { return index.row(of: key) }
    let keys = tables[table.index].keys
    if let near, near < keys.count, keys.text(near) == key { return near }
    return keys.rows(of: key).first
  }
}

extension Evaluation {
  /// Returns the change that gives a cell the value that it has; nil for one that was not kept.
  package func cell(_ table: TableID, _ row: Int, _ field: Int) -> CellChange? {
    guard let cells = KeptCells(of: field, in: table, of: self),
      row >= 0, row < tables[table.index].rowCount
    else { return nil }
    return CellChange(table: table, row: row, field: field, value: cells.value(row))
  }
}

/// The cells of one column that a run kept.
package struct KeptCells: Sendable {
  private let evaluation: Evaluation
  private let column: Vector
  private let type: ValueType

  /// Returns nil for a column that was not kept, and for keys.
  package init?(of field: Int, in table: TableID, of evaluation: Evaluation) {
    let cell = CellChange(table: table, row: 0, field: field, value: nil)
    guard let id = evaluation.plan.cells(of: cell), evaluation.isKept(id) else { return nil }
    self.evaluation = evaluation
    column = evaluation.columns[id.index]
    type = evaluation.program[table].fields[field].type
  }

  /// Returns the value of a cell, nil for a blank one; a reference is given by its key.
  package func value(_ row: Int) -> Constant? {
    guard column.isPresent(row) else { return nil }
    switch type {
    case .number, .percent, .money, .days: return .number(Decimal(scaled: column.scaled(row)))
    case .date: return .day(Day(number: column.codes[row]))
    case .truth: return .truth(column.truths[row] != 0)
    case .text: return .text(evaluation.pool.text(Int(column.codes[row])))
    case .choice, .choices, .tier: return .code(Int(column.codes[row]))
    case .reference(let target):
      return .text(evaluation.tables[target.index].key(Int(column.codes[row])))
    case .months, .error: return nil
    }
  }
}

extension Plan {
  /// The register of the cells among which is the changed one; nil for keys.
  fileprivate func cells(of change: CellChange) -> RegisterID? {
    register(madeBy: .field(change.field), at: change.table)
      ?? register(madeBy: .selfReference(change.field), at: change.table)
  }
}

extension TableSchema {
  /// `true` iff a field's column says in which currency amounts are.
  fileprivate func isCurrency(_ field: Int) -> Bool {
    fields.contains { other in
      other.codeField.map { fields[$0].header == fields[field].header } ?? false
    }
  }
}

extension FieldSchema {
  /// Why a blank cell is missing.
  fileprivate var reasonOfBlank: Absence { isTier ? .noReference : .blank }
}
