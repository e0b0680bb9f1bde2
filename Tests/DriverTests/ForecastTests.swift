import Driver
import Engine
import Language
import Tables
import TestSupport
import Testing

/// What time will change is what a run on a later day finds.
@Suite("Forecasts")
struct ForecastTests {
  private static let cases: UInt64 = 12

  /// Returns the tier of each account that has one, by its key.
  private static func tiers(of run: Run) -> [String: String] {
    let evaluation = run.evaluation
    var tiers: [String: String] = [:]
    for row in evaluation.decision.tiers.indices {
      guard let tier = evaluation.tier(row) else { continue }
      tiers[evaluation.tables[0].key(row)] = evaluation.program.tiers[tier].name
    }
    return tiers
  }

  /// Returns the tiers on `day` as the forecast has them.
  private static func tiers(of run: Run, forecastFor day: Day) -> [String: String] {
    var tiers = tiers(of: run)
    for turn in run.forecast?.turns ?? [] where turn.day <= day {
      for move in turn.moves {
        #expect(tiers[move.key] == move.from.map { run.evaluation.program.tiers[$0].name })
        tiers[move.key] = move.to.map { run.evaluation.program.tiers[$0].name }
      }
    }
    return tiers
  }

  @Test("Days that are not named change nothing, and those that are named change what is said")
  func laterRuns() async throws {
    var (turns, moves) = (0, 0)
    for seed in 1..<1 + Self.cases {
      let generated = GeneratedCase(seed: seed, features: [.portfolio, .limits, .references])
      var files = MemoryFiles(["criteria.kam": generated.source])
      for (name, text) in generated.files { files.files["\(name).csv"] = Array(text.utf8) }
      let run = try await files.run()
      turns += run.forecast?.turns.count ?? 0
      moves += run.forecast?.turns.reduce(0) { $0 + $1.moves.count } ?? 0
      var random = SplitMix64(seed: seed)
      var days = (run.forecast?.turns ?? []).shuffled(using: &random).prefix(3).map(\.day)
      if run.forecast?.isComplete ?? true {
        days += (0..<3).compactMap { _ in generated.asOf.adding(days: random.within(1...364)) }
      }
      for day in days {
        let later = try await files.run(asOf: day)
        #expect(
          Self.tiers(of: later) == Self.tiers(of: run, forecastFor: day), "seed \(seed), \(day)")
      }
    }
    // The test is not idle.
    #expect(turns > 20 && moves > 5, "\(turns) days, \(moves) moves")
  }

  private static let accounts = """
    id,since,sales
    A,2026-10-01,500
    B,2026-11-15,400
    C,2020-01-01,300
    """

  private static func run(_ clauses: String, head: String = "") async throws -> Run {
    try await MemoryFiles([
      "criteria.kam": """
      agreement "A" { as of 2027-01-04\(head) }
      accounts { id : text key; since : date; sales : money }
      \(clauses)
      tier Rest { otherwise }
      """, "accounts.csv": accounts,
    ]).run()
  }

  private static func days(_ run: Run) -> [String] {
    run.forecast?.turns.map { "\($0.day)" } ?? []
  }

  @Test(
    "Days are found wherever the day is read",
    arguments: [
      ("tier Key { when today >= 2027-05-01 and sales > 0 }", ["2027-05-01"]),
      ("let late = today > 2027-05-01\ntier Key { when late }", ["2027-05-02"]),
      ("tier Key { when today = 2027-05-01 }", ["2027-05-01", "2027-05-02"]),
      ("tier Key { when today - since >= 183 days }", ["2027-04-02", "2027-05-17"]),
      ("tier Key { when since + 6 months < today }", ["2027-04-02", "2027-05-16"]),
      ("tier Key { when months(since, today) >= 9 }", ["2027-07-01", "2027-08-15"]),
      ("tier Key { when today - 180 days >= since }", ["2027-03-30", "2027-05-14"]),
      ("tier Key { when month(today) in [7, 8] }", ["2027-07-01", "2027-09-01"]),
      ("tier Key { when years(2020-03-01, today) >= 7 }", ["2027-03-01"]),
      (
        "tier Key { when sales > 100 }\noverride \"C\" to Rest until 2027-03-31 because \"x\"",
        ["2027-04-01"]
      ),
      (
        "tier Key { when sales > 100 }\nlet n { 1 when today < 2027-06-01; 2 otherwise }\n"
          + "limit Key to n by sales", ["2027-06-01"]
      ),
      (
        "let w { 1 when today < 2027-06-01; 2 otherwise }\n"
          + "score s { criterion a weight w { 10 }; criterion b { 90 } }\ntier Key { when s > 50 }",
        ["2027-06-01"]
      ),
      (
        "exclude \"New\" when today - since < 90 days\ntier Key { when share(sales) >= 50% }",
        ["2027-02-13"]
      ),
    ])
  func turns(clauses: String, expected: [String]) async throws {
    let run = try await Self.run(clauses)
    #expect(Self.days(run) == expected)
    #expect(run.forecast?.isComplete == true)
  }

  @Test func nothingIsSaidWhereNothingDependsOnTheDay() async throws {
    #expect(try await Self.run("tier Key { when sales > 100 }").forecast == nil)
    #expect(try await Self.run("tier Key { when sales > 100 }\nshow \"d\" = today").forecast == nil)
  }

  @Test func theAgreementsEndBoundsTheForecast() async throws {
    let clauses = "tier Key { when today >= 2028-05-01 }"
    #expect(Self.days(try await Self.run(clauses)).isEmpty)
    let longer = try await Self.run(clauses, head: "; expires 2028-05-01")
    #expect(Self.days(longer) == ["2028-05-01"])
    let shorter = try await Self.run(
      "tier Key { when today >= 2027-05-01 }", head: "; expires 2027-04-30")
    #expect(Self.days(shorter).isEmpty)
  }

  @Test func whatChangesEveryDayIsLookedAtMonthByMonth() async throws {
    let run = try await Self.run(
      """
      let age = today - since
      tier Key { when sales > 100 }
      limit Key to 1 by age
      """)
    #expect(run.forecast?.isComplete == false)
    #expect(run.forecast?.turns.count == 12)
  }
}
