import Diagnostics
import Language
import Tables
import TestSupport
import Testing

@testable import Engine

/// What a run kept tells what another agreement and other cells give, as a run over files would.
@Suite("Standing")
struct StandingTests {
  private let settings = WorkSettings(workers: 2, pieceBytes: 512, batchRows: 7)

  private struct Tally {
    var asked = 0
    var told = 0
    var moved = 0
  }

  @Test("Cells with other values give what a file with them gives")
  func cells() async throws {
    var tally = Tally()
    for seed in Trials("changed cells", count: 35) {
      var random = SplitMix64(seed: ~seed)
      let features: GeneratorFeatures = seed % 2 == 0 ? .possibilities : .standard
      let generated = GeneratedCase(seed: seed, features: features)
      let run = try await EngineRun(generated, settings: settings, keepsCells: true)
      for count in [1, 3, 9] {
        let edits = CellEdits(run, generated, &random, count: count)
        try await compare(
          run, generated.source, edits.files, edits.changes, generated.asOf, &tally,
          "seed \(seed), \(edits)")
      }
    }
    expectBusy(tally)
  }

  @Test("Another agreement over the same files gives what its own run gives")
  func programs() async throws {
    var tally = Tally()
    for seed in Trials("other agreements", count: 35) {
      var random = SplitMix64(seed: ~seed)
      let features: GeneratorFeatures = seed % 2 == 0 ? .possibilities : .standard
      let generated = GeneratedCase(seed: seed, features: features)
      let run = try await EngineRun(generated, settings: settings, keepsCells: true)
      var sources = [GeneratedCase.otherSource(seed: seed, features: features)]
      for _ in 0..<3 { sources.append(FigureEdit.edited(generated.source, &random)) }
      for source in sources {
        var (files, changes) = (generated.files, [CellChange]())
        if random.chance(50) {
          let edits = CellEdits(run, generated, &random, count: 3)
          (files, changes) = (edits.files, edits.changes)
        }
        try await compare(
          run, source, files, changes, generated.asOf, &tally, "seed \(seed)\n\(source)")
      }
    }
    expectBusy(tally)
  }

  @Test("The rows of changed cells computed alone give what all rows give")
  func rows() async throws {
    var tally = Tally()
    var patched = 0
    for seed in Trials("single rows", count: 30) {
      var random = SplitMix64(seed: ~seed)
      let features: GeneratorFeatures = seed % 2 == 0 ? .possibilities : .standard
      let generated = GeneratedCase(seed: seed, features: features)
      let run = try await EngineRun(
        generated, settings: settings, demandsEverything: true, keepsCells: true)
      for count in [1, 1, 2] {
        let edits = CellEdits(run, generated, &random, count: count)
        patched += patches(run.evaluation, edits.changes)
        try await compare(
          run, generated.source, edits.files, edits.changes, generated.asOf, &tally,
          "seed \(seed), \(edits)", ofEverything: true)
      }
    }
    expectBusy(tally)
    #expect(!Trials.areWhole || patched > 300, "\(patched) registers")
  }

  /// Returns how many registers of a run are known but for the rows of changed cells.
  private func patches(_ evaluation: Evaluation, _ changes: [CellChange]) -> Int {
    let program = evaluation.program
    let plan = Planner.plan(
      program, asOf: evaluation.asOf,
      demanding: evaluation.plan.outputs.keys.sorted { $0.raw < $1.raw })
    guard let cells = ChangedCells(changes, in: evaluation),
      let steps = RemainingPlan(plan, of: program, after: evaluation, cells)
    else { return 0 }
    return steps.patches.wanted.count
  }

  private func compare(
    _ run: EngineRun, _ source: String, _ files: [String: String], _ changes: [CellChange],
    _ asOf: Day, _ tally: inout Tally, _ what: String, ofEverything: Bool = false
  ) async throws {
    let full: EngineRun
    do {
      full = try await EngineRun(
        source, files: files, asOf: asOf, settings: settings, demandsEverything: ofEverything)
    } catch is EngineRun.Refusal {
      return
    }
    tally.asked += 1
    let standing = Standing(run.evaluation, settings, earlier: nil)
    let program = full.evaluation.program
    let demands = Array(full.evaluation.plan.outputs.keys).sorted { $0.raw < $1.raw }
    for demanded in [demands, []] {
      let plan = Planner.plan(program, asOf: asOf, demanding: demanded)
      guard
        let quick = try await standing.evaluation(
          of: program, plan, asOf: asOf, changing: changes)
      else { continue }
      tally.told += 1
      let (one, other) = (quick.decision, full.evaluation.decision)
      if one.tiers != run.evaluation.decision.tiers { tally.moved += 1 }
      #expect(one.tiers == other.tiers, "\(what)")
      #expect(one.clauses == other.clauses, "\(what)")
      #expect(one.tiersByRulesAlone == other.tiersByRulesAlone, "\(what)")
      #expect(one.limits.map(\.taken) == other.limits.map(\.taken), "\(what)")
      for term in demanded where !agree(quick, full.evaluation, on: term) {
        let text = program.source.text(of: program[term].range)
        let (mine, theirs) = (values(quick, term), values(full.evaluation, term))
        Issue.record("\(text): \(mine), not \(theirs), \(what)")
      }
    }
  }

  private func values(_ evaluation: Evaluation, _ term: TermID) -> [String] {
    guard let column = evaluation.values(of: term) else { return [] }
    return (0..<column.count).map { row in
      column.isPresent(row) ? "\(evaluation.value(term, row))" : "\(column.absence[row])"
    }
  }

  private func agree(_ one: Evaluation, _ other: Evaluation, on term: TermID) -> Bool {
    guard let left = one.values(of: term), let right = other.values(of: term),
      left.count == right.count
    else { return false }
    let isText = one.program[term].type == .text
    return (0..<left.count).allSatisfy { row in
      guard left.isPresent(row) == right.isPresent(row) else { return false }
      if !left.isPresent(row) { return true }
      if isText {
        return one.pool.text(Int(left.codes[row])) == other.pool.text(Int(right.codes[row]))
      }
      if left.holdsNumbers { return left.scaled(row) == right.scaled(row) }
      return left.codes.isEmpty
        ? left.truths[row] == right.truths[row] : left.codes[row] == right.codes[row]
    }
  }

  /// The tests are not idle.
  private func expectBusy(_ tally: Tally) {
    #expect(!Trials.areWhole || tally.told > tally.asked && tally.moved > 10, "\(tally)")
  }
}

/// Cells that are given the texts of other rows' cells, in the files and in what a run kept.
struct CellEdits: CustomStringConvertible {
  private(set) var changes: [CellChange] = []
  private(set) var tables: [String: RawTable]
  private(set) var description = ""
  private let separators: [String: String]

  /// The files in which the cells are changed.
  var files: [String: String] {
    var files: [String: String] = [:]
    for (name, table) in tables {
      let separator = separators[name]?.unicodeScalars.first ?? ","
      files[name] = NaiveCSV.join(table, separator: separator)
    }
    return files
  }

  init(_ run: EngineRun, _ generated: GeneratedCase, _ random: inout SplitMix64, count: Int) {
    tables = generated.tables
    separators = generated.separators
    for _ in 0..<count { add(run.evaluation, &random) }
  }

  private mutating func add(_ evaluation: Evaluation, _ random: inout SplitMix64) {
    let program = evaluation.program
    let stored = program.tables.indices.filter {
      guard case .file = program.tables[$0].origin else { return false }
      return evaluation.tables[$0].rowCount > 1
    }
    guard !stored.isEmpty else { return }
    let table = random.chance(60) ? program.accountsFile : TableID(random.pick(stored))
    let fields = program[table].schema.fields.indices.filter {
      let field = program[table].schema.fields[$0]
      return !field.isKey && !field.isHelper && field.codeField == nil
    }
    let rows = evaluation.tables[table.index].rowCount
    guard !fields.isEmpty, rows > 1 else { return }
    let (field, row, source) = (random.pick(fields), random.below(rows), random.below(rows))
    guard var change = evaluation.cell(table, source, field) else { return }
    change.row = row
    // An earlier change of the other cell would go along in the file.
    guard !changes.contains(where: { ($0.table, $0.field) == (table, field) }) else { return }
    let (schema, name) = (program[table].schema.fields[field], program[table].name)
    guard var raw = tables[name],
      let column = raw.header.firstIndex(where: { $0.trimmed == schema.header })
    else { return }
    let places = evaluation.tables[table.index].places
    let (to, from) = (places.record(of: row) - 1, places.record(of: source) - 1)
    guard raw.rows[to].count > column, raw.rows[from].count > column else { return }
    raw.rows[to][column] = raw.rows[from][column]
    tables[name] = raw
    changes.append(change)
    description += "\(name), record \(to + 1), \(schema.name) as in record \(from + 1); "
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
