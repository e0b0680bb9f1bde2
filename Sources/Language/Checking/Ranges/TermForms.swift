import Diagnostics
import Tables

/// Which terms say the same: two terms of one form have the same value in every row.
struct TermForms: Sendable {
  /// What a term is made of, with the first term that is made so.
  private struct Form: Hashable {
    var kind: TermKind
    var home: TableID
    var first: TermID

    static func == (a: Form, b: Form) -> Bool { a.kind == b.kind && a.home == b.home }

    /// PERF: most terms are told apart by their operands, as one word.
    func hash(into hasher: inout Hasher) {
      switch kind {
      case .compare(_, let a, let b): Form.hash(100, a, b, into: &hasher)
      case .and(let a, let b): Form.hash(101, a, b, into: &hasher)
      case .or(let a, let b): Form.hash(102, a, b, into: &hasher)
      case .arithmetic(_, let a, let b): Form.hash(103, a, b, into: &hasher)
      case .constant(.number(let value)): hasher.combine(value)
      case .field(let index): Form.hash(104 &+ home.index, TermID(index), TermID(0), into: &hasher)
      default: hasher.combine(kind)
      }
    }

    private static func hash(_ kind: Int, _ a: TermID, _ b: TermID, into hasher: inout Hasher) {
      hasher.combine(kind &* 0x9E37_79B9 ^ a.index &<< 32 ^ b.index)
    }
  }

  /// By term, the first term of its form, with names taken off.
  private var forms: [TermID] = []
  /// By term, `true` iff it reads nothing but what is written in the agreement.
  private var written: [Bool] = []

  /// - Complexity: O(terms); operands stand before the terms that are made of them.
  init(_ program: CheckedProgram) {
    var known: Set<Form> = []
    known.reserveCapacity(program.terms.count)
    forms.reserveCapacity(program.terms.count)
    written.reserveCapacity(program.terms.count)
    for index in program.terms.indices {
      let kind = program.terms[index].kind
      if case .named(let thing, let inner) = kind, !program.canBeEarlier(thing) {
        forms.append(forms[inner.index])
        written.append(written[inner.index])
        continue
      }
      let form = Form(
        kind: kind.mappingOperands { forms[$0.index] }, home: program.terms[index].home,
        first: TermID(index))
      forms.append(known.insert(form).memberAfterInsert.first)
      written.append(isWritten(kind))
    }
  }

  subscript(id: TermID) -> TermID { forms[id.index] }

  /// `true` iff `id` is a setting: a figure or a condition that no data can change.
  func isWritten(_ id: TermID) -> Bool { written[id.index] }

  private func isWritten(_ kind: TermKind) -> Bool {
    switch kind {
    case .today, .field, .pairMember, .valueRow, .group, .head, .earlier, .tier, .score, .aggregate,
      .rank,
      .share,
      .follow:
      false
    // PERF: these are most, and need no list of operands.
    case .compare(_, let a, let b), .and(let a, let b), .or(let a, let b),
      .arithmetic(_, let a, let b):
      written[a.index] && written[b.index]
    case .constant: true
    case .named, .negate, .absolute, .round, .shiftDays, .shiftMonths, .daysBetween, .pickDate,
      .datePart, .wholeMonths, .holds, .not, .isMissing, .fallback, .cases, .scale:
      kind.operands.allSatisfy { written[$0.index] }
    }
  }
}

extension CheckedProgram {
  /// `true` iff an earlier result can say what a field of a group is, whatever its members say.
  fileprivate func canBeEarlier(_ thing: NamedThing) -> Bool {
    guard case .combined(let field) = thing else { return false }
    return tables[0].fields[field].type == .tier || isSince(field)
  }
}

extension TermKind {
  /// Returns the same operation on other terms, without the places of cases.
  func mappingOperands(_ form: (TermID) -> TermID) -> TermKind {
    switch self {
    case .constant, .today, .field, .pairMember, .valueRow, .group, .head, .earlier, .tier, .score:
      self
    case .named(_, let inner): .named(.letting(0), form(inner))
    case .follow(let row, let inner): .follow(form(row), form(inner))
    case .negate(let a): .negate(form(a))
    case .absolute(let a): .absolute(form(a))
    case .round(let a, let places): .round(form(a), places: places)
    case .arithmetic(let sign, let a, let b): .arithmetic(sign, form(a), form(b))
    case .shiftDays(let a, let b, let backwards):
      .shiftDays(form(a), by: form(b), backwards: backwards)
    case .shiftMonths(let a, let months): .shiftMonths(form(a), by: months)
    case .daysBetween(let a, let b): .daysBetween(form(a), form(b))
    case .pickDate(let a, let b, let latest): .pickDate(form(a), form(b), latest: latest)
    case .datePart(let a, let isYear): .datePart(form(a), isYear: isYear)
    case .wholeMonths(let a, let b, let perYear):
      .wholeMonths(form(a), form(b), perYear: perYear)
    case .compare(let comparison, let a, let b): .compare(comparison, form(a), form(b))
    case .holds(let a, let bit): .holds(form(a), bit: bit)
    case .and(let a, let b): .and(form(a), form(b))
    case .or(let a, let b): .or(form(a), form(b))
    case .not(let a): .not(form(a))
    case .isMissing(let a): .isMissing(form(a))
    case .fallback(let a, let b): .fallback(form(a), form(b))
    case .cases(let cases):
      .cases(
        cases.map {
          CheckedCase(
            condition: $0.condition.map(form), value: form($0.value),
            range: SourceRange(start: 0, end: 0))
        })
    case .scale(let x, let low, let high, let outOf):
      .scale(form(x), low: form(low), high: form(high), outOf: outOf)
    case .aggregate(let aggregate): .aggregate(aggregate.mappingOperands(form))
    case .rank(let keys, let base):
      .rank(
        keys.map { CheckedKey(value: form($0.value), isAscending: $0.isAscending) },
        base.mappingOperands(form))
    case .share(let kind, let figure, let base):
      .share(kind, form(figure), base.mappingOperands(form))
    }
  }

  /// The terms that this one is made of, those of other rows and conditions of bases included.
  package var operands: [TermID] {
    var operands: [TermID] = []
    forEachOperand { operands.append($0) }
    return operands
  }

  /// Calls `body` with the terms that this one is made of, in the order of `operands`.
  ///
  /// PERF: every term is asked many times, and most have two operands, which need no list.
  func forEachOperand(_ body: (TermID) -> Void) {
    switch self {
    case .constant, .today, .field, .pairMember, .valueRow, .group, .head, .earlier, .tier, .score:
      break
    case .named(_, let a), .negate(let a), .absolute(let a), .round(let a, _),
      .shiftMonths(let a, _), .datePart(let a, _), .holds(let a, _), .not(let a), .isMissing(let a):
      body(a)
    case .follow(let a, let b), .arithmetic(_, let a, let b), .shiftDays(let a, let b, _),
      .daysBetween(let a, let b), .pickDate(let a, let b, _), .wholeMonths(let a, let b, _),
      .compare(_, let a, let b), .and(let a, let b), .or(let a, let b), .fallback(let a, let b):
      body(a)
      body(b)
    case .cases(let cases):
      for item in cases {
        item.condition.map(body)
        body(item.value)
      }
    case .scale(let x, let low, let high, _):
      body(x)
      body(low)
      body(high)
    case .aggregate(let aggregate):
      aggregate.figure.map(body)
      aggregate.condition.map(body)
      aggregate.bucket.term.map(body)
    case .rank(let keys, let base):
      for key in keys { body(key.value) }
      base.operands.forEach(body)
    case .share(_, let figure, let base):
      body(figure)
      base.operands.forEach(body)
    }
  }
}

extension Aggregate {
  fileprivate func mappingOperands(_ form: (TermID) -> TermID) -> Aggregate {
    var copy = self
    copy.figure = figure.map(form)
    copy.condition = condition.map(form)
    switch bucket {
    case .all: break
    case .reference(let term): copy.bucket = .reference(form(term))
    case .partition(let term): copy.bucket = .partition(form(term))
    }
    return copy
  }
}

extension Aggregate.Bucket {
  /// The term that says where a row belongs.
  var term: TermID? {
    switch self {
    case .all: nil
    case .reference(let term), .partition(let term): term
    }
  }
}

extension Base {
  fileprivate func mappingOperands(_ form: (TermID) -> TermID) -> Base {
    Base(condition: condition.map(form), partition: partition.map(form))
  }

  var operands: [TermID] { [condition, partition].compactMap { $0 } }
}
