internal import Tables

/// What a threshold can change of one run.
struct FillingSample {
  var orders: [ComparisonTrace.Question: Int]
  var gaps: [ComparisonTrace.Question: Double]
  var outcomes: [ReferencePossibilities.Outcome]
  /// By limit, the keys of those who got a seat by rank and of those who did not, in order.
  var seats: [[String]]
  var scores: ReferenceFillings.Scores

  /// Whether no threshold lies between the two runs, as far as they can tell.
  func isLike(_ other: FillingSample) -> Bool {
    orders == other.orders && outcomes == other.outcomes && seats == other.seats
  }

  /// Returns where between 0 and 1 a comparison that comes out otherwise in `other` turns, by a
  /// straight line.
  func crossing(to other: FillingSample?) -> Double? {
    guard let other else { return nil }
    var nearest: Double?
    for (question, gap) in gaps {
      guard let far = other.gaps[question], gap < 0 && far > 0 || gap > 0 && far < 0 else {
        continue
      }
      let place = gap / (gap - far)
      nearest = nearest.map { min($0, place) } ?? place
    }
    return nearest
  }
}

extension ReferenceFillings {
  /// Returns values for each cell between which nothing turns, as far as sweeps of one cell after
  /// the other find out, with the others at a few places that `seed` chooses; figures without
  /// bounds are large, or on demand as large as can be written.
  package mutating func grid(
    seed: UInt64 = 0, upToTheLast: Bool = false
  ) throws -> [[RefValue]] {
    let hints = try proposal(upToTheLast: upToTheLast)
    var random = SplitMix64(seed: seed)
    var grid = hints.map { _ in [RefValue]() }
    for _ in 0..<(cells.count > 1 ? 2 : 1) {
      let others = hints.map { list in
        random.pick(list.count > 4 ? Array(list.dropFirst(2).dropLast(2)) : list)
      }
      for cell in cells.indices {
        var sweep = CellSweep(cell: cell, others: others)
        grid[cell] += try sweep.turningValues(among: hints[cell], of: &self)
      }
    }
    return try grid.map { list in try Set(list).sorted(by: ReferenceFillings.precedes) }
  }

  /// `true` iff the first of two values of a cell stands before the second on their line; several
  /// values at once, which no agreement compares, are taken by their texts.
  private static func precedes(_ first: RefValue, _ second: RefValue) throws -> Bool {
    if case .values(let left) = first, case .values(let right) = second {
      return left.lexicographicallyPrecedes(right)
    }
    return try ReferenceEvaluator.order(first, second) < 0
  }
}

/// The runs in which one cell has one value after the other.
private struct CellSweep {
  let cell: Int
  let others: [RefValue]
  private var samples: [RefValue: FillingSample] = [:]
  /// Values at which something may turn for this value alone.
  private var turning: Set<RefValue> = []
  /// How many runs may still be spent between two hints.
  private var budget = 0

  init(cell: Int, others: [RefValue]) {
    self.cell = cell
    self.others = others
  }

  /// Returns the values at which something changes, with those just before and after.
  mutating func turningValues(
    among hints: [RefValue], of fillings: inout ReferenceFillings
  ) throws -> [RefValue] {
    guard let first = hints.first, first.line != nil else {
      return try distinctValues(among: hints, of: &fillings)
    }
    turning = Set(hints)
    let blocks = stride(from: 0, to: hints.count - 1, by: 4).map { start in
      Array(hints[start...min(start + 4, hints.count - 1)])
    }
    for block in blocks { try explore(block, of: &fillings) }
    let tried = try samples.keys.sorted { try ReferenceEvaluator.order($0, $1) < 0 }
    let extremes = Set(extremes(among: tried))
    return tried.indices.filter { index in
      index == 0 || index == tried.count - 1 || isTurn(tried[index - 1], tried[index])
        || isTurn(tried[index], tried[index + 1]) || extremes.contains(tried[index])
    }.map { tried[$0] }
  }

  /// Returns the first values at which some score is lowest, or highest, or missing.
  private func extremes(among tried: [RefValue]) -> [RefValue] {
    var lowest: [String: (score: Decimal, at: RefValue)] = [:]
    var highest = lowest
    var missing: [String: RefValue] = [:]
    for value in tried {
      for (account, scores) in samples[value]?.scores ?? [:] {
        for (name, score) in scores {
          let name = "\(account) \(name)"
          guard let number = score.number else {
            missing[name] = missing[name] ?? value
            continue
          }
          if lowest[name].map({ number < $0.score }) ?? true { lowest[name] = (number, value) }
          if highest[name].map({ number > $0.score }) ?? true { highest[name] = (number, value) }
        }
      }
    }
    return lowest.values.map(\.at) + highest.values.map(\.at) + missing.values
  }

  /// Returns one value for each way that the comparisons come out.
  private mutating func distinctValues(
    among hints: [RefValue], of fillings: inout ReferenceFillings
  ) throws -> [RefValue] {
    if hints.count <= 3 { return hints }
    var kept: [RefValue] = []
    for hint in hints {
      let sample = try sample(hint, of: &fillings)
      let isKnown = kept.contains { other in
        samples[other].map { $0.isLike(sample) && $0.scores == sample.scores } ?? false
      }
      if isKnown { continue }
      kept.append(hint)
    }
    return kept
  }

  private func isTurn(_ left: RefValue, _ right: RefValue) -> Bool {
    guard let left = samples[left], let right = samples[right] else { return true }
    return !left.isLike(right)
  }

  @discardableResult
  private mutating func sample(
    _ value: RefValue, of fillings: inout ReferenceFillings
  ) throws -> FillingSample {
    if let sample = samples[value] { return sample }
    var choice = others
    choice[cell] = value
    let sample = try fillings.sample(choice)
    samples[value] = sample
    return sample
  }

  /// Looks for turns among sorted hints: halves the hints while the ends differ.
  private mutating func explore(
    _ hints: [RefValue], of fillings: inout ReferenceFillings
  ) throws {
    guard let low = hints.first, let high = hints.last, hints.count > 1 else { return }
    try sample(low, of: &fillings)
    try sample(high, of: &fillings)
    guard isTurn(low, high) else { return }
    if hints.count == 2 {
      budget = 30
      return try narrow(low, high, of: &fillings)
    }
    let middle = hints.count / 2
    try explore(Array(hints[...middle]), of: &fillings)
    try explore(Array(hints[middle...]), of: &fillings)
  }

  /// Looks for turns between two values that differ: beside those at which something may turn,
  /// then where a line crosses, or halfway.
  private mutating func narrow(
    _ low: RefValue, _ high: RefValue, of fillings: inout ReferenceFillings
  ) throws {
    guard isTurn(low, high), budget > 0, let from = low.line, let to = high.line,
      to.place - from.place > from.step
    else { return }
    let (left, right) = (from.place + from.step, to.place - to.step)
    var place = from.place + (to.place - from.place) / 2
    if turning.contains(low), let beside = low.moved(to: left), samples[beside] == nil {
      place = left
    } else if turning.contains(high), let beside = high.moved(to: right), samples[beside] == nil {
      place = right
    } else if let part = samples[low]?.crossing(to: samples[high]) {
      place = from.place + Int128(Double(to.place - from.place) * part)
    }
    place = max(left, min(right, place / from.step * from.step))
    guard let value = low.moved(to: place), samples[value] == nil else { return }
    budget -= 1
    try sample(value, of: &fillings)
    if isTurn(low, value), isTurn(value, high) { turning.insert(value) }
    try narrow(low, value, of: &fillings)
    try narrow(value, high, of: &fillings)
  }
}

extension RefValue {
  /// Where a figure or a date lies on a line, and the smallest step that is told apart.
  fileprivate var line: (place: Int128, step: Int128)? {
    switch self {
    case .number(let number): (number.scaled, Decimal.unit / 1_000_000)
    case .day(let day): (Int128(day.number), 1)
    case .text, .values, .truth, .days, .months, .missing: nil
    }
  }

  fileprivate func moved(to place: Int128) -> RefValue? {
    switch self {
    case .number: .number(Decimal(scaled: place))
    case .day: .day(Day(number: Int32(place)))
    case .text, .values, .truth, .days, .months, .missing: nil
    }
  }
}
