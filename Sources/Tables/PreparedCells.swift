/// Cells in the form in which they are written, for those that are written many times.
package struct PreparedCells: Sendable {
  /// One cell, or several beside each other; a separator stands before the first of them as well.
  struct Entry {
    var start: Int
    var end: Int
  }

  /// How many bytes of an entry are copied at once; most entries are shorter.
  static let stretch = 48

  /// A separator, then the entries, with a separator after each cell.
  private(set) var bytes: [UInt8]
  private(set) var entries: [Entry] = []
  /// By entry, the number of its cells that got a leading `'`.
  private var neutralized: [Int] = []
  /// The bytes of the longest entry.
  private(set) var longest = 0
  /// `true` iff some cell got a leading `'`.
  private var hasNeutralized = false
  let separator: UInt8

  package init(separator: UInt8 = UInt8(ascii: ",")) {
    self.separator = separator
    bytes = [separator]
  }

  /// Adds an entry of text cells and returns its number.
  package mutating func add(_ texts: String...) -> Int32 {
    add { writer in
      for text in texts { writer.text(text) }
    }
  }

  /// Adds an entry of the cells that `write` writes and returns its number.
  package mutating func add(by write: (inout CSVWriter) -> Void) -> Int32 {
    var writer = CSVWriter(separator: separator)
    write(&writer)
    let start = bytes.count
    bytes += writer.bytes + [separator]
    entries.append(Entry(start: start, end: bytes.count))
    neutralized.append(writer.neutralizedCells)
    longest = max(longest, bytes.count - start)
    hasNeutralized = hasNeutralized || writer.neutralizedCells > 0
    return Int32(entries.count - 1)
  }

  /// Returns the bytes that some entries have at most, and how many of their cells got a leading `'`.
  func most(of numbers: [Int32]) -> (bytes: Int, neutralized: Int) {
    // PERF: mostly what can be told without a look at each is no more than a page can waste.
    if !hasNeutralized, longest <= 2 * PreparedCells.stretch {
      return (longest * numbers.count, 0)
    }
    return sums(of: numbers)
  }

  /// Returns the bytes of some entries, and how many of their cells got a leading `'`.
  func sums(of numbers: [Int32]) -> (bytes: Int, neutralized: Int) {
    let (numbers, known) = (numbers.span, entries.span)
    var (bytes, cells) = (0, 0)
    for index in numbers.indices {
      let number = Int(numbers[index])
      bytes &+= known[number].end &- known[number].start
      if hasNeutralized { cells &+= neutralized[number] }
    }
    return (bytes, cells)
  }

  /// Returns the same cells in memory of their own.
  func copied() -> PreparedCells {
    var copy = self
    copy.entries = entries.map { $0 }
    return copy
  }
}
