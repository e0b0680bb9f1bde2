import Foundation
import TestSupport
import Testing

/// The same files give the same bytes, and the order of what has no order changes nothing.
struct DeterminismTests {
  private static let surroundings = [
    Surroundings.plain,
    Surroundings(name: "one worker", workers: 1),
    Surroundings(name: "four workers", workers: 4),
    Surroundings(name: "German", environment: ["LC_ALL": "de_DE.UTF-8"]),
    Surroundings(name: "Turkish", environment: ["LC_ALL": "tr_TR.UTF-8"]),
    Surroundings(name: "Tokyo", environment: ["TZ": "Asia/Tokyo", "LANG": "ja_JP.UTF-8"]),
    Surroundings(name: "another folder", isElsewhere: true),
  ]

  @Test(arguments: Scenario.examples + Scenario.generated.prefix(2))
  func surroundingsDoNotMatter(_ scenario: Scenario) throws {
    let first = try scenario.outputs()
    #expect(first.statuses != [2, 2])
    for surroundings in Self.surroundings {
      let differences = first.differences(from: try scenario.outputs(surroundings))
      #expect(differences.isEmpty, "\(surroundings.name)")
    }
  }

  @Test func workersDoNotMatter() throws {
    let first = try Scenario.bulk.outputs(Surroundings(name: "one worker", workers: 1))
    #expect(first.statuses == [3, 3])
    for workers in [1, 2, 4, 7] {
      let other = try Scenario.bulk.outputs(Surroundings(name: "several", workers: workers))
      #expect(first.differences(from: other).isEmpty, "\(workers) workers")
    }
  }

  /// Reports name lines of the agreement and its digest, so only the other outputs are compared.
  @Test(arguments: Scenario.examples + Scenario.generated + [Scenario.bulk])
  func orderOfDeclarationsDoesNotMatter(_ scenario: Scenario) throws {
    let first = try scenario.outputs()
    let declarations = Declarations(scenario.files["criteria.kam"] ?? "")
    for seed in UInt64(1)...2 {
      var random = SplitMix64(seed: seed)
      var shuffled = scenario
      shuffled.files["criteria.kam"] = declarations.shuffled(using: &random)
      #expect(shuffled.files["criteria.kam"] != scenario.files["criteria.kam"])
      let differences = first.differences(
        from: try shuffled.outputs(),
        in: ["tiers.csv", "tiers.json", "schedule.csv", "schedule.ics"])
      #expect(differences.isEmpty, "order \(seed)")
    }
  }

  /// Lines of the input and what is in its order move; everything else stays.
  @Test(arguments: Scenario.examples + Scenario.generated + [Scenario.bulk])
  func orderOfRowsDoesNotMatter(_ scenario: Scenario) throws {
    let first = try scenario.outputs()
    for seed in UInt64(1)...2 {
      var random = SplitMix64(seed: seed)
      var shuffled = scenario
      for name in scenario.files.keys.sorted() where name.hasSuffix(".csv") {
        shuffled.files[name] = Records(scenario.files[name] ?? "").shuffled(using: &random)
      }
      let other = try shuffled.outputs()
      #expect(first.tierLines == other.tierLines, "order \(seed)")
      #expect(first.differences(from: other, in: ["schedule.csv", "schedule.ics"]).isEmpty)
      let (one, two) = (first.report, other.report)
      // Rows are listed, and named by their lines, in the order of the input.
      let inInputOrder = ["data", "excluded", "rejected", "findings", "chase", "books"]
      for member in one.keys.sorted() where !inInputOrder.contains(member) {
        #expect(
          Self.withoutBlanks(one[member]) == Self.withoutBlanks(two[member]),
          "\(member), order \(seed)")
      }
      #expect(Self.labels(of: one["findings"]) == Self.labels(of: two["findings"]))
      #expect(Self.figures(of: one["books"]) == Self.figures(of: two["books"]))
    }
  }

  /// Returns accounts without their blanks, which are named by their cells.
  private static func withoutBlanks(_ member: NSObject?) -> NSObject? {
    guard let accounts = member as? [[String: NSObject]] else { return member }
    return accounts.map { $0.filter { $0.key != "blanks" } } as NSArray
  }

  /// Returns the figures of each line of each book; rows without a key are named by their lines.
  private static func figures(of books: NSObject?) -> [[NSObject?]] {
    (books as? [[String: Any]] ?? []).map { book in
      (book["rows"] as? [[String: NSObject]] ?? []).map { $0["shown"] }
    }
  }

  /// Returns the label of each finding, sorted.
  private static func labels(of findings: NSObject?) -> [String] {
    let list = findings as? [[String: Any]] ?? []
    return list.compactMap { $0["label"] as? String }.sorted()
  }
}
