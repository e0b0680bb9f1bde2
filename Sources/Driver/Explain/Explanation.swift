import Engine
import Language
import Tables

/// Why one account has its tier, and why it has no other: the proof that every depth of
/// `kamc explain` is written from.
package struct Explanation: Sendable {
  /// A clause that could decide the account's tier, and what it says of it.
  struct ProvedClause: Sendable {
    enum Kind: Hashable, Sendable {
      case exclude(Int)
      case reject(Int)
      case route(tier: Int, index: Int)
      case spare(limit: Int, index: Int)
    }
    var kind: Kind
    /// nil for `otherwise`.
    var condition: TermID?
    /// nil where it is unknown.
    var answer: Bool?
    /// `true` iff the account has its tier, or none, by this clause.
    var decides = false
  }

  package let run: Run
  /// The row of the account.
  package let row: Int
  /// What each part of each clause is for the account.
  let values: [TermID: Value]
  /// Excludes, rejects, routes and spares, in the order in which they are asked.
  let clauses: [ProvedClause]
  let scores: [ScoreProof]
  let seats: [SeatProof]
  /// The figures that clauses read, in the order in which they do.
  let sources: [FigureSource]
  /// What changes of each of its cells can do.
  let prospects: [CellProspect]
  /// What was typed in a session, where one is explained.
  var typed = TypedChanges()

  var evaluation: Evaluation { run.evaluation }
  var program: CheckedProgram { run.evaluation.program }

  package init(_ run: Run, row: Int, prospects: [CellProspect]) {
    self.prospects = prospects
    self.run = run
    self.row = row
    let evaluation = run.evaluation
    values = Explanation.values(evaluation, row)
    clauses = Explanation.clauses(evaluation, row, values)
    scores = ScoreProof.all(evaluation, row, values)
    seats = SeatProof.all(evaluation, row)
    sources = FigureSources(run, row, values).all
  }

  /// Returns what every term is that a clause is made of, as far as it is of the account or of all.
  private static func values(_ evaluation: Evaluation, _ row: Int) -> [TermID: Value] {
    let program = evaluation.program
    var figures = RowFigures(evaluation, row: row)
    var values: [TermID: Value] = [:]
    var seen: Set<TermID> = []
    var open = program.provedTerms
    open += [program.previousTier, program.agreement.measure].compactMap { $0 }
    while let id = open.popLast() {
      guard seen.insert(id).inserted else { continue }
      let home = program[id].home
      guard home == .accounts || home == .portfolio else { continue }
      values[id] = figures.value(of: id)
      if case .aggregate = program[id].kind { continue }
      open += program[id].kind.operands
    }
    return values
  }

  private static func clauses(
    _ evaluation: Evaluation, _ row: Int, _ values: [TermID: Value]
  ) -> [ProvedClause] {
    let program = evaluation.program
    let status = evaluation.decision.status[row]
    func clause(_ kind: ProvedClause.Kind, _ condition: TermID?, _ decides: Bool) -> ProvedClause {
      var answer: Bool? = true
      if let condition {
        if case .truth(let truth)? = values[condition] { answer = truth } else { answer = nil }
      }
      return ProvedClause(kind: kind, condition: condition, answer: answer, decides: decides)
    }
    var clauses = program.excludes.enumerated().map {
      clause(.exclude($0), $1.condition, status == .excluded($0))
    }
    clauses += program.rejects.enumerated().map {
      clause(.reject($0), $1.condition, status == .rejected($0))
    }
    let deciding = evaluation.clause(row)
    for (tier, checked) in program.tiers.enumerated() {
      clauses += checked.routes.enumerated().map { index, route in
        clause(
          .route(tier: tier, index: index), route.condition,
          deciding == .route(tier: tier, index: index))
      }
    }
    for (limit, checked) in program.limits.enumerated() {
      clauses += checked.spares.enumerated().map {
        clause(.spare(limit: limit, index: $0), $1.condition, false)
      }
    }
    return clauses
  }
}

/// A score of the account, and what each criterion adds to it.
struct ScoreProof: Sendable {
  struct Criterion: Sendable {
    var index: Int
    /// nil where it is undecided.
    var points: Decimal?
    /// `true` iff the criterion is left out and the others re-weighted.
    var isLeftOut: Bool
    /// The case that gave the points, of cases; nil for an expression and where none did.
    var band: CheckedCase?
    /// Cases before it whose condition is no, nearest last.
    var before: [CheckedCase]
    /// What the criterion adds to the score; nil where the score is missing.
    var adds: Decimal?
  }
  var index: Int
  /// nil where it is missing.
  var value: Decimal?
  var criteria: [Criterion]

  static func all(
    _ evaluation: Evaluation, _ row: Int, _ values: [TermID: Value]
  ) -> [ScoreProof] {
    evaluation.program.scores.indices.map { index in
      let score = evaluation.program.scores[index]
      var value: Decimal?
      if let term = evaluation.program.scoreTerm(index), case .number(let number, _)? = values[term]
      {
        value = number
      }
      var criteria = score.criteria.indices.map { criterion($0, of: score, evaluation, values) }
      let weights = zip(criteria, score.criteria).reduce(Decimal.zero) { sum, pair in
        pair.0.isLeftOut ? sum : sum.adding(pair.1.weight) ?? sum
      }
      for place in criteria.indices where !criteria[place].isLeftOut && value != nil {
        let checked = score.criteria[place]
        criteria[place].adds = (criteria[place].points ?? .zero)
          .multiplied(by: checked.weight)?.multiplied(by: Decimal(100))?
          .divided(by: checked.outOf)?.divided(by: weights)
      }
      return ScoreProof(index: index, value: value, criteria: criteria)
    }
  }

  private static func criterion(
    _ index: Int, of score: CheckedScore, _ evaluation: Evaluation, _ values: [TermID: Value]
  ) -> Criterion {
    let checked = score.criteria[index]
    var points: Decimal?
    if case .number(let number, _)? = values[checked.points] { points = number }
    var proof = Criterion(
      index: index, points: points, isLeftOut: points == nil && checked.skipsMissing, band: nil,
      before: [])
    guard case .cases(let cases) = evaluation.program.unnamed(checked.points).kind else {
      return proof
    }
    for item in cases {
      guard let condition = item.condition else {
        proof.band = item
        return proof
      }
      guard case .truth(let holds)? = values[condition] else { return proof }
      if holds {
        proof.band = item
        return proof
      }
      proof.before.append(item)
    }
    return proof
  }
}

/// The place of the account where a limit keeps a tier small.
struct SeatProof: Sendable {
  enum Standing: Sendable {
    /// It takes a seat, or none, whatever its rank.
    case spared(isUncounted: Bool)
    case overridden
    /// Its place among all that compete, from 1.
    case ranked(Int, isSeated: Bool)
  }
  var limit: Int
  var standing: Standing
  /// The account with which it is compared: who holds the last seat, or who is first without one.
  var rival: Int?

  static func all(_ evaluation: Evaluation, _ row: Int) -> [SeatProof] {
    evaluation.decision.limits.indices.compactMap { index in
      let result = evaluation.decision.limits[index]
      if result.overridden.contains(row) {
        return SeatProof(limit: index, standing: .overridden)
      }
      for (rows, isUncounted) in [(result.spared, false), (result.uncounted, true)]
      where rows.contains(row) {
        return SeatProof(limit: index, standing: .spared(isUncounted: isUncounted))
      }
      guard let rank = result.rank(of: row) else { return nil }
      let seated = result.seatedContenders
      let isSeated = rank <= seated
      let contenders = result.contenders
      let rival = isSeated ? contenders.dropFirst(seated).first : result.lastSeat
      return SeatProof(
        limit: index, standing: .ranked(rank, isSeated: isSeated), rival: rival)
    }
  }
}

extension CheckedProgram {
  /// Returns what a name stands for.
  func unnamed(_ id: TermID) -> Term { self[innermost(id)] }

  /// Returns the term for which a name, and a name of that, stands.
  func innermost(_ id: TermID) -> TermID {
    var id = id
    while case .named(_, let inner) = self[id].kind { id = inner }
    return id
  }
}
