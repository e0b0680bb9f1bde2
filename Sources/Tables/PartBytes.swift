/// The bytes of a part of an output, in memory that later parts can be written to.
package struct PartBytes: Sendable {
  /// The part, and perhaps more behind it.
  package internal(set) var memory: [UInt8] = []
  package internal(set) var count = 0

  package init() {}

  package init(_ bytes: [UInt8]) {
    memory = bytes
    count = bytes.count
  }
}
