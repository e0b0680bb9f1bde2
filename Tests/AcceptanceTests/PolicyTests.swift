import Foundation
import TestSupport
import Testing

/// Whole policies, written from their prose, against what they say themselves about their data.
@Suite(
  .enabled(if: Places.hasPolicies, "there are no policies in ../shared/policies"),
  .timeLimit(.minutes(5)))
struct PolicyTests {
  /// One run of an agreement over a policy's data.
  private struct Judged {
    var status: Int32
    var errors: String
    /// By key, the columns of the `--tiers` file.
    var lines: [String: [String: String]]
    var report: Report

    /// Each account's tier or reason to be without one, and what decided it.
    var decisions: [String: [String]] {
      lines.mapValues { line in
        let tier = line["tier"] ?? ""
        return [tier.isEmpty ? line["status"] ?? "" : tier, line["reason"] ?? ""]
      }
    }
  }

  private struct Report: Decodable {
    struct Movement: Decodable {
      var kept: Int
      var up: [String]
      var down: [String]
    }
    struct Rejected: Decodable {
      var key: String?
      var code: String
    }
    struct Finding: Decodable { var label: String }
    struct Large: Decodable, Equatable {
      var key: String
      var share: Decimal
    }
    struct Account: Decodable {
      var key: String
      var members: [String]
      var findings: [Finding]
    }
    struct Review: Decodable {
      var review: String
      var account: String
      var planned: String
      var date: String
      var moved: String?
      var marks: [String]
    }
    var accounts: [Account]
    var schedule: [Review]
    var rejected: [Rejected]
    var findings: [Finding]
    var movement: Movement?
    var shown: [String: Decimal]

    func keys(warned label: String) -> [String] {
      accounts.filter { $0.findings.contains { $0.label == label } }.map(\.key).sorted()
    }
  }

  /// - Parameter agreement: what is replaced in the agreement.
  /// - Parameter data: what is done to the data.
  private static func judge(
    _ policy: String, agreement: [String: String] = [:],
    data change: (String) -> Foundation.Data = { Data($0.utf8) }
  ) throws -> Judged {
    let folder = try TemporaryFolder()
    var text = try String(
      contentsOf: Places.agreements.appending(path: "\(policy).kam"), encoding: .utf8)
    for (old, new) in agreement {
      try #require(text.contains(old))
      text.replace(old, with: new)
    }
    try folder.write(text, to: "criteria.kam")
    let table = try String(
      contentsOf: Places.policies.appending(path: "\(policy)/accounts.csv"), encoding: .utf8)
    try change(table).write(to: folder.url.appending(path: "accounts.csv"))
    let outcome = try Program.run(
      ["eval", "criteria.kam", "accounts.csv", "--format", "json", "--tiers", "tiers.csv"],
      in: folder.url)
    let errors = String(decoding: outcome.errors, as: UTF8.self)
    let tiers = NaiveCSV.split(String(decoding: try folder.read("tiers.csv"), as: UTF8.self))
    return Judged(
      status: outcome.status, errors: errors,
      lines: Dictionary(uniqueKeysWithValues: tiers.records.map { ($0["key"] ?? "", $0) }),
      report: try JSONDecoder().decode(Report.self, from: outcome.output))
  }

  // MARK: The distributor

  @Test func distributor() throws {
    let judged = try Self.judge("distributor")
    #expect(judged.status == 0)
    #expect(
      judged.decisions == [
        "2001": ["A", "A by value"], "2004": ["A", "A by value"], "2006": ["B", "A by value"],
        "2005": ["A", "A by value"], "2007": ["B", "A by value"],
        "2008": ["A", "keep while before < 85% and may_be"], "2009": ["B", "before < 95%"],
        "2010": ["C", "otherwise"], "2011": ["C", "otherwise"], "2015": ["C", "otherwise"],
        "2013": ["C", "otherwise"], "2014": ["New", ""], "2012": ["Intercompany", ""],
      ])
    #expect(judged.lines["2001"]?["contribution"] == "1400000")
    #expect(judged.lines["2001"]?["revenue"] == "8000000")
    #expect(judged.lines["2001"]?["orders"] == "79")
    #expect(judged.report.accounts.first { $0.key == "2001" }?.members == ["2001", "2002", "2003"])
    #expect(judged.lines["2010"]?["before"] == "0.95")
    #expect(
      ["2011", "2013", "2015", "2001"].map { judged.lines[$0]?["channel"] }
        == ["inside sales", "web shop", "web shop", "account manager"])
    #expect(judged.errors.contains("9999") && judged.errors.contains("it stands alone"))
  }

  @Test func distributorsRisk() throws {
    let report = try Self.judge("distributor").report
    #expect(report.shown["Revenue"] == 25_200_000)
    #expect(report.shown["Base"] == 4_400_000)
    #expect(try #require(report.shown["Top 3"]).rounded(4) == Decimal(string: "0.6032"))
    #expect(try #require(report.shown["HHI"]).rounded(1) == Decimal(string: "1746.8"))
    #expect(
      report.keys(warned: "10 % of revenue or more") == ["2001", "2004", "2005", "2006", "2007"])
  }

  @Test func distributorsParentsInACircle() throws {
    let judged = try Self.judge("distributor") {
      Data($0.replacing("2001;Polchem Grupa SA;;", with: "2001;Polchem Grupa SA;2003;").utf8)
    }
    #expect(judged.status == 3)
    #expect(judged.report.rejected.compactMap(\.key) == ["2001", "2002", "2003"])
    #expect(Set(judged.report.rejected.map(\.code)) == ["K0350"])
    #expect(judged.errors.contains("`2001` → `2003` → `2002` → `2001`"))
  }

  @Test func distributorsDearerZloty() throws {
    let judged = try Self.judge("distributor", agreement: ["PLN 4.30": "PLN 4.60"])
    #expect(try #require(judged.report.shown["Base"]).rounded(2) == Decimal(string: "4304782.61"))
    let before = try #require(Decimal(string: judged.lines["2010"]?["before"] ?? ""))
    #expect(before.rounded(4) == Decimal(string: "0.9498"))
    #expect(judged.lines["2010"]?["tier"] == "B")
  }

  @Test func distributorsFileFromAnotherSpreadsheet() throws {
    let plain = try Self.judge("distributor")
    let judged = try Self.judge(
      "distributor",
      agreement: ["separator \";\"": "separator \";\"; decimal comma; encoding latin1"]
    ) { table in
      let name = table.replacing("Moravska Pryskyrice", with: "Moravská Pryskyřice")
      // The letter ř is none of Latin-1.
      let text = name.replacing("ř", with: "r").replacing("3870000", with: "3.870.000,00")
      return text.data(using: .isoLatin1) ?? Data()
    }
    #expect(judged.decisions == plain.decisions)
    #expect(judged.report.shown == plain.report.shown)
  }

  /// Reviews keep to the working days of Germany and of the sponsor's country, and out of the last
  /// week of each month.
  @Test func distributorsReviews() throws {
    let folder = try TemporaryFolder()
    let text = try String(
      contentsOf: Places.agreements.appending(path: "distributor-reviews.kam"), encoding: .utf8)
    try folder.write(text, to: "criteria.kam")
    let classes = ["2001": "A", "2004": "A", "2005": "A", "2008": "A", "2006": "B", "2009": "B"]
    let table = try String(
      contentsOf: Places.policies.appending(path: "distributor/accounts.csv"), encoding: .utf8)
    let lines = table.split(whereSeparator: \.isNewline).enumerated().map { number, line in
      let key = line.split(separator: ";").first.map(String.init) ?? ""
      return "\(line);\(number == 0 ? "Class" : classes[key] ?? "C")"
    }
    try folder.write(lines.joined(separator: "\n") + "\n", to: "accounts.csv")
    try folder.write("name,country\nHanna,DE\nPiotr,PL\nTomas,CZ\n", to: "directors.csv")
    let holidays = [
      // Those that matter here; some are made up.
      ("2027-01-06", "PL", "Epiphany"), ("2027-04-05", "CZ", "Easter Monday"),
      ("2027-07-05", "CZ", "Cyril and Methodius"), ("2027-04-05", "DE", "Ostermontag"),
      ("2027-10-01", "PL", "A day of its own"), ("2027-10-04", "DE", "A day of its own"),
    ]
    let rows = holidays.map { "\($0.0),\($0.1),\($0.2)\n" }.joined()
    try folder.write("date,country,name\n" + rows, to: "holidays.csv")
    let outcome = try Program.run(
      ["eval", "criteria.kam", "accounts.csv", "--quiet", "--schedule", "reviews.csv"],
      in: folder.url)
    #expect(outcome.status == 0)
    let reviews = NaiveCSV.split(String(decoding: try folder.read("reviews.csv"), as: UTF8.self))
    let countries = ["Hanna": "DE", "Piotr": "PL", "Tomas": "CZ"]
    let calendar = Calendar(identifier: .gregorian)
    for review in reviews.records {
      let day = try #require(review["date"])
      let date = try Date(day + "T12:00:00Z", strategy: .iso8601)
      let weekday = calendar.component(.weekday, from: date)
      #expect(weekday != 1 && weekday != 7)
      let isFree = holidays.contains {
        $0.0 == day && ["DE", countries[review["attendees"] ?? ""]].contains($0.1)
      }
      #expect(!isFree, "\(review)")
      let lastWeek = try #require(calendar.date(byAdding: .day, value: 7, to: date))
      #expect(calendar.component(.month, from: lastWeek) == calendar.component(.month, from: date))
    }
    let accounts = Set(reviews.records.compactMap { $0["account"] })
    #expect(accounts == Set(classes.keys))
    let planned = reviews.records.filter { $0["account"] == "2004" }.compactMap { $0["planned"] }
    #expect(planned == ["2027-01-04", "2027-04-04", "2027-07-03", "2027-10-01", "2027-12-30"])
    #expect(reviews.records.count == 4 * 5 + 2 * 3)
  }

  // MARK: The software house

  @Test func softwareHouse() throws {
    let judged = try Self.judge("saas")
    #expect(judged.status == 3)
    let tiers = judged.decisions.mapValues { $0[0] }
    #expect(
      tiers == [
        "101": "Strategic", "110": "Strategic", "103": "Enterprise", "104": "Enterprise",
        "111": "Enterprise", "105": "Enterprise", "102": "Enterprise", "113": "Enterprise",
        "106": "Growth", "112": "Enterprise", "109": "Scale", "107": "Onboarding",
      ])
    let scores = judged.lines.compactMapValues { line in
      Decimal(string: line["fit"] ?? "").map { "\($0.rounded(2))" }
    }
    #expect(
      scores == [
        "101": "100", "110": "84", "103": "84", "104": "81.18", "111": "88", "105": "72",
        "102": "68", "113": "54", "106": "39", "112": "12", "109": "4", "107": "84",
      ])
    #expect(judged.decisions["103"]?[1] == "limit Strategic")
    #expect(judged.decisions["104"]?[1] == "limit Strategic")
    #expect(judged.decisions["112"]?[1] == "move at most 1 tier")
    #expect(judged.decisions["113"]?[1].hasPrefix("keep while") == true)
    #expect(judged.report.rejected.map(\.key) == ["108"])
  }

  @Test func softwareHousesMovement() throws {
    let report = try Self.judge("saas").report
    let movement = try #require(report.movement)
    #expect(movement.kept == 11)
    #expect(movement.up == ["110"])
    #expect(movement.down == ["102", "104", "106", "109", "111", "112"])
    #expect(report.shown == ["Changed": 7, "Base": 11])
    #expect(report.findings.map(\.label) == ["needs CRO sign-off"])
  }

  /// Windows are judged by actual days: Juniper's regular review of Sunday 2 May is a Monday outside
  /// its window, and Aurora's of Sunday 1 August falls on the first day of its own.
  @Test func softwareHousesRenewals() throws {
    let schedule = try Self.judge("saas").report.schedule
    let lines = schedule.filter { ["101", "110"].contains($0.account) }.map { review in
      ([review.review, review.account, review.planned, review.date] + review.marks)
        .joined(separator: " ")
    }
    #expect(
      lines == [
        "Renewal review 110 2027-04-01 2027-04-01 short notice",
        "Strategic review 101 2027-05-02 2027-05-03", "Strategic review 110 2027-05-02 2027-05-03",
        "Strategic review 101 2027-08-01 2027-08-02", "Strategic review 110 2027-08-01 2027-08-02",
        "Strategic review 101 2027-10-31 2027-11-01", "Strategic review 110 2027-10-31 2027-11-01",
        "Strategic review 101 2028-01-30 2028-01-31", "Strategic review 110 2028-01-30 2028-01-31",
      ])
    #expect(schedule.first { $0.account == "101" }?.moved == "Sun 2 May → Mon 3 May: weekend")
    #expect(schedule.count { $0.review == "Enterprise review" } == 14)
    #expect(schedule.filter { !$0.marks.isEmpty }.map(\.account) == ["110"])
  }

  @Test func softwareHousesMissingRevenue() throws {
    let judged = try Self.judge("saas") {
      Data($0.replacing("Harbour Insurance,,", with: "Harbour Insurance,300000,").utf8)
    }
    #expect(judged.status == 0)
    #expect(judged.lines["108"]?["tier"] == "Growth")
    #expect(judged.lines["108"]?["fit"] == "51")
  }
}
