import Language
import Tables

/// The steps of one pass, with figures in 64 bits wherever a register has a lane.
///
/// What: a register with a lane is computed from counts that are brought to the same power of ten;
/// all others are computed as ever, from figures that are widened before.
///
/// Why this way: magnitudes are bounded once for a batch, not tested in each row, so that the loops
/// have no branch and no trap.
///
/// What breaks if it changes: a batch in which a bound could be passed must be computed in 128 bits
/// as a whole; then the results are the same, only later.
struct LaneProgram: Sendable {
  /// Counts whose magnitudes are bounded by this can be subtracted and compared without overflow.
  static let bound: UInt64 = 1 << 62

  /// Places in the batch's vectors: registers first, then copies at other scales.
  typealias Slot = Int

  enum Step: Sendable {
    /// An operation in 128 bits or without figures.
    case plain(Operation, RegisterID)
    /// Writes the figures of a lane in 128 bits too.
    case widen(Slot)
    case rescale(Slot, by: Int64, places: Int, into: Slot)
    case lane(LaneOperation, RegisterID, places: Int)
    case compare(Comparison, Slot, Slot, into: RegisterID)
    case compareConstant(Comparison, Slot, Int64, into: RegisterID)
  }

  /// An operation whose result has a lane; its inputs are at the scales that it needs.
  enum LaneOperation: Sendable {
    case negate(Slot)
    case absolute(Slot)
    case add(Slot, Slot)
    case subtract(Slot, Slot)
    case multiply(Slot, Slot)
    case pick(Slot, Slot, largest: Bool)
    case daysBetween(RegisterID, RegisterID)
    case datePart(RegisterID, isYear: Bool)
    case wholeMonths(RegisterID, RegisterID, perYear: Bool)
    case fallback(Slot, Slot)
    case cases([(condition: RegisterID?, value: Slot)])
    /// The same where all values are constants: `values` has one more, for no condition that holds;
    /// without an `otherwise` that row has no value.
    case constantCases([RegisterID], values: [Int64], isOpenEnded: Bool)
    case scale(LaneScale, Slot)
    case score(LaneScore, [Slot])
    case gather(RegisterID, RegisterID)
  }

  private(set) var steps: [Step] = []
  /// Constants at the scales that steps need.
  private(set) var constants: [(slot: Slot, count: Int64, places: Int)] = []
  private(set) var slotCount: Int
  /// Registers with lanes that come from cells and from earlier passes, or are gathered from there.
  private(set) var fields: [RegisterID] = []
  private(set) var loads: [RegisterID] = []
  private(set) var gathered: [(register: RegisterID, column: RegisterID)] = []

  /// `true` iff figures come in 64 bits or some step is done in them, and every constant fits.
  private(set) var isUsable = true

  private let plan: Plan
  private var aligned: [Alignment: Slot] = [:]
  private var widened: Set<Slot> = []

  private struct Alignment: Hashable {
    var slot: Slot
    var places: Int
  }

  init(_ pass: Plan.Pass, of plan: Plan) {
    self.plan = plan
    slotCount = plan.registers.count
    fields = pass.fields.filter { plan.lanes[$0] != nil }
    loads = pass.loads.filter { plan.lanes[$0] != nil }
    for id in pass.steps {
      if case .operation(let operation) = plan[id].producer { add(operation, id) }
    }
    let hasLanes = steps.contains { step in
      switch step {
      case .lane, .compare, .compareConstant: true
      case .plain, .widen, .rescale: false
      }
    }
    if !hasLanes, fields.isEmpty, loads.isEmpty { isUsable = false }
  }

  private mutating func add(_ operation: Operation, _ id: RegisterID) {
    if let places = plan.lanes[id] {
      if let lane = lane(operation, id, places) {
        steps.append(.lane(lane, id, places: places))
      } else {
        isUsable = false
      }
      return
    }
    if case .compare(let comparison, let a, let b) = operation,
      let left = plan.lanes[a], let right = plan.lanes[b]
    {
      let places = max(left, right)
      let (first, second) = (slot(a, places), slot(b, places))
      if let constant = constants.first(where: { $0.slot == second }) {
        steps.append(.compareConstant(comparison, first, constant.count, into: id))
      } else {
        steps.append(.compare(comparison, first, second, into: id))
      }
      return
    }
    // Whether a value is there is told without looking at it.
    if case .isMissing = operation {} else { operation.inputs.forEach { widen($0) } }
    steps.append(.plain(operation, id))
  }

  private mutating func lane(
    _ operation: Operation, _ id: RegisterID, _ places: Int
  ) -> LaneOperation? {
    switch operation {
    case .negate(let a): return .negate(slot(a, places))
    case .absolute(let a): return .absolute(slot(a, places))
    case .arithmetic(let sign, let a, let b): return arithmetic(sign, a, b, places)
    case .daysBetween(let a, let b): return .daysBetween(a, b)
    case .datePart(let a, let isYear): return .datePart(a, isYear: isYear)
    case .wholeMonths(let a, let b, let perYear): return .wholeMonths(a, b, perYear: perYear)
    case .fallback(let a, let b): return .fallback(slot(a, places), slot(b, places))
    case .cases(let cases):
      let slots = cases.map { ($0.condition, slot($0.value, places)) }
      return constantCases(slots) ?? .cases(slots)
    case .scale:
      guard let scale = LaneScale(operation, plan, plan.lanes) else { return nil }
      return .scale(scale, slot(scale.x, scale.inputPlaces))
    case .score:
      guard let score = LaneScore(operation, plan.lanes) else { return nil }
      // The coefficients bring the points to one scale, constants are brought there as they are.
      return .score(score, score.points.map { ownSlot($0) })
    case .gather(let row, let column):
      gathered.append((id, column))
      return .gather(row, column)
    case .round, .shiftDays, .shiftMonths, .pickDate, .compare, .holds, .and, .or, .not, .isMissing,
      .broadcast, .firstHolding:
      return nil
    }
  }

  /// Returns a choice of constants, of which a byte can tell which one it is.
  private func constantCases(
    _ cases: [(condition: RegisterID?, value: Slot)]
  ) -> LaneOperation? {
    var values: [Int64] = []
    for item in cases {
      guard let constant = constants.first(where: { $0.slot == item.value }) else { return nil }
      values.append(constant.count)
    }
    let conditions = cases.compactMap(\.condition)
    let isOpenEnded = conditions.count == cases.count
    guard conditions.count <= Int(UInt8.max), conditions.count >= cases.count - 1,
      cases.dropLast().allSatisfy({ $0.condition != nil })
    else { return nil }
    return .constantCases(
      conditions, values: values + (isOpenEnded ? [0] : []), isOpenEnded: isOpenEnded)
  }

  private mutating func arithmetic(
    _ sign: ArithmeticOperator, _ a: RegisterID, _ b: RegisterID, _ places: Int
  ) -> LaneOperation? {
    switch sign {
    case .add: return .add(slot(a, places), slot(b, places))
    case .subtract: return .subtract(slot(a, places), slot(b, places))
    case .min: return .pick(slot(a, places), slot(b, places), largest: false)
    case .max: return .pick(slot(a, places), slot(b, places), largest: true)
    case .multiply: return .multiply(ownSlot(a), ownSlot(b))
    case .divide: return nil
    }
  }

  /// Returns where the figures of `id` stand at their own scale.
  private mutating func ownSlot(_ id: RegisterID) -> Slot {
    slot(id, plan.lanes[id] ?? 0)
  }

  /// Returns where the figures of `id` stand as counts of 10^-`places`.
  private mutating func slot(_ id: RegisterID, _ places: Int) -> Slot {
    let own = plan.lanes[id] ?? places
    let alignment = Alignment(slot: id.index, places: places)
    if let known = aligned[alignment] { return known }
    if case .constant(.number(let value)) = plan[id].producer {
      return constant(value / Decimal.powersOfTen[Decimal.places - places], alignment)
    }
    guard own != places else { return id.index }
    aligned[alignment] = slotCount
    let factor = Int64(Decimal.powersOfTen[places - own])
    steps.append(.rescale(id.index, by: factor, places: places, into: slotCount))
    slotCount += 1
    return slotCount - 1
  }

  private mutating func constant(_ count: Int128, _ alignment: Alignment) -> Slot {
    aligned[alignment] = slotCount
    if count.magnitude > UInt128(LaneProgram.bound) { isUsable = false }
    constants.append((slotCount, Int64(clamping: count), alignment.places))
    slotCount += 1
    return slotCount - 1
  }

  private mutating func widen(_ id: RegisterID) {
    guard plan.lanes[id] != nil, plan[id].level >= 0, widened.insert(id.index).inserted else {
      return
    }
    steps.append(.widen(id.index))
  }
}
