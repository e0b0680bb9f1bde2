import Tables

extension TextColumn {
  /// Appends `rows` of another column.
  mutating func append(_ rows: Range<Int>, of other: TextColumn) {
    guard let last = rows.last else { return }
    let start = other.range(rows.lowerBound).lowerBound
    let end = other.range(last).upperBound
    // The difference may wrap; what it is added to brings it back.
    let shift = UInt32(bytes.count) &- UInt32(start)
    bytes.append(contentsOf: other.bytes[start..<end])
    let first = ends.count
    ends.append(contentsOf: other.ends[rows])
    var own = ends.mutableSpan
    for row in first..<own.count { own[row] &+= shift }
  }

  /// Returns the rows that hold `text`.
  ///
  /// PERF: most texts are told from another one by their length or their last byte.
  package func rows(of text: String) -> [Int] {
    let wanted = Array(text.utf8)
    var likely: [Int] = []
    let (bytes, ends) = (bytes.span, ends.span)
    var start = 0
    for row in ends.indices {
      let end = Int(ends[row])
      if end - start == wanted.count, wanted.isEmpty || bytes[end - 1] == wanted[wanted.count - 1] {
        likely.append(row)
      }
      start = end
    }
    return likely.filter { self.bytes[range($0)] == wanted[...] }
  }

  /// `true` iff the text in `row` comes after the one before it, in the order of bytes.
  package func isAscending(at row: Int) -> Bool {
    row == 0 || row >= count
      || TextColumn.isText(at: range(row - 1), before: range(row), in: bytes.span)
  }

  /// `true` iff each text from `row` on comes after the one before it, in the order of bytes.
  package func isStrictlyAscending(from row: Int = 0) -> Bool {
    guard row < count else { return true }
    let (bytes, ends) = (bytes.span, ends.span)
    var start = row < 2 ? 0 : Int(ends[row - 2])
    var before = start..<(row == 0 ? 0 : Int(ends[row - 1]))
    var head = TextColumn.head(of: before, in: bytes)
    start = before.upperBound
    for next in row..<ends.count {
      let range = start..<Int(ends[next])
      let own = TextColumn.head(of: range, in: bytes)
      // PERF: mostly the first sixteen bytes tell, and each text's are put together once.
      if next > 0, own <= head {
        if own < head || !TextColumn.isText(at: before, before: range, in: bytes) { return false }
      }
      (before, head, start) = (range, own, range.upperBound)
    }
    return true
  }

  /// Returns up to sixteen bytes, the first one highest, filled up with zeros.
  @inline(__always)
  private static func head(of text: Range<Int>, in bytes: borrowing Span<UInt8>) -> UInt128 {
    let high = word(at: text.lowerBound, before: text.upperBound, in: bytes)
    if text.count <= 8 { return UInt128(high) << 64 }
    let low = word(at: text.lowerBound + 8, before: text.upperBound, in: bytes)
    return UInt128(high) << 64 | UInt128(low)
  }

  /// `true` iff the text in `left` comes before the one in `right`, in the order of bytes.
  ///
  /// PERF: eight bytes are compared at once, and no slice is retained and released for a row.
  @inline(__always)
  private static func isText(
    at left: Range<Int>, before right: Range<Int>, in bytes: borrowing Span<UInt8>
  ) -> Bool {
    let common = Swift.min(left.count, right.count)
    var offset = 0
    while offset < common {
      let a = word(at: left.lowerBound + offset, before: left.upperBound, in: bytes)
      let b = word(at: right.lowerBound + offset, before: right.upperBound, in: bytes)
      if a != b { return a < b }
      offset += 8
    }
    return left.count < right.count
  }

  /// Returns up to eight bytes, the first one highest, filled up with zeros.
  @inline(__always)
  private static func word(
    at start: Int, before end: Int, in bytes: borrowing Span<UInt8>
  ) -> UInt64 {
    guard start + 8 <= bytes.count else {
      var word: UInt64 = 0
      for place in start..<min(end, start + 8) {
        word |= UInt64(bytes[place]) << UInt64(56 - 8 * (place - start))
      }
      return word
    }
    // INVARIANT: any eight bytes make an integer, and the load checks that they are in bounds.
    let word = unsafe UInt64(
      bigEndian: bytes.bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self))
    return end - start >= 8 ? word : word & ~(UInt64.max &>> UInt64(8 * (end - start)))
  }
}
