import Tables

/// What every figure of an agreement can be, whatever the data: from bounds, lists of values, and
/// what is done with them.
///
/// INVARIANT: a figure is never outside its `Possible`. Where the analysis gives up (too many
/// intervals, too much effort) it says that more is possible, never less; so what it calls
/// impossible is impossible.
package struct RangeAnalysis: Sendable {
  /// The steps that one question may take; beyond them what is known at large must do.
  private static let effortPerQuestion = 5_000
  /// The steps that an agreement may take for each of its terms, and at least; beyond them every
  /// question must do with a few.
  private static let effortPerTerm = 200
  private static let leastEffort = 100_000
  private static let effortWhenExhausted = 50
  /// Terms above each other that a question follows.
  private static let depth = 600

  let terms: [Term]
  let forms: TermForms
  /// PERF: every step hands the analysis on by value, so the agreement is behind a reference.
  private let agreement: Agreement
  /// By term, what it can be when nothing else is known.
  private var atLarge: [Possible] = []
  /// By term, what a fact must be about to narrow it.
  private var sources: [Knowledge.Marks] = []
  /// By term, whether it follows from other terms of its row.
  private var dependsOnRow: [Bool] = []
  /// By term, whether a narrower range can say more about the figures that it is made of.
  let canPassOn: [Bool]
  /// By term, which answers have been sought where nothing else is known.
  var answers: [Answers] = []
  /// By term, `true` iff it has cases, each of which takes some rows as far as can be told.
  private var reachesAllCases: [Bool]
  private var effort = 0
  private var totalEffort: Int
  /// How many terms above each other the question has followed.
  var height = 0

  /// - Complexity: O(terms): a question takes a bounded number of steps, and so do all together.
  package init(_ program: CheckedProgram) {
    terms = program.terms
    forms = TermForms(program)
    agreement = Agreement(program)
    totalEffort =
      RangeAnalysis.leastEffort + RangeAnalysis.effortPerTerm * terms.count
    atLarge.reserveCapacity(terms.count)
    sources.reserveCapacity(terms.count)
    dependsOnRow = terms.map(\.kind.dependsOnRow)
    canPassOn = terms.map(\.kind.canPassOn)
    answers = Array(repeating: Answers(), count: terms.count)
    reachesAllCases = Array(repeating: false, count: terms.count)
    for index in terms.indices { sources.append(marks(ofSources: TermID(index))) }
    for index in terms.indices {
      let form = forms[TermID(index)]
      guard form.index == index else {
        atLarge.append(atLarge[form.index])
        continue
      }
      begin()
      var possible = workOut(form, given: .none)
      if terms[form.index].kind.isLogic {
        if !canBe(form, .yes) { possible.values = possible.values.removing(1) }
        if !canBe(form, .no) { possible.values = possible.values.removing(0) }
      }
      atLarge.append(possible)
    }
  }

  private final class Agreement: Sendable {
    let program: CheckedProgram

    init(_ program: CheckedProgram) { self.program = program }
  }

  package var program: CheckedProgram { agreement.program }

  /// Returns the marks of a term and of all that it is made of in the same row.
  private func marks(ofSources id: TermID) -> Knowledge.Marks {
    let form = forms[id]
    guard form == id else { return sources[form.index] }
    var marks = Knowledge.mark(id)
    guard dependsOnRow[id.index] else { return marks }
    terms[id.index].kind.forEachOperand { marks |= sources[$0.index] }
    return marks
  }

  /// Allows a new question its effort.
  mutating func begin() {
    effort =
      totalEffort > 0 ? RangeAnalysis.effortPerQuestion : RangeAnalysis.effortWhenExhausted
    height = 0
  }

  /// Takes one step of the effort; `false` where none is left.
  mutating func takeStep() -> Bool {
    effort -= 1
    totalEffort -= 1
    return effort > 0 && height < RangeAnalysis.depth
  }

  // MARK: Questions

  /// `true` iff no figure is known in whose range both terms have a part, so that facts about one
  /// leave the other as it is.
  func areApart(_ a: TermID, _ b: TermID) -> Bool {
    sources[forms[a].index] & sources[forms[b].index] == 0
  }

  /// `true` iff every case of these takes some rows, whatever stands before it, as far as can be
  /// told.
  func reachesAllCases(of id: TermID) -> Bool { reachesAllCases[forms[id].index] }

  /// `true` iff the analysis holds it possible that `id` has this value on the line of its type, or
  /// is missing where `value` is nil.
  package func admits(_ value: Int128?, of id: TermID) -> Bool {
    let possible = possible(id)
    return value.map { possible.values.contains($0) } ?? possible.mayBeMissing
  }

  /// Returns what `id` can be at all.
  func possible(_ id: TermID) -> Possible {
    let form = forms[id]
    return form.index < atLarge.count
      ? atLarge[form.index]
      : Possible(everything(of: terms[form.index].type), mayBeMissing: true)
  }

  /// Returns what `id` can be in the same row where `knowledge` holds.
  mutating func possible(_ id: TermID, given knowledge: Knowledge) -> Possible {
    let atLarge = possible(id)
    if knowledge.isEmpty { return atLarge }
    let form = forms[id]
    // PERF: most of what is known is about other figures, and leaves this one as it is.
    guard sources[form.index] & knowledge.marks != 0 else { return atLarge }
    if let fact = knowledge[form] { return fact.intersection(atLarge) }
    guard dependsOnRow[form.index], takeStep() else { return atLarge }
    height += 1
    defer { height -= 1 }
    return workOut(form, given: knowledge).intersection(atLarge)
  }

  /// Returns what a condition can be; a setting such as `let pilot = no` is meant to be changed,
  /// so that it can be both.
  mutating func outcome(_ id: TermID, given knowledge: Knowledge) -> Possible {
    forms.isWritten(id) ? .decided : possible(id, given: knowledge)
  }

  /// Returns every value of a type.
  func everything(of type: ValueType) -> ValueSet {
    switch type {
    case .number, .percent, .money, .days, .error: RangeAnalysis.allNumbers
    case .months: ValueSet(-(1 << 40), 1 << 40)
    case .date: RangeAnalysis.allDays
    case .truth: ValueSet(0, 1)
    case .choice(let list): ValueSet(0, Int128(program.choices[list.index].count) - 1)
    case .choices(let list): ValueSet(1, 1 << Int128(program.choices[list.index].count) - 1)
    case .tier: ValueSet(0, Int128(program.tiers.count) - 1)
    case .text, .reference: ValueSet(-(1 << 100), 1 << 100)
    }
  }

  static let allNumbers = ValueSet(1 - Decimal.bound, Decimal.bound - 1)
  static let allDays = ValueSet(Int128(Day.first.number), Int128(Day.last.number))

  // MARK: One term

  /// Works a term out from what its operands can be.
  private mutating func workOut(_ id: TermID, given knowledge: Knowledge) -> Possible {
    let term = terms[id.index]
    func top() -> Possible { Possible(everything(of: term.type), mayBeMissing: true) }
    switch term.kind {
    case .constant(let value): return constant(value, id)
    case .today: return Possible(everything(of: .date))
    case .field(let index): return field(index, of: term.home)
    case .named(_, let inner): return possible(inner, given: knowledge)
    case .follow(let row, let inner):
      var value = possible(inner)
      if possible(row, given: knowledge).mayBeMissing { value.mayBeMissing = true }
      return value
    case .pairMember, .head: return Possible(everything(of: term.type))
    case .valueRow, .group, .tier, .earlier: return top()
    case .score(let index): return score(index)
    case .aggregate(let aggregate): return self.aggregate(aggregate, of: term.type)
    case .rank: return Possible(ValueSet.wholes(from: 1), mayBeMissing: true)
    case .share(_, let figure, _):
      let isNegative = possible(figure).values.lowest.map { $0 < 0 } ?? false
      return isNegative ? top() : Possible(ValueSet(0, Decimal.unit), mayBeMissing: true)
    case .negate, .absolute, .round, .arithmetic, .scale:
      return arithmetic(term.kind, given: knowledge)
    case .shiftDays, .shiftMonths, .daysBetween, .pickDate, .datePart, .wholeMonths:
      return dates(term.kind, given: knowledge)
    case .compare(let comparison, let a, let b):
      return compare(comparison, a, b, given: knowledge)
    case .holds(let a, let bit): return holds(a, bit, given: knowledge)
    case .and(let a, let b): return and(a, b, given: knowledge)
    case .or(let a, let b): return or(a, b, given: knowledge)
    case .not(let a): return outcome(a, given: knowledge).opposite
    case .isMissing(let a): return isMissing(a, given: knowledge)
    case .fallback(let a, let b): return fallback(a, b, given: knowledge)
    case .cases(let cases):
      let (possible, isTaken) = self.cases(cases, given: knowledge)
      if knowledge.isEmpty, isTaken, effort > 0 { reachesAllCases[id.index] = true }
      return possible
    }
  }

  /// Texts are told apart by the first term that writes them.
  private func constant(_ value: Constant, _ id: TermID) -> Possible {
    switch value {
    case .number(let number): Possible(.number(number))
    case .day(let day): Possible(ValueSet(point: Int128(day.number)))
    case .months(let months): Possible(ValueSet(point: Int128(months)))
    case .truth(let truth): truth ? .yes : .no
    case .text: Possible(ValueSet(point: Int128(id.raw)))
    case .code(let code): Possible(ValueSet(point: Int128(code)))
    }
  }
}

extension TermKind {
  /// `true` iff the value follows from other terms of the same row, so that knowing more about them
  /// can narrow it.
  var dependsOnRow: Bool {
    switch self {
    case .constant, .today, .field, .pairMember, .valueRow, .group, .head, .earlier, .tier, .score,
      .aggregate, .rank,
      .share:
      false
    case .named, .follow, .negate, .absolute, .round, .arithmetic, .shiftDays, .shiftMonths,
      .daysBetween, .pickDate, .datePart, .wholeMonths, .compare, .holds, .and, .or, .not,
      .isMissing,
      .fallback, .cases, .scale:
      true
    }
  }

  var isLogic: Bool {
    switch self {
    case .and, .or, .not: true
    default: false
    }
  }
}

extension ValueSet {
  /// A number, among whole numbers if it is one.
  static func number(_ value: Decimal) -> ValueSet {
    ValueSet(point: value.scaled, step: value.isInteger ? Decimal.unit : 1)
  }

  /// The whole numbers from `low` on that a count of rows can be.
  static func wholes(from low: Int128) -> ValueSet {
    ValueSet(low * Decimal.unit, (1 << 40) * Decimal.unit, step: Decimal.unit)
  }
}
