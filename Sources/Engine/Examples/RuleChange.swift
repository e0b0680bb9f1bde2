import Diagnostics
import Language
import Tables

/// A small change of what decides tiers, made to see whether a test notices it.
package struct RuleChange: Sendable {
  /// What is changed.
  package enum Part: Hashable, Sendable {
    case sign(String, to: String)
    case value(Value, to: Value)
    case weight(of: String, Value, to: Value)
  }

  package var part: Part
  /// What is changed, and what it is a part of.
  package var range: SourceRange
  package var whole: SourceRange

  private enum Edit: Sendable {
    case term(TermID, TermKind)
    case weight(score: Int, criterion: Int, Decimal)
  }
  private var edit: Edit

  /// Returns the agreement with the change.
  package func applied(to program: CheckedProgram) -> CheckedProgram {
    var program = program
    switch edit {
    case .term(let id, let kind): program.terms[id.index].kind = kind
    case .weight(let score, let criterion, let weight):
      program.scores[score].criteria[criterion].weight = weight
      program.scores[score].formula = ScoreFormula(program.scores[score].criteria)
    }
    return program
  }

  // MARK: Finding

  /// Returns the changes of all operators and constants that decide tiers, in the order of the text.
  ///
  /// Comparisons gain or lose the case of equality, `and` becomes `or`, and figures are a tenth more
  /// or less.
  package static func all(of program: CheckedProgram) -> [RuleChange] {
    var changes: [RuleChange] = []
    for (id, whole) in program.decidingTerms where !program.implied.contains(id) {
      let whole = whole ?? program[id].range
      changes += signs(id, program)
      for (part, kind) in values(id, program) {
        changes.append(
          RuleChange(part: part, range: program[id].range, whole: whole, edit: .term(id, kind)))
      }
    }
    for (number, score) in program.scores.enumerated() {
      for (index, criterion) in score.criteria.enumerated()
      where criterion.weight > .zero && criterion.weightTerm == nil {
        let type: ValueType = score.isInPercent ? .percent : .number
        for weight in neighbours(of: criterion.weight) {
          changes.append(
            RuleChange(
              part: .weight(
                of: criterion.name, .number(criterion.weight, type), to: .number(weight, type)),
              range: criterion.range,
              whole: criterion.range, edit: .weight(score: number, criterion: index, weight)))
        }
      }
    }
    return changes.enumerated().sorted {
      ($0.element.range.start, $0.offset) < ($1.element.range.start, $1.offset)
    }.map(\.element)
  }

  private static func signs(_ id: TermID, _ program: CheckedProgram) -> [RuleChange] {
    func change(_ old: String, _ new: String, _ kind: TermKind) -> RuleChange {
      let range = program[id].range
      return RuleChange(
        part: .sign(old, to: new), range: range, whole: range, edit: .term(id, kind))
    }
    switch program[id].kind {
    case .and(let a, let b): return [change("and", "or", .or(a, b))]
    case .or(let a, let b): return [change("or", "and", .and(a, b))]
    case .compare(let comparison, let a, let b):
      let other = comparison.neighbour
      return [change(comparison.sign, other.sign, .compare(other, a, b))]
    case .arithmetic(let sign, let a, let b):
      let other = sign.counterpart
      return [change(sign.word, other.word, .arithmetic(other, a, b))]
    default: return []
    }
  }

  private static func values(_ id: TermID, _ program: CheckedProgram) -> [(Part, TermKind)] {
    guard case .constant(let constant) = program[id].kind else { return [] }
    let type = program[id].type
    switch (constant, type) {
    case (.number(let number), _):
      return neighbours(of: number).map {
        (.value(.number(number, type), to: .number($0, type)), .constant(.number($0)))
      }
    case (.day(let day), _):
      return [-30, 30].compactMap { day.adding(days: $0) }.map {
        (.value(.day(day), to: .day($0)), .constant(.day($0)))
      }
    case (.truth(let truth), _):
      return [(.value(.truth(truth), to: .truth(!truth)), .constant(.truth(!truth)))]
    case (.code(let code), .choice(let list)):
      let names = program.choices[list.index]
      let other = (code + 1) % max(1, names.count)
      guard other != code else { return [] }
      return [(.value(.text(names[code]), to: .text(names[other])), .constant(.code(other)))]
    default: return []
    }
  }

  /// A tenth less and a tenth more, and one more than nothing.
  private static func neighbours(of number: Decimal) -> [Decimal] {
    if number == .zero { return [.one] }
    let tenth = Decimal(scaled: number.scaled / 10)
    return [number.subtracting(tenth), number.adding(tenth)].compactMap { $0 }.filter {
      $0 != number
    }
  }
}

extension CheckedProgram {
  /// The terms from which tiers follow, each with the clause or the figure that it stands in.
  package var decidingTerms: [(id: TermID, whole: SourceRange?)] {
    var open: [(id: TermID, whole: SourceRange?)] =
      (excludes.map(\.condition) + rejects.map(\.condition)
      + tiers.flatMap { $0.routes.compactMap(\.condition) }).reversed().map { ($0, nil) }
    var seen: Set<TermID> = []
    var found: [(id: TermID, whole: SourceRange?)] = []
    while let next = open.popLast() {
      guard seen.insert(next.id).inserted else { continue }
      found.append(next)
      var parts = self[next.id].kind.operands.map { ($0, Optional(self[next.id].range)) }
      switch self[next.id].kind {
      case .score(let index):
        parts = scores[index].criteria.map { ($0.points, Optional($0.range)) }
      case .cases(let cases):
        parts = cases.flatMap { item in
          [item.condition, item.value].compactMap { $0 }.map { ($0, Optional(item.range)) }
        }
      case .named(let thing, let inner):
        let isCriterion = if case .criterion = thing { true } else { false }
        parts = [(inner, isCriterion ? next.whole : nil)]
      default: break
      }
      open += parts.reversed()
    }
    return found
  }
}

extension Comparison {
  /// The comparison that differs from this one where both sides are equal, or everywhere else.
  fileprivate var neighbour: Comparison {
    switch self {
    case .equal: .notEqual
    case .notEqual: .equal
    case .less: .lessOrEqual
    case .lessOrEqual: .less
    case .greater: .greaterOrEqual
    case .greaterOrEqual: .greater
    }
  }
}

extension ArithmeticOperator {
  fileprivate var counterpart: ArithmeticOperator {
    switch self {
    case .add: .subtract
    case .subtract: .add
    case .multiply: .divide
    case .divide: .multiply
    case .min: .max
    case .max: .min
    }
  }

  fileprivate var word: String {
    switch self {
    case .add: BinaryOperator.plus.rawValue
    case .subtract: BinaryOperator.minus.rawValue
    case .multiply: BinaryOperator.times.rawValue
    case .divide: BinaryOperator.dividedBy.rawValue
    case .min: "min"
    case .max: "max"
    }
  }
}
