import Language
import Tables

/// What was found out about one account.
struct RowFinding: Sendable {
  var outcomes: [Outcome] = []
  var endings = EndingSet()
  /// By score.
  var scores: [Possible]
  /// By score and criterion.
  var points: [[Possible]]
}

/// Finds every outcome of an account by cutting the ranges of its open cells where that tells
/// outcomes apart.
///
/// What: the cells' ranges are cut at each figure that they are compared with; a box of ranges that
/// allows several endings is halved until each ending has been seen in some box that allows no
/// other, so that it is certainly possible.
///
/// Why this way: a range over a whole cell allows what no value brings about, such as the points
/// between two bands; halving finds the turning point of any figure, without inverting it.
///
/// What breaks if it changes: nothing may be left out; a box that is given up is taken as a whole.
struct RowSearch {
  /// How many boxes are looked at for one account before the rest is taken as a whole.
  var boxes = 400
  /// How many boxes the figures that cells are compared with may make.
  private var pieceLimit: Int { 10 * boxes }

  let judge: Judge
  private(set) var machine: TapeMachine
  private let order: [KeyOrder]
  private var finding: RowFinding
  private var seen = EndingSet()
  private var looked = 0

  fileprivate struct Box {
    /// By place in `machine.parts`.
    var ranges: [Possible]
    var endings: EndingSet
    var hasSettledViews: Bool
  }

  init(_ judge: Judge, _ machine: TapeMachine) {
    self.judge = judge
    self.machine = machine
    order = judge.orders
    finding = RowFinding(scores: [], points: [])
  }

  /// Returns what can become of `row`.
  mutating func search(_ row: Int, place: Int?) -> RowFinding {
    begin(row, place)
    return searchOn(row)
  }

  /// Returns what can become of `row`, nil where one look tells that it is what the run found.
  mutating func searchUnlessFound(_ row: Int, place: Int?) -> RowFinding? {
    begin(row, place)
    machine.run()
    let endings = judge.endings(row, machine)
    if !judge.keepsScores, !judge.isLimited(endings) {
      if judge.isFoundAtOnce(row, endings) { return nil }
      if isMoved(row) { return RowFinding(endings: endings, scores: [], points: []) }
    }
    let finding = searchOn(row)
    return judge.isAsFound(finding, row) ? nil : finding
  }

  /// `true` iff the account ends otherwise at an end of its cells' ranges.
  private mutating func isMoved(_ row: Int) -> Bool {
    let ranges = machine.parts.map { machine.range(ofCell: $0) }
    for isHigh in [false, true] {
      let corner = look(
        row, ranges.map { $0.canBePresent ? Possible(certain: isHigh ? $0.high : $0.low) : $0 })
      if corner.endings.count == 1, !judge.isFoundAtOnce(row, corner.endings) { return true }
    }
    for (cell, range) in zip(machine.parts, ranges) { machine.narrow(cell, to: range) }
    return false
  }

  private mutating func begin(_ row: Int, _ place: Int?) {
    machine.load(row, place: place)
    (seen, looked) = (EndingSet(), 0)
  }

  private mutating func searchOn(_ row: Int) -> RowFinding {
    finding = RowFinding(
      scores: Array(repeating: Possible(1, 0), count: judge.scores.count),
      points: judge.points.map { Array(repeating: Possible(1, 0), count: $0.count) })
    let parts = machine.parts
    let whole = look(row, parts.map { machine.range(ofCell: $0) })
    guard !parts.isEmpty, !whole.isSettled || !areScoresSimple else {
      accept(whole, row)
      return finding
    }
    var pending: [Box] = []
    for ranges in pieces() { take(look(row, ranges), row, &pending) }
    while !pending.isEmpty { narrow(&pending, row) }
    return finding
  }

  /// `true` iff at most one criterion of each score is open, so that one range of it is exact.
  private var areScoresSimple: Bool {
    judge.criteria.allSatisfy { $0.count { !machine[$0].isSettled } <= 1 }
  }

  private func isSettled(_ views: [LimitView]) -> Bool {
    views.allSatisfy { $0.standing.nonzeroBitCount == 1 && $0.overflow.count == 1 }
  }

  /// Runs the machine on a box.
  private mutating func look(_ row: Int, _ ranges: [Possible]) -> Box {
    looked += 1
    for (cell, range) in zip(machine.parts, ranges) { machine.narrow(cell, to: range) }
    machine.run()
    let endings = judge.endings(row, machine)
    let hasSettledViews = !judge.isLimited(endings) || isSettled(judge.views(machine))
    return Box(ranges: ranges, endings: endings, hasSettledViews: hasSettledViews)
  }

  /// Accepts a box that allows one ending, and keeps the others to be halved.
  private mutating func take(_ box: Box, _ row: Int, _ pending: inout [Box]) {
    if box.isSettled {
      accept(box, row)
    } else {
      pending.append(box)
    }
  }

  /// Takes what the machine says of `box`, on which it has just run.
  private mutating func accept(_ box: Box, _ row: Int) {
    if box.isSettled { seen.formUnion(box.endings) }
    finding.endings.formUnion(box.endings)
    for outcome in judge.outcomes(box.endings, row, machine) { join(outcome) }
    for (index, id) in judge.scores.enumerated() {
      if let id { finding.scores[index].formUnion(machine[id]) }
    }
    for (score, criteria) in judge.points.enumerated() {
      for (index, id) in criteria.enumerated() {
        if let id { finding.points[score][index].formUnion(machine[id]) }
      }
    }
  }

  private mutating func join(_ outcome: Outcome) {
    guard let place = finding.outcomes.firstIndex(where: { $0.isAlike(outcome) }) else {
      finding.outcomes.append(outcome)
      return
    }
    for limit in outcome.keys.indices {
      order[limit].widen(&finding.outcomes[place].keys[limit], by: outcome.keys[limit])
    }
  }

  /// Halves each pending box that allows an ending not seen yet; accepts the others.
  private mutating func narrow(_ pending: inout [Box], _ row: Int) {
    let waiting = pending
    pending = []
    for box in waiting {
      let isKnown = box.endings.isSubset(of: seen) && box.hasSettledViews
      if isKnown || looked >= boxes || !isDivisible(box) || !isTold(byCornerOf: box, row) {
        accept(look(row, box.ranges), row)
        continue
      }
      for half in halves(of: box.ranges) { take(look(row, half), row, &pending) }
    }
  }

  /// `true` iff one corner of the box allows one ending only; else it is open for other reasons.
  private mutating func isTold(byCornerOf box: Box, _ row: Int) -> Bool {
    // Nothing else is open of an account that reads nothing of others.
    guard machine.tape.readsFar else { return true }
    let corner = look(row, box.ranges.map { $0.canBePresent ? Possible(certain: $0.low) : $0 })
    if corner.isSettled { seen.formUnion(corner.endings) }
    return corner.isSettled
  }

  private func isDivisible(_ box: Box) -> Bool {
    widest(box.ranges) != nil
  }

  private func widest(_ ranges: [Possible]) -> Int? {
    ranges.indices.filter { ranges[$0].low < ranges[$0].high }
      .max { ranges[$0].width < ranges[$1].width }
  }

  private func halves(of ranges: [Possible]) -> [[Possible]] {
    guard let widest = widest(ranges) else { return [] }
    let (low, high) = (ranges[widest].low, ranges[widest].high)
    let middle = (low >> 1) + (high >> 1) + (low & high & 1)
    var (lower, upper) = (ranges, ranges)
    lower[widest].high = middle
    upper[widest].low = middle + 1
    return [lower, upper]
  }

  // MARK: Pieces

  /// Cuts every open cell at the figures it is compared with; the whole ranges where that makes too
  /// many boxes.
  private func pieces() -> [[Possible]] {
    var cut: [[Possible]] = [[]]
    for cell in machine.parts {
      let pieces = machine.pieces(ofCell: cell)
      guard cut.count * pieces.count <= pieceLimit else {
        return [machine.parts.map { machine.range(ofCell: $0) }]
      }
      cut = cut.flatMap { box in pieces.map { box + [$0] } }
    }
    return cut
  }
}

extension RowSearch.Box {
  /// `true` iff the box allows one ending, and limits one standing.
  fileprivate var isSettled: Bool { endings.count == 1 && hasSettledViews }
}
