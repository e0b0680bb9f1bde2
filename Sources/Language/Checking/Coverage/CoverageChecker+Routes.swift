import Diagnostics
import Tables

/// Routes that earlier ones take, points beyond their maximum, and limits that end in ties.
extension CoverageChecker {
  private struct Route {
    var tier: Int
    var index: Int
    var condition: TermID
    var clause: SourceRange
  }

  /// A condition that keeps accounts from later routes.
  private struct Taker {
    var condition: TermID
    var clause: SourceRange
    /// nil for `exclude` and `reject`.
    var tier: Int? = nil
  }

  /// What is known of the accounts that reach a route.
  private struct Reach {
    var takers: [Taker]
    /// nil where no account is left.
    var known: Knowledge? = Knowledge.none
  }

  mutating func checkRoutes() {
    var reach = Reach(takers: [])
    for exclude in program.excludes {
      take(Taker(condition: exclude.condition, clause: exclude.range), from: &reach)
    }
    for reject in program.rejects {
      take(Taker(condition: reject.condition, clause: reject.range), from: &reach)
    }
    for (tier, checked) in program.tiers.enumerated() {
      var own = reach
      for (index, route) in checked.routes.enumerated() {
        guard let condition = route.condition else { continue }
        check(
          Route(tier: tier, index: index, condition: condition, clause: route.range), after: own)
        take(Taker(condition: condition, clause: route.range, tier: tier), from: &own)
      }
      if !mayBeDisplaced(from: tier) { reach = own }
    }
  }

  /// Notes that accounts with the condition do not reach what follows.
  private mutating func take(_ taker: Taker, from reach: inout Reach) {
    analysis.begin()
    reach.takers.append(taker)
    reach.known = reach.known.flatMap { analysis.assume(taker.condition, .notYes, given: $0) }
  }

  /// `true` iff a limit can move an account from the tier to the next that it has a route for, so
  /// that a route matters even to accounts that this tier took.
  private func mayBeDisplaced(from tier: Int) -> Bool {
    program.limits.contains { $0.overflow == nil && $0.tiers.contains(tier) }
  }

  private mutating func check(_ route: Route, after reach: Reach) {
    analysis.begin()
    let isReached = reach.known.flatMap { analysis.assume(route.condition, .yes, given: $0) } != nil
    guard !isReached, !isFull, !forbids(route.condition),
      // A clause that takes every account is reported itself.
      !reach.takers.contains(where: { analysis.possible($0.condition).isAlwaysYes })
    else { return }
    let covering = covering(route.condition, reach.takers.map(\.condition), .notYes)
    let by = covering.map { item in
      let taker = reach.takers[item.index]
      let isSame = analysis.forms[taker.condition] == analysis.forms[route.condition]
      return CoverageProblem.Remark(
        text: words(for: taker, same: isSame), range: place(of: taker.condition, in: taker.clause))
    }
    report(
      .coveredRoute(
        tier: program.tiers[route.tier].name, by: Array(by.prefix(4)),
        remedy: remedy(route, covering.map { reach.takers[$0.index] }),
        at: place(of: route.condition, in: route.clause)), .deadRoute(route.tier, route.index))
  }

  private func words(for taker: Taker, same: Bool) -> String {
    let what = taken(by: taker.condition, is: same)
    guard let tier = taker.tier else { return "\(what), and leads to no tier" }
    return "\(what), for `\(program.tiers[tier].name)`"
  }

  private func remedy(_ route: Route, _ takers: [Taker]) -> String {
    guard let tier = takers.compactMap(\.tier).first else { return "remove it, or exclude fewer" }
    return tier == route.tier
      ? "remove it, or put it before the other"
      : "ask for something else, or put `\(program.tiers[route.tier].name)` above "
        + "`\(program.tiers[tier].name)`"
  }

  // MARK: Points

  /// Warns of points that always lie beyond what the criterion is out of.
  mutating func checkPoints() {
    checkWeights()
    for criterion in program.scores.flatMap(\.criteria) {
      guard case .cases(let cases) = program[analysis.forms[criterion.points]].kind else {
        checkPoints(criterion.points, criterion, at: program[criterion.points].range)
        continue
      }
      for item in writtenCases(criterion.points) ?? cases {
        checkPoints(item.value, criterion, at: place(of: item.value, in: item.range))
      }
    }
  }

  /// Notes criteria without weight whose points nothing else reads.
  private mutating func checkWeights() {
    var read: Set<NamedThing> = []
    for term in program.terms { if case .named(let thing, _) = term.kind { read.insert(thing) } }
    for (number, score) in program.scores.enumerated() {
      for (index, criterion) in score.criteria.enumerated()
      where criterion.weight == .zero && !read.contains(.criterion(number, index)) {
        report(.weightOfZero(criterion: "`\(criterion.name)`", at: criterion.range))
      }
    }
  }

  /// The cases as written, which forms do not keep the places of.
  private func writtenCases(_ id: TermID) -> [CheckedCase]? {
    switch program[id].kind {
    case .cases(let cases): cases
    case .named(_, let inner): writtenCases(inner)
    default: nil
    }
  }

  private mutating func checkPoints(
    _ value: TermID, _ criterion: CheckedCriterion, at range: SourceRange
  ) {
    let points = analysis.possible(value).values
    guard let low = points.lowest, let high = points.highest else { return }
    let isBelow = high < 0
    guard isBelow || low > criterion.outOf.scaled else { return }
    let words = RangeText(program: program, type: .number)
    let text =
      low == high
      ? words.value(low)
      : isBelow ? words.most(high, points.step) : words.least(low, points.step)
    report(
      .pointsBeyond(
        points: text, outOf: words.value(criterion.outOf.scaled), isBelow: isBelow, at: range))
  }

  // MARK: Ties

  /// Notes limits all of whose keys are coarse, so that equals are likely at the cut.
  mutating func checkTies() {
    for limit in program.limits where !limit.tiesAdmit {
      guard limit.keys.allSatisfy({ isCoarse($0.value) }) else { continue }
      let example = program.accountName == nil ? nil : "name ascending"
      report(.ties(example: example, at: limit.range))
    }
  }

  /// `true` iff a figure has few values, so that many accounts share one.
  private func isCoarse(_ id: TermID) -> Bool {
    let form = analysis.forms[id]
    switch program[form].kind {
    case .score(let index):
      return program.scores[index].criteria.allSatisfy {
        analysis.possible($0.points).values.count(upTo: 21) <= 20
      }
    case .aggregate(let aggregate):
      return aggregate.kind == .count || aggregate.kind == .countDistinct
    case .datePart, .wholeMonths: return true
    default: return analysis.possible(form).values.count(upTo: 21) <= 20
    }
  }
}
