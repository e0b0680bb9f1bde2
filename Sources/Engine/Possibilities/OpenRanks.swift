import Language
import Tables

/// Tells which rank accounts could have.
struct OpenRanks {
  private struct Entry {
    var row: Int
    var isSure: Bool
    var keys: KeyRange
  }

  let context: OpenContext
  private let ranking: RankingPlan
  private let order: KeyOrder

  init(_ ranking: RankingPlan, in context: OpenContext) {
    self.context = context
    self.ranking = ranking
    order = KeyOrder(ranking.keys, in: context)
  }

  /// - Complexity: O(n log n).
  func column() -> FarColumn? {
    let base = OpenBase(ranking.condition, ranking.partition, in: context)
    var sweep = RowSweep(base.registers + order.registers, of: .accounts, in: context)
    guard !sweep.isCertain else { return nil }
    var groups = OpenGroups<Entry>()
    sweep.forEachRow { row, machine in
      let membership = base.membership(machine)
      guard membership.canBeYes else { return }
      let entry = Entry(
        row: row, isSure: membership.isSurelyYes,
        keys: order.range(ofRow: row) { machine[$0] })
      groups.add(entry, to: base.group(machine))
    }
    var values = [Possible](
      repeating: .missing, count: context.fullCount(of: .accounts))
    for group in groups.all { rank(group.members, beside: groups.floating, into: &values) }
    let most = context.fullCount(of: .accounts)
    for entry in groups.floating {
      values[entry.row] = Possible(
        Decimal.unit, Int128(most) * Decimal.unit, canBeMissing: true)
    }
    return .dense(values)
  }

  private func rank(
    _ members: [Entry], beside floating: [Entry], into values: inout [Possible]
  ) {
    let sure = members.filter(\.isSure).map(\.keys.worst).sorted { order.compare($0, $1) < 0 }
    let possible = (members + floating).map(\.keys.best).sorted { order.compare($0, $1) < 0 }
    for entry in members {
      let (best, worst) = (entry.keys.best, entry.keys.worst)
      let ahead = sure.countOfFirst { order.compare($0, best) < 0 }
      var maybeAhead = possible.countOfFirst { order.compare($0, worst) < 0 }
      if order.compare(best, worst) < 0 { maybeAhead -= 1 }
      values[entry.row] = Possible(
        Int128(1 + ahead) * Decimal.unit, Int128(1 + maybeAhead) * Decimal.unit,
        canBeMissing: !entry.isSure)
    }
  }
}

/// Which accounts a portfolio function looks at, and in which group.
struct OpenBase {
  private let inTotals: RegisterID
  private let condition: RegisterID?
  private let partition: RegisterID?

  init(_ condition: RegisterID?, _ partition: RegisterID?, in context: OpenContext) {
    inTotals = context.plan.inTotals
    self.condition = condition
    self.partition = partition
  }

  var registers: [RegisterID] { [inTotals] + [condition, partition].compactMap { $0 } }

  /// Whether the account is in the base; a partition that is surely missing keeps it out.
  func membership(_ machine: borrowing TapeMachine) -> Possible {
    var membership = machine[inTotals]
    if let condition { membership = .and(membership, machine[condition]) }
    if let partition, !machine[partition].canBePresent { return Possible(false) }
    return membership
  }

  /// The value by which the account is grouped; nil where that is open.
  func group(_ machine: borrowing TapeMachine) -> Int128? {
    guard let partition else { return 0 }
    let value = machine[partition]
    return value.isSettled ? value.low : nil
  }
}

/// Accounts by group, in the order of their first appearance, and those that may be in any.
struct OpenGroups<Entry> {
  private(set) var all: [(value: Int128, members: [Entry])] = []
  private(set) var floating: [Entry] = []
  private var places: [Int128: Int] = [:]

  mutating func add(_ entry: Entry, to group: Int128?) {
    guard let group else {
      floating.append(entry)
      return
    }
    if let place = places[group] {
      all[place].members.append(entry)
    } else {
      places[group] = all.count
      all.append((group, [entry]))
    }
  }
}
