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
}
