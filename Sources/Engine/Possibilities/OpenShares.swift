import Language
import Tables

/// Tells which part of a total accounts could have, or those ahead of them.
struct OpenShares {
  private struct Entry {
    var row: Int
    /// Whether the account surely has a part in the total.
    var isSure: Bool
    var figure: Possible

    /// What the account surely adds to a total, at the least and at the most.
    var least: Int128 { isSure ? figure.low : min(0, figure.low) }
    var most: Int128 { isSure ? figure.high : max(0, figure.high) }
  }

  let context: OpenContext
  private let share: SharePlan

  init(_ share: SharePlan, in context: OpenContext) {
    self.context = context
    self.share = share
  }

  /// - Complexity: O(n) for `share`, O(n log n) for the others.
  func column() -> FarColumn? {
    let base = OpenBase(share.condition, share.partition, in: context)
    var sweep = RowSweep(base.registers + [share.figure], of: .accounts, in: context)
    guard !sweep.isCertain else { return nil }
    var groups = OpenGroups<Entry>()
    sweep.forEachRow { row, machine in
      let (membership, figure) = (base.membership(machine), machine[share.figure])
      guard membership.canBeYes, figure.canBePresent else { return }
      let isSure = membership.isSurelyYes && !figure.canBeMissing
      groups.add(Entry(row: row, isSure: isSure, figure: figure.present), to: base.group(machine))
    }
    var values = [Possible](
      repeating: .missing, count: context.fullCount(of: .accounts))
    for group in groups.all { fill(&values, group.members, beside: groups.floating) }
    for entry in groups.floating {
      values[entry.row] = Possible.numbers
      values[entry.row].canBeMissing = true
    }
    return .dense(values)
  }

  private func fill(
    _ values: inout [Possible], _ members: [Entry], beside floating: [Entry]
  ) {
    let others = floating.map { entry in
      var entry = entry
      entry.isSure = false
      return entry
    }
    var (least, most) = (Wide.zero, Wide.zero)
    for entry in members + others {
      least += Wide(entry.least)
      most += Wide(entry.most)
    }
    let ahead = share.kind == .own ? nil : Ahead(members + others)
    for entry in members {
      var (restLeast, restMost) = (least, most)
      restLeast -= Wide(entry.least)
      restMost -= Wide(entry.most)
      var value = Possible.missing
      switch share.kind {
      case .own: value = OpenShares.part(of: entry.figure, beside: restLeast, restMost)
      case .before, .through: value = ahead?.part(entry, through: share.kind == .through) ?? value
      }
      var total = Wide(entry.figure.low)
      total += restLeast
      value.canBeMissing = !entry.isSure || total <= .zero
      values[entry.row] = value
    }
  }

  /// x ÷ (x + rest) rises with x where the rest is not negative and falls with the rest where x is
  /// not; between such signs the extremes stand at the corners.
  private static func part(of x: Possible, beside least: Wide, _ most: Wide) -> Possible {
    var smallest = Wide(x.low)
    smallest += least
    if smallest < .zero || smallest == .zero && x.low < 0 { return .numbers }
    var hull = Possible(1, 0)
    for figure in [x.low, x.high] {
      for rest in [least, most] {
        var total = Wide(figure)
        total += rest
        if total <= .zero { continue }
        guard let quotient = Wide(figure).quotient(by: total) else { return .numbers }
        hull.formUnion(Possible(certain: quotient))
      }
    }
    return hull
  }

  /// Sums over those that are ahead, told from figures that are not negative.
  private struct Ahead {
    /// Sure figures by their low ends, and all by their high ends, the greatest first, with the sums
    /// of those before.
    private var sure: [(low: Int128, sumLow: Wide, sumHigh: Wide)] = []
    private var all: [(high: Int128, sumHigh: Wide, sumLow: Wide)] = []
    private var least = Wide.zero
    private var most = Wide.zero
    private var isUsable: Bool

    init(_ entries: [Entry]) {
      isUsable = entries.allSatisfy { $0.figure.low >= 0 }
      for entry in entries {
        least += Wide(entry.least)
        most += Wide(entry.most)
      }
      var (low, high) = (Wide.zero, Wide.zero)
      for entry in entries.filter(\.isSure).sorted(by: { $0.figure.low > $1.figure.low }) {
        sure.append((entry.figure.low, low, high))
        low += Wide(entry.figure.low)
        high += Wide(entry.figure.high)
      }
      sure.append((.min, low, high))
      (low, high) = (.zero, .zero)
      for entry in entries.sorted(by: { $0.figure.high > $1.figure.high }) {
        all.append((entry.figure.high, high, low))
        low += Wide(entry.least)
        high += Wide(entry.figure.high)
      }
      all.append((.min, high, low))
    }

    /// The part of those ahead of `entry`, which is itself among them for `share_through`.
    func part(_ entry: Entry, through: Bool) -> Possible {
      guard isUsable else { return .numbers }
      let (low, high) = (entry.figure.low, entry.figure.high)
      // Those surely ahead at their least, all others at their most.
      let first = sure[sure.countOfFirst { through ? $0.low >= high : $0.low > high }]
      var (ahead, aheadMost) = (first.sumLow, first.sumHigh)
      if through, entry.isSure, low >= high {
        ahead -= Wide(low)
        aheadMost -= Wide(high)
      }
      var rest = most
      rest -= aheadMost
      rest -= Wide(entry.most)
      let smallest = ratio(ahead, rest, own: through ? low : high, isAhead: through)
      // Those possibly ahead at their most, all others at their least.
      let last = all[all.countOfFirst { through ? $0.high >= low : $0.high > low }]
      var (possible, possibleLeast) = (last.sumHigh, last.sumLow)
      if through || high > low {
        possible -= Wide(high)
        possibleLeast -= Wide(entry.least)
      }
      rest = least
      rest -= possibleLeast
      rest -= Wide(entry.least)
      let largest = ratio(possible, rest, own: through ? high : low, isAhead: through)
      return Possible(smallest ?? 0, max(smallest ?? 0, largest ?? Decimal.unit))
    }

    private func ratio(_ ahead: Wide, _ rest: Wide, own: Int128, isAhead: Bool) -> Int128? {
      var part = ahead
      if isAhead { part += Wide(own) }
      var total = ahead
      total += rest
      total += Wide(own)
      return total > .zero ? part.quotient(by: total) : nil
    }
  }
}
