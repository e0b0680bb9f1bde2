internal import Diagnostics
internal import Language
internal import Tables

extension ReferenceEvaluator {
  /// Returns the value of an expression.
  mutating func value(of id: ExpressionID, in sight: Sight) throws -> RefValue {
    switch tree[id].kind {
    case .error: throw ReferenceProblem("an expression that is a mistake")
    case .number(let number, isPercent: _): return .number(number)
    case .text(let text): return .text(text)
    case .date(let day): return .day(day)
    case .duration(let count, let unit): return ReferenceEvaluator.duration(count, unit)
    case .truth(let truth): return .truth(truth)
    case .name(let name): return try value(ofName: name, in: sight)
    case .member(let base, let name):
      return try value(ofMember: name.text, of: base, in: sight)
    case .today: return .day(today)
    case .tier: return try finalTier(in: sight)
    case .negated(let operand):
      return try ReferenceEvaluator.negated(value(of: operand, in: sight))
    case .not(let operand): return try Kleene.not(value(of: operand, in: sight))
    case .binary(let operation, let left, let right):
      let (left, right) = (try value(of: left, in: sight), try value(of: right, in: sight))
      if operation.isComparison { try trace?.note(id, sight.rows, left, right) }
      return try ReferenceEvaluator.apply(operation, left, right)
    case .presence(let operand, let isMissing):
      let value = try value(of: operand, in: sight)
      return .truth(try self.isMissing(operand, worth: value, in: sight) == isMissing)
    case .membership(let operand, let items):
      let operand = try value(of: operand, in: sight)
      var found = RefValue.truth(false)
      for item in items {
        let other = try value(of: item, in: sight)
        try trace?.note(item, sight.rows, operand, other)
        let isEqual = try ReferenceEvaluator.apply(.equal, operand, other)
        found = try Kleene.or(found, isEqual)
      }
      return found
    case .holding(let item, in: let holder):
      let held = try value(of: holder, in: sight)
      guard case .values(let values) = held else {
        if held.isMissing { return held }
        throw ReferenceProblem("\(held) is no list of values")
      }
      return .truth(try values.contains(word(item)))
    case .fallback(let operand, let other):
      let value = try value(of: operand, in: sight)
      let isMissing = try isMissing(operand, worth: value, in: sight)
      return isMissing ? try self.value(of: other, in: sight) : value
    case .call(let call):
      if sight.group != nil || sight.rows.count > 1 { return try value(of: call, in: sight) }
      return try once("call \(id.raw)", sight.rows.first) { evaluator throws in
        try evaluator.value(of: call, in: sight)
      }
    case .parenthesized(let inner): return try value(of: inner, in: sight)
    }
  }

  /// Returns a bare word or a text as it is written.
  private func word(_ id: ExpressionID) throws -> ExactText {
    switch tree[id].kind {
    case .name(let word), .text(let word): ExactText(word)
    case .parenthesized(let inner): try word(inner)
    default: throw ReferenceProblem("not a word: \(tree.source.text(of: tree[id].range))")
    }
  }

  /// Whether an expression counts as missing: under a filling also where the file's blanks leave
  /// it missing.
  private mutating func isMissing(
    _ id: ExpressionID, worth value: RefValue, in sight: Sight
  ) throws -> Bool {
    if value.isMissing || fileRuns.isEmpty { return value.isMissing }
    let run = sight.rows.contains(where: data.isMended) ? 1 : 0
    return try fileRuns[run].value(of: id, in: sight).absence?.contains(.blank) == true
  }

  private static func duration(_ count: Int, _ unit: DurationUnit) -> RefValue {
    switch unit {
    case .days: .days(count)
    case .weeks: .days(7 * count)
    case .months: .months(count)
    case .years: .months(12 * count)
    }
  }

  private func finalTier(in sight: Sight) throws -> RefValue {
    guard let finalTiers else { throw ReferenceProblem("`tier` is read before tiers are final") }
    guard let account = sight.account else { throw ReferenceProblem("`tier` of no account") }
    return finalTiers[account].map { .text(tiers[$0].name.text) } ?? .missing(.noReference)
  }

  // MARK: - Members

  /// Returns `base.name`: a criterion's points, or a value of the row that `base` leads to.
  private mutating func value(
    ofMember name: String, of base: ExpressionID, in sight: Sight
  ) throws -> RefValue {
    if case .name(let word) = tree[base].kind, let score = score(named: word),
      let criterion = score.criteria.first(where: { $0.name.text == name }),
      let account = sight.account
    {
      return try points(of: criterion, in: score, for: account)
    }
    guard let row = try row(of: base, in: sight) else { return .missing(.noReference) }
    guard let value = try value(ofName: name, of: row) else {
      throw ReferenceProblem("\(row.table) has no \(name)")
    }
    return value
  }

  /// Returns the row that a table's name or a chain of references leads to; nil when a reference
  /// is blank or unmatched.
  private func row(of base: ExpressionID, in sight: Sight) throws -> RowID? {
    switch tree[base].kind {
    case .name(let word):
      if let row = sight.rows.first(where: { $0.table == word }) { return row }
      for row in sight.rows where data.tables[row.table]?.target(of: word) != nil {
        return data.target(of: word, in: row)
      }
    case .member(let base, let name):
      guard let row = try row(of: base, in: sight) else { return nil }
      guard data.tables[row.table]?.target(of: name.text) != nil else { break }
      return data.target(of: name.text, in: row)
    case .parenthesized(let inner): return try row(of: inner, in: sight)
    default: break
    }
    throw ReferenceProblem("not a row: \(tree.source.text(of: tree[base].range))")
  }

  // MARK: - Operators

  private static func negated(_ value: RefValue) throws -> RefValue {
    switch value {
    case .number(let number): .number(Decimal(scaled: -number.scaled))
    case .days(let count): .days(-count)
    case .missing: value
    case .day, .text, .values, .truth, .months: throw ReferenceProblem("-\(value)")
    }
  }

  static func apply(
    _ operation: BinaryOperator, _ left: RefValue, _ right: RefValue
  ) throws -> RefValue {
    switch operation {
    case .and: return try Kleene.and(left, right)
    case .or: return try Kleene.or(left, right)
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      if let absence = RefValue.absence(of: [left, right]) { return .missing(absence) }
      let order = try order(left, right)
      return .truth(holds(operation, order))
    case .plus, .minus, .times, .dividedBy:
      if let absence = RefValue.absence(of: [left, right]) {
        let dividesByZero = operation == .dividedBy && right == .number(.zero)
        return .missing(dividesByZero ? absence.union(.divisionByZero) : absence)
      }
      return try arithmetic(operation, left, right)
    }
  }

  /// Returns -1, 0 or 1 as `left` is below, equal to or above `right`.
  static func order(_ left: RefValue, _ right: RefValue) throws -> Int {
    func order<Value: Comparable>(_ left: Value, _ right: Value) -> Int {
      left < right ? -1 : left == right ? 0 : 1
    }
    switch (left, right) {
    case (.number(let left), .number(let right)): return order(left, right)
    case (.day(let left), .day(let right)): return order(left, right)
    case (.text(let left), .text(let right)): return order(left, right)
    case (.truth(let left), .truth(let right)): return order(left ? 1 : 0, right ? 1 : 0)
    case (.days(let left), .days(let right)): return order(left, right)
    case (.months(let left), .months(let right)): return order(left, right)
    default: throw ReferenceProblem("\(left) is not comparable with \(right)")
    }
  }

  private static func holds(_ operation: BinaryOperator, _ order: Int) -> Bool {
    switch operation {
    case .equal: order == 0
    case .notEqual: order != 0
    case .less: order < 0
    case .lessOrEqual: order <= 0
    case .greater: order > 0
    case .greaterOrEqual: order >= 0
    case .and, .or, .plus, .minus, .times, .dividedBy: false
    }
  }

  /// Applies `+ - * /` to two present values.
  private static func arithmetic(
    _ operation: BinaryOperator, _ left: RefValue, _ right: RefValue
  ) throws -> RefValue {
    switch (operation, left, right) {
    case (.plus, .number(let left), .number(let right)):
      return .computed(left.adding(right))
    case (.minus, .number(let left), .number(let right)):
      return .computed(left.subtracting(right))
    case (.times, .number(let left), .number(let right)):
      return .computed(ExactArithmetic.product(left, right))
    case (.dividedBy, .number(let left), .number(let right)):
      if right == .zero { return .missing(.divisionByZero) }
      return .computed(ExactArithmetic.quotient(left, right))
    case (.plus, .day(let day), .days(let count)), (.plus, .days(let count), .day(let day)):
      return .computed(day.adding(days: count))
    case (.minus, .day(let day), .days(let count)): return .computed(day.adding(days: -count))
    case (.plus, .day(let day), .months(let count)), (.plus, .months(let count), .day(let day)):
      return .computed(day.adding(months: count))
    case (.minus, .day(let day), .months(let count)):
      return .computed(day.adding(months: -count))
    case (.minus, .day(let left), .day(let right)):
      return .days(Int(left.number) - Int(right.number))
    case (.plus, .days(let left), .days(let right)): return .days(left + right)
    case (.minus, .days(let left), .days(let right)): return .days(left - right)
    default:
      throw ReferenceProblem("\(left) \(operation.rawValue) \(right)")
    }
  }
}

/// Logic with an unknown, which is a missing truth.
package enum Kleene {
  /// No when the operand is yes, yes when it is no.
  package static func not(_ operand: RefValue) throws -> RefValue {
    switch operand {
    case .truth(let truth): .truth(!truth)
    case .missing: operand
    case .number, .day, .text, .values, .days, .months: throw ReferenceProblem("not \(operand)")
    }
  }

  /// No when either is no, yes when both are yes, else unknown.
  package static func and(_ left: RefValue, _ right: RefValue) throws -> RefValue {
    try decided(left, right, by: false)
  }

  /// Yes when either is yes, no when both are no, else unknown.
  package static func or(_ left: RefValue, _ right: RefValue) throws -> RefValue {
    try decided(left, right, by: true)
  }

  private static func decided(
    _ left: RefValue, _ right: RefValue, by truth: Bool
  ) throws -> RefValue {
    for operand in [left, right] {
      guard case .truth = operand else {
        if operand.isMissing { continue }
        throw ReferenceProblem("\(operand) is neither yes nor no")
      }
    }
    if left == .truth(truth) || right == .truth(truth) { return .truth(truth) }
    return RefValue.absence(of: [left, right]).map { .missing($0) } ?? .truth(!truth)
  }
}
