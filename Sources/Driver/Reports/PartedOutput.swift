/// An output that is made in parts, several at a time, so that it never has to stand in memory as a
/// whole.
package protocol PartedOutput: Sendable {
  associatedtype Maker: OutputPartMaker

  /// The number of parts, at least one; all but the last are about equally long.
  var partCount: Int { get }

  /// Returns what one worker makes parts with.
  func maker() -> Maker
}

/// Makes parts of an output, one after the other.
package protocol OutputPartMaker: Sendable {
  /// The number of texts in all parts made so far that were neutralised because a spreadsheet would
  /// run them.
  var neutralised: Int { get }

  /// Makes a part, from 0, and returns what `body` makes of its bytes.
  mutating func make<Result, Problem: Error>(
    _ part: Int, _ body: (Span<UInt8>) throws(Problem) -> Result
  ) throws(Problem) -> Result
}

extension PartedOutput {
  /// All parts, one after the other.
  package var bytes: [UInt8] {
    var maker = maker()
    var bytes: [UInt8] = []
    for part in 0..<partCount {
      maker.make(part) { span in
        for place in span.indices { bytes.append(span[place]) }
      }
    }
    return bytes
  }
}
