import Language
import Tables

/// Many rows with blanks retraced at once, with 64-bit ranges in columns.
///
/// What: the same steps as a tape's, for the sorts of steps that lanes know; a row whose values do
/// not fit is marked, to be retraced by itself.
///
/// Why this way: most rows are settled by three looks, one at the whole ranges of their blanks and
/// one at either end, which cost a few nanoseconds each here.
///
/// What breaks if it changes: a range may be wider than what a tape tells, never narrower.
struct RangeSheet: Sendable {
  /// Which of the values that a blank can hold are taken.
  enum Look: Sendable {
    case whole, lowEnds, highEnds
  }

  /// Ranges of figures, days and codes; garbage where `canBePresent` is not set.
  struct Ranges: Sendable {
    static let canBePresent: UInt8 = 1
    static let canBeMissing: UInt8 = 2

    var low: [Int64] = []
    var high: [Int64] = []
    var states: [UInt8] = []
    var bound: UInt64 = 0
  }

  /// What a condition can be, as bits.
  enum Truth {
    static let no: UInt8 = 1
    static let yes: UInt8 = 2
    static let missing: UInt8 = 4
  }

  /// A column of ranges, brought to the scale that a step needs.
  struct Operand: Sendable {
    var slot: Int
    var factor: Int64
  }

  enum Step: Sendable {
    case compare(Comparison, Operand, Operand, into: Int)
    case and(Int, Int, into: Int)
    case or(Int, Int, into: Int)
    case not(Int, into: Int)
    case wholeMonths(Int, Int, perYear: Bool, into: Int)
    case choose([(condition: Int?, value: Operand)], into: Int)
    case chooseTruth([(condition: Int?, value: Int)], into: Int)
    case scale(LaneScale, Operand, into: Int)
    case score(LaneScore, [Int], into: Int)

    var out: Int {
      switch self {
      case .compare(_, _, _, let out), .and(_, _, let out), .or(_, _, let out), .not(_, let out),
        .wholeMonths(_, _, _, let out), .choose(_, let out), .chooseTruth(_, let out),
        .scale(_, _, let out), .score(_, _, let out):
        out
      }
    }
  }

  /// A cell that is open where it is blank, or a value that no blank changes.
  struct Input: Sendable {
    var register: RegisterID
    var kind: RegisterKind
    var places: Int
    /// What a blank can hold; nil for what is not open.
    var range: (low: Int64, high: Int64)?
    var source: TapeMachine.Origin
  }

  /// Ranges beyond this are cut to it where only comparisons and scales read them, whose other sides
  /// are nearer to zero.
  static let farEnd = Int64(1) << 61

  private(set) var inputs: [Input] = []
  private(set) var steps: [Step] = []
  /// By step, the slots that it reads.
  private(set) var stepInputs: [[Int]] = []
  let slotCount: Int
  /// Endings by status, then by route, in the order in which they are asked.
  let statuses: [(condition: Int, ending: Int)]
  let routes: [(condition: Int, tier: Int)]
  let noTier: Int

  /// Returns nil where some step of the machine's tape is of another sort.
  init?(_ judge: Judge, _ machine: TapeMachine) {
    let tape = machine.tape
    let context = judge.context
    guard let decisions = judge.plainDecisions, !judge.keepsScores, !tape.readsFar,
      !tape.asksForPresence, tape.headLoads.isEmpty, tape.farFigures.isEmpty,
      context.narrowed == nil
    else { return nil }
    slotCount = context.plan.registers.count
    statuses = decisions.statuses.map { ($0.condition.index, $0.ending) }
    routes = decisions.routes.map { ($0.condition.index, $0.tier) }
    noTier = decisions.noTier
    let builder = Builder(plan: context.plan, comparedOnly: tape.registersOnlyCompared)
    for (load, origin) in zip(tape.loads, machine.loadOrigins) {
      guard let input = builder.input(load.register, origin, nil) else { return nil }
      inputs.append(input)
    }
    for (cell, origin) in zip(tape.cells, machine.cellOrigins) {
      guard let input = builder.input(cell.load.register, origin, cell.range) else { return nil }
      inputs.append(input)
    }
    for step in tape.steps {
      guard let own = builder.step(step.operation, step.register) else { return nil }
      steps.append(own)
      stepInputs.append(step.operation.inputs.map(\.index))
    }
  }
}

extension RangeSheet {
  /// `true` iff looks tell what a register can be.
  func tells(_ id: RegisterID) -> Bool {
    inputs.contains { $0.register == id } || steps.contains { $0.out == id.index }
  }

  /// Turns a tape's loads and steps into a sheet's.
  fileprivate struct Builder {
    let plan: Plan
    let comparedOnly: Set<RegisterID>

    private func places(_ id: RegisterID) -> Int? {
      switch plan[id].kind {
      case .number: plan.lanes[id]
      case .code: 0
      case .truth: nil
      }
    }

    func input(_ id: RegisterID, _ source: TapeMachine.Origin, _ range: Possible?) -> Input? {
      let kind = plan[id].kind
      guard kind == .truth || places(id) != nil else { return nil }
      var input = Input(
        register: id, kind: kind, places: places(id) ?? 0, range: nil, source: source)
      guard let range else { return input }
      let unit: Int128 =
        kind == .number ? Decimal.powersOfTen[Decimal.places - input.places] : 1
      guard range.low % unit == 0, range.high % unit == 0, !range.canBeMissing else { return nil }
      let (low, high) = (range.low / unit, range.high / unit)
      let far = Int128(RangeSheet.farEnd)
      if low < -far || high > far, !comparedOnly.contains(id) { return nil }
      input.range = (Int64(max(low, -far)), Int64(min(high, far)))
      return input
    }

    private func operand(_ id: RegisterID, at places: Int) -> Operand? {
      guard let own = self.places(id), own <= places else { return nil }
      return Operand(slot: id.index, factor: Int64(Decimal.powersOfTen[places - own]))
    }

    func step(_ operation: Operation, _ id: RegisterID) -> Step? {
      let out = id.index
      switch operation {
      case .and(let a, let b): return .and(a.index, b.index, into: out)
      case .or(let a, let b): return .or(a.index, b.index, into: out)
      case .not(let a): return .not(a.index, into: out)
      case .compare(let comparison, let a, let b):
        guard let left = places(a), let right = places(b) else { return nil }
        guard let first = operand(a, at: max(left, right)),
          let second = operand(b, at: max(left, right))
        else { return nil }
        return .compare(comparison, first, second, into: out)
      case .wholeMonths(let a, let b, let perYear):
        return .wholeMonths(a.index, b.index, perYear: perYear, into: out)
      case .cases(let cases): return choose(cases, id)
      case .scale:
        guard let scale = LaneScale(operation, plan, plan.lanes),
          let x = operand(scale.x, at: scale.inputPlaces)
        else { return nil }
        return .scale(scale, x, into: out)
      case .score:
        guard let score = LaneScore(operation, plan.lanes), !score.leavesOut else { return nil }
        return .score(score, score.points.map(\.index), into: out)
      case .negate, .absolute, .round, .arithmetic, .shiftDays, .shiftMonths, .daysBetween,
        .pickDate, .datePart, .holds, .isMissing, .fallback, .gather, .broadcast, .firstHolding:
        return nil
      }
    }

    private func choose(_ cases: [Operation.CaseInput], _ id: RegisterID) -> Step? {
      if plan[id].kind == .truth {
        return .chooseTruth(
          cases.map { ($0.condition?.index, $0.value.index) }, into: id.index)
      }
      guard let places = places(id) else { return nil }
      var choices: [(condition: Int?, value: Operand)] = []
      for item in cases {
        guard let value = operand(item.value, at: places) else { return nil }
        choices.append((item.condition?.index, value))
      }
      return .choose(choices, into: id.index)
    }
  }
}

extension Tape {
  /// The registers that nothing but comparisons and scales read.
  fileprivate var registersOnlyCompared: Set<RegisterID> {
    var (compared, others): (Set<RegisterID>, Set<RegisterID>) = ([], [])
    for step in steps {
      switch step.operation {
      case .compare, .scale: compared.formUnion(step.operation.inputs)
      default: others.formUnion(step.operation.inputs)
      }
    }
    return compared.subtracting(others)
  }
}
