import Tables

/// What is taken for granted about a condition.
enum Assumption: Hashable, Sendable {
  case yes, no
  /// No or unknown: a route that did not match.
  case notYes
  /// Yes or unknown.
  case notNo

  var opposite: Assumption {
    switch self {
    case .yes: .no
    case .no: .yes
    case .notYes: .notNo
    case .notNo: .notYes
    }
  }

  /// The answers that it allows.
  var allowed: Possible {
    switch self {
    case .yes: .yes
    case .no: .no
    case .notYes: Possible(Possible.no.values, mayBeMissing: true)
    case .notNo: Possible(Possible.yes.values, mayBeMissing: true)
    }
  }
}

/// Narrowing what is possible by conditions that are known to hold or not to.
extension RangeAnalysis {
  /// Returns what is known where `condition` has the assumed answer as well; nil where it cannot.
  mutating func assume(
    _ condition: TermID, _ assumption: Assumption, given knowledge: Knowledge
  ) -> Knowledge? {
    let form = forms[condition]
    guard !forms.isWritten(form), takeStep() else { return knowledge }
    let answers = (knowledge[form] ?? possible(form)).intersection(assumption.allowed)
    if answers.isImpossible { return nil }
    guard
      var narrowed = deeper({ $0.assumeParts(of: form, assumption, given: knowledge) })
    else { return nil }
    // What the parts say is enough, but for alternatives, which leave each part open.
    if leavesPartsOpen(form, assumption) { narrowed[form] = answers }
    return narrowed
  }

  /// `true` iff the assumption says more than what it says about the parts of the condition.
  private func leavesPartsOpen(_ form: TermID, _ assumption: Assumption) -> Bool {
    switch program[form].kind {
    case .and: assumption == .no || assumption == .notYes
    case .or: assumption == .yes || assumption == .notNo
    case .compare(_, let a, let b): !forms.isWritten(a) && !forms.isWritten(b)
    case .not, .isMissing: false
    default: true
    }
  }

  private mutating func assumeParts(
    of form: TermID, _ assumption: Assumption, given knowledge: Knowledge
  ) -> Knowledge? {
    switch program[form].kind {
    case .not(let a): return assume(a, assumption.opposite, given: knowledge)
    case .and(let a, let b):
      switch assumption {
      case .yes, .notNo: return assumeBoth(a, b, assumption, given: knowledge)
      case .no, .notYes: return assumeEither(a, b, assumption, given: knowledge)
      }
    case .or(let a, let b):
      switch assumption {
      case .no, .notYes: return assumeBoth(a, b, assumption, given: knowledge)
      case .yes, .notNo: return assumeEither(a, b, assumption, given: knowledge)
      }
    case .compare(let comparison, let a, let b):
      return assumeComparison(comparison, a, b, assumption, given: knowledge)
    case .isMissing(let a):
      switch assumption {
      case .yes, .notNo: return narrow(a, to: .missing, given: knowledge)
      case .no, .notYes: return assumePresent(a, given: knowledge)
      }
    case .fallback(let a, let b):
      let first =
        assumption == .yes || assumption == .no
        ? assume(a, assumption, given: knowledge)
        : assume(a, assumption == .notYes ? .no : .yes, given: knowledge)
      let second = narrow(a, to: .missing, given: knowledge).flatMap {
        assume(b, assumption, given: $0)
      }
      return either(first, second)
    default: return knowledge
    }
  }

  private mutating func assumeBoth(
    _ a: TermID, _ b: TermID, _ assumption: Assumption, given knowledge: Knowledge
  ) -> Knowledge? {
    assume(a, assumption, given: knowledge).flatMap { assume(b, assumption, given: $0) }
  }

  private mutating func assumeEither(
    _ a: TermID, _ b: TermID, _ assumption: Assumption, given knowledge: Knowledge
  ) -> Knowledge? {
    either(assume(a, assumption, given: knowledge), assume(b, assumption, given: knowledge))
  }

  /// Returns what is known where one of two situations holds.
  private func either(_ first: Knowledge?, _ second: Knowledge?) -> Knowledge? {
    guard let first else { return second }
    guard let second else { return first }
    return first.union(second)
  }

  private mutating func assumeComparison(
    _ comparison: Comparison, _ a: TermID, _ b: TermID, _ assumption: Assumption,
    given knowledge: Knowledge
  ) -> Knowledge? {
    let (left, right) = (possible(a, given: knowledge), possible(b, given: knowledge))
    let isYes = assumption == .yes || assumption == .notNo
    let sign = isYes ? comparison : comparison.opposite
    let mayBeUnknown = assumption == .notYes || assumption == .notNo
    if forms[a] == forms[b] {
      if mayBeUnknown { return knowledge }
      return sign.holdsForEquals ? assumePresent(a, given: knowledge) : nil
    }
    let first = Possible(
      left.values.satisfying(sign, right.values), mayBeMissing: mayBeUnknown)
    let second = Possible(
      right.values.satisfying(sign.mirrored, left.values), mayBeMissing: mayBeUnknown)
    // Where both sides may be missing, either can be what leaves the comparison unknown.
    if mayBeUnknown, left.mayBeMissing, right.mayBeMissing { return knowledge }
    if mayBeUnknown, right.mayBeMissing { return narrow(b, to: second, given: knowledge) }
    if mayBeUnknown { return narrow(a, to: first, given: knowledge) }
    return narrow(a, to: first, given: knowledge).flatMap { narrow(b, to: second, given: $0) }
  }

  // MARK: Figures

  private mutating func assumePresent(_ id: TermID, given knowledge: Knowledge) -> Knowledge? {
    narrow(id, to: Possible(possible(id, given: knowledge).values), given: knowledge)
  }

  /// Narrows a figure to `range`, and with it what it is made of; nil where nothing is left.
  mutating func narrow(
    _ id: TermID, to range: Possible, given knowledge: Knowledge
  ) -> Knowledge? {
    let form = forms[id]
    let before = possible(form, given: knowledge)
    let after = before.intersection(range)
    if after.isImpossible { return nil }
    guard after != before, takeStep() else { return knowledge }
    var narrowed = knowledge
    if !program[form].kind.isConstant { narrowed[form] = after }
    return deeper { $0.narrowOperands(of: form, before, after, given: narrowed) }
  }

  private mutating func narrowOperands(
    of form: TermID, _ before: Possible, _ after: Possible, given knowledge: Knowledge
  ) -> Knowledge? {
    let kind = program[form].kind
    if case .fallback(let a, let b) = kind {
      let first = narrow(a, to: Possible(after.values), given: knowledge)
      let second = narrow(a, to: .missing, given: knowledge).flatMap {
        narrow(b, to: after, given: $0)
      }
      return either(first, second)
    }
    var narrowed = knowledge
    if before.mayBeMissing, !after.mayBeMissing {
      for operand in kind.strictOperands {
        guard let next = assumePresent(operand, given: narrowed) else { return nil }
        narrowed = next
      }
      if case .arithmetic(.divide, _, let divisor) = kind {
        let others = possible(divisor, given: narrowed).values.removing(0)
        guard let next = narrow(divisor, to: Possible(others), given: narrowed) else { return nil }
        narrowed = next
      }
    }
    if case .negate(let a) = kind {
      let range = Possible(after.values.negated, mayBeMissing: after.mayBeMissing)
      return narrow(a, to: range, given: narrowed)
    }
    return narrowed
  }
}

extension TermKind {
  fileprivate var isConstant: Bool {
    if case .constant = self { true } else { false }
  }

  /// The operands in the same row without which there is no value.
  fileprivate var strictOperands: [TermID] {
    switch self {
    case .negate, .absolute, .round, .arithmetic, .shiftDays, .shiftMonths, .daysBetween,
      .pickDate, .datePart, .wholeMonths, .scale, .compare, .not, .named:
      operands
    case .follow(let row, _): [row]
    case .share(_, let figure, _): [figure]
    case .constant, .today, .field, .pairMember, .valueRow, .group, .head, .earlier, .tier, .and,
      .or,
      .isMissing,
      .fallback, .cases, .score, .aggregate, .rank:
      []
    }
  }
}
