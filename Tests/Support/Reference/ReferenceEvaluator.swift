package import Language
package import Tables

/// A second, naive implementation of the language: it walks the tree, one account after the
/// other, with no plan, no columns and no order of its own.
///
/// It is what the engine is compared with, so each method is written to be held against one
/// sentence of the language's description rather than to be fast.
package struct ReferenceEvaluator {
  let tree: SyntaxTree
  let today: Day
  var data: ReferenceData
  let lets: [String: LetDeclaration]
  let scores: [ScoreDeclaration]
  let tiers: [TierDeclaration]
  let grouping: GroupDeclaration?

  /// The accounts of the portfolio: neither rejected nor excluded from everything.
  var base: [Int] = []
  /// The index of each account's final tier, once tiers are final.
  var finalTiers: [Int: Int]?
  var known: [Question: RefValue] = [:]
  /// How each comparison came out, where that is watched.
  var trace: ComparisonTrace?
  /// Under a filling, what says whether a figure is missing: the run on the file as it is, and
  /// one in which rejected rows take part with blanks.
  var fileRuns: [ReferenceEvaluator] = []

  /// A value that is computed once: of a name, for a row or for the portfolio.
  struct Question: Hashable {
    var name: String
    var row: RowID?
  }

  /// Returns the outcome of `tree` over `tables`, keyed by their names; `asOf` replaces the
  /// agreement's own date.
  package static func evaluate(
    _ tree: SyntaxTree, tables: [String: RawTable], asOf: Day? = nil
  ) throws -> ReferenceResult {
    var evaluator = try ReferenceEvaluator(tree, tables: tables, asOf: asOf)
    return try evaluator.decide()
  }

  init(_ tree: SyntaxTree, tables: [String: RawTable], asOf: Day?) throws {
    var lets: [String: LetDeclaration] = [:]
    var scores: [ScoreDeclaration] = []
    var loose: [CriterionDeclaration] = []
    var tiers: [TierDeclaration] = []
    var agreed: Day?
    var group: GroupDeclaration?
    for declaration in tree.declarations {
      switch declaration {
      case .letting(let letting): lets[letting.name.text] = letting
      case .score(let score): scores.append(score)
      case .criterion(let criterion): loose.append(criterion)
      case .tier(let tier): tiers.append(tier)
      case .agreement(let agreement):
        for case .asOf(let day) in agreement.clauses.map(\.kind) { agreed = day }
      case .error: throw ReferenceProblem("the tree holds a mistake")
      case .group(let declared): group = declared
      case .table, .rates, .exclude, .reject, .move, .limit, .override, .show, .finding, .sponsor,
        .calendar, .review, .agenda:
        break
      }
    }
    if let first = loose.first {
      var score = ScoreDeclaration(
        name: Name(text: "score", range: first.range), title: nil, range: first.range)
      score.criteria = loose
      scores.append(score)
    }
    guard let today = asOf ?? agreed else { throw ReferenceProblem("no as-of date") }
    self.tree = tree
    self.today = today
    self.lets = lets
    self.scores = scores
    self.tiers = tiers
    grouping = group
    data = try ReferenceData(reading: tables, as: tree, today: today)
    if let group { try formGroups(group) }
  }

  /// Returns an evaluator of the same agreement over other cells that knows nothing yet.
  func renewed(over data: ReferenceData) -> ReferenceEvaluator {
    var other = self
    other.data = data
    (other.base, other.finalTiers, other.known) = ([], nil, [:])
    return other
  }

  // MARK: - Names

  /// What an expression can see.
  struct Sight {
    /// The rows whose fields are in sight, innermost first; none for the portfolio.
    var rows: [RowID] = []
    /// The accounts that `for each FIELD` has gathered.
    var group: Group?
    /// The `out of` of the criterion.
    var outOf: Decimal?

    var account: Int? { rows.first { $0.table == "accounts" }?.record }

    static func account(_ record: Int) -> Sight {
      Sight(rows: [RowID(table: "accounts", record: record)])
    }
  }

  struct Group {
    var field: String
    var value: RefValue
    var accounts: [Int]
  }

  /// Returns the value of a bare word: of the innermost row that has it, else a word of `one of`
  /// or a tier.
  mutating func value(ofName name: String, in sight: Sight) throws -> RefValue {
    for row in sight.rows {
      if let value = try value(ofName: name, of: row) { return value }
    }
    if let group = sight.group, group.field == name { return group.value }
    if lets[name] != nil { return try value(ofLet: name, for: nil) }
    return .text(name)
  }

  /// Returns the value of a field, let or score of `row`, or nil when it has none of this name.
  mutating func value(ofName name: String, of row: RowID) throws -> RefValue? {
    guard let table = data.tables[row.table] else { return nil }
    if row.table == "accounts", let value = try value(ofName: name, ofGroup: row) { return value }
    if let cell = table.rows[row.record].cells[name] { return cell }
    if let computed = table.computed[name] {
      return try once("\(row.table).\(name)", row) { evaluator throws in
        try evaluator.value(of: computed, in: Sight(rows: [row]))
      }
    }
    guard row.table == "accounts" else { return nil }
    if lets[name] != nil { return try value(ofLet: name, for: row) }
    if let score = score(named: name) { return try value(of: score, for: row.record) }
    return nil
  }

  func score(named name: String) -> ScoreDeclaration? { scores.first { $0.name.text == name } }

  private mutating func value(ofLet name: String, for row: RowID?) throws -> RefValue {
    guard let letting = lets[name] else { throw ReferenceProblem("no let \(name)") }
    return try once("let \(name)", row) { evaluator throws in
      try evaluator.value(of: letting.body, in: Sight(rows: row.map { [$0] } ?? []))
    }
  }

  /// Returns what `compute` gives the first time that it is asked for this name and row.
  mutating func once(
    _ name: String, _ row: RowID?,
    _ compute: (inout ReferenceEvaluator) throws -> RefValue
  ) throws -> RefValue {
    let question = Question(name: name, row: row)
    if let value = known[question] { return value }
    let value = try compute(&self)
    known[question] = value
    return value
  }

  // MARK: - Bodies and scores

  mutating func value(of body: Body, in sight: Sight) throws -> RefValue {
    switch body {
    case .expression(let expression): return try value(of: expression, in: sight)
    case .cases(let cases):
      for item in cases {
        guard let condition = item.condition else { return try value(of: item.value, in: sight) }
        switch try value(of: condition, in: sight) {
        case .missing(let absence): return .missing(absence)
        case .truth(true): return try value(of: item.value, in: sight)
        default: continue
        }
      }
      return .missing(.noRows)
    }
  }

  /// Returns the points of a criterion, missing when they cannot be decided.
  mutating func points(
    of criterion: CriterionDeclaration, in score: ScoreDeclaration, for account: Int
  ) throws -> RefValue {
    var sight = Sight.account(account)
    sight.outOf = try outOf(criterion)
    let name = "score \(score.name.text).\(criterion.name.text)"
    return try once(name, sight.rows.first) { evaluator throws in
      try evaluator.value(of: criterion.body, in: sight)
    }
  }

  /// Returns 100 × Σ weight × points/out ÷ Σ weight, rounded once, half-even, to 6 places.
  mutating func value(of score: ScoreDeclaration, for account: Int) throws -> RefValue {
    try once("score \(score.name.text)", RowID(table: "accounts", record: account)) {
      evaluator throws in
      try evaluator.weighed(score, for: account)
    }
  }

  private mutating func weighed(
    _ score: ScoreDeclaration, for account: Int
  ) throws -> RefValue {
    // In 10^-18, as the points are.
    var sum = Fraction(0, over: 1)
    var weights = Fraction(0, over: 1)
    var undecided: Absence = []
    for criterion in score.criteria {
      let points = try points(of: criterion, in: score, for: account)
      let outOf = try outOf(criterion)
      let weight = try criterion.weight.map { try constant($0) } ?? outOf
      if let absence = points.absence {
        undecided.formUnion(absence)
        if (criterion.missing ?? score.missing ?? .zero) == .skip { continue }
      }
      let weighing = Fraction(weight.scaled, over: Decimal.unit)
      let one = Fraction(Decimal.unit, over: outOf.scaled)
      sum = sum + weighing * one * BigInteger((points.number ?? .zero).scaled)
      weights = weights + weighing
    }
    if weights.numerator.isZero {
      return .missing(undecided.isEmpty ? .divisionByZero : undecided)
    }
    return .computed(
      ExactArithmetic.halfEven(
        BigInteger(100) * sum.numerator * weights.denominator,
        over: sum.denominator * weights.numerator, toPlaces: 6))
  }

  private mutating func outOf(_ criterion: CriterionDeclaration) throws -> Decimal {
    try criterion.outOf.map { try constant($0) } ?? Decimal(100)
  }

  private mutating func constant(_ expression: ExpressionID) throws -> Decimal {
    guard let number = try value(of: expression, in: Sight()).number else {
      throw ReferenceProblem("a weight or `out of` that is no number")
    }
    return number
  }
}
