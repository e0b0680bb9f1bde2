import Tables
import TestSupport
import Testing

/// Aggregates, portfolio functions and scores.
struct FigureTests {
  private static let files = [
    "orders": "code,account,amount\nO1,A1,10\nO2,A1,\nO3,A2,\nO4,A9,99\nO5,,5\n",
    "lines": "order,quantity,kind\nO1,2,x\nO1,3,\nO2,4,x\nO3,,x\nO9,7,x\n",
  ]

  private static let tables = """
    accounts { id : text key; n : number optional }
    table orders from "orders.csv" {
      code : text key; account : accounts; amount : money optional
      pieces = sum(lines.quantity)
    }
    table lines from "lines.csv" {
      order : orders; quantity : number optional; kind : text optional
      double = quantity * 2
    }
    tier All { otherwise }

    """

  private func values(_ expressions: String) throws -> ReferenceResult {
    try Agreement(
      accounts: "id,n\nA1,1\nA2,\nA3,3\n", declarations: Self.tables + "show " + expressions,
      files: Self.files
    ).run()
  }

  @Test func aggregatesReadTheRowsThatReferToTheAccount() throws {
    let result = try values(
      "count(orders), sum(orders.amount), average(orders.amount), max(orders.amount)")
    #expect(try result.shown("A1") == [number("2"), number("10"), number("10"), number("10")])
    let blank = RefValue.missing(.blank)
    #expect(try result.shown("A2") == [number("1"), blank, blank, blank])
    let none = RefValue.missing(.noRows)
    #expect(try result.shown("A3") == [number("0"), number("0"), none, none])
  }

  @Test func aggregatesFollowReferencesAndReadOnlyWhatIsYes() throws {
    let result = try values(
      """
      sum(lines.quantity), count(lines where kind = "x"), count(lines where not (kind = "x")),
      count(distinct lines.kind), sum(lines.double where order.amount is present),
      sum(orders.pieces), count(orders where count(lines) > 1)
      """)
    #expect(
      try result.shown("A1") == [
        number("9"), number("2"), number("0"), number("1"), number("10"), number("9"),
        number("1"),
      ])
  }

  @Test func portfolioAggregatesLeaveTheExcludedOut() throws {
    let result = try Agreement(
      accounts: "id,n\nA1,1\nA2,2\nA3,4\nA4,8\nA5,x\n",
      declarations: """
        accounts { id : text key; n : number }
        exclude "Own" when n = 8
        exclude "New" from tiers when n = 4
        reject "Wrong" when n >= 2 and n != 4
        tier All { otherwise }
        show "x" = sum(accounts.n) * 100 + count(accounts where tier = All)
        """
    ).run()
    #expect(try result.firstFigure == number("501"))
    #expect(result.accounts[1].status == .rejected(reason: "Wrong"))
    #expect(result.accounts[2].status == .excluded(reason: "New", inTotals: true))
    #expect(result.accounts[3].status == .excluded(reason: "Own", inTotals: false))
  }

  @Test func sharesTreatEqualAccountsAlike() throws {
    let result = try Agreement(
      accounts: "id,n,zone\nA1,50,e\nA2,30,e\nA3,30,w\nA4,-10,w\nA5,,w\n",
      declarations: """
        accounts { id : text key; n : number optional; zone : text }
        tier All { otherwise }
        show share(n), share_before(n), share_through(n), share(n within zone)
        show share(n where zone = "w"), rank(n), rank(n ascending), rank(n where n > 0)
        """
    ).run()
    let (blank, outside) = (RefValue.missing(.blank), RefValue.missing(.outsideBase))
    #expect(
      try result.shown("A2") == [
        number("0.3"), number("0.5"), number("1.1"), number("0.375"), outside, number("2"),
        number("2"), number("2"),
      ])
    #expect(
      try result.shown("A3") == [
        number("0.3"), number("0.5"), number("1.1"), number("1.5"), number("1.5"), number("2"),
        number("2"), number("2"),
      ])
    #expect(
      try result.shown("A5") == [
        blank, blank, blank, blank, blank, number("5"), number("5"), outside,
      ])
  }

  @Test func shareOfATotalThatIsNotPositiveIsMissing() throws {
    let result = try Agreement(
      accounts: "id,n\nA1,5\nA2,-5\n",
      declarations: """
        accounts { id : text key; n : number }
        tier All { otherwise }
        show share(n)
        """
    ).run()
    #expect(result.shown("A1") == [.missing(.outsideBase)])
  }

  // MARK: - Scores

  private func score(_ criteria: String, row: String) throws -> RefValue? {
    let result = try Agreement(
      accounts: "id,n,m\nA1,\(row)\n",
      declarations: """
        accounts { id : text key; n : number optional; m : number optional }
        score s { \(criteria) }
        tier All { otherwise }
        """
    ).run()
    return result.account("A1")?.scores["s"]
  }

  @Test func scoreIsRoundedOnceToSixPlaces() throws {
    let one = "criterion a { n }"
    #expect(try score(one, row: "0.0000005,") == number("0"))
    #expect(try score(one, row: "0.0000015,") == number("0.000002"))
    #expect(try score(one, row: "-0.0000025,") == number("-0.000002"))
    let thirds = "criterion a weight 1 out of 3 { n }\n criterion b weight 2 out of 3 { m }"
    #expect(try score(thirds, row: "1,2") == number("55.555556"))
    let defaults = "criterion a out of 10 { n }\n criterion b out of 30 { m }"
    #expect(try score(defaults, row: "10,15") == number("62.5"))
    let percents = "criterion a weight 30% out of 10 { n }\n criterion b weight 70% { m }"
    #expect(try score(percents, row: "12,50") == number("71"))
  }

  @Test func undecidedCriterionCountsZeroOrIsLeftOut() throws {
    let criteria = "criterion a out of 10 { n }\n criterion b out of 30"
    #expect(try score("\(criteria) { m }", row: "5,") == number("12.5"))
    #expect(try score("missing skip\n \(criteria) { m }", row: "5,") == number("50"))
    #expect(try score("\(criteria) missing skip { m }", row: "5,") == number("50"))
    #expect(try score("missing skip\n \(criteria) missing zero { m }", row: "5,") == number("12.5"))
    #expect(try score("missing skip\n \(criteria) { m }", row: ",") == .missing(.blank))
    #expect(try score("\(criteria) { m }", row: ",") == number("0"))
  }

  @Test func scaleIsLinearAndClamped() throws {
    let rising = "criterion a out of 10 { scale(n from 1 to 5) }"
    #expect(try score(rising, row: "2,") == number("25"))
    #expect(try score(rising, row: "0,") == number("0"))
    #expect(try score(rising, row: "9,") == number("100"))
    #expect(try score("criterion a { scale(n from 10 to 0) }", row: "4,") == number("60"))
    #expect(try score("criterion a { scale(n from 0 to 3) }", row: "1,") == number("33.333333"))
  }
}
