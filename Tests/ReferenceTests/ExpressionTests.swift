import Tables
import TestSupport
import Testing

/// Values of expressions, worked out by hand from the language's sentences.
struct ExpressionTests {
  /// Returns what `expression` is worth for an account with the cells of `row`.
  private func value(_ expression: String, _ row: String = "3,,yes,,2027-01-31") throws -> RefValue
  {
    let result = try Agreement(
      accounts: "id,n,m,a,b,d\nA1,\(row)\n",
      declarations: """
        accounts {
          id : text key; n : number; m : number optional
          a : yes/no optional; b : yes/no optional; d : date
        }
        tier All { otherwise }
        show "x" = \(expression)
        """
    ).run()
    return try #require(result.shown("A1").first ?? result.firstFigure)
  }

  @Test(arguments: [
    ("yes", "yes", "yes", "yes"), ("yes", "no", "no", "yes"), ("no", "no", "no", "no"),
    ("yes", "", "unknown", "yes"), ("no", "", "no", "unknown"), ("", "", "unknown", "unknown"),
  ])
  func logicIsKleene(_ a: String, _ b: String, _ both: String, _ either: String) throws {
    let truths: [String: RefValue] = ["yes": .truth(true), "no": .truth(false)]
    for cells in ["3,,\(a),\(b),2027-01-31", "3,,\(b),\(a),2027-01-31"] {
      #expect(try value("(a and b)", cells) == truths[both] ?? .missing(.blank))
      #expect(try value("(a or b)", cells) == truths[either] ?? .missing(.blank))
    }
  }

  @Test func missingSpreadsUntilAsked() throws {
    #expect(try value("m + 1") == .missing(.blank))
    #expect(try value("m > 1") == .missing(.blank))
    #expect(try value("not (m > 1)") == .missing(.blank))
    #expect(try value("m in [1, 2]") == .missing(.blank))
    #expect(try value("m is missing") == .truth(true))
    #expect(try value("(m > 1) is present") == .truth(false))
    #expect(try value("(m + 1 else n) + 1") == number("4"))
    #expect(try value("m > 1 else yes") == .truth(true))
    #expect(try value("max(n, m)") == .missing(.blank))
    #expect(try value("n / 0") == .missing(.divisionByZero))
    #expect(try value("n / 0 else 7") == number("7"))
    #expect(try value("n * 99999999999999999999") == .missing(.outOfRange))
  }

  @Test func functionsOfNumbers() throws {
    #expect(try value("round(n / 2, 0)") == number("2"))
    #expect(try value("round(2.345, 2)") == number("2.34"))
    #expect(try value("abs(-n)") == number("3"))
    #expect(try value("min(n, 2, 5)") == number("2"))
    #expect(try value("n / 7 * 7 = n") == .truth(false))
    #expect(try value("n in [1, 3]") == .truth(true))
  }

  @Test func functionsOfDates() throws {
    #expect(try value("d + 1 month = 2027-02-28") == .truth(true))
    #expect(try value("d + 13 months = 2028-02-29") == .truth(true))
    #expect(try value("d - 1 week = 2027-01-24") == .truth(true))
    #expect(try value("today - d") == .days(60))
    #expect(try value("today - d > 8 weeks") == .truth(true))
    #expect(try value("months(d, 2027-02-27)") == number("0"))
    #expect(try value("months(d, 2027-02-28)") == number("1"))
    #expect(try value("months(today, d)") == number("-3"))
    #expect(try value("years(d, 2028-01-30)") == number("0"))
    #expect(try value("years(today, d)") == number("-1"))
    #expect(try value("year(d) * 100 + month(d)") == number("202701"))
    #expect(try value("d + 9999 years") == .missing(.outOfRange))
  }

  @Test func casesEndAtTheFirstUnknown() throws {
    let result = try Agreement(
      accounts: "id,n,m\nA1,3,\nA2,3,5\nA3,9,\n",
      declarations: """
        accounts { id : text key; n : number; m : number optional }
        let x { 1 when n > 5; 2 when m > 4; 3 otherwise }
        let gap { 1 when n > 5 }
        tier All { otherwise }
        show x, gap
        """
    ).run()
    #expect(result.shown("A1") == [.missing(.blank), .missing(.noRows)])
    #expect(try result.shown("A2") == [number("2"), .missing(.noRows)])
    #expect(try result.shown("A3") == [number("1"), number("1")])
  }

  @Test func textsCompareExactlyAndInTheOrderOfCodePoints() {
    #expect(ExactText("caf\u{E9}") != ExactText("cafe\u{301}"))
    #expect(ExactText("Z") < ExactText("a"))
    #expect(ExactText("\u{FF5E}") < ExactText("\u{1F600}"))
    #expect(ExactText("A10") < ExactText("A2"))
  }
}
