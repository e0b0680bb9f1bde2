import Diagnostics
import Engine
import Synchronization
import Tables
import Testing

@testable import Driver

/// Digests of files that are worked out beside a run.
@Suite("Digests of files")
struct DigestTests {
  private func run(_ files: some FileAccess, digests: Bool) async throws -> Run {
    var pipeline = Pipeline(files: files)
    var request = RunRequest(
      agreementPath: "criteria.kam", accountsPath: "accounts.csv",
      settings: WorkSettings(workers: 2))
    request.digestsFiles = digests
    return try await pipeline.run(request)
  }

  @Test(arguments: examples)
  func areThoseOfTheBytes(example: String) async throws {
    let files = try MemoryFiles(example: example)
    let run = try await run(files, digests: true)
    let digests = try #require(run.digests)
    #expect(digests.count == run.inputs.count)
    for (input, digest) in zip(run.inputs, digests) {
      let source = input?.source
      var bytes: [UInt8] = []
      try source?.read(source?.count ?? 0, at: 0, into: &bytes)
      #expect(digest == source.map { _ in SHA256.hexDigest(of: bytes) })
      #expect(digest == source.flatMap { FileDigest.hexadecimal(of: $0) })
    }
  }

  /// A file that is another one whenever it is looked at again.
  private final class FleetingSource: ByteSource {
    private let source: any ByteSource
    private let looks = Atomic<Int>(0)

    init(_ source: any ByteSource) { self.source = source }

    var count: Int { source.count }
    var isUnchanged: Bool { looks.add(1, ordering: .relaxed).oldValue == 0 }

    func read(_ length: Int, at offset: Int, into buffer: inout [UInt8]) throws(ReadProblem) {
      try source.read(length, at: offset, into: &buffer)
    }
  }

  private struct FleetingFiles: FileAccess {
    let files: MemoryFiles

    func open(_ path: String) throws(ReadProblem) -> any ByteSource {
      FleetingSource(try files.open(path))
    }
  }

  @Test func areNotOfWhatCameAfterTheRun() async throws {
    let files = FleetingFiles(files: try MemoryFiles(example: "bearings"))
    _ = try await run(files, digests: false)
    await #expect(throws: RunFailure.unreadable) { try await run(files, digests: true) }
  }
}
