import Foundation
import TestSupport
import Testing

/// A vendor's accounts with 8,800 opportunities.
@Suite(.enabled(if: Places.hasData, "\(Places.withoutData)"))
struct MavenTests {
  private static let tiers = Result {
    try Answer(
      "maven-crm.kam", accounts: "maven-crm/accounts.csv",
      tables: [
        "people": "maven-crm/sales_teams.csv", "products": "maven-crm/products.csv",
        "deals": "maven-crm/sales_pipeline.csv",
      ])
  }

  private static let classes = Result {
    try Answer(
      "maven-abc.kam", accounts: "maven-crm/derived/accounts.csv",
      tables: ["people": "maven-crm/sales_teams.csv"])
  }

  /// Adds up the deals that were won, by a column.
  private static func won(by column: String) throws -> [String: Int] {
    var won: [String: Int] = [:]
    for deal in try RawTable(data: "maven-crm/sales_pipeline.csv").records
    where deal["deal_stage"] == "Won" {
      won[deal[column] ?? "", default: 0] += Int(deal["close_value"] ?? "") ?? 0
    }
    return won
  }

  @Test func wonValueOfEachAccount() throws {
    let answer = try Self.tiers.get()
    let won = try Self.won(by: "account")
    #expect(won.count == 85)
    #expect(answer.figures("won") == won.mapValues { Decimal($0) })
    #expect(answer.shown("Won in all") == 10_005_534)
    #expect(answer.shown("Revenue of all") == 169_543_800_000)
    #expect(answer.shown("Employees of all") == 396_170)
  }

  @Test func dealsOfEachAccount() throws {
    let answer = try Self.tiers.get()
    var counts: [String: [String: Int]] = [:]
    var lastWon: [String: String] = [:]
    for deal in try RawTable(data: "maven-crm/sales_pipeline.csv").records {
      let account = deal["account"] ?? ""
      counts[deal["deal_stage"] ?? "", default: [:]][account, default: 0] += 1
      guard deal["deal_stage"] == "Won" else { continue }
      lastWon[account] = max(lastWon[account] ?? "", deal["close_date"] ?? "")
    }
    for (account, line) in answer.lines {
      let open = ["Engaging", "Prospecting"].map { counts[$0]?[account] ?? 0 }.reduce(0, +)
      #expect(line["won_deals"] == "\(counts["Won"]?[account] ?? 0)")
      #expect(line["lost_deals"] == "\(counts["Lost"]?[account] ?? 0)")
      #expect(line["open_deals"] == "\(open)")
      #expect(line["last_won"] == lastWon[account])
    }
    #expect(answer.lines["Kan-code"]?["Win rate"] == "0.615")
    #expect(answer.lines["Condax"]?["Win rate"] == "0.6604")
  }

  @Test func dealsByRegionOfTheirSeller() throws {
    var region: [String: String] = [:]
    for person in try RawTable(data: "maven-crm/sales_teams.csv").records {
      region[person["sales_agent"] ?? ""] = person["regional_office"]
    }
    var won: [String: Int] = [:]
    for deal in try RawTable(data: "maven-crm/sales_pipeline.csv").records
    where deal["deal_stage"] == "Won" && region[deal["sales_agent"] ?? ""] == "East" {
      won[deal["account"] ?? "", default: 0] += Int(deal["close_value"] ?? "") ?? 0
    }
    let answer = try Self.tiers.get()
    let east = answer.figures("Won in the east").filter { $0.value != 0 }
    #expect(east == won.mapValues { Decimal($0) })
    let revenue = answer.figures("Revenue of the sector")
    #expect(revenue["Kan-code"] == 30_950_450_000)
    #expect(revenue["Acme Corporation"] == 27_780_530_000)
    let idle = answer.report.findings.filter { $0.label == "Nobody sells" }.map(\.message)
    #expect(
      idle.sorted()
        == ["Carl Lin", "Carol Thompson", "Elizabeth Anderson", "Mei-Mei Johns", "Natalya Ivanova"]
        .map { "Nobody sells: \($0)" })
  }

  @Test func tiersAccountByAccount() throws {
    let answer = try Self.tiers.get()
    let (a, b) = (answer.keys(in: "A"), answer.keys(in: "B"))
    #expect(
      a.joined(separator: ", ")
        == """
        Cheers, Codehow, Dontechi, Fasehatice, Finjob, Funholding, Ganjaflex, Gekko & Co, \
        Goodsilron, Hottechi, Inity, Isdom, Kan-code, Konex, Labdrill, Mathtouch, Plexzap, \
        Rangreen, Ron-tech, Scotfind, Singletechno, Treequote, Umbrella Corporation, Warephase, \
        Xx-holding, Xx-zobam, Y-corporation, Zotware
        """)
    #expect(
      b.joined(separator: ", ")
        == """
        Condax, Conecom, Donquadtech, Initech, Lexiqvolax, Plussunin, Silis, Stanredtax, Yearin, \
        dambase
        """)
    #expect(answer.keys(in: "C").count == 47)
    #expect(answer.lines["Condax"]?["reason"] == "Buys")
    #expect(answer.lines["Initech"]?["reason"] == "Large")
  }

  @Test func concentration() throws {
    let answer = try Self.tiers.get()
    #expect(answer.shown("Ten best, share")?.rounded(6) == Decimal(string: "0.207230"))
    #expect(answer.shown("Twenty best, share")?.rounded(6) == Decimal(string: "0.359805"))
    #expect(answer.shown("Accounts that make half") == 31)
    #expect(answer.shown("Accounts that make four fifths") == 59)
    #expect(answer.report.concentration.top10.rounded(6) == Decimal(string: "0.207230"))
    #expect(answer.report.concentration.top20.rounded(6) == Decimal(string: "0.359805"))
    #expect(answer.report.concentration.accountsFor80 == 59)
    #expect(
      (1...10).map { answer.key(atPlace: $0) } == [
        "Kan-code", "Konex", "Condax", "Cheers", "Hottechi", "Goodsilron", "Treequote",
        "Warephase", "Xx-holding", "Isdom",
      ])
  }

  @Test func rowsThatBelongToNobodyAreFindings() throws {
    let answer = try Self.tiers.get()
    #expect(answer.status == 0)
    #expect(answer.report.data.allSatisfy { $0.rejected == 0 })
    // Fields that the agreement declares and never reads are notes beside these.
    let found = answer.diagnostics.filter { !$0.message.contains("is not used") }
    #expect(found.map(\.severity) == ["warning", "note"])
    let messages = found.map(\.message)
    try #require(messages.count == 2)
    #expect(messages[0].contains("1480 rows") && messages[0].contains("`GTXPro`"))
    #expect(found[0].help?.contains("`GTX Pro`") == true)
    #expect(messages[1].contains("1425 rows of `deals` have no `account`"))
  }

  /// A deal whose product is not on the price list counts, and its list price is left out.
  @Test func danglingProductsLeaveTheirDealsAlone() throws {
    var price: [String: Int] = [:]
    for product in try RawTable(data: "maven-crm/products.csv").records {
      price[product["product"] ?? ""] = Int(product["sales_price"] ?? "")
    }
    var list: [String: Int] = [:]
    for deal in try RawTable(data: "maven-crm/sales_pipeline.csv").records
    where deal["deal_stage"] == "Won" {
      list[deal["account"] ?? "", default: 0] += price[deal["product"] ?? ""] ?? 0
    }
    #expect(try Self.tiers.get().figures("list_value") == list.mapValues { Decimal($0) })
  }

  @Test func classesByValue() throws {
    let answer = try Self.classes.get()
    #expect(answer.status == 0)
    for (tier, count, won) in [("A", 31, 5_055_312), ("B", 28, 3_013_135), ("C", 26, 1_937_087)] {
      let keys = answer.keys(in: tier)
      #expect(keys.count == count)
      let sum = keys.compactMap { answer.figures("won")[$0] }.reduce(0, +)
      #expect(sum == Decimal(won))
    }
    #expect(answer.keys(in: "A").contains("Ron-tech"))
    #expect(answer.keys(in: "B").contains("Bubba Gump"))
    #expect(answer.keys(in: "C").contains("Golddex"))
  }

  /// Everyone keeps who sold most to them, however unevenly that loads people.
  @Test func sponsorsWhoSoldMost() throws {
    var won: [String: [String: Int]] = [:]
    for deal in try RawTable(data: "maven-crm/sales_pipeline.csv").records
    where deal["deal_stage"] == "Won" {
      let value = Int(deal["close_value"] ?? "") ?? 0
      won[deal["account"] ?? "", default: [:]][deal["sales_agent"] ?? "", default: 0] += value
    }
    let best = won.compactMapValues { sold in sold.max { $0.value < $1.value }?.key }
    let answer = try Self.classes.get()
    #expect(answer.column("sponsor") == best)
    #expect(answer.report.requirements.map(\.holds) == [true])
    let load = Dictionary(
      uniqueKeysWithValues: answer.report.sponsors.map { ($0.name, $0.accounts.count) })
    #expect(load["Darcel Schlecht"] == 27)
    #expect(load["Reed Clapper"] == 6)
    #expect(load.values.reduce(0, +) == 85)
    #expect(load.values.count { $0 > 0 } == 19)
  }
}
