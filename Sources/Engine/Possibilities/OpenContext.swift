import Language
import Tables

/// What is known of the values that a row's own cells do not tell: aggregates, ranks, shares and
/// values of other tables' rows, where blanks elsewhere could change them.
enum FarColumn: Sendable {
  /// By row, where it is not what the run found.
  case sparse([Int32: Possible])
  /// Of every row.
  case dense([Possible])
  /// The portfolio's.
  case single(Possible)
}

/// A blank cell that is taken to hold a value in a range.
struct NarrowedCell: Sendable {
  var table: TableID
  var row: Int
  var field: Int
  var range: Possible
}

/// A finished evaluation, with what blanks leave open of it so far.
///
/// Rows that were rejected for a cell would be rows if the cell were mended: they are numbered after
/// the rows of their table.
struct OpenContext: Sendable {
  let program: CheckedProgram
  let plan: Plan
  let columns: [Vector]
  let pool: TextPool
  let tables: [TableResult]
  let decision: Decision
  /// By table.
  let captured: [CapturedRows]
  let rejected: [CapturedRows]
  let rejectedKeys: [[String]]
  private let rejectedGroups: RejectedGroups?
  /// By number, what aggregates collected from a file.
  let collected: [Int: Accumulator]
  /// By register; nil where the run's own values hold.
  var far: [FarColumn?]
  var narrowed: NarrowedCell?

  init(_ evaluator: Evaluator) {
    program = evaluator.program
    plan = evaluator.plan
    columns = evaluator.columns
    pool = evaluator.pool
    tables = evaluator.tables
    decision = evaluator.decision
    captured = evaluator.captured
    rejected = evaluator.rejected
    rejectedKeys = evaluator.rejectedKeys
    rejectedGroups = evaluator.rejectedGroups
    collected = evaluator.collected
    far = Array(repeating: nil, count: plan.registers.count)
  }

  /// `true` iff nothing that decides is blank or was rejected for a cell.
  var isClosed: Bool {
    captured.allSatisfy { $0.count == 0 } && rejected.allSatisfy { $0.count == 0 }
  }

  /// What the run found, in a row of a register that was kept.
  func nominal(_ id: RegisterID, _ row: Int) -> Possible {
    let place = plan[id].home == .portfolio ? 0 : row
    guard place < columns[id.index].count else { return widest(plan[id].kind) }
    return value(of: columns[id.index], place, plan[id].kind)
  }

  /// A value as a range of one value, or of none; what is open could be anything.
  func value(of vector: Vector, _ row: Int, _ kind: RegisterKind) -> Possible {
    vector.value(row, kind)
  }

  /// Every value of a kind: what is known of a value that was not kept.
  func widest(_ kind: RegisterKind) -> Possible { .anything(kind) }

  /// What a register could be in a row of its table, as far as that is told already.
  func value(_ id: RegisterID, _ row: Int) -> Possible {
    switch far[id.index] {
    case .sparse(let values)?: values[Int32(row)] ?? nominal(id, row)
    case .dense(let values)?: values[row]
    case .single(let value)?: value
    case nil: nominal(id, row)
    }
  }

  /// What a figure of the portfolio could be, whatever it is computed from.
  func portfolioValue(_ id: RegisterID) -> Possible {
    let tape = Tape(.plain, for: [id], of: .portfolio, in: self)
    var machine = TapeMachine(tape, of: .portfolio, in: self)
    machine.load(0)
    machine.run()
    return machine[id]
  }

  /// The group to which a row of the accounts' file that was rejected would belong, by its place.
  func groupOfRejected(_ place: Int?) -> Possible {
    guard let place, let group = rejectedGroups?.groups[place] else { return .missing }
    return group < 0 ? .missing : Possible(certain: Int128(group))
  }

  /// The row at the top of a group that is out because that row was rejected, by its place.
  func headOfRejected(_ place: Int?) -> Possible {
    guard let place, let head = rejectedGroups?.heads[place] else { return .missing }
    return Possible(certain: Int128(head))
  }

  /// What the rows below a rejected head would belong to; nil where there are none.
  var groupsBelowRejected: [Int32: Possible]? {
    guard let below = rejectedGroups?.below, !below.isEmpty else { return nil }
    return below.mapValues { Possible(certain: Int128($0)) }
  }

  func rowCount(of table: TableID) -> Int {
    table == .portfolio ? 1 : tables[table.index].rowCount
  }

  /// The number of rows and of rows that were rejected for a cell.
  func fullCount(of table: TableID) -> Int {
    rowCount(of: table) + (table == .portfolio ? 0 : rejected[table.index].count)
  }

  /// Every value that a blank cell of a field could hold.
  func range(ofField index: Int, of table: TableID) -> Possible {
    let field = program[table].schema.fields[index]
    switch field.kind {
    case .number: return Possible.boundlessNumbers.bounded(by: field)
    case .percent: return Possible.boundlessPercents.bounded(by: field)
    case .date: return Possible(Int128(Day.first.number), Int128(Day.last.number))
    case .truth: return Possible(0, 1)
    case .choice(let values): return Possible(0, Int128(values.count - 1))
    case .choices(let values, _): return Possible(1, 1 << Int128(values.count) - 1)
    case .text, .reference: return Possible(0, Int128(Int32.max))
    }
  }
}

/// A context that many machines read and none changes.
///
/// PERF: a reference, since the context has dozens of arrays, each of which would be retained and
/// released wherever a machine is handed on.
final class SharedContext: Sendable {
  let context: OpenContext

  init(_ context: OpenContext) { self.context = context }
}

extension Possible {
  /// Every value of a kind, or none.
  static func anything(_ kind: RegisterKind) -> Possible {
    switch kind {
    case .number: Possible(numbers.low, numbers.high, canBeMissing: true)
    case .code: Possible(Int128(Int32.min), Int128(Int32.max), canBeMissing: true)
    case .truth: .anyTruth
    }
  }
}

extension Possible {
  /// Returns the range that a field's own bounds leave, where it has any.
  fileprivate func bounded(by field: FieldSchema) -> Possible {
    let (least, most) = (field.low?.scaled, field.high?.scaled)
    return Possible(least ?? min(low, most ?? low), most ?? max(high, least ?? high))
  }
}

extension Vector {
  /// The value of a row as a range of one value, or of none; what is open could be anything.
  @inline(__always)
  func value(_ row: Int, _ kind: RegisterKind) -> Possible {
    isOpen(row) ? .anything(kind) : possible(row)
  }

  /// The value of a row as a range of one value, or of none.
  @inline(__always)
  func possible(_ row: Int) -> Possible {
    absence[row] == 0 ? Possible(certain: raw(row)) : .missing
  }
}
