import TestSupport
import Tables
import Testing

/// Corporate groups, and tiers that accounts had before, worked out by hand.
struct GroupTests {
  private func run(_ rows: [String], _ declarations: String) throws -> ReferenceResult {
    try Agreement(accounts: rows.map { $0 + "\n" }.joined(), declarations: declarations).run()
  }

  private static let fields = """
    accounts {
      id : text key; parent : accounts optional; n : number optional; w : number
      held : yes/no optional
      product = n * w
    }

    """
  private static let last = "\ntier A { otherwise }"

  @Test func combinationsAreStrictAndLogicKeepsWhatIsKnown() throws {
    let result = try run(
      ["id,parent,n,w,held", "1,,10,1,no", "2,1,20,3,", "3,2,30,4,yes", "4,,5,2,", "5,4,,2,no"],
      Self.fields + """
        group accounts by parent { n sum; w max; held any; product sum }
        show n, w, held, product
        """ + Self.last)
    #expect(
      result.shown("1") == [try number("60"), try number("4"), .truth(true), try number("190")])
    #expect(result.shown("4").map(\.isMissing) == [true, false, true, true])
    #expect(result.tiers.keys.sorted() == ["1", "4"])
  }

  /// (10 × 1 + 20 × 3 + 30 × 4) ÷ 8; an uncombined product is that of the group's own figures.
  @Test func averageIsWeighedAndOtherFieldsAreTheHeads() throws {
    let result = try run(
      ["id,parent,n,w,held", "1,,10,1,no", "2,1,20,3,", "3,2,30,4,yes", "6,1,40,0,no"],
      Self.fields + """
        group accounts by parent { n average by w; held all }
        show n, w, held, product, "present" = count(members where held is present)
        show "over" = sum(members.n where n > 15)
        """ + Self.last)
    #expect(
      result.shown("1") == [
        try number("23.75"), try number("1"), .truth(false), try number("23.75"),
        try number("3"), try number("90"),
      ])
  }

  /// 2 is rejected and links 3 to 1; 4 is a rejected head; 6 has an unknown parent; 8 and 9 share
  /// a key with nobody but themselves in a circle, and 10 is below them; 11 is judged alone.
  @Test func rejectedRowsCirclesAndStrangers() throws {
    let result = try run(
      [
        "id,parent,n,w,held", "1,,1,1,", "2,1,x,1,", "3,2,100,1,", "4,,y,1,", "5,4,1,1,",
        "6,X,1,1,", "8,9,1,1,", "9,8,1,1,", "10,9,1,1,", "11,1,7,50,", "12,11,8,1,", "13,,1,1,",
        "13,,1,1,", "14,13,1,1,",
      ],
      Self.fields + """
        group accounts by parent { n sum; w head; alone when w >= 50 }
        show n, "members" = count(members)
        """ + Self.last)
    #expect(result.tiers.keys.sorted() == ["1", "11", "6"])
    #expect(result.shown("1") == [try number("101"), try number("2")])
    #expect(result.shown("11") == [try number("15"), try number("2")])
  }

  @Test func overridesOfMembersDecideTheGroup() throws {
    let result = try run(
      ["id,parent,n,w,held", "1,,1,1,", "2,1,1,1,", "3,1,1,1,", "4,,1,1,", "5,4,1,1,"],
      Self.fields + """
        group accounts by parent { n sum }
        override "3" to B because "three"
        override "2" to A because "two"
        override "5" to B because "five"
        tier A { }
        tier B { }
        tier C { otherwise }
        """)
    #expect(result.tiers == ["1": "A", "4": "B"])
  }

  private static let moving = """
    accounts { id : text key; n : number; before : tier optional }
    tier A { when n >= 5 }
    tier B { when n >= 4; keep while n >= 2 }
    tier R { }
    tier C { when n >= 3 }
    tier D { otherwise }

    """

  @Test func keepingIsForThoseWhoWereThere() throws {
    let result = try run(
      ["id,n,before", "1,2,B", "2,2,C", "3,2,", "4,1,B", "5,5,B"], Self.moving)
    #expect(result.tiers == ["1": "B", "2": "D", "3": "D", "4": "D", "5": "A"])
  }

  /// R is no step: from D to A are C, B and A; from R down is C first.
  @Test func stepsAreTheTiersWithRoutes() throws {
    let rows = [
      "id,n,before", "1,5,D", "2,4,D", "3,3,D", "4,0,A", "5,0,R", "6,5,R", "7,5,", "8,5,B",
    ]
    let one = try run(rows, Self.moving + "move at most 1 tier")
    #expect(
      one.tiers == [
        "1": "C", "2": "C", "3": "C", "4": "B", "5": "C", "6": "B", "7": "A", "8": "A",
      ])
    #expect(one.account("1")?.rulesAlone == "C")
    #expect(one.account("1")?.decision == .move)
    let two = try run(rows, Self.moving + "move at most 2 tiers")
    #expect(
      two.tiers == [
        "1": "B", "2": "B", "3": "C", "4": "C", "5": "D", "6": "A", "7": "A", "8": "A",
      ])
  }
}
