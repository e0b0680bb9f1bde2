import Language
import Tables

/// What an aggregate over the rows of one bucket could be, where some rows are uncertain.
struct RangeTotal: Sendable {
  /// Rows that surely match, and those that may.
  var sureRows = 0
  var maybeRows = 0
  /// Rows that surely match and surely have a figure.
  var sureFigures = 0
  /// Some row may match without having a figure.
  var canLackFigure = false
  /// Some row that may match surely has no figure.
  var surelyLacksFigure = false
  /// The sums of the sure figures' low and high ends.
  var sureLow = Wide.zero
  var sureHigh = Wide.zero
  /// The least and the greatest of the sure figures, each at both ends.
  var leastSure: Possible?
  var mostSure: Possible?
  /// Figures that may be among those collected.
  var maybes: [Possible] = []
  /// Different values that are surely collected.
  var sureValues: Set<Int128> = []
  /// Sure rows whose value is not known.
  var unsettledValues = 0

  /// Takes in a row; `figure` is nil where rows are counted.
  mutating func add(matches: Possible, figure: Possible?) {
    guard matches.canBeYes else { return }
    let isSure = matches.isSurelyYes
    if isSure { sureRows += 1 } else { maybeRows += 1 }
    guard let figure else { return }
    if figure.canBeMissing { canLackFigure = true }
    guard figure.canBePresent else {
      surelyLacksFigure = true
      return
    }
    if isSure, !figure.canBeMissing { addSure(figure) } else { maybes.append(figure.present) }
  }

  private mutating func addSure(_ figure: Possible) {
    sureFigures += 1
    sureLow += Wide(figure.low)
    sureHigh += Wide(figure.high)
    leastSure =
      leastSure.map { Possible(min($0.low, figure.low), min($0.high, figure.high)) } ?? figure
    mostSure =
      mostSure.map { Possible(max($0.low, figure.low), max($0.high, figure.high)) } ?? figure
    if figure.isSettled { sureValues.insert(figure.low) } else { unsettledValues += 1 }
  }

  /// The range of an aggregate that one row without a figure makes missing.
  ///
  /// - Requires: all rows surely match.
  func strictRange(_ kind: AggregateKind) -> Possible {
    if surelyLacksFigure { return .missing }
    var all = self
    for figure in maybes { all.addSure(figure) }
    all.maybes = []
    all.canLackFigure = false
    var range = all.range(kind)
    range.canBeMissing = range.canBeMissing || canLackFigure
    return range
  }

  /// The aggregate's range.
  ///
  /// - Complexity: O(m log m) in the uncertain rows for an average, else O(m).
  func range(_ kind: AggregateKind) -> Possible {
    switch kind {
    case .count: return RangeTotal.whole(sureRows, sureRows + maybeRows)
    case .countDistinct:
      let settled = sureValues.union(maybes.lazy.filter(\.isSettled).map(\.low))
      let unsettled = unsettledValues + maybes.count { !$0.isSettled }
      let least = max(sureValues.count, sureFigures > 0 ? 1 : 0)
      return ifFigured(RangeTotal.whole(least, settled.count + unsettled))
    case .sum: return ifFigured(sum)
    case .average: return ifAnyFigure { average }
    case .min: return ifAnyFigure { extreme(leastSure, isLeast: true) }
    case .max: return ifAnyFigure { extreme(mostSure, isLeast: false) }
    }
  }

  private static func whole(_ low: Int, _ high: Int) -> Possible {
    Possible(Int128(low) * Decimal.unit, Int128(high) * Decimal.unit)
  }

  /// Rows without any figure make a sum missing; no row at all makes it 0.
  private func ifFigured(_ range: Possible) -> Possible {
    if sureFigures > 0 || !canLackFigure { return range }
    if maybes.isEmpty, sureRows > 0 { return .missing }
    return Possible(range.low, range.high, canBeMissing: true)
  }

  /// Without a figure, an average or an extreme is missing.
  private func ifAnyFigure(_ range: () -> Possible) -> Possible {
    guard sureFigures > 0 || !maybes.isEmpty else { return .missing }
    var range = range()
    if sureFigures == 0 { range.canBeMissing = true }
    return range
  }

  private var sum: Possible {
    var (low, high) = (sureLow, sureHigh)
    for figure in maybes {
      low += Wide(min(0, figure.low))
      high += Wide(max(0, figure.high))
    }
    return Possible(cut: low.scaled, high.scaled, canBeMissing: false)
  }

  private func extreme(_ sure: Possible?, isLeast: Bool) -> Possible {
    let all = maybes + [sure].compactMap { $0 }
    let lows = all.map(\.low), highs = all.map(\.high)
    guard let low = lows.min(), let high = highs.max() else { return .missing }
    guard let sure else { return Possible(low, high) }
    return isLeast ? Possible(low, sure.high) : Possible(sure.low, high)
  }

  /// Figures that may be left out are taken while they pull the average further.
  private var average: Possible {
    Possible(
      cut: average(from: sureLow, maybes.map(\.low).sorted(), falling: true),
      average(from: sureHigh, maybes.map(\.high).sorted(by: >), falling: false),
      canBeMissing: false)
  }

  private func average(from sum: Wide, _ figures: [Int128], falling: Bool) -> Int128? {
    var (sum, count) = (sum, Int128(sureFigures))
    for figure in figures {
      let scaled = Wide(figure, times: count)
      guard count == 0 || (falling ? scaled < sum : scaled > sum) else { break }
      sum += Wide(figure)
      count += 1
    }
    return sum.quotient(by: Wide(count * Decimal.unit))
  }
}
