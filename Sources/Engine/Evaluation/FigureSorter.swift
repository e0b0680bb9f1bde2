import Tables

/// Sorts rows by columns of figures, one column after the other.
///
/// PERF: each figure is brought to 64 bits by its distance from the least one, without its lowest
/// bits where that is too far; these are sorted by their bytes, and what they leave equal is sorted
/// again, by the lowest bits and then by the next column.
struct FigureSorter {
  private let keys: [(values: Vector, isAscending: Bool)]
  private let rows: [Int32]
  /// Places in `rows`, in the order reached so far.
  private var places: [Int32]

  init(_ keys: [(values: Vector, isAscending: Bool)], rows: [Int32]) {
    self.keys = keys
    self.rows = rows
    places = rows.indices.map { Int32($0) }
  }

  /// Returns the places in order; `isAhead` tells which of two rows comes first, by
  /// these figures and by whatever else there is.
  mutating func order(_ isAhead: (Int32, Int32) -> Bool) -> [Int32] {
    sort(places.indices, by: 0, isAhead)
    return places
  }

  private mutating func sort(
    _ range: Range<Int>, by key: Int, _ isAhead: (Int32, Int32) -> Bool
  ) {
    guard range.count > 1 else { return }
    guard key < keys.count, range.count > 16 else { return places[range].sort(by: isAhead) }
    let figures = places[range].map { figure(of: Int(rows[Int($0)]), keys[key]) }
    var (least, most) = (figures[0], figures[0])
    for figure in figures { (least, most) = (min(least, figure), max(most, figure)) }
    // The distance can be beyond 127 bits, but not beyond 128.
    let width = UInt128(bitPattern: most &- least)
    let dropped = max(0, 64 - width.leadingZeroBitCount)
    var entries = zip(figures, places[range]).map { figure, place in
      let distance = UInt128(bitPattern: figure &- least) >> UInt128(dropped)
      return Entry(key: UInt64(truncatingIfNeeded: distance), place: place)
    }
    Entry.sort(&entries)
    for (offset, entry) in entries.enumerated() { places[range.lowerBound + offset] = entry.place }
    var first = 0
    while first < entries.count {
      var next = first + 1
      while next < entries.count, entries[next].key == entries[first].key { next += 1 }
      let run = range.lowerBound + first..<range.lowerBound + next
      sort(run, by: dropped > 0 ? key : key + 1, isAhead)
      first = next
    }
  }

  /// What the figure is worth: less is better, and missing is worst.
  private func figure(of row: Int, _ key: (values: Vector, isAscending: Bool)) -> Int128 {
    // Figures are far inside the range of 128 bits, so that its end can stand for missing.
    guard let value = key.values.number(row) else { return .max }
    return key.isAscending ? value : -value
  }
}

/// A row with what it is sorted by.
private struct Entry {
  var key: UInt64
  var place: Int32

  /// Sorts by keys; those with equal keys stay in their order.
  static func sort(_ entries: inout [Entry]) {
    guard entries.count > 64 else {
      // The sort of the standard library is stable, but does not promise to be.
      return entries.sort { ($0.key, $0.place) < ($1.key, $1.place) }
    }
    var differing: UInt64 = 0
    for entry in entries { differing |= entry.key ^ entries[0].key }
    var sorted = entries
    for shift in stride(from: UInt64(0), to: 64, by: 8) where differing >> shift & 0xFF != 0 {
      var ends = [Int](repeating: 0, count: 257)
      for entry in entries { ends[Int(entry.key >> shift & 0xFF) + 1] += 1 }
      for byte in 1...256 { ends[byte] += ends[byte - 1] }
      for entry in entries {
        let byte = Int(entry.key >> shift & 0xFF)
        sorted[ends[byte]] = entry
        ends[byte] += 1
      }
      swap(&entries, &sorted)
    }
  }
}
