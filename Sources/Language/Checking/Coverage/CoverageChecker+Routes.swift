import Diagnostics
import Tables

/// Routes that earlier clauses leave nobody for.
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
}
