import Language
import Tables

/// Everything that a run found; reports are made from it.
package struct Evaluation: Sendable {
  package var program: CheckedProgram
  package var plan: Plan
  package var asOf: Day
  /// By table of the program; synthetic ones have only their row count.
  package var tables: [TableResult]
  /// By register, what was kept.
  package var columns: [Vector]
  package var pool: TextPool
  package var decision: Decision
  /// By sponsor declaration, the rows of its table of pairs.
  package var pairs: [PairRows] = []
  /// Where accounts form groups, who belongs to which.
  package var groups: Groups?
  /// What could become of accounts if blanks were filled in.
  package var possibilities = Possibilities()
  /// Which blank cells could change a tier, where that was asked for.
  package var chase = Chase()

  /// Returns the values of a demanded term.
  package func values(of term: TermID) -> Vector? {
    plan.outputs[term].map { columns[$0.index] }
  }

  /// Returns the row of `values(of:)` that belongs to `row` of a table: constants and portfolio
  /// figures have one value for all.
  package func cell(_ term: TermID, _ row: Int) -> (vector: Vector, row: Int)? {
    guard let register = plan.outputs[term] else { return nil }
    let vector = columns[register.index]
    return (vector, plan[register].home == .portfolio ? 0 : row)
  }
}

extension Evaluation {
  /// Forgets the values of terms that nobody demanded, and who competed for seats.
  ///
  /// PERF: a large file is written to memory first, which costs least where it has just been given back.
  ///
  /// What breaks if it changes: who asks for ranks or for displaced accounts afterwards is told of none.
  package mutating func forgetAllButOutputs() {
    let demanded = Set(plan.outputs.values)
    for index in columns.indices where !demanded.contains(RegisterID(index)) {
      columns[index] = Vector()
    }
    decision.displaced = Displacements()
    for index in decision.limits.indices { decision.limits[index].contest = nil }
  }
}

/// The rows of one table.
package struct TableResult: Sendable {
  package var path: String = ""
  package var rowCount = 0
  package var keys = TextColumn()
  /// Where the accepted rows stand in the file; empty where no report names a row by its place.
  package var places = RowPlaces()
  package var index: KeyIndex?
  /// Rows whose key another row has; they count nowhere.
  package var repeated: [Int: Int] = [:]
  package var rejected: [RejectedRow] = []
  package var rejectedCount = 0
  /// Of these, the rows of which what they could be was taken into account.
  package var openRejectedCount = 0
  /// The number of rejected rows of each kind.
  package var rejectedKinds: [RejectionKind: Int] = [:]
  /// The keys of all rejected rows that have one, in no order.
  package var rejectedKeys = TextColumn()
  package var unmatched = UnmatchedReferences()

  /// Returns the key of an accepted row.
  package func key(_ row: Int) -> String { keys.text(row) }
}

/// The accounts and people whose pairs a sponsor declaration judges.
package struct PairRows: Sendable {
  package var accounts: [Int]
  package var people: [Int]
}

/// The clause that gave an account its tier.
package enum Clause: Hashable, Sendable {
  case route(tier: Int, index: Int)
  case override(Int)
  /// Held back, since the tier that a route gives is too far from the one before.
  case move
  /// Displaced by a limit, from the tier that the route or override gave.
  case overflow(limit: Int)
}

/// What one limit did.
package struct LimitResult: Sendable {
  /// nil where the number of seats is missing; then the limit did nothing.
  package var seats: Int?
  package var taken = 0
  package var spared: [Int] = []
  package var uncounted: [Int] = []
  package var overridden: [Int] = []
  /// All that compete for seats; nil where nobody was ranked.
  var contest: SeatOrder?
  /// How many of them have a seat.
  var seated = 0
  /// The row that holds the last seat won by rank.
  package var lastSeat: Int?
  /// `true` iff the account key decided who got the last seat.
  package var isDecidedByKey = false

  /// All that compete for seats, in ranking order.
  var ranked: [Int32] { contest?.ranked ?? [] }

  /// The rows that were moved down, in ranking order.
  package var displaced: [Int] { ranked.dropFirst(seated).map(Int.init) }

  package var displacedCount: Int { (contest?.rows.count ?? 0) - seated }
}

/// The place of a tier among the agreement's, -1 for none; there are fewer than `Limits.endings`.
package typealias TierNumber = Int8

/// The tier of every account, and how it came about.
package struct Decision: Sendable {
  /// By row of accounts: the index into `CheckedProgram.excludes` or `rejects`, and so on.
  package var status = StatusColumn()
  /// The final tier, -1 for none.
  package var tiers: [TierNumber] = []
  /// The tier without any override; equal to `tiers` where no override is in force.
  package var tiersByRulesAlone: [TierNumber] = []
  /// By row, the deciding clause as `Evaluation.clause(_:)` decodes it, -1 for none: a route's index in
  /// `DecisionPlan.routes`, then the overrides, then the limits, then `move`.
  package var clauses = ClauseColumn()
  /// The clauses that are limits.
  var limitClauses = 0..<0
  package var overrides: [Int: Int] = [:]
  /// By row that was held back: the number of the route that held, among `DecisionPlan.routes`.
  package var heldBack: [Int: Int] = [:]
  package var displaced = Displacements()
  package var limits: [LimitResult] = []
  /// Overrides whose key no account has, by index.
  package var unmatchedOverrides: [Int] = []

  package init() {}
}

extension Decision {
  /// The tiers that routes and overrides give, before limits.
  ///
  /// - Complexity: O(accounts).
  var tiersBeforeLimits: [TierNumber] { displaced.undone(in: tiers) }

  /// The tier of one account from before the limits.
  ///
  /// - Complexity: O(log n) for each limit, and O(1) for accounts that a limit did not decide.
  func tierBeforeLimits(_ row: Int) -> TierNumber {
    guard limitClauses.contains(clauses[row]) else { return tiers[row] }
    return displaced.tierBefore(row) ?? tiers[row]
  }
}

extension Evaluation {
  /// `true` iff the row counts in totals.
  package func isInTotals(_ row: Int) -> Bool {
    switch decision.status[row] {
    case .classified: true
    case .excluded(let index): program.excludes[index].fromTiersOnly
    case .rejected, .repeatedKey: false
    }
  }

  /// Returns the final tier, nil for an account without one.
  package func tier(_ row: Int) -> Int? {
    decision.tiers[row] >= 0 ? Int(decision.tiers[row]) : nil
  }

  /// The clause that decided a classified account's tier.
  package func clause(_ row: Int) -> Clause? {
    let number = decision.clauses[row]
    if number < 0 { return nil }
    let routes = plan.decision.routes
    if number < routes.count {
      return .route(tier: routes[number].tier, index: routes[number].index)
    }
    let override = number - routes.count
    if override < program.overrides.count { return .override(override) }
    let limit = override - program.overrides.count
    return limit < program.limits.count ? .overflow(limit: limit) : .move
  }

  /// Every clause that can decide a tier, by the numbers in `Decision.clauses`.
  package var clauses: [Clause] {
    plan.decision.routes.map { .route(tier: $0.tier, index: $0.index) }
      + program.overrides.indices.map { .override($0) }
      + program.limits.indices.map { .overflow(limit: $0) } + (program.move == nil ? [] : [.move])
  }
}
