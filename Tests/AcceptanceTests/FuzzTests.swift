import Diagnostics
import Driver
import Engine
import Foundation
import Language
import Tables
import TestSupport
import Testing

/// Whatever stands in the files, the whole way ends with results or with what is wrong.
struct FuzzTests {
  @Test func nothingEndsTheProgram() async throws {
    var outcomes: [Bool: Int] = [:]
    for seed in Trials("spoilt files", count: 60) {
      outcomes[try await Self.attempt(seed), default: 0] += 1
    }
    guard Trials.areWhole else { return }
    // Mutations that are all refused, or never, would try too little.
    #expect(outcomes[true, default: 0] > 0)
    #expect(outcomes[false, default: 0] > 0)
  }

  /// Returns whether there was a result.
  private static func attempt(_ seed: UInt64) async throws -> Bool {
    var random = SplitMix64(seed: seed)
    let files = MemoryFiles(Mutation(using: &random).files)
    var pipeline = Pipeline(files: files)
    let settings = WorkSettings(
      workers: .ofThisMachine(random.within(1...3)), pieceBytes: 1 << random.within(5...12),
      batchRows: random.within(1...64))
    let request = RunRequest(
      agreementPath: "criteria.kam", accountsPath: "accounts.csv", settings: settings)
    do throws(RunFailure) {
      let run = try await pipeline.run(request)
      try await check(run, seed)
      check(pipeline.diagnostics.sorted, seed)
      return true
    } catch {
      #expect(pipeline.diagnostics.containsError, "seed \(seed)")
      check(pipeline.diagnostics.sorted, seed)
      return false
    }
  }

  private static func check(_ run: Run, _ seed: UInt64) async throws(RunFailure) {
    let program = run.evaluation.program
    let report = Data(JSONReport.render(run))
    #expect(isJSON(report) && isJSON(Data(TiersJSON.render(run))), "seed \(seed)")
    #expect(isJSON(Data(ScheduleJSON.render(run.schedule))), "seed \(seed)")
    #expect(!TextReport.render(run, style: TextStyle(useColor: false, width: 80)).isEmpty)
    let tiers = TiersCSV(run).bytes
    let accounts = run.evaluation.decision.status.count {
      switch $0 {
      case .classified, .excluded: true
      case .rejected, .repeatedKey: false
      }
    }
    let rows = NaiveCSV.split(String(decoding: tiers, as: UTF8.self)).rows
    #expect(rows.count == accounts, "seed \(seed)")
    let days = NaiveCSV.split(String(decoding: ScheduleCSV.render(run.schedule), as: UTF8.self))
    #expect(days.rows.count >= run.schedule.reviews.count, "seed \(seed)")
    let calendar = ScheduleICS.render(
      run.schedule, agreement: program.agreement.name, asOf: run.evaluation.asOf,
      zone: program.calendar?.zone)
    let lines = calendar.split(separator: UInt8(ascii: "\n"))
    #expect(lines.allSatisfy { $0.count <= 76 && $0.last == 13 }, "seed \(seed)")
  }

  private static func check(_ diagnostics: [Diagnostic], _ seed: UInt64) {
    #expect(isJSON(Data(DiagnosticRenderer.json(diagnostics))), "seed \(seed)")
    let text = DiagnosticRenderer.render(diagnostics, useColor: false)
    #expect(text.isEmpty == diagnostics.isEmpty, "seed \(seed)")
    // What files hold must not reach a terminal as control characters.
    let isHarmless = text.unicodeScalars.allSatisfy {
      $0 == "\n" || !($0.value < 32 || $0.value == 127)
    }
    #expect(isHarmless, "seed \(seed)")
  }

  private static func isJSON(_ data: Data) -> Bool {
    (try? JSONSerialization.jsonObject(with: data)) != nil
  }
}

/// Files in memory, by path.
private struct MemoryFiles: FileAccess {
  private let files: [String: [UInt8]]

  init(_ files: [String: [UInt8]]) { self.files = files }

  func open(_ path: String) throws(ReadProblem) -> any ByteSource {
    guard let bytes = files[path] else { throw ReadProblem("no such file") }
    return MemorySource(bytes)
  }
}
