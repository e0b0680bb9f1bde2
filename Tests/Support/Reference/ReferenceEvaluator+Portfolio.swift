internal import Language
internal import Tables

extension ReferenceEvaluator {
  /// Returns 1 + the accounts of the base strictly ahead; missing outside the base.
  mutating func rank(_ call: Call, in sight: Sight) throws -> RefValue {
    guard let base = try portfolio(of: call, in: sight), let account = sight.account else {
      return .missing(.outsideBase)
    }
    let own = try keys(call.arguments, of: account)
    var ahead = 0
    for rival in base where try isAhead(try keys(call.arguments, of: rival), own, call) {
      ahead += 1
    }
    return .number(Decimal(1 + ahead))
  }

  private mutating func isAhead(
    _ rival: [RefValue], _ own: [RefValue], _ call: Call
  ) throws -> Bool {
    try SortOrder.isAhead(rival, own, by: call.arguments.map(\.direction))
  }

  private mutating func keys(_ keys: [Call.Argument], of account: Int) throws -> [RefValue] {
    var values: [RefValue] = []
    for key in keys { values.append(try value(of: key.value, in: .account(account))) }
    return values
  }

  /// Returns what the accounts for which `counts` the order of their figure against the asker's
  /// hold of the base's total, or the asker alone for `share`.
  mutating func share(
    _ call: Call, in sight: Sight, where counts: (Int) -> Bool
  ) throws -> RefValue {
    guard let account = sight.account, let figure = call.arguments.first?.value else {
      throw ReferenceProblem("share of no account")
    }
    let own = try value(of: figure, in: .account(account))
    guard let base = try portfolio(of: call, in: sight) else { return .missing(.outsideBase) }
    var (total, part) = (BigInteger.zero, BigInteger.zero)
    for rival in base {
      let value = try value(of: figure, in: .account(rival))
      guard let number = value.number else { continue }
      total = total + BigInteger(number.scaled)
      guard !own.isMissing else { continue }
      let isCounted = try counts(ReferenceEvaluator.order(value, own))
      if call.name.text == "share" ? rival == account : isCounted {
        part = part + BigInteger(number.scaled)
      }
    }
    if let absence = own.absence { return .missing(absence) }
    guard total > .zero else { return .missing(.outsideBase) }
    return .computed(ExactArithmetic.cutQuotient(part, total))
  }

  /// Returns the accounts that a portfolio function compares, or nil when the asker is not one.
  private mutating func portfolio(of call: Call, in sight: Sight) throws -> [Int]? {
    guard let account = sight.account else { throw ReferenceProblem("no account asks") }
    var members = base
    if let partition = call.partition {
      let own = try value(of: partition, in: .account(account))
      if own.isMissing { return nil }
      members = try members.filter { try value(of: partition, in: .account($0)) == own }
    }
    if let condition = call.condition {
      members = try members.filter { try value(of: condition, in: .account($0)).isYes }
    }
    return members.contains(account) ? members : nil
  }
}

/// The order of a limit's keys and of `rank`.
enum SortOrder {
  /// Whether `left` stands before `right`: the first key that differs decides.
  static func isAhead(
    _ left: [RefValue], _ right: [RefValue], by directions: [SortDirection?]
  ) throws -> Bool {
    for index in left.indices {
      let place = try place(left[index], right[index], directions[index])
      if place != 0 { return place < 0 }
    }
    return false
  }

  /// Returns a negative number when `left` comes first: descending unless `ascending` is
  /// written, and missing last either way.
  private static func place(
    _ left: RefValue, _ right: RefValue, _ direction: SortDirection?
  ) throws -> Int {
    if left.isMissing || right.isMissing {
      return (left.isMissing ? 1 : 0) - (right.isMissing ? 1 : 0)
    }
    let order = try ReferenceEvaluator.order(left, right)
    return direction == .ascending ? order : -order
  }
}
