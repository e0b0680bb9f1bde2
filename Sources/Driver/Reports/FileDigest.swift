import Engine
import Language
import Tables

/// The SHA-256 of a file, worked out piece by piece.
struct FileDigest {
  private static let pieceBytes = 1 << 20

  private let source: any ByteSource
  private var digest = SHA256()
  private var piece: [UInt8] = []
  private var offset = 0

  private init(_ source: any ByteSource) { self.source = source }

  /// Returns the digest of everything in `source`, or nil where that cannot be read again.
  static func hexadecimal(of source: any ByteSource) -> String? {
    var file = FileDigest(source)
    while file.offset < source.count {
      guard file.readPiece() else { return nil }
    }
    return file.result
  }

  /// Returns the digests of the inputs that there are, and that can be read again, by their places.
  ///
  /// PERF: others go first between two pieces, so that this takes what time of processors they leave.
  static func all(of inputs: [TableInput?]) async -> [String?] {
    var digests: [String?] = []
    for input in inputs {
      digests.append(await input.map { FileDigest($0.source) }?.yielding())
    }
    return digests
  }

  private consuming func yielding() async -> String? {
    while offset < source.count {
      await Task.yield()
      guard !Task.isCancelled, readPiece() else { return nil }
    }
    return result
  }

  private var result: String { SHA256.hexadecimal(digest.finalize()) }

  /// Reads what comes next; returns `false` where nothing could be read.
  private mutating func readPiece() -> Bool {
    piece.removeAll(keepingCapacity: true)
    do throws(ReadProblem) {
      try source.read(FileDigest.pieceBytes, at: offset, into: &piece)
    } catch {
      return false
    }
    digest.update(piece)
    offset += piece.count
    return !piece.isEmpty
  }
}

extension Run {
  /// Returns the digest of a table's file; nil where there is none, or it cannot be read again.
  func digest(of table: TableID) -> String? {
    if let digests { return digests[table.index] }
    return inputs[table.index].flatMap { FileDigest.hexadecimal(of: $0.source) }
  }
}
