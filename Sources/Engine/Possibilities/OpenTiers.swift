/// The tiers of accounts whose blanks nobody fills in, as far as limits have been applied.
///
/// What: mostly the tiers that the run found, but for a few accounts; only where limits build upon each
/// other are they written down for every account.
///
/// PERF: nearly all accounts are where the run has put them, and memory that is new costs more than to
/// look a few up.
struct OpenTiers: Sendable {
  private let found: [TierNumber]
  /// By row, where it is not as the run found; empty where all are written down.
  private var others: [Int32: TierNumber] = [:]
  /// By row of accounts, once they are written down.
  private var written: [TierNumber]?

  /// Takes the tiers that the run found in the end.
  init(asFound decision: Decision) { found = decision.tiers }

  /// Takes the tiers from before the limits, for every account.
  init(beforeLimits decision: Decision) {
    found = decision.tiers
    written = decision.tiersBeforeLimits
  }

  var count: Int { found.count }

  /// `true` iff only what is not as the run found stands here.
  var areAsFound: Bool { written == nil }

  /// The tier of each account.
  ///
  /// - Requires: not `areAsFound`.
  var all: [TierNumber] {
    precondition(!areAsFound, "all are written down")
    return written ?? []
  }

  subscript(row: Int) -> TierNumber {
    get { written?[row] ?? others[Int32(row)] ?? found[row] }
    set {
      if written != nil {
        written?[row] = newValue
      } else {
        others[Int32(row)] = newValue == found[row] ? nil : newValue
      }
    }
  }

  /// Moves the accounts in `rows`.
  mutating func move(_ rows: ArraySlice<Int32>, by overflow: OverflowTiers) {
    guard var tiers = written else {
      for row in rows { self[Int(row)] = overflow[Int(row)] }
      return
    }
    written = []
    overflow.move(rows, in: &tiers)
    written = tiers
  }

  /// The rows that are not as the run found, ascending.
  ///
  /// PERF: where all are written down this looks at all accounts, nearly none of which differ; many are
  /// compared at once.
  var differing: [Int32] {
    guard let written else { return others.keys.sorted() }
    let (left, right) = (written.span, found.span)
    precondition(left.count == right.count, "the same accounts")
    var rows: [Int32] = []
    var start = 0
    while start < left.count {
      let end = min(left.count, start + 512)
      var difference: TierNumber = 0
      for row in start..<end { difference |= left[row] ^ right[row] }
      if difference != 0 {
        for row in start..<end where left[row] != right[row] { rows.append(Int32(row)) }
      }
      start = end
    }
    return rows
  }
}
