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
    var narrowed = knowledge
    return assume(condition, assumption, in: &narrowed) ? narrowed : nil
  }

  /// Adds to what is known that `condition` has the assumed answer; returns `false`, with something
  /// added that is of no use, where it cannot.
  ///
  /// PERF: facts are added in place; they are copied only where ways part.
  mutating func assume(
    _ condition: TermID, _ assumption: Assumption, in knowledge: inout Knowledge
  ) -> Bool {
    let form = forms[condition]
    guard !forms.isWritten(form), takeStep() else { return true }
    let answers = (knowledge[form] ?? possible(form)).intersection(assumption.allowed)
    if answers.isImpossible { return false }
    height += 1
    let canBe = assumeParts(of: form, assumption, in: &knowledge)
    height -= 1
    // What the parts say is enough, but for alternatives, which leave each part open.
    if canBe, leavesPartsOpen(form, assumption) { knowledge[form] = answers }
    return canBe
  }

  /// `true` iff the assumption says more than what it says about the parts of the condition.
  private func leavesPartsOpen(_ form: TermID, _ assumption: Assumption) -> Bool {
    switch terms[form.index].kind {
    case .and: assumption == .no || assumption == .notYes
    case .or: assumption == .yes || assumption == .notNo
    case .compare(_, let a, let b): !forms.isWritten(a) && !forms.isWritten(b)
    case .not, .isMissing: false
    default: true
    }
  }

  private mutating func assumeParts(
    of form: TermID, _ assumption: Assumption, in knowledge: inout Knowledge
  ) -> Bool {
    switch terms[form.index].kind {
    case .not(let a): return assume(a, assumption.opposite, in: &knowledge)
    case .and(let a, let b):
      switch assumption {
      case .yes, .notNo: return assumeBoth(a, b, assumption, in: &knowledge)
      case .no, .notYes: return assumeEither(a, b, assumption, in: &knowledge)
      }
    case .or(let a, let b):
      switch assumption {
      case .no, .notYes: return assumeBoth(a, b, assumption, in: &knowledge)
      case .yes, .notNo: return assumeEither(a, b, assumption, in: &knowledge)
      }
    case .compare(let comparison, let a, let b):
      return assumeComparison(comparison, a, b, assumption, in: &knowledge)
    case .isMissing(let a):
      switch assumption {
      case .yes, .notNo: return narrow(a, to: .missing, in: &knowledge)
      case .no, .notYes: return assumePresent(a, in: &knowledge)
      }
    case .fallback(let a, let b):
      var other = knowledge
      let first =
        assumption == .yes || assumption == .no
        ? assume(a, assumption, in: &knowledge)
        : assume(a, assumption == .notYes ? .no : .yes, in: &knowledge)
      let second =
        narrow(a, to: .missing, in: &other) && assume(b, assumption, in: &other)
      return join(first, &knowledge, second, other)
    default: return true
    }
  }

  private mutating func assumeBoth(
    _ a: TermID, _ b: TermID, _ assumption: Assumption, in knowledge: inout Knowledge
  ) -> Bool {
    assume(a, assumption, in: &knowledge) && assume(b, assumption, in: &knowledge)
  }

  private mutating func assumeEither(
    _ a: TermID, _ b: TermID, _ assumption: Assumption, in knowledge: inout Knowledge
  ) -> Bool {
    var other = knowledge
    let first = assume(a, assumption, in: &knowledge)
    let second = assume(b, assumption, in: &other)
    return join(first, &knowledge, second, other)
  }

  /// Leaves what is known where one of two situations holds; `false` where neither can.
  private func join(
    _ first: Bool, _ knowledge: inout Knowledge, _ second: Bool, _ other: Knowledge
  ) -> Bool {
    if first, second {
      knowledge = knowledge.union(other)
    } else if second {
      knowledge = other
    }
    return first || second
  }

  private mutating func assumeComparison(
    _ comparison: Comparison, _ a: TermID, _ b: TermID, _ assumption: Assumption,
    in knowledge: inout Knowledge
  ) -> Bool {
    let (left, right) = (possible(a, given: knowledge), possible(b, given: knowledge))
    let isYes = assumption == .yes || assumption == .notNo
    let sign = isYes ? comparison : comparison.opposite
    let mayBeUnknown = assumption == .notYes || assumption == .notNo
    if forms[a] == forms[b] {
      if mayBeUnknown { return true }
      return sign.holdsForEquals && assumePresent(a, in: &knowledge)
    }
    let first = Possible(
      left.values.satisfying(sign, right.values), mayBeMissing: mayBeUnknown)
    // Where both sides may be missing, either can be what leaves the comparison unknown.
    if mayBeUnknown, left.mayBeMissing, right.mayBeMissing { return true }
    if mayBeUnknown, !right.mayBeMissing { return narrow(a, left, to: first, in: &knowledge) }
    let second = Possible(
      right.values.satisfying(sign.mirrored, left.values), mayBeMissing: mayBeUnknown)
    if mayBeUnknown { return narrow(b, right, to: second, in: &knowledge) }
    return narrow(a, left, to: first, in: &knowledge) && narrow(b, to: second, in: &knowledge)
  }

  // MARK: Figures

  private mutating func assumePresent(_ id: TermID, in knowledge: inout Knowledge) -> Bool {
    let before = possible(id, given: knowledge)
    // PERF: most figures are known to be present already.
    if !before.mayBeMissing { return !before.values.isEmpty }
    return narrow(id, before, to: Possible(before.values), in: &knowledge)
  }

  /// Returns what is known where a figure is in `range` as well; nil where it cannot be.
  mutating func narrow(
    _ id: TermID, to range: Possible, given knowledge: Knowledge
  ) -> Knowledge? {
    var narrowed = knowledge
    return narrow(id, to: range, in: &narrowed) ? narrowed : nil
  }

  private mutating func narrow(
    _ id: TermID, to range: Possible, in knowledge: inout Knowledge
  ) -> Bool {
    narrow(id, possible(id, given: knowledge), to: range, in: &knowledge)
  }

  /// Narrows a figure to `range`, and with it what it is made of; `false` where nothing is left.
  ///
  /// - Parameter before: what the figure can be by what is known.
  private mutating func narrow(
    _ id: TermID, _ before: Possible, to range: Possible, in knowledge: inout Knowledge
  ) -> Bool {
    let form = forms[id]
    let after = before.intersection(range)
    if after.isImpossible { return false }
    guard after != before, takeStep() else { return true }
    if !terms[form.index].kind.isConstant { knowledge[form] = after }
    height += 1
    defer { height -= 1 }
    return narrowOperands(of: form, before, after, in: &knowledge)
  }

  private mutating func narrowOperands(
    of form: TermID, _ before: Possible, _ after: Possible, in knowledge: inout Knowledge
  ) -> Bool {
    // PERF: most figures are fields, which are made of nothing.
    guard canPassOn[form.index] else { return true }
    let kind = terms[form.index].kind
    if case .fallback(let a, let b) = kind {
      var other = knowledge
      let first = narrow(a, to: Possible(after.values), in: &knowledge)
      let second = narrow(a, to: .missing, in: &other) && narrow(b, to: after, in: &other)
      return join(first, &knowledge, second, other)
    }
    if before.mayBeMissing, !after.mayBeMissing {
      var canBe = true
      kind.forEachNeededOperand { operand in
        if canBe { canBe = assumePresent(operand, in: &knowledge) }
      }
      if !canBe { return false }
      if case .arithmetic(.divide, _, let divisor) = kind {
        let range = possible(divisor, given: knowledge)
        let others = Possible(range.values.removing(0))
        guard narrow(divisor, range, to: others, in: &knowledge) else { return false }
      }
    }
    if case .negate(let a) = kind {
      let range = Possible(after.values.negated, mayBeMissing: after.mayBeMissing)
      return narrow(a, to: range, in: &knowledge)
    }
    return true
  }
}

extension TermKind {
  fileprivate var isConstant: Bool {
    if case .constant = self { true } else { false }
  }

  /// `true` iff knowing more about the figure can say more about others of its row.
  var canPassOn: Bool {
    switch self {
    case .fallback, .follow, .share: true
    default: needsAllOperands
    }
  }

  /// Calls `body` with the operands in the same row without which there is no value.
  fileprivate func forEachNeededOperand(_ body: (TermID) -> Void) {
    switch self {
    case .follow(let row, _): body(row)
    case .share(_, let figure, _): body(figure)
    default: if needsAllOperands { forEachOperand(body) }
    }
  }

  /// `true` iff the operands are all of the same row, and without one of them there is no value.
  private var needsAllOperands: Bool {
    switch self {
    case .negate, .absolute, .round, .arithmetic, .shiftDays, .shiftMonths, .daysBetween,
      .pickDate, .datePart, .wholeMonths, .scale, .compare, .holds, .not, .named:
      true
    case .constant, .today, .field, .follow, .share, .pairMember, .valueRow, .group, .head,
      .earlier, .tier, .and, .or, .isMissing, .fallback, .cases, .score, .aggregate, .rank:
      false
    }
  }
}
