import Tables

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

  /// Makes part `number`, from 0, in the place of what `part` was.
  mutating func make(_ number: Int, in part: inout PartBytes)
}

extension PartedOutput {
  /// All parts, one after the other.
  package var bytes: [UInt8] {
    var maker = maker()
    var bytes: [UInt8] = []
    var part = PartBytes()
    for number in 0..<partCount {
      maker.make(number, in: &part)
      bytes += part.memory[..<part.count]
    }
    return bytes
  }
}
