import Driver
import Engine
import Foundation
import Tables
import TestSupport
import Testing

/// Drills over made-up tables say what a recount by hand says.
@Suite("Drills")
struct DrillTests {
  @Test("what is left without people is what a recount says", arguments: 0..<60)
  func leavers(seed: Int) async throws {
    let book = PeopleBook(seed: UInt64(seed))
    let answer = try await book.drill(isLoss: false)
    let keys = Set(
      pairs(try await book.run(without: [])["accounts"]).filter { $0[1] != "Other" }.map { $0[0] })
    #expect(Set(answer["keyAccounts"] as? [String] ?? []) == keys)
    let leavers = try #require(answer["leavers"] as? [[String: Any]])
    #expect(Set(leavers.compactMap { $0["name"] as? String }) == book.people)
    for leaver in leavers {
      let name = try #require(leaver["name"] as? String)
      let expected = book.recount(without: name, amongst: keys)
      #expect(Set(leaver["atRisk"] as? [String] ?? []) == expected.atRisk, "\(name)")
      #expect(leaver["measure"] as? Int == expected.money, "\(name)")
      let accounts = try #require(leaver["accounts"] as? [[String: Any]])
      let contacts = accounts.flatMap { account in
        (account["lostContacts"] as? [String] ?? []).map { "\(account["key"] ?? "") \($0)" }
      }
      #expect(contacts.count == expected.contacts.count)
      #expect(Set(contacts) == expected.contacts, "\(name)")
      let nobody = accounts.filter { ($0["stillKnownTo"] as? [String])?.isEmpty ?? false }
      #expect(Set(nobody.compactMap { $0["key"] as? String }) == expected.nobodyLeft, "\(name)")
    }
    let order = leavers.map { (-($0["measure"] as? Int ?? 0), $0["name"] as? String ?? "") }
    #expect(zip(order, order.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test("losing accounts is the same as not having their rows", arguments: 0..<60)
  func losses(seed: Int) async throws {
    let book = PeopleBook(seed: UInt64(seed))
    let answer = try await book.drill(isLoss: true)
    let cases = try #require(answer["cases"] as? [[String: Any]])
    #expect(!cases.isEmpty)
    for item in cases {
      let lost = (item["lost"] as? [[String: Any]] ?? []).compactMap { $0["key"] as? String }
      let rest = try await book.run(without: Set(lost))
      #expect(pairs(item["keyAccounts"]) == pairs(rest["accounts"]).filter { $0[1] != "Other" })
      #expect(counts(item["tiers"]) == counts(rest["tiers"]))
      let requirements = rest["requirements"] as? [[String: Any]] ?? []
      let failing = requirements.filter { $0["holds"] as? Bool == false }
      #expect(item["failing"] as? [String] == failing.compactMap { $0["label"] as? String })
      let concentration = item["concentration"] as? [String: Any]
      let expected = rest["concentration"] as? [String: Any]
      #expect(concentration?["top10"] as? Double == expected?["top10"] as? Double)
      #expect(concentration?["accountsFor80"] as? Int == expected?["accountsFor80"] as? Int)
      let money = lost.reduce(0) { $0 + book.revenue(of: $1) }
      #expect(item["lostMeasure"] as? Int == money)
      #expect(item["replacementCost"] as? Int == 5 * money)
    }
  }

  private func pairs(_ accounts: Any?) -> [[String]] {
    (accounts as? [[String: Any]] ?? []).map {
      [$0["key"] as? String ?? "", $0["tier"] as? String ?? ""]
    }
  }

  private func counts(_ tiers: Any?) -> [Int] {
    (tiers as? [[String: Any]] ?? []).compactMap { $0["count"] as? Int }
  }
}

/// Made-up accounts, owners and relationships.
private struct PeopleBook {
  struct Account {
    var key: String
    var revenue: Int
    var owner: String
  }
  struct Contact {
    var account: String
    var name: String
    var ours: String
  }

  static let criteria = """
    agreement "Drill" { as of 2027-04-01; measure revenue; replacing costs 5 times revenue }
    accounts { id : text key; revenue : number; owner : person optional }
    table contacts from "contacts.csv" {
      account : accounts
      name : text
      ours : person optional
    }
    exclude "Ours" when revenue = 99
    exclude "New" from tiers when revenue = 98
    tier Key { when share(revenue) >= 15% or rank(revenue) <= 2 }
    tier Good { when revenue >= 50 or count(contacts) >= 3 }
    tier Waiting { }
    tier Other { otherwise }
    limit Key to 3 by revenue
    limit Good to 3 by revenue { overflow to Waiting }
    require "Three" that count(accounts where tier = Key) >= 3
    require "Owned" for Key, Good that owner is present
    """

  var accounts: [Account]
  var contacts: [Contact]
  private let settings: WorkSettings

  init(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let people = ["Ann", "Bob", "Cleo", "Dora", ""]
    let count = Int.random(in: 1...14, using: &random)
    accounts = (0..<count).map { number in
      Account(
        key: "A\"\(number)", revenue: Int.random(in: 0..<100, using: &random),
        owner: people.randomElement(using: &random) ?? "")
    }
    contacts = (0..<Int.random(in: 0...3 * count, using: &random)).map { _ in
      Contact(
        account: "A\"\(Int.random(in: 0...count, using: &random))",
        name: ["Uma", "Vic", "Wim"].randomElement(using: &random) ?? "",
        ours: (people + ["Emil"]).randomElement(using: &random) ?? "")
    }
    settings = WorkSettings(
      workers: Workforce(Int(seed % 3) + 1), pieceBytes: 32 << (seed % 4),
      batchRows: Int(seed % 5) + 1)
  }

  /// What an account adds to totals.
  func revenue(of key: String) -> Int {
    accounts.first { $0.key == key && $0.revenue != 99 }?.revenue ?? 0
  }

  private func files(without lost: Set<String>) -> MemoryFiles {
    func quoted(_ text: String) -> String {
      "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }
    let rows = accounts.filter { !lost.contains($0.key) }.map {
      "\(quoted($0.key)),\($0.revenue),\($0.owner)\n"
    }
    let people = contacts.map { "\(quoted($0.account)),\($0.name),\($0.ours)\n" }
    return MemoryFiles([
      "criteria.kam": PeopleBook.criteria, "accounts.csv": "id,revenue,owner\n" + rows.joined(),
      "contacts.csv": "account,name,ours\n" + people.joined(),
    ])
  }

  private var request: RunRequest {
    RunRequest(agreementPath: "criteria.kam", accountsPath: "accounts.csv", settings: settings)
  }

  private func object(_ bytes: [UInt8]) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  func drill(isLoss: Bool) async throws -> [String: Any] {
    var pipeline = Pipeline(files: files(without: []))
    var drill = DrillRequest()
    guard isLoss else {
      return try object(LeaverJSON.render(try await pipeline.leaverDrill(request, drill)))
    }
    drill.tops = [1, 2, 4]
    drill.names = accounts.prefix(accounts.count / 2).map(\.key)
    return try object(LossJSON.render(try await pipeline.lossDrill(request, drill)))
  }

  func run(without lost: Set<String>) async throws -> [String: Any] {
    var pipeline = Pipeline(files: files(without: lost))
    return try object(JSONReport.render(try await pipeline.run(request)))
  }

  // MARK: Recounting

  var people: Set<String> {
    let owners = accounts.filter { $0.revenue != 99 }.map(\.owner)
    return Set(owners + contacts.map(\.ours)).subtracting([""])
  }

  /// Takes one person away from the accounts with these keys.
  func recount(
    without name: String, amongst keys: Set<String>
  ) -> (atRisk: Set<String>, money: Int, contacts: Set<String>, nobodyLeft: Set<String>) {
    var result: (atRisk: Set<String>, money: Int, contacts: Set<String>, nobodyLeft: Set<String>)
    result = ([], 0, [], [])
    for account in accounts where keys.contains(account.key) {
      let rows = contacts.filter { $0.account == account.key }
      let now = Set(rows.map(\.ours)).subtracting([""])
      let then = now.subtracting([name])
      if now.contains(name), then.isEmpty { result.nobodyLeft.insert(account.key) }
      if account.owner == name || now.contains(name) && then.count < 2 {
        result.atRisk.insert(account.key)
        result.money += account.revenue
      }
      for contact in Set(rows.map(\.name)) {
        let known = Set(rows.filter { $0.name == contact }.map(\.ours)).subtracting([""])
        if known == [name] { result.contacts.insert("\(account.key) \(contact)") }
      }
    }
    return result
  }
}
