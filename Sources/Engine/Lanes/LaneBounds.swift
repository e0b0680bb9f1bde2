import Language

/// Bounds of the magnitudes in a batch's vectors, told step by step before anything is computed.
///
/// INVARIANT: a bound holds for every count of its slot, also under absence bits; what a step writes
/// there is one of its inputs, nothing, or computed from them like any other row.
struct LaneBounds {
  private var bounds: [UInt64]
  /// `true` iff some count could be too large for 64 bits.
  private(set) var isExceeded = false

  init(_ program: LaneProgram?, columns: [Vector]) {
    bounds = Array(repeating: 0, count: program?.slotCount ?? 0)
    guard let program else { return }
    for constant in program.constants { bounds[constant.slot] = constant.count.magnitude }
    for (id, column) in program.gathered { bounds[id.index] = columns[column.index].narrowBound }
  }

  subscript(slot: LaneProgram.Slot) -> UInt64 {
    get { bounds[slot] }
    set {
      bounds[slot] = newValue
      if newValue > LaneProgram.bound { isExceeded = true }
    }
  }

  /// Starts with the next batch.
  mutating func restart() { isExceeded = false }

  /// Bounds what every step of `program` writes.
  mutating func follow(_ program: LaneProgram) {
    for step in program.steps {
      switch step {
      case .plain, .widen, .compare, .compareConstant: break
      case .rescale(let a, let factor, _, let out): self[out] = product(self[a], factor.magnitude)
      case .lane(let operation, let id, _): self[id.index] = bound(of: operation, id)
      }
    }
  }

  private func bound(of operation: LaneProgram.LaneOperation, _ id: RegisterID) -> UInt64 {
    switch operation {
    case .negate(let a), .absolute(let a): self[a]
    case .add(let a, let b), .subtract(let a, let b): sum(self[a], self[b])
    case .multiply(let a, let b): product(self[a], self[b])
    case .pick(let a, let b, _), .fallback(let a, let b): max(self[a], self[b])
    // Ten thousand years are fewer than four million days.
    case .daysBetween, .datePart, .wholeMonths: 1 << 32
    case .cases(let cases): cases.reduce(0) { max($0, self[$1.value]) }
    case .constantCases(_, let values, _): values.reduce(0) { max($0, $1.magnitude) }
    case .scale(let scale, let x):
      sum(self[x], scale.low.magnitude) > LaneProgram.bound
        ? .max : product(UInt64(scale.length), scale.factor.magnitude)
    case .score(let score, let points):
      product(
        zip(points, score.coefficients).reduce(0) {
          sum($0, product(self[$1.0], $1.1.magnitude))
        }, score.multiplier.magnitude)
    // Told by the column, which never changes.
    case .gather: self[id.index]
    }
  }

  private func sum(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? .max : sum
  }

  private func product(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let (product, overflow) = a.multipliedReportingOverflow(by: b)
    return overflow ? .max : product
  }
}
