import Diagnostics
import Tables

/// Figures that follow from the day, from what is written, and from values that are given; they are
/// worked out without data.
package struct DayFigures {
  /// A figure reads data that nobody gave.
  package struct ReadsData: Error {
    /// What reads them.
    package var term: TermID

    package init(term: TermID) { self.term = term }
  }

  /// What is known already, so that figures that build on each other are worked out once.
  private final class Memo {
    var results: [TermID: Result<Constant?, ReadsData>] = [:]
  }

  private var memo: Memo?
  private let program: CheckedProgram
  private let forms: TermForms?
  package var day: Day
  /// Values of terms that are not worked out, such as those that read data; nil where they are
  /// missing. Where terms have forms, by these.
  package var given: [TermID: Constant?] = [:]
  /// Values of what has a name, whatever it is worked out from.
  package var givenNames: [NamedThing: Constant?] = [:]
  /// Works out terms that read data; where there is none, they are not worked out, and neither is
  /// what is made of them.
  package var reader: ((TermID, DayFigures) throws(ReadsData) -> Constant?)?
  /// Is told what becomes of the conditions of cases.
  package var witness: ((TermID, Bool?) -> Void)?

  package init(_ program: CheckedProgram, on day: Day) {
    self.init(program, on: day, forms: nil)
  }

  init(_ program: CheckedProgram, on day: Day, forms: TermForms?) {
    self.program = program
    self.forms = forms
    self.day = day
  }

  /// Returns figures of an invented account: what nobody gave is what `reader` says.
  package init(
    example program: CheckedProgram, on day: Day,
    reader: @escaping (TermID, DayFigures) throws(ReadsData) -> Constant?
  ) {
    self.init(program, on: day, forms: TermForms(program))
    self.reader = reader
    memo = Memo()
  }

  /// Figures of which nothing is worked out yet.
  package var fresh: DayFigures {
    var copy = self
    copy.memo = Memo()
    return copy
  }

  /// Gives a figure a value.
  package mutating func give(_ id: TermID, _ value: Constant?) {
    if memo != nil { memo = Memo() }
    if case .named(let thing, _) = program[id].kind, thing != .call {
      givenNames[thing] = .some(value)
    } else {
      given[forms?[id] ?? id] = .some(value)
    }
  }

  private func given(_ id: TermID) -> Constant?? {
    given.isEmpty ? nil : given[forms?[id] ?? id]
  }

  /// Returns the value of a term; nil where it is missing.
  package func value(_ id: TermID) throws(ReadsData) -> Constant? {
    if let value = given(id) { return value }
    guard let memo else { return try workedOut(id) }
    if let known = memo.results[id] { return try known.get() }
    do throws(ReadsData) {
      let value = try workedOut(id)
      memo.results[id] = .success(value)
      return value
    } catch {
      memo.results[id] = .failure(error)
      throw error
    }
  }

  private func workedOut(_ id: TermID) throws(ReadsData) -> Constant? {
    switch program[id].kind {
    case .constant(let value): return value
    case .today: return .day(day)
    case .named(let thing, let inner):
      if !givenNames.isEmpty, let value = givenNames[thing] { return value }
      if let reader, case .combined = thing { return try reader(id, self) }
      return try value(inner)
    case .negate(let a): return try number(a).map { .number(Decimal(scaled: -$0.scaled)) }
    case .absolute(let a):
      return try number(a).map { .number(Decimal(scaled: Int128($0.scaled.magnitude))) }
    case .round(let a, let places):
      return try number(a)?.rounded(toPlaces: places).map { .number($0) }
    case .arithmetic(let sign, let a, let b):
      guard let left = try number(a), let right = try number(b) else { return nil }
      return sign.result(left, right).map { .number($0) }
    case .shiftDays, .shiftMonths, .daysBetween, .pickDate, .datePart, .wholeMonths:
      return try dated(program[id].kind)
    case .compare, .holds, .and, .or, .not, .isMissing: return try truth(id).map { .truth($0) }
    case .fallback(let a, let b):
      if let value = try value(a) { return value }
      return try value(b)
    case .cases(let cases): return try choice(cases)
    case .field, .follow, .pairMember, .valueRow, .group, .head, .earlier, .tier, .scale, .score,
      .aggregate, .rank, .share:
      guard let reader else { throw ReadsData(term: id) }
      return try reader(id, self)
    }
  }

  package func number(_ id: TermID) throws(ReadsData) -> Decimal? {
    if case .number(let number)? = try value(id) { number } else { nil }
  }

  private func date(_ id: TermID) throws(ReadsData) -> Day? {
    if case .day(let day)? = try value(id) { day } else { nil }
  }

  private func dated(_ kind: TermKind) throws(ReadsData) -> Constant? {
    switch kind {
    case .shiftDays(let a, let b, let backwards):
      guard let date = try date(a), let days = try number(b) else { return nil }
      let whole = Int(clamping: days.scaled / Decimal.unit)
      guard abs(whole) < 10_000_000 else { return nil }
      return date.adding(days: backwards ? -whole : whole).map { .day($0) }
    case .shiftMonths(let a, let months):
      return try date(a)?.adding(months: months).map { .day($0) }
    case .daysBetween(let a, let b):
      guard let end = try date(a), let start = try date(b) else { return nil }
      return .number(Decimal(Int(end.number) - Int(start.number)))
    case .pickDate(let a, let b, let latest):
      guard let left = try date(a), let right = try date(b) else { return nil }
      return .day(latest ? max(left, right) : min(left, right))
    case .datePart(let a, let isYear):
      return try date(a).map { .number(Decimal(isYear ? $0.civil.year : $0.civil.month)) }
    case .wholeMonths(let a, let b, let perYear):
      guard let start = try date(a), let end = try date(b) else { return nil }
      return .number(Decimal(perYear ? start.years(until: end) : start.months(until: end)))
    default: return nil
    }
  }

  /// Kleene's logic; nil is unknown.
  package func truth(_ id: TermID) throws(ReadsData) -> Bool? {
    if let value = given(id) {
      if case .truth(let truth)? = value { return truth }
      return nil
    }
    switch program[id].kind {
    case .compare(let comparison, let a, let b):
      guard let left = try value(a), let right = try value(b) else { return nil }
      return comparison.holds(left, right)
    case .holds(let a, let bit):
      guard case .code(let bits)? = try value(a) else { return nil }
      return bits >> bit & 1 == 1
    case .and(let a, let b): return try joined(a, b, decisive: false)
    case .or(let a, let b): return try joined(a, b, decisive: true)
    case .not(let a): return try truth(a).map { !$0 }
    case .isMissing(let a): return try value(a) == nil
    default: if case .truth(let truth)? = try value(id) { return truth } else { return nil }
    }
  }

  /// Joins two conditions of which one that is `decisive` decides; of an example, whatever the other
  /// one would have to know.
  private func joined(
    _ a: TermID, _ b: TermID, decisive: Bool
  ) throws(ReadsData) -> Bool? {
    let left: Bool?
    do throws(ReadsData) {
      left = try truth(a)
    } catch {
      guard reader != nil, try truth(b) == decisive else { throw error }
      return decisive
    }
    if reader != nil, left == decisive { return decisive }
    let right = try truth(b)
    if left == decisive || right == decisive { return decisive }
    return left == nil || right == nil ? nil : !decisive
  }

  private func choice(_ cases: [CheckedCase]) throws(ReadsData) -> Constant? {
    for item in cases {
      guard let condition = item.condition else { return try value(item.value) }
      let answer = try truth(condition)
      witness?(condition, answer)
      guard let holds = answer else { return nil }
      if holds { return try value(item.value) }
    }
    return nil
  }
}

extension ArithmeticOperator {
  /// Returns the result; nil for a division by zero and beyond the range.
  fileprivate func result(_ left: Decimal, _ right: Decimal) -> Decimal? {
    switch self {
    case .add: left.adding(right)
    case .subtract: left.subtracting(right)
    case .multiply: left.multiplied(by: right)
    case .divide: left.divided(by: right)
    case .min: left < right ? left : right
    case .max: left < right ? right : left
    }
  }
}

extension Comparison {
  fileprivate func holds(_ left: Constant, _ right: Constant) -> Bool {
    switch (left, right) {
    case (.number(let left), .number(let right)): holds(left, right)
    case (.day(let left), .day(let right)): holds(left, right)
    default: self == .notEqual ? left != right : left == right
    }
  }

  /// Returns whether two values compare so.
  package func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
    switch self {
    case .equal: left == right
    case .notEqual: left != right
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    }
  }
}
