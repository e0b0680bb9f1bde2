import Driver
import Engine
import Foundation
import Tables
import Testing

@Suite("JSON reports")
struct JSONReportTests {
  private typealias Object = [String: Any]

  private func object(_ bytes: [UInt8]) throws -> Object {
    try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? Object)
  }

  private func array(_ bytes: [UInt8]) throws -> [Object] {
    try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [Object])
  }

  private func objects(_ object: Object, _ key: String) throws -> [Object] {
    try #require(object[key] as? [Object])
  }

  private func account(_ key: String, in report: Object) throws -> Object {
    try #require(try objects(report, "accounts").first { $0["key"] as? String == key })
  }

  private static let keys = [
    "format", "agreement", "rates", "data", "previous", "tiers", "accounts", "excluded", "rejected",
    "requirements", "findings", "questions", "chase", "chaseIsComplete", "shown", "books",
    "limits", "concentration",
    "movement",
    "sponsors",
    "unsponsored", "shortages", "schedule", "actions", "unplaced", "forecast",
  ]

  private static let accountKeys = [
    "key", "name", "members", "tier", "since", "rank", "scores", "criteria", "reason",
    "provisional", "possibleTiers", "blanks", "before", "byRulesAlone", "override", "displaced",
    "heldBack",
    "sponsor", "sponsorSince",
    "deputy", "shown", "findings",
  ]

  /// Whether `keys` stand in the text in this order.
  private func areInOrder(_ keys: [String], in text: String) -> Bool {
    var rest = text[...]
    for key in keys {
      guard let found = rest.range(of: "\"\(key)\":") else { return false }
      rest = rest[found.upperBound...]
    }
    return true
  }

  @Test("the keys are there, in their order", arguments: examples)
  func keys(_ example: String) async throws {
    let bytes = JSONReport.render(try await MemoryFiles(example: example).run())
    let report = try object(bytes)
    let hasSponsors = !(try objects(report, "sponsors").isEmpty)
    #expect(
      Set(report.keys).subtracting(["withoutDeputy", "findingChanges", "changeLog", "agendas"])
        == Set(Self.keys).subtracting(hasSponsors ? [] : ["shortages"]))
    let accounts = try objects(report, "accounts")
    for account in accounts {
      #expect(
        Set(account.keys).subtracting(["possibleExclusions", "converted", "questions"])
          == Set(Self.accountKeys))
    }
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(areInOrder(["format", "agreement"] + Self.accountKeys, in: text))
    #expect(text.hasSuffix("}\n"))
  }

  @Test("accounts go by tier, rank and key", arguments: examples)
  func order(_ example: String) async throws {
    let report = try object(JSONReport.render(try await MemoryFiles(example: example).run()))
    let tiers = try objects(report, "tiers").map { $0["name"] as? String }
    let accounts = try objects(report, "accounts")
    let places = try accounts.map { account in
      (
        try #require(tiers.firstIndex(of: account["tier"] as? String)),
        try #require(account["rank"] as? Int)
      )
    }
    for (left, right) in zip(places, places.dropFirst()) {
      #expect(left < right)
      #expect(right.1 == (left.0 == right.0 ? left.1 + 1 : 1))
    }
    let counts = try objects(report, "tiers").compactMap { $0["count"] as? Int }
    #expect(counts.reduce(0, +) == accounts.count)
  }

  @Test("nothing depends on the number of workers", arguments: examples)
  func workers(_ example: String) async throws {
    let files = try MemoryFiles(example: example)
    let one = try await files.run(workers: 1)
    let four = try await files.run(workers: 4)
    #expect(JSONReport.render(one) == JSONReport.render(four))
    #expect(TiersJSON.render(one) == TiersJSON.render(four))
    #expect(ScheduleJSON.render(one.schedule) == ScheduleJSON.render(four.schedule))
  }

  // MARK: The small run

  private func small() async throws -> Object {
    try object(JSONReport.render(try await SmallRun.files.run()))
  }

  @Test("an account has its name, its tier before and its reason")
  func account() async throws {
    let account = try account("A1", in: try await small())
    #expect(account["name"] as? String == "Société Générale d'Électricité")
    #expect(account["before"] as? String == "Core")
    #expect(account["provisional"] as? Bool == true)
    #expect(account["sponsor"] is NSNull)
    let reason = try #require(account["reason"] as? Object)
    #expect(reason["clause"] as? String == #"when "Worth" worth >= 50 and revenue >= 1M"#)
    #expect(reason["route"] as? String == "Worth")
    let figures = try objects(reason, "figures")
    #expect(figures.map { $0["name"] as? String } == ["worth", "revenue"])
    #expect(figures.map { $0["value"] as? Int } == [100, 9_000_000])
    #expect(try objects(account, "findings").isEmpty)
  }

  @Test("a finding has an identity that names the account")
  func finding() async throws {
    let account = try account("A5", in: try await small())
    let findings = try objects(account, "findings")
    #expect(findings.map { $0["label"] as? String } == ["Small share of wallet"])
    let id = try #require(findings[0]["id"] as? String)
    #expect(id.hasPrefix("warn-") && id.hasSuffix("-A5"))
  }

  @Test("what a blank leaves open has a range")
  func ranges() async throws {
    let report = try await small()
    let known = try #require(try account("A1", in: report)["scores"] as? [String: Object])
    #expect(Set(known["worth"]?.keys ?? [:].keys) == ["value", "low", "high"])
    let open = try #require(try account("A2", in: report)["scores"] as? [String: Object])
    #expect(open["worth"]?["value"] as? Int == 75)
    #expect(open["worth"]?["low"] as? Int == 75)
    #expect(open["worth"]?["high"] as? Int == 100)
    let criteria = try objects(try account("A2", in: report), "criteria")
    #expect(criteria.map { $0["decided"] as? Bool } == [true, false])
    #expect(criteria[1]["points"] is NSNull)
  }

  @Test("limits, overrides and those displaced are told apart")
  func decisions() async throws {
    let report = try await small()
    let displaced = try #require(try account("A3", in: report)["displaced"] as? Object)
    #expect(displaced["from"] as? String == "Strategic")
    #expect(displaced["to"] as? String == "Core")
    #expect(displaced["lastSeat"] as? String == "A1")
    let override = try #require(try account("A6", in: report)["override"] as? Object)
    #expect(override["because"] as? String == "Minute 9")
    #expect(override["until"] as? String == "2027-12-31")
    #expect(try account("A6", in: report)["byRulesAlone"] as? String == "Other")
    let limit = try #require(try objects(report, "limits").first)
    #expect(limit["spared"] as? [String] == ["A4"])
    #expect(limit["cut"] as? [Int] == [100, 9_000_000])
  }

  @Test("what counts nowhere is listed with the reason")
  func rejected() async throws {
    let report = try await small()
    let rejected = try objects(report, "rejected")
    #expect(rejected.map { $0["key"] as? String } == ["A9", "A10", "A10", "A11"])
    #expect(
      rejected.map { $0["code"] as? String } == ["K0303", "K0320", "K0320", "K0323"])
    #expect(rejected.map { $0["line"] as? Int } == [10, 11, 12, 13])
    let excluded = try objects(report, "excluded")
    #expect(excluded.map { $0["inTotals"] as? Bool } == [false, true])
    let data = try objects(report, "data")
    #expect(data.map { $0["rows"] as? Int } == [12, 2])
    #expect(data.map { $0["rejected"] as? Int } == [4, 0])
    let people = try #require(SmallRun.files.files["people.csv"])
    #expect(data[1]["sha256"] as? String == SHA256.hexDigest(of: people))
  }

  @Test("requirements say what fails and what is only unknown")
  func requirements() async throws {
    let requirements = try objects(try await small(), "requirements")
    #expect(requirements.map { $0["holds"] as? Bool } == [false, true, false])
    #expect(requirements.map { $0["undecided"] as? Bool } == [false, false, true])
    #expect(requirements[0]["accounts"] as? [String] == ["A4"])
  }

  @Test("the tiers file has an object per account, in the input's order")
  func tiers() async throws {
    let tiers = try array(TiersJSON.render(try await SmallRun.files.run()))
    #expect(
      tiers.map { $0["key"] as? String } == ["A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8"])
    #expect(tiers[6]["status"] as? String == "Own company")
    #expect(tiers[6]["tier"] is NSNull)
    #expect(tiers[0]["reason"] as? String == "Worth")
    #expect(tiers[0]["spend"] as? Int == 30_000_000)
  }

  @Test("the schedule file has the reviews of the report")
  func schedule() async throws {
    let run = try await SmallRun.files.run()
    let file = try array(ScheduleJSON.render(run.schedule))
    let report = try objects(try object(JSONReport.render(run)), "schedule")
    #expect(file.count == run.schedule.reviews.count && !file.isEmpty)
    #expect(NSArray(array: file) == NSArray(array: report))
  }
}
