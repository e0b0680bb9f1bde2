package import Language
package import Tables

/// The runs of an agreement over the fillings of its open cells.
///
/// A filling gives a value to each blank cell of an optional field and to each unreadable cell of
/// a row that was rejected for its cells; such a row then takes part. What was missing for a blank
/// stays so for `is missing`, `is present` and `else`.
package struct ReferenceFillings {
  /// The cells to fill, by table, record and field.
  package let cells: [OpenCell]
  let tree: SyntaxTree
  let today: Day
  let data: ReferenceData
  private let nominal: ReferenceResult
  private var evaluator: ReferenceEvaluator

  package init(of tree: SyntaxTree, tables: [String: RawTable], asOf: Day? = nil) throws {
    var asItIs = try ReferenceEvaluator(tree, tables: tables, asOf: asOf)
    data = asItIs.data
    nominal = try asItIs.settle()
    var withBlanks = asItIs.renewed(over: data.filled(with: [:]))
    _ = try withBlanks.settle()
    self.tree = tree
    today = asItIs.today
    cells = data.openCells
    evaluator = asItIs
    evaluator.fileRuns = [asItIs, withBlanks]
  }

  /// Returns what becomes of the accounts over the grid that `values` spans; a grid of more than
  /// `limit` fillings is sampled, the same ones for the same `seed`.
  package mutating func possibilities(
    over values: [[RefValue]], limit: Int = 3_000, seed: UInt64 = 0
  ) throws -> ReferencePossibilities {
    try possibilities(trying: FillingGrid(values).choices(limit: limit, seed: seed))
  }

  /// Returns what becomes of the accounts over `choices`, each with a value for every cell.
  package mutating func possibilities(
    trying choices: [[RefValue]]
  ) throws -> ReferencePossibilities {
    var found = ReferencePossibilities(
      accounts: nominal.accounts.map { account in
        .init(record: account.record, key: account.key, nominal: account.outcome)
      })
    for choice in choices {
      let (result, scores) = try run(choice)
      found.fillings += 1
      for account in result.accounts {
        found.accounts[account.record].outcomes.insert(account.outcome)
        for (name, value) in scores[account.record] ?? [:] {
          found.accounts[account.record].scores[name, default: .init()].include(value)
        }
      }
    }
    return found
  }

  /// By the account's record and the score's name.
  typealias Scores = [Int: [String: RefValue]]

  /// Returns one run until tiers are final, with the scores of each account in totals.
  mutating func run(_ choice: [RefValue]) throws -> (result: ReferenceResult, scores: Scores) {
    try filled(choice) { run throws in
      let result = try run.settle()
      return (result, try run.allScores())
    }
  }

  /// Returns how every comparison came out in one run.
  mutating func sample(_ choice: [RefValue]) throws -> FillingSample {
    try filled(choice) { run throws in
      run.trace = ComparisonTrace()
      let result = try run.settle()
      let scores = try run.allScores()
      let trace = run.trace ?? ComparisonTrace()
      return FillingSample(
        orders: trace.orders, gaps: trace.gaps, outcomes: result.accounts.map(\.outcome),
        seats: result.limits.map { $0.seated + ["|"] + $0.displaced }, scores: scores)
    }
  }

  /// Lets `body` run over the filled cells; what the runs on the file learn is kept.
  private mutating func filled<Value>(
    _ choice: [RefValue], _ body: (inout ReferenceEvaluator) throws -> Value
  ) throws -> Value {
    let values = Dictionary(zip(cells, choice)) { first, _ in first }
    var run = evaluator.renewed(over: data.filled(with: values))
    evaluator.fileRuns = []
    defer { evaluator.fileRuns = run.fileRuns }
    return try body(&run)
  }
}

extension ReferenceEvaluator {
  /// Returns every score of each account in totals.
  fileprivate mutating func allScores() throws -> ReferenceFillings.Scores {
    var scores: ReferenceFillings.Scores = [:]
    for account in base {
      for score in self.scores {
        scores[account, default: [:]][score.name.text] = try value(of: score, for: account)
      }
    }
    return scores
  }
}

/// The combinations of some values for each cell.
struct FillingGrid {
  let values: [[RefValue]]

  init(_ values: [[RefValue]]) { self.values = values }

  /// Returns every combination; when there are more than `limit`, the sweeps of each cell with the
  /// others at their first and last values, and random ones beside.
  func choices(limit: Int, seed: UInt64) -> [[RefValue]] {
    let (count, isHuge) = values.reduce((1, false)) { sum, list in
      let (product, overflow) = sum.0.multipliedReportingOverflow(by: list.count)
      return (product, sum.1 || overflow)
    }
    if !isHuge, count <= limit { return all }
    var random = SplitMix64(seed: seed)
    var chosen: Set<[RefValue]> = []
    var choices: [[RefValue]] = []
    func add(_ choice: [RefValue]) {
      if chosen.insert(choice).inserted { choices.append(choice) }
    }
    for ends in [values.compactMap(\.first), values.compactMap(\.last)] {
      for (cell, list) in values.enumerated() {
        for value in list where choices.count < limit / 2 {
          var choice = ends
          choice[cell] = value
          add(choice)
        }
      }
    }
    for _ in 0..<2 * limit where choices.count < limit {
      add(values.map { random.pick($0) })
    }
    return choices
  }

  private var all: [[RefValue]] {
    values.reduce([[]]) { choices, list in
      choices.flatMap { choice in list.map { choice + [$0] } }
    }
  }
}
