import Foundation
import TestSupport
import Testing

/// Listed companies with blanks in every column of figures.
@Suite(.enabled(if: Places.hasData, "\(Places.withoutData)"))
struct SharesTests {
  private static let sober = [
    "ACN", "BAC", "BMY", "C", "COP", "CVX", "GS", "MO", "MS", "NEE", "PEP", "QCOM", "T", "TMUS",
    "VZ", "WFC",
  ]

  private static let answer = Result {
    try Answer("sp500.kam", accounts: "sp500/constituents-financials.csv")
  }

  @Test func yesNoAndUnknown() throws {
    let answer = try Self.answer.get()
    #expect(answer.status == 0)
    #expect(answer.keys(in: "Sober") == Self.sober)
    #expect(answer.keys(in: "Unsettled").count == 27)
    #expect(answer.keys(in: "Others").count == 460)
    let sober = answer.column("sober")
    #expect(answer.keys(in: "Unsettled").allSatisfy { sober[$0] == "" })
    #expect(answer.keys(in: "Others").allSatisfy { sober[$0] == "no" })
  }

  /// What is unknown does not match, and is on record as provisional.
  @Test func unknownDoesNotMatch() throws {
    let unknown = try Self.answer.get().keys(in: "Unsettled")
    let answer = try Answer(
      "sp500-plain.kam", accounts: "sp500/constituents-financials.csv")
    #expect(answer.status == 0)
    #expect(answer.keys(in: "Sober") == Self.sober)
    #expect(answer.keys(in: "Others").count == 487)
    let provisional = answer.lines.filter { $0.value["provisional"] == "yes" }
    #expect(provisional.keys.sorted() == unknown)
    #expect(Set(answer.report.accounts.filter(\.provisional).map(\.key)) == Set(unknown))
  }

  @Test func largeFiguresAreExact() throws {
    var worth: [String: Decimal] = [:]
    for company in try RawTable(data: "sp500/constituents-financials.csv").records {
      worth[company["Symbol"] ?? ""] = Decimal(string: company["Market Cap"] ?? "")
    }
    let answer = try Self.answer.get()
    #expect(answer.figures("worth") == worth)
    #expect(answer.figures("worth")["NVDA"] == 5_200_733_011_968)
    #expect(answer.shown("Worth of all") == 68_622_870_775_993)
    #expect(answer.shown("With a worth") == 469)
    #expect(answer.shown("Ten largest, share")?.rounded(6) == Decimal(string: "0.440036"))
    #expect(answer.shown("Twenty largest, share")?.rounded(6) == Decimal(string: "0.533969"))
    #expect(answer.shown("Fifty largest, share")?.rounded(6) == Decimal(string: "0.673652"))
    #expect(answer.report.concentration.top10.rounded(6) == Decimal(string: "0.440036"))
  }

  @Test func tenLargest() throws {
    let answer = try Self.answer.get()
    #expect(
      (1...10).map { answer.key(atPlace: $0) } == [
        "NVDA", "AAPL", "GOOGL", "GOOG", "MSFT", "AMZN", "AVGO", "TSLA", "META", "LLY",
      ])
  }
}
