import Language
import Tables

/// What an agreement with another number gives, and what says whether that holds between two such
/// numbers.
struct DialProbe {
  /// Of the scale.
  let place: Int
  let position: Int128
  let evaluation: Evaluation
  /// By condition of the frontier.
  let answers: [(term: TermID, column: Vector)]

  init?(_ place: Int, _ position: Int128, _ evaluation: Evaluation, _ frontier: [TermID]) {
    self.place = place
    self.position = position
    self.evaluation = evaluation
    var answers: [(TermID, Vector)] = []
    for term in frontier {
      guard let column = evaluation.values(of: term) else { return nil }
      answers.append((term, column))
    }
    self.answers = answers
  }

  var tiers: [TierNumber] { evaluation.decision.tiers }
}

/// Which accounts may have another tier between two values of a number than at the nearer one.
struct DialDoubt {
  /// Accounts that turn once, by themselves, and move nobody else.
  var alone: [(row: Int, by: Int)] = []
  /// Accounts of which it is not told.
  var open: [Int] = []
  /// Accounts that turn once and may move others.
  var causes: [(row: Int, by: Int)] = []
  /// `true` iff nothing is told.
  var isAll = false

  var isEmpty: Bool { alone.isEmpty && open.isEmpty && !isAll }
}

/// Compares what two values of a number give.
struct DialComparison {
  let influence: DialInfluence
  let near: DialProbe
  let far: DialProbe
  /// What conditions compare with the number, by condition.
  let figures: [TermID: Vector]

  private var program: CheckedProgram { influence.program }

  /// - Complexity: O(accounts × conditions of the frontier).
  func doubt() -> DialDoubt {
    var doubt = DialDoubt()
    if !influence.isProvable {
      doubt.isAll = true
      return doubt
    }
    if influence.movesSeats {
      doubt.isAll = !hasSameSeats
      return doubt
    }
    let count = near.tiers.count
    var turns = [UInt8](repeating: 0, count: count)
    var turned = [Int16](repeating: -1, count: count)
    var isAnyTurned = false
    for (number, (one, other)) in zip(near.answers, far.answers).enumerated() {
      let (first, second) = (one.column, other.column)
      let inner = isWithin(one.term)
      guard program[one.term].home == .accounts, first.count == count, second.count == count else {
        let rows = max(first.count, second.count)
        let isSame = (0..<rows).allSatisfy { row in
          DialComparison.isSame(first, second, row) && !(inner?(row) ?? false)
        }
        if isSame { continue }
        doubt.isAll = true
        return doubt
      }
      for row in 0..<count {
        let isTurned =
          first.absence[row] != second.absence[row] || first.truths[row] != second.truths[row]
        if isTurned {
          turns[row] = min(2, turns[row] + 1)
          turned[row] = Int16(clamping: number)
          isAnyTurned = true
        } else if let inner, inner(row) {
          turns[row] = 2
          isAnyTurned = true
        }
      }
    }
    if isAnyTurned, influence.crossesRows {
      doubt.isAll = true
      return doubt
    }
    judge(turns, turned, &doubt)
    return doubt
  }

  /// Tells of accounts with turned conditions what follows, and then of those that compete for seats.
  private func judge(_ turns: [UInt8], _ turned: [Int16], _ doubt: inout DialDoubt) {
    let competing = self.competing
    for row in turns.indices {
      // What turns once is as at one end or the other: the same, where both ends are.
      let isSame = turns[row] <= 1 && hasSameInputs(row)
      if turns[row] == 1, competing[row], !isSame || !hasSameKeys(row) {
        doubt.causes.append((row, Int(turned[row])))
      }
      if isSame { continue }
      if turns[row] == 1, !competing[row] {
        doubt.alone.append((row, Int(turned[row])))
      } else {
        doubt.open.append(row)
      }
    }
    if program.limits.isEmpty { return }
    if doubt.open.isEmpty, program.limits.indices.allSatisfy(keepsOrder) { return }
    let known = Set(doubt.open)
    for row in competing.indices where competing[row] && !known.contains(row) {
      doubt.open.append(row)
    }
  }

  // MARK: Rows

  /// Returns whether the number is what the condition compares it with somewhere between, for those
  /// that hold there alone.
  private func isWithin(_ condition: TermID) -> ((Int) -> Bool)? {
    guard influence.equalities.contains(condition), let figure = influence.compared[condition],
      let column = figures[figure]
    else { return nil }
    let (low, high) = (min(near.position, far.position), max(near.position, far.position))
    return { row in
      guard let value = column.position(column.count == 1 ? 0 : row) else { return false }
      return value > low && value < high
    }
  }

  private static func isSame(_ left: Vector, _ right: Vector, _ row: Int) -> Bool {
    let (one, other) = (left.count == 1 ? 0 : row, right.count == 1 ? 0 : row)
    guard one < left.count, other < right.count else { return false }
    return left.absence[one] == right.absence[other] && left.isEqual(one, to: right, other)
  }

  /// `true` iff all from which limits then decide is the same, but for ranking keys.
  private func hasSameInputs(_ row: Int) -> Bool {
    let (one, other) = (near.evaluation, far.evaluation)
    guard one.decision.tierBeforeLimits(row) == other.decision.tierBeforeLimits(row),
      one.decision.status[row] == other.decision.status[row]
    else { return false }
    for (left, right) in zip(one.plan.decision.limits, other.plan.decision.limits) {
      for (a, b) in zip(left.spares, right.spares)
      where !DialComparison.isSame(one.columns[a.index], other.columns[b.index], row) {
        return false
      }
      if let a = left.next, let b = right.next,
        !DialComparison.isSame(one.columns[a.index], other.columns[b.index], row)
      {
        return false
      }
    }
    return true
  }

  private func hasSameKeys(_ row: Int) -> Bool {
    zip(near.evaluation.plan.decision.limits, far.evaluation.plan.decision.limits)
      .allSatisfy { left, right in
        zip(left.keys, right.keys).allSatisfy { one, other in
          guard let one = one.register, let other = other.register else { return true }
          return DialComparison.isSame(
            near.evaluation.columns[one.index], far.evaluation.columns[other.index], row)
        }
      }
  }

  /// By row, whether it is in a tier with seats, at either value.
  private var competing: [Bool] {
    let limited = program.tiers.indices.map { tier in
      program.limits.contains { $0.tiers.contains(tier) || $0.overflow == tier }
    }
    var found = [Bool](repeating: false, count: near.tiers.count)
    guard !program.limits.isEmpty else { return found }
    for probe in [near, far] {
      for (row, tier) in probe.evaluation.decision.tiersBeforeLimits.enumerated()
      where tier >= 0 && limited[Int(tier)] {
        found[row] = true
      }
    }
    return found
  }

  // MARK: Limits

  /// `true` iff as many are seated by each limit; more seats never take one away.
  private var hasSameSeats: Bool {
    zip(near.evaluation.decision.limits, far.evaluation.decision.limits)
      .allSatisfy { one, other in
        one.ranked == other.ranked && one.seated == other.seated
          && (one.seats == nil) == (other.seats == nil)
      }
  }

  /// `true` iff nobody without a seat can come before somebody with one at any value between.
  private func keepsOrder(_ limit: Int) -> Bool {
    let (one, other) = (
      near.evaluation.decision.limits[limit], far.evaluation.decision.limits[limit]
    )
    guard one.seated == other.seated else { return false }
    let ranked = one.ranked
    let (seated, displaced) = (ranked.prefix(one.seated), ranked.dropFirst(one.seated))
    guard !seated.isEmpty, !displaced.isEmpty else { return true }
    guard Set(seated) == Set(other.ranked.prefix(other.seated)) else { return false }
    let inputs = near.evaluation.plan.decision.limits[limit].keys
    let others = far.evaluation.plan.decision.limits[limit].keys
    if ranked.allSatisfy({ hasSameKeys(Int($0)) }) { return true }
    // Who stays when more are seated than there are seats is told at each value alone.
    let taken = one.seated + one.spared.count + one.overridden.count
    if program.limits[limit].tiesAdmit, taken > one.seats ?? 0 { return false }
    var columns = near.evaluation.columns
    for (left, right) in zip(inputs, others) {
      guard let a = left.register, let b = right.register else { continue }
      guard
        let worst = columns[a.index].bounded(
          by: far.evaluation.columns[b.index], worse: seated, better: displaced,
          ascending: left.isAscending)
      else { return false }
      columns[a.index] = worst
    }
    let order = RowOrder(
      inputs, columns: columns, pool: near.evaluation.pool,
      keys: near.evaluation.tables[0].keys)
    guard
      let last = seated.max(by: { order.isAhead(Int($0), Int($1)) }),
      let first = displaced.min(by: { order.isAhead(Int($0), Int($1)) })
    else { return true }
    if program.limits[limit].tiesAdmit, order.isTied(Int(last), Int(first)) { return false }
    return order.isAhead(Int(last), Int(first))
  }
}

extension Vector {
  /// A figure, or the number of a day; nil where it is missing.
  func position(_ row: Int) -> Int128? {
    guard absence[row] == 0 else { return nil }
    return holdsNumbers ? scaled(row) : Int128(codes[row])
  }

  func isEqual(_ row: Int, to other: Vector, _ place: Int) -> Bool {
    if holdsNumbers { return other.holdsNumbers && scaled(row) == other.scaled(place) }
    if !truths.isEmpty { return !other.truths.isEmpty && truths[row] == other.truths[place] }
    return !codes.isEmpty && !other.codes.isEmpty && codes[row] == other.codes[place]
  }

  /// Returns the keys at which some rows rank worst, and others best, of those between two values;
  /// nil where they cannot be told.
  fileprivate func bounded(
    by other: Vector, worse: ArraySlice<Int32>, better: ArraySlice<Int32>, ascending: Bool
  ) -> Vector? {
    var copy = self
    for (rows, wantsLess) in [(worse, !ascending), (better, ascending)] {
      for row in rows.lazy.map(Int.init) {
        guard row < other.count, row < count || count == 1 else { return nil }
        if count == 1 { return isEqual(0, to: other, 0) ? self : nil }
        if absence[row] == other.absence[row], isEqual(row, to: other, row) { continue }
        guard holdsNumbers, other.holdsNumbers, absence[row] == 0, other.absence[row] == 0 else {
          return nil
        }
        let (a, b) = (scaled(row), other.scaled(row))
        copy.set(row, scaled: wantsLess ? Swift.min(a, b) : Swift.max(a, b))
      }
    }
    return copy
  }
}
