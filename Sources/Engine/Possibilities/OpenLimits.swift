import Language
import Tables

/// Carries what can become of accounts through the limits, in their order.
///
/// For an outcome `o` of an account, another account *must* be ahead if each of its outcomes takes a
/// seat ahead of `o`'s best keys, and *may* be ahead if one of them takes a seat ahead of `o`'s worst
/// keys. `o` can keep its tier if fewer than the seats must be ahead, and can be displaced if as many
/// as the seats may be. Rivals' blanks are independent of each other, so that nothing is missed.
struct OpenLimits {
  let judge: Judge
  private var context: OpenContext { judge.context }
  /// The tier of each account, -1 for none; of uncertain accounts it is not read.
  private(set) var tiers: OpenTiers
  private(set) var uncertain: UncertainRows
  private let seats: [Possible]

  /// Each limit that did something, in order, with what it met.
  private var applied: [(field: Field, seats: Seats)] = []

  /// Who takes a seat by rank, or before all others.
  private struct Rival {
    var row: Int
    /// nil for an account that is seated first.
    var keys: [KeyPart]?
  }

  /// The rivals of one limit, each list with the foremost first.
  private struct Field {
    var limit: Int
    /// Accounts without an uncertain outcome that are seated first.
    var seatedFirst = 0
    /// Those that compete by rank, the foremost first, as many as can matter.
    var certain: [Int32] = []
    /// Those behind them, ascending.
    var behind: [Int32] = []
    /// Of each uncertain account that surely takes a seat, its worst; of each that may, its best.
    var must: [Rival] = []
    var may: [Rival] = []
    /// The uncertain accounts that may be among the limit's members, ascending, each at its best.
    var open: [Rival] = []
    /// The certain account that has the last of the most seats, if none of the uncertain has one.
    var lastSeated: Rival?

    func best(of row: Int) -> Rival? {
      let place = open.countOfFirst { $0.row < row }
      return place < open.count && open[place].row == row ? open[place] : nil
    }
  }

  /// How many seats a limit has at least and at most.
  private struct Seats {
    let least: Int
    let most: Int
    let canBeMissing: Bool
    let isSettled: Bool

    init(_ seats: Possible) {
      func whole(_ seats: Int128) -> Int { Int(clamping: max(0, seats / Decimal.unit)) }
      (least, most) = (whole(seats.low), whole(seats.high))
      (canBeMissing, isSettled) = (seats.canBeMissing, seats.isSettled)
    }
  }

  /// - Parameter seats: by limit.
  init(
    _ judge: Judge, uncertain: UncertainRows, seats: [Possible]
  ) {
    self.judge = judge
    self.seats = seats
    self.uncertain = uncertain
    tiers = OpenTiers(asFound: judge.context.decision)
  }

  /// Applies all limits, each once.
  ///
  /// - Complexity: O((n + m) log n) for n members and m uncertain accounts.
  mutating func applyAll() {
    for index in context.program.limitOrder { apply(index) }
  }

  private mutating func apply(_ index: Int) {
    // Without a number of seats, the limit does nothing.
    guard seats[index].canBePresent else { return }
    let seats = Seats(seats[index])
    let known = ranked(index, seats)
    // What a single limit does to those who are certain is mostly what it did in the run.
    if tiers.areAsFound, known == nil || context.program.limits.count > 1 {
      tiers = OpenTiers(beforeLimits: context.decision)
    }
    var field = field(of: index, seats, known)
    let place = seats.most - field.seatedFirst - 1
    if !seats.canBeMissing, field.certain.indices.contains(max(0, place)) {
      // Without a free seat, whoever is first has too many ahead.
      field.lastSeated = place < 0 ? nil : certainRival(field.certain[place], index)
    }
    let moved = moveCertain(field, seats, isOpen: !seats.isSettled || !field.open.isEmpty)
    var rows = uncertain
    rows.update(field.open.lazy.map { Int32($0.row) }) { move($1, Int($0), field, seats) }
    rows.insert(moved)
    uncertain = rows
    applied.append((field, seats))
  }

  /// Returns what becomes of an account with these outcomes, all others being as they were.
  func endings(_ outcomes: [Outcome], of row: Int) -> EndingSet {
    var outcomes = outcomes
    for (field, seats) in applied { outcomes = move(outcomes, row, field, seats) }
    return EndingSet(outcomes)
  }

  // MARK: Rivals

  private func field(
    of index: Int, _ seats: Seats, _ known: (foremost: [Int32], others: [Int32])?
  ) -> Field {
    var field = Field(limit: index)
    let members = EndingSet(numbers: context.program.limits[index].tiers)
    let isMember = context.program.tiers.indices.map { members.contains($0) }
    let overrides = context.decision.overrides
    let hasSpares = !context.program.limits[index].spares.isEmpty
    var contenders: [Int32] = []
    for row in known == nil ? certainMembers(isMember) : [] {
      if !overrides.isEmpty, overrides[Int(row)] != nil {
        field.seatedFirst += 1
        continue
      }
      switch hasSpares ? context.plainStanding(Int(row), index) : LimitView.contends {
      case LimitView.isSpared: field.seatedFirst += 1
      case LimitView.isUncounted: break
      default: contenders.append(row)
      }
    }
    (field.certain, field.behind) = known ?? ranked(contenders, index, seats)
    for (row, outcomes) in zip(uncertain.rows, uncertain.outcomes) {
      add(outcomes, row, members, to: &field)
    }
    field.must.sort { compare($0, $1, index) < 0 }
    field.may.sort { compare($0, $1, index) < 0 }
    return field
  }

  /// The accounts without an uncertain outcome in the tiers of a limit, ascending.
  private func certainMembers(_ isMember: [Bool]) -> [Int32] {
    OpenLimits.removing(uncertain.rows, from: Decider.members(of: tiers.all, isMember))
  }

  /// Returns what `ranked(_:_:_:)` does, told by what the run found of the limit that it applied first;
  /// nil where that does not tell it.
  private func ranked(
    _ index: Int, _ seats: Seats
  ) -> (foremost: [Int32], others: [Int32])? {
    let limit = context.program.limits[index]
    guard applied.isEmpty, index == context.program.limitOrder.first, limit.spares.isEmpty,
      !limit.tiesAdmit, !seats.canBeMissing, context.decision.overrides.isEmpty,
      let contest = context.decision.limits[index].contest
    else { return nil }
    let certain = OpenLimits.removing(uncertain.rows, from: contest.rows)
    let foremost = contest.foremost.map { contest.rows[Int($0)] }.filter { uncertain[$0] == nil }
    guard foremost.count == certain.count || foremost.count >= min(seats.most, certain.count) + 2
    else { return nil }
    return (foremost, OpenLimits.removing(foremost.sorted(), from: certain))
  }

  /// Returns `rows` without `others`; both ascend.
  private static func removing(_ others: [Int32], from rows: [Int32]) -> [Int32] {
    var left: [Int32] = []
    left.reserveCapacity(rows.count)
    let (rows, others) = (rows.span, others.span)
    var next = 0
    for place in rows.indices {
      while next < others.count, others[next] < rows[place] { next += 1 }
      if next == others.count || others[next] != rows[place] { left.append(rows[place]) }
    }
    return left
  }

  /// Returns `contenders`, which ascend: the foremost in ranking order, at least two more than there
  /// are seats, and the others; where rank alone does not tell who is seated, all are foremost.
  private func ranked(
    _ contenders: [Int32], _ index: Int, _ seats: Seats
  ) -> (foremost: [Int32], others: [Int32]) {
    let order = RowOrder(
      context.plan.decision.limits[index].keys, columns: context.columns, pool: context.pool,
      keys: context.tables[0].keys)
    guard !seats.canBeMissing, !context.program.limits[index].tiesAdmit else {
      // PERF: mostly they are among those that the run has ranked already.
      var isContender = RowSet(through: contenders.last ?? -1)
      for row in contenders { isContender.insert(row) }
      let known = context.decision.limits[index].ranked.filter { isContender.contains($0) }
      return (known.count == contenders.count ? known : order.sorted(contenders), [])
    }
    // Who has as many ahead as there are seats fares like who has more; one of those ahead may be the
    // account itself, at its best.
    let contest = SeatOrder(
      contenders, by: order, atLeast: min(seats.most, contenders.count) + 2)
    let foremost = contest.foremost
    return (
      foremost.map { contenders[Int($0)] },
      contest.places(behind: foremost.count).map { contenders[Int($0)] }
    )
  }

  private func add(
    _ outcomes: [Outcome], _ row: Int32, _ members: EndingSet, to field: inout Field
  ) {
    let order = judge.orders[field.limit]
    var (best, worst): (Rival?, Rival?)
    var mustTakeSeat = true
    for outcome in outcomes {
      guard members.contains(outcome.ending) else {
        mustTakeSeat = false
        continue
      }
      let standing = outcome.standing(in: field.limit)
      if standing & LimitView.isUncounted != 0 { mustTakeSeat = false }
      let keys = outcome.keys[field.limit]
      if standing & LimitView.contends != 0 {
        if worst?.keys.map({ order.compare($0, keys.worst) < 0 }) ?? true {
          worst = Rival(row: Int(row), keys: keys.worst)
        }
        if best.map({ rival in rival.keys.map { order.compare(keys.best, $0) < 0 } ?? false })
          ?? true
        {
          best = Rival(row: Int(row), keys: keys.best)
        }
      }
      if standing & LimitView.isSpared != 0 {
        best = Rival(row: Int(row), keys: nil)
        worst = worst ?? Rival(row: Int(row), keys: nil)
      }
    }
    if let best {
      field.may.append(best)
      field.open.append(best)
    } else if outcomes.contains(where: { members.contains($0.ending) }) {
      field.open.append(Rival(row: Int(row), keys: nil))
    }
    if mustTakeSeat, let worst { field.must.append(worst) }
  }

  private func plainKeys(_ row: Int, _ limit: Int) -> KeyRange {
    judge.orders[limit].range(ofRow: row) { context.nominal($0, row) }
  }

  /// Compares who is ahead; the account key decides what the written keys leave open.
  private func compare(_ left: Rival, _ right: Rival, _ limit: Int) -> Int {
    guard let a = left.keys, let b = right.keys else {
      return left.keys == nil ? right.keys == nil ? 0 : -1 : 1
    }
    let order = judge.orders[limit].compare(a, b)
    if order != 0 || context.program.limits[limit].tiesAdmit { return order }
    return judge.orders[limit].compareKeys(left.row, right.row)
  }

  // MARK: Moving

  /// Whether who has so many ahead can keep the tier, and can be displaced.
  private func chances(
    must: Int, may: Int, _ seats: Seats
  ) -> (canStay: Bool, canBeMoved: Bool) {
    (must < seats.most || seats.canBeMissing, may >= seats.least)
  }

  /// Moves accounts that were certain so far; returns those that another's blank can move.
  private mutating func moveCertain(
    _ field: Field, _ seats: Seats, isOpen: Bool
  ) -> [(row: Int32, outcomes: [Outcome])] {
    let limit = field.limit
    let overflow = OverflowTiers(limit, context.program, context.plan, context.columns)
    var uncertain: [(row: Int32, outcomes: [Outcome])] = []
    let hasTies = context.program.limits[limit].tiesAdmit
    var ahead = 0
    if tiers.areAsFound {
      for row in field.certain { tiers[Int(row)] = context.decision.tierBeforeLimits(Int(row)) }
    }
    for (place, row) in field.certain.enumerated() {
      if place == 0 || !hasTies || !areEqual(field.certain[place - 1], row, limit) { ahead = place }
      if !hasTies, !seats.canBeMissing, field.seatedFirst + place >= seats.most {
        // PERF: who has as many ahead as there are seats is moved, and so is everybody behind.
        tiers.move(field.certain[place...], by: overflow)
        // The run has moved those behind already.
        if !tiers.areAsFound { tiers.move(field.behind[...], by: overflow) }
        break
      }
      let base = field.seatedFirst + ahead
      // Nobody's blank seats or unseats who is further from the cut than there are uncertain rivals.
      if !chances(must: base, may: base + field.may.count, seats).canBeMoved { continue }
      var chance = chances(must: base, may: base, seats)
      // With nobody uncertain ahead the account would be moved already: then it is.
      if isOpen, chance.canStay {
        let rival = certainRival(row, limit)
        let (must, may) = rivalsAhead(of: rival, rival, field)
        chance = chances(must: base + must, may: base + may, seats)
      }
      guard chance.canBeMoved else { continue }
      let target = overflow[Int(row)]
      if chance.canStay {
        let outcomes = [tiers[Int(row)], target].map { plainOutcome(Int(row), $0) }
        uncertain.append((row, outcomes))
      } else {
        tiers[Int(row)] = target
      }
    }
    return uncertain
  }

  private func certainRival(_ row: Int32, _ limit: Int) -> Rival {
    Rival(row: Int(row), keys: plainKeys(Int(row), limit).best)
  }

  /// `true` iff neither of two certain accounts is ahead by the written keys.
  private func areEqual(_ left: Int32, _ right: Int32, _ limit: Int) -> Bool {
    compare(certainRival(left, limit), certainRival(right, limit), limit) == 0
  }

  private func rivalsAhead(
    of best: Rival, _ worst: Rival, _ field: Field
  ) -> (must: Int, may: Int) {
    let must = field.must.countOfFirst { compare($0, best, field.limit) < 0 }
    let may = field.may.countOfFirst { compare($0, worst, field.limit) < 0 }
    return (must, may)
  }

  private func move(
    _ outcomes: [Outcome], _ row: Int, _ field: Field, _ seats: Seats
  ) -> [Outcome] {
    let limit = field.limit
    let members = EndingSet(numbers: context.program.limits[limit].tiers)
    var moved: [Outcome] = []
    func add(_ outcome: Outcome) {
      if let place = moved.firstIndex(where: { $0.isAlike(outcome) }) {
        for index in outcome.keys.indices {
          judge.orders[index].widen(&moved[place].keys[index], by: outcome.keys[index])
        }
      } else {
        moved.append(outcome)
      }
    }
    for outcome in outcomes {
      guard members.contains(outcome.ending) else {
        add(outcome)
        continue
      }
      let standing = outcome.standing(in: limit)
      if standing != LimitView.contends { add(outcome) }
      guard standing & LimitView.contends != 0 else { continue }
      let (must, may) = ahead(of: outcome, row, field)
      let (canStay, canBeMoved) = chances(must: must, may: may, seats)
      if canStay { add(outcome) }
      guard canBeMoved else { continue }
      for tier in outcome.views[limit].overflow.numbers {
        var displaced = outcome
        displaced.ending = tier
        add(displaced)
      }
    }
    return moved
  }

  /// Returns how many must and how many may be ahead of an uncertain account's outcome.
  private func ahead(
    of outcome: Outcome, _ row: Int, _ field: Field
  ) -> (must: Int, may: Int) {
    let limit = field.limit
    let best = Rival(row: row, keys: outcome.keys[limit].best)
    // PERF: most have more certain rivals ahead than there are seats, which one comparison tells.
    if let last = field.lastSeated, compare(last, best, limit) < 0 { return (.max, .max) }
    let worst = Rival(row: row, keys: outcome.keys[limit].worst)
    var (must, may) = rivalsAhead(of: best, worst, field)
    // The account is not its own rival.
    if let own = field.best(of: row), compare(own, worst, limit) < 0 { may -= 1 }
    must +=
      field.seatedFirst
      + field.certain.countOfFirst {
        compare(certainRival($0, limit), best, limit) < 0
      }
    may +=
      field.seatedFirst
      + field.certain.countOfFirst {
        compare(certainRival($0, limit), worst, limit) < 0
      }
    return (must, may)
  }

  private func plainOutcome(_ row: Int, _ tier: TierNumber) -> Outcome {
    let limits = context.program.limits.indices
    return Outcome(
      ending: Int(tier),
      views: limits.map { context.plainView(row, $0) }, keys: limits.map { plainKeys(row, $0) })
  }
}

extension Outcome {
  /// How the account would stand in a limit; an override takes a seat that is never lost.
  fileprivate func standing(in limit: Int) -> UInt8 {
    if isOverridden { return LimitView.isSpared }
    return views.isEmpty ? LimitView.isUncounted : views[limit].standing
  }
}

/// How accounts stand in limits by what the run found.
extension OpenContext {
  func plainStanding(_ row: Int, _ limit: Int) -> UInt8 {
    let input = plan.decision.limits[limit]
    var isSpared = false
    for (spare, register) in zip(program.limits[limit].spares, input.spares)
    where nominal(register, row).isSurelyYes {
      if spare.isUncounted { return LimitView.isUncounted }
      isSpared = true
    }
    return isSpared ? LimitView.isSpared : LimitView.contends
  }

  func plainOverflow(_ row: Int, _ limit: Int) -> TierNumber {
    OverflowTiers(limit, program, plan, columns)[row]
  }

  func plainView(_ row: Int, _ limit: Int) -> LimitView {
    LimitView(
      standing: plainStanding(row, limit), overflow: EndingSet(Int(plainOverflow(row, limit))))
  }
}
