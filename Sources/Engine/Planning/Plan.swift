import Language
import Tables

/// What is done, pass by pass: each level reads files or columns, computes registers, and ends with
/// the figures that need all rows.
package struct Plan: Sendable {
  package var registers: [Register] = []
  package var aggregations: [Aggregation] = []
  package var rankings: [RankingPlan] = []
  package var shares: [SharePlan] = []
  /// By level.
  package var levels: [Level] = []
  /// The register of each demanded term.
  package var outputs: [TermID: RegisterID] = [:]
  /// The register of each term that anything follows from, kept or not.
  package var termRegisters: [TermID: RegisterID] = [:]
  /// The register of each term whose values `for each` goes through.
  package var values: [TermID: RegisterID] = [:]
  package var decision: DecisionPlan
  /// The register that says which accounts count in totals.
  package var inTotals: RegisterID
  package var tier: RegisterID
  /// By table; nil for synthetic ones.
  package var readLevels: [Int?] = []
  package var formation: Formation?
  /// Registers that follow from the day, beside all that are made from them.
  var ofDay: Set<RegisterID> = []
  /// What is kept to decide tiers on other days; empty where that was not asked for.
  var keptForOtherDays: Set<RegisterID> = []
  /// `true` iff all cells are kept, for other agreements and for cells with other values.
  package internal(set) var keepsCells = false
  package var openness = OpenPlan()
  package var lanes = LanePlan()

  package struct Level: Sendable {
    package var passes: [Pass] = []
    package var aggregations: [Int] = []
    package var rankings: [Int] = []
    package var shares: [Int] = []
    /// `true` iff the rows of the accounts' file become groups at this level's end.
    package var formsGroups = false
    /// `true` iff exclude and reject are settled at this level's end.
    package var settlesTotals = false
    /// `true` iff tiers are decided at this level's end.
    package var decides = false
  }

  /// The operations of one table that are done together, batch by batch.
  package struct Pass: Sendable {
    package var table: TableID
    /// `true` iff the rows come from the file.
    package var readsFile: Bool
    /// Registers of the file's cells.
    package var fields: [RegisterID] = []
    /// Registers of earlier passes to be loaded.
    package var loads: [RegisterID] = []
    package var constants: [RegisterID] = []
    package var steps: [RegisterID] = []
    package var keeps: [RegisterID] = []
    /// Of `Plan.aggregations`.
    package var aggregations: [Int] = []
  }

  package subscript(id: RegisterID) -> Register { registers[id.index] }

  /// Returns the register made by `producer` at `home`.
  package func register(madeBy producer: Producer, at home: TableID? = nil) -> RegisterID? {
    registers.firstIndex { $0.producer == producer && (home == nil || $0.home == home) }
      .map(RegisterID.init)
  }
}

extension Plan {
  /// `true` iff a register tells which route holds, which nothing but the decision reads.
  func isForDecisionAlone(_ id: RegisterID) -> Bool {
    id == decision.route && !keepsCells && !isRead(id) && !keptForOtherDays.contains(id)
  }

  /// `true` iff the codes of a register can be kept as bytes.
  func keepsInBytes(_ id: RegisterID) -> Bool {
    (isForDecisionAlone(id) || isForLimitsAlone(id)) && decision.routes.count < 256
  }

  /// `true` iff a register tells which route holds for those whom a limit moves, and nothing else.
  private func isForLimitsAlone(_ id: RegisterID) -> Bool {
    decision.limits.contains { $0.next == id } && id != decision.route && !keepsCells
      && !isReadBesidesLimits(id) && !keptForOtherDays.contains(id)
  }
}

/// How the rows of the accounts' file become groups.
package struct Formation: Sendable {
  package var members: TableID
  /// The row to which each row's parent refers.
  package var parent: RegisterID
  /// What keeps a row out of its parent's group.
  package var alone: [RegisterID]
  /// The level at whose beginning the groups are there.
  package var level: Int
}

/// A figure collected over the rows of one table for the rows of another, or for all together.
package struct Aggregation: Hashable, Sendable {
  package var kind: AggregateKind
  package var source: TableID
  package var condition: RegisterID?
  package var figure: RegisterID?
  /// A reference to the row that collects; nil to collect for all together.
  package var bucket: RegisterID?
  /// The table whose rows collect; nil for the portfolio or a partition.
  package var target: TableID?
  /// Values of this register, where it is set, collect together.
  package var partition: RegisterID?
  /// Which rows count at all: accounts in totals, rows whose key is not repeated.
  package var base: RegisterID?
  /// `true` iff one row without a figure makes the whole missing.
  package var isStrict = false
}

/// One ranking key, ready to be compared.
package struct KeyInput: Hashable, Sendable {
  /// nil for the row's own key.
  package var register: RegisterID?
  package var isAscending: Bool
  /// `true` iff codes are texts of the pool, compared by their bytes.
  package var isText: Bool
}

/// What a `rank` compares, and among whom.
package struct RankingPlan: Hashable, Sendable {
  package var keys: [KeyInput]
  package var condition: RegisterID?
  package var partition: RegisterID?
}

/// What a share is a part of, and among whom.
package struct SharePlan: Hashable, Sendable {
  package var kind: ShareKind
  package var figure: RegisterID
  package var condition: RegisterID?
  package var partition: RegisterID?
}

/// The registers from which tiers are decided.
package struct DecisionPlan: Sendable {
  package struct LimitInput: Sendable {
    package var seats: RegisterID
    package var keys: [KeyInput]
    package var spares: [RegisterID]
    /// The first route below all of the limit's tiers that holds, where no overflow is declared.
    package var next: RegisterID?
  }
  /// Of each exclude and reject, in the order of the agreement.
  package var excludes: [RegisterID] = []
  package var rejects: [RegisterID] = []
  /// Every route of every tier, best tier first, as one list.
  package var routes: [RouteInput] = []
  /// The index into `routes` of the first that holds.
  package var route: RegisterID
  package var limits: [LimitInput] = []
  /// The tier that an account had before, where it may not move freely.
  package var before: RegisterID?

  package struct RouteInput: Sendable {
    package var tier: Int
    /// The route's index within its tier.
    package var index: Int
  }
}
