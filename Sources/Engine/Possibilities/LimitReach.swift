import Language
import Tables

/// Tells accounts with blanks that can have no seat of the only limit, whatever their blanks hold.
///
/// What: an account whose first ranking key is worse, at its best, than that of a certain account
/// that has the last of all seats among the certain ones has as many accounts ahead as there are
/// seats, and so ends where the limit moves it.
///
/// Why this way: nearly all accounts that a limit concerns are far behind its seats, and one
/// comparison of numbers tells.
///
/// What breaks if it changes: such an account stands in nobody's way, so that limits need not hear
/// of it; an account as good as the last seat, or better, always has to be searched.
struct LimitReach: Sendable {
  /// The register of the first key.
  let key: RegisterID
  /// The tiers that the limit concerns, as bits.
  let members: UInt64
  /// Where the limit moves accounts, as a bit; nil for the first route below its tiers that holds.
  let overflow: UInt64?
  /// The lowest of its tiers.
  let lowest: Int
  private let isAscending: Bool
  /// The first key of the last seat, as a count of the register's lane.
  private let cut: Int64
  private let values: Vector

  /// - Returns: nil where seats are not told without blanks, or the certain accounts do not take all
  ///   of them, or the first key is not a figure of the accounts in 64 bits.
  init?(_ judge: Judge) {
    let context = judge.context
    let program = context.program
    guard program.limits.count == 1, program.limits[0].spares.isEmpty,
      let limit = program.limits.first, let lowest = limit.tiers.max(),
      judge.seats[0].isSettled, judge.seats[0].canBePresent,
      let input = context.plan.decision.limits[0].keys.first, let key = input.register,
      context.plan[key].kind == .number, context.plan[key].home == .accounts,
      let places = context.plan.lanes[key], context.columns[key.index].isNarrow,
      Int(context.columns[key.index].places) == places,
      let last = LimitReach.lastSeat(of: judge.seats[0], context)
    else { return nil }
    values = context.columns[key.index]
    guard values.isPresent(last) else { return nil }
    self.key = key
    self.lowest = lowest
    isAscending = input.isAscending
    cut = values.narrowFigure(last)
    // Looks cut ranges off there.
    guard cut.magnitude < RangeSheet.farEnd.magnitude else { return nil }
    members = UInt64(truncatingIfNeeded: EndingSet(numbers: limit.tiers).bits)
    overflow = limit.overflow.map { 1 << UInt64($0) }
  }

  /// The certain account that has the last seat if no other account has one.
  private static func lastSeat(of seats: Possible, _ context: OpenContext) -> Int? {
    let most = seats.low / Decimal.unit
    guard most > 0, let contest = context.decision.limits.first?.contest else { return nil }
    func last(of rows: some Sequence<Int32>) -> Int? {
      var taken: Int128 = 0
      for row in rows where context.captured[0].place(of: Int(row)) == nil {
        taken += 1
        if taken == most { return Int(row) }
      }
      return nil
    }
    // PERF: mostly the foremost tell.
    return last(of: contest.foremost.lazy.map { contest.rows[Int($0)] }) ?? last(of: contest.ranked)
  }

  /// `true` iff what the run found of the account is behind the last seat.
  func isBehind(_ row: Int) -> Bool {
    !values.isPresent(row) || isBehind(values.narrowFigure(row), values.narrowFigure(row))
  }

  /// `true` iff a key in a range is surely behind the last seat; a missing one is.
  func isBehind(_ low: Int64, _ high: Int64) -> Bool { isAscending ? low > cut : high < cut }
}
