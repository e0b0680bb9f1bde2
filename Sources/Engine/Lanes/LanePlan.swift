import Language
import Tables

/// Which registers hold figures that are counts of a small power of ten, so that 64 bits mostly
/// suffice for them.
///
/// A register has a lane iff its value is exactly such a count whenever its inputs are: an operation
/// that can need more places, like a division, has none.
package struct LanePlan: Sendable {
  /// More places leave too few digits before the decimal sign.
  private static let mostPlaces = 12
  /// The decimal places with which cells are read.
  private static let placesOfNumbers = 4
  private static let placesOfPercents = 6

  /// By register, the decimal places of its counts; nil for one without a lane.
  private(set) var places: [Int?] = []

  package init() {}

  init(_ plan: Plan, _ program: CheckedProgram) {
    places = Array(repeating: nil, count: plan.registers.count)
    // Inputs stand before what reads them; a register that does not is taken for wide.
    for index in plan.registers.indices where plan.registers[index].kind == .number {
      places[index] = lane(of: plan.registers[index], plan, program).flatMap {
        $0 <= LanePlan.mostPlaces ? $0 : nil
      }
    }
  }

  subscript(id: RegisterID) -> Int? { places[id.index] }

  /// By field of `table`, in how many places its figures are wanted.
  func fields(of table: TableID, in plan: Plan) -> [Int: Int] {
    var fields: [Int: Int] = [:]
    for (index, register) in plan.registers.enumerated() where register.home == table {
      if case .field(let field) = register.producer { fields[field] = places[index] }
    }
    return fields
  }

  private func lane(of register: Register, _ plan: Plan, _ program: CheckedProgram) -> Int? {
    switch register.producer {
    case .constant(.number(let value)): return LanePlan.places(of: value)
    case .field(let field): return lane(of: program[register.home].schema.fields[field])
    case .operation(let operation): return lane(of: operation, plan)
    case .aggregation(let number): return plan.aggregations[number].recordPlaces { self[$0] }
    case .constant, .selfReference, .ranking, .share, .group, .head, .earlier,
      .valueRow, .pairMember, .value, .isUnrepeated, .inTotals, .tier:
      return nil
    }
  }

  private func lane(of field: FieldSchema) -> Int? {
    guard field.codeField == nil else { return nil }
    switch field.kind {
    case .number: return LanePlan.placesOfNumbers
    case .percent: return LanePlan.placesOfPercents
    case .text, .date, .truth, .choice, .choices, .reference: return nil
    }
  }

  private func lane(of operation: Operation, _ plan: Plan) -> Int? {
    switch operation {
    case .negate(let a), .absolute(let a): return self[a]
    case .arithmetic(let sign, let a, let b):
      guard let left = self[a], let right = self[b] else { return nil }
      switch sign {
      case .add, .subtract, .min, .max: return max(left, right)
      case .multiply: return left + right
      case .divide: return nil
      }
    case .daysBetween, .datePart, .wholeMonths: return 0
    case .fallback(let a, let b): return most([a, b])
    case .cases(let cases): return most(cases.map(\.value))
    case .scale: return LaneScale(operation, plan, self)?.places
    case .score: return LaneScore(operation, self) == nil ? nil : LaneScore.places
    case .gather(_, let column): return self[column]
    case .round, .broadcast: return nil
    case .shiftDays, .shiftMonths, .pickDate, .compare, .holds, .and, .or, .not, .isMissing,
      .firstHolding:
      return nil
    }
  }

  private func most(_ registers: [RegisterID]) -> Int? {
    var most = 0
    for id in registers {
      guard let places = self[id] else { return nil }
      most = max(most, places)
    }
    return most
  }

  /// Returns how many decimal places a scaled figure has.
  static func places(of value: Int128) -> Int {
    var (places, rest) = (Decimal.places, value)
    while places > 0, rest % 10 == 0 {
      rest /= 10
      places -= 1
    }
    return places
  }
}

/// `scale(x from a to b)` between constants whose points are exact counts: each step of x is worth
/// `factor` counts of points.
struct LaneScale: Sendable {
  /// More places are not tried.
  private static let mostPlaces = 9

  let x: RegisterID
  /// The places of x and of both ends.
  let inputPlaces: Int
  let low: Int64
  /// The distance of the ends, without its sign.
  let length: Int64
  let isDescending: Bool
  let factor: Int64
  let places: Int

  /// Returns nil where the ends are not constant, or points can need more places.
  init?(_ operation: Operation, _ plan: Plan, _ lanes: LanePlan) {
    guard case .scale(let x, let low, let high, let outOf) = operation, let own = lanes[x],
      case .constant(.number(let a)) = plan[low].producer,
      case .constant(.number(let b)) = plan[high].producer, a != b
    else { return nil }
    let places = max(own, LanePlan.places(of: a), LanePlan.places(of: b))
    let unit = Decimal.powersOfTen[Decimal.places - places]
    let length = (b - a).magnitude / unit.magnitude
    guard let start = Int64(exactly: a / unit), start.magnitude < LaneProgram.bound / 2,
      length < UInt128(LaneProgram.bound / 2)
    else { return nil }
    for places in 0...LaneScale.mostPlaces {
      let step = Decimal.powersOfTen[Decimal.places - places]
      let (points, rest) = outOf.quotientAndRemainder(dividingBy: step)
      guard rest == 0, points.magnitude % length == 0,
        let factor = Int64(exactly: points / Int128(length))
      else { continue }
      self.x = x
      inputPlaces = max(own, LanePlan.places(of: a), LanePlan.places(of: b))
      self.low = start
      self.length = Int64(length)
      isDescending = b < a
      self.factor = factor
      self.places = places
      return
    }
    return nil
  }
}

/// A score of points that have lanes.
struct LaneScore: Sendable {
  /// Scores are rounded to millionths.
  static let places = 6

  /// By criterion, with its points at their own places.
  let points: [RegisterID]
  let coefficients: [Int64]
  /// The sum is multiplied by the one and divided by the other.
  let multiplier: Int64
  let divisor: Int64
  /// By criterion, what its weight adds to the divisor where it counts, and whether it is left out
  /// where it has no points; empty where all always count.
  let weights: [(weight: Int64, isLeftOut: Bool)]

  /// `true` iff the divisor depends on which criteria count.
  var leavesOut: Bool { !weights.isEmpty }

  /// Returns nil where figures are too large.
  init?(_ operation: Operation, _ lanes: LanePlan) {
    guard case .score(let formula, let points) = operation else { return nil }
    var most = 0
    for id in points {
      guard let places = lanes[id] else { return nil }
      most = max(most, places)
    }
    var coefficients: [Int64] = []
    for (id, criterion) in zip(points, formula.criteria) {
      // The points of all criteria are brought to the most places by their coefficients.
      let shift = Decimal.powersOfTen[most - (lanes[id] ?? most)]
      let (product, overflow) = criterion.coefficient.multipliedReportingOverflow(by: shift)
      guard !overflow, let coefficient = Int64(exactly: product) else { return nil }
      coefficients.append(coefficient)
    }
    let total = formula.criteria.reduce(Int128(0)) { $0 &+ $1.weight }
    let (whole, overflow) = total.multipliedReportingOverflow(by: formula.divisor)
    guard !overflow, whole > 0 else { return nil }
    let leavesOut = formula.criteria.contains { $0.skipsMissing }
    let divisor = leavesOut ? formula.divisor : whole
    // Points are formula's counts of 10^-18 times this.
    let scale = Decimal.powersOfTen[Decimal.places - most]
    let common = ScoreFormula.greatestCommonDivisor(scale, divisor)
    guard let multiplier = Int64(exactly: scale / common),
      let rest = Int64(exactly: divisor / common)
    else { return nil }
    var weights: [(weight: Int64, isLeftOut: Bool)] = []
    if leavesOut {
      // No sum of some weights, times the divisor, is too large.
      guard whole / common <= Int128(LaneProgram.bound) else { return nil }
      for criterion in formula.criteria {
        guard criterion.weight >= 0 else { return nil }
        weights.append((Int64(criterion.weight), criterion.skipsMissing))
      }
    }
    self.points = points
    self.coefficients = coefficients
    self.multiplier = multiplier
    self.divisor = rest
    self.weights = weights
  }

  /// Returns the score that a sum makes, in millionths, rounded half-even.
  ///
  /// - Parameter weight: the sum of the weights that count, 1 where all always do.
  @inline(__always)
  func rounded(_ sum: Int64, weight: Int64 = 1) -> Int64 {
    let divisor = divisor &* weight
    let (quotient, rest) = (sum &* multiplier).quotientAndRemainder(dividingBy: divisor)
    let (part, other) = (rest.magnitude, divisor.magnitude &- rest.magnitude)
    let isUp = part > other || part == other && quotient & 1 != 0
    return quotient &+ (isUp ? (rest < 0 ? -1 : 1) : 0)
  }
}
