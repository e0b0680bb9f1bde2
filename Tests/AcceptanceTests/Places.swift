import Foundation
import TestSupport

/// Where the files of the tests stand.
enum Places {
  static let package = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Agreements over data that are not part of the package.
  static let agreements = package.appending(path: "Tests/Acceptance")

  /// The folders of the examples.
  static let examples: [URL] = {
    let folder = package.appending(path: "examples")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().map { folder.appending(path: $0) }
  }()

  /// Real data, which may stand beside the package.
  static let data = package.deletingLastPathComponent().appending(path: "shared/data")

  static var hasData: Bool { FileManager.default.fileExists(atPath: data.path) }

  /// Policies with their data, which may stand beside the package.
  static let policies = package.deletingLastPathComponent().appending(path: "shared/policies")

  static var hasPolicies: Bool { FileManager.default.fileExists(atPath: policies.path) }

  /// Why tests over real data are skipped.
  static let withoutData = "there are no real data in ../shared/data"
}

extension RawTable {
  /// Reads a file of the real data the plainest way.
  init(data path: String) throws {
    let bytes = try Data(contentsOf: Places.data.appending(path: path))
    self = NaiveCSV.split(String(decoding: bytes, as: UTF8.self))
  }

  /// The rows by their headers.
  var records: [[String: String]] {
    rows.map { Dictionary(zip(header, $0)) { first, _ in first } }
  }
}
