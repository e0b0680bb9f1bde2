import Diagnostics
import Tables

/// Bands of one figure, and the gaps between them.
extension CoverageChecker {
  /// The values of one figure for which a condition is yes.
  struct Band {
    var figure: TermID
    var values: ValueSet
  }

  /// One condition of a chain: the place that names it and the place of what it leads to.
  private struct Step {
    var condition: TermID
    var clause: SourceRange
  }

  mutating func checkBands() {
    for index in written {
      guard case .cases(let cases) = program.terms[index].kind, let last = cases.last,
        last.condition == nil
      else { continue }
      let steps = cases.dropLast().compactMap { item in
        item.condition.map { Step(condition: $0, clause: item.range) }
      }
      checkGaps(steps, rest: last.range, tier: nil, in: TermID(index))
    }
    checkTierBands()
  }

  private mutating func checkTierBands() {
    guard let last = program.tiers.last,
      let rest = last.routes.first(where: { $0.condition == nil })
    else { return }
    let steps = program.tiers.flatMap(\.routes).compactMap { route in
      route.condition.map { Step(condition: $0, clause: route.range) }
    }
    checkGaps(steps, rest: rest.range, tier: last.name, in: nil)
  }

  /// Reports what lies between two bands and falls to the rest, unless that is all that does: then
  /// the rest is itself the band in the middle.
  private mutating func checkGaps(
    _ steps: [Step], rest: SourceRange, tier: String?, in cases: TermID?
  ) {
    let bands = steps.compactMap { step in band(of: step.condition) }
    guard bands.count == steps.count, bands.count > 1, let figure = bands.first?.figure,
      bands.allSatisfy({ analysis.forms[$0.figure] == analysis.forms[figure] }),
      program[figure].type.isOrdered
    else { return }
    let taken = bands.reduce(ValueSet.empty) { $0.union($1.values) }
    let left = analysis.possible(figure).values.subtracting(taken)
    guard left.intervals.count > 1, left.intervals.count < ValueSet.maximumIntervals,
      taken.intervals.count < ValueSet.maximumIntervals
    else { return }
    for gap in left.intervals where isGap(gap, taken, program[figure].type) {
      guard let below = bands.firstIndex(where: { ends($0.values, before: gap, taken.step) }),
        let above = bands.firstIndex(where: { begins($0.values, after: gap, taken.step) })
      else { continue }
      let words = words(for: figure)
      report(
        .gap(
          words.between(gap.low, gap.high, left.step), figure: name(of: figure), tier: tier,
          below: CoverageProblem.Remark(
            text: "the band below ends here",
            range: place(of: steps[below].condition, in: steps[below].clause)),
          rest: rest, at: place(of: steps[above].condition, in: steps[above].clause)),
        cases.map { .otherwise($0, figure: figure, gap.low) })
    }
  }

  /// `true` iff one of the intervals, of more than one value, ends where the gap begins.
  private func ends(_ values: ValueSet, before gap: ValueSet.Interval, _ step: Int128) -> Bool {
    values.intervals.contains {
      $0.high < gap.low && $0.low < $0.high
        && ValueSet.distance(from: $0.high, to: gap.low) <= step
    }
  }

  private func begins(_ values: ValueSet, after gap: ValueSet.Interval, _ step: Int128) -> Bool {
    values.intervals.contains {
      $0.low > gap.high && $0.low < $0.high
        && ValueSet.distance(from: gap.high, to: $0.low) <= step
    }
  }

  /// `true` iff bands of more than one value lie on both sides; between whole numbers, the steps from
  /// one to the next are no gaps.
  private func isGap(
    _ gap: ValueSet.Interval, _ taken: ValueSet, _ type: ValueType
  ) -> Bool {
    guard let first = taken.lowest, let last = taken.highest, gap.low > first, gap.high < last
    else {
      return false
    }
    guard type == .number || type == .days else { return true }
    let below = gap.low - 1
    return below % Decimal.unit != 0 || gap.high + 1 != below + Decimal.unit
  }

  /// Returns the band of a condition that compares one figure with written ones and reads nothing
  /// else.
  func band(of condition: TermID) -> Band? {
    guard let figure = figure(of: condition) else { return nil }
    let all = analysis.possible(figure).values
    guard let values = values(of: condition, among: all) else { return nil }
    return Band(figure: figure, values: values)
  }

  /// Returns the only figure that a condition reads.
  private func figure(of condition: TermID) -> TermID? {
    switch program[condition].kind {
    case .named(_, let inner), .not(let inner): return figure(of: inner)
    case .isMissing(let figure): return figure
    case .compare(_, let a, let b):
      if analysis.forms.isWritten(b) { return analysis.forms.isWritten(a) ? nil : a }
      return analysis.forms.isWritten(a) ? b : nil
    case .and(let a, let b), .or(let a, let b):
      guard let first = figure(of: a), let second = figure(of: b),
        analysis.forms[first] == analysis.forms[second]
      else { return nil }
      return first
    default: return nil
    }
  }

  /// Returns exactly the values for which the condition is yes.
  private func values(of condition: TermID, among all: ValueSet) -> ValueSet? {
    switch program[condition].kind {
    case .named(_, let inner): return values(of: inner, among: all)
    case .isMissing: return .empty
    case .not(let a): return values(of: a, among: all).map { all.subtracting($0) }
    case .and(let a, let b):
      guard let first = values(of: a, among: all), let second = values(of: b, among: all) else {
        return nil
      }
      return first.intersection(second)
    case .or(let a, let b):
      guard let first = values(of: a, among: all), let second = values(of: b, among: all) else {
        return nil
      }
      return first.union(second)
    case .compare(let comparison, let a, let b):
      let isMirrored = analysis.forms.isWritten(a)
      let limit = analysis.possible(isMirrored ? a : b).values
      guard limit.only != nil else { return nil }
      return all.satisfying(isMirrored ? comparison.mirrored : comparison, limit)
    default: return nil
    }
  }
}
