import Tables
import TestSupport
import Testing

/// How cells are read, which rows are rejected, and what references lead to.
struct DataTests {
  private func value(_ type: String, _ cell: String, items: String = "") throws -> RefValue? {
    let quoted = "\"" + cell.split(separator: "\"").joined(separator: "\"\"") + "\""
    let result = try Agreement(
      accounts: "id,x\nA1,\(quoted)\n",
      declarations: """
        accounts { id : text key; x : \(type); \(items) }
        tier All { otherwise }
        show x
        """
    ).run()
    return result.shown("A1").first
  }

  @Test(arguments: [
    ("number", "1.5e3", "1500"), ("number", "-0", "0"), ("number", "(2.50)", "-2.5"),
    ("money", "1,234,567.50", "1234567.5"), ("money", "EUR 12", "12"), ("money", "12 €", "12"),
    ("number in thousands", "1.5", "1500"), ("money in millions", "0.000001", "1"),
    ("percent", "12.5%", "0.125"), ("percent as points", "31", "0.31"),
    ("percent as points", "31 %", "0.31"), ("percent as fraction", "0.31", "0.31"),
    ("number", "\u{A0} 7\u{A0}", "7"), ("number 1 to 5", "5", "5"),
    ("number else 4", "", "4"), ("number", "0.000000000000000001", "0.000000000000000001"),
  ])
  func figureIsRead(_ type: String, _ cell: String, _ result: String) throws {
    #expect(try value(type, cell) == number(result))
  }

  @Test(arguments: [
    ("number", ""), ("number", "abc"), ("number", "1,234"), ("number", "1.2.3"),
    ("number", "1e20"), ("number", "0.0000000000000000001"), ("number 1 to 5", "6"),
    ("number at least 0", "-1"), ("percent", "31"), ("date", "2027-02-29"),
    ("date", "2027-01-04 12:30"), ("yes/no", "maybe"), ("one of A, B", "a"), ("tier", "Gold"),
    ("date as \"dd/mm/yyyy\"", "1/2/2027"), ("number optional", "x"),
  ])
  func rowIsRejected(_ type: String, _ cell: String) throws {
    #expect(try value(type, cell) == nil)
  }

  @Test func otherKindsAreRead() throws {
    #expect(
      try value("date", "2027-02-28T00:00:00") == .computed(Day(year: 2027, month: 2, day: 28)))
    #expect(
      try value("date as \"d mmm yyyy\"", "4 Mar 2027")
        == .computed(Day(year: 2027, month: 3, day: 4)))
    #expect(try value("yes/no", "Y") == .truth(true))
    #expect(try value("yes/no else no", " ") == .truth(false))
    #expect(try value("one of A, \"B c\"", "B c") == .text("B c"))
    #expect(try value("text", " a \"b\" ") == .text("a \"b\""))
    #expect(try value("tier optional", "") == .missing(.noReference))
    #expect(try value("text optional", "N/A", items: "missing \"N/A\"") == .missing(.blank))
    #expect(try value("number", "1.234,5", items: "decimal comma") == number("1234.5"))
  }

  @Test func rowsThatShareAKeyAreRejected() throws {
    let result = try Agreement(
      accounts: "id,n\nA1,1\nA2,2\n A1 ,3\nA3,x\nA3,4\n",
      declarations: "accounts { id : text key; n : number }\ntier All { otherwise }"
    ).run()
    #expect(result.tiers == ["A2": "All"])
  }

  @Test func referencesThatLeadNowhereAreMissing() throws {
    let result = try Agreement(
      accounts: "id,n,up\nA1,1,\nA2,2,A1\nA3,3,A9\nA4,x,A1\nA5,5,A4\n",
      declarations: """
        accounts { id : text key; n : number; up : accounts }
        tier All { otherwise }
        show up, up.n, up.up is missing
        """
    ).run()
    let none = RefValue.missing(.noReference)
    #expect(try result.shown("A2") == [.text("A1"), number("1"), .truth(true)])
    #expect(result.shown("A3") == [none, none, .truth(true)])
    #expect(result.shown("A1") == [none, none, .truth(true)])
    #expect(result.shown("A5") == [none, none, .truth(true)])
    #expect(result.account("A4")?.tier == nil)
  }

  @Test func quotedCellsKeepTheirSigns() {
    let table = NaiveCSV.split("a,b\r\n\"x, \"\"y\"\"\",\"1\n2\"\r\n\r\n,\"\"\n")
    #expect(table.header == ["a", "b"])
    #expect(table.rows == [["x, \"y\"", "1\n2"], ["", ""]])
    #expect(NaiveCSV.split(NaiveCSV.join(table)) == table)
  }
}
