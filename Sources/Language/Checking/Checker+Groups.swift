import Diagnostics
import Tables

/// Corporate groups: what becomes of the fields of accounts that are judged as one.
extension Checker {
  /// Gives the rows of the accounts' file a table of their own, so that `accounts` are the groups.
  mutating func checkGroup() {
    guard let group = groupDeclaration else { return }
    let members = TableID(program.tables.count)
    guard let parent = parentField(group) else { return }
    var rows = program[.accounts]
    for index in rows.fields.indices where rows.fields[index].type == .reference(.accounts) {
      rows.fields[index].type = .reference(members)
    }
    program.tables.append(rows)
    computedProgress.append(computedProgress[0])
    program.tables[0].origin = .groups(members: members)
    program.group = CheckedGroup(members: members, parent: parent, range: group.parent.range)
    combinedTerms = Array(repeating: nil, count: rows.fields.count)
    combinedComputedTerms = Array(repeating: nil, count: rows.computed.count)
    if nameRanges[Checker.membersName] == nil { names[Checker.membersName] = .table(members) }
    for clause in group.clauses {
      if case .combine(let name, let combination) = clause.kind { combine(name, combination) }
    }
    noteForgottenFigures(group)
  }

  /// The name by which expressions read the rows of a group.
  static let membersName = "members"

  /// Checks what keeps accounts out of their parent's group.
  mutating func checkAlone() {
    guard let group = groupDeclaration, let members = program.group?.members else { return }
    for clause in group.clauses {
      guard case .alone(let expression) = clause.kind else { continue }
      let condition = checkCondition(expression, in: Context(row: members))
      requireStage(condition, .rows, what: "`alone when`", at: expression)
      guard type(condition) != .error else { continue }
      if let field = openField(in: condition) {
        report(.openGroup(field.name, declared: field.range), at: tree[expression].range)
      }
      program.group?.alone.append(condition)
    }
  }

  private mutating func parentField(_ group: GroupDeclaration) -> Int? {
    let fields = program[.accounts].fields
    guard let index = fields.firstIndex(where: { $0.name == group.parent.text }) else {
      if !group.parent.text.isEmpty {
        let known = fields.filter { $0.type == .reference(.accounts) }.map(\.name)
        reportUnknown(
          group.parent.text, kind: "field of `accounts`",
          among: known.isEmpty ? fields.map(\.name) : known, at: group.parent.range)
      }
      return nil
    }
    usedNames.insert(group.parent.text)
    guard fields[index].type == .reference(.accounts) else {
      if fields[index].type != .error {
        report(
          .badModifier(
            "`\(group.parent.text)` does not name another account",
            help: "declare it as `\(group.parent.text) : accounts optional`"),
          at: group.parent.range)
      }
      return nil
    }
    guard program[.accounts].schema.fields[index].isOptional else {
      report(
        .badModifier(
          "the account at the top of a group has no parent, and `\(group.parent.text)` must be there",
          help: "declare it as `\(group.parent.text) : accounts optional`"), at: group.parent.range)
      return nil
    }
    return index
  }

  // MARK: Combining

  private mutating func combine(_ name: Name, _ combination: GroupDeclaration.Combination) {
    if combinations[name.text] != nil {
      return report(
        .badModifier(
          "`\(name.text)` is combined twice", help: "keep one of the two lines"), at: name.range)
    }
    combinations[name.text] = (name, combination)
    switch names[name.text] {
    case .field(let index):
      let schema = program[.accounts].schema.fields[index]
      if schema.isKey || index == program.group?.parent {
        return report(
          .badModifier(
            "`\(name.text)` of a group is that of its head", help: "delete the line"),
          at: name.range)
      }
      guard fits(combination, name, program[.accounts].fields[index].type) else { return }
      if combination == .count { program.tables[0].fields[index].type = .number }
    case .computed: break
    case .letting, .score, .table, nil:
      let known = program[.accounts].fields.map(\.name) + program[.accounts].computed.map(\.name)
      reportUnknown(name.text, kind: "field of `accounts`", among: known, at: name.range)
    }
  }

  /// `true` iff the combination can be made of values of a type; reports what cannot.
  private mutating func fits(
    _ combination: GroupDeclaration.Combination, _ name: Name, _ type: ValueType
  ) -> Bool {
    var remedy = "leave it out, and the group has its head's value"
    if type == .truth { remedy = "write `\(name.text) any`, or `\(name.text) all`" }
    let fits: Bool
    switch combination {
    case .head, .count: return true
    case .sum:
      fits = type.isNumeric && type != .percent
      if type == .percent {
        remedy = "write `\(name.text) average by revenue`, or `\(name.text) max`"
      }
    case .average: fits = type.isNumeric
    case .min, .max: fits = type.isNumeric || type == .date
    case .any, .all:
      fits = type == .truth
      remedy = "`any` and `all` are for yes/no fields"
    }
    if fits || type == .error { return true }
    report(
      .badModifier(
        "\(type.phrase) cannot be combined by `\(combination.word)`", help: remedy), at: name.range)
    return false
  }

  /// A sum of money that is forgotten is the usual mistake.
  private mutating func noteForgottenFigures(_ group: GroupDeclaration) {
    for field in program[.accounts].fields
    where field.type == .money && combinations[field.name] == nil {
      report(.headAlone(field.name, declared: field.range), at: group.parent.range)
    }
  }

  // MARK: Terms

  /// Returns the group's own value of a field.
  mutating func combinedField(_ index: Int, at range: SourceRange) -> TermID? {
    guard let group = program.group else { return nil }
    if program[.accounts].schema.fields[index].isKey { return nil }
    if let term = combinedTerms[index] { return term }
    let member = add(
      Term(
        .field(index), type: program[group.members].fields[index].type, home: group.members,
        stage: .rows, range: range))
    let name = program[.accounts].fields[index].name
    let inner = combined(member, combinations[name]?.combination ?? .head, at: range)
    let term = make(
      .named(.combined(index), inner), program[.accounts].fields[index].type, of: [inner], at: range
    )
    combinedTerms[index] = term
    return term
  }

  /// Returns the group's own value of a computed field that is combined; nil for one that is
  /// computed from the group's own figures.
  mutating func combinedComputed(_ index: Int, at range: SourceRange) -> TermID? {
    let field = program[.accounts].computed[index]
    guard let group = program.group, let (name, combination) = combinations[field.name] else {
      return nil
    }
    if let term = combinedComputedTerms[index] { return term }
    let member = computedTerm(group.members, index)
    var inner = errorTerm(at: range)
    if type(member) != .error, fits(combination, name, type(member)) {
      inner = combined(member, combination, at: range)
    }
    let term = make(
      .named(.computed(.accounts, index), inner), type(inner), of: [inner], at: range)
    combinedComputedTerms[index] = term
    return term
  }

  private mutating func combined(
    _ member: TermID, _ combination: GroupDeclaration.Combination, at range: SourceRange
  ) -> TermID {
    switch combination {
    case .head:
      guard type(member) == .reference(program[member].home) else {
        return follow(headTerm(at: range), member, at: range)
      }
      let group = groupTerm(at: range)
      return follow(
        headTerm(at: range), follow(member, group, at: range), at: range)
    case .sum: return overMembers(.sum, member, isStrict: true, type(member), at: range)
    case .min: return overMembers(.min, member, isStrict: true, type(member), at: range)
    case .max: return overMembers(.max, member, isStrict: true, type(member), at: range)
    case .count:
      let missing = make(.isMissing(member), .truth, of: [member], at: range)
      return count(make(.not(missing), .truth, of: [missing], at: range), at: range)
    case .average(let weight): return average(member, by: weight, at: range)
    case .any: return anyMember(member, at: range)
    case .all:
      let not = make(.not(member), .truth, of: [member], at: range)
      let any = anyMember(not, at: range)
      return make(.not(any), .truth, of: [any], at: range)
    }
  }

  /// Yes where some member surely is, else missing where one may be.
  private mutating func anyMember(_ condition: TermID, at range: SourceRange) -> TermID {
    let (zero, one) = (number(.zero, at: range), number(.one, at: range))
    let cases = [
      CheckedCase(condition: condition, value: one, range: range),
      CheckedCase(condition: nil, value: zero, range: range),
    ]
    let figure = make(.cases(cases), .number, of: [condition, one, zero], at: range)
    let known = overMembers(.sum, figure, isStrict: true, .number, at: range)
    let sure = count(condition, at: range)
    let isSure = make(.compare(.greater, sure, zero), .truth, of: [sure, zero], at: range)
    let isKnown = make(.compare(.greater, known, zero), .truth, of: [known, zero], at: range)
    return make(.or(isSure, isKnown), .truth, of: [isSure, isKnown], at: range)
  }

  /// Σ value × weight ÷ Σ weight.
  private mutating func average(
    _ member: TermID, by weight: Name, at range: SourceRange
  ) -> TermID {
    guard let members = program.group?.members,
      let by = lookUp(weight.text, inRowOf: members, Context(row: members), at: weight.range)
    else {
      let fields = program[.accounts].fields.filter(\.type.isNumeric).map(\.name)
      reportUnknown(weight.text, kind: "field of `accounts`", among: fields, at: weight.range)
      return errorTerm(at: range)
    }
    guard type(by).isNumeric || type(by) == .error else {
      report(
        .wrongType(what: "what members weigh", expected: "a figure", found: type(by)),
        at: weight.range)
      return errorTerm(at: range)
    }
    let product = make(
      .arithmetic(.multiply, member, by), type(member), of: [member, by], at: range)
    let sum = overMembers(.sum, product, isStrict: true, type(member), at: range)
    let weights = overMembers(.sum, by, isStrict: true, type(by), at: range)
    return make(.arithmetic(.divide, sum, weights), type(member), of: [sum, weights], at: range)
  }

  private mutating func number(_ value: Decimal, at range: SourceRange) -> TermID {
    constant(.number(value), .number, at: range)
  }

  private mutating func count(_ condition: TermID, at range: SourceRange) -> TermID {
    overMembers(.count, nil, condition: condition, isStrict: false, .number, at: range)
  }

  private mutating func overMembers(
    _ kind: AggregateKind, _ figure: TermID?, condition: TermID? = nil, isStrict: Bool,
    _ type: ValueType, at range: SourceRange
  ) -> TermID {
    let group = groupTerm(at: range)
    let aggregate = Aggregate(
      kind: kind, source: program[group].home, figure: figure, condition: condition,
      bucket: .reference(group), isStrict: isStrict)
    return add(
      Term(.aggregate(aggregate), type: type, home: .accounts, stage: .rows, range: range))
  }

  /// In a row of the accounts' file: the group to which it belongs.
  mutating func groupTerm(at range: SourceRange) -> TermID {
    add(
      Term(
        .group, type: .reference(.accounts), home: program.accountsFile,
        stage: .rows, range: range))
  }

  /// In a group: the row at its top.
  private mutating func headTerm(at range: SourceRange) -> TermID {
    add(
      Term(
        .head, type: .reference(program.accountsFile), home: .accounts,
        stage: .rows, range: range))
  }

  /// The first field that a condition over one row reads and whose blank would leave it open.
  private func openField(in condition: TermID) -> CheckedField? {
    var seen: Set<TermID> = []
    func find(_ id: TermID) -> CheckedField? {
      guard seen.insert(id).inserted else { return nil }
      let term = program[id]
      switch term.kind {
      case .field(let index):
        let table = program[term.home]
        let canBeOpen = table.schema.fields[index].canBeOpen
        return canBeOpen ? table.fields[index] : nil
      // Whether a value is there is a fact of the file.
      case .isMissing: return nil
      case .fallback(_, let other): return find(other)
      default:
        for operand in term.kind.operands {
          if let field = find(operand) { return field }
        }
        return nil
      }
    }
    return find(condition)
  }
}

extension GroupDeclaration.Combination {
  var word: String {
    switch self {
    case .sum: "sum"
    case .min: "min"
    case .max: "max"
    case .any: "any"
    case .all: "all"
    case .count: "count"
    case .head: "head"
    case .average: "average"
    }
  }
}
