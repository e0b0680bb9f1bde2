import Foundation
import Testing

/// Agreements started from real files.
@Suite(.enabled(if: Places.hasData, "\(Places.withoutData)"))
struct StarterTests {
  private static let files: [String] = {
    let all = FileManager.default.enumerator(atPath: Places.data.path)
    return (all?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".csv") }.sorted()
  }()

  /// Returns what `kamc init` prints for a file of the real data.
  private static func started(
    _ path: String, options: [String] = [], in folder: URL
  ) throws -> String {
    let source = Places.data.appending(path: path).path
    let outcome = try Program.run(["init", source] + options, in: folder)
    #expect(outcome.status == 0, "\(path): \(String(decoding: outcome.errors, as: UTF8.self))")
    return String(decoding: outcome.output, as: UTF8.self)
  }

  @Test("What is started from a file checks, has its layout, and rejects no row", arguments: files)
  func startsAndRuns(path: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(try Self.started(path, in: folder.url), to: "a.kam")
    for command in [["fmt", "--check", "a.kam"], ["check", "a.kam"]] {
      let outcome = try Program.run(command, in: folder.url)
      let errors = String(decoding: outcome.errors, as: UTF8.self)
      // Optional fields that nothing reads yet are worth a note at most.
      #expect(outcome.status == 0 && !errors.contains(/(error|warning)\[/), "\(errors)")
    }
    let accounts = Places.data.appending(path: path).path
    let run = try Program.run(["eval", "a.kam", accounts, "--quiet"], in: folder.url)
    // Order lines have no key of their own: each order is named by several.
    let isKeyless = path.hasSuffix("order_details.csv")
    #expect(run.status == (isKeyless ? 3 : 0), "\(path)")
  }

  @Test(
    "Types are what a reader would say",
    arguments: [
      (
        "maven-crm/accounts.csv",
        [
          "account : text key", "year_established : number", "revenue : money",
          "employees : number", "office_location : text", "subsidiary_of : accounts optional",
        ]
      ),
      (
        "maven-crm/derived/accounts.csv",
        [
          "revenue_musd : money in millions", "won_value_usd : money", "last_won : date",
          "regional_office : one of Central, East, West", "lead_agent : text",
        ]
      ),
      (
        "maven-crm/sales_pipeline.csv",
        [
          "opportunity_id : text key", "deal_stage : one of Engaging, Lost, Prospecting, Won",
          "engage_date : date optional", "close_value : money optional",
        ]
      ),
      (
        "northwind/orders.csv",
        [
          #"order_id : text key from "orderID""#, #"order_date : date from "orderDate""#,
          #"shipped_date : date optional from "shippedDate""#, "freight : money",
          #"ship_postal_code : text optional from "shipPostalCode""#,
        ]
      ),
      (
        "northwind/territories.csv",
        [#"territory_id : text key from "territoryID""#, #"region_id : text from "regionID""#]
      ),
      (
        "sp500/constituents-financials.csv",
        [
          #"symbol : text key from "Symbol""#, #"price : money optional from "Price""#,
          #"price_earnings : number optional from "Price/Earnings""#,
          #"week_52_low : number optional from "52 Week Low""#,
          #"market_cap : money optional from "Market Cap""#,
        ]
      ),
    ])
  func types(path: String, clauses: [String]) throws {
    let folder = try TemporaryFolder()
    let text = try Self.started(path, in: folder.url)
    let written = text.split(separator: "\n").map { line in
      line.split(separator: "#")[0].split(separator: " ").joined(separator: " ")
    }
    for clause in clauses { #expect(written.contains(clause), "\(clause) in\n\(text)") }
  }

  @Test("Tables lead to each other as they are keyed")
  func references() throws {
    let folder = try TemporaryFolder()
    let names = ["orders", "order_details", "employees", "employee_territories", "territories"]
    let options = names.flatMap { name in
      ["--table", "\(name)=\(Places.data.appending(path: "northwind/\(name).csv").path)"]
    }
    let text = try Self.started("northwind/customers.csv", options: options, in: folder.url)
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for clause in [
      #"customer_id : accounts from "customerID""#, #"employee_id : employees from "employeeID""#,
      #"order_id : orders from "orderID""#, #"territory_id : territories from "territoryID""#,
    ] {
      #expect(words.contains(clause), "\(clause)")
    }
    try folder.write(text, to: "a.kam")
    let accounts = Places.data.appending(path: "northwind/customers.csv").path
    #expect(try Program.run(["eval", "a.kam", accounts], in: folder.url).status == 0)
  }
}
