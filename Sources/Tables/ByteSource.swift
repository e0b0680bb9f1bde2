import Diagnostics

/// Why bytes could not be read.
package struct ReadProblem: Error, Hashable, Sendable {
  /// The system's own words, such as "permission denied".
  package var reason: String
  /// What the reader can do about it, where that is known.
  package var help: String?
  package var code: DiagnosticCode

  package init(_ reason: String, help: String? = nil, code: DiagnosticCode = .unreadableFile) {
    self.reason = reason
    self.help = help
    self.code = code
  }
}

/// Bytes that workers read by place; a file at the rim, an array in tests.
package protocol ByteSource: Sendable {
  /// The number of bytes, fixed when the source was opened.
  var count: Int { get }

  /// Appends up to `length` bytes from `offset` to `buffer`; fewer only at the end.
  func read(_ length: Int, at offset: Int, into buffer: inout [UInt8]) throws(ReadProblem)

  /// `true` iff the bytes are still those that were there when the source was opened, as far as can
  /// be known.
  var isUnchanged: Bool { get }
}

extension ByteSource {
  package var isUnchanged: Bool { true }
}

extension ReadProblem {
  /// The source changed while it was read, so that what was read may be of no single state.
  package static let changed = ReadProblem(
    "it changed while it was read", help: "run again when the file is complete",
    code: .changedFile)
}

/// Bytes in memory.
package struct MemorySource: ByteSource {
  private let bytes: [UInt8]

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  package var count: Int { bytes.count }

  package func read(_ length: Int, at offset: Int, into buffer: inout [UInt8]) throws(ReadProblem) {
    guard offset < bytes.count else { return }
    buffer.append(contentsOf: bytes[offset..<min(bytes.count, offset + length)])
  }
}
