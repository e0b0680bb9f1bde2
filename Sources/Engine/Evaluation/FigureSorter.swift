import Tables

/// Sorts rows by columns of figures, one column after the other.
///
/// PERF: each figure is brought to 64 bits by its distance from the least one, or twice where that is
/// too far; these are sorted by their bytes, from the last column to the first, so that what a column
/// leaves equal stays in the order of the columns behind it.
package struct FigureSorter {
  private let keys: [(values: Vector, isAscending: Bool)]
  private let rows: [Int32]
  /// Places in `rows`, in the order reached so far.
  private var places: [Int32]

  package init(_ keys: [(values: Vector, isAscending: Bool)], rows: [Int32]) {
    self.keys = keys
    self.rows = rows
    places = rows.indices.map { Int32($0) }
  }

  /// Returns the places in order; `isAhead` tells which of two rows comes first, by
  /// these figures and by whatever else there is.
  package mutating func order(_ isAhead: (Int32, Int32) -> Bool) -> [Int32] {
    guard places.count > 16 else {
      places.sort(by: isAhead)
      return places
    }
    for key in keys.reversed() {
      if !sortByNarrow(key.values, isAscending: key.isAscending) {
        sortByWide(key.values, isAscending: key.isAscending)
      }
    }
    sortEqual(isAhead)
    return places
  }

  /// Returns the places, ascending, of at least `count` rows of which none stands behind another row by
  /// the first column's figures, or beside one that is left out; nil where that spares little.
  package func foremost(_ count: Int) -> [Int32]? {
    guard let (values, isAscending) = keys.first, values.isNarrow, count < rows.count / 4 else {
      return nil
    }
    let worths = rows.map { row -> Int64? in
      guard values.isPresent(Int(row)) else { return nil }
      return isAscending ? values.narrowFigure(Int(row)) : 0 &- values.narrowFigure(Int(row))
    }
    var (least, most) = (Int64.max, Int64.min)
    for case let worth? in worths { (least, most) = (min(least, worth), max(most, worth)) }
    guard least <= most else { return nil }
    // PERF: counted in some thousand steps of the range, which is exact enough to leave few.
    let width = UInt64(bitPattern: most &- least)
    let shift = UInt64(max(0, 64 - width.leadingZeroBitCount - FigureSorter.stepBits))
    func step(_ worth: Int64?) -> Int {
      // Missing is worst.
      guard let worth else { return 1 << FigureSorter.stepBits }
      return Int(UInt64(bitPattern: worth &- least) &>> shift)
    }
    var counts = [Int](repeating: 0, count: 1 << FigureSorter.stepBits + 1)
    for worth in worths { counts[step(worth)] += 1 }
    var (taken, last) = (0, -1)
    while taken < count {
      last += 1
      taken += counts[last]
    }
    guard taken < rows.count / 2 else { return nil }
    return places.filter { step(worths[Int($0)]) <= last }
  }

  private static let stepBits = 12

  /// Sorts by figures of 64 bits; returns `false` where some are missing or wider.
  private mutating func sortByNarrow(_ values: Vector, isAscending: Bool) -> Bool {
    guard values.isNarrow else { return false }
    var entries: [Entry] = []
    entries.reserveCapacity(places.count)
    var (least, most) = (Int64.max, Int64.min)
    for place in places {
      let row = Int(rows[Int(place)])
      guard values.isPresent(row) else { return false }
      let figure = values.narrowFigure(row)
      let worth = isAscending ? figure : 0 &- figure
      (least, most) = (min(least, worth), max(most, worth))
      entries.append(Entry(key: UInt64(bitPattern: worth), place: place))
    }
    // Where keys wrap, distances come back.
    let start = UInt64(bitPattern: least)
    Entry.sort(&entries, over: UInt64(bitPattern: most) &- start) { $0 &- start }
    take(entries)
    return true
  }

  private mutating func sortByWide(_ values: Vector, isAscending: Bool) {
    let figures = places.map { figure(of: Int(rows[Int($0)]), values, isAscending) }
    var (least, most) = (Int128.max, Int128.min)
    for figure in figures { (least, most) = (min(least, figure), max(most, figure)) }
    // The distance can be beyond 127 bits, but not beyond 128.
    let width = UInt128(bitPattern: most &- least)
    var distances = [UInt128](repeating: 0, count: places.count)
    for (place, figure) in zip(places, figures) {
      distances[Int(place)] = UInt128(bitPattern: figure &- least)
    }
    for shift in [UInt128(0), 64] where width >> shift != 0 {
      var entries = places.map {
        Entry(key: UInt64(truncatingIfNeeded: distances[Int($0)] >> shift), place: $0)
      }
      Entry.sort(&entries, over: UInt64(clamping: width >> shift)) { $0 }
      take(entries)
    }
  }

  private mutating func take(_ entries: [Entry]) {
    for index in entries.indices { places[index] = entries[index].place }
  }

  /// Sorts the rows whose figures are all equal.
  private mutating func sortEqual(_ isAhead: (Int32, Int32) -> Bool) {
    var first = 0
    while first < places.count {
      var next = first + 1
      while next < places.count, areEqual(places[next - 1], places[next]) { next += 1 }
      if next - first > 1 { places[first..<next].sort(by: isAhead) }
      first = next
    }
  }

  private func areEqual(_ left: Int32, _ right: Int32) -> Bool {
    let (left, right) = (Int(rows[Int(left)]), Int(rows[Int(right)]))
    // The last column tells most rows apart.
    for key in keys.reversed() where key.values.number(left) != key.values.number(right) {
      return false
    }
    return true
  }

  /// What the figure is worth: less is better, and missing is worst.
  private func figure(of row: Int, _ values: Vector, _ isAscending: Bool) -> Int128 {
    // Figures are far inside the range of 128 bits, so that its end can stand for missing.
    guard let value = values.number(row) else { return .max }
    return isAscending ? value : -value
  }
}

/// A row with what it is sorted by.
private struct Entry {
  var key: UInt64
  var place: Int32

  /// Sorts by what `distance` makes of keys, none of which is above `most`; those with equal keys
  /// stay in their order.
  static func sort(
    _ entries: inout [Entry], over most: UInt64, _ distance: (UInt64) -> UInt64
  ) {
    var sorted = entries
    for shift in stride(from: UInt64(0), to: 64, by: 8) where most &>> shift != 0 {
      var ends = [Int](repeating: 0, count: 257)
      func digit(_ entry: Entry) -> Int { Int(distance(entry.key) &>> shift & 0xFF) }
      for entry in entries { ends[digit(entry) + 1] += 1 }
      // All in one place are in order.
      if ends.contains(entries.count) { continue }
      for byte in 1...256 { ends[byte] += ends[byte - 1] }
      for entry in entries {
        let byte = digit(entry)
        sorted[ends[byte]] = entry
        ends[byte] += 1
      }
      swap(&entries, &sorted)
    }
  }
}
