import Diagnostics
import Tables

/// Conditions of clauses that hold for every account.
extension CoverageChecker {
  /// A condition with the clause that it belongs to.
  private struct Site {
    var condition: TermID
    var clause: SourceRange
    var role: CoverageProblem.Role
  }

  mutating func checkAlways() {
    for site in sites {
      let id = site.condition
      guard !analysis.forms.isWritten(id), analysis.possible(id).isAlwaysYes,
        !isReported(within: id)
      else { continue }
      var evidence = constantEvidence(of: id)
      let hasBounds = evidence?.isBounded ?? false
      evidence?.help =
        hasBounds
        ? "ask for more, change its bounds, or remove this" : "ask for more, or remove this"
      report(
        .alwaysHolds(site.role, evidence, at: place(of: id, in: site.clause)), .always(id))
    }
  }

  private var sites: [Site] {
    var sites = program.excludes.map {
      Site(condition: $0.condition, clause: $0.range, role: .exclude)
    }
    sites += program.rejects.map { Site(condition: $0.condition, clause: $0.range, role: .reject) }
    sites += routes
    for spare in program.limits.flatMap(\.spares) {
      sites.append(Site(condition: spare.condition, clause: spare.range, role: .spare))
    }
    sites += program.findings.map {
      Site(condition: $0.condition, clause: $0.range, role: $0.isRequirement ? .require : .warn)
    }
    for sponsor in program.sponsors {
      sites += sponsor.only.map { Site(condition: $0.condition, clause: $0.range, role: .only) }
      if let unless = sponsor.keepUnless {
        sites.append(Site(condition: unless, clause: sponsor.range, role: .keepUnless))
      }
    }
    return sites + rowConditions
  }

  /// Routes above other tiers that have routes.
  private var routes: [Site] {
    program.tiers.enumerated().flatMap { index, tier in
      let below = program.tiers[(index + 1)...].filter { !$0.routes.isEmpty }.map(\.name)
      return tier.routes.compactMap { route -> Site? in
        guard let condition = route.condition, !below.isEmpty else { return nil }
        return Site(
          condition: condition, clause: route.range, role: .route(tier: tier.name, below: below))
      }
    }
  }

  /// What `where` asks.
  private var rowConditions: [Site] {
    program.terms.compactMap { term in
      let condition: TermID?
      switch term.kind {
      case .aggregate(let aggregate): condition = aggregate.condition
      case .rank(_, let base), .share(_, _, let base): condition = base.condition
      default: condition = nil
      }
      guard condition.map({ !program.implied.contains($0) }) ?? false else { return nil }
      return condition.map { Site(condition: $0, clause: term.range, role: .rows) }
    }
  }

  /// Returns why a single comparison is always yes.
  func constantEvidence(of id: TermID) -> CoverageProblem.Evidence? {
    guard case .compare(let comparison, let a, let b) = program[analysis.forms[id]].kind else {
      return nil
    }
    let opposite = comparison.opposite
    return analysis.forms.isWritten(a)
      ? evidence(b, opposite.mirrored, a) : evidence(a, opposite, b)
  }
}
