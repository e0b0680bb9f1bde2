/// The values of a choice, each alone in its cell, as bytes, to be compared with cells.
///
/// PERF: values of up to sixteen bytes stand in a table where each is found at its first place, so
/// that a cell costs as much whichever value it holds.
struct PlainChoices: Sendable {
  /// A value of up to sixteen bytes, the first byte lowest, with its code.
  struct Entry {
    var low: UInt64 = 0
    var high: UInt64 = 0
    /// How many bytes the value has; 0 where there is none.
    var length: Int32 = 0
    var code: Int32 = 0
  }

  /// The values end to end.
  private var bytes: [UInt8] = []
  private var ends: [Int] = [0]
  private var codes: [Int32] = []
  /// A power of two of places; empty where short values are not all found at their first.
  private(set) var entries: [Entry] = []
  private var factor: UInt64 = 0
  private var shift: UInt64 = 0

  /// Leaves out what the table counts as blank.
  init(_ cells: CellReader) {
    let (values, areSeveral): ([String], Bool)
    switch cells.field.kind {
    case .choice(let list): (values, areSeveral) = (list, false)
    case .choices(let list, _): (values, areSeveral) = (list, true)
    case .text, .number, .percent, .date, .truth, .reference: return
    }
    for (index, value) in values.enumerated() {
      let text = Array(value.utf8)
      guard !cells.marks.contains(text), cells.encoding == .utf8 || text.allSatisfy({ $0 < 0x80 })
      else { continue }
      bytes.append(contentsOf: text)
      ends.append(bytes.count)
      codes.append(areSeveral ? 1 << Int32(index) : Int32(index))
    }
    enter()
  }

  /// Looks for a table in which no two short values want the same place.
  private mutating func enter() {
    var short: [Entry] = []
    for value in codes.indices where (1...16).contains(ends[value + 1] - ends[value]) {
      let text = bytes[ends[value]..<ends[value + 1]]
      let word = { (part: ArraySlice<UInt8>) in part.reversed().reduce(0) { $0 << 8 | UInt64($1) } }
      short.append(
        Entry(
          low: word(text.prefix(8)), high: word(text.dropFirst(8)), length: Int32(text.count),
          code: codes[value]))
    }
    guard !short.isEmpty, short.count <= 64 else { return }
    var bits: UInt64 = 1
    while 1 << bits < 2 * short.count { bits += 1 }
    for attempt in 0..<64 as Range<UInt64> {
      (factor, shift) = (0x9E37_79B9_7F4A_7C15 &+ attempt &* 0xD1B5_4A32_D192_ED02, 64 - bits)
      if attempt % 16 == 15 { bits += 1 }
      var table = [Entry](repeating: Entry(), count: 1 << Int(64 - shift))
      let isApart = short.allSatisfy { entry in
        let place = place(entry.low, entry.high)
        defer { table[place] = entry }
        return table[place].length == 0
      }
      if isApart {
        entries = table
        return
      }
    }
  }

  /// Returns where in `entries` a value stands.
  @inline(__always)
  func place(_ low: UInt64, _ high: UInt64) -> Int {
    Int(truncatingIfNeeded: ((low ^ (high &* 0xBF58_476D_1CE4_E5B9)) &* factor) &>> shift)
  }

  /// Returns the code of the value that stands in `bytes` from `start` to `end`, -1 for anything else.
  func code(_ cell: Span<UInt8>, _ start: Int, _ end: Int) -> Int32 {
    let length = end &- start
    candidates: for candidate in codes.indices
    where ends[candidate + 1] - ends[candidate] == length {
      let from = ends[candidate]
      for offset in 0..<length where bytes[from &+ offset] != cell[start &+ offset] {
        continue candidates
      }
      return codes[candidate]
    }
    return -1
  }
}
