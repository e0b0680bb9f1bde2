import Language
import Tables

/// How what decides tiers follows from one number of the agreement.
///
/// What: between two values of the number at which every condition of the `frontier` has the same
/// answer for each row, everything that is `decided` by these conditions is the same.
///
/// Why this way: a figure that only grows or only falls with the number lies, for each row, between
/// what it is at both ends; so a comparison of it turns at most once.
struct DialInfluence {
  /// How a term depends on the number, for each row by itself.
  enum Kind: Hashable {
    case none
    case rising, falling
    /// Rising for some rows and falling for others.
    case monotone
    /// A function of conditions of the frontier.
    case decided
    /// In a way of which nothing is known.
    case unknown

    var isDirected: Bool { self == .rising || self == .falling || self == .monotone }
  }

  let program: CheckedProgram
  let dial: Dial
  /// Conditions that turn with the number.
  private(set) var frontier: [TermID] = []
  /// Of these, the ones that hold for a single value of the number.
  private(set) var equalities: Set<TermID> = []
  /// Of these, what is compared with the number itself; for none other is there a value.
  private(set) var compared: [TermID: TermID] = [:]
  /// `true` iff rows depend on other rows' conditions, as by shares and counts.
  private(set) var crossesRows = false
  /// Where the number has to stay beside another one: `scale` from it or to it.
  private(set) var bound: Int128?
  private(set) var hasUnknown = false
  private(set) var movesSeats = false
  private var totalsMove = false
  private var known: [TermID: Kind] = [:]

  init(of dial: Dial, in program: CheckedProgram) {
    self.program = program
    self.dial = dial
    for condition in program.excludes.map(\.condition) + program.rejects.map(\.condition) {
      let answer = kind(condition)
      if answer != .none { totalsMove = true }
      if answer == .unknown { hasUnknown = true }
    }
    // What was found while totals were taken for unmoved stands for rows alone.
    let roots =
      program.tiers.flatMap { $0.routes.compactMap(\.condition) }
      + program.limits.flatMap { $0.keys.map(\.value) + $0.spares.map(\.condition) }
    for root in roots where kind(root) == .unknown { hasUnknown = true }
    for limit in program.limits {
      switch kind(limit.seats) {
      case .none, .decided: break
      case .unknown: hasUnknown = true
      case .rising, .falling, .monotone: movesSeats = true
      }
    }
    // A count of seats and conditions together are two ways at once.
    if movesSeats, !frontier.isEmpty { hasUnknown = true }
  }

  /// `true` iff every condition of the frontier compares a figure with the number itself, so that
  /// its answers change at the values of these figures and nowhere else.
  var isDirect: Bool { !frontier.isEmpty && compared.count == frontier.count && !movesSeats }

  /// `true` iff it can be told from both ends what is between.
  var isProvable: Bool { !hasUnknown }

  /// `true` iff nothing that decides tiers depends on the number.
  var isIdle: Bool { !hasUnknown && frontier.isEmpty && !movesSeats && !movesKeys }

  /// `true` iff ranking keys depend on the number.
  var movesKeys: Bool {
    program.limits.contains { limit in
      limit.keys.contains { (known[$0.value] ?? .none) != .none }
    }
  }

  // MARK: Terms

  private mutating func kind(_ id: TermID) -> Kind {
    if let answer = known[id] { return answer }
    let answer = derive(id)
    known[id] = answer
    return answer
  }

  private mutating func derive(_ id: TermID) -> Kind {
    if dial.part == .figure(id) { return .rising }
    switch program[id].kind {
    case .constant, .today, .field, .pairMember, .valueRow, .group, .head, .earlier, .tier:
      return .none
    case .named(_, let a), .shiftMonths(let a, _), .datePart(let a, isYear: true): return kind(a)
    case .round(let a, _): return kind(a)
    case .negate(let a): return kind(a).reversed
    case .absolute(let a), .datePart(let a, isYear: false), .holds(let a, _):
      return unlessDirected([kind(a)])
    case .not(let a): return unlessDirected([kind(a)])
    case .isMissing(let a): return presence(of: a, id)
    case .compare(let comparison, let a, let b): return compare(comparison, a, b, id)
    case .and(let a, let b), .or(let a, let b), .wholeMonths(let a, let b, _):
      return unlessDirected([kind(a), kind(b)])
    case .arithmetic(let sign, let a, let b): return arithmetic(sign, a, b)
    case .shiftDays(let a, let b, let backwards):
      return Kind.sum(kind(a), backwards ? kind(b).reversed : kind(b))
    case .daysBetween(let a, let b): return Kind.sum(kind(a), kind(b).reversed)
    case .pickDate(let a, let b, _): return Kind.sum(kind(a), kind(b))
    case .fallback(let a, let b): return Kind.choice([kind(a), kind(b)], of: [])
    case .cases(let cases): return self.cases(cases)
    case .scale(let x, let low, let high, _): return scale(x, low, high)
    case .score(let index): return score(index)
    case .follow(let a, let b): return follow(a, b)
    case .aggregate, .rank, .share: return overRows(id)
    }
  }

  private mutating func unlessDirected(_ kinds: [Kind]) -> Kind {
    if kinds.allSatisfy({ $0 == .none }) { return .none }
    return kinds.allSatisfy { $0 == .none || $0 == .decided } ? .decided : .unknown
  }

  private mutating func presence(of figure: TermID, _ id: TermID) -> Kind {
    let inner = kind(figure)
    guard inner.isDirected else { return unlessDirected([inner]) }
    frontier.append(id)
    return .decided
  }

  private mutating func compare(
    _ comparison: Comparison, _ a: TermID, _ b: TermID, _ id: TermID
  ) -> Kind {
    let (left, right) = (kind(a), kind(b))
    guard left.isDirected || right.isDirected else { return unlessDirected([left, right]) }
    let isEquality = comparison == .equal || comparison == .notEqual
    if left == .none || right == .none {
      let (own, other) = left == .none ? (b, a) : (a, b)
      if isNumberItself(own) {
        compared[id] = other
      } else if isEquality {
        return .unknown
      }
      if isEquality { equalities.insert(id) }
    } else if isEquality || Kind.sum(left, right.reversed) == .unknown {
      return .unknown
    }
    frontier.append(id)
    return .decided
  }

  private func isNumberItself(_ id: TermID) -> Bool {
    if dial.part == .figure(id) { return true }
    if case .named(_, let inner) = program[id].kind { return isNumberItself(inner) }
    return false
  }

  private mutating func arithmetic(_ sign: ArithmeticOperator, _ a: TermID, _ b: TermID) -> Kind {
    let (left, right) = (kind(a), kind(b))
    switch sign {
    case .add, .min, .max: return Kind.sum(left, right)
    case .subtract: return Kind.sum(left, right.reversed)
    case .multiply:
      if left == .none, right.isDirected { return .monotone }
      if right == .none, left.isDirected { return .monotone }
      return unlessDirected([left, right])
    case .divide:
      if right == .none, left.isDirected { return .monotone }
      // On one side of 0.
      if left == .none, isNumberItself(b), bound == nil || bound == 0 {
        bound = 0
        return .monotone
      }
      return unlessDirected([left, right])
    }
  }

  private mutating func cases(_ cases: [CheckedCase]) -> Kind {
    let conditions = cases.compactMap(\.condition).map { kind($0) }
    return Kind.choice(cases.map { kind($0.value) }, of: conditions)
  }

  private mutating func scale(_ x: TermID, _ low: TermID, _ high: TermID) -> Kind {
    let kinds = [kind(x), kind(low), kind(high)]
    guard kinds.contains(where: \.isDirected) else { return unlessDirected(kinds) }
    if kinds[0].isDirected, kinds[1] == .none, kinds[2] == .none { return .monotone }
    let other = kinds[1].isDirected ? high : low
    guard kinds[0] == .none, kinds[1] == .none || kinds[2] == .none,
      isNumberItself(kinds[1].isDirected ? low : high),
      case .constant(.number(let number)) = program[plain(other)].kind,
      bound == nil || bound == number.scaled
    else { return .unknown }
    bound = number.scaled
    return .monotone
  }

  private func plain(_ id: TermID) -> TermID {
    if case .named(_, let inner) = program[id].kind { return plain(inner) }
    return id
  }

  private mutating func score(_ index: Int) -> Kind {
    let points = program.scores[index].criteria.map { kind($0.points) }
    if case .weight(let score, _) = dial.part, score == index {
      return points.allSatisfy { $0 == .none } ? .monotone : .unknown
    }
    return points.reduce(Kind.none) { Kind.sum($0, $1) }
  }

  private mutating func follow(_ reference: TermID, _ inner: TermID) -> Kind {
    let (first, second) = (kind(reference), kind(inner))
    if second != .none { crossesRows = true }
    return first == .none ? second : unlessDirected([first, second])
  }

  private mutating func overRows(_ id: TermID) -> Kind {
    var kinds = program[id].kind.operands.map { kind($0) }
    let readsPortfolio =
      switch program[id].kind {
      case .aggregate(let aggregate): aggregate.source == .accounts
      default: true
      }
    if totalsMove, readsPortfolio { kinds.append(.decided) }
    let answer = unlessDirected(kinds)
    if answer != .none { crossesRows = true }
    return answer
  }
}

extension DialInfluence.Kind {
  var reversed: Self {
    switch self {
    case .rising: .falling
    case .falling: .rising
    case .none, .monotone, .decided, .unknown: self
    }
  }

  /// How a figure depends that grows with both others.
  static func sum(_ left: Self, _ right: Self) -> Self {
    if left == .none { return right }
    if right == .none { return left }
    if left == right, left != .monotone { return left }
    return .unknown
  }

  /// How one of some values depends, chosen by conditions.
  static func choice(_ values: [Self], of conditions: [Self]) -> Self {
    let all = values + conditions
    if all.allSatisfy({ $0 == .none }) { return .none }
    if all.allSatisfy({ $0 == .none || $0 == .decided }) { return .decided }
    guard conditions.allSatisfy({ $0 == .none }), !values.contains(.unknown),
      !values.contains(.decided)
    else { return .unknown }
    let directed = Set(values).subtracting([.none])
    return directed.count == 1 ? directed.first ?? .unknown : .monotone
  }
}
