import Tables

/// The rows of keys that are a common beginning and a number, without a table of texts.
///
/// What: each key is the same first bytes and then up to eight digits, either always as many or
/// without leading zeros, so that the number tells the key; rows stand by numbers.
///
/// Why this way: identifiers are mostly given out one after the other, and a number leads to its row
/// with one wait for memory, or with none where no number is left out.
///
/// What breaks if it changes: two spellings of one number must not both be taken for a key.
struct NumberedKeys: Sendable {
  let texts: TextColumn
  /// What all keys begin with, the first byte lowest.
  private let prefix: UInt64
  private let prefixMask: UInt64
  private let prefixCount: Int
  private let fewestDigits: Int
  private let mostDigits: Int
  /// By count of digits, the least number that is written so.
  private let leastOfLength: [Int]
  private var least = 0
  /// How many numbers there are from the least to the greatest.
  private var span = 0
  /// By number above the least, its first row or -1; empty where each leads to the row of its place.
  private var rows: [Int32] = []

  /// - Parameter repeated: the rows whose key an earlier row has.
  init?(_ texts: TextColumn, repeated: inout [(row: Int, first: Int)]) {
    guard let form = Form(texts) else { return nil }
    self.texts = texts
    prefixCount = form.common
    prefixMask = form.common == 0 ? 0 : .max &>> UInt64(64 - 8 * form.common)
    prefix = form.word & prefixMask
    fewestDigits = form.shortest - form.common
    mostDigits = form.longest - form.common
    let isPadded = form.shortest == form.longest
    var least = 1
    leastOfLength = (0...8).map { count in
      if count > 1 { least *= 10 }
      return count < 2 || isPadded ? 0 : least
    }
    guard measure() else { return nil }
    enter(&repeated)
  }

  /// Finds the least and the greatest number; returns false where some key has none, or numbers are
  /// too far apart.
  private mutating func measure() -> Bool {
    span = .max
    var (low, high) = (Int.max, -1)
    let keys = texts
    let bytes = keys.bytes.span
    let areNumbers = keys.allSatisfy { _, start, end in
      let number = place(bytes, start, end)
      low = min(low, number)
      high = max(high, number)
      return number >= 0
    }
    guard areNumbers else { return false }
    (least, span) = (low, high - low + 1)
    return span <= 4 * texts.count + 64
  }

  private mutating func enter(_ repeated: inout [(row: Int, first: Int)]) {
    if texts.count == span, isInOrder { return }
    var entries = [Int32](repeating: -1, count: span)
    let keys = texts
    let bytes = keys.bytes.span
    for row in 0..<keys.count {
      let range = keys.range(row)
      let place = place(bytes, range.lowerBound, range.upperBound)
      if entries[place] < 0 {
        entries[place] = Int32(row)
      } else {
        repeated.append((row, Int(entries[place])))
      }
    }
    rows = entries
  }

  /// `true` iff each number is one more than the number of the row before.
  private var isInOrder: Bool {
    let bytes = texts.bytes.span
    return texts.allSatisfy { row, start, end in place(bytes, start, end) == row }
  }

  /// Returns the first row with this key, nil for a key that nobody has.
  func find(_ key: ArraySlice<UInt8>) -> Int? {
    let key = Array(key)
    let place = place(key.span, 0, key.count)
    guard place >= 0 else { return nil }
    let row = rows.isEmpty ? place : Int(rows[place])
    return row < 0 ? nil : row
  }

  /// Writes the first row of each key, -1 for a key that nobody has.
  func find(_ keys: TextColumn, into found: inout [Int32]) {
    let bytes = keys.bytes.span
    var found = found.mutableSpan
    keys.forEach { row, start, end in
      found[row] = Int32(truncatingIfNeeded: place(bytes, start, end))
    }
    guard !rows.isEmpty else { return }
    let rows = rows.span
    for row in found.indices where found[row] >= 0 { found[row] = rows[Int(found[row])] }
  }

  /// Returns how far the number of a key is above the least, -1 where it is none of the numbers.
  @inline(__always)
  private func place(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    let count = end &- start &- prefixCount
    guard count >= fewestDigits, count <= mostDigits else { return -1 }
    let head = NumberedKeys.word(bytes, start, end)
    let digits = NumberedKeys.word(bytes, start &+ prefixCount, end)
    guard (head ^ prefix) & prefixMask == 0 else { return -1 }
    // The last digit comes into the highest byte; zeros stand before the first.
    let shift = UInt64(truncatingIfNeeded: 64 &- 8 &* count)
    let values = (digits ^ 0x3030_3030_3030_3030) &<< shift
    guard ((values &+ 0x7676_7676_7676_7676) | values) & 0x8080_8080_8080_8080 == 0 else {
      return -1
    }
    let number = NumberedKeys.number(values)
    guard number >= leastOfLength[count] else { return -1 }
    let place = number &- least
    return UInt(bitPattern: place) < UInt(bitPattern: span) ? place : -1
  }

  /// Returns the number of eight digits, the first lowest.
  @inline(__always)
  private static func number(_ digits: UInt64) -> Int {
    let pairs = (digits &* 2561) &>> 8
    let fours = ((pairs & 0x00FF_00FF_00FF_00FF) &* 6_553_601) &>> 16
    let all = ((fours & 0x0000_FFFF_0000_FFFF) &* 42_949_672_960_001) &>> 32
    return Int(truncatingIfNeeded: all)
  }

  /// The eight bytes from `start`, the first lowest; those from `end` on are any.
  @inline(__always)
  fileprivate static func word(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> UInt64 {
    guard start &+ 8 <= bytes.count else {
      var word: UInt64 = 0
      for place in start..<min(end, start &+ 8) {
        word |= UInt64(bytes[place]) &<< UInt64(8 &* (place &- start))
      }
      return word
    }
    // INVARIANT: the load is checked against the span; any eight bytes are a valid integer.
    return UInt64(
      littleEndian: unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self))
  }

  /// How keys are taken apart.
  private struct Form {
    let shortest: Int
    let longest: Int
    /// How many bytes of all keys are the same.
    var common = 0
    /// The first bytes of the first key.
    var word: UInt64 = 0

    /// Returns nil where some key leaves no room for a number, or too much.
    init?(_ keys: TextColumn) {
      guard keys.count > 0, keys.count <= Int(Int32.max) / 8 else { return nil }
      let bytes = keys.bytes.span
      word = NumberedKeys.word(bytes, 0, keys.range(0).upperBound)
      var difference: UInt64 = 0
      let first = word
      var (shortest, longest) = (Int.max, 0)
      let areShort = keys.allSatisfy { _, start, end in
        shortest = min(shortest, end - start)
        longest = max(longest, end - start)
        difference |= NumberedKeys.word(bytes, start, end) ^ first
        return longest <= 16
      }
      guard areShort, shortest > 0 else { return nil }
      (self.shortest, self.longest) = (shortest, longest)
      common = min(difference.trailingZeroBitCount / 8, shortest - 1)
      if shortest < longest { leaveDigits() }
      guard longest - common <= 8 else { return nil }
    }

    /// Gives digits back to the number that could begin with them.
    private mutating func leaveDigits() {
      let zero = UInt8(ascii: "0")
      while common > 0, UInt8(truncatingIfNeeded: word &>> UInt64(8 * common - 8)) &- zero < 10 {
        common -= 1
      }
    }
  }
}
