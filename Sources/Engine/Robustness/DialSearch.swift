import Language
import Tables

/// An account that gets another tier where a number of the agreement is another one.
package struct DialFlip: Hashable, Sendable {
  package var row: Int
  /// The first value that was judged at which it has the other tier.
  package var position: Int128
  /// What every value beyond up to `position` has to pass: the account flips at `position`, or, where
  /// this is set, as soon as the number is beyond this one.
  package var beyond: Int128?
  /// -1 for none.
  package var from: Int
  package var to: Int
  /// `false` where it may flip at a nearer value already.
  package var isFirst = true
  /// Of the scale.
  fileprivate var place: Int

  /// How far the number is from its present value, at least.
  package func distance(from now: Int128) -> Int128 {
    let edge = beyond ?? position
    return edge > now ? edge - now : now - edge
  }
}

/// How far a number of the agreement can go on one side without moving anybody.
package struct DialSide: Sendable {
  package enum End: Hashable, Sendable {
    /// Nothing moves anybody, however far.
    case open
    /// This value moves nobody, the next one does.
    case through(Int128)
    /// Nothing before this value moves anybody; it does.
    case before(Int128)
    /// Up to this value nobody moves; what is beyond was not searched.
    case known(Int128)
  }

  package var end: End
  /// Who moves first, in the order of the accounts.
  package var first: [DialFlip] = []
  /// Who moves within the stated size, each once, the nearest value first.
  package var near: [DialFlip] = []
  /// `false` where accounts may move within that size of which it could not be told.
  package var isComplete = true
}

/// What became known of one number of the agreement.
package struct DialResult: Sendable {
  package var dial: Dial
  /// The size of the steps in which it was turned; nil where every value between was covered.
  package var step: Int128?
  /// How far it was turned for every account.
  package var reach: Int128 = 0
  package var low: DialSide?
  package var high: DialSide?

  /// `true` iff it could not be searched.
  package var isUnknown: Bool { low == nil || high == nil }
}

/// Turns one number of the agreement, until an account gets another tier.
///
/// What: what is said of values between two that were judged follows from `DialDoubt`; everything
/// else is judged.
///
/// What breaks if it changes: a claim would stand in a report that no run bears out.
package struct DialSearch {
  private let standing: Standing
  private let influence: DialInfluence
  private let scale: DialScale
  private let terms: [TermID]
  private var figures: [TermID: Vector] = [:]
  private let basis: DialProbe
  /// How many values may be judged on each side.
  private let allowance: Int
  private var left = 0

  /// What is remembered while one side is searched.
  private struct Side {
    var isUpwards: Bool
    var flips: [Int: DialFlip] = [:]
    var seeksFirst = false
    var isComplete = true
    /// The place up to which nothing was found, where the allowance ended.
    var known: Int?

    func isFarther(_ place: Int, than other: Int) -> Bool {
      isUpwards ? place > other : place < other
    }
  }

  /// Returns what becomes known of a number.
  ///
  /// - Parameters:
  ///   - reach: how far it is turned for every account.
  ///   - allowance: how many values may be judged on each side.
  package static func result(
    of dial: Dial, within reach: Int128, after standing: Standing, allowance: Int
  ) async throws(EvaluationFailure) -> DialResult {
    var result = DialResult(dial: dial, reach: reach)
    let influence = DialInfluence(of: dial, in: standing.known.program)
    if influence.isIdle {
      (result.low, result.high) = (DialSide(end: .open), DialSide(end: .open))
      return result
    }
    guard influence.isProvable || influence.isDirect,
      var search = try await DialSearch(dial, influence, standing, allowance)
    else { return result }
    result.step = search.scale.step
    result.low = try await search.side(isUpwards: false, reach)
    result.high = try await search.side(isUpwards: true, reach)
    return result
  }

  private init?(
    _ dial: Dial, _ influence: DialInfluence, _ standing: Standing, _ allowance: Int
  ) async throws(EvaluationFailure) {
    self.standing = standing
    self.influence = influence
    self.allowance = allowance
    terms = influence.frontier + influence.compared.values.sorted { $0.raw < $1.raw }
    guard
      let now = try await DialSearch.judge(
        dial, dial.position, place: 0, standing, influence, terms)
    else { return nil }
    for figure in influence.compared.values {
      figures[figure] = now.evaluation.values(of: figure)
    }
    guard let scale = DialSearch.scale(dial, influence, standing.known, figures) else { return nil }
    self.scale = scale
    basis = DialProbe(moved: now, to: scale.base)
  }

  private static func scale(
    _ dial: Dial, _ influence: DialInfluence, _ known: Evaluation, _ figures: [TermID: Vector]
  ) -> DialScale? {
    if case .weight = dial.part { return DialScale.weight(dial, in: known.program) }
    if dial.isSeats, influence.movesSeats {
      let most = known.decision.limits.map { limit in
        (limit.contest?.rows.count ?? 0) + limit.spared.count + limit.overridden.count
      }.max()
      return DialScale.seats(dial, atMost: most ?? 0)
    }
    guard influence.isDirect else { return DialScale.around(dial, bound: influence.bound) }
    var values: [Int128] = []
    for column in figures.values {
      for row in 0..<column.count {
        if let value = column.position(row) { values.append(value) }
      }
    }
    values.sort()
    var distinct: [Int128] = []
    for value in values where distinct.last != value { distinct.append(value) }
    return DialScale(turnsAt: distinct, now: dial.position, unit: dial.unit)
  }

  private static func judge(
    _ dial: Dial, _ position: Int128, place: Int, _ standing: Standing,
    _ influence: DialInfluence, _ terms: [TermID]
  ) async throws(EvaluationFailure) -> DialProbe? {
    let known = standing.known
    guard let program = dial.program(known.program, at: position) else { return nil }
    let plan = Planner.plan(
      program, asOf: known.asOf, demanding: terms, hasEarlier: standing.earlier != nil)
    guard let evaluation = try await standing.evaluation(of: program, plan, asOf: known.asOf)
    else { return nil }
    return DialProbe(place, position, evaluation, influence.frontier)
  }

  /// Returns the tiers where a number of the agreement is another one; nil where that cannot be judged.
  package static func tiers(
    of dial: Dial, at position: Int128, after standing: Standing
  ) async throws(EvaluationFailure) -> [TierNumber]? {
    let known = standing.known
    guard let program = dial.program(known.program, at: position) else { return nil }
    let plan = Planner.plan(
      program, asOf: known.asOf, demanding: [], hasEarlier: standing.earlier != nil)
    return try await standing.evaluation(of: program, plan, asOf: known.asOf)?.decision.tiers
  }

  // MARK: One side

  private mutating func side(
    isUpwards: Bool, _ reach: Int128
  ) async throws(EvaluationFailure) -> DialSide {
    var side = Side(isUpwards: isUpwards)
    left = allowance
    let edge = scale.last(within: reach, upwards: isUpwards)
    var reached = basis
    if edge != scale.base { reached = try await explore(to: edge, from: reached, &side) }
    let isComplete = side.isComplete
    let near = side.flips
    if side.flips.isEmpty, side.known == nil {
      side.seeksFirst = true
      _ = try await explore(to: isUpwards ? scale.count - 1 : 0, from: reached, &side)
    }
    var result = finish(side)
    result.near = near.values.sorted { one, other in
      let now = influence.dial.position
      let (left, right) = (one.distance(from: now), other.distance(from: now))
      return left == right ? one.row < other.row : left < right
    }
    result.isComplete = isComplete
    return result
  }

  private func finish(_ side: Side) -> DialSide {
    let flips = side.flips.values.filter(\.isFirst)
    if let nearest = firstPlace(side) {
      let first = flips.filter { $0.place == nearest }.sorted { $0.row < $1.row }
      let isReached = side.known.map { !side.isFarther(nearest, than: $0) } ?? true
      if isReached, let flip = first.first {
        if let beyond = flip.beyond { return DialSide(end: .through(beyond), first: first) }
        if scale.step == nil { return DialSide(end: .before(flip.position), first: first) }
        let previous = scale.position(side.isUpwards ? nearest - 1 : nearest + 1)
        return DialSide(end: .through(previous), first: first)
      }
    }
    if let known = side.known { return DialSide(end: .known(scale.position(known))) }
    let last = scale.position(side.isUpwards ? scale.count - 1 : 0)
    // There is no weight below 0.
    let isCut = scale.isCut && (side.isUpwards || !scale.hasHardEnds)
    return DialSide(end: isCut ? .known(last) : .open)
  }

  private mutating func explore(
    to place: Int, from near: DialProbe, _ side: inout Side
  ) async throws(EvaluationFailure) -> DialProbe {
    var near = near
    guard place != near.place else { return near }
    // What a last step leaves out altogether says nothing of the steps before it.
    let isHard = scale.hasHardEnds && (place == 0 || place == scale.count - 1)
    let inner = side.isUpwards ? place - 1 : place + 1
    if isHard, inner != near.place { near = try await explore(to: inner, from: near, &side) }
    guard let far = try await probe(place) else {
      side.isComplete = false
      side.known = side.known ?? near.place
      return near
    }
    try await explore(near, far, &side)
    return far
  }

  private mutating func probe(_ place: Int) async throws(EvaluationFailure) -> DialProbe? {
    guard left > 0 else { return nil }
    left -= 1
    return try await DialSearch.judge(
      influence.dial, scale.position(place), place: place, standing, influence, terms)
  }

  /// Finds who moves between two values, the nearest first.
  private mutating func explore(
    _ near: DialProbe, _ far: DialProbe, _ side: inout Side
  ) async throws(EvaluationFailure) {
    if side.seeksFirst, let first = firstPlace(side), !side.isFarther(first, than: near.place) {
      return
    }
    var doubt = DialComparison(
      influence: influence, near: near, far: far, figures: figures
    ).doubt()
    if scale.step == nil {
      for item in doubt.alone { note(item, near, far, &side) }
    } else {
      doubt.open += doubt.alone.map(\.row)
    }
    guard doubt.isAll || doubt.open.contains(where: { side.flips[$0] == nil }) else { return }
    if abs(far.place - near.place) == 1 { return note(far, &side) }
    guard let between = try await probe(division(of: doubt, near, far, side)) else {
      side.isComplete = false
      if side.known == nil { side.known = near.place }
      return note(far, &side, isFirst: false)
    }
    try await explore(near, between, &side)
    try await explore(between, far, &side)
  }

  private func firstPlace(_ side: Side) -> Int? {
    let places = side.flips.values.lazy.filter(\.isFirst).map(\.place)
    return side.isUpwards ? places.min() : places.max()
  }

  // MARK: Flips

  /// Notes the accounts that have another tier at a value than they have now.
  private func note(_ probe: DialProbe, _ side: inout Side, isFirst: Bool = true) {
    for (row, tier) in probe.tiers.enumerated() where side.flips[row] == nil {
      guard tier != basis.tiers[row] else { continue }
      var flip = self.flip(row, probe.place, to: tier, side)
      flip.isFirst = isFirst
      side.flips[row] = flip
    }
  }

  /// Notes an account that turns by itself where its own figure is passed.
  private func note(
    _ item: (row: Int, by: Int), _ near: DialProbe, _ far: DialProbe, _ side: inout Side
  ) {
    let tier = far.tiers[item.row]
    guard side.flips[item.row] == nil, tier != basis.tiers[item.row] else { return }
    guard let place = turn(of: item, near, far) else { return }
    side.flips[item.row] = flip(item.row, place, to: tier, side)
  }

  /// Returns the first place at which the condition by which an account turns is as at the far one.
  private func turn(
    of item: (row: Int, by: Int), _ near: DialProbe, _ far: DialProbe
  ) -> Int? {
    let condition = near.answers[item.by].term
    guard let figure = influence.compared[condition], let column = figures[figure],
      let value = column.position(column.count == 1 ? 0 : item.row),
      case .compare(let comparison, let left, _) = influence.program[condition].kind
    else { return nil }
    let wanted = far.answers[item.by].column.truths[item.row] != 0
    var (start, end) = (near.place, far.place)
    while abs(end - start) > 1 {
      let middle = (start + end) / 2
      let position = scale.position(middle)
      let answer =
        left == figure ? comparison.holds(value, position) : comparison.holds(position, value)
      if answer == wanted { end = middle } else { start = middle }
    }
    return end
  }

  /// Returns where a range is divided: before the first account that turns and may move others, or
  /// where it does; in the middle, where that is not known.
  private func division(
    of doubt: DialDoubt, _ near: DialProbe, _ far: DialProbe, _ side: Side
  ) -> Int {
    let middle = (near.place + far.place) / 2
    guard scale.step == nil, !doubt.causes.isEmpty else { return middle }
    let turns = doubt.causes.compactMap { turn(of: $0, near, far) }
    guard let first = side.isUpwards ? turns.min() : turns.max() else { return middle }
    let before = side.isUpwards ? first - 1 : first + 1
    if before != near.place { return before }
    return first == far.place ? middle : first
  }

  private func flip(_ row: Int, _ place: Int, to tier: TierNumber, _ side: Side) -> DialFlip {
    var flip = DialFlip(
      row: row, position: scale.position(place), from: Int(basis.tiers[row]), to: Int(tier),
      place: place)
    let neighbour = side.isUpwards ? place - 1 : place + 1
    if scale.step == nil, !scale.isPoint(place), scale.isPoint(neighbour) {
      let edge = scale.position(neighbour)
      flip.beyond = edge
      // Whatever lies between two figures gives the same; the value nearest to the present one is told.
      if !side.isUpwards { flip.position = max(flip.position, edge - influence.dial.unit) }
    }
    return flip
  }
}

extension DialProbe {
  /// The same at another place of the scale.
  fileprivate init(moved probe: DialProbe, to place: Int) {
    (self.place, position, evaluation, answers) = (
      place, probe.position, probe.evaluation, probe.answers
    )
  }
}
