import Tables

extension TextColumn {
  /// Appends `rows` of another column; ends are left out as long as all texts are of one length.
  ///
  /// PERF: identifiers mostly are, and their ends would take a third of what is kept of them.
  mutating func appendTightly(_ rows: Range<Int>, of other: TextColumn) {
    guard let first = rows.first else { return }
    let width = other.range(first).count
    let isAlike = count == 0 ? ends.isEmpty : self.width == width
    guard isAlike, width > 0, other.haveTexts(rows, of: width) else {
      return append(rows, of: other)
    }
    let start = other.range(first).lowerBound
    bytes.append(contentsOf: other.bytes[start..<start + width * rows.count])
    self.width = width
  }

  /// `true` iff the texts in `rows` have `width` bytes each.
  private func haveTexts(_ rows: Range<Int>, of width: Int) -> Bool {
    if self.width != 0 { return self.width == width }
    let ends = ends.span
    // The first of all texts starts where they do.
    var difference = rows.lowerBound == 0 ? ends[0] ^ UInt32(width) : 0
    for row in max(1, rows.lowerBound)..<max(1, rows.upperBound) {
      difference |= (ends[row] &- ends[row - 1]) ^ UInt32(width)
    }
    return difference == 0
  }

  /// Appends `rows` of another column.
  mutating func append(_ rows: Range<Int>, of other: TextColumn) {
    guard let last = rows.last else { return }
    listEnds()
    var other = other
    other.listEnds()
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

  /// `true` iff `holds` is true of each text, of which it learns the row and where it stands.
  @inline(__always)
  func allSatisfy(_ holds: (_ row: Int, _ start: Int, _ end: Int) -> Bool) -> Bool {
    // PERF: a loop for each form, without a test of the form in it.
    if width != 0 {
      for row in 0..<count where !holds(row, row &* width, row &* width &+ width) { return false }
      return true
    }
    let ends = ends.span
    var start = 0
    for row in ends.indices {
      let end = Int(ends[row])
      guard holds(row, start, end) else { return false }
      start = end
    }
    return true
  }

  /// Calls `body` with the row of each text and where it stands.
  @inline(__always)
  func forEach(_ body: (_ row: Int, _ start: Int, _ end: Int) -> Void) {
    _ = allSatisfy {
      body($0, $1, $2)
      return true
    }
  }

  /// Returns the rows that hold `text`.
  ///
  /// PERF: most texts are told from another one by their length or their last byte.
  package func rows(of text: String) -> [Int] {
    let wanted = Array(text.utf8)
    var likely: [Int] = []
    let bytes = bytes.span
    forEach { row, start, end in
      if end - start == wanted.count, wanted.isEmpty || bytes[end - 1] == wanted[wanted.count - 1] {
        likely.append(row)
      }
    }
    return likely.filter { self.bytes[range($0)] == wanted[...] }
  }

  /// `true` iff the text in `row` comes after the one before it, in the order of bytes.
  package func isAscending(at row: Int) -> Bool {
    row == 0 || row >= count
      || TextColumn.isText(at: range(row - 1), before: range(row), in: bytes.span)
  }

  /// `true` iff each text from `row` on comes after the one before it, in the order of bytes.
  ///
  /// - Requires: listed ends.
  package func isStrictlyAscending(from row: Int = 0) -> Bool {
    precondition(width == 0, "ends are listed")
    guard row < count else { return true }
    let (bytes, ends) = (bytes.span, ends.span)
    // PERF: short texts take a loop of their own.
    let next = TextColumn.rowAfterAscendingHeads(from: Swift.max(row, 1), ends, in: bytes)
    for row in next..<Swift.max(next, ends.count) {
      let start = Int(ends[row - 1])
      let before = (row < 2 ? 0 : Int(ends[row - 2]))..<start
      if !TextColumn.isText(at: before, before: start..<Int(ends[row]), in: bytes) { return false }
    }
    return true
  }

  /// Returns the first row from `row` on, which is not the first of all, that is not proved to come
  /// after the one before by sixteen bytes, or the count.
  private static func rowAfterAscendingHeads(
    from row: Int, _ ends: borrowing Span<UInt32>, in bytes: borrowing Span<UInt8>
  ) -> Int {
    guard row < ends.count else { return ends.count }
    let heads = TextHead.masks
    let masks = heads.span
    var start = Int(ends[row - 1])
    var before = TextHead(at: row < 2 ? 0 : Int(ends[row - 2]), before: start, in: bytes, masks)
    for row in row..<ends.count {
      let end = Int(ends[row])
      guard let head = TextHead(at: start, before: end, in: bytes, masks), let last = before,
        last.comes(before: head)
      else { return row }
      (before, start) = (head, end)
    }
    return ends.count
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

/// A text of at most sixteen bytes as a number, the first byte highest, filled up with zeros.
private struct TextHead {
  private let high: UInt64
  private let low: UInt64

  /// By a length from 0 to 16, ones for its bytes.
  static let masks: [SIMD2<UInt64>] = (0...16).map { length in
    func ones(_ count: Int) -> UInt64 { count < 8 ? ~(.max >> UInt64(8 * count)) : .max }
    return SIMD2(ones(min(length, 8)), length > 8 ? ones(length - 8) : 0)
  }

  /// Returns nil for a longer text, and for one that sixteen bytes cannot be read of.
  ///
  /// - Requires: `masks` are those of all heads.
  @inline(__always)
  init?(
    at start: Int, before end: Int, in bytes: borrowing Span<UInt8>,
    _ masks: borrowing Span<SIMD2<UInt64>>
  ) {
    guard end - start < masks.count, start + 16 <= bytes.count else { return nil }
    // INVARIANT: any sixteen bytes make two integers, and the bounds have been looked at.
    let words = unsafe bytes.bytes.unsafeLoadUnaligned(
      fromUncheckedByteOffset: start, as: SIMD2<UInt64>.self)
    let mask = masks[end - start]
    high = UInt64(bigEndian: words[0]) & mask[0]
    low = UInt64(bigEndian: words[1]) & mask[1]
  }

  @inline(__always)
  func comes(before other: TextHead) -> Bool {
    high < other.high || (high == other.high && low < other.low)
  }
}
