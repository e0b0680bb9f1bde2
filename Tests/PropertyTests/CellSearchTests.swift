import Diagnostics
import Engine
import Language
import Tables
import TestSupport
import Testing

/// The changes that are told of single cells do what is said of them, by the reference and by runs
/// over files that hold them.
@Suite("Changes of single cells")
struct CellSearchTests {
  private let settings = WorkSettings(workers: 1, pieceBytes: 512, batchRows: 7)

  private struct Tally {
    var changes = 0
    var units = 0
    var others = 0
    var related = 0
    var refuted = 0
  }

  @Test("Each change moves its account, and one unit less does not")
  func changes() async throws {
    var tally = Tally()
    for seed in Trials("changes of cells", count: 14) {
      let features: GeneratorFeatures = seed % 2 == 0 ? .possibilities : .standard
      let generated = GeneratedCase(seed: seed, features: features)
      let known = try await ProvedCase(generated, settings)
      var random = SplitMix64(seed: ~seed)
      for _ in 0..<4 {
        guard let row = known.account(&random) else { continue }
        for prospect in try await known.prospects(row) {
          for change in prospect.changes {
            try check(change, of: row, known, &tally, "seed \(seed)")
          }
          try await refute(prospect, of: row, known, &random, &tally, "seed \(seed)")
        }
      }
    }
    #expect(
      !Trials.areWhole || tally.changes > 25 && tally.units > 10 && tally.others > 0, "\(tally)")
  }

  private func check(
    _ change: ProvedChange, of row: Int, _ known: ProvedCase, _ tally: inout Tally, _ seed: String
  ) throws {
    let old = known.evaluation.ending(row)
    let program = known.evaluation.program
    let name = program[change.cell.table].fields[change.cell.field].name
    let what = "\(seed), \(known.evaluation.tables[0].key(row)), \(name) to \(change.to)"
    #expect(change.ending != old, "\(what)")
    guard let after = try known.reference(with: change.amountText(in: program), in: change.cell)
    else { return }
    tally.changes += 1
    #expect(after[row] == known.tierName(change.ending), "\(what)")
    tally.related += change.cell.table == program.accountsFile ? 0 : 1
    tally.others += change.others.isEmpty ? 0 : 1
    let moved = known.evaluation.decision.tiers.indices.filter {
      $0 != row && after[$0] != known.tierName($0)
    }
    #expect(moved == change.others.map(\.row), "\(what): \(moved)")
    guard let less = change.unitLess(in: program) else { return }
    let before = try known.reference(with: less, in: change.cell)
    tally.units += 1
    #expect(before?[row] == known.tierName(row), "\(what), with a unit less \(less)")
  }

  /// Tries values of a cell of which it is said that no other change does anything.
  private func refute(
    _ prospect: CellProspect, of row: Int, _ known: ProvedCase, _ random: inout SplitMix64,
    _ tally: inout Tally, _ seed: String
  ) async throws {
    let (program, cell) = (known.evaluation.program, prospect.cell)
    guard prospect.isExhaustive, prospect.changes.isEmpty,
      program[cell.table].schema.fields[cell.field].kind.isOrdered
    else { return }
    let old = known.evaluation.ending(row)
    for value in known.values(of: cell, &random) {
      guard let after = try await known.trial(cell, value)?.ending(row) else { continue }
      tally.refuted += 1
      if case .excluded = after { continue }
      if case .rejected = after { continue }
      #expect(after == old, "\(seed), row \(row), \(cell) as \(value)")
    }
  }

  @Test("What a range of values allows holds all that its values bring about")
  func ranges() async throws {
    var asked = 0
    for seed in Trials("ranges of cells", count: 25) {
      let features: GeneratorFeatures = seed % 2 == 0 ? .possibilities : .standard
      let generated = GeneratedCase(seed: seed, features: features)
      let known = try await ProvedCase(generated, settings)
      var random = SplitMix64(seed: ~seed)
      for _ in 0..<10 {
        guard let row = known.account(&random), let (cell, values) = known.cell(of: row, &random),
          var model = CellModel(cell, of: row, in: known.evaluation), !model.readsFar,
          let low = values.min(), let high = values.max()
        else { continue }
        let range = model.endings(Possible(low, high))
        for value in values {
          let allowed = model.endings(Possible(value, value))
          guard let after = try await known.trial(cell, value) else { continue }
          asked += 1
          let what = "seed \(seed), row \(row), \(cell), \(value)"
          #expect(allowed.isSubset(of: range), "\(what)")
          // Several limits answer to each other, which the model leaves to the runs.
          if known.evaluation.program.limits.count < 2 {
            #expect(allowed.contains(after.ending(row)), "\(what): \(after.ending(row))")
            #expect(allowed.count == 1, "\(what): \(allowed)")
          }
        }
      }
    }
    #expect(!Trials.areWhole || asked > 100, "\(asked)")
  }

  @Test("What a proof says of each figure is what the run works out")
  func values() async throws {
    var asked = 0
    for seed in Trials("values of proofs", count: 25) {
      let features: GeneratorFeatures = seed % 2 == 0 ? .possibilities : .standard
      let generated = GeneratedCase(seed: seed, features: features)
      let known = try await ProvedCase(generated, settings)
      let all = try await EngineRun(generated, settings: settings, demandsEverything: true)
      let program = all.evaluation.program
      for row in 0..<min(6, all.evaluation.tables[0].rowCount) {
        var figures = RowFigures(known.evaluation, row: row)
        for index in program.terms.indices where program.terms[index].stage < .tiers {
          let term = TermID(index)
          guard [.accounts, .portfolio].contains(program[term].home),
            known.evaluation.plan.termRegisters[term] != nil,
            let mine = figures.value(of: term)
          else { continue }
          asked += 1
          let theirs = all.evaluation.value(term, row)
          if case .missing = mine, case .missing = theirs { continue }
          #expect(
            mine == theirs,
            "seed \(seed), row \(row): \(program.source.text(of: program[term].range))")
        }
      }
    }
    #expect(!Trials.areWhole || asked > 5_000, "\(asked)")
  }
}

/// A generated case whose accounts can be explained.
private struct ProvedCase {
  let generated: GeneratedCase
  let evaluation: Evaluation
  private let tree: SyntaxTree
  private let settings: WorkSettings

  init(_ generated: GeneratedCase, _ settings: WorkSettings) async throws {
    self.generated = generated
    self.settings = settings
    let run = try await EngineRun(generated, settings: settings)
    let program = run.evaluation.program
    let plan = Planner.plan(
      program, asOf: generated.asOf,
      demanding: Demands.proofs(of: program) + Demands.explanations(of: program), keepsCells: true)
    evaluation = try await Evaluator.evaluate(
      program, plan, asOf: generated.asOf, inputs: run.inputs, settings: settings)
    tree = Parser.parse(program.source).tree
  }

  /// An account at random whose row can be read.
  func account(_ random: inout SplitMix64) -> Int? {
    let rows = evaluation.tables[0].rowCount
    guard rows > 0 else { return nil }
    let row = random.below(rows)
    return evaluation.decision.status[row] == .repeatedKey ? nil : row
  }

  func prospects(_ row: Int) async throws -> [CellProspect] {
    let case_ = self
    var search = CellSearch(evaluation, row: row, trials: 300) {
      cell, value throws(EvaluationFailure) in
      try await case_.run(cell, value)
    }
    return try await search.prospects()
  }

  private func run(
    _ cell: AccountCell, _ value: Constant
  ) async throws(EvaluationFailure) -> Evaluation? {
    let standing = Standing(evaluation, settings, earlier: nil)
    let plan = Planner.plan(evaluation.program, asOf: evaluation.asOf, demanding: [])
    return try await standing.evaluation(
      of: evaluation.program, plan, asOf: evaluation.asOf,
      changing: [
        CellChange(
          table: cell.table, row: cell.row, field: cell.field, value: value)
      ])
  }

  /// Decides with a raw value in a cell.
  func trial(_ cell: AccountCell, _ raw: Int128) async throws -> Evaluation? {
    let type = evaluation.program[cell.table].fields[cell.field].type
    return try await run(
      cell, type == .date ? .day(Day(number: Int32(raw))) : .number(Decimal(scaled: raw)))
  }

  /// A cell of the account with a figure or a date, and values near to what it and others hold.
  func cell(of row: Int, _ random: inout SplitMix64) -> (AccountCell, [Int128])? {
    let others = evaluation.program.tables.indices.map { TableID($0) }.filter {
      guard case .file = evaluation.program[$0].origin else { return false }
      return $0 != evaluation.program.accountsFile && evaluation.tables[$0.index].rowCount > 0
    }
    let isOwn = others.isEmpty || random.chance(50)
    let table = isOwn ? evaluation.program.accountsFile : random.pick(others)
    let schema = evaluation.program[table].schema
    let fields = schema.fields.indices.filter {
      schema.fields[$0].kind.isOrdered && !schema.fields[$0].isHelper
    }
    guard !fields.isEmpty else { return nil }
    let place =
      isOwn
      ? evaluation.memberRows(of: row)[0] : random.below(evaluation.tables[table.index].rowCount)
    let cell = AccountCell(table: table, row: place, field: random.pick(fields))
    let values = values(of: cell, &random)
    return values.isEmpty ? nil : (cell, values)
  }

  /// Values near to what cells of a column hold, within the bounds of the field.
  func values(of cell: AccountCell, _ random: inout SplitMix64) -> [Int128] {
    let table = cell.table
    guard evaluation.tables[table.index].rowCount > 0 else { return [] }
    var values: [Int128] = []
    for _ in 0..<4 {
      let other = random.below(evaluation.tables[table.index].rowCount)
      guard let value = evaluation.cell(table, other, cell.field)?.value else { continue }
      let step = Int128(random.below(3)) - 1
      switch value {
      case .number(let number): values.append(number.scaled + step * Decimal.unit / 100)
      case .day(let day): values.append(Int128(day.number) + step)
      case .truth, .code, .text, .months: continue
      }
    }
    let schema = evaluation.program[table].schema.fields[cell.field]
    return values.filter { value in
      schema.low.map { $0.scaled <= value } ?? true
        && schema.high.map { value <= $0.scaled } ?? true
    }
  }

  func tierName(_ ending: Ending) -> String? {
    if case .tier(let tier) = ending { evaluation.program.tiers[tier].name } else { nil }
  }

  func tierName(_ row: Int) -> String? {
    evaluation.tier(row).map { evaluation.program.tiers[$0].name }
  }

  /// The tiers by row that the reference gives over a file with another text in a cell; nil where a
  /// file cannot hold it.
  func reference(with text: String?, in cell: AccountCell) throws -> [Int: String?]? {
    let program = evaluation.program
    let schema = program[cell.table].schema
    let name = cell.table == program.accountsFile ? "accounts" : program[cell.table].name
    guard var text, var raw = generated.tables[name] else { return nil }
    if schema.decimalComma { text = String(text.map { $0 == "." ? "," : $0 }) }
    let header = schema.fields[cell.field].header
    guard
      let column = raw.header.firstIndex(where: {
        $0.filter { $0 != " " } == header.filter { $0 != " " }
      })
    else { return nil }
    let record = evaluation.tables[cell.table.index].places.record(of: cell.row) - 1
    guard raw.rows[record].count > column else { return nil }
    raw.rows[record][column] = text
    var tables = generated.tables
    tables[name] = raw
    let result = try ReferenceEvaluator.evaluate(tree, tables: tables)
    var tiers: [Int: String?] = [:]
    for account in result.accounts {
      for row in 0..<evaluation.tables[0].rowCount
      where evaluation.tables[program.accountsFile.index].places.record(
        of: evaluation.fileRow(of: row)) - 1 == account.record
      {
        tiers[row] = account.tier
      }
    }
    return tiers
  }
}

extension ProvedChange {
  /// The new content as a file could hold it; nil for what has no plain form.
  fileprivate func amountText(in program: CheckedProgram) -> String? {
    if let amount { return text(amount, program) }
    switch to {
    case .number(let number): return text(number, program)
    case .day(let day): return text(day, program)
    case .truth(let truth): return truth ? "yes" : "no"
    case .text(let text): return text
    case .code(let code):
      guard case .choice(let values) = schema(program).kind else { return nil }
      return values[code]
    case .months: return nil
    }
  }

  /// The content one unit nearer to what the cell holds.
  fileprivate func unitLess(in program: CheckedProgram) -> String? {
    if case .day(let day) = to, case .day(let now)? = from {
      return day.adding(days: day < now ? 1 : -1).flatMap { text($0, program) }
    }
    guard let unit else { return nil }
    var (now, then) = (amountNow, amount)
    if amount == nil, case .number(let from)? = from, case .number(let to) = to {
      (now, then) = (from, to)
    }
    guard let now, let then else { return nil }
    return (then < now ? then.adding(unit) : then.subtracting(unit)).flatMap { text($0, program) }
  }

  private func schema(_ program: CheckedProgram) -> FieldSchema {
    program[cell.table].schema.fields[cell.field]
  }

  private func text(_ day: Day, _ program: CheckedProgram) -> String? {
    guard case .date(nil) = schema(program).kind else { return nil }
    return day.description
  }

  private func text(_ number: Decimal, _ program: CheckedProgram) -> String? {
    switch schema(program).kind {
    case .number(let exponent):
      return (0..<exponent).reduce(number) { number, _ in
        number.divided(by: Decimal(10)) ?? number
      }.description
    case .percent(.fraction): return number.description
    case .percent(.points): return number.multiplied(by: Decimal(100))?.description
    case .percent(.signed): return number.multiplied(by: Decimal(100)).map { "\($0)%" }
    case .text, .date, .truth, .choice, .choices, .reference: return nil
    }
  }
}
