import Diagnostics
import Engine
import Language
import Tables
import TestSupport
import Testing

@testable import Driver

/// What `kamc diff` names as the cause of a move brings it about, and nothing in it is too much.
@Suite("Differences")
struct DiffTests {
  private let settings = WorkSettings(workers: 1, pieceBytes: 512, batchRows: 16)

  private func request(_ agreement: String, _ accounts: String, asOf: Day?) -> RunRequest {
    var request = RunRequest(
      agreementPath: agreement, accountsPath: accounts, settings: settings)
    request.asOf = asOf
    return request
  }

  private func diff(
    _ files: [String: String], _ paths: [String], asOf: Day?
  ) async -> DiffResult? {
    var pipeline = Pipeline(files: MemoryFiles(files))
    return try? await pipeline.diff(
      DiffRequest(paths: paths, run: request("", "", asOf: asOf)))
  }

  private func run(_ files: [String: String], asOf: Day?) async -> Run? {
    var pipeline = Pipeline(files: MemoryFiles(files))
    return try? await pipeline.run(request("criteria.kam", "accounts.csv", asOf: asOf))
  }

  private func files(of generated: GeneratedCase) -> [String: String] {
    var files: [String: String] = [:]
    for (name, text) in generated.files { files["\(name).csv"] = text }
    files["accounts.csv"] = files["accounts.csv"] ?? files["members.csv"]
    return files
  }

  @Test("Each cause of a move, made alone, moves the account; less of it does not")
  func causesOfEdits() async throws {
    var (moves, sets) = (0, 0)
    for seed in Trials("causes of edits", count: 12) {
      var random = SplitMix64(seed: ~seed)
      var (files, old, asOf) = ([String: String](), "", Day?.none)
      if seed % 4 == 0 {
        let generated = GeneratedCase(seed: seed, features: .possibilities)
        (files, old, asOf) = (self.files(of: generated), generated.source, generated.asOf)
      } else {
        let example = examples[Int(seed) % examples.count]
        files = try MemoryFiles(example: example).files
          .mapValues { String(decoding: $0, as: UTF8.self) }
        old = try #require(files["criteria.kam"])
      }
      var new = old
      for _ in 0...random.below(6) { new = FigureEdit.edited(new, &random) }
      let found = try await verify(old, new, files, asOf, "seed \(seed)")
      moves += found.moves
      sets += found.sets
    }
    #expect(!Trials.areWhole || moves > 5, "\(moves) moves, \(sets) sets")
  }

  /// Makes each cause of each move in a file of its own.
  private func verify(
    _ old: String, _ new: String, _ files: [String: String], _ asOf: Day?, _ what: String
  ) async throws -> (moves: Int, sets: Int) {
    var files = files
    (files["old.kam"], files["new.kam"]) = (old, new)
    guard let result = await diff(files, ["old.kam", "new.kam", "accounts.csv"], asOf: asOf)
    else { return (0, 0) }
    let comparison = AgreementComparison(parsed(old), parsed(new))
    func tiers(with edits: Set<Int>) async -> [String?]? {
      files["criteria.kam"] = text(comparison.agreement(with: edits))
      guard let run = await run(files, asOf: asOf) else { return nil }
      return result.moves.map { run.evaluation.tierName(of: $0.key, near: $0.oldRow) }
    }
    var sets = 0
    for cause in Set(result.moves.flatMap(\.causes)) {
      if cause.count > 1 { sets += 1 }
      let alone = await tiers(with: Set(cause))
      let places = result.moves.indices.filter { result.moves[$0].causes.contains(cause) }
      for place in places {
        #expect(alone?[place] == .some(result.moves[place].to), "\(what): \(result.moves[place])")
      }
      for edit in cause where cause.count > 1 {
        let less = await tiers(with: Set(cause).subtracting([edit]))
        for place in places where less != nil {
          #expect(less?[place] != .some(result.moves[place].to), "\(what): \(result.moves[place])")
        }
      }
    }
    #expect(result.moves.allSatisfy { !$0.causes.isEmpty }, "\(what)")
    return (result.moves.count, sets)
  }

  @Test("All edits together make the old agreement the new one")
  func allEdits() throws {
    for seed in Trials("all edits", count: 60) {
      var random = SplitMix64(seed: ~seed)
      let source = GeneratedCase(seed: seed).source
      let other =
        random.chance(50)
        ? FigureEdit.edited(source, &random) : GeneratedCase.otherSource(seed: seed)
      let (old, new) = (parsed(source), parsed(other))
      let comparison = AgreementComparison(old, new)
      let all = comparison.agreement(with: Set(comparison.edits.indices))
      let rest = AgreementComparison(parsed(String(decoding: all.bytes, as: UTF8.self)), new)
      #expect(rest.edits.isEmpty, "seed \(seed): \(rest.edits)")
      let none = AgreementComparison(old, parsed(text(comparison.agreement(with: []))))
      #expect(none.edits.isEmpty, "seed \(seed): \(none.edits)")
    }
  }

  @Test("Each changed cell that caused a move does so in a file that has no other change")
  func causesOfCells() async throws {
    var moves = 0
    for seed in Trials("causes of cells", count: 24) {
      var random = SplitMix64(seed: ~seed)
      let generated = GeneratedCase(seed: seed, features: .possibilities)
      guard var table = generated.tables["accounts"], table.rows.count > 1 else { continue }
      let original = table
      for _ in 0...random.below(12) {
        let (row, source) = (random.below(table.rows.count), random.below(table.rows.count))
        let column = 1 + random.below(max(1, table.header.count - 1))
        guard column < min(table.rows[row].count, original.rows[source].count) else { continue }
        table.rows[row][column] = original.rows[source][column]
      }
      let separator = generated.separators["accounts"]?.unicodeScalars.first ?? ","
      var files = files(of: generated)
      files["criteria.kam"] = generated.source
      files["new.csv"] = NaiveCSV.join(table, separator: separator)
      let paths = ["criteria.kam", "accounts.csv", "new.csv"]
      guard let result = await diff(files, paths, asOf: generated.asOf),
        case .data(let changes) = result.changes
      else { continue }
      for move in result.moves {
        moves += 1
        guard let cause = move.causes.first else { continue }
        var other = original
        let isOfCells = cause.allSatisfy { if case .cell = changes[$0] { true } else { false } }
        guard isOfCells else { continue }
        for case .cell(let cell) in cause.map({ changes[$0] }) {
          let places = result.old.evaluation.tables[cell.change.table.index].places
          let record = places.record(of: cell.change.row) - 1
          let column = try #require(other.header.firstIndex { $0.contains(cell.header) })
          other.rows[record][column] = table.rows[record][column]
        }
        files["accounts.csv"] = NaiveCSV.join(other, separator: separator)
        let run = try #require(await run(files, asOf: generated.asOf))
        let tier = run.evaluation.tierName(of: move.key, near: move.oldRow)
        #expect(tier == move.to, "seed \(seed): \(move), \(cause.map { changes[$0] })")
      }
    }
    #expect(!Trials.areWhole || moves > 2, "\(moves) moves")
  }

  private func parsed(_ text: String) -> SyntaxTree {
    Parser.parse(SourceText(name: "criteria.kam", bytes: Array(text.utf8))).tree
  }

  private func text(_ source: SourceText) -> String {
    String(decoding: source.bytes, as: UTF8.self)
  }
}
