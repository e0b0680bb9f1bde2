/// Where the fields and the records of a piece of CSV end.
///
/// What: one pass over the bytes notes the place of each separator and line feed that is not
/// inside quotes; cells are the gaps between neighbouring places, and nothing is copied.
///
/// Why this way: sixteen bytes are compared at once, and only blocks that hold a quote are walked
/// byte by byte, by the rules of RFC 4180: a quote opens a quoted field only as its first byte, a
/// pair of quotes inside stands for one, and a quote elsewhere is a character like any other.
///
/// What breaks if it changes: a record start is always outside quotes, so an index that starts at
/// one is exact; an index from a guessed start is exact if the guess was a record start.
struct RecordIndex: Sendable {
  /// The offset of each field's end, after one entry that stands before the first field.
  /// Entries from `used` on are spare room.
  private(set) var ends: [UInt32] = [0]
  private(set) var used = 1
  /// The place in `ends` of each record's last field.
  private(set) var recordEnds: [UInt32] = []
  /// The offsets of line feeds inside quotes.
  private(set) var quotedNewlines: [UInt32] = []
  /// The offsets of closing quotes that text follows.
  private(set) var strayQuotes: [UInt32] = []
  /// `true` iff a record that ends at or after the piece's end was reached.
  private(set) var isComplete = false
  /// `true` iff the bytes seen so far end inside a quoted field, which opened at `quoteStart`.
  private(set) var isQuoted = false
  private(set) var quoteStart = 0

  private let separator: UInt8
  private var position = 0
  /// The offset of a quote that is the second of a pair, already accounted for.
  private var pairedQuote = -1

  init(separator: UInt8) { self.separator = separator }

  /// The offset where the record after the last complete one starts.
  var nextRecordStart: Int {
    Int(ends[Int(recordEnds.last ?? 0)] &+ 1)
  }

  /// Forgets everything and starts at `offset`, a record's first byte.
  mutating func restart(at offset: Int) {
    used = 1
    ends[0] = UInt32(truncatingIfNeeded: offset &- 1)
    recordEnds.removeAll(keepingCapacity: true)
    quotedNewlines.removeAll(keepingCapacity: true)
    strayQuotes.removeAll(keepingCapacity: true)
    isComplete = false
    leaveQuotes(at: offset)
  }

  /// Goes back to the start of the last record, which was not complete, since more bytes follow.
  mutating func restartLastRecord() {
    let start = nextRecordStart
    used = Int(recordEnds.last ?? 0) + 1
    quotedNewlines.removeLast(while: { $0 >= start })
    strayQuotes.removeLast(while: { $0 >= start })
    leaveQuotes(at: start)
  }

  private mutating func leaveQuotes(at offset: Int) {
    position = offset
    isQuoted = false
    pairedQuote = -1
  }

  /// Notes the records of `bytes` that start before `pieceEnd`.
  ///
  /// - Complexity: O(bytes).
  mutating func advance(over bytes: [UInt8], pieceEnd: Int) {
    // The record that crosses the piece's end is found byte by byte, all before in blocks.
    let blocksEnd = min(bytes.count, pieceEnd - 1)
    let span = bytes.span
    while position + 16 <= blocksEnd {
      if !isQuoted { advanceOverPlainBlocks(of: span, before: blocksEnd) }
      let blockEnd = min(position + 16, blocksEnd)
      while position < blockEnd { advanceOverByte(of: span) }
    }
    while position < bytes.count, !isComplete {
      let isRecordEnd = advanceOverByte(of: span)
      isComplete = isRecordEnd && position >= pieceEnd
    }
  }

  /// Notes the end of a last record without a line feed, at the end of the file.
  mutating func finish(at end: Int) {
    if nextRecordStart < end {
      appendEnd(end)
      recordEnds.append(UInt32(used - 1))
    }
    isComplete = true
  }

  /// The length of the last complete record, without its line end.
  var lastRecordLength: Int {
    guard let last = recordEnds.last else { return 0 }
    let before = recordEnds.count > 1 ? recordEnds[recordEnds.count - 2] : 0
    return Int(ends[Int(last)]) - Int(ends[Int(before)] &+ 1)
  }

  /// Forgets the last complete record.
  mutating func dropLastRecord() {
    recordEnds.removeLast()
    restartLastRecord()
  }

  /// Takes the byte at `position`; returns whether it ends a record.
  @discardableResult
  private mutating func advanceOverByte(of bytes: Span<UInt8>) -> Bool {
    let byte = bytes[position]
    let here = position
    position += 1
    if isQuoted {
      if byte == UInt8(ascii: "\"") {
        closeQuote(at: here, in: bytes)
      } else if byte == UInt8(ascii: "\n") {
        quotedNewlines.append(UInt32(here))
      }
      return false
    }
    if byte == separator {
      appendEnd(here)
    } else if byte == UInt8(ascii: "\n") {
      appendEnd(here)
      recordEnds.append(UInt32(used - 1))
      return true
    } else if byte == UInt8(ascii: "\""), here == Int(ends[used - 1] &+ 1) {
      isQuoted = true
      quoteStart = here
    }
    return false
  }

  private mutating func closeQuote(at offset: Int, in bytes: Span<UInt8>) {
    guard offset != pairedQuote else { return }
    guard offset + 1 < bytes.count else {
      isQuoted = false
      return
    }
    let next = bytes[offset + 1]
    if next == UInt8(ascii: "\"") {
      pairedQuote = offset + 1
      return
    }
    isQuoted = false
    let endsLine =
      next == UInt8(ascii: "\r")
      && (offset + 2 >= bytes.count || bytes[offset + 2] == UInt8(ascii: "\n"))
    if next != separator, next != UInt8(ascii: "\n"), !endsLine {
      strayQuotes.append(UInt32(offset))
    }
  }

  private mutating func appendEnd(_ offset: Int) {
    if used == ends.count { ends.append(contentsOf: repeatElement(0, count: used + 64)) }
    ends[used] = UInt32(offset)
    used += 1
  }

  /// Notes the separators and line feeds up to the first block of sixteen that holds a quote.
  private mutating func advanceOverPlainBlocks(of bytes: Span<UInt8>, before limit: Int) {
    var stopped = false
    while !stopped, position + 16 <= limit {
      if ends.count - used < 1024 {
        ends.append(contentsOf: repeatElement(0, count: ends.count + 4096))
      }
      let blocks = min((limit - position) / 16, (ends.count - used) / 16)
      stopped = RecordIndex.note(
        blocksOf: unsafe bytes.bytes, count: blocks, from: &position, separator: separator,
        ends: &ends, used: &used, recordEnds: &recordEnds)
    }
  }

  /// Notes at most `count` blocks; returns whether it stopped before a block that holds a quote.
  ///
  /// PERF: the vectors are spelled out as `SIMD16<UInt8>`; a scalar beside `.==` would choose a
  /// loop through memory that is 60 times slower. A mask holds four bits for each byte.
  private static func note(
    blocksOf bytes: RawSpan, count: Int, from position: inout Int, separator: UInt8,
    ends: inout [UInt32], used: inout Int, recordEnds: inout [UInt32]
  ) -> Bool {
    let separators = SIMD16<UInt8>(repeating: separator)
    let lineFeeds = SIMD16<UInt8>(repeating: UInt8(ascii: "\n"))
    let quotes = SIMD16<UInt8>(repeating: UInt8(ascii: "\""))
    var here = position
    var next = used
    var ends = ends.mutableSpan
    defer {
      position = here
      used = next
    }
    let stop = here &+ count &* 16
    while here < stop {
      // INVARIANT: the load is checked against the span; any sixteen bytes are a valid vector.
      let block = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: here, as: SIMD16<UInt8>.self)
      let lines = block .== lineFeeds
      var places = mask(block .== separators) & oneForEachByte
      // PERF: one test for the two rare signs; nearly every block has neither.
      if mask(lines .| (block .== quotes)) != 0 {
        if mask(block .== quotes) != 0 { return true }
        var lineMask = mask(lines) & oneForEachByte
        places |= lineMask
        while lineMask != 0 {
          let before = places & (lineMask & (0 &- lineMask) &- 1)
          recordEnds.append(UInt32(truncatingIfNeeded: next &+ before.nonzeroBitCount))
          lineMask &= lineMask &- 1
        }
      }
      while places != 0 {
        ends[next] = UInt32(truncatingIfNeeded: here &+ places.trailingZeroBitCount >> 2)
        next &+= 1
        places &= places &- 1
      }
      here &+= 16
    }
    return false
  }

  /// The lowest of the four bits that a mask has for each byte.
  private static var oneForEachByte: UInt64 { 0x1111_1111_1111_1111 }

  /// Returns four bits for each lane of `lanes`.
  @inline(__always)
  private static func mask(_ lanes: SIMDMask<SIMD16<Int8>>) -> UInt64 {
    // INVARIANT: the casts are between types of equal size without invalid bit patterns.
    let pairs = unsafe unsafeBitCast(lanes, to: SIMD8<UInt16>.self)
    return unsafe unsafeBitCast(SIMD8<UInt8>(truncatingIfNeeded: pairs &>> 4), to: UInt64.self)
  }
}

extension Array {
  /// Removes the elements at the end that satisfy `predicate`.
  fileprivate mutating func removeLast(while predicate: (Element) -> Bool) {
    while let last, predicate(last) { removeLast() }
  }
}
