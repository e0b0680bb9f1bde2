import Foundation
import TestSupport
import Testing

/// An agreement, `criteria.kam`, with its accounts, `accounts.csv`, and its other files.
struct Scenario: Sendable, CustomTestStringConvertible {
  var name: String
  /// The texts of the files by their names.
  var files: [String: String]

  var testDescription: String { name }

  static let examples = Places.examples.map { Scenario(example: $0) }
  static let generated = (1...8).map { Scenario(seed: UInt64($0)) }

  init(name: String, files: [String: String]) {
    self.name = name
    self.files = files
  }

  /// A folder of the package's examples.
  init(example folder: URL) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    var files: [String: String] = [:]
    for file in names where file.hasSuffix(".kam") || file.hasSuffix(".csv") {
      let bytes = try? Data(contentsOf: folder.appending(path: file))
      files[file] = bytes.map { String(decoding: $0, as: UTF8.self) }
    }
    self.init(name: folder.lastPathComponent, files: files)
  }

  /// A random agreement with random data.
  init(seed: UInt64) {
    let generated = GeneratedCase(seed: seed)
    var files = ["criteria.kam": generated.source]
    for (table, text) in generated.files { files["\(table).csv"] = text }
    self.init(name: "seed \(seed)", files: files)
  }

  /// Writes the files and runs the program on them.
  func outputs(_ surroundings: Surroundings = .plain) throws -> Outputs {
    let folder = try TemporaryFolder()
    for (name, text) in files { try folder.write(text, to: name) }
    return try Outputs(in: folder, surroundings)
  }
}

/// What must not matter to a run.
struct Surroundings {
  static let plain = Surroundings(name: "again")

  var name: String
  var workers: Int?
  var environment: [String: String] = [:]
  /// Whether the program runs in another folder than that of the files.
  var isElsewhere = false
}

/// Everything that the program writes about a scenario.
struct Outputs {
  /// The statuses of both runs.
  var statuses: [Int32]
  var parts: [String: Data]

  init(in folder: borrowing TemporaryFolder, _ surroundings: Surroundings) throws {
    (statuses, parts) = ([], [:])
    try run(in: folder, surroundings, "text", files: ["tiers.csv", "schedule.csv"])
    try run(in: folder, surroundings, "json", files: ["tiers.json", "schedule.ics"])
  }

  private mutating func run(
    in folder: borrowing TemporaryFolder, _ surroundings: Surroundings, _ format: String,
    files: [String]
  ) throws {
    func path(_ name: String) -> String {
      surroundings.isElsewhere ? folder.url.appending(path: name).path : name
    }
    var arguments = ["eval", path("criteria.kam"), path("accounts.csv"), "--format", format]
    arguments += ["--tiers", path(files[0]), "--schedule", path(files[1])]
    arguments += surroundings.workers.map { ["--workers", "\($0)"] } ?? []
    let outcome = try Program.run(
      arguments, in: surroundings.isElsewhere ? Places.package : folder.url,
      environment: surroundings.environment)
    statuses.append(outcome.status)
    parts["report as \(format)"] = outcome.output
    parts["diagnostics as \(format)"] = outcome.errors
    for file in files { parts[file] = try folder.read(file) }
  }

  /// Returns the names of the parts that are other bytes in `other`.
  func differences(from other: Outputs, in names: [String]? = nil) -> [String] {
    let statuses = statuses == other.statuses ? [] : ["status"]
    let names = names ?? parts.keys.sorted()
    return statuses + names.filter { parts[$0] != other.parts[$0] }
  }

  /// The lines of the `--tiers` file, sorted.
  var tierLines: [Substring] {
    String(decoding: parts["tiers.csv"] ?? Data(), as: UTF8.self).split(separator: "\n").sorted()
  }

  /// The members of the JSON report; what it lists in the order of the input is sorted.
  var report: [String: NSObject] {
    let object = try? JSONSerialization.jsonObject(with: parts["report as json"] ?? Data())
    var members = object as? [String: NSObject] ?? [:]
    for (member, lists) in [
      "requirements": ["accounts", "undecidedAccounts"],
      "limits": ["spared", "uncounted", "overridden"],
    ] {
      let entries = members[member] as? [[String: NSObject]] ?? []
      members[member] = entries.map { Self.sorted($0, lists) } as NSArray
    }
    // A row without a key is known by its line, which moves with it.
    let findings = members["findings"] as? [[String: NSObject]] ?? []
    members["findings"] =
      findings.map { Self.text([$0["label"], $0["figures"]]) }.sorted() as NSArray
    return members
  }

  private static func text(_ values: [NSObject?]) -> String {
    let bytes = try? JSONSerialization.data(
      withJSONObject: values.compactMap(\.self), options: .sortedKeys)
    return String(decoding: bytes ?? Data(), as: UTF8.self)
  }

  private static func sorted(
    _ entry: [String: NSObject], _ lists: [String]
  ) -> [String: NSObject] {
    entry.merging(lists.map { ($0, (entry[$0] as? [String] ?? []).sorted() as NSArray) }) { $1 }
  }
}
