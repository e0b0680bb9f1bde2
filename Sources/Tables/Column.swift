/// Why a value is missing, as bits that spread by union; none set means that it is present.
package struct Absence: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// A blank cell: open, since the true value could be filled in.
  package static let blank = Absence(rawValue: 1)
  /// A division by zero; no filling-in changes it.
  package static let divisionByZero = Absence(rawValue: 2)
  /// A computed value of magnitude 10^20 or more, or a date beyond the years 1 to 9999.
  package static let outOfRange = Absence(rawValue: 4)
  /// An aggregate (`average`, `min`, `max`) of no rows.
  package static let noRows = Absence(rawValue: 8)
  /// A blank or unmatched reference, or a blank tier: a fact of the file, not open.
  package static let noReference = Absence(rawValue: 16)
  /// A portfolio function outside its base, or of a total that is not positive.
  package static let outsideBase = Absence(rawValue: 32)
  /// A reference to a row that was rejected for a cell: mending that cell would end it.
  package static let rejectedReference = Absence(rawValue: 64)

  /// The reasons that filling cells in or mending them could end.
  package static let open = blank.rawValue | rejectedReference.rawValue
}

/// Texts end to end: row i is `bytes[ends[i - 1]..<ends[i]]`.
package struct TextColumn: Hashable, Sendable {
  package var bytes: [UInt8] = []
  package var ends: [UInt32] = []
  /// The bytes of each text, where all have as many and `ends` is left out; else 0.
  package var width = 0

  package init() {}

  package var count: Int { width == 0 ? ends.count : bytes.count / width }

  package func range(_ row: Int) -> Range<Int> {
    if width != 0 { return row * width..<(row + 1) * width }
    return (row == 0 ? 0 : Int(ends[row - 1]))..<Int(ends[row])
  }

  /// Lists the ends that were left out.
  package mutating func listEnds() {
    if width == 0 { return }
    ends = (0..<count).map { UInt32(($0 + 1) * width) }
    width = 0
  }

  package func text(_ row: Int) -> String { String(decoding: bytes[range(row)], as: UTF8.self) }

  package mutating func append(_ text: some Collection<UInt8>) {
    listEnds()
    bytes.append(contentsOf: text)
    ends.append(UInt32(bytes.count))
  }

  /// PERF: a slice from another module would be asked for each of its bytes by way of its protocol.
  package mutating func append(_ text: ArraySlice<UInt8>) {
    listEnds()
    bytes.append(contentsOf: text)
    ends.append(UInt32(bytes.count))
  }

  /// Returns where the texts of `rows`, which ascend, stand, and those between them.
  func bytes(of rows: [Int32]) -> Range<Int> {
    guard let first = rows.first, let last = rows.last else { return 0..<0 }
    return range(Int(first)).lowerBound..<range(Int(last)).upperBound
  }

  /// Returns a column of `rows` alone.
  package func rows(_ rows: Range<Int>) -> TextColumn {
    var part = TextColumn()
    guard let last = rows.last else { return part }
    let start = range(rows.lowerBound).lowerBound
    part.bytes = Array(bytes[start..<range(last).upperBound])
    part.width = width
    if width == 0 { part.ends = ends[rows].map { $0 - UInt32(start) } }
    return part
  }

  /// Appends the text that stands at `range` in `source`.
  package mutating func append(_ range: Range<Int>, of source: [UInt8]) {
    listEnds()
    // PERF: texts are short, and a slice would be retained and released for each.
    for place in range { bytes.append(source[place]) }
    ends.append(UInt32(bytes.count))
  }

  package mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    width = 0
  }
}

/// The cells of one column over some rows, each with its `Absence` bits (0: present).
package enum CellColumn: Hashable, Sendable {
  /// Numbers, money and percents, scaled by 10^18 (`Decimal.scaled`); 0 where missing.
  case numbers([Int128], absence: [UInt8])
  /// The same as counts of 10^-`places`, where that was asked for and every cell fits; no magnitude
  /// is above `bound`.
  case narrow([Int64], places: Int, bound: UInt64, absence: [UInt8])
  /// Days (`Day.number`) or choices (index of the value); 0 where missing.
  case codes([Int32], absence: [UInt8])
  /// 1 for yes, 0 for no or missing.
  case truths([UInt8], absence: [UInt8])
  /// Texts, keys and references, trimmed and unquoted; empty where missing.
  case texts(TextColumn, absence: [UInt8])
}
