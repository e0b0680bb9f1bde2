import Engine
import Language
import Tables

/// How many accounts each tier has.
struct TierCounts {
  private var counts: [Int]

  init(_ evaluation: Evaluation) {
    counts = Array(repeating: 0, count: evaluation.program.tiers.count)
    for tier in evaluation.decision.tiers where tier >= 0 { counts[Int(tier)] += 1 }
  }

  subscript(tier: Int) -> Int { counts[tier] }
}

/// How many records a file has, and how many of them count nowhere.
struct RowCounts {
  /// Every record, accepted or not.
  var all: Int
  /// Records with a cell at fault, with a key that another one has, or against the agreement's own
  /// `reject`.
  var rejected: Int

  init(_ table: TableID, in evaluation: Evaluation) {
    let result = evaluation.tables[table.index]
    all = result.rowCount + result.rejectedCount
    rejected = result.rejectedCount + result.repeated.count
    guard table == evaluation.program.accountsFile else { return }
    rejected += evaluation.groups?.strays.count ?? 0
    for case .rejected in evaluation.decision.status { rejected += 1 }
  }
}

/// The tier that each account had before, where the data say so.
struct PreviousTiers: Sendable {
  private let values: Vector
  private let names: [String]

  init(_ evaluation: Evaluation) {
    names = evaluation.program.tiers.map(\.name)
    values = evaluation.program.previousTier.flatMap { evaluation.values(of: $0) } ?? Vector()
  }

  /// `true` iff nothing says which tier any account had.
  var isEmpty: Bool { values.count == 0 }

  func name(_ row: Int) -> String? {
    row < values.count ? values.code(row).map { names[$0] } : nil
  }
}

extension Evaluation {
  /// The rows of excluded accounts, in the order of the file.
  var excludedRows: [Int] {
    decision.status.indices.filter { row in
      if case .excluded = decision.status[row] { true } else { false }
    }
  }
}

extension FindingResult {
  var holds: Bool { rows.isEmpty }

  /// `true` iff a requirement fails for want of data alone.
  var isUndecided: Bool { !rows.isEmpty && rows.count == undecided.count }
}
