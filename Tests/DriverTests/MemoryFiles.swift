import Diagnostics
import Driver
import Engine
import Foundation
import Tables
import Testing

/// Files in memory, by path.
struct MemoryFiles: FileAccess {
  var files: [String: [UInt8]]

  init(_ texts: [String: String]) { files = texts.mapValues { Array($0.utf8) } }

  /// The files of a folder of `examples`.
  init(example: String) throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "examples/\(example)")
    files = [:]
    for file in try FileManager.default.contentsOfDirectory(
      at: root, includingPropertiesForKeys: nil)
    {
      files[file.lastPathComponent] = Array(try Data(contentsOf: file))
    }
  }

  func open(_ path: String) throws(ReadProblem) -> any ByteSource {
    guard let bytes = files[path] else { throw ReadProblem("no such file") }
    return MemorySource(bytes)
  }

  /// Runs `criteria.kam` over `accounts.csv`, asked for what `change` says.
  func run(
    workers: Int = 1, asOf: Day? = nil, _ change: (inout RunRequest) -> Void = { _ in }
  ) async throws -> Run {
    var pipeline = Pipeline(files: self)
    let settings = WorkSettings(workers: Workforce(workers), pieceBytes: 512, batchRows: 16)
    var request = RunRequest(
      agreementPath: "criteria.kam", accountsPath: "accounts.csv", settings: settings)
    request.asOf = asOf
    change(&request)
    do {
      return try await pipeline.run(request)
    } catch {
      Issue.record("\(pipeline.diagnostics.sorted)")
      throw error
    }
  }
}

/// The names of the folders of `examples`.
let examples = [
  "advisory", "bearings", "calibration", "packaging", "relationships", "software", "wholesale",
]
