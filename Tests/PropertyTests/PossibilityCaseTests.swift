import TestSupport
import Tables
import Testing

/// Small agreements in which the program must name exactly what is possible.
struct PossibilityCaseTests {
  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var declarations: String
    var rows: [String]
    /// Whether more may be named than is possible, since the way there is too winding.
    var isWider = false
    /// Of which accounts alone that is so.
    var widerKeys: Set<String> = []
    /// The other files by the names of their tables.
    var files: [String: String] = [:]
  }

  static let cases: [Case] = [
    Case(
      testDescription: "a condition that holds for every value, though the blank leaves it open",
      declarations: """
        accounts { id : text key; n : number 0 to 10 optional }
        exclude "Small" when n <= 100
        tier A { otherwise }
        """,
      rows: ["id,n", "A1,", "A2,3"]),
    Case(
      testDescription: "a criterion that is skipped for a blank and counts 0 for every value",
      declarations: """
        accounts { id : text key; n : number optional }
        score value {
          missing skip
          criterion a out of 10 { 0 when n >= 5; 0 otherwise }
          criterion b out of 10 { 10 }
        }
        tier A { when value >= 80 }
        tier B { otherwise }
        """,
      rows: ["id,n", "A1,", "A2,3"]),
    Case(
      testDescription: "a blank that may spare an account",
      declarations: """
        accounts { id : text key; n : number; renewal : date optional }
        tier A { when n >= 0 }
        tier B { otherwise }
        limit A to 1 by n { spare when renewal <= 2027-01-01 }
        """,
      rows: ["id,n,renewal", "A1,1,", "A2,2,2028-03-30"]),
    Case(
      testDescription: "a rejected row that is ahead by its name",
      declarations: """
        accounts { id : text key; name : text; since : date optional }
        tier A { when rank(name ascending) <= 2 }
        tier B { otherwise }
        """,
      rows: ["id,name,since", "A1,b,", "A2,a,--", "A3,c,2027-01-01"]),
    Case(
      testDescription: "a reference to a row whose blank is asked for",
      declarations: """
        accounts {
          id : text key; segment : text optional; parent : accounts optional
          n : number optional; growth : percent
        }
        let figure {
          growth when parent.segment is present
          share(n) otherwise
        }
        tier A { when figure >= 50% }
        tier B { otherwise }
        """,
      rows: ["id,segment,parent,n,growth", "A1,,,1,90%", "A2,x,A1,1,90%", "A3,x,A2,,90%"]),
    Case(
      testDescription: "a reference to a row that is rejected",
      declarations: """
        accounts { id : text key; n : number; parent : accounts optional }
        tier A { when (parent.n else 9) = 9 }
        tier B { otherwise }
        """,
      rows: ["id,n,parent", "A1,abc,", "A2,1,A1"],
      // To whom a rejected row itself refers is not kept.
      widerKeys: ["A1"]),
    Case(
      testDescription: "a cell that cannot be read where a blank has a meaning is never missing",
      declarations: """
        accounts { id : text key; n : number else 5; m : number }
        tier A { when n is missing }
        tier B { when (n else 9) <= 6 }
        tier C { otherwise }
        """,
      rows: ["id,n,m", "A1,abc,1", "A2,,1"]),
    Case(
      testDescription: "seats computed from a count that a blank leaves open",
      declarations: """
        accounts { id : text key; n : number; vetted : yes/no optional }
        tier A { when n > 0 }
        tier B { otherwise }
        limit A to max(1, count(accounts where vetted)) by n
        """,
      rows: ["id,n,vetted", "A1,3,yes", "A2,2,no", "A3,1,", "A4,0,"]),
    Case(
      testDescription: "a way to the account that leads through a rejected row",
      declarations: """
        accounts { id : text key; n : number }
        table orders from "orders.csv" { code : text key; account : accounts; paid : number }
        table lines from "lines.csv" { order : orders; price : number }
        tier A { when sum(lines.price) >= 10 }
        tier B { otherwise }
        """,
      rows: ["id,n", "A1,1", "A2,2"],
      isWider: true,
      files: [
        "orders": "code,account,paid\nO1,A1,x\nO2,A2,1\n", "lines": "order,price\nO1,20\nO2,3\n",
      ]),
    Case(
      testDescription: "seats that another's blank cannot reach",
      declarations: """
        accounts { id : text key; n : number; vetted : yes/no optional; parent : accounts optional }
        tier A { when vetted }
        tier B { otherwise }
        limit A to 4 by parent.n
        """,
      rows: ["id,n,vetted,parent", "A1,--,yes,", "A2,1,,A1", "A3,1,yes,", "A4,1,no,A1"],
      isWider: true),
  ]

  @Test(arguments: cases + groupCases + moveCases)
  func exactlyWhatIsPossibleIsNamed(_ example: Case) async throws {
    let asOf = try #require(PlainDate.day("2027-04-01"))
    let head = "agreement \"Test\" { as of 2027-04-01; currency EUR }\n"
    let accounts = example.rows.map { $0 + "\n" }.joined()
    let probe = try await PossibilityProbe(
      GeneratedCase(
        source: head + example.declarations,
        files: example.files.merging(["accounts": accounts]) { $1 }, asOf: asOf),
      fillings: 3_000)
    for account in probe.seen.accounts {
      let key = account.key ?? ""
      let named = try #require(probe.possible[account.record]?.outcomes, "\(key)")
      #expect(named.isSuperset(of: account.outcomes), "\(key)")
      let mayBeWider = example.isWider || example.widerKeys.contains(key)
      #expect(mayBeWider || named == account.outcomes, "\(key)")
    }
  }
}
