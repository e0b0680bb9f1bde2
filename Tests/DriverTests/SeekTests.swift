import Diagnostics
import Engine
import Language
import Tables
import TestSupport
import Testing

@testable import Driver

/// What goal seek says of figures is what runs over agreements and files with these figures find.
@Suite("Goal seek")
struct SeekTests {
  private let settings = WorkSettings(workers: 1, pieceBytes: 512, batchRows: 16)

  private struct Tally {
    var found = 0
    var between = 0
    var none = 0
  }

  private func session(_ files: MemoryFiles, _ asOf: Day?) async throws -> WhatIfSession {
    var pipeline = Pipeline(files: files)
    var request = RunRequest(
      agreementPath: "criteria.kam", accountsPath: "accounts.csv", settings: settings)
    request.asOf = asOf
    return try await WhatIfSession(&pipeline, request, style: TextStyle())
  }

  private static let targets = [
    "limit Strategic", "weight size", "weight room", "50 in tier Strategic", "1M in tier Strategic",
    "30 in tier Core", "5M in criterion size", "2 in criterion room", "revenue of \"A1\"",
    "revenue of \"A4\"", "spend of \"A3\"", "let floor",
  ]

  @Test("Each kind of figure is found for each account of a small agreement", arguments: targets)
  func kinds(_ target: String) async throws {
    var files = SmallRun.files
    let source = String(decoding: try #require(files.files["criteria.kam"]), as: UTF8.self)
    files.files["criteria.kam"] = Array(
      (source.replacing("worth >= 30", with: "worth >= 30 and revenue >= floor")
        + "\nlet floor = 100k\n").utf8)
    var session = try await session(files, nil)
    var random = SplitMix64(seed: 7)
    var tally = Tally()
    for key in ["A1", "A4"] {
      for goal in ["is Strategic", "is Core or worse"] {
        let line = "seek \(target) so that \"\(key)\" \(goal)"
        let answer = try await session.answer(toSeek: line, dense: 12)
        for (side, sign) in [(answer.up, Int128(1)), (answer.down, -1)] {
          let checker = SideChecker(
            session: session, files: files, asOf: nil, answer: answer, sign: sign,
            what: "\(line), \(side)")
          try await checker.check(side, &random, &tally.found, &tally.between, &tally.none)
        }
      }
    }
  }

  @Test("What is found reaches the goal, one step nearer does not, and nothing between does")
  func answers() async throws {
    var tally = Tally()
    for seed in Trials("goal seek", count: 5) {
      var random = SplitMix64(seed: ~seed)
      let generated = GeneratedCase(
        seed: seed, features: seed % 2 == 0 ? .possibilities : .standard)
      let isExample = seed % 4 == 0
      let files =
        isExample
        ? try MemoryFiles(example: examples[Int(seed / 4) % examples.count])
        : files(of: generated)
      let asOf = isExample ? nil : generated.asOf
      guard var session = try? await session(files, asOf) else { continue }
      for line in lines(session, &random).prefix(3) {
        let before = session.state.agreement.source.bytes
        guard let answer = try? await session.answer(toSeek: line, dense: 6) else { continue }
        #expect(session.state.agreement.source.bytes == before)
        for (place, side) in [answer.up, answer.down].enumerated() {
          let checker = SideChecker(
            session: session, files: files, asOf: asOf, answer: answer, sign: place == 0 ? 1 : -1,
            what: "seed \(seed), \(line), \(side)")
          try await checker.check(side, &random, &tally.found, &tally.between, &tally.none)
        }
      }
    }
    #expect(!Trials.areWhole || tally.found + tally.none > 1, "\(tally)")
  }

  /// Lines that ask for figures of each kind that there is.
  private func lines(_ session: WhatIfSession, _ random: inout SplitMix64) -> [String] {
    let evaluation = session.run.evaluation
    let program = evaluation.program
    guard evaluation.tables[0].rowCount > 0, !program.tiers.isEmpty else { return [] }
    var targets: [String] = []
    if !program.limits.isEmpty, random.chance(50) {
      let limit = random.pick(program.limits)
      let names = limit.tiers.map { SeekAxis.quoted(program.tiers[$0].name) }
      targets.append("limit \(names.joined(separator: ", "))")
    }
    if !program.scores.isEmpty, random.chance(50) {
      let score = random.pick(program.scores)
      targets.append("weight \(score.name).\(random.pick(score.criteria).name)")
    }
    if random.chance(70) {
      let tier = random.pick(program.tiers)
      let text = program.source.text(of: tier.range)
      let figures = text.split { " ()\n".contains($0) }.map(String.init)
        .filter { $0.first?.isNumber ?? false }
      if !figures.isEmpty {
        targets.append("\(random.pick(figures)) in tier \(SeekAxis.quoted(tier.name))")
      }
    }
    let row = random.below(evaluation.tables[0].rowCount)
    let fields = program[program.accountsFile].fields.filter {
      [.number, .percent, .money, .date].contains($0.type)
    }
    if !fields.isEmpty {
      let key = SeekAxis.quoted(evaluation.tables[0].key(row))
      targets.append("\(random.pick(fields).name) of \(key)")
    }
    return targets.map { target in
      let account = random.chance(50) ? row : random.below(evaluation.tables[0].rowCount)
      let tier = random.pick(program.tiers).name
      let goals = [
        "is \(SeekAxis.quoted(tier))", "is \(SeekAxis.quoted(tier)) or better",
        "is \(SeekAxis.quoted(tier)) or worse", "stays",
      ]
      let key = SeekAxis.quoted(evaluation.tables[0].key(account))
      return "seek \(target) so that \(key) \(random.pick(goals))"
    }
  }

  private func files(of generated: GeneratedCase) -> MemoryFiles {
    var texts = ["criteria.kam": generated.source]
    for (name, text) in generated.files { texts["\(name).csv"] = text }
    texts["accounts.csv"] = texts["accounts.csv"] ?? texts["members.csv"]
    return MemoryFiles(texts)
  }
}

/// Compares what is said of one side with runs.
private struct SideChecker {
  let session: WhatIfSession
  let files: MemoryFiles
  let asOf: Day?
  let answer: SeekAnswer
  let sign: Int128
  let what: String

  private var axis: SeekAxis { answer.axis }

  func check(
    _ side: SeekSearch.Side, _ random: inout SplitMix64, _ found: inout Int, _ between: inout Int,
    _ none: inout Int
  ) async throws {
    switch side {
    case .found(let step, let before, let isNearest):
      found += 1
      #expect(try await holds(step) == !answer.holdsNow, "\(what)")
      if let before {
        #expect(before == step - sign, "\(what)")
        #expect(try await holds(before) == answer.holdsNow, "\(what), before")
      }
      guard isNearest else { return }
      for step in some(before: step, &random) {
        between += 1
        #expect(try await holds(step) == answer.holdsNow, "\(what), at \(step)")
      }
    case .none(let last?, true):
      none += 1
      for step in some(before: last + sign, &random) {
        #expect(try await holds(step) == answer.holdsNow, "\(what), at \(step)")
      }
    case .none, .refused: break
    }
  }

  /// A few steps between the present figure and one.
  private func some(before step: Int128, _ random: inout SplitMix64) -> [Int128] {
    guard let present = axis.present else { return [] }
    let start = SeekAxis.floor(present, axis.unit)
    let room = (step - start) * sign - 1
    guard room > 0 else { return [] }
    return (0..<1).map { _ in
      start + sign * (1 + Int128(random.next()) % room)
    }.filter { $0 >= axis.low && $0 <= axis.high }
  }

  /// Whether the goal is reached by a run over an agreement or by a line that is typed.
  private func holds(_ step: Int128) async throws -> Bool {
    if case .cell = axis.holder {
      var session = session
      let reply = await session.execute(axis.line(step))
      #expect(reply.diagnostics.isEmpty, "\(what): \(reply.diagnostics)")
      return answer.goal.holds(in: session.run.evaluation) ?? false
    }
    let state = try #require(axis.state(session.state, at: step))
    var files = files
    files.files["criteria.kam"] = state.agreement.source.bytes
    return answer.goal.holds(in: try await files.run(asOf: asOf).evaluation) ?? false
  }
}
