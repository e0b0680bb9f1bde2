import Language
import Tables

/// The values at which a number of the agreement is tried, in their order.
///
/// What: either the values at which a comparison can turn, with one value between each two of them,
/// which stands for all there; or equal steps.
struct DialScale: Sendable {
  private enum Form {
    /// The values, and of each whether it stands for itself alone.
    case turns([Int128], isPoint: [Bool])
    case steps(Int128, low: Int128, high: Int128, below: Int)
  }

  private let form: Form
  /// How many values there are.
  let count: Int
  /// The place of what the number is now.
  let base: Int
  /// `true` iff at both ends something is left out altogether, as by a weight of 0.
  private(set) var hasHardEnds = false
  /// `true` iff there are values beyond the ends.
  private(set) var isCut = false

  /// The size of a step; nil where values are those of the data.
  var step: Int128? { if case .steps(let step, _, _, _) = form { step } else { nil } }

  func position(_ place: Int) -> Int128 {
    switch form {
    case .turns(let positions, _): positions[place]
    case .steps(let step, let low, let high, let below):
      place == 0 && hasEnds
        ? low
        : place == count - 1 && hasEnds
          ? high : min(high, max(low, now + Int128(place - below) * step))
    }
  }

  private let now: Int128
  private let hasEnds: Bool

  func isPoint(_ place: Int) -> Bool {
    if case .turns(_, let isPoint) = form { isPoint[place] } else { true }
  }

  /// The place of the last value that lies within `reach` of what the number is now, upwards or
  /// downwards.
  func last(within reach: Int128, upwards: Bool) -> Int {
    var (near, far) = (base, upwards ? count - 1 : 0)
    guard near != far else { return base }
    // The nearest place beyond is looked for.
    if isWithin(reach, far, upwards) { return far }
    while abs(far - near) > 1 {
      let middle = (near + far) / 2
      if isWithin(reach, middle, upwards) { near = middle } else { far = middle }
    }
    return near
  }

  private func isWithin(_ reach: Int128, _ place: Int, _ upwards: Bool) -> Bool {
    if isPoint(place) { return (position(place) - now).magnitude <= reach.magnitude }
    // A value that stands for others is as near as the nearest of them.
    let neighbour = upwards ? place - 1 : place + 1
    if !isPoint(neighbour) { return (position(place) - now).magnitude <= reach.magnitude }
    return (position(neighbour) - now).magnitude < reach.magnitude
  }

  // MARK: Making

  /// The values at which figures are compared with the number, each once and ascending.
  init(turnsAt figures: [Int128], now: Int128, unit: Int128) {
    var positions: [Int128] = []
    var isPoint: [Bool] = []
    positions.reserveCapacity(2 * figures.count + 1)
    isPoint.reserveCapacity(2 * figures.count + 1)
    var base = 0
    func between(_ low: Int128?, _ high: Int128?) -> Int128? {
      if let low, let high {
        if high - low > unit { return low + unit }
        return high - low > 1 ? low + 1 : nil
      }
      return low.map { $0 + unit } ?? high.map { $0 - unit }
    }
    var below: Int128?
    for place in 0...figures.count {
      let above = place < figures.count ? figures[place] : nil
      let holdsNow = (below.map { $0 < now } ?? true) && (above.map { now < $0 } ?? true)
      if let gap = holdsNow ? now : between(below, above) {
        if holdsNow { base = positions.count }
        positions.append(gap)
        isPoint.append(false)
      }
      guard let above else { break }
      if above == now { base = positions.count }
      positions.append(above)
      isPoint.append(true)
      below = above
    }
    form = .turns(positions, isPoint: isPoint)
    count = positions.count
    self.base = base
    self.now = now
    hasEnds = false
  }

  /// Equal steps around the present value, the ends of the range included.
  init(step: Int128, now: Int128, from low: Int128, to high: Int128, hasHardEnds: Bool = false) {
    let (below, above) = (Int((now - low + step - 1) / step), Int((high - now + step - 1) / step))
    form = .steps(step, low: low, high: high, below: below)
    count = below + above + 1
    base = below
    self.now = now
    hasEnds = true
    self.hasHardEnds = hasHardEnds
    isCut = !hasHardEnds
  }
}

extension DialScale {
  /// The greatest power of ten that is at most a ten-thousandth of `size`, and at least 10^-18.
  static func step(of size: Int128) -> Int128 {
    let part = size / 10_000
    return Decimal.powersOfTen.last { $0 <= part } ?? 1
  }

  /// The scale of a weight; nil for the only criterion that weighs anything.
  static func weight(_ dial: Dial, in program: CheckedProgram) -> DialScale? {
    guard case .weight(let index, let place) = dial.part else { return nil }
    let score = program.scores[index]
    let others = score.criteria.enumerated().filter { $0.offset != place }
      .reduce(Int128(0)) { $0 + $1.element.weight.scaled }
    guard others > 0 else { return nil }
    if score.isInPercent {
      return DialScale(
        step: Decimal.unit / 10_000, now: dial.position, from: 0, to: Decimal.unit,
        hasHardEnds: true)
    }
    let step = DialScale.step(of: others + dial.position)
    let high = max(others, dial.position).multipliedReportingOverflow(by: 100)
    guard !high.overflow, Decimal.isInRange(high.partialValue) else { return nil }
    var scale = DialScale(
      step: step, now: dial.position, from: 0, to: high.partialValue, hasHardEnds: true)
    scale.isCut = true
    return scale
  }

  /// The numbers of seats from none to `most`.
  static func seats(_ dial: Dial, atMost most: Int) -> DialScale {
    let now = dial.position
    let high = max(now, Int128(most + 1) * Decimal.unit)
    var scale = DialScale(step: Decimal.unit, now: now, from: min(0, now), to: high)
    scale.isCut = false
    return scale
  }

  /// Steps from nothing to ten times the number, or around nothing, but not across `bound`.
  static func around(_ dial: Dial, bound: Int128?) -> DialScale? {
    let (now, size) = (dial.position, Int128(dial.position.magnitude))
    var step = dial.type == .date ? 1 : DialScale.step(of: size)
    if dial.type == .days { step = Decimal.unit }
    var (low, high): (Int128, Int128)
    switch dial.type {
    case .date: (low, high) = (now - 3653, now + 3653)
    default:
      if size == 0 {
        step = bound.map { DialScale.step(of: Int128($0.magnitude)) } ?? dial.usualStep
      }
      let reach = max(size, 10_000 * step)
      (low, high) = now < 0 ? (now - 9 * reach, 0) : (0, now + 9 * reach)
      if now == 0 { low = -reach }
    }
    if let bound {
      if bound == now { return nil }
      if bound > now { high = min(high, bound - step) } else { low = max(low, bound + step) }
    }
    guard low <= now, high >= now, Decimal.isInRange(low), Decimal.isInRange(high) else {
      return nil
    }
    return DialScale(step: step, now: now, from: low, to: high)
  }
}

extension Dial {
  /// A step around nothing.
  fileprivate var usualStep: Int128 {
    switch type {
    case .date: 1
    case .percent: Decimal.unit / 10_000
    case .days: Decimal.unit
    case .money: Decimal.unit * 100
    default: Decimal.unit / 100
    }
  }

  /// The smallest difference that people would write.
  var unit: Int128 {
    switch type {
    case .date: 1
    case .percent: Decimal.unit / 10_000
    case .days: Decimal.unit
    case .money: Decimal.unit / 100
    default: Decimal.unit / 1_000_000
    }
  }
}
