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
    let known = rows.clamped(to: 0..<words.count * 64)
    guard !known.isEmpty else { return flags }
    // PERF: of many rows hardly any are, so that words are looked at.
    for place in known.lowerBound / 64...(known.upperBound - 1) / 64 {
      var rest = words[place]
      while rest != 0 {
        let row = place * 64 + rest.trailingZeroBitCount
        rest &= rest - 1
        if known.contains(row) { flags[row - rows.lowerBound] = true }
      }
    }
    return flags
  }
}

extension [Int32] {
  /// Returns the numbers of both lists, which ascend, each once.
  func merged(with other: ArraySlice<Int32>) -> [Int32] {
    var all: [Int32] = []
    all.reserveCapacity(count + other.count)
    var rest = other
    for row in self {
      while let next = rest.first, next < row {
        all.append(next)
        rest.removeFirst()
      }
      if rest.first == row { rest.removeFirst() }
      all.append(row)
    }
    return all + rest
  }
}
