/// A half-open range of byte offsets in one source text.
package struct SourceRange: Hashable, Sendable {
  package var start: UInt32
  package var end: UInt32

  package init(start: Int, end: Int) {
    self.start = UInt32(start)
    self.end = UInt32(end)
  }

  /// The empty range where a text begins.
  package static let start = SourceRange(start: 0, end: 0)

  /// The smallest range that holds both `self` and `other`.
  package func joined(with other: SourceRange) -> SourceRange {
    SourceRange(start: Int(min(start, other.start)), end: Int(max(end, other.end)))
  }

  package var offsets: Range<Int> { Int(start)..<Int(end) }
}
