import Diagnostics
import Engine
import Language
import Tables
import TestSupport
import Testing

@testable import Driver

/// What a what-if session has come to is what a run over such files finds.
@Suite("What if")
struct WhatIfTests {
  private let settings = WorkSettings(workers: 1, pieceBytes: 512, batchRows: 16)

  private func request(_ agreement: String = "criteria.kam") -> RunRequest {
    RunRequest(agreementPath: agreement, accountsPath: "accounts.csv", settings: settings)
  }

  private func session(_ files: MemoryFiles) async throws -> WhatIfSession {
    var pipeline = Pipeline(files: files)
    return try await WhatIfSession(&pipeline, request(), style: TextStyle())
  }

  private func tiers(_ run: Run) -> [String: String] {
    let evaluation = run.evaluation
    let pairs = (0..<evaluation.tables[0].rowCount).map {
      (evaluation.tables[0].key($0), evaluation.tierName($0) ?? "")
    }
    return Dictionary(pairs) { first, _ in first }
  }

  @Test("Declarations typed anew give what an agreement with them gives; undone, they give nothing")
  func declarations() async throws {
    var moved = 0
    for seed in Trials("declarations typed anew", count: 10) {
      var random = SplitMix64(seed: ~seed)
      var files = try MemoryFiles(example: examples[Int(seed) % examples.count])
      let source = String(decoding: try #require(files.files["criteria.kam"]), as: UTF8.self)
      var edited = source
      for _ in 0...random.below(3) { edited = FigureEdit.edited(edited, &random) }
      var session = try await session(files)
      let before = tiers(session.run)
      let reply = await session.execute(edited)
      files.files["edited.kam"] = Array(edited.utf8)
      var pipeline = Pipeline(files: files)
      guard let full = try? await pipeline.run(request("edited.kam")) else {
        #expect(!reply.diagnostics.isEmpty && tiers(session.run) == before, "seed \(seed)")
        continue
      }
      #expect(tiers(session.run) == tiers(full), "seed \(seed)\n\(edited)")
      if tiers(full) != before { moved += 1 }
      _ = await session.execute(":undo")
      #expect(tiers(session.run) == before, "seed \(seed)")
    }
    #expect(!Trials.areWhole || moved > 1, "\(moved) moved")
  }

  @Test("What is stopped changes nothing, and is answered when it is asked again")
  func stopping() async throws {
    let stop = StopSign()
    var request = request()
    request.settings.stop = stop
    var pipeline = Pipeline(files: try MemoryFiles(example: examples[0]))
    var session = try await WhatIfSession(&pipeline, request, style: TextStyle())
    let before = session.greeting
    let lines = ["count(accounts)", "exclude \"Everybody\" when yes", ":reload"]
    for line in lines {
      stop.ask()
      let reply = await session.execute(line)
      #expect(reply.diagnostics.map(\.code) == [.stopped] && reply.text.isEmpty, "\(line)")
      #expect(session.greeting == before)
      stop.clear()
    }
    let answer = await session.execute(lines[1])
    #expect(answer.diagnostics.isEmpty && !answer.text.isEmpty)
    #expect(session.greeting != before)
  }

  private static let refused = [
    "set limit Strategic = many", "set spend of \"A1\" = yes", "set spend of \"A99\" = 1",
    "tier Core { when wroth >= 3 }", "tier Core {", "let x = ", "override \"A1\" to Nowhere",
    "set weight size = -", "set revenue of \"A1\" = missing", ":scenari x", "\u{1}",
  ]

  @Test("A refused line changes nothing", arguments: refused)
  func refusals(_ line: String) async throws {
    var session = try await session(SmallRun.files)
    let before = (session.state.agreement.source.bytes, tiers(session.run))
    let reply = await session.execute(line)
    #expect(!reply.diagnostics.isEmpty)
    #expect(session.state.agreement.source.bytes == before.0 && tiers(session.run) == before.1)
    #expect(session.state.cells.isEmpty && session.state.lines.isEmpty)
  }

  @Test("What is saved is the agreement as it is")
  func saving() async throws {
    var session = try await session(SmallRun.files)
    for line in ["set limit Strategic = 1", "set weight size = 4", "let half = revenue / 2"] {
      #expect(await session.execute(line).diagnostics.isEmpty, "\(line)")
    }
    let file = try #require(await session.execute(":save new.kam").file)
    var files = SmallRun.files
    files.files["new.kam"] = file.bytes
    var pipeline = Pipeline(files: files)
    let run = try await pipeline.run(request("new.kam"))
    #expect(tiers(run) == tiers(session.run))
    let text = String(decoding: file.bytes, as: UTF8.self)
    #expect(text.contains("limit Strategic to 1 by") && text.contains("size weight 4 out of"))
    #expect(text.contains("# the rule"), "comments stay")
  }
}
