import Diagnostics
import Language
import Tables
import TestSupport
import Testing

/// What is possible in small agreements, worked out by hand.
struct ReferenceFillingsTests {
  private static let head = "agreement \"Test\" { as of 2027-04-01; currency EUR }\n"

  private func possibilities(
    _ rows: [String], _ declarations: String, files: [String: String] = [:]
  ) throws -> ReferencePossibilities {
    let text = SourceText(name: "criteria.kam", bytes: Array((Self.head + declarations).utf8))
    let (tree, mistakes) = Parser.parse(text)
    try #require(mistakes.isEmpty, "\(mistakes.map(\.message))")
    var tables = files.mapValues { NaiveCSV.split($0) }
    tables["accounts"] = NaiveCSV.split(rows.map { $0 + "\n" }.joined())
    var fillings = try ReferenceFillings(of: tree, tables: tables)
    let grid = try fillings.grid()
    return try fillings.possibilities(over: grid)
  }

  private func outcomes(
    _ rows: [String], _ declarations: String, files: [String: String] = [:]
  ) throws -> [String: String] {
    try possibilities(rows, declarations, files: files).outcomes
  }

  // MARK: - One account

  /// n runs from 0 to 10 points out of 10, so the score from 0 to 100.
  @Test func blankInACriterionOpensTheScore() throws {
    let found = try possibilities(
      ["id,n", "A1,6", "A2,"],
      """
      accounts { id : text key; n : number 0 to 10 optional }
      criterion size out of 10 { n }
      tier A { when score >= 50 }
      tier B { otherwise }
      """)
    #expect(found.outcomes == ["A1": "A", "A2": "A | B"])
    let score = try #require(found.account("A2")?.scores["score"])
    #expect(score.low == .zero)
    #expect(score.high == Decimal(100))
    #expect(!score.mayBeMissing)
    #expect(found.account("A2")?.nominal == .tier("B"))
    #expect(found.account("A1")?.isProvisional == false)
  }

  /// A blank stays a blank for `is missing` and `else`, whatever it is filled with: A2 has 4 of 10
  /// points, and 9 in the place of n.
  @Test func presenceIsAFactOfTheFile() throws {
    let found = try possibilities(
      ["id,n", "A1,6", "A2,"],
      """
      accounts { id : text key; n : number 0 to 10 optional }
      let stand_in = n else 9
      criterion size out of 10 {
        4  when n is missing
        10 when n >= 5
        0  otherwise
      }
      tier A { when score >= 50 or stand_in = 9 and n <= 2 }
      tier B { when stand_in = 9 }
      tier C { otherwise }
      """)
    #expect(found.outcomes == ["A1": "A", "A2": "A | B"])
    let score = try #require(found.account("A2")?.scores["score"])
    #expect(score.low == Decimal(40))
    #expect(score.high == Decimal(40))
  }

  /// m / n is missing for n = 0, and counts as missing for every n because n is blank: A where
  /// 0 < n ≤ 5, else B. C needs a present quotient.
  @Test func divisionByZeroIsMissingUnderAFilling() throws {
    let found = try possibilities(
      ["id,n,m", "A1,,10", "A2,0,10", "A3,10,10"],
      """
      accounts { id : text key; n : number at least 0 optional; m : number }
      tier A { when m / n >= 2 }
      tier B { when m / n is missing }
      tier C { otherwise }
      """)
    #expect(found.outcomes == ["A1": "A | B", "A2": "B", "A3": "C"])
  }

  /// Points of 10 beside the quotient's: n = 0 leaves them alone at 100, a large n has 0 of 10.
  @Test func skippedCriterionIsReweightedUnderAFilling() throws {
    let found = try possibilities(
      ["id,n", "A1,"],
      """
      accounts { id : text key; n : number at least 0 optional }
      score value {
        missing skip
        criterion part out of 10 { scale(10 / n from 0 to 10) }
        criterion rest out of 10 { 10 }
      }
      tier A { otherwise }
      """)
    let score = try #require(found.account("A1")?.scores["value"])
    #expect(score.low == Decimal(50))
    #expect(score.high == Decimal(100))
  }

  /// 50 of 50 is a share; 50 of 50 − 100 is none. A2's own share stays missing for its blank.
  @Test func figureMayBeMissingUnderAFillingAlone() throws {
    let found = try outcomes(
      ["id,revenue", "A1,50", "A2,"],
      """
      accounts { id : text key; revenue : money optional }
      tier A { when share(revenue) is missing }
      tier B { otherwise }
      """)
    #expect(found == ["A1": "A | B", "A2": "A"])
  }

  /// Every kind of cell has the values that the agreement names, and others.
  @Test func textsDatesAndWordsAreFilledToo() throws {
    let found = try outcomes(
      [
        "id,country,since,size,vetted", "A1,,2027-01-01,small,yes", "A2,FR,,small,yes",
        "A3,FR,2027-01-01,,yes", "A4,FR,2027-01-01,small,",
      ],
      """
      accounts {
        id : text key; country : text optional; since : date optional
        size : one of small, medium, large optional; vetted : yes/no optional
      }
      tier A { when country = "DE" }
      tier B { when since < today - 12 months }
      tier C { when size in [medium, large] }
      tier D { when vetted = no }
      tier E { otherwise }
      """)
    #expect(found == ["A1": "A | E", "A2": "B | E", "A3": "C | E", "A4": "D | E"])
  }

  /// A cell of several values may hold any of their sets, which stand in no order of the language.
  @Test func severalValuesAreFilledToo() throws {
    let found = try outcomes(
      ["id,needs", "A1,care;speed", "A2,", "A3,price"],
      """
      accounts { id : text key; needs : some of care, speed, price optional }
      tier A { when care in needs and speed in needs }
      tier B { when price in needs }
      tier C { otherwise }
      """)
    #expect(found == ["A1": "A", "A2": "A | B | C", "A3": "B"])
  }

  /// An override decides the tier, and an exclude beats it: A2 gets A1's seat if A1 is out.
  @Test func overrideHoldsUnlessAnExcludeIsPossible() throws {
    let found = try outcomes(
      ["id,n,own", "A1,1,", "A2,7,no", "A3,6,no"],
      """
      accounts { id : text key; n : number; own : yes/no optional }
      exclude "Own" when own
      tier A { when n >= 5 }
      tier B { otherwise }
      limit A to 1 by n
      override "A1" to A because "Minute"
      """)
    #expect(found == ["A1": "A | excluded: Own", "A2": "A | B", "A3": "B"])
  }

  // MARK: - One account's cell, another's fate

  /// 60 of 100 + x is 40 % up to x = 50; 40 of 100 + x only for x = 0; nothing is never 40 %.
  @Test func blankRevenueMovesTheSharesOfOthers() throws {
    let found = try outcomes(
      ["id,revenue", "A1,60", "A2,40", "A3,", "A4,0"],
      """
      accounts { id : text key; revenue : money at least 0 optional }
      tier Key { when share(revenue) >= 40% }
      tier Rest { otherwise }
      """)
    #expect(found == ["A1": "Key | Rest", "A2": "Key | Rest", "A3": "Key | Rest", "A4": "Rest"])
  }

  /// With one seat A2's blank can take A1's; A3 is behind A1 in any case. With two, A1 is safe.
  @Test func seatHangsOnAnotherAccountsBlank() throws {
    let declarations = """
      accounts { id : text key; n : number 0 to 10 optional }
      tier A { when n >= 5 }
      tier B { otherwise }
      limit A to SEATS by n
      """
    for (seats, expected) in [
      ("1", ["A1": "A | B", "A2": "A | B", "A3": "B"]),
      ("2", ["A1": "A", "A2": "A | B", "A3": "A | B"]),
    ] {
      let found = try outcomes(
        ["id,n", "A1,7", "A2,", "A3,6"],
        declarations.replacing("SEATS", with: seats))
      #expect(found == expected)
    }
  }

  /// Behind A1 A2 overflows to B, where it takes the one seat from A3 or not.
  @Test func displacedRivalTakesASeatFurtherDown() throws {
    let found = try outcomes(
      ["id,n,m", "A1,9,1", "A2,,5", "A3,4,4"],
      """
      accounts { id : text key; n : number 0 to 10 optional; m : number }
      tier A { when n >= 8 }
      tier B { when n >= 3 }
      tier C { otherwise }
      limit A to 1 by m ascending
      limit B to 1 by m
      """)
    #expect(found == ["A1": "A", "A2": "B | C", "A3": "B | C"])
  }

  // MARK: - Rejected rows

  /// A3 and A4 take part once their cells can be read; a ragged row and a repeated key never do.
  @Test func rejectedRowsAreRivals() throws {
    let found = try possibilities(
      ["id,n,m", "A1,7,1", "A2,4,1", "A3,abc,1", "A4,99,1", "A5,,", "A6,9", "A7,x,1", "A7,9,1"],
      """
      accounts { id : text key; n : number 0 to 10; m : number 1 to 2 }
      tier A { when n >= 5 }
      tier B { otherwise }
      limit A to 1 by n, m
      """)
    #expect(
      found.outcomes == [
        "A1": "A | B", "A2": "B", "A3": "A | B", "A4": "A | B", "A5": "A | B", "A6": "unreadable",
        "A7": "unreadable",
      ])
    #expect(found.account("A3")?.nominal == .unreadable)
    #expect(found.account("A6")?.isProvisional == false)
  }

  /// What cannot be read is a blank to `is missing`, however it is filled.
  @Test func rejectedRowsOpenCellsAreBlank() throws {
    let found = try outcomes(
      ["id,n,m", "A1,5,5", "A2,abc,5", "A3,5,abc"],
      """
      accounts { id : text key; n : number; m : number optional }
      tier A { when m is missing }
      tier B { when n is missing and m = 5 and n <= 3 }
      tier C { otherwise }
      """)
    #expect(found == ["A1": "C", "A2": "B | C", "A3": "A"])
  }

  /// A contact that cannot be read is a contact once it can: A1 has two, though the file counts
  /// one; A2's is a champion or not; A4 counts its own dates only.
  @Test func rowsOfOtherTablesAreFilled() throws {
    let found = try possibilities(
      ["id", "A1", "A2", "A3"],
      """
      accounts { id : text key }
      table contacts from "contacts.csv" {
        account : accounts; stance : one of champion, neutral; met : date optional
      }
      tier A { when count(contacts) >= 2 }
      tier B { when count(contacts where stance = champion and met > today - 90 days) = 1 }
      tier C { otherwise }
      """,
      files: [
        "contacts": """
        account,stance,met
        A1,champion,2027-03-01
        A1,abc,2027-03-01
        A2,champion,
        A3,neutral,
        """
      ])
    #expect(found.outcomes == ["A1": "A", "A2": "B | C", "A3": "C"])
    #expect(found.account("A1")?.nominal == .tier("B"))
    #expect(found.account("A1")?.isProvisional == true)
  }
}

extension ReferencePossibilities {
  /// The outcomes of each account by its key, in words.
  fileprivate var outcomes: [String: String] {
    Dictionary(
      accounts.map { account in
        (account.key ?? "", account.outcomes.map(\.description).sorted().joined(separator: " | "))
      }
    ) { first, _ in first }
  }
}
