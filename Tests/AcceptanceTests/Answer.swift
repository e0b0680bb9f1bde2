import Foundation
import TestSupport

/// What the program answers to an agreement over the real data.
struct Answer: Sendable {
  /// A figure of the report; a number keeps all of its digits.
  enum Figure: Decodable, Sendable {
    case number(Decimal)
    case truth(Bool)
    case text(String)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let truth = try? container.decode(Bool.self) {
        self = .truth(truth)
      } else if let number = try? container.decode(Decimal.self) {
        self = .number(number)
      } else {
        self = .text(try container.decode(String.self))
      }
    }
  }

  /// The members of the report that are looked at.
  struct Report: Decodable, Sendable {
    struct Account: Decodable, Sendable {
      var key: String
      var tier: String
      var provisional: Bool
      var sponsor: String?
    }

    struct Sponsor: Decodable, Sendable {
      var name: String
      var accounts: [String]
    }

    struct Finding: Decodable, Sendable {
      var label: String
      var message: String
    }

    struct Requirement: Decodable, Sendable {
      var label: String
      var holds: Bool
    }

    struct Concentration: Decodable, Sendable {
      var top10: Decimal
      var top20: Decimal
      var accountsFor80: Int
    }

    struct Data: Decodable, Sendable {
      var table: String
      var rows: Int
      var rejected: Int
    }

    var data: [Data]
    var accounts: [Account]
    var sponsors: [Sponsor]
    var findings: [Finding]
    var requirements: [Requirement]
    var shown: [String: Figure?]
    var concentration: Concentration
  }

  struct Diagnostic: Decodable, Sendable {
    var code: String
    var severity: String
    var message: String
    var help: String?
  }

  var status: Int32
  var report: Report
  var diagnostics: [Diagnostic]
  /// The lines of the `--tiers` file by the account's key.
  var lines: [String: [String: String]]

  /// Runs one of the agreements over files of the real data.
  init(_ agreement: String, accounts: String, tables: [String: String] = [:]) throws {
    let folder = try TemporaryFolder()
    var arguments = [
      "eval", Places.agreements.appending(path: agreement).path,
      Places.data.appending(path: accounts).path, "--format", "json", "--tiers", "tiers.csv",
    ]
    for (name, path) in tables {
      arguments += ["--table", "\(name)=\(Places.data.appending(path: path).path)"]
    }
    let outcome = try Program.run(arguments, in: folder.url)
    status = outcome.status
    diagnostics = try JSONDecoder().decode([Diagnostic].self, from: outcome.errors)
    report = try JSONDecoder().decode(Report.self, from: outcome.output)
    let tiers = NaiveCSV.split(String(decoding: try folder.read("tiers.csv"), as: UTF8.self))
    lines = Dictionary(uniqueKeysWithValues: tiers.records.map { ($0["key"] ?? "", $0) })
  }

  /// Returns a column of the `--tiers` file by the account's key.
  func column(_ name: String) -> [String: String] { lines.compactMapValues { $0[name] } }

  /// Returns a column of figures; those that are missing are left out.
  func figures(_ name: String) -> [String: Decimal] {
    column(name).compactMapValues { Decimal(string: $0) }
  }

  /// Returns a figure of the portfolio; nil where it is missing or no number.
  func shown(_ name: String) -> Decimal? {
    guard case .number(let number)?? = report.shown[name] else { return nil }
    return number
  }

  /// Returns the account whose figure `place` is `place`.
  func key(atPlace place: Int) -> String? {
    lines.first { $0.value["place"] == "\(place)" }?.key
  }

  /// Returns the keys of a tier's accounts, sorted.
  func keys(in tier: String) -> [String] {
    lines.filter { $0.value["tier"] == tier }.keys.sorted()
  }
}

extension Decimal {
  /// Returns the number rounded half up, as the facts about the real data are.
  func rounded(_ places: Int) -> Decimal {
    var (number, result) = (self, Decimal())
    unsafe NSDecimalRound(&result, &number, places, .plain)
    return result
  }
}
