import Diagnostics
import Tables

/// Making terms: homes and stages follow from the operands.
extension Checker {
  func type(_ id: TermID) -> ValueType { program[id].type }

  /// Adds a term; one that builds on too many others is reported and becomes an error.
  mutating func add(_ term: Term) -> TermID {
    var height = 1
    term.kind.forEachOperand { height = max(height, heights[$0.index] + 1) }
    if height > Limits.figureHeight { return tooDeep(at: term.range) }
    program.terms.append(term)
    heights.append(height)
    return TermID(program.terms.count - 1)
  }

  /// Reports the first figure that builds on too many others; what follows from it is not reported.
  mutating func tooDeep(at range: SourceRange) -> TermID {
    if !isTooDeep { report(.figuresTooDeep, at: range) }
    isTooDeep = true
    return errorTerm(at: range)
  }

  /// Makes a term at home where its operands are, known as soon as they all are.
  mutating func make(
    _ kind: TermKind, _ type: ValueType, of operands: [TermID], at range: SourceRange
  ) -> TermID {
    var home = TableID.portfolio
    var stage = Stage.rows
    for operand in operands {
      if home == .portfolio { home = program.terms[operand.index].home }
      stage = max(stage, program.terms[operand.index].stage)
    }
    return add(Term(kind, type: type, home: home, stage: stage, range: range))
  }

  mutating func constant(
    _ constant: Constant, _ type: ValueType, at range: SourceRange
  ) -> TermID {
    make(.constant(constant), type, of: [], at: range)
  }

  mutating func errorTerm(at range: SourceRange) -> TermID {
    constant(.truth(false), .error, at: range)
  }

  /// Makes `inner`, which is at home in another table, readable through `reference`.
  mutating func follow(_ reference: TermID, _ inner: TermID, at range: SourceRange) -> TermID {
    guard program[inner].home != .portfolio, type(inner) != .error else { return inner }
    let stage = max(program[reference].stage, program[inner].stage)
    return add(
      Term(
        .follow(reference, inner), type: type(inner), home: program[reference].home, stage: stage,
        range: range))
  }

  /// Returns the value of a number written in the agreement, if `id` is one.
  func literal(_ id: TermID) -> Decimal? {
    if case .constant(.number(let value)) = program[id].kind { return value }
    return nil
  }

  /// Returns where the type of `id` was declared.
  func origin(of id: TermID) -> CheckProblem.Origin? {
    let term = program[id]
    switch term.kind {
    case .field(let index):
      let field = program[term.home].fields[index]
      return CheckProblem.Origin(name: field.name, type: field.type, range: field.range)
    case .follow(_, let inner): return origin(of: inner)
    case .named(.combined(let index), _):
      let field = program[.accounts].fields[index]
      return CheckProblem.Origin(name: field.name, type: field.type, range: field.range)
    case .named(.letting(let index), _):
      let name = letDeclarations[index].name
      return CheckProblem.Origin(name: name.text, type: term.type, range: name.range)
    case .named(.computed(let table, let index), _):
      let computed = program[table].computed[index]
      return CheckProblem.Origin(name: computed.name, type: term.type, range: computed.range)
    default: return nil
    }
  }

  /// Turns a reference into the key it refers by; other terms stay.
  mutating func keyText(_ id: TermID) -> TermID {
    guard case .reference(let table) = type(id), let key = program[table].keyIndex else {
      return id
    }
    let range = program[id].range
    let field = add(
      Term(
        .field(key), type: program[table].fields[key].type, home: table, stage: .rows, range: range)
    )
    return follow(id, field, at: range)
  }

  /// Gives a bare number the type that its partner has, where that is clear.
  ///
  /// Returns nil, having reported, where a bare number is ambiguous.
  mutating func adapt(_ id: TermID, to partner: TermID) -> TermID? {
    adapt(id, to: type(partner), origin: origin(of: partner))
  }

  mutating func adapt(
    _ id: TermID, to wanted: ValueType, origin: CheckProblem.Origin? = nil
  ) -> TermID? {
    if wanted == .money, type(id) == .number { return money(id) ?? id }
    guard let value = literal(id), type(id) == .number else { return id }
    let range = program[id].range
    switch wanted {
    case .percent where value == .zero || value == .one:
      return constant(.number(value), .percent, at: range)
    case .percent:
      report(.bareNumberForPercent(value, origin: origin), at: range)
      return nil
    case .days:
      report(.bareNumberForDays(value), at: range)
      return nil
    default: return id
    }
  }

  /// Returns a bare figure, or a let of nothing but bare figures, as money.
  private mutating func money(_ id: TermID) -> TermID? {
    let term = program[id]
    switch term.kind {
    case .constant(.number(let value)):
      return constant(.number(value), .money, at: term.range)
    case .named(.letting(let index), let inner):
      return money(inner).map {
        make(.named(.letting(index), $0), .money, of: [$0], at: term.range)
      }
    case .cases(let cases):
      var values: [CheckedCase] = []
      for item in cases {
        guard let value = money(item.value) else { return nil }
        values.append(CheckedCase(condition: item.condition, value: value, range: item.range))
      }
      let kind = TermKind.cases(values)
      return make(kind, .money, of: kind.operands, at: term.range)
    default: return nil
    }
  }

  /// Returns the type that two values share, once bare numbers have adapted.
  func common(_ left: ValueType, _ right: ValueType) -> ValueType? {
    switch (left, right) {
    case (.error, let other), (let other, .error): other
    case (.number, .percent), (.percent, .number): .number
    default: left == right ? left : nil
    }
  }

  /// Brings two values to one type for a comparison or for alternatives; reports what cannot be.
  mutating func unify(
    _ left: inout TermID, _ right: inout TermID, _ phrase: CheckProblem.BinaryPhrase,
    at range: SourceRange
  ) -> ValueType? {
    if case .reference = type(left), type(left) != type(right) { left = keyText(left) }
    if case .reference = type(right), type(left) != type(right) { right = keyText(right) }
    guard let newLeft = adapt(left, to: right), let newRight = adapt(right, to: left) else {
      return nil
    }
    (left, right) = (newLeft, newRight)
    if let common = common(type(left), type(right)) { return common }
    report(
      .typeMismatch(
        phrase, left: type(left), right: type(right), leftOrigin: origin(of: left),
        rightOrigin: origin(of: right)), at: range)
    return nil
  }
}
