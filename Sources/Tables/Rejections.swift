/// The rejected rows of a reading: the first of them, and how many there are of each kind.
struct Rejections: Sendable {
  /// The rows that are described, in the order of the input.
  private(set) var described: [RejectedRow] = []
  private(set) var kinds: [RejectionKind: Int] = [:]
  private(set) var count = 0
  /// The keys of all rows that have one, in no order.
  private(set) var keys = TextColumn()

  /// Counts a row; returns whether it is one of the first and should be described.
  mutating func count(_ kind: RejectionKind, key: String?) -> Bool {
    count += 1
    if let key { keys.append(Array(key.utf8)) }
    kinds[kind, default: 0] += 1
    return count <= TableLimits.describedRejections
      || kinds[kind, default: 0] <= TableLimits.describedOfEachKind
  }

  mutating func describe(_ row: RejectedRow) { described.append(row) }

  /// Adds what another worker rejected, and keeps the first of all rows.
  mutating func join(_ other: Rejections) {
    count += other.count
    for row in 0..<other.keys.count { keys.append(other.keys.range(row), of: other.keys.bytes) }
    kinds.merge(other.kinds, uniquingKeysWith: +)
    var seen: [RejectionKind: Int] = [:]
    let all = (described + other.described).sorted { $0.record < $1.record }
    described = all.enumerated().filter { index, row in
      seen[row.kind, default: 0] += 1
      return index < TableLimits.describedRejections
        || seen[row.kind, default: 0] <= TableLimits.describedOfEachKind
    }.map(\.element)
  }
}
