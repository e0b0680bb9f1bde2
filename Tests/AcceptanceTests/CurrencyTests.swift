import Foundation
import TestSupport
import Testing

/// A distributor whose customers are invoiced in four currencies.
@Suite(.enabled(if: Places.hasPolicies, "there are no policies in ../shared/policies"))
struct CurrencyTests {
  private static let accounts = Places.policies.appending(path: "distributor/accounts.csv")

  private struct Report: Decodable {
    struct Account: Decodable {
      struct Converted: Decodable, Equatable {
        var name: String
        var column: String
        var value: Decimal
        var amount: Decimal
        var code: String
        var rate: Decimal
        var on: String
      }
      var key: String
      var tier: String
      var shown: [String: Answer.Figure?]
      var converted: [Converted]
    }
    struct Rate: Decodable, Equatable {
      var code: String
      var rate: Decimal
      var on: String
    }
    var rates: [Rate]
    var accounts: [Account]
    var shown: [String: Decimal]

    func figure(_ name: String, of key: String) -> Decimal? {
      let account = accounts.first { $0.key == key }
      guard case .number(let number)?? = account?.shown[name] else { return nil }
      return number
    }
  }

  /// Runs the agreement with what a EUR costs in PLN.
  private static func report(_ zloty: String = "4.30") throws -> Report {
    let folder = try TemporaryFolder()
    let path = Places.agreements.appending(path: "distributor-currencies.kam")
    let agreement = try String(contentsOf: path, encoding: .utf8)
    try folder.write(agreement.replacing("PLN 4.30", with: "PLN \(zloty)"), to: "a.kam")
    let outcome = try Program.run(
      ["eval", "a.kam", accounts.path, "--format", "json"], in: folder.url)
    #expect(outcome.status == 0, "\(String(decoding: outcome.errors, as: UTF8.self))")
    return try JSONDecoder().decode(Report.self, from: outcome.output)
  }

  @Test func amountsAreConverted() throws {
    let report = try Self.report()
    let table = try String(contentsOf: Self.accounts, encoding: .utf8)
    let rates: [String: Decimal] = ["EUR": 1, "PLN": 430 / 100, "CZK": 25, "USD": 108 / 100]
    for row in NaiveCSV.split(table, separator: ";").records where row["Intercompany"] != "yes" {
      let key = try #require(row["Cust No"])
      for (name, column) in [("revenue", "Revenue 12M"), ("contribution", "Contribution 12M")] {
        let amount = try #require(Decimal(string: row[column] ?? ""))
        let rate = try #require(rates[row["Cur"] ?? ""])
        let figure = try #require(report.figure(name, of: key))
        // The quotients of this file are whole.
        #expect(figure * rate == amount, "\(key)")
      }
    }
    #expect(report.shown == ["Revenue": 25_200_000, "Base": 4_400_000])
  }

  @Test func convertedFiguresNameTheirRates() throws {
    let report = try Self.report()
    #expect(report.rates.map(\.code) == ["PLN", "CZK", "USD"])
    let foam = try #require(report.accounts.first { $0.key == "2011" })
    #expect(
      foam.converted.first
        == Report.Account.Converted(
          name: "revenue", column: "Revenue 12M", value: 500_000, amount: 2_150_000, code: "PLN",
          rate: 43 / 10, on: "2027-01-04"))
    #expect(report.accounts.first { $0.key == "2004" }?.converted == [])
  }

  @Test func aShareOfExactlyTheBoundIsNotBelowIt() throws {
    let report = try Self.report()
    #expect(report.figure("before", of: "2010") == Decimal(string: "0.95"))
    #expect(report.accounts.first { $0.key == "2010" }?.tier == "C")
  }

  @Test func anotherRateMovesAnAccountByItself() throws {
    let report = try Self.report("4.60")
    #expect(report.shown["Base"]?.rounded(2) == Decimal(string: "4304782.61"))
    #expect(report.figure("before", of: "2010")?.rounded(4) == Decimal(string: "0.9498"))
    #expect(report.accounts.first { $0.key == "2010" }?.tier == "B")
  }
}
