import Foundation
import TestSupport
import Testing

/// A trader's customers with their orders and order lines, where the text `NULL` is a blank.
@Suite(.enabled(if: Places.hasData, "\(Places.withoutData)"))
struct NorthwindTests {
  private static let answer = Result {
    try Answer(
      "northwind.kam", accounts: "northwind/customers.csv",
      tables: ["orders": "northwind/orders.csv", "lines": "northwind/order_details.csv"])
  }

  /// Adds up the order lines by customer, of one year or of all.
  private static func net(_ year: String = "") throws -> [String: Decimal] {
    var customer: [String: String] = [:]
    for order in try RawTable(data: "northwind/orders.csv").records
    where (order["orderDate"] ?? "").hasPrefix(year) {
      customer[order["orderID"] ?? ""] = order["customerID"]
    }
    var net: [String: Decimal] = [:]
    for line in try RawTable(data: "northwind/order_details.csv").records {
      guard let customer = customer[line["orderID"] ?? ""] else { continue }
      let figures = ["unitPrice", "quantity", "discount"].map {
        Decimal(string: line[$0] ?? "") ?? .nan
      }
      net[customer, default: 0] += figures[0] * figures[1] * (1 - figures[2])
    }
    return net
  }

  @Test func netOfEachCustomer() throws {
    let answer = try Self.answer.get()
    #expect(answer.status == 0)
    for (column, year) in [
      ("net", ""), ("net_1996", "1996"), ("net_1997", "1997"), ("net_1998", "1998"),
    ] {
      let bought = answer.figures(column)
      #expect(bought.count == 91)
      #expect(try bought.filter { $0.value != 0 } == Self.net(year))
    }
  }

  @Test func totals() throws {
    let answer = try Self.answer.get()
    #expect(answer.shown("Net of all") == Decimal(string: "1265793.0395"))
    #expect(answer.shown("Net of 1996")?.rounded(2) == Decimal(string: "208083.97"))
    #expect(answer.shown("Net of 1997")?.rounded(2) == Decimal(string: "617085.20"))
    #expect(answer.shown("Net of 1998")?.rounded(2) == Decimal(string: "440623.87"))
    #expect(answer.shown("Orders not shipped") == 21)
    #expect(answer.shown("Without a fax") == 22)
    #expect(answer.lines["ALFKI"]?["In its country"] == "11")
    #expect(answer.lines["LILAS"]?["In its country"] == "4")
  }

  @Test func tenBestCustomers() throws {
    let answer = try Self.answer.get()
    let best = (1...10).map { answer.key(atPlace: $0) ?? "" }
    #expect(
      best == [
        "QUICK", "ERNSH", "SAVEA", "RATTC", "HUNGO", "HANAR", "KOENE", "FOLKO", "MEREP", "WHITC",
      ])
    #expect(
      best.map { answer.lines[$0]?["order_count"] }
        == ["28", "30", "31", "18", "19", "14", "14", "19", "13", "14"])
    #expect(
      best.map { answer.lines[$0]?["last_order"] } == [
        "1998-04-14", "1998-05-05", "1998-05-01", "1998-05-06", "1998-04-30", "1998-04-27",
        "1998-04-16", "1998-04-27", "1997-10-30", "1998-05-01",
      ])
  }

  @Test func concentration() throws {
    let answer = try Self.answer.get()
    #expect(answer.shown("Five best, share")?.rounded(6) == Decimal(string: "0.332275"))
    #expect(answer.shown("Ten best, share")?.rounded(6) == Decimal(string: "0.450425"))
    #expect(answer.shown("Twenty best, share")?.rounded(6) == Decimal(string: "0.631069"))
    #expect(answer.shown("Customers that make four fifths") == 34)
    #expect(answer.report.concentration.accountsFor80 == 34)
  }

  @Test func dormantCustomers() throws {
    let answer = try Self.answer.get()
    let dormant = answer.lines.filter { $0.value["tier"] == "Dormant" }
      .sorted { ($0.value["last_order"] ?? "", $0.key) < ($1.value["last_order"] ?? "", $1.key) }
    #expect(dormant.count == 16)
    #expect(answer.shown("Dormant customers") == 16)
    #expect(
      dormant.prefix(10).map(\.key) == [
        "CENTC", "LAZYK", "HUNGC", "MEREP", "FAMIA", "VINET", "GROSR", "FOLIG", "LAUGB", "TRAIH",
      ])
  }

  /// No order is a count of 0 and a missing date, not a blank that could be filled in.
  @Test func customersWithoutAnOrder() throws {
    let answer = try Self.answer.get()
    #expect(answer.keys(in: "Never") == ["FISSA", "PARIS"])
    for key in ["FISSA", "PARIS"] {
      #expect(answer.lines[key]?["net"] == "0")
      #expect(answer.lines[key]?["last_order"] == "")
    }
  }

  @Test func gainsInSpring() throws {
    let answer = try Self.answer.get()
    let gains = answer.figures("gain").sorted { $0.value > $1.value }.prefix(5)
    #expect(gains.map(\.key) == ["HANAR", "QUICK", "SAVEA", "ERNSH", "KOENE"])
    let expected = ["23821.20", "21631.56", "20329.54", "17109.49", "16307.77"]
    #expect(gains.map { $0.value.rounded(2) } == expected.map { Decimal(string: $0) })
    #expect(answer.shown("Sold to in both springs") == 59)
    #expect(answer.shown("Sold to in spring 1997 only") == 6)
    #expect(answer.shown("Sold to in spring 1998 only") == 21)
  }

  @Test func classesByValue() throws {
    let answer = try Answer("northwind-abc.kam", accounts: "northwind/derived/accounts.csv")
    #expect(answer.status == 0)
    let net = answer.figures("net")
    for (tier, count, sum) in [
      ("A", 13, "647446.70"), ("B", 21, "366101.23"), ("C", 55, "252245.15"),
    ] {
      let keys = answer.keys(in: tier)
      #expect(keys.count == count)
      #expect(keys.compactMap { net[$0] }.reduce(0, +) == Decimal(string: sum))
    }
    #expect(answer.shown("Net of all") == Decimal(string: "1265793.08"))
    #expect(answer.lines["BERGS"]?["tier"] == "A")
    #expect(answer.lines["CHOPS"]?["tier"] == "B")
    #expect(answer.lines["CENTC"]?["tier"] == "C")
    #expect(answer.keys(in: "") == ["FISSA", "PARIS"])
    #expect(answer.lines["PARIS"]?["status"] == "No order")
  }
}
