#if arch(x86_64)
  import WideLoops
#endif

/// Where the fields and the records of a piece of CSV end.
///
/// What: one pass over the bytes notes the place of each separator and line feed that is not
/// inside quotes; cells are the gaps between neighbouring places, and nothing is copied.
///
/// Why this way: a block of bytes is compared at once, and only blocks that hold a quote in an odd
/// place are walked byte by byte, by the rules of RFC 4180: a quote opens a quoted field only as its
/// first byte, a pair of quotes inside stands for one, and a quote elsewhere is a character like any
/// other. Which of the places end records is found afterwards: where all records have as many fields
/// as expected, by one look at each.
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
  /// How many fields a record is likely to have.
  private let columnCount: Int
  private let vectorSize: VectorSize
  private var position = 0
  private var quotes = QuoteState()
  /// The place in `ends` up to which records are noted.
  private var noted = 1
  /// The line feeds among the places from there on.
  private var lineCount = 0

  init(
    separator: UInt8, columnCount: Int = 1, vectorSize: VectorSize = .sixteenBytes
  ) {
    self.separator = separator
    self.columnCount = columnCount
    self.vectorSize = vectorSize
  }

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
    noted = 1
    lineCount = 0
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
    noted = used
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
    noteRecords(of: span)
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
      lineCount += 1
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

  /// Notes which of the new places end records.
  private mutating func noteRecords(of bytes: Span<UInt8>) {
    let first = Int(recordEnds.last ?? 0)
    if !noteRegularRecords(of: bytes, after: first) {
      for place in noted..<used where bytes[Int(ends[place])] == UInt8(ascii: "\n") {
        recordEnds.append(UInt32(truncatingIfNeeded: place))
      }
    }
    noted = used
    lineCount = 0
  }

  /// Notes the records after the place `first` if each has `columnCount` fields.
  ///
  /// PERF: in most pieces each has.
  private mutating func noteRegularRecords(of bytes: Span<UInt8>, after first: Int) -> Bool {
    guard areRecordsRegular(in: bytes, after: first) else { return false }
    let step = UInt32(truncatingIfNeeded: columnCount)
    recordEnds.append(
      lineCount, from: UInt32(truncatingIfNeeded: first) &+ step, by: step)
    return true
  }

  private func areRecordsRegular(in bytes: Span<UInt8>, after first: Int) -> Bool {
    guard columnCount > 0, (used &- 1 &- first) / columnCount == lineCount else { return false }
    let ends = ends.span
    var difference: UInt8 = 0
    var place = first
    for _ in 0..<lineCount {
      place &+= columnCount
      difference |= bytes[Int(ends[place])] ^ UInt8(ascii: "\n")
    }
    return difference == 0
  }

  /// Notes the separators and line feeds up to the first block that holds a quote in an odd place.
  private mutating func advanceOverBlocks(of bytes: Span<UInt8>, before limit: Int) {
    var goesOn = true
    while goesOn, position + ByteBlock.count <= limit {
      if ends.count - used < ByteTally.blocks * ByteBlock.count {
        ends.append(contentsOf: repeatElement(0, count: ends.count + 4096))
      }
      #if arch(x86_64)
        if vectorSize == .sixtyFourBytes {
          goesOn = RecordIndex.note(
            wideBlocksOf: bytes, from: &position, before: limit, separator: separator,
            quotes: &quotes, ends: &ends, used: &used, lineCount: &lineCount)
          continue
        }
      #endif
      let room = min(limit - position, ends.count - used) / ByteBlock.count
      let blocks = min(room, ByteTally.blocks)
      goesOn = RecordIndex.note(
        blocksOf: bytes, count: blocks, from: &position, separator: separator, quotes: &quotes,
        ends: &ends, used: &used, lineCount: &lineCount)
    }
  }

  #if arch(x86_64)
    /// Notes blocks as far as there is room; returns whether none has a quote in an odd place.
    private static func note(
      wideBlocksOf bytes: Span<UInt8>, from position: inout Int, before limit: Int,
      separator: UInt8, quotes: inout QuoteState, ends: inout [UInt32], used: inout Int,
      lineCount: inout Int
    ) -> Bool {
      var ends = ends.mutableSpan
      return FieldEnds.note(
        bytes, from: &position, before: limit, separator: separator, isInside: quotes.isInside,
        into: &ends, used: &used, lineCount: &lineCount
      ) { offset, block, isFieldStart in
        let inside = quotes.take(
          quotes: ByteMask(bits: block.quotes), lineFeeds: ByteMask(bits: block.lineFeeds),
          places: ByteMask(bits: block.places), at: offset, isFieldStart: isFieldStart,
          separator: separator, in: bytes)
        return inside.map { ($0.bytes.bits, quotes.isInside) }
      }
    }
  #endif

  /// Notes at most `count` blocks; returns whether it noted all.
  ///
  /// - Requires: `ends` has room for a place for each byte, and one tally serves for the blocks.
  @inline(never)
  private static func note(
    blocksOf bytes: Span<UInt8>, count: Int, from position: inout Int, separator: UInt8,
    quotes: inout QuoteState, ends: inout [UInt32], used: inout Int, lineCount: inout Int
  ) -> Bool {
    let separators = SIMD16<UInt8>(repeating: separator)
    let lineFeeds = SIMD16<UInt8>(repeating: UInt8(ascii: "\n"))
    let marks = SIMD16<UInt8>(repeating: UInt8(ascii: "\""))
    var (here, next, lines) = (position, used, ByteTally())
    var isInside = quotes.isInside
    var ends = ends.mutableSpan
    defer { (position, used, lineCount) = (here, next, lineCount &+ lines.count) }
    let stop = here &+ count &* ByteBlock.count
    precondition(next &+ stop &- here <= ends.count, "there is room for each byte's place")
    while here < stop {
      let block = unsafe ByteBlock(bytes.bytes, at: here)
      var (places, count) = block.mask(separators, or: lineFeeds)
      // PERF: one test; nearly every block has no quotes.
      if isInside || block.has(marks) {
        let isFieldStart = Int(ends[next &- 1] &+ 1) == here
        guard
          let inside = quotes.take(
            blockAt: here, isFieldStart: isFieldStart, separator: separator, in: bytes)
        else { return false }
        isInside = quotes.isInside
        lines.remove(inside.lineFeeds)
        places = places - inside.bytes
        count = places.count
      }
      lines.add(block, lineFeeds)
      next = unsafe places.store(count, from: here, to: &ends, at: next)
      here &+= ByteBlock.count
    }
    return true
  }
}

extension ByteMask {
  /// Writes the offsets of the `count` bytes of the mask, of a block at `base`; returns the place
  /// after the last of them.
  ///
  /// PERF: how many there are cannot be foretold, so ten places are written in any case.
  ///
  /// - Requires: room for as many places as a block has bytes.
  @inline(__always)
  @unsafe
  fileprivate func store(
    _ count: Int, from base: Int, to ends: inout MutableSpan<UInt32>, at next: Int
  ) -> Int {
    let base = UInt32(truncatingIfNeeded: base)
    var rest = self
    for place in 0..<10 {
      // INVARIANT: the caller has made room for 64 places.
      unsafe ends[unchecked: next &+ place] = base &+ UInt32(truncatingIfNeeded: rest.firstOrLast)
      rest.removeFirst()
    }
    if count > 10 {
      var place = next &+ 10
      while !rest.isEmpty {
        unsafe ends[unchecked: place] = base &+ UInt32(truncatingIfNeeded: rest.first)
        place &+= 1
        rest.removeFirst()
      }
    }
    return next &+ count
  }
}

extension [UInt32] {
  /// Appends `count` values that differ by `step`.
  mutating func append(_ count: Int, from first: UInt32, by step: UInt32) {
    let start = self.count
    append(contentsOf: repeatElement(first, count: count))
    var values = mutableSpan
    for place in 0..<count {
      values[start &+ place] = first &+ UInt32(truncatingIfNeeded: place) &* step
    }
  }
}
