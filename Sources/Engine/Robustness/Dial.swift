import Diagnostics
import Language
import Tables

/// A number of an agreement that decides tiers, and could be another one.
package struct Dial: Hashable, Sendable {
  package enum Part: Hashable, Sendable {
    /// A number or day that is written.
    case figure(TermID)
    case weight(score: Int, criterion: Int)
  }

  /// The declaration of which it is a part.
  package enum Owner: Hashable, Sendable {
    case exclude(Int)
    case reject(Int)
    case letting(Int)
    case criterion(score: Int, Int)
    case route(tier: Int, Int)
    case limit(Int)
  }

  package var part: Part
  package var owner: Owner
  /// What it is: a count of 10^-18, or the number of a day.
  package var position: Int128
  package var type: ValueType
  /// `true` iff it is nothing but a number of seats.
  package var isSeats = false
  package var range: SourceRange
  /// The comparison or case that it stands in.
  package var whole: SourceRange

  /// Returns the agreement with another number; nil where no such agreement could be judged.
  func program(_ program: CheckedProgram, at position: Int128) -> CheckedProgram? {
    var program = program
    switch part {
    case .figure(let id):
      guard case .constant(let constant) = program[id].kind else { return nil }
      if case .day = constant {
        guard let number = Int32(exactly: position), let day = Day(checked: number) else {
          return nil
        }
        program.terms[id.index].kind = .constant(.day(day))
      } else {
        guard Decimal.isInRange(position) else { return nil }
        program.terms[id.index].kind = .constant(.number(Decimal(scaled: position)))
      }
    case .weight(let score, let criterion):
      var criteria = program.scores[score].criteria
      guard position >= 0 else { return nil }
      if program.scores[score].isInPercent {
        guard Dial.share(position, criterion, &criteria) else { return nil }
      } else {
        criteria[criterion].weight = Decimal(scaled: position)
      }
      guard criteria.contains(where: { $0.weight > .zero }),
        let formula = ScoreFormula(criteria)
      else { return nil }
      program.scores[score].criteria = criteria
      program.scores[score].formula = formula
    }
    return program
  }

  /// Gives a criterion another part of the whole; the others share the rest as they do now.
  private static func share(
    _ position: Int128, _ criterion: Int, _ criteria: inout [CheckedCriterion]
  ) -> Bool {
    let old = criteria[criterion].weight.scaled
    let rest = Decimal.unit - old
    guard rest > 0, position <= Decimal.unit else { return false }
    // Weights mean the same however all are multiplied, so that nothing is rounded.
    let divisor = criteria.reduce(ScoreFormula.greatestCommonDivisor(Decimal.unit, position)) {
      ScoreFormula.greatestCommonDivisor($0, $1.weight.scaled)
    }
    guard divisor > 0 else { return false }
    for index in criteria.indices {
      let (left, right) =
        index == criterion
        ? (position, rest) : (criteria[index].weight.scaled, Decimal.unit - position)
      let (product, overflow) = (left / divisor).multipliedReportingOverflow(by: right / divisor)
      guard !overflow, product < Decimal.powersOfTen[19] else { return false }
      criteria[index].weight = Decimal(scaled: product * Decimal.unit)
    }
    return true
  }
}

extension Day {
  /// The day of a number, nil outside the calendar.
  init?(checked number: Int32) {
    guard number >= Day.first.number, let last = Day(year: 9999, month: 12, day: 31),
      number <= last.number
    else { return nil }
    self.init(number: number)
  }
}

// MARK: Finding

extension Dial {
  /// Returns every weight, number of seats and other number from which tiers follow, in the order of
  /// the text.
  package static func all(of program: CheckedProgram) -> [Dial] {
    var walk = DialWalk(program)
    for (index, exclude) in program.excludes.enumerated() {
      walk.visit(exclude.condition, .exclude(index), exclude.range)
    }
    for (index, reject) in program.rejects.enumerated() {
      walk.visit(reject.condition, .reject(index), reject.range)
    }
    for (tier, declared) in program.tiers.enumerated() {
      for (index, route) in declared.routes.enumerated() {
        guard let condition = route.condition else { continue }
        walk.visit(condition, .route(tier: tier, index), route.range)
      }
    }
    for (index, limit) in program.limits.enumerated() {
      walk.visit(limit.seats, .limit(index), limit.range)
      for term in limit.keys.map(\.value) + limit.spares.map(\.condition) {
        walk.visit(term, .limit(index), program[term].range)
      }
    }
    return walk.dials.enumerated().sorted {
      ($0.element.range.start, $0.offset) < ($1.element.range.start, $1.offset)
    }.map(\.element)
  }
}

/// Goes from what decides tiers down to the numbers that are written.
private struct DialWalk {
  let program: CheckedProgram
  private(set) var dials: [Dial] = []
  private var seen: Set<TermID> = []
  private var scores: Set<Int> = []

  init(_ program: CheckedProgram) { self.program = program }

  mutating func visit(_ id: TermID, _ owner: Dial.Owner, _ whole: SourceRange) {
    guard seen.insert(id).inserted else { return }
    switch program[id].kind {
    case .constant(let constant): add(id, constant, owner, whole)
    case .named(.letting(let index), let inner):
      visit(inner, .letting(index), program.lets[index].range)
    case .named(.criterion(let score, let index), let inner):
      let criterion = program.scores[score].criteria[index]
      visit(inner, .criterion(score: score, index), criterion.range)
    case .named(_, let inner): visit(inner, owner, whole)
    case .score(let index): visit(score: index)
    case .cases(let cases):
      for item in cases {
        let range = item.range.end > item.range.start ? item.range : whole
        if let condition = item.condition { visit(condition, owner, range) }
        visit(item.value, owner, range)
      }
    case .compare, .scale:
      for operand in program[id].kind.operands { visit(operand, owner, program[id].range) }
    default:
      for operand in program[id].kind.operands { visit(operand, owner, whole) }
    }
  }

  private mutating func visit(score index: Int) {
    guard scores.insert(index).inserted else { return }
    let score = program.scores[index]
    for (place, criterion) in score.criteria.enumerated() {
      if criterion.weightTerm == nil {
        dials.append(
          Dial(
            part: .weight(score: index, criterion: place),
            owner: .criterion(score: index, place), position: criterion.weight.scaled,
            type: score.isInPercent ? .percent : .number, range: criterion.range,
            whole: criterion.range))
      }
      visit(criterion.points, .criterion(score: index, place), criterion.range)
    }
  }

  private mutating func add(
    _ id: TermID, _ constant: Constant, _ owner: Dial.Owner, _ whole: SourceRange
  ) {
    let term = program[id]
    guard term.range.end > term.range.start, !program.implied.contains(id) else { return }
    switch constant {
    case .number(let number):
      var dial = Dial(
        part: .figure(id), owner: owner, position: number.scaled, type: term.type,
        range: term.range, whole: whole)
      dial.isSeats = isSeats(id)
      dials.append(dial)
    case .day(let day):
      dials.append(
        Dial(
          part: .figure(id), owner: owner, position: Int128(day.number), type: .date,
          range: term.range, whole: whole))
    case .months, .truth, .text, .code: break
    }
  }

  /// `true` iff a limit has as many seats as the number, as it is written or by cases.
  private func isSeats(_ id: TermID) -> Bool {
    guard program[id].type == .number else { return false }
    func leads(_ term: TermID) -> Bool {
      switch program[term].kind {
      case .named(_, let inner): leads(inner)
      case .cases(let cases): cases.contains { leads($0.value) }
      default: term == id
      }
    }
    return program.limits.contains { leads($0.seats) }
  }
}
