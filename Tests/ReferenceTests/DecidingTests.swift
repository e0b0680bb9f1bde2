import TestSupport
import Tables
import Testing

/// Tiers, overrides and limits.
struct DecidingTests {
  private static let fields = """
    accounts {
      id : text key; n : number optional; m : number optional; name : text optional
      safe : yes/no else no
    }

    """

  private func run(_ rows: [String], _ declarations: String) throws -> ReferenceResult {
    try Agreement(
      accounts: "id,n,m,name,safe\n" + rows.map { $0 + "\n" }.joined(),
      declarations: Self.fields + declarations
    ).run()
  }

  private static let tiers = """
    tier A { when n >= 5 }
    tier B { when n >= 3 }
    tier C { }
    tier D { otherwise }

    """

  @Test func firstRouteThatHoldsDecidesAndUnknownsAreRecorded() throws {
    let result = try run(
      ["A1,5,,,", "A2,,4,,", "A3,3,,,"],
      "tier A { when n >= 5; when m > 9 }\ntier B { when m >= 4 }\ntier C { otherwise }")
    #expect(result.tiers == ["A1": "A", "A2": "B", "A3": "C"])
    #expect(result.account("A2")?.unknownRoutes.map(\.route) == [0])
    #expect(result.account("A3")?.unknownRoutes.map(\.tier) == [0, 1])
    #expect(result.account("A2")?.decision == .route(.init(tier: 1, route: 0)))
  }

  @Test func excludeWinsOverRejectWhateverTheOrder() throws {
    let result = try run(
      ["A1,5,,,", "A2,4,,,", "A3,,,,"],
      """
      reject "Bad" when n > 3
      exclude "New" from tiers when n >= 4
      exclude "Own" when n = 5
      tier A { otherwise }
      """)
    #expect(result.accounts[0].status == .excluded(reason: "Own", inTotals: false))
    #expect(result.accounts[1].status == .excluded(reason: "New", inTotals: true))
    #expect(result.accounts[2].status == .classified)
  }

  @Test func seatsGoByTheKeysAndThenByTheAccountKey() throws {
    let result = try run(
      ["A3,9,1,,", "A2,9,1,,", "A1,9,,,", "A10,9,1,,"], Self.tiers + "limit A to 2 by m")
    #expect(result.tiers == ["A10": "A", "A2": "A", "A3": "B", "A1": "B"])
    let limit = try #require(result.limits.first)
    #expect(limit.seated == ["A10", "A2"])
    #expect(limit.displaced == ["A3", "A1"])
    #expect(limit.lastSeat == "A2")
    #expect(try limit.cut == [number("1")])
    #expect(limit.isByKey)
    #expect(result.account("A3")?.decision == .overflow(limit: 6))
    #expect(result.account("A3")?.isDisplaced == true)
  }

  @Test func tiesAdmitAllThatEqualTheLastSeated() throws {
    let result = try run(
      ["A1,9,1,,", "A2,9,2,,", "A3,9,1,,", "A4,9,0,,"],
      Self.tiers + "limit A to 2 by m { ties admit }")
    let limit = try #require(result.limits.first)
    #expect(limit.seated == ["A2", "A1", "A3"])
    #expect(limit.taken == 3)
    #expect(limit.displaced == ["A4"])
    #expect(!limit.isByKey)
  }

  @Test func missingKeysComeLastInBothDirections() throws {
    for direction in ["", "ascending"] {
      let result = try run(
        ["A1,9,,,", "A2,9,0,,"], Self.tiers + "limit A to 1 by m \(direction)")
      #expect(result.tiers == ["A1": "B", "A2": "A"])
    }
  }

  @Test func sparedAccountsAreSeatedFirstAndAllStay() throws {
    let limit = "limit A to 1 by n { spare \"Safe\" when safe }"
    let result = try run(["A1,9,,,", "A2,5,,,yes", "A3,6,,,yes"], Self.tiers + limit)
    #expect(result.tiers == ["A1": "B", "A2": "A", "A3": "A"])
    let outcome = try #require(result.limits.first)
    #expect(outcome.isExceeded)
    #expect(outcome.taken == 2)
    #expect(outcome.spared == ["A3", "A2"])
    #expect(outcome.lastSeat == nil)
  }

  @Test func uncountedAccountsTakeNoSeat() throws {
    let limit = "limit A to 1 by n { spare uncounted when safe }"
    let result = try run(["A1,9,,,", "A2,5,,,yes", "A3,6,,,"], Self.tiers + limit)
    #expect(result.tiers == ["A1": "A", "A2": "A", "A3": "B"])
    #expect(result.limits.first?.uncounted == ["A2"])
    #expect(result.limits.first?.taken == 1)
  }

  @Test func overflowRunsDownTheTiersBestFirst() throws {
    let limits = "limit B to 1 by n\nlimit A to 1 by n { overflow to C }\nlimit C to 1 by n"
    let result = try run(
      ["A1,9,,,", "A2,8,,,", "A3,7,,,", "A4,4,,,", "A5,3,,,", "A6,1,,,"], Self.tiers + limits)
    #expect(
      result.tiers == ["A1": "A", "A2": "C", "A3": "D", "A4": "B", "A5": "D", "A6": "D"])
    #expect(result.limits.map(\.seated) == [["A1"], ["A4"], ["A2"]])
  }

  @Test func limitOverSeveralTiersSkipsThemWhenItOverflows() throws {
    let result = try run(
      ["A1,9,,,", "A2,8,,,", "A3,3,,,"], Self.tiers + "limit A, B to 1 by n")
    #expect(result.tiers == ["A1": "A", "A2": "D", "A3": "D"])
  }

  @Test func overrideTakesASeatAndIsNeverDisplaced() throws {
    let declarations =
      Self.tiers + """
        limit A to 1 by n
        override "A2" to A until 2027-04-01 because "Minute"
        override "A3" to A until 2027-03-31 because "Old minute"
        """
    let result = try run(["A1,9,,,", "A2,,,,", "A3,1,,,"], declarations)
    #expect(result.tiers == ["A1": "B", "A2": "A", "A3": "D"])
    #expect(result.account("A1")?.rulesAlone == "A")
    #expect(result.account("A2")?.rulesAlone == "D")
    #expect(result.account("A2")?.decision == .override(declaration: 7))
    #expect(result.limits.first?.overridden == ["A2"])
    #expect(result.limitsByRulesAlone.first?.seated == ["A1"])
  }

  @Test func textKeysGoByCodePoint() throws {
    let result = try run(
      ["A1,9,,b,", "A2,9,,B,", "A3,9,,a,"], Self.tiers + "limit A to 1 by name ascending")
    #expect(result.limits.first?.seated == ["A2"])
  }

  @Test func seatsMayBeCases() throws {
    let declarations = "let seats { 1 when today < 2027-04-01; 2 otherwise }\n"
    let result = try run(
      ["A1,9,,,", "A2,8,,,", "A3,7,,,"], Self.tiers + declarations + "limit A to seats by n")
    #expect(result.limits.first?.seats == 2)
  }

  // MARK: - Findings

  @Test func requirementsMustBeShownAndWarningsKnown() throws {
    let result = try run(
      ["A1,9,1,x,", "A2,9,,x,", "A3,1,1,y,", "A4,3,1,,"],
      Self.tiers + """
        require "R" for A, B that m = 1
        warn "W" for all when m = 1
        warn "G" for each name when count(accounts) > 1
        require "P" that count(accounts where tier in [A, B]) <= 3
        warn "T" for each name when count(accounts where tier = D) > 0
        """)
    let findings = result.findings
    #expect(findings[0].undecided == [.account(key: "A2")])
    #expect(!findings[0].holds)
    #expect(findings[1].fired == ["A1", "A3", "A4"].map { .account(key: $0) })
    #expect(findings[1].undecided == [.account(key: "A2")])
    #expect(findings[2].fired == [.group(.text("x"))])
    #expect(findings[3].holds)
    #expect(findings[4].fired == [.group(.text("y"))])
  }
}
