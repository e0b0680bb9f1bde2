import Tables

/// Fields, figures over rows, and scores.
extension RangeAnalysis {
  /// A cell beyond its bounds, and a blank one without leave, reject their row.
  func field(_ index: Int, of table: TableID) -> Possible {
    let field = program[table].fields[index]
    var values = everything(of: field.type)
    guard program[table].schema.fields.indices.contains(index) else {
      return Possible(values, mayBeMissing: true)
    }
    let schema = program[table].schema.fields[index]
    if let low = schema.low {
      values = values.satisfying(.greaterOrEqual, .number(low))
    }
    if let high = schema.high {
      values = values.satisfying(.lessOrEqual, .number(high))
    }
    if let blank = schema.blankMeans, field.type != .text { values = values.union(blank.values) }
    return Possible(values, mayBeMissing: mayBeBlank(schema, field.type))
  }

  private func mayBeBlank(_ schema: FieldSchema, _ type: ValueType) -> Bool {
    switch type {
    // A key that nobody has leads nowhere; a previous tier can come from elsewhere.
    case .reference, .tier, .error: true
    case .number, .percent, .money, .date, .days, .months, .truth, .text, .choice, .choices:
      schema.isOptional && schema.blankMeans == nil
    }
  }

  mutating func aggregate(_ aggregate: Aggregate, of type: ValueType) -> Possible {
    let figure = figure(of: aggregate)
    let mayHaveNoBucket: Bool
    switch aggregate.bucket {
    case .all, .reference: mayHaveNoBucket = false
    case .partition: mayHaveNoBucket = true
    }
    switch aggregate.kind {
    case .count: return Possible(.wholes(from: 0), mayBeMissing: mayHaveNoBucket)
    case .countDistinct:
      return Possible(.wholes(from: 0), mayBeMissing: figure.mayBeMissing || mayHaveNoBucket)
    case .sum:
      // Beyond the range of numbers a sum is missing.
      let low = figure.values.lowest.map { $0 >= 0 } ?? true ? 0 : 1 - Decimal.bound
      let high = figure.values.highest.map { $0 <= 0 } ?? true ? 0 : Decimal.bound - 1
      return Possible(ValueSet(low, high, step: figure.values.step), mayBeMissing: true)
    case .average:
      guard let low = figure.values.lowest, let high = figure.values.highest else {
        return .missing
      }
      return Possible(ValueSet(low, high), mayBeMissing: true)
    case .min, .max: return Possible(figure.values, mayBeMissing: true)
    }
  }

  /// Returns what the figure can be in the rows that are read.
  private mutating func figure(of aggregate: Aggregate) -> Possible {
    guard let figure = aggregate.figure else { return .decided }
    guard let condition = aggregate.condition else { return possible(figure) }
    guard let kept = assume(condition, .yes, given: .none) else { return Possible(.empty) }
    return possible(figure, given: kept)
  }

  // MARK: Scores

  /// The points of a criterion as its part of the score, before the weights are divided out.
  private struct Part {
    var low: Int128
    var high: Int128
    var weight: Int128
    /// Whether the criterion can be left out together with its weight.
    var canBeSkipped: Bool
  }

  /// Without points a criterion counts 0, or is left out together with its weight.
  func score(_ index: Int) -> Possible {
    let top = Possible(RangeAnalysis.allNumbers, mayBeMissing: true)
    guard let formula = program.scores[index].formula,
      let parts = parts(of: program.scores[index], formula),
      let low = RangeAnalysis.extreme(parts.map { ($0.low, $0) }, isLargest: false, formula),
      let high = RangeAnalysis.extreme(parts.map { ($0.high, $0) }, isLargest: true, formula)
    else { return top }
    let million = Decimal.unit / 1_000_000
    let bound = Decimal.bound / million
    guard low > -bound, high < bound else { return top }
    return Possible(
      ValueSet(low * million, high * million, step: million),
      mayBeMissing: parts.allSatisfy { $0.canBeSkipped || $0.weight == 0 })
  }

  /// Returns nil where a part is beyond 128 bits.
  private func parts(of score: CheckedScore, _ formula: ScoreFormula) -> [Part]? {
    var parts: [Part] = []
    for (criterion, factors) in zip(score.criteria, formula.criteria) {
      let points = possible(criterion.points)
      var (low, high) = (points.values.lowest ?? 0, points.values.highest ?? 0)
      if points.mayBeMissing, !factors.skipsMissing { (low, high) = (min(low, 0), max(high, 0)) }
      let (bottom, overflow) = low.multipliedReportingOverflow(by: factors.coefficient)
      let (top, more) = high.multipliedReportingOverflow(by: factors.coefficient)
      if overflow || more { return nil }
      if points.values.isEmpty, factors.skipsMissing { continue }
      parts.append(
        Part(
          low: bottom, high: top, weight: factors.weight,
          canBeSkipped: factors.skipsMissing && points.mayBeMissing))
    }
    return parts
  }

  /// Returns the largest or smallest score in millionths, over all choices of what is left out.
  ///
  /// A part that can be left out stays as long as it betters the mean, the best first.
  private static func extreme(
    _ parts: [(sum: Int128, part: Part)], isLargest: Bool, _ formula: ScoreFormula
  ) -> Int128? {
    let weighted = parts.filter { $0.part.weight > 0 }
    let optional = weighted.filter(\.part.canBeSkipped).sorted {
      betters($0.sum, $0.part.weight, $1.sum, $1.part.weight, isLargest)
    }
    var (sum, weight): (Int128, Int128) = (0, 0)
    for (part, other) in weighted.filter({ !$0.part.canBeSkipped }) + optional {
      guard
        !other.canBeSkipped || weight == 0
          || betters(part, other.weight, sum, weight, isLargest)
      else { break }
      let (total, overflow) = sum.addingReportingOverflow(part)
      let (weights, more) = weight.addingReportingOverflow(other.weight)
      if overflow || more { return nil }
      (sum, weight) = (total, weights)
    }
    let (divisor, overflow) = weight.multipliedReportingOverflow(by: formula.divisor)
    guard !overflow, divisor > 0 else { return nil }
    return Decimal.roundedQuotient(sum, divisor)
  }

  /// `true` iff a/b lies beyond c/d in the direction that is asked for; b and d are positive.
  private static func betters(
    _ a: Int128, _ b: Int128, _ c: Int128, _ d: Int128, _ isLargest: Bool
  ) -> Bool {
    let left = a.multipliedFullWidth(by: d)
    let right = c.multipliedFullWidth(by: b)
    return isLargest
      ? (right.high, right.low) < (left.high, left.low)
      : (left.high, left.low) < (right.high, right.low)
  }
}

extension CellValue {
  /// The value on the line of its type; texts have no place of their own there.
  fileprivate var values: ValueSet {
    switch self {
    case .number(let number): .number(number)
    case .day(let day): ValueSet(point: Int128(day.number))
    case .truth(let truth): ValueSet(point: truth ? 1 : 0)
    case .choice(let code): ValueSet(point: Int128(code))
    case .text: .empty
    }
  }
}
