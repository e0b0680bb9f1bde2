internal import Language
internal import Tables

/// Corporate groups, and the tiers that accounts had before.
extension ReferenceEvaluator {
  /// Lets accounts be groups; `alone when` is asked of each row that was accepted.
  mutating func formGroups(_ group: GroupDeclaration) throws {
    let rows = data.tables[ReferenceData.members]?.rows ?? []
    var alone: Set<Int> = []
    var combined: Set<String> = []
    for clause in group.clauses {
      switch clause.kind {
      case .error: throw ReferenceProblem("a group that is a mistake")
      case .combine(let field, let combination):
        if combination != .head { combined.insert(field.text) }
      case .alone(let condition):
        for record in rows.indices where rows[record].problem == nil {
          let row = RowID(table: ReferenceData.members, record: record)
          if try value(of: condition, in: Sight(rows: [row])).isYes { alone.insert(record) }
        }
      }
    }
    known = [:]
    data.formGroups(by: group.parent.text, alone: alone, combined: combined)
  }

  /// Returns a field of a group, or a computed field that is combined; nil for any other name, and
  /// where accounts are no groups.
  mutating func value(ofName name: String, ofGroup row: RowID) throws -> RefValue? {
    guard let grouping, let file = data.tables[ReferenceData.members] else { return nil }
    let combination = combination(of: name, grouping)
    guard file.fields[name] != nil || file.computed[name] != nil && combination != nil else {
      return nil
    }
    return try once("group's \(name)", row) { evaluator throws in
      try evaluator.combine(name, combination ?? .head, of: row)
    }
  }

  private func combination(
    of name: String, _ group: GroupDeclaration
  ) -> GroupDeclaration.Combination? {
    for case .combine(let field, let combination) in group.clauses.map(\.kind)
    where field.text == name {
      return combination
    }
    return nil
  }

  private mutating func combine(
    _ name: String, _ combination: GroupDeclaration.Combination, of group: RowID
  ) throws -> RefValue {
    // References of the head lead to groups.
    if let cell = data.tables["accounts"]?.rows[group.record].cells[name] { return cell }
    if combination == .head { return try value(ofName: name, ofMember: group.record) }
    let members = data.accepted(ReferenceData.members).filter {
      data.group(of: $0) == group.record
    }
    var values: [RefValue] = []
    for member in members { values.append(try value(ofName: name, ofMember: member)) }
    switch combination {
    case .count:
      var count = 0
      for (member, value) in zip(members, values) {
        count += try isMissing(name, worth: value, ofMember: member) ? 0 : 1
      }
      return .number(Decimal(count))
    case .any: return try values.reduce(.truth(false)) { try Kleene.or($0, $1) }
    case .all: return try values.reduce(.truth(true)) { try Kleene.and($0, $1) }
    case .sum, .min, .max, .average, .head: break
    }
    if let absence = RefValue.absence(of: values) { return .missing(absence) }
    switch combination {
    case .min: return try extreme(of: values) { $0 < 0 }
    case .max: return try extreme(of: values) { $0 > 0 }
    case .sum: return try total(values)
    case .average(let weight):
      var products: [RefValue] = []
      var weights: [RefValue] = []
      for (member, value) in zip(members, values) {
        weights.append(try self.value(ofName: weight.text, ofMember: member))
        products.append(
          try ReferenceEvaluator.apply(.times, value, weights[weights.count - 1]))
      }
      return try ReferenceEvaluator.apply(.dividedBy, total(products), total(weights))
    case .count, .any, .all, .head: throw ReferenceProblem("combined already")
    }
  }

  private mutating func value(ofName name: String, ofMember record: Int) throws -> RefValue {
    let row = RowID(table: ReferenceData.members, record: record)
    guard let value = try value(ofName: name, of: row) else {
      throw ReferenceProblem("members have no \(name)")
    }
    return value
  }

  /// Whether a member has no value; under a filling also where the file's blanks leave it without.
  private mutating func isMissing(
    _ name: String, worth value: RefValue, ofMember record: Int
  ) throws -> Bool {
    if value.isMissing || fileRuns.isEmpty { return value.isMissing }
    let row = RowID(table: ReferenceData.members, record: record)
    let run = data.isMended(row) ? 1 : 0
    return try fileRuns[run].value(ofName: name, of: row)?.absence?.contains(.blank) == true
  }

  private func extreme(of values: [RefValue], _ isBetter: (Int) -> Bool) throws -> RefValue {
    guard let first = values.first else { throw ReferenceProblem("a group of nobody") }
    return try ReferenceEvaluator.extreme(first, values, isBetter)
  }

  /// Returns the sum, which is missing as soon as one of the figures is.
  private func total(_ values: [RefValue]) throws -> RefValue {
    if let absence = RefValue.absence(of: values) { return .missing(absence) }
    let sum = ExactArithmetic.sum(values.compactMap(\.number))
    return .computed(ExactArithmetic.decimal(scaled: sum))
  }

  // MARK: - The tier before

  /// Returns the tier that an account had before, by the field that says so.
  mutating func tierBefore(of account: Int) throws -> RefValue {
    let table = data.tables["accounts"]
    for name in data.fieldNames["accounts"] ?? [] where table?.fields[name]?.type == .tier {
      if let grouping, combination(of: name, grouping) == .count { continue }
      return try value(ofName: name, in: .account(account))
    }
    return .missing(.noReference)
  }

  /// Returns the standing within the reach of the tier before: each tier that has a route is a
  /// step, and the tier before may be left by as many as `move` allows.
  mutating func held(_ standing: Standing, of account: Int) throws -> Standing {
    for case .move(let move) in tree.declarations {
      guard case .text(let name) = try tierBefore(of: account),
        let steps = try value(of: move.steps, in: Sight()).number?.integer,
        let before = tiers.firstIndex(where: { ExactText($0.name.text) == name })
      else { continue }
      let way =
        standing.tier < before
        ? Array((standing.tier..<before).reversed())
        : Array((before..<standing.tier).map { $0 + 1 })
      let steppable = way.filter { !tiers[$0].routes.isEmpty }
      if steppable.count > steps { return Standing(tier: steppable[steps - 1], decision: .move) }
    }
    return standing
  }
}
