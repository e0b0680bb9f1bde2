import Engine
import Tables

/// Looks for the figure nearest to the present one with which a goal is reached, or no longer is.
///
/// What: what is found has been tried, and so has the figure one step nearer, with which it is
/// otherwise.
///
/// Why this way: whether a goal is reached need not grow with a figure, so every step counts as long
/// as they are few; of many the nearest are tried one by one, and those beyond ever farther apart.
///
/// What breaks if it changes: `isNearest` is a claim; it holds only where all that is nearer was tried
/// or cannot differ.
struct SeekSearch {
  /// What is found on one side.
  enum Side: Hashable, Sendable {
    /// The step, and the last one before it, with which it is otherwise; nil for the present figure.
    case found(Int128, before: Int128?, isNearest: Bool)
    /// Nothing up to the last step; certain iff all were tried or cannot differ.
    case none(last: Int128?, isCertain: Bool)
    /// The agreement or the cell cannot have the figure at this step; nothing before it does it.
    case refused(Int128, isCertain: Bool)
  }

  /// Whether the goal is reached at a step; nil where there can be no such figure.
  typealias Trial = (Int128) async throws(RunFailure) -> Bool?

  private let axis: SeekAxis
  /// What is looked for: that the goal is reached, or that it no longer is.
  private let wanted: Bool
  /// How many steps are tried one by one, and how many in all to see that none was left out.
  private let dense: Int
  private let whole: Int
  private let trial: Trial
  private var answers: [Int128: Bool?] = [:]

  init(_ axis: SeekAxis, wanted: Bool, dense: Int, trial: @escaping Trial) {
    (self.axis, self.wanted, self.dense, self.trial) = (axis, wanted, dense, trial)
    whole = dense * 4
  }

  /// Returns `nil` where there can be no such figure.
  private mutating func isWanted(_ step: Int128) async throws(RunFailure) -> Bool? {
    if let known = answers[step] { return known.map { $0 == wanted } }
    let answer = try await trial(step)
    answers[step] = .some(answer)
    return answer.map { $0 == wanted }
  }

  /// Returns what is found above the present figure, or below it.
  mutating func side(_ sign: Int128) async throws(RunFailure) -> Side {
    let outward = axis.outward(sign)
    var last: Int?
    var place = 0
    var stride = 1
    while place < outward.count {
      guard let isFound = try await isWanted(outward[place]) else {
        return .refused(outward[place], isCertain: place < dense && axis.isComplete)
      }
      if isFound { return try await narrowed(outward, last, place, sign) }
      last = place
      if place + 1 >= dense { stride *= 2 }
      place = place == outward.count - 1 ? outward.count : min(outward.count - 1, place + stride)
    }
    guard let last else { return .none(last: nil, isCertain: true) }
    if outward.count <= dense + 1, axis.isComplete {
      return .none(last: outward[last], isCertain: true)
    }
    return try await filled(to: outward[last], .none(last: outward[last], isCertain: false), sign)
  }

  /// Goes back from a step with which it is so to one beside one with which it is not.
  private mutating func narrowed(
    _ outward: SeekAxis.Outward, _ miss: Int?, _ hit: Int, _ sign: Int128
  ) async throws(RunFailure) -> Side {
    let isDense = hit == (miss ?? -1) + 1
    var (low, high) = (miss.map { outward[$0] }, outward[hit])
    if !isDense, let miss {
      var (below, above) = (miss, hit)
      while above - below > 1 {
        let middle = below + (above - below) / 2
        if try await isWanted(outward[middle]) ?? false { above = middle } else { below = middle }
      }
      (low, high) = (outward[below], outward[above])
    }
    var isNearest = isDense && hit <= dense && axis.isComplete
    if var start = low ?? start(sign), (high - start) * sign > 1 {
      // Where nothing can differ between, one step nearer tells.
      if try await isWanted(high - sign) ?? false {
        isNearest = false
        high -= sign
        while (high - start) * sign > 1 {
          let middle = start + (high - start) / 2
          if try await isWanted(middle) ?? false { high = middle } else { start = middle }
        }
      }
      low = high - sign
    }
    let found = Side.found(high, before: low, isNearest: isNearest)
    return isNearest ? found : try await filled(to: high, found, sign)
  }

  /// The step of the present figure, or the one behind it.
  private func start(_ sign: Int128) -> Int128? {
    axis.present.map { present in
      let floor = SeekAxis.floor(present, axis.unit)
      return sign < 0 && floor * axis.unit != present ? floor + 1 : floor
    }
  }

  /// Tries all steps up to one, if they are few enough; what is found then is the nearest.
  private mutating func filled(
    to end: Int128, _ side: Side, _ sign: Int128
  ) async throws(RunFailure) -> Side {
    let first = start(sign).map { $0 + sign } ?? axis.low
    guard axis.present != nil || sign > 0, (end - first) * sign <= Int128(whole) else {
      return side
    }
    var step = first
    while (end - step) * sign >= 0 {
      guard let isFound = try await isWanted(step) else {
        return .refused(step, isCertain: true)
      }
      if isFound {
        return .found(step, before: step == first ? nil : step - sign, isNearest: true)
      }
      step += sign
    }
    return .none(last: end, isCertain: true)
  }
}
