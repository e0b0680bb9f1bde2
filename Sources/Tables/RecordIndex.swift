/// Where the fields and the records of a piece of CSV end.
///
/// What: one pass over the bytes notes the place of each separator and line feed that is not
/// inside quotes; cells are the gaps between neighbouring places, and nothing is copied.
///
/// Why this way: a block of bytes is compared at once, and only blocks that hold a quote in an odd
/// place are walked byte by byte, by the rules of RFC 4180: a quote opens a quoted field only as its
/// first byte, a pair of quotes inside stands for one, and a quote elsewhere is a character like any
/// other.
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
  /// `true` iff a record that ends at or after the piece's end was reached.
  private(set) var isComplete = false
  private let separator: UInt8
  private var position = 0
  private var quotes = QuoteState()

  init(separator: UInt8) { self.separator = separator }

  /// The offsets of line feeds inside quotes.
  var quotedNewlines: [UInt32] { quotes.newlines }

  /// The offsets of closing quotes that text follows.
  var strayQuotes: [UInt32] { quotes.strays }

  /// `true` iff the bytes seen so far end inside a quoted field, which opened at `quoteStart`.
  var isQuoted: Bool { quotes.isInside }

  var quoteStart: Int { quotes.start }

  /// The offset where the record after the last complete one starts.
  var nextRecordStart: Int {
    Int(ends[Int(recordEnds.last ?? 0)] &+ 1)
  }

  /// Forgets everything and starts at `offset`, a record's first byte.
  mutating func restart(at offset: Int) {
    used = 1
    ends[0] = UInt32(truncatingIfNeeded: offset &- 1)
    recordEnds.removeAll(keepingCapacity: true)
    quotes.restart()
    isComplete = false
    position = offset
  }

  /// Goes back to the start of the last record, which was not complete, since more bytes follow.
  mutating func restartLastRecord() {
    let start = nextRecordStart
    used = Int(recordEnds.last ?? 0) + 1
    quotes.goBack(to: start)
    position = start
  }

  /// Notes the records of `bytes` that start before `pieceEnd`.
  ///
  /// - Complexity: O(bytes).
  mutating func advance(over bytes: [UInt8], pieceEnd: Int) {
    // The record that crosses the piece's end is found byte by byte, all before in blocks.
    let blocksEnd = min(bytes.count, pieceEnd - 1)
    let span = bytes.span
    while position + ByteBlock.count <= blocksEnd {
      advanceOverBlocks(of: span, before: blocksEnd)
      let blockEnd = min(position + ByteBlock.count, blocksEnd)
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
        quotes.takeQuote(at: here, separator: separator, in: bytes)
      } else if byte == UInt8(ascii: "\n") {
        quotes.newlines.append(UInt32(here))
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
      quotes.isInside = true
      quotes.start = here
    }
    return false
  }

  private mutating func appendEnd(_ offset: Int) {
    if used == ends.count { ends.append(contentsOf: repeatElement(0, count: used + 64)) }
    ends[used] = UInt32(offset)
    used += 1
  }

  /// Notes the separators and line feeds up to the first block that holds a quote in an odd place.
  private mutating func advanceOverBlocks(of bytes: Span<UInt8>, before limit: Int) {
    var goesOn = true
    while goesOn, position + ByteBlock.count <= limit {
      if ends.count - used < 1024 {
        ends.append(contentsOf: repeatElement(0, count: ends.count + 4096))
      }
      let blocks = min(limit - position, ends.count - used) / ByteBlock.count
      goesOn = RecordIndex.note(
        blocksOf: bytes, count: blocks, from: &position, separator: separator, quotes: &quotes,
        ends: &ends, used: &used, recordEnds: &recordEnds)
    }
  }

  /// Notes at most `count` blocks; returns whether it noted all.
  private static func note(
    blocksOf bytes: Span<UInt8>, count: Int, from position: inout Int, separator: UInt8,
    quotes: inout QuoteState, ends: inout [UInt32], used: inout Int, recordEnds: inout [UInt32]
  ) -> Bool {
    let separators = SIMD16<UInt8>(repeating: separator)
    let lineFeeds = SIMD16<UInt8>(repeating: UInt8(ascii: "\n"))
    let marks = SIMD16<UInt8>(repeating: UInt8(ascii: "\""))
    var here = position
    var next = used
    var ends = ends.mutableSpan
    defer { (position, used) = (here, next) }
    let stop = here &+ count &* ByteBlock.count
    while here < stop {
      let bits = unsafe ByteBlock(bytes.bytes, at: here)
      var lines = bits.mask(lineFeeds)
      var places = bits.mask(separators) | lines
      let marked = bits.mask(marks)
      // PERF: one test; nearly every block has no quotes.
      if quotes.isInside || !marked.isEmpty {
        let block = QuoteState.Block(
          offset: here, quotes: marked, lineFeeds: lines, places: places,
          isFieldStart: Int(ends[next &- 1] &+ 1) == here)
        guard let inside = quotes.take(block, separator: separator, in: bytes) else {
          return false
        }
        (lines, places) = (lines - inside, places - inside)
      }
      while !lines.isEmpty {
        let before = places.before(firstOf: lines).count
        recordEnds.append(UInt32(truncatingIfNeeded: next &+ before))
        lines.removeFirst()
      }
      while !places.isEmpty {
        ends[next] = UInt32(truncatingIfNeeded: here &+ places.first)
        next &+= 1
        places.removeFirst()
      }
      here &+= ByteBlock.count
    }
    return true
  }
}
