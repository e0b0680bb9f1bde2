import Language
import Tables

/// Turns a checked program into passes over columns.
///
/// Every distinct term becomes one register, so a shared sub-expression is computed once. A
/// register's level is the earliest pass in which all that it reads is known: reading another home's
/// values costs a level, and so does everything that needs all rows (an aggregate, a rank, a share,
/// the final tier).
package struct Planner {
  let program: CheckedProgram
  let asOf: Day
  /// `true` iff an earlier result says which tiers accounts had.
  let hasEarlier: Bool
  var plan: Plan
  /// What follows from the day and the text alone, each figure once.
  var settled: DayFigures
  private var known: [Producer: [TableID: RegisterID]] = [:]
  private var byTerm: [TermID: RegisterID] = [:]
  var aggregationLevels: [Int] = []
  var rankingLevels: [Int] = []
  var shareLevels: [Int] = []
  var totalsLevel = 0
  var decisionLevel = 0
  var formationLevel = 0

  private init(_ program: CheckedProgram, asOf: Day, hasEarlier: Bool) {
    var program = program
    program.settle(on: asOf)
    self.program = program
    self.hasEarlier = hasEarlier
    self.asOf = asOf
    settled = DayFigures(program, on: asOf)
    let none = RegisterID(0)
    plan = Plan(
      decision: DecisionPlan(route: none), inTotals: none, tier: none)
  }

  /// Returns the plan that decides tiers and makes the values of `demands` available.
  ///
  /// - Parameters:
  ///   - keepsForOtherDays: whether to keep what decides tiers on other days.
  ///   - keepsCells: whether to keep what tells all that another agreement says of the same data.
  package static func plan(
    _ program: CheckedProgram, asOf: Day, demanding demands: [TermID], hasEarlier: Bool = false,
    keepsForOtherDays: Bool = false, keepsCells: Bool = false
  ) -> Plan {
    var planner = Planner(program, asOf: asOf, hasEarlier: hasEarlier)
    planner.placeReading()
    planner.placeTotals()
    planner.placeDecision()
    planner.placeReferences()
    for term in demands where !program.isRowKey(term) {
      let register = planner.register(for: term)
      planner.plan.outputs[term] = register
      planner.plan.registers[register.index].isKept = true
    }
    if keepsCells { planner.keepCells() }
    planner.keepRoutes()
    planner.formPasses()
    planner.plan.openness = OpenPlan(planner.plan, program)
    planner.plan.lanes = LanePlan(planner.plan, program)
    if keepsForOtherDays { planner.plan.keepForOtherDays() }
    planner.plan.termRegisters = planner.byTerm
    return planner.plan
  }

  // MARK: Levels of tables and decisions

  /// A table is read after the tables that it refers to.
  private mutating func placeReading() {
    plan.readLevels = Array(repeating: nil, count: program.tables.count)
    placeFormation()
    for index in program.tables.indices { _ = readLevel(TableID(index)) }
  }

  /// Groups are formed once all rows are read and it is known which of them stand alone.
  private mutating func placeFormation() {
    guard let group = program.group, let level = readLevel(group.members) else { return }
    let parent = keep(field(group.parent, of: group.members, .code))
    let alone = group.alone.map { keep(lifted(register(for: $0), to: group.members)) }
    let last = ([parent] + alone).map { plan[$0].level }.reduce(level, max)
    formationLevel = last + 1
    plan.formation = Formation(
      members: group.members, parent: parent, alone: alone, level: last + 1)
  }

  private mutating func readLevel(_ table: TableID) -> Int? {
    if case .groups = program[table].origin { return formationLevel }
    guard case .file = program[table].origin else { return nil }
    if let level = plan.readLevels[table.index] { return level }
    var level = 0
    for field in program[table].fields {
      if case .reference(let target) = field.type, target != table,
        let other = readLevel(target)
      {
        level = max(level, other + 1)
      }
    }
    plan.readLevels[table.index] = level
    return level
  }

  /// References are always resolved, so that what leads nowhere is found.
  private mutating func placeReferences() {
    for (index, table) in program.tables.enumerated() {
      guard case .file = table.origin else { continue }
      for (number, field) in table.fields.enumerated() {
        if case .reference = field.type { _ = self.field(number, of: TableID(index), .code) }
      }
    }
  }

  private mutating func placeTotals() {
    plan.decision.excludes = program.excludes.map { keep(register(for: $0.condition)) }
    plan.decision.rejects = program.rejects.map { keep(register(for: $0.condition)) }
    let conditions = plan.decision.excludes + plan.decision.rejects
    totalsLevel = conditions.map { plan[$0].level }.reduce(firstLevel(of: .accounts), max)
    plan.inTotals = keep(
      make(.inTotals, .truth, home: .accounts, level: totalsLevel + 1))
  }

  private mutating func placeDecision() {
    var conditions: [RegisterID] = []
    for (tier, checked) in program.tiers.enumerated() {
      for (index, route) in checked.routes.enumerated() {
        plan.decision.routes.append(DecisionPlan.RouteInput(tier: tier, index: index))
        conditions.append(
          route.condition.map { lifted(register(for: $0), to: .accounts) } ?? constant(.truth(true))
        )
      }
    }
    plan.decision.route = keep(
      operation(.firstHolding(conditions), .code, home: .accounts))
    var level = max(totalsLevel, plan[plan.decision.route].level)
    for limit in program.limits {
      let input = DecisionPlan.LimitInput(
        seats: keep(register(for: limit.seats)), keys: limit.keys.map { keyInput($0) },
        spares: limit.spares.map { keep(lifted(register(for: $0.condition), to: .accounts)) },
        next: limit.overflow == nil ? nextRoute(below: limit, conditions) : nil)
      plan.decision.limits.append(input)
      for register in [input.seats] + input.keys.compactMap(\.register) + input.spares {
        level = max(level, plan[register].level)
      }
    }
    for table in program.tables {
      if case .eachValue(let key) = table.origin, program[key].kind != .tier {
        let register = keep(lifted(register(for: key), to: .accounts))
        plan.values[key] = register
        level = max(level, plan[register].level)
      }
    }
    if program.move != nil, let before = program.previousTier {
      plan.decision.before = keep(lifted(register(for: before), to: .accounts))
      level = max(level, plan.decision.before.map { plan[$0].level } ?? 0)
    }
    decisionLevel = max(level, readingOfPeople)
    plan.tier = keep(make(.tier, .code, home: .accounts, level: decisionLevel + 1))
    for case .eachValue(let key) in program.tables.map(\.origin) where program[key].kind == .tier {
      plan.values[key] = plan.tier
    }
  }

  /// When all who can be sponsors are read: whom accounts can have is laid out with the decision.
  private var readingOfPeople: Int {
    program.sponsors.compactMap { plan.readLevels[$0.people.index] }.max() ?? 0
  }

  /// Routes above the limit's lowest tier are taken for settled: they cannot catch the displaced.
  private mutating func nextRoute(
    below limit: CheckedLimit, _ conditions: [RegisterID]
  ) -> RegisterID {
    let lowest = limit.tiers.max() ?? 0
    let no = constant(.truth(false))
    let lower = zip(plan.decision.routes, conditions).map { $0.tier > lowest ? $1 : no }
    return keep(operation(.firstHolding(lower), .code, home: .accounts))
  }

  private mutating func keyInput(_ key: CheckedKey) -> KeyInput {
    if program.isRowKey(key.value) {
      return KeyInput(register: nil, isAscending: key.isAscending, isText: true)
    }
    let register = keep(lifted(self.register(for: key.value), to: program[key.value].home))
    return KeyInput(
      register: register, isAscending: key.isAscending, isText: program[key.value].type == .text)
  }

  /// Keeps a register's values beyond the pass that makes them.
  @discardableResult
  mutating func keep(_ register: RegisterID) -> RegisterID {
    plan.registers[register.index].isKept = true
    return register
  }

  // MARK: Registers

  /// Returns the register of `producer` at `home`, making it on first use.
  mutating func make(
    _ producer: Producer, _ kind: RegisterKind, home: TableID, level: Int
  ) -> RegisterID {
    if let register = known[producer]?[home] { return register }
    plan.registers.append(
      Register(
        kind: kind, home: home, level: level, producer: producer, isText: isText(producer, kind)))
    let register = RegisterID(plan.registers.count - 1)
    known[producer, default: [:]][home] = register
    return register
  }

  /// Texts come from cells and constants, and pass through operations that choose values.
  private mutating func constant(_ value: ConstantValue) -> RegisterID {
    let kind: RegisterKind =
      switch value {
      case .number: .number
      case .code, .text: .code
      case .truth: .truth
      }
    return make(.constant(value), kind, home: .portfolio, level: -1)
  }

  /// Makes an operation whose inputs are at home in `home` or constants.
  mutating func operation(
    _ operation: Operation, _ kind: RegisterKind, home: TableID
  ) -> RegisterID {
    var level = operation.inputs.map { plan[$0].level }.reduce(firstLevel(of: home), max)
    if let foreign = operation.foreignInput {
      keep(foreign)
      level = max(level, plan[foreign].level + 1)
      // A group's figures can be open where the run found them: rows that read them are kept, so that
      // what they could be can be told of each.
      if program.group != nil, plan[foreign].home == .accounts, home != .portfolio,
        let read = plan.readLevels[home.index]
      {
        level = max(level, read + 1)
      }
    }
    return make(.operation(operation), kind, home: home, level: level)
  }

  /// The first level at which rows of `home` exist.
  func firstLevel(of home: TableID) -> Int {
    guard home != .portfolio else { return 0 }
    if let level = plan.readLevels[home.index] { return level }
    if case .groups = program[home].origin { return formationLevel }
    // Values and pairs are formed after all tiers are final.
    return decisionLevel + 1
  }

  /// Makes the portfolio's value readable in each row of `home`.
  private mutating func lifted(_ register: RegisterID, to home: TableID) -> RegisterID {
    let source = plan[register]
    guard source.home != home, source.level >= 0, home != .portfolio else { return register }
    return operation(.broadcast(register), source.kind, home: home)
  }

  /// Returns the register that holds the values of `term`.
  mutating func register(for term: TermID) -> RegisterID {
    if let register = byTerm[term] { return register }
    let register = makeRegister(for: term)
    byTerm[term] = register
    return register
  }

  func kind(of type: ValueType) -> RegisterKind {
    switch type {
    case .number, .percent, .money, .days: .number
    case .truth, .error: .truth
    case .date, .text, .choice, .choices, .tier, .reference, .months: .code
    }
  }

  private mutating func makeRegister(for id: TermID) -> RegisterID {
    let term = program[id]
    let kind = kind(of: term.type)
    switch term.kind {
    case .constant(let constant): return self.constant(value(of: constant))
    case .today: return markAsOfDay(constant(.code(asOf.number)))
    case .field(let index): return field(index, of: term.home, kind)
    case .named(.combined(let index), _) where replacement(of: index) != nil:
      return earlier(replacement(of: index) ?? .tier)
    case .named(_, let inner): return register(for: inner)
    case .tier: return plan.tier
    case .pairMember(let table):
      return make(.pairMember(table), .code, home: term.home, level: decisionLevel + 1)
    case .earlier(let fact): return earlier(fact)
    case .group: return groupRegister
    case .head: return headRegister
    case .valueRow(let table):
      return make(.valueRow(table), .code, home: .accounts, level: decisionLevel + 1)
    case .follow(let reference, let inner):
      let row = register(for: reference)
      let column = register(for: inner)
      guard plan[column].level >= 0, plan[column].home != .portfolio else { return column }
      return operation(.gather(row, column), plan[column].kind, home: term.home)
    case .aggregate(let aggregate): return self.aggregate(aggregate, home: term.home, kind)
    case .rank(let keys, let base): return rank(keys, base)
    case .share(let share, let figure, let base): return self.share(share, figure, base)
    case .score(let index): return score(index)
    default:
      if let value = settle(id) {
        let register = constant(self.value(of: value))
        let operands = term.kind.operands.map { self.register(for: $0) }
        return operands.contains { plan.ofDay.contains($0) } ? markAsOfDay(register) : register
      }
      return operation(term, kind)
    }
  }

  private mutating func operation(_ term: Term, _ kind: RegisterKind) -> RegisterID {
    func input(_ id: TermID, _ planner: inout Planner) -> RegisterID {
      planner.lifted(planner.register(for: id), to: term.home)
    }
    let operation: Operation
    switch term.kind {
    case .negate(let a): operation = .negate(input(a, &self))
    case .absolute(let a): operation = .absolute(input(a, &self))
    case .round(let a, let places): operation = .round(input(a, &self), places: places)
    case .arithmetic(let sign, let a, let b):
      operation = .arithmetic(sign, input(a, &self), input(b, &self))
    case .shiftDays(let a, let b, let backwards):
      operation = .shiftDays(input(a, &self), by: input(b, &self), backwards: backwards)
    case .shiftMonths(let a, let months): operation = .shiftMonths(input(a, &self), by: months)
    case .daysBetween(let a, let b): operation = .daysBetween(input(a, &self), input(b, &self))
    case .pickDate(let a, let b, let latest):
      operation = .pickDate(input(a, &self), input(b, &self), latest: latest)
    case .datePart(let a, let isYear): operation = .datePart(input(a, &self), isYear: isYear)
    case .wholeMonths(let a, let b, let perYear):
      operation = .wholeMonths(input(a, &self), input(b, &self), perYear: perYear)
    case .compare(let comparison, let a, let b):
      operation = .compare(comparison, input(a, &self), input(b, &self))
    case .holds(let a, let bit): operation = .holds(input(a, &self), bit: bit)
    case .and(let a, let b): operation = .and(input(a, &self), input(b, &self))
    case .or(let a, let b): operation = .or(input(a, &self), input(b, &self))
    case .not(let a): operation = .not(input(a, &self))
    case .isMissing(let a): operation = .isMissing(input(a, &self))
    case .fallback(let a, let b): operation = .fallback(input(a, &self), input(b, &self))
    case .scale(let a, let low, let high, let outOf):
      operation = .scale(
        input(a, &self), low: input(low, &self), high: input(high, &self), outOf: outOf.scaled)
    case .cases(let cases):
      operation = .cases(
        cases.map { item in
          Operation.CaseInput(
            condition: item.condition.map { input($0, &self) }, value: input(item.value, &self))
        })
    case .constant, .today, .field, .named, .follow, .pairMember, .valueRow, .group, .head,
      .earlier,
      .tier, .score, .aggregate, .rank, .share:
      return constant(.truth(false))
    }
    return self.operation(operation, kind, home: term.home)
  }

  private mutating func score(_ index: Int) -> RegisterID {
    let criteria = program.scores[index].criteria
    let points = criteria.map { lifted(self.register(for: $0.points), to: .accounts) }
    var register = constant(.number(0))
    if let formula = program.scores[index].formula {
      register = operation(.score(formula, points), .number, home: .accounts)
    }
    return criteria.contains { $0.weightTerm != nil } ? markAsOfDay(register) : register
  }

  /// Notes that a register's values follow from the day.
  private mutating func markAsOfDay(_ register: RegisterID) -> RegisterID {
    plan.ofDay.insert(register)
    return register
  }

  // MARK: Figures over all rows

  private mutating func aggregate(
    _ aggregate: Aggregate, home: TableID, _ kind: RegisterKind
  ) -> RegisterID {
    let source = aggregate.source
    var aggregation = Aggregation(
      kind: aggregate.kind, source: source, condition: nil, figure: nil, bucket: nil, target: nil,
      partition: nil, base: base(of: source), isStrict: aggregate.isStrict)
    aggregation.condition = aggregate.condition.map { lifted(register(for: $0), to: source) }
    aggregation.figure = aggregate.figure.map { lifted(register(for: $0), to: source) }
    switch aggregate.bucket {
    case .all: break
    case .reference(let path):
      aggregation.bucket = register(for: path)
      aggregation.target = home
    case .partition(let value): aggregation.partition = register(for: value)
    }
    let inputs = [
      aggregation.condition, aggregation.figure, aggregation.bucket, aggregation.partition,
      aggregation.base,
    ]
    let level = inputs.compactMap { $0.map { plan[$0].level } }
      .reduce(firstLevel(of: source), max)
    let index: Int
    if let same = plan.aggregations.firstIndex(of: aggregation) {
      index = same
    } else {
      plan.aggregations.append(aggregation)
      aggregationLevels.append(level)
      index = plan.aggregations.count - 1
    }
    if let partition = aggregation.partition { keep(partition) }
    return keep(make(.aggregation(index), kind, home: home, level: level + 1))
  }

  /// Returns the register that says which rows of `source` count.
  private mutating func base(of source: TableID) -> RegisterID? {
    if source == .accounts { return plan.inTotals }
    guard case .file = program[source].origin, program[source].keyIndex != nil else { return nil }
    return keep(make(.isUnrepeated, .truth, home: source, level: firstLevel(of: source) + 1))
  }

  private mutating func rank(_ keys: [CheckedKey], _ base: Base) -> RegisterID {
    let ranking = RankingPlan(
      keys: keys.map { keyInput($0) },
      condition: base.condition.map { keep(lifted(register(for: $0), to: .accounts)) },
      partition: base.partition.map { keep(lifted(register(for: $0), to: .accounts)) })
    let inputs =
      ranking.keys.compactMap(\.register)
      + [ranking.condition, ranking.partition, plan.inTotals].compactMap { $0 }
    let level = inputs.map { plan[$0].level }.reduce(firstLevel(of: .accounts), max)
    if let same = plan.rankings.firstIndex(of: ranking) {
      return make(.ranking(same), .number, home: .accounts, level: level + 1)
    }
    plan.rankings.append(ranking)
    rankingLevels.append(level)
    return keep(
      make(.ranking(plan.rankings.count - 1), .number, home: .accounts, level: level + 1))
  }

  private mutating func share(_ kind: ShareKind, _ figure: TermID, _ base: Base) -> RegisterID {
    let share = SharePlan(
      kind: kind, figure: keep(lifted(register(for: figure), to: .accounts)),
      condition: base.condition.map { keep(lifted(register(for: $0), to: .accounts)) },
      partition: base.partition.map { keep(lifted(register(for: $0), to: .accounts)) })
    let inputs =
      [share.figure] + [share.condition, share.partition, plan.inTotals].compactMap { $0 }
    let level = inputs.map { plan[$0].level }.reduce(firstLevel(of: .accounts), max)
    if let same = plan.shares.firstIndex(of: share) {
      return make(.share(same), .number, home: .accounts, level: level + 1)
    }
    plan.shares.append(share)
    shareLevels.append(level)
    return keep(make(.share(plan.shares.count - 1), .number, home: .accounts, level: level + 1))
  }
}
