/// A set of rows, with a bit for each row of the table.
struct RowSet: Sendable {
  private var words: [UInt64]

  /// - Parameter last: the last row that can be inserted.
  init(through last: Int32) { words = Array(repeating: 0, count: (Int(last) + 64) / 64) }

  mutating func insert(_ row: Int32) { words[Int(row) / 64] |= 1 << UInt64(row & 63) }

  func contains(_ row: Int32) -> Bool {
    let word = Int(row) / 64
    return word < words.count && words[word] >> UInt64(row & 63) & 1 != 0
  }

  /// By row of `rows`, whether it is in the set.
  func flags(of rows: Range<Int>) -> [Bool] {
    var flags = [Bool](repeating: false, count: rows.count)
    var target = flags.mutableSpan
    let words = words.span
    let known = rows.clamped(to: 0..<words.count * 64)
    for row in known {
      target[row &- rows.lowerBound] = words[row &>> 6] &>> UInt64(row & 63) & 1 != 0
    }
    return flags
  }
}
