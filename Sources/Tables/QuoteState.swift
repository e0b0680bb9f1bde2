/// Which of the bytes seen so far stand inside quotes.
struct QuoteState: Sendable {
  /// `true` iff the bytes end inside a quoted field, which opened at `start`.
  var isInside = false
  var start = 0
  /// The offset of a quote that is the second of a pair, already accounted for.
  var paired = -1
  /// The offsets of line feeds inside quotes.
  var newlines: [UInt32] = []
  /// The offsets of closing quotes that text follows.
  var strays: [UInt32] = []

  /// The bytes of a block that are inside quotes, and how many of them are line feeds.
  struct Inside {
    var bytes: ByteMask
    var lineFeeds: Int
  }

  /// Takes the block at `offset`; returns which of its bytes are inside quotes, or nil without taking
  /// it where it has to be looked at byte by byte.
  ///
  /// What: a byte is inside iff the number of quotes up to it is odd.
  ///
  /// Why this way: that needs no walk, and is what a walk would find as long as each quote that
  /// makes the number odd is the first byte of a field or the second of a pair, and each that makes
  /// it even ends a field or is the first of a pair.
  ///
  /// PERF: few blocks come here; the loop over the others keeps its registers as long as it shares
  /// no comparisons with this.
  ///
  /// - Parameter isFieldStart: whether a field starts with the first byte.
  /// - Requires: a whole block.
  @inline(never)
  mutating func take(
    blockAt offset: Int, isFieldStart: Bool, separator: UInt8, in bytes: Span<UInt8>
  ) -> Inside? {
    let block = unsafe ByteBlock(bytes.bytes, at: offset)
    let lineFeeds = block.mask(SIMD16(repeating: UInt8(ascii: "\n")))
    return take(
      quotes: block.mask(SIMD16(repeating: UInt8(ascii: "\""))), lineFeeds: lineFeeds,
      places: block.mask(SIMD16(repeating: separator)) | lineFeeds, at: offset,
      isFieldStart: isFieldStart, separator: separator, in: bytes)
  }

  /// Does the same with what has been found in the block.
  ///
  /// - Parameter places: the separators and line feeds.
  mutating func take(
    quotes: ByteMask, lineFeeds: ByteMask, places: ByteMask, at offset: Int, isFieldStart: Bool,
    separator: UInt8, in bytes: Span<UInt8>
  ) -> Inside? {
    let end = offset &+ ByteBlock.count
    guard end &+ 1 < bytes.count else { return nil }
    let startsPaired = paired == offset
    let inside = quotes.parity(inverted: isInside && !startsPaired)
    let closing = quotes - inside
    let opening = (quotes & inside) - closing.following(first: startsPaired)
    let fieldStarts = (places - inside).following(first: isFieldStart)
    guard (opening - fieldStarts).isEmpty else { return nil }
    let next = bytes[end]
    let isPair = next == UInt8(ascii: "\"")
    let isPlace = next == separator || next == UInt8(ascii: "\n")
    let ending = (quotes | places).preceding(last: isPair || isPlace)
    guard QuoteState.areLineEnds(after: closing - ending, from: offset, in: bytes) else {
      return nil
    }
    if !opening.isEmpty { start = offset &+ opening.last }
    if isPair, closing.hasLast { paired = end }
    isInside = inside.hasLast || paired == end
    noteNewlines(lineFeeds & inside, from: offset)
    return Inside(bytes: inside, lineFeeds: (lineFeeds & inside).count)
  }

  /// `true` iff each of `quotes` stands before a carriage return and a line feed.
  @inline(__always)
  private static func areLineEnds(
    after quotes: ByteMask, from offset: Int, in bytes: Span<UInt8>
  ) -> Bool {
    var quotes = quotes
    while !quotes.isEmpty {
      let next = offset &+ quotes.first &+ 1
      guard bytes[next] == UInt8(ascii: "\r"), bytes[next &+ 1] == UInt8(ascii: "\n") else {
        return false
      }
      quotes.removeFirst()
    }
    return true
  }

  @inline(__always)
  private mutating func noteNewlines(_ lineFeeds: ByteMask, from offset: Int) {
    var lineFeeds = lineFeeds
    while !lineFeeds.isEmpty {
      newlines.append(UInt32(truncatingIfNeeded: offset &+ lineFeeds.first))
      lineFeeds.removeFirst()
    }
  }

  /// Takes a quote of a quoted field.
  mutating func takeQuote(at offset: Int, separator: UInt8, in bytes: Span<UInt8>) {
    guard offset != paired else { return }
    guard offset + 1 < bytes.count else {
      isInside = false
      return
    }
    let next = bytes[offset + 1]
    if next == UInt8(ascii: "\"") {
      paired = offset + 1
      return
    }
    isInside = false
    let endsLine =
      next == UInt8(ascii: "\r")
      && (offset + 2 >= bytes.count || bytes[offset + 2] == UInt8(ascii: "\n"))
    if next != separator, next != UInt8(ascii: "\n"), !endsLine {
      strays.append(UInt32(offset))
    }
  }

  /// Forgets everything, and stands outside.
  mutating func restart() {
    newlines.removeAll(keepingCapacity: true)
    strays.removeAll(keepingCapacity: true)
    leave()
  }

  /// Forgets what stands at `offset` and after it, and stands outside.
  mutating func goBack(to offset: Int) {
    newlines.removeLast(while: { $0 >= offset })
    strays.removeLast(while: { $0 >= offset })
    leave()
  }

  private mutating func leave() {
    isInside = false
    paired = -1
  }
}

extension Array {
  /// Removes the elements at the end that satisfy `predicate`.
  fileprivate mutating func removeLast(while predicate: (Element) -> Bool) {
    while let last, predicate(last) { removeLast() }
  }
}
