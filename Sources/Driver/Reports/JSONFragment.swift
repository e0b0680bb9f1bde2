import Diagnostics

/// A part of a JSON text that is the same for every account, escaped once.
///
/// PERF: an account is some 1,200 bytes, nine in ten of them names of members.
struct JSONFragment: Sendable {
  private let bytes: [UInt8]

  /// Takes the members that `write` adds to an object, with the bracket before them if
  /// `startsObject`; the last member may still lack its value.
  init(startsObject: Bool = false, write: (inout JSONWriter) -> Void) {
    var json = JSONWriter()
    json.beginObject()
    write(&json)
    bytes = startsObject ? json.bytes : Array(json.bytes.dropFirst())
  }

  func append(to other: inout [UInt8]) { other.append(contentsOf: bytes) }
}

extension JSONWriter {
  /// Writes prepared members.
  mutating func fragment(_ fragment: JSONFragment) { raw { fragment.append(to: &$0) } }
}
