import Driver
import Engine
import Foundation
import Tables
import TestSupport
import Testing

/// What is certain does not depend on what a run is asked to show.
///
/// A run for `--tiers` alone computes less than one for a report. Both call the same accounts
/// provisional.
struct DemandTests {
  @Test(arguments: examples)
  func examplesAreAsCertain(example: String) async throws {
    try await expectSame(try MemoryFiles(example: example), "example \(example)")
  }

  @Test func smallRunIsAsCertain() async throws {
    try await expectSame(SmallRun.files, "small run")
  }

  @Test func lessIsAsCertain() async throws {
    for seed in Trials("certainty whatever is asked", count: 70) {
      let generated = GeneratedCase(seed: seed, features: .possibilities)
      var files = MemoryFiles(
        Dictionary(uniqueKeysWithValues: generated.files.map { ($0.key + ".csv", $0.value) }))
      files.files["criteria.kam"] = Array(generated.source.utf8)
      let plain = try await files.run { $0.detail = .decisions }.evaluation
      let explained = try await files.run { $0.detail = .explanations }.evaluation
      for row in 0..<plain.tables[0].rowCount {
        #expect(
          Certainty.isProvisional(row, in: explained) == Certainty.isProvisional(row, in: plain),
          "seed \(seed), row \(row)")
        let few = Certainty.possibleTiers(row, in: explained)
        // Which tiers are possible is searched for where it is shown.
        #expect(
          Set(few).isSubset(of: Certainty.possibleTiers(row, in: plain)), "seed \(seed), row \(row)"
        )
      }
    }
  }

  /// Every output names the same accounts as provisional, and the same tiers.
  private func expectSame(_ files: MemoryFiles, _ name: String) async throws {
    let plain = try await files.run { $0.detail = .decisions }
    let explained = try await files.run { $0.detail = .explanations }
    #expect(TiersCSV(plain).bytes == TiersCSV(explained).bytes)
    #expect(TiersJSON.render(plain) == TiersJSON.render(explained), "\(name)")
    let rows = 0..<plain.evaluation.tables[0].rowCount
    let open = rows.filter { Certainty.isProvisional($0, in: plain.evaluation) }
    for row in open {
      #expect(
        Certainty.possibleTiers(row, in: plain.evaluation)
          == Certainty.possibleTiers(row, in: explained.evaluation), "\(name), row \(row)")
    }
    try expectReport(of: explained, names: open.map { plain.evaluation.tables[0].key($0) }, name)
  }

  /// The report names the same accounts as provisional, as far as it lists accounts.
  private func expectReport(of run: Run, names: [String], _ name: String) throws {
    let report = try JSONSerialization.jsonObject(with: Data(JSONReport.render(run)))
    let object = try #require(report as? [String: Any])
    for account in try #require(object["accounts"] as? [[String: Any]]) {
      let key = try #require(account["key"] as? String)
      #expect(account["provisional"] as? Bool == names.contains(key), "\(name), \(key)")
    }
    let text = TextReport.render(run, style: TextStyle(useColor: false, width: 80))
    #expect(text.contains("provisional") || names.isEmpty, "\(name)")
  }
}
