import Language
import Tables

/// The competition for a limit's seats, in which one account has yet to take part.
struct LimitContest: Sendable {
  struct Standing {
    var canBeSeated: Bool
    var canBeDisplaced: Bool
  }

  private let evaluation: Evaluation
  private let keys: [KeyInput]
  private let row: Int
  private let tiesAdmit: Bool
  /// How many seats are left for those who compete.
  private let free: Int
  /// The account that must be beaten for a seat; nil where there are seats enough.
  private let rival: Int?

  init(_ limit: Int, without row: Int, in evaluation: Evaluation) {
    self.evaluation = evaluation
    self.row = row
    keys = evaluation.plan.decision.limits[limit].keys
    tiesAdmit = evaluation.program.limits[limit].tiesAdmit
    let result = evaluation.decision.limits[limit]
    let fixed = (result.overridden + result.spared).count { $0 != row }
    free = max(0, (result.seats ?? 0) - fixed)
    var others = result.contenders[...]
    if let place = others.firstIndex(of: row) { others.remove(at: place) }
    rival = free > 0 && others.count >= free ? others[others.startIndex + free - 1] : nil
  }

  func standing(_ value: (RegisterID) -> Possible) -> Standing {
    guard free > 0 else { return Standing(canBeSeated: false, canBeDisplaced: true) }
    guard let rival else { return Standing(canBeSeated: true, canBeDisplaced: false) }
    var standing = Standing(canBeSeated: false, canBeDisplaced: false)
    for key in keys {
      guard let register = key.register, !key.isText else {
        // The account's own key and texts do not change with a figure.
        let order = ownOrder(key, rival)
        if order == 0 { continue }
        standing.note(isAhead: (order < 0) == key.isAscending)
        return standing
      }
      let own = value(register)
      let column = evaluation.columns[register.index]
      let place = evaluation.plan[register].home == .portfolio ? 0 : rival
      guard let other = column.isPresent(place) ? column.raw(place) : nil else {
        if own.canBePresent { standing.note(isAhead: true) }
        if own.canBeMissing { continue }
        return standing
      }
      if own.canBeMissing { standing.note(isAhead: false) }
      guard own.canBePresent else { return standing }
      if key.isAscending ? own.low < other : own.high > other { standing.note(isAhead: true) }
      if key.isAscending ? own.high > other : own.low < other { standing.note(isAhead: false) }
      guard own.low <= other, other <= own.high else { return standing }
    }
    if tiesAdmit {
      standing.note(isAhead: true)
    } else {
      let order = evaluation.order(by: [])
      standing.note(isAhead: order.isAhead(row, rival))
    }
    return standing
  }

  /// Returns -1 where the account's value comes first in ascending order.
  private func ownOrder(_ key: KeyInput, _ rival: Int) -> Int {
    let order = RowOrder(
      [KeyInput(register: key.register, isAscending: true, isText: key.isText)],
      columns: evaluation.columns, pool: evaluation.pool, keys: evaluation.tables[0].keys)
    return order.compare(row, rival)
  }
}

extension LimitContest.Standing {
  fileprivate mutating func note(isAhead: Bool) {
    if isAhead { canBeSeated = true } else { canBeDisplaced = true }
  }
}
