/// Conditions, cases and `else`.
extension RangeAnalysis {
  mutating func compare(
    _ comparison: Comparison, _ a: TermID, _ b: TermID, given knowledge: Knowledge
  ) -> Possible {
    let (left, right) = (possible(a, given: knowledge), possible(b, given: knowledge))
    let mayBeMissing = left.mayBeMissing || right.mayBeMissing
    if left.values.isEmpty || right.values.isEmpty {
      return Possible(.empty, mayBeMissing: mayBeMissing)
    }
    if forms[a] == forms[b] {
      return Possible(
        (comparison.holdsForEquals ? Possible.yes : .no).values, mayBeMissing: mayBeMissing)
    }
    var values = ValueSet.empty
    if !left.values.satisfying(comparison, right.values).isEmpty {
      values = values.union(Possible.yes.values)
    }
    if !left.values.satisfying(comparison.opposite, right.values).isEmpty {
      values = values.union(Possible.no.values)
    }
    return Possible(values, mayBeMissing: mayBeMissing)
  }

  /// Whether codes have a bit: all of a stretch agree that share what lies above it.
  mutating func holds(_ a: TermID, _ bit: Int, given knowledge: Knowledge) -> Possible {
    let several = possible(a, given: knowledge)
    var values = ValueSet.empty
    for stretch in several.values.intervals {
      let (low, high) = (stretch.low >> bit, stretch.high >> bit)
      if low != high || low & 1 == 1 { values = values.union(Possible.yes.values) }
      if low != high || low & 1 == 0 { values = values.union(Possible.no.values) }
    }
    return Possible(values, mayBeMissing: several.mayBeMissing)
  }

  mutating func and(_ a: TermID, _ b: TermID, given knowledge: Knowledge) -> Possible {
    let (left, right) = (outcome(a, given: knowledge), outcome(b, given: knowledge))
    return left.and(right)
  }

  mutating func or(_ a: TermID, _ b: TermID, given knowledge: Knowledge) -> Possible {
    let (left, right) = (outcome(a, given: knowledge), outcome(b, given: knowledge))
    return left.opposite.and(right.opposite).opposite
  }

  mutating func isMissing(_ a: TermID, given knowledge: Knowledge) -> Possible {
    let value = possible(a, given: knowledge)
    if !value.mayBeMissing { return .no }
    return value.values.isEmpty ? .yes : .decided
  }

  mutating func fallback(_ a: TermID, _ b: TermID, given knowledge: Knowledge) -> Possible {
    let first = possible(a, given: knowledge)
    if !first.mayBeMissing { return first }
    let second = possible(b, given: knowledge)
    return Possible(
      first.values.union(second.values), mayBeMissing: second.mayBeMissing)
  }

  /// The values of the cases that can be reached, and whether all can; cases are missing at the first
  /// one whose condition is unknown.
  mutating func cases(
    _ cases: [CheckedCase], given knowledge: Knowledge
  ) -> (Possible, areAllTaken: Bool) {
    var result = Possible(.empty)
    var reached = knowledge
    var areAllTaken = true
    for item in cases {
      guard let condition = item.condition else {
        return (result.union(possible(item.value, given: reached)), areAllTaken)
      }
      if let taken = assume(condition, .yes, given: reached) {
        result = result.union(possible(item.value, given: taken))
      } else {
        areAllTaken = false
      }
      if !result.mayBeMissing, outcome(condition, given: reached).mayBeMissing {
        result.mayBeMissing = true
      }
      guard assume(condition, .no, in: &reached) else { return (result, false) }
    }
    result.mayBeMissing = true
    return (result, areAllTaken)
  }
}

extension Possible {
  /// The answers to `not`.
  var opposite: Possible {
    var values = ValueSet.empty
    if canBeNo { values = values.union(Possible.yes.values) }
    if canBeYes { values = values.union(Possible.no.values) }
    return Possible(values, mayBeMissing: mayBeMissing)
  }

  /// The answers to `and`, by Kleene's logic.
  func and(_ other: Possible) -> Possible {
    var values = ValueSet.empty
    if canBeNo || other.canBeNo { values = values.union(Possible.no.values) }
    if canBeYes, other.canBeYes { values = values.union(Possible.yes.values) }
    let mayBeMissing =
      mayBeMissing && (other.mayBeMissing || other.canBeYes)
      || other.mayBeMissing && canBeYes
    return Possible(values, mayBeMissing: mayBeMissing)
  }
}

extension Comparison {
  /// Whether a value compares so with itself.
  var holdsForEquals: Bool {
    switch self {
    case .equal, .lessOrEqual, .greaterOrEqual: true
    case .notEqual, .less, .greater: false
    }
  }
}
